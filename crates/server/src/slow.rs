//! A slow answer, for those who want to see what waiting costs: `GET /slow?ms=250` is answered
//! after that long. The wait is a timer: no thread waits, and only so many requests at once.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;
use tokio::time::sleep;

/// The longest wait that can be asked for, in milliseconds.
const WAIT_MS_MAX: u64 = 5_000;
/// An answer that a cache kept would not be waited for.
const NO_STORE: (HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

/// Places for those who wait.
#[derive(Clone, Debug)]
pub struct Room(Arc<Semaphore>);

impl Room {
    /// Room for so many at once.
    pub fn new(waits_max: usize) -> Self {
        Self(Arc::new(Semaphore::new(waits_max)))
    }
}

/// Waits as long as `ms` says, then answers. 400 when it says no whole number of milliseconds up
/// to five seconds, 503 when too many wait already.
pub async fn slow(State(Room(places)): State<Room>, uri: Uri) -> Response {
    let Some(ms) = wait_ms(uri.query().unwrap_or_default()) else {
        let what = format!(
            "say how long to wait as in /slow?ms=250: a whole number of milliseconds from 0 to \
             {WAIT_MS_MAX}\n"
        );
        return (StatusCode::BAD_REQUEST, [NO_STORE], what).into_response();
    };
    let Ok(_place) = places.try_acquire() else {
        let later = (header::RETRY_AFTER, HeaderValue::from_static("1"));
        let what = "too many requests wait here already: try again in a second\n";
        return (StatusCode::SERVICE_UNAVAILABLE, [NO_STORE], [later], what).into_response();
    };
    sleep(Duration::from_millis(ms)).await;
    ([NO_STORE], format!("waited {ms} ms\n")).into_response()
}

/// The wait that a query asks for; what else stands in it is the client's own matter, such as a
/// number that makes each address different.
fn wait_ms(query: &str) -> Option<u64> {
    let digits = query.split('&').find_map(|pair| pair.strip_prefix("ms="))?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let ms = digits.parse().ok().filter(|_| is_number)?;
    (ms <= WAIT_MS_MAX).then_some(ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_a_whole_number_of_milliseconds_up_to_five_seconds() {
        assert_eq!(wait_ms("ms=0"), Some(0));
        assert_eq!(wait_ms("n=7&ms=5000"), Some(5_000));
        let bad = ["", "ms", "ms=", "ms=5001", "ms=-1", "ms=+1", "ms=1.5", "ms=1s", "sms=1"];
        for query in bad.into_iter().chain(["ms=99999999999999999999", "ms=%31"]) {
            assert_eq!(wait_ms(query), None, "{query}");
        }
    }
}
