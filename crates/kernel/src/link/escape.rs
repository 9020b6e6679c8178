//! Percent-encoding (RFC 3986, section 2.1) of free text inside a link.

use std::fmt::Write;

/// Appends a text so that only ASCII letters, digits, `-` and `%XX` are left: `.` and `_` are
/// free to join parts.
pub(super) fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("a String takes all that is written");
        }
    }
}

/// Reads what [`encode`] wrote; other characters than `%` stand for themselves. `None` where a
/// `%` is not followed by two hexadecimal digits, or the bytes are not UTF-8.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            bytes.push((digit()? << 4 | digit()?) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
