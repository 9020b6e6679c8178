//! An id alone: a number in one of three forms. And a UUID, which is none.

use super::{Form, Hint, ReadError};

/// How many characters base64url needs for eight bytes, without padding.
const BASE64_CHARACTERS: usize = 11;

/// The greatest whole number up to which JavaScript's numbers have them all.
const SAFE_INTEGER_MAX: u64 = (1 << 53) - 1;

/// The number that a text is, in which form, and what else it may be.
pub fn read(text: &str) -> Result<(u64, Form, Vec<Hint>), ReadError> {
    if text.strip_prefix('-').is_some_and(is_decimal) {
        let same_bits = text.parse::<i64>().ok().map(i64::cast_unsigned);
        return Err(ReadError::Negative { same_bits });
    }
    // JavaScript writes large whole numbers with an n.
    let digits = text.strip_suffix('n').unwrap_or(text);
    if is_decimal(digits) {
        let id = digits.parse().map_err(|_| ReadError::TooLarge)?;
        return Ok((id, Form::Decimal, decimal_hints(digits, id)));
    }
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        let strange = digits.chars().find(|c| !c.is_ascii_hexdigit());
        return match strange {
            Some(character) => Err(ReadError::Strange { character }),
            None if digits.is_empty() => Err(ReadError::Strange { character: 'x' }),
            None => Ok((hexadecimal(digits)?, Form::Hexadecimal, Vec::new())),
        };
    }
    if text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let hint = base64url(text).ok().map(Hint::AlsoBase64Url);
        return Ok((hexadecimal(text)?, Form::Hexadecimal, hint.into_iter().collect()));
    }
    if is_inexact(text) {
        return Err(ReadError::NotWhole);
    }
    if is_separated(text) {
        return Err(ReadError::Separated);
    }
    Ok((base64url(text)?, Form::Base64Url, Vec::new()))
}

fn is_decimal(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn hexadecimal(digits: &str) -> Result<u64, ReadError> {
    u64::from_str_radix(digits, 16).map_err(|_| ReadError::TooLarge)
}

fn decimal_hints(digits: &str, id: u64) -> Vec<Hint> {
    let mut hints = Vec::new();
    if digits.len() == 16 {
        hints.extend(hexadecimal(digits).ok().map(Hint::AlsoHexadecimal));
    }
    hints.extend(base64url(digits).ok().map(Hint::AlsoBase64Url));
    if id > SAFE_INTEGER_MAX && id.is_multiple_of(100) {
        hints.push(Hint::PerhapsRounded);
    }
    hints
}

/// Whether a text is a number as programs write it that know no large whole ones: `1.76E+17`.
fn is_inexact(text: &str) -> bool {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let (fraction, exponent) = match rest.split_once(['e', 'E']) {
        Some((fraction, exponent)) => (fraction, exponent.trim_start_matches(['+', '-'])),
        None => (rest, "0"),
    };
    [whole.trim_start_matches('-'), fraction, exponent].into_iter().all(is_decimal)
}

/// Whether a text is digits with something between them, as a table shows large numbers or a list
/// holds several.
fn is_separated(text: &str) -> bool {
    let is_separator = |c: char| c.is_whitespace() || ",._'’".contains(c);
    text.split(is_separator).all(|group| group.is_empty() || is_decimal(group))
}

/// The number of eleven characters of base64url, with or without padding. Eleven characters want no
/// decoder for streams of bytes; the tests compare with one.
pub(super) fn base64url(text: &str) -> Result<u64, ReadError> {
    let text = text.strip_suffix('=').unwrap_or(text);
    let mut bits: u128 = 0;
    let mut characters = 0;
    for character in text.chars() {
        let value = sextet(character).ok_or(ReadError::Strange { character })?;
        characters += 1;
        if characters <= BASE64_CHARACTERS {
            bits = bits << 6 | u128::from(value);
        }
    }
    if characters != BASE64_CHARACTERS {
        return Err(ReadError::Length { characters });
    }
    match bits & 0b11 {
        // 66 bits without the last two are 64.
        0 => Ok((bits >> 2) as u64),
        _ => Err(ReadError::BitsToSpare),
    }
}

/// The value of a character, RFC 4648, table 2.
fn sextet(character: char) -> Option<u8> {
    let byte = u8::try_from(character).ok()?;
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    }
}

/// A UUID as RFC 9562 writes it (section 4), also in braces, as a URN or as 32 hexadecimal digits
/// that are not all decimal.
pub fn uuid(text: &str) -> Option<u128> {
    let is_urn = |prefix: &str| prefix.eq_ignore_ascii_case("urn:uuid:");
    let text = match text.get(..9) {
        Some(prefix) if is_urn(prefix) => &text[9..],
        _ => text,
    };
    let in_braces = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let text = in_braces.unwrap_or(text);
    let groups: Vec<&str> = text.split('-').take(6).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    if lengths != [8, 4, 4, 4, 12] && (lengths != [32] || is_decimal(text)) {
        return None;
    }
    let digits = groups.concat();
    // `from_str_radix` would also take a sign.
    let is_hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hexadecimal { u128::from_str_radix(&digits, 16).ok() } else { None }
}
