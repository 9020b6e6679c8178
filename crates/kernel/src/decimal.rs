//! Numbers with a fraction, as text.
//!
//! Whole numbers carry the digits: the general way of writing a floating-point number weighs a
//! dozen kilobytes in a page, and what is shown needs a few places at most.

/// A number with so many places after the point, nine at most. Half a last place is rounded away
/// from zero, and numbers beyond what 64 bits hold are written as the last that they do.
#[must_use]
pub fn fixed(number: f64, places: u32) -> String {
    let one = 10_u64.pow(places.min(9));
    let scaled = (number.abs() * one as f64).round() as u64;
    let sign = if number < 0.0 && scaled > 0 { "-" } else { "" };
    let mut text = format!("{sign}{}", scaled / one);
    let (mut place, mut rest) = (one, scaled % one);
    while place > 1 {
        if place == one {
            text.push('.');
        }
        place /= 10;
        text.push(char::from(b'0' + (rest / place) as u8));
        rest %= place;
    }
    text
}

/// A number in so many digits that say something, nine places after the point at most; whole
/// numbers in full.
#[must_use]
pub fn significant(number: f64, digits: u32) -> String {
    let (size, mut before, mut places) = (number.abs(), 1, 0);
    if number.fract() == 0.0 {
        return fixed(number, 0);
    }
    let (mut above, mut below) = (10.0, 1.0);
    while size >= above && before < digits {
        above *= 10.0;
        before += 1;
    }
    while size < below && places < 9 {
        below /= 10.0;
        places += 1;
    }
    let spare = if places > 0 { places + digits - 1 } else { digits - before };
    fixed(number, spare.min(9))
}

/// A number as a file of results has it: with as many as nine places, three from a thousand million
/// on, and without zeros at the end.
#[must_use]
pub fn plain(number: f64) -> String {
    let places = match number.abs() {
        size if size < 1e9 => 9,
        size if size < 1e15 => 3,
        _ => return fixed(number, 0),
    };
    let text = fixed(number, places);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Reads digits with at most so many places (nine at most) after a point, as a whole number of the
/// last of these places; `None` of anything else, signs included.
#[must_use]
pub fn read(text: &str, places: u32) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let places = places.min(9) as usize;
    let is_number = !whole.is_empty() && fraction.len() <= places && !text.ends_with('.');
    let mut digits = whole.bytes().chain(fraction.bytes());
    if !is_number || !digits.all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let zeros = std::iter::repeat_n(b'0', places - fraction.len());
    let mut digits = whole.bytes().chain(fraction.bytes()).chain(zeros);
    digits.try_fold(0_u64, |read, digit| read.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
}

/// A written number with its thousands apart.
#[must_use]
pub fn thousands(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let (sign, digits) = whole.split_at(usize::from(whole.starts_with('-')));
    let mut text = sign.to_owned();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_counted_from_the_first_that_says_something() {
        let four = [4.953_61, 45.363, 123.456, 12_345.6, 0.049_512, -0.5, 10_000.0, 0.0];
        let texts = ["4.954", "45.36", "123.5", "12346", "0.04951", "-0.5000", "10000", "0"];
        assert_eq!(four.map(|number| significant(number, 4)), texts);
        assert_eq!([0.123, 3.21, 32.1].map(|number| significant(number, 2)), ["0.12", "3.2", "32"]);
        assert_eq!(significant(1.0 / 3e12, 4), "0.000000000");
    }

    #[test]
    fn places_are_rounded_and_filled() {
        let tenths = [0.0, 8.0, 12.34, -12.36, 0.96].map(|number| fixed(number, 1));
        assert_eq!(tenths, ["0.0", "8.0", "12.3", "-12.4", "1.0"]);
        let hundredths = [0.0, 3.006, 3.05, 99.999].map(|number| fixed(number, 2));
        assert_eq!(hundredths, ["0.00", "3.01", "3.05", "100.00"]);
        assert_eq!([2.5, 10.0].map(|number| fixed(number, 0)), ["3", "10"]);
    }

    #[test]
    fn nothing_is_not_negative() {
        assert_eq!([-0.0, -0.04].map(|number| fixed(number, 1)), ["0.0", "0.0"]);
    }

    #[test]
    fn what_is_no_number_is_still_written() {
        assert_eq!(fixed(f64::NAN, 1), "0.0");
        assert!(fixed(f64::INFINITY, 1).starts_with("1844"));
    }

    #[test]
    fn results_have_the_places_that_they_need() {
        let numbers = [0.0, -2.5, 100.0, 1.0 / 3.0, 4_000_000_000.062_5, 3e18, 1e-12];
        let texts =
            ["0", "-2.5", "100", "0.333333333", "4000000000.063", "3000000000000000000", "0"];
        assert_eq!(numbers.map(plain), texts);
    }

    #[test]
    fn places_are_read_as_whole_numbers() {
        let good = [("0", 0), ("0.01", 10_000), ("1", 1_000_000), ("12.345678", 12_345_678)];
        for (text, number) in good {
            assert_eq!(read(text, 6), Some(number), "{text}");
        }
        let bad = ["", ".", ".5", "5.", "1e3", "-1", "+1", "0.0000001", "1.2.3", "99999999999999"];
        for text in bad {
            assert_eq!(read(text, 6), None, "{text}");
        }
        assert_eq!(
            (read("18446744073709551615", 0), read("18446744073709551616", 0)),
            (Some(u64::MAX), None)
        );
    }

    #[test]
    fn it_agrees_with_the_general_way() {
        for step in -20_000..20_000 {
            // Never halfway between two places, where the two ways round differently.
            let number = f64::from(step) * 0.037 + 0.00137;
            let general = format!("{number:.1}");
            let general = if general == "-0.0" { "0.0".to_owned() } else { general };
            assert_eq!(fixed(number, 1), general);
        }
    }

    #[test]
    fn thousands_stand_apart_and_decimals_do_not() {
        assert_eq!(thousands("1000000"), "1,000,000");
        assert_eq!(thousands("-1234.5678"), "-1,234.5678");
        assert_eq!(thousands("999"), "999");
    }
}
