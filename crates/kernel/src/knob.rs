//! Knobs: every scalar parameter, once. Slider, link, command line and test ranges come from
//! this one list.

use std::fmt;

/// One parameter of a lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Knob {
    /// Its key in links and on the command line, in kebab-case.
    pub key: &'static str,
    /// What a page calls it.
    pub label: &'static str,
    /// Its unit; empty for a pure number.
    pub unit: &'static str,
    /// One sentence that says what it does.
    pub help: &'static str,
    /// The values that it takes.
    pub range: Range,
    /// Its value unless it is turned.
    pub default: i64,
    /// Whether it stands beside the stage or under *More*.
    pub major: bool,
}

/// The values that a knob takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Whole numbers from the first to the second, both included; the slider is even.
    Linear(i64, i64),
    /// Whole numbers from the first (at least 1) to the second; the slider is logarithmic.
    Log(i64, i64),
    /// One of these; the value is the index.
    Choice(&'static [&'static str]),
    /// Off (0) or on (1).
    Switch,
}

impl Range {
    /// The least and the greatest value.
    pub fn bounds(&self) -> (i64, i64) {
        match self {
            Range::Linear(low, high) | Range::Log(low, high) => (*low, *high),
            Range::Choice(names) => (0, names.len() as i64 - 1),
            Range::Switch => (0, 1),
        }
    }
}

impl Knob {
    /// The value in the form that a link carries.
    pub fn write(&self, value: i64) -> String {
        match self.range {
            Range::Choice(names) => {
                let index = usize::try_from(value).unwrap_or(0).min(names.len() - 1);
                names[index].to_owned()
            }
            Range::Switch => if value == 0 { "off" } else { "on" }.to_owned(),
            Range::Linear(..) | Range::Log(..) => value.to_string(),
        }
    }

    /// Reads what [`Knob::write`] wrote.
    ///
    /// # Errors
    /// When the text is no value of this knob; the error says what would be.
    pub fn read(&self, text: &str) -> Result<i64, KnobError> {
        let value = match self.range {
            Range::Choice(names) => names.iter().position(|name| *name == text).map(|i| i as i64),
            Range::Switch => match text {
                "off" => Some(0),
                "on" => Some(1),
                _ => None,
            },
            Range::Linear(low, high) | Range::Log(low, high) => {
                text.parse().ok().filter(|value| (low..=high).contains(value))
            }
        };
        let given = || text.chars().take(40).collect();
        value.ok_or_else(|| KnobError { key: self.key, range: self.range, given: given() })
    }
}

/// A text that is no value of a knob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnobError {
    /// The knob's key.
    pub key: &'static str,
    /// What it takes.
    pub range: Range,
    /// The text, cut to 40 characters.
    pub given: String,
}

impl fmt::Display for KnobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let KnobError { key, range, given } = self;
        write!(f, "{key} cannot be “{given}”: it is ")?;
        match range {
            Range::Linear(low, high) | Range::Log(low, high) => {
                write!(f, "a whole number from {low} to {high}")
            }
            Range::Choice(names) => write!(f, "one of {}", names.join(", ")),
            Range::Switch => write!(f, "on or off"),
        }
    }
}

impl std::error::Error for KnobError {}
