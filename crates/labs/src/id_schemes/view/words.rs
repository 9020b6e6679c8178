//! Numbers too large or too small to be written out.

use kernel::decimal::{fixed, significant, thousands};

/// A number above zero in a few characters, or with a power of ten: `950`, `1,000,000`, `1.03 × 10¹⁴`.
pub fn large(number: f64) -> String {
    if number < 1e7 {
        return thousands(&fixed(number, 0));
    }
    let (digits, power) = scientific(number);
    [&digits, " × 10", &raised(power)].concat()
}

/// The digits, from 1 to 10, and the power of ten.
fn scientific(number: f64) -> (String, u32) {
    let (mut rest, mut power) = (number, 0);
    while rest >= 9.995 && power < 400 {
        rest /= 10.0;
        power += 1;
    }
    (fixed(rest, 2), power)
}

fn raised(power: u32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    power.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}

/// A probability: in per cent where it is one in a hundred or more, else as one in so many.
pub fn odds(probability: f64) -> String {
    match probability {
        none if none <= 0.0 => "none".to_owned(),
        sure if sure > 0.9999 => "certain".to_owned(),
        likely if likely >= 0.01 => significant(likely * 100.0, 2) + " %",
        rare => "1 in ".to_owned() + &large(1.0 / rare),
    }
}

/// A length of time in the unit that suits it.
pub fn lasting(seconds: f64) -> String {
    const UNITS: [(f64, &str); 5] =
        [(60.0, "s"), (60.0, "min"), (24.0, "h"), (365.25, "days"), (f64::INFINITY, "years")];
    let mut rest = seconds;
    for (next, unit) in UNITS {
        if rest < next {
            let number = if rest < 1e4 { significant(rest, 2) } else { large(rest) };
            return [&number, " ", unit].concat();
        }
        rest /= next;
    }
    large(rest) + " years"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_have_a_power_of_ten() {
        let texts = [950.0, 12_000.0, 1.031e14, 9.999e9].map(large);
        assert_eq!(texts, ["950", "12,000", "1.03 × 10¹⁴", "1.00 × 10¹⁰"]);
    }

    #[test]
    fn odds_are_said_as_one_says_them() {
        let texts = [0.0, 1e-9, 0.5, 1.0].map(odds);
        assert_eq!(texts, ["none", "1 in 1.00 × 10⁹", "50 %", "certain"]);
    }

    #[test]
    fn times_have_the_unit_that_suits_them() {
        let texts = [0.19, 90.0, 7_200.0, 3.2e8, 1e15].map(lasting);
        assert_eq!(texts, ["0.19 s", "1.5 min", "2 h", "10 years", "3.17 × 10⁷ years"]);
    }
}
