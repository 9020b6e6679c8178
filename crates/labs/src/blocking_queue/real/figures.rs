//! Numbers as one reads them.

use kernel::decimal::significant;

/// A count, its thousands apart.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Items a second, in three digits and a unit.
pub fn rate(a_second: f64) -> String {
    let (size, unit) = match a_second {
        rate if rate >= 999_500.0 => (1e6, " M"),
        rate if rate >= 9_995.0 => (1e3, " k"),
        _ => return significant(a_second, 3),
    };
    [&significant(a_second / size, 3), unit].concat()
}

/// How many times as much.
pub fn times(ratio: f64) -> String {
    [&significant(ratio, 3), "×"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_at_a_glance() {
        assert_eq!([0, 999, 1_000, 10_000_000].map(count), ["0", "999", "1,000", "10,000,000"]);
        assert_eq!(rate(3_456_789.0), "3.46 M");
        assert_eq!(rate(123_456.0), "123 k");
        assert_eq!(rate(12.34), "12.3");
        assert_eq!(times(38.26), "38.3×");
    }
}
