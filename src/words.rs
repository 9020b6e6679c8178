//! How words are set.

/// A text with a capital at its start, as a button or a label has it. The page is in English, and
/// the table of all other capitals weighs kilobytes.
pub fn capital(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// A text as a sentence: a capital at its start, a full stop at its end.
pub fn sentence(text: &str) -> String {
    let text = capital(text);
    if text.ends_with(['.', '?', '!']) { text } else { text + "." }
}

/// A truth as ARIA attributes want it: in words, for their absence means something else.
pub fn truth(is_so: bool) -> &'static str {
    if is_so { "true" } else { "false" }
}

/// A number with its thousands apart.
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
    fn sentences_end_once() {
        assert_eq!(sentence("it is gone"), "It is gone.");
        assert_eq!(sentence("Is it gone?"), "Is it gone?");
        assert_eq!(sentence(""), ".");
    }

    #[test]
    fn thousands_stand_apart_and_decimals_do_not() {
        assert_eq!(thousands("1000000"), "1,000,000");
        assert_eq!(thousands("-1234.5678"), "-1,234.5678");
        assert_eq!(thousands("999"), "999");
    }
}
