//! What a worker is at one instant.

use super::clock::{Clock, Reading};
use kernel::{Aside, Time};
use std::collections::VecDeque;

/// Tick and sequence of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Where its tick begins on the clocks.
    pub at: Reading,
    /// Its sequence.
    pub sequence: u16,
}

/// Why a worker makes no ids while somebody waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stall {
    /// The sequence of the tick is exhausted.
    Exhausted,
    /// The clock is behind the last id.
    Behind,
    /// It came back from a crash and waits a tick.
    Recovering,
}

/// A worker.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Worker {
    /// The number that it puts into its ids.
    pub number: u8,
    /// Its clock.
    pub clock: Clock,
    /// Whether it is up.
    pub is_up: bool,
    /// The last id that it remembers; `None` also where that is so long ago that no clock comes back
    /// to it.
    pub last: Option<Stamp>,
    /// The greatest id that it has made, remembered or not; `None` as above.
    pub top: Option<Stamp>,
    /// It makes no ids before this, by true time.
    pub not_before: Option<Time>,
    /// How many requests wait.
    pub waiting: u16,
    /// Why they wait, where any do.
    pub stall: Option<Stall>,
    /// What tells no states apart.
    pub past: Aside<Past>,
}

/// How a worker came here: for pictures and measurements.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// When those that wait came, the first first.
    pub since: VecDeque<Time>,
    /// When the stall began.
    pub stalled: Time,
    /// The id that it made last.
    pub id: Option<u64>,
    /// The last id that it remembers, however long ago that was.
    pub memory: Option<Stamp>,
    /// How many ids it has made.
    pub made: u64,
}

impl Worker {
    /// A worker that has just been started.
    pub fn new(number: u8, clock: Clock) -> Worker {
        Worker {
            number,
            clock,
            is_up: true,
            last: None,
            top: None,
            not_before: None,
            waiting: 0,
            stall: None,
            past: Aside::default(),
        }
    }
}
