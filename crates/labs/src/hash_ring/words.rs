//! Numbers in plain words: the log, the verdicts and the command line write them alike.

use kernel::decimal::fixed;

/// A whole number with a comma before every third digit: `10,000`.
#[must_use]
pub fn count(n: impl Into<u64>) -> String {
    let digits = n.into().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of things: `1 key`, `10,000 keys`.
#[must_use]
pub fn things(n: impl Into<u64>, one: &str, many: &str) -> String {
    let n = n.into();
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// A part of a whole with two decimals: `4.95 %`; nothing of nothing is `0.00 %`.
#[must_use]
pub fn percent(part: impl Into<u64>, whole: impl Into<u64>) -> String {
    format!("{} %", fixed(share(part, whole) * 100.0, 2))
}

/// A part of a whole, from 0 to 1; nothing of nothing is 0.
#[must_use]
pub fn share(part: impl Into<u64>, whole: impl Into<u64>) -> f64 {
    let (part, whole) = (part.into(), whole.into());
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// A list as one says it: `s1`, `s1 and s2`, `s1, s2 and s3`; beyond six, the first five and how
/// many more.
#[must_use]
pub fn list(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [first @ .., last] if names.len() <= 6 => format!("{} and {last}", first.join(", ")),
        _ => format!("{} and {} more", names[..5].join(", "), names.len() - 5),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_in_threes() {
        let of = |n: u64| count(n);
        assert_eq!([of(0), of(999), of(1_000), of(1_234_567)], ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(
            [things(1_u32, "key", "keys"), things(0_u32, "key", "keys")],
            ["1 key", "0 keys"]
        );
    }

    #[test]
    fn parts_are_percentages() {
        assert_eq!(percent(495_u32, 10_000_u32), "4.95 %");
        assert_eq!(percent(1_u32, 3_u32), "33.33 %");
        assert_eq!(percent(0_u32, 0_u32), "0.00 %");
    }

    #[test]
    fn lists_are_said_as_one_says_them() {
        let names = |n: u32| (1..=n).map(|id| format!("s{id}")).collect::<Vec<_>>();
        assert_eq!(list(&names(0)), "none");
        assert_eq!(list(&names(1)), "s1");
        assert_eq!(list(&names(3)), "s1, s2 and s3");
        assert_eq!(list(&names(50)), "s1, s2, s3, s4, s5 and 45 more");
    }
}
