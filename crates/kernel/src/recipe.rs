//! Recipes: all that a run is a function of.

use crate::order;
use crate::time::{Span, Time};
use std::fmt;

/// Parameters, seed, and what hands did: a run is a pure function of it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Recipe {
    /// The value of every knob, in the lab's order.
    pub knobs: Vec<i64>,
    /// The digest of data that a person loaded; the data themselves are never part of it.
    pub data: Option<u64>,
    /// Where chance starts.
    pub seed: u64,
    /// What goes wrong by itself.
    pub nature: Nature,
    /// Where the run ends.
    pub stop: Stop,
    /// What hands did, by step.
    pub cues: Vec<Cue>,
}

impl Recipe {
    /// The recipe with its cues in the order of their steps, one a step and at most
    /// [`CUES`](crate::run::CUES); an instant that goes back is raised to that of the cue before.
    #[must_use]
    pub fn in_order(mut self) -> Recipe {
        self.cues = order::sorted(self.cues, |cue| (cue.step, 0));
        self.cues.dedup_by_key(|cue| cue.step);
        self.cues.retain(|cue| cue.step > 0);
        self.cues.truncate(crate::run::CUES);
        let mut latest = Time::ZERO;
        for cue in &mut self.cues {
            latest = latest.max(cue.at);
            cue.at = latest;
        }
        self
    }
}

/// What goes wrong by itself, at what rate. All zero is a world without accidents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Nature {
    /// Messages lost, per million. A message in a lane is never lost alone.
    pub loss_ppm: u32,
    /// Messages doubled, per million. A message in a lane is never doubled alone.
    pub copy_ppm: u32,
    /// The mean time between priced actions (crashes, cuts), chosen from the menu; zero for none.
    pub mishap_every: Span,
}

/// Where a run ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stop {
    /// No step after this instant.
    pub at: Time,
    /// No more steps than this.
    pub steps: u64,
}

impl Default for Stop {
    fn default() -> Stop {
        Stop { at: Time::END, steps: u64::MAX }
    }
}

/// What a hand does at a step. A cue is a step: the one that leads to step number `step`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The number of the step that this cue is; the first step of a run is 1.
    pub step: u64,
    /// Its instant: at or after that of the step before.
    pub at: Time,
    /// What is done.
    pub deed: Deed,
    /// Answers for the draws that the step makes; those that are missing come from the seed.
    pub picks: Vec<Pick>,
}

/// What a hand can do. Numbers are indices among what is on offer at that step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deed {
    /// An action from the menu.
    Act(u32),
    /// An action with a free argument, in the lab's text form.
    Say(Box<str>),
    /// A booked event happens now.
    Fire(u32),
    /// A message is lost.
    Drop(u32),
    /// A message is doubled.
    Copy(u32),
    /// A message comes later by this much.
    Delay(u32, Span),
}

/// A scripted answer, tagged by what was asked: an untimed search asks no delays, a run does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pick {
    /// For a choice, a chance (1 is yes) or a fault.
    Choice(u32),
    /// For a delay.
    Delay(Span),
    /// Nature neither loses nor doubles what the step books: a search leaves nature out, and its
    /// ways must come out under a recipe that has one.
    Spared,
}

/// A place in a run. A hand may come between two events, so a step alone does not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Playhead {
    /// How many steps were taken.
    pub step: u64,
    /// The instant shown: at or after that of the last step, before the next one's.
    pub at: Time,
}

/// Why a deed does not fit where it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The index is not among the offers.
    NoSuchOffer {
        /// The index asked for.
        index: u32,
        /// How many are on offer.
        offers: u32,
    },
    /// Only a message can be dropped, doubled or delayed.
    NotAMessage(String),
    /// A message in a lane is not lost or doubled alone: what is lost is the connection.
    InALane(String),
    /// The text is no action of this lab, or not one that is possible now.
    NotAccepted(String),
    /// The cue's instant is before that of the step it follows.
    Backwards {
        /// The cue's instant.
        at: Time,
        /// The instant of the step before.
        now: Time,
    },
    /// The picks do not answer what the step asks.
    Picks,
    /// The run has ended: its stop was reached.
    Ended,
    /// The run has as many cues as a run may have.
    Full,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Misfit::NoSuchOffer { index, offers: 0 } => {
                write!(f, "choice {index} is not on offer here: nothing is")
            }
            Misfit::NoSuchOffer { index, offers } => {
                write!(f, "choice {index} is not on offer here: they go from 0 to {}", offers - 1)
            }
            Misfit::NotAMessage(name) => {
                write!(f, "“{name}” is not a message: only messages are dropped, doubled, delayed")
            }
            Misfit::InALane(name) => {
                write!(f, "“{name}” is on a connection: cut the connection to lose it")
            }
            Misfit::NotAccepted(text) => write!(f, "“{text}” cannot be done here"),
            Misfit::Backwards { at, now } => {
                write!(f, "a cue at {at} cannot follow a step at {now}: instants do not go back")
            }
            Misfit::Picks => write!(f, "the scripted answers do not fit what the step asks"),
            Misfit::Ended => write!(f, "the run has ended here: raise its limit or reset it"),
            Misfit::Full => write!(
                f,
                "a run takes at most {} deeds: go back and do something else, or reset it",
                crate::run::CUES
            ),
        }
    }
}

impl std::error::Error for Misfit {}
