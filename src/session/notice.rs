//! What a session has to say: short sentences in place, never in the way.

use crate::words::sentence;
use kernel::{Deed, Dropped};
use std::fmt::Display;

/// More notices than this and the oldest goes.
const MOST: usize = 4;

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Something is otherwise than one might think.
    Note,
    /// Something that was asked for was not done.
    Error,
}

/// One sentence to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Tells it from the others; given when it is shown.
    pub number: u64,
    /// How much it matters.
    pub weight: Weight,
    /// The sentence.
    pub text: String,
    /// The address to which it leads.
    pub way: Option<String>,
}

impl Notice {
    /// Something is otherwise than one might think.
    pub fn note(text: impl Display) -> Notice {
        Notice { number: 0, weight: Weight::Note, text: sentence(&text.to_string()), way: None }
    }

    /// Something that was asked for was not done.
    pub fn error(why: impl Display) -> Notice {
        Notice { number: 0, weight: Weight::Error, text: sentence(&why.to_string()), way: None }
    }

    /// The release that made a link still stands, at this address.
    pub(super) fn archived(address: String) -> Notice {
        let text = "the release that made this link still stands, and shows it whole";
        Notice { way: Some(address), ..Notice::note(text) }
    }

    /// A cue was left out of a changed run.
    pub(super) fn dropped(dropped: &Dropped) -> Notice {
        let step = dropped.cue.step;
        let what = match &dropped.cue.deed {
            Deed::Say(action) => format!("“{action}” at step {step}"),
            _ => format!("what was done at step {step}"),
        };
        Notice::note(format!("{what} no longer fits and was left out: {}", dropped.why))
    }
}

/// The notices that are shown, oldest first.
#[derive(Default)]
pub(super) struct Notices {
    shown: Vec<Notice>,
    next: u64,
}

impl Notices {
    /// Shows a notice. The same sentence is not said twice.
    pub fn push(&mut self, notice: Notice) {
        self.shown.retain(|other| other.text != notice.text);
        if self.shown.len() == MOST {
            self.shown.remove(0);
        }
        self.next += 1;
        self.shown.push(Notice { number: self.next, ..notice });
    }

    /// Takes a notice away.
    pub fn remove(&mut self, number: u64) {
        self.shown.retain(|notice| notice.number != number);
    }

    /// Those that are shown.
    pub fn shown(&self) -> &[Notice] {
        &self.shown
    }
}
