//! What can be turned from point to point: the lab's knobs, and what goes wrong by itself.

use super::Unsound;
use crate::decimal;
use crate::knob::{Knob, KnobError};
use crate::recipe::Recipe;
use crate::time::Span;
use std::fmt;

/// What can be turned in a recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dial {
    /// A knob, by its number in the lab's order.
    Knob(u32),
    /// Messages that nature loses, per million; as text a share from 0 to 1.
    Loss,
    /// Messages that nature doubles, per million; as text a share from 0 to 1.
    Doubling,
    /// The mean time between mishaps, in microseconds, 0 for none; as text in seconds.
    Mishaps,
}

/// Half of what a span can hold, so that a dial's values are whole numbers like a knob's.
const EVERY_MAX: u64 = i64::MAX as u64;

impl Dial {
    /// Nature's rates.
    pub const RATES: [Dial; 3] = [Dial::Loss, Dial::Doubling, Dial::Mishaps];

    /// The dial of a key: a knob's, or that of a rate.
    #[must_use]
    pub fn find(knobs: &[Knob], key: &str) -> Option<Dial> {
        let knob = knobs.iter().position(|knob| knob.key == key);
        let rate = || Dial::RATES.into_iter().find(|rate| rate.key(knobs) == key);
        knob.map(|index| Dial::Knob(index as u32)).or_else(rate)
    }

    /// Its key in files and on the command line.
    #[must_use]
    pub fn key(self, knobs: &[Knob]) -> &'static str {
        match self {
            Dial::Knob(index) => knobs.get(index as usize).map_or("", |knob| knob.key),
            Dial::Loss => "loss",
            Dial::Doubling => "doubling",
            Dial::Mishaps => "mishap-every",
        }
    }

    /// What a page calls it.
    #[must_use]
    pub fn label(self, knobs: &[Knob]) -> &'static str {
        match self {
            Dial::Knob(index) => knobs.get(index as usize).map_or("", |knob| knob.label),
            Dial::Loss => "share of messages lost",
            Dial::Doubling => "share of messages doubled",
            Dial::Mishaps => "mean time between mishaps",
        }
    }

    /// The unit of its text form; empty for a pure number.
    #[must_use]
    pub fn unit(self, knobs: &[Knob]) -> &'static str {
        match self {
            Dial::Knob(index) => knobs.get(index as usize).map_or("", |knob| knob.unit),
            Dial::Loss | Dial::Doubling => "",
            Dial::Mishaps => "s",
        }
    }

    /// A value as text.
    #[must_use]
    pub fn write(self, knobs: &[Knob], value: i64) -> String {
        match self {
            Dial::Knob(index) => knobs.get(index as usize).map(|knob| knob.write(value)),
            Dial::Loss | Dial::Doubling | Dial::Mishaps => None,
        }
        .unwrap_or_else(|| decimal::plain(value as f64 / 1e6))
    }

    /// Reads what [`Dial::write`] wrote.
    ///
    /// # Errors
    /// When the text is no value of it; the error says what would be.
    pub fn read(self, knobs: &[Knob], text: &str) -> Result<i64, DialError> {
        let most = match self {
            Dial::Knob(index) => {
                let knob = knobs.get(index as usize).ok_or(DialError::NoSuchKnob)?;
                return knob.read(text).map_err(DialError::Knob);
            }
            Dial::Loss | Dial::Doubling => 1_000_000,
            Dial::Mishaps => EVERY_MAX,
        };
        let value = decimal::read(text, 6).filter(|value| *value <= most);
        let given = || text.chars().take(40).collect();
        value
            .map(|value| value as i64)
            .ok_or_else(|| DialError::Rate { dial: self, given: given() })
    }

    /// How it stands in a recipe; `None` where that has no such knob.
    #[must_use]
    pub fn value(self, recipe: &Recipe) -> Option<i64> {
        Some(match self {
            Dial::Knob(index) => *recipe.knobs.get(index as usize)?,
            Dial::Loss => i64::from(recipe.nature.loss_ppm),
            Dial::Doubling => i64::from(recipe.nature.copy_ppm),
            Dial::Mishaps => recipe.nature.mishap_every.as_micros().min(EVERY_MAX) as i64,
        })
    }

    /// Turns it in a recipe.
    ///
    /// # Errors
    /// When there is no such knob, or a rate is out of its range. Whether a knob takes the value is
    /// said by the lab that builds the machine.
    pub fn turn(self, recipe: &mut Recipe, value: i64) -> Result<(), Unsound> {
        let knobs = recipe.knobs.len();
        let share = || u32::try_from(value).ok().filter(|ppm| *ppm <= 1_000_000);
        let out_of_range = Unsound::Rate { dial: self, value };
        match self {
            Dial::Knob(index) => {
                let unknown = Unsound::NoSuchKnob { index, knobs };
                *recipe.knobs.get_mut(index as usize).ok_or(unknown)? = value;
            }
            Dial::Loss => recipe.nature.loss_ppm = share().ok_or(out_of_range)?,
            Dial::Doubling => recipe.nature.copy_ppm = share().ok_or(out_of_range)?,
            Dial::Mishaps => {
                let every = u64::try_from(value).map_err(|_| out_of_range)?;
                recipe.nature.mishap_every = Span::micros(every);
            }
        }
        Ok(())
    }
}

impl fmt::Display for Dial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Dial::Knob(index) => write!(f, "knob number {index}"),
            Dial::Loss => f.write_str("the loss of messages"),
            Dial::Doubling => f.write_str("the doubling of messages"),
            Dial::Mishaps => f.write_str("the time between mishaps"),
        }
    }
}

/// A text that is no value of a dial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DialError {
    /// The dial is of a knob that the lab does not have.
    NoSuchKnob,
    /// It is no value of the knob.
    Knob(KnobError),
    /// It is no rate.
    Rate {
        /// Which rate.
        dial: Dial,
        /// The text, cut to 40 characters.
        given: String,
    },
}

impl fmt::Display for DialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DialError::NoSuchKnob => f.write_str("this lab has no such knob: choose one it has"),
            DialError::Knob(why) => why.fmt(f),
            DialError::Rate { dial: Dial::Mishaps, given } => write!(
                f,
                "the time between mishaps cannot be “{given}”: it is in seconds, with at most six \
                 places, and 0 for none"
            ),
            DialError::Rate { dial, given } => write!(
                f,
                "{dial} cannot be “{given}”: it is a share from 0 to 1, with at most six places"
            ),
        }
    }
}

impl std::error::Error for DialError {}
