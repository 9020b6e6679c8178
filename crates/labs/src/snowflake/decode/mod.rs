//! Decoding whatever somebody has in hand: text to ids ([`read`]), and an id to what it says under a
//! layout ([`under`]).
//!
//! An id is written as a decimal, as a hexadecimal number, as base64url of its eight bytes (RFC 4648,
//! section 5, the most significant byte first), as a mention of Discord's (`<@80351110224678912>`) or
//! stands in a link of Discord's or Twitter's. What may have been meant otherwise is said
//! ([`Hint`]); what is no id says why, and what would be right ([`ReadError`]). A UUID is recognised
//! ([`Pasted::Uuid`]), because it is what is pasted by mistake.
//!
//! No clock is read: whoever asks says what time it is.

mod link;
mod number;
mod said;

use super::layout::Layout;
use super::uuid;
use std::fmt;

pub use link::Names;
pub use said::{Decoded, Doubt, under, under_each};

/// How long a text may be, in bytes.
pub const TEXT_MAX: usize = 2_048;

/// How an id was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Decimal digits.
    Decimal,
    /// Hexadecimal digits, with or without `0x`.
    Hexadecimal,
    /// Eleven characters of base64url, big-endian.
    Base64Url,
    /// Part of a link, in decimal digits.
    Link,
    /// A mention in a message of Discord's, in decimal digits.
    Mention,
}

/// An id that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its 64 bits.
    pub id: u64,
    /// How it was written.
    pub form: Form,
    /// What it names, where the text says so.
    pub names: Option<Names>,
    /// The layout of the service that the text belongs to.
    pub layout: Option<Layout>,
}

/// What a text may have meant besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Sixteen digits, read as a decimal, are also a hexadecimal number of 64 bits: this one.
    AlsoHexadecimal(u64),
    /// Eleven characters, read as a number, are also base64url of this one.
    AlsoBase64Url(u64),
    /// Above 2^53 and ending in 00: JavaScript may have rounded it.
    PerhapsRounded,
}

/// What a text holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pasted {
    /// One id, or as many as a link has, in its order; and what else one may have been.
    Ids {
        /// At least one.
        ids: Vec<Reading>,
        /// Of a single id.
        hints: Vec<Hint>,
    },
    /// A UUID: 128 bits, so no id of any layout.
    Uuid {
        /// Its bits.
        uuid: u128,
        /// Its version; `None` where its variant is not that of RFC 9562.
        version: Option<u8>,
        /// When it was made, in milliseconds since 1970: version 7 alone says it so.
        unix_ms: Option<u64>,
    },
}

/// Why a text holds no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Nothing but white space and quotes.
    #[error("there is nothing to decode: give an id, or a link with one")]
    Empty,
    /// More than [`TEXT_MAX`].
    #[error("{bytes} bytes are too many for an id or a link: the most is {TEXT_MAX}")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// A minus sign before digits.
    #[error("an id is never negative{}", match same_bits {
        Some(id) => format!("; read as a signed number, these are the 64 bits of {id}"),
        None => String::from(": leave the sign out"),
    })]
    Negative {
        /// The number of the same 64 bits in two's complement, where there is one.
        same_bits: Option<u64>,
    },
    /// A number of more than 64 bits.
    #[error(
        "this number is larger than 64 bits: the largest id is {}, in hexadecimal ffffffffffffffff",
        u64::MAX
    )]
    TooLarge,
    /// A number with a point and an exponent.
    #[error(
        "this is no whole number: a program has cut its last digits off; take the id as text from \
         where it comes from"
    )]
    NotWhole,
    /// Digits with white space, commas or the like between them.
    #[error("there is something between the digits: give those of one id, and nothing else")]
    Separated,
    /// Eleven characters of base64url whose last one goes beyond 64 bits.
    #[error(
        "eleven characters of base64url are 66 bits, and the last two must be zero: of 64 bits the \
         last character is one of A E I M Q U Y c g k o s w 0 4 8"
    )]
    BitsToSpare,
    /// Characters of base64url, but not eleven.
    #[error(
        "this is no id: base64url of 64 bits has 11 characters and not {characters}, a hexadecimal \
         number only the digits 0 to 9 and a to f, at most 16 of them"
    )]
    Length {
        /// How many there are.
        characters: usize,
    },
    /// A character that no form has.
    #[error(
        "“{character}” is in no form of an id: give decimal or hexadecimal digits, base64url (with \
         - and _), or a link"
    )]
    Strange {
        /// The first such character.
        character: char,
    },
    /// A link to somewhere else.
    #[error("{host} is not known here: give a link of Discord or Twitter, or the id alone")]
    UnknownHost {
        /// Where it leads.
        host: String,
    },
    /// A link of a known service without an id.
    #[error("this link has no id of {service}: one has {example}")]
    NoIdInLink {
        /// Whose link it is.
        service: &'static str,
        /// What a link with ids looks like.
        example: &'static str,
    },
}

/// Reads what somebody has pasted: at most [`TEXT_MAX`] bytes, with white space and quotes around it.
///
/// Digits alone are a decimal number. With `0x` before them, or where a letter from a to f is among
/// them, up to sixteen are a hexadecimal one. Eleven other characters are base64url.
///
/// # Errors
/// When there is no id in it.
pub fn read(text: &str) -> Result<Pasted, ReadError> {
    if text.len() > TEXT_MAX {
        return Err(ReadError::TooLong { bytes: text.len() });
    }
    let is_wrapping = |c: char| c.is_whitespace() || "\"'`“”‘’«»,;".contains(c);
    let text = text.trim_matches(is_wrapping);
    if text.is_empty() {
        return Err(ReadError::Empty);
    }
    if let Some(ids) = link::mention(text).or_else(|| link::ids(text)) {
        return Ok(Pasted::Ids { ids: ids?, hints: Vec::new() });
    }
    if let Some(uuid) = number::uuid(text) {
        let version = uuid::is_of_rfc(uuid).then(|| uuid::version(uuid));
        let unix_ms = version.and_then(|_| uuid::unix_ms(uuid));
        return Ok(Pasted::Uuid { uuid, version, unix_ms });
    }
    let (id, form, hints) = number::read(text)?;
    let reading = Reading { id, form, names: None, layout: None };
    Ok(Pasted::Ids { ids: vec![reading], hints })
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Form::Decimal => "a decimal number",
            Form::Hexadecimal => "a hexadecimal number",
            Form::Base64Url => "base64url, big-endian",
            Form::Link => "part of a link",
            Form::Mention => "a mention",
        })
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Hint::AlsoHexadecimal(id) => {
                write!(f, "read as a decimal number; hexadecimal, with 0x before it, it is {id}")
            }
            Hint::AlsoBase64Url(id) => {
                write!(f, "read as a number; as base64url these eleven characters are {id}")
            }
            Hint::PerhapsRounded => f.write_str(
                "it ends in 00 and is above 2^53: JavaScript may have rounded it, and then its \
                 last digits are lost",
            ),
        }
    }
}

#[cfg(test)]
mod tests;
