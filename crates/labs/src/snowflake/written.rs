//! An id as it is written: always as a string of decimal digits.
//!
//! JavaScript's numbers, and so most readers of JSON, are exact up to 2^53 only: an id that is sent
//! as a number comes back as another one. Twitter met this in 2010 and sends `id_str` ever since.
//! So [`Id`] has no way to be written as a number: `Display` and, with the feature `serde`, its
//! serialised form are decimal strings, and a number is refused where an id is expected.

use std::fmt;
use std::str::FromStr;

/// An id of 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u64);

/// Why a text is no id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id is written as decimal digits, without a zero in front, up to {}", u64::MAX)]
pub struct NotAnId;

impl Id {
    /// The id of these bits.
    pub const fn new(bits: u64) -> Id {
        Id(bits)
    }

    /// Its bits.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl From<u64> for Id {
    fn from(bits: u64) -> Id {
        Id(bits)
    }
}

impl From<Id> for u64 {
    fn from(id: Id) -> u64 {
        id.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for Id {
    type Err = NotAnId;

    /// Takes no sign, no white space and no leading zero, so that one id has one text.
    fn from_str(text: &str) -> Result<Id, NotAnId> {
        let is_decimal = text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_decimal || (text.len() > 1 && text.starts_with('0')) {
            return Err(NotAnId);
        }
        text.parse().map(Id).map_err(|_| NotAnId)
    }
}

#[cfg(feature = "serde")]
mod serialised {
    use super::{Id, fmt};
    use serde::de::{Deserialize, Deserializer, Error, Visitor};
    use serde::ser::{Serialize, Serializer};

    impl Serialize for Id {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(self)
        }
    }

    impl<'de> Deserialize<'de> for Id {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Id, D::Error> {
            deserializer.deserialize_str(Digits)
        }
    }

    struct Digits;

    impl Visitor<'_> for Digits {
        type Value = Id;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an id as a string of decimal digits, since numbers round above 2^53")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Id, E> {
            text.parse().map_err(E::custom)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_one_text() {
        for bits in [0, 7, 175_928_847_299_117_063, u64::MAX] {
            let id = Id::new(bits);
            assert_eq!(id.to_string(), bits.to_string());
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        for text in ["", "+7", "-7", "07", " 7", "7 ", "0x7", "18446744073709551616"] {
            assert_eq!(text.parse::<Id>(), Err(NotAnId), "{text}");
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_has_it_as_a_string() {
        let id = Id::new(175_928_847_299_117_063);
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"175928847299117063\"");
        assert_eq!(serde_json::from_str::<Id>("\"175928847299117063\"").unwrap(), id);
        // The same number by way of a double is another one, so no number is taken.
        assert_ne!(id.get() as f64 as u64, id.get());
        let why = serde_json::from_str::<Id>("175928847299117063").unwrap_err().to_string();
        assert!(why.contains("expected an id as a string of decimal digits"), "{why}");
        let why = serde_json::from_str::<Id>("\"7x\"").unwrap_err().to_string();
        assert!(why.contains("an id is written as decimal digits"), "{why}");
    }
}
