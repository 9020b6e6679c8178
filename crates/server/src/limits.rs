//! The bounds on connections and requests, each a flag and an environment variable.

use std::time::Duration;

use clap::Args;
use clap::builder::RangedU64ValueParser;

/// hyper's own lower bound on the buffer that holds a request's head, in bytes.
const HEAD_BYTES_FLOOR: u64 = 8 * 1024;

/// The bounds on every connection and request. The defaults suit a small public server.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// Connections served at once; more of them wait until one ends.
    #[arg(
        long,
        env = "FAULTLINE_CONNECTIONS_MAX",
        value_name = "COUNT",
        default_value = "1024",
        value_parser = RangedU64ValueParser::<usize>::new().range(1..=1_000_000)
    )]
    pub connections_max: usize,

    /// Time a connection may take until a request's head is complete, from its start or from the
    /// end of the request before: a slow sender's bound and an idle connection's.
    #[arg(
        long,
        env = "FAULTLINE_HEADER_TIMEOUT",
        value_name = "TIME",
        default_value = "15s",
        value_parser = time
    )]
    pub header_timeout: Duration,

    /// Time until the answer to a request begins; after it the answer is 503.
    #[arg(
        long,
        env = "FAULTLINE_REQUEST_TIMEOUT",
        value_name = "TIME",
        default_value = "10s",
        value_parser = time
    )]
    pub request_timeout: Duration,

    /// Time for which a client may take nothing of an answer before it is cut off.
    #[arg(
        long,
        env = "FAULTLINE_WRITE_TIMEOUT",
        value_name = "TIME",
        default_value = "30s",
        value_parser = time
    )]
    pub write_timeout: Duration,

    /// Age at which a connection takes no further request; it then has --drain-timeout left.
    #[arg(
        long,
        env = "FAULTLINE_CONNECTION_LIFETIME",
        value_name = "TIME",
        default_value = "10m",
        value_parser = time
    )]
    pub connection_lifetime: Duration,

    /// Time that answers under way get to finish, at shutdown and at a connection's end of life.
    #[arg(
        long,
        env = "FAULTLINE_DRAIN_TIMEOUT",
        value_name = "TIME",
        default_value = "10s",
        value_parser = time
    )]
    pub drain_timeout: Duration,

    /// Size of a request's head (first line and headers) above which it is refused with 431.
    #[arg(
        long,
        env = "FAULTLINE_HEAD_BYTES_MAX",
        value_name = "BYTES",
        default_value = "16384",
        value_parser = RangedU64ValueParser::<usize>::new().range(HEAD_BYTES_FLOOR..=1024 * 1024)
    )]
    pub head_bytes_max: usize,

    /// Size of a request's body above which it is refused with 413.
    #[arg(
        long,
        env = "FAULTLINE_BODY_BYTES_MAX",
        value_name = "BYTES",
        default_value = "65536",
        value_parser = RangedU64ValueParser::<usize>::new().range(0..=1024 * 1024 * 1024)
    )]
    pub body_bytes_max: usize,

    /// Requests that may wait at `/slow` at once; beyond them the answer is 503.
    #[arg(
        long,
        env = "FAULTLINE_SLOW_WAITS_MAX",
        value_name = "COUNT",
        default_value = "256",
        value_parser = RangedU64ValueParser::<usize>::new().range(1..=1_000_000)
    )]
    pub slow_waits_max: usize,
}

/// The longest time that a flag takes: a timer beyond it would never ring in practice.
const TIME_MAX: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Reads a time with its unit, such as `10s`, `500ms` or `2m`.
fn time(text: &str) -> Result<Duration, String> {
    let time = humantime::parse_duration(text)
        .map_err(|error| format!("{error}; write a number and a unit, such as 500ms, 10s or 2m"))?;
    if time.is_zero() || time > TIME_MAX {
        return Err("must be above zero and at most 7days".to_owned());
    }
    Ok(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_number_with_a_unit() {
        assert_eq!(time("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(time("2m"), Ok(Duration::from_secs(120)));
    }

    #[test]
    fn a_time_without_unit_or_bound_is_refused_with_the_reason() {
        assert!(time("10").unwrap_err().contains("10s"));
        assert!(time("soon").unwrap_err().contains("10s"));
        assert!(time("0s").unwrap_err().contains("above zero"));
        assert!(time("8days").unwrap_err().contains("at most 7days"));
    }
}
