//! How words are set.

pub use kernel::decimal::thousands;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_once() {
        assert_eq!(sentence("it is gone"), "It is gone.");
        assert_eq!(sentence("Is it gone?"), "Is it gone?");
        assert_eq!(sentence(""), ".");
    }
}
