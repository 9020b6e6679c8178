//! Counts, lengths of time and ages in plain words.

use crate::words::whole;
use kernel::decimal::{fixed, thousands};

const SECOND_MS: u128 = 1_000;
const MINUTE_MS: u128 = 60 * SECOND_MS;
const HOUR_MS: u128 = 60 * MINUTE_MS;
const DAY_MS: u128 = 24 * HOUR_MS;
/// The mean year of the Gregorian calendar: 365.2425 days.
const YEAR_MS: u128 = 31_556_952_000;

/// How many of something: "1 bit", "4,096 ids".
pub fn count(number: u64, one: &str) -> String {
    [whole(number).as_str(), " ", one, if number == 1 { "" } else { "s" }].concat()
}

/// A number that may be large, to three or four digits: "4,096", "131.1 million".
pub fn large(number: u128) -> String {
    const NAMES: [(u128, &str); 4] = [
        (1_000_000_000_000_000_000, " × 10¹⁸"),
        (1_000_000_000_000, " trillion"),
        (1_000_000_000, " billion"),
        (1_000_000, " million"),
    ];
    match NAMES.iter().find(|(size, _)| number >= *size) {
        Some((size, name)) => {
            let tenths = fixed(number as f64 / *size as f64, 1);
            [&thousands(tenths.trim_end_matches(".0")), *name].concat()
        }
        None => thousands(&number.to_string()),
    }
}

/// How long something lasts, in its two greatest units: "10 years and 6 months", "3.2 s".
pub fn lasting(ms: u128) -> String {
    const UNITS: [(u128, &str); 5] = [
        (YEAR_MS, "year"),
        (YEAR_MS / 12, "month"),
        (DAY_MS, "day"),
        (HOUR_MS, "hour"),
        (MINUTE_MS, "minute"),
    ];
    if ms < SECOND_MS {
        return [&ms.to_string(), " ms"].concat();
    }
    if ms < MINUTE_MS {
        return [&fixed(ms as f64 / 1e3, 1), " s"].concat();
    }
    if ms >= 1_000 * YEAR_MS {
        return [&large(ms / YEAR_MS), " years"].concat();
    }
    let first = UNITS.iter().position(|(size, _)| ms >= *size).unwrap_or(UNITS.len() - 1);
    let (size, name) = UNITS[first];
    let said = count((ms / size) as u64, name);
    match UNITS.get(first + 1).map(|(finer, name)| (ms % size / finer, name)) {
        Some((more @ 1.., name)) => [&said, " and ", &count(more as u64, name)].concat(),
        _ => said,
    }
}

/// When something was or will be, seen from another instant: "10 years ago", "in 3 days".
pub fn ago(at_ms: u128, now_ms: u128) -> String {
    match at_ms.cmp(&now_ms) {
        std::cmp::Ordering::Less => [&lasting(now_ms - at_ms), " ago"].concat(),
        std::cmp::Ordering::Equal => "just now".to_owned(),
        std::cmp::Ordering::Greater => ["in ", &lasting(at_ms - now_ms)].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_have_two_units() {
        let days = |days: u128| days * DAY_MS;
        let cases = [
            (7, "7 ms"),
            (3_210, "3.2 s"),
            (MINUTE_MS, "1 minute"),
            (days(1) + 5 * HOUR_MS + MINUTE_MS, "1 day and 5 hours"),
            (days(1) + MINUTE_MS, "1 day"),
            (10 * YEAR_MS + days(183), "10 years and 6 months"),
            (10 * YEAR_MS + days(3), "10 years"),
            (292 * 1_000_000 * YEAR_MS, "292 million years"),
        ];
        for (ms, said) in cases {
            assert_eq!(lasting(ms), said);
        }
    }

    #[test]
    fn ages_say_which_way() {
        assert_eq!(ago(0, 2 * YEAR_MS), "2 years ago");
        assert_eq!(ago(3 * DAY_MS, 0), "in 3 days");
        assert_eq!(ago(5, 5), "just now");
    }

    #[test]
    fn large_numbers_are_named() {
        let cases = [
            (1, "1"),
            (131_072, "131,072"),
            (1_000_000, "1 million"),
            (131_072_000, "131.1 million"),
            (4_194_304_000, "4.2 billion"),
        ];
        for (number, said) in cases {
            assert_eq!(large(number), said);
        }
    }
}
