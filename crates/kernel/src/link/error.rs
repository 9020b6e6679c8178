//! What can be wrong with the text of a link.

use super::LENGTH_MAX;
use crate::knob::KnobError;
use crate::run::CUES;
use std::fmt;

/// Characters of an offending part that an error repeats.
const EXCERPT: usize = 40;

/// Why a text is no link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// It is longer than [`LENGTH_MAX`].
    TooLong {
        /// How many bytes it has.
        bytes: usize,
    },
    /// A part between two `&` is not `key=value`.
    NoValue(String),
    /// A key is neither a knob of this lab nor one of [`super::KEYS`].
    UnknownKey {
        /// The key.
        key: String,
        /// The knobs that there are.
        knobs: Vec<&'static str>,
    },
    /// A key comes twice.
    Twice(String),
    /// A text is not percent-encoded UTF-8.
    Encoding {
        /// The key under which it stands.
        key: String,
        /// The text.
        given: String,
    },
    /// A knob has no such value.
    Knob(Box<KnobError>),
    /// The value of one of [`super::KEYS`] is not what it has to be.
    Value {
        /// The key.
        key: &'static str,
        /// The value.
        given: String,
        /// What would be right.
        wanted: &'static str,
    },
    /// A cue cannot be read.
    Cue {
        /// Which, from 1.
        number: usize,
        /// The cue.
        given: String,
        /// What would be right.
        wanted: &'static str,
    },
    /// There are more cues than [`CUES`].
    TooManyCues,
}

/// The beginning of a text, for an error.
pub(super) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LinkError::TooLong { bytes } => {
                write!(f, "the link has {bytes} bytes: at most {LENGTH_MAX} are read")
            }
            LinkError::NoValue(part) => {
                write!(f, "“{part}” has no value: every part of a link is key=value")
            }
            LinkError::UnknownKey { key, knobs } => {
                write!(f, "“{key}” is no knob of this lab: ")?;
                match knobs[..] {
                    [] => write!(f, "it has none"),
                    _ => write!(f, "it has {}", knobs.join(", ")),
                }
            }
            LinkError::Twice(key) => {
                write!(f, "“{key}” stands twice in the link: every key stands once")
            }
            LinkError::Encoding { key, given } => write!(
                f,
                "“{given}” under {key} is not percent-encoded UTF-8: every % has two hexadecimal \
                 digits after it"
            ),
            LinkError::Knob(why) => why.fmt(f),
            LinkError::Value { key, given, wanted } => {
                write!(f, "{key} cannot be “{given}”: it is {wanted}")
            }
            LinkError::Cue { number, given, wanted } => {
                write!(f, "cue {number}, “{given}”, cannot be read: {wanted}")
            }
            LinkError::TooManyCues => {
                write!(f, "the link has too many cues: at most {CUES} are read")
            }
        }
    }
}

impl std::error::Error for LinkError {}
