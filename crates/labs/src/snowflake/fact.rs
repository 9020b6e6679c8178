//! What there is to tell about a step.

use super::layout::Parts;
use super::worker::{Stall, Stamp};
use kernel::Span;

/// An id that was made.
#[derive(Clone, Copy, Debug)]
pub struct Made {
    /// By which worker.
    pub worker: u8,
    /// The id.
    pub id: u64,
    /// What it holds.
    pub parts: Parts,
    /// The greatest tick and sequence that the worker had made before.
    pub before: Option<Stamp>,
    /// The same, of this one.
    pub stamp: Stamp,
    /// Which worker had made the very same id.
    pub twin: Option<u8>,
    /// By how many microseconds its instant is ahead of true time; behind where that is negative.
    pub ahead_us: i64,
    /// By how many microseconds the worker's clock was.
    pub error_us: i64,
    /// How far its instant is before that of an id that was made earlier.
    pub late: Option<Lateness>,
    /// How many of the last 1,024 ids before it are larger. In a search this is not counted.
    pub larger: u32,
    /// How many places before it the first of these stands. In a search this is not counted.
    pub distance: u32,
    /// How long its request waited. In a search this is not measured.
    pub waited: Span,
    /// Where it begins a tick: how many ids the worker had made in the last one. In a search this is
    /// not counted.
    pub filled: Option<u32>,
    /// How many requests wait now, at all workers.
    pub waiting: u32,
    /// By how many microseconds the clocks differ at most.
    pub spread_us: u64,
}

/// An id's instant is before that of one that was made earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lateness {
    /// By which worker the earlier one was made.
    pub behind: u8,
    /// By how many microseconds.
    pub late_us: u64,
    /// It has to be by fewer microseconds than this, as the two clocks were when the two ids were
    /// made.
    pub allowed_us: i64,
}

/// How a clock was touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// It jumped by so many microseconds.
    Jumped(i64),
    /// It gains so many thousandths of true time.
    Drifts(i16),
    /// It stopped.
    Froze,
    /// It runs on.
    Thawed,
    /// NTP set it right at once, by so many microseconds.
    Stepped(i64),
    /// NTP slews it.
    Slews,
}

/// What there is to tell about a step.
#[derive(Clone, Copy, Debug)]
pub enum Fact {
    /// A worker made an id.
    Made(Made),
    /// A request waits.
    Queued {
        /// At which worker.
        worker: u8,
        /// How many wait now, at all workers.
        waiting: u32,
    },
    /// A worker makes no ids for now, or for another reason than before.
    Stalled {
        /// Which worker.
        worker: u8,
        /// Why.
        why: Stall,
    },
    /// A worker makes ids again.
    Resumed {
        /// Which worker.
        worker: u8,
        /// How long it made none. In a search this is not measured.
        lasted: Span,
    },
    /// A request was refused: the worker's clock is behind its last id.
    Refused {
        /// By which worker.
        worker: u8,
        /// By how many ticks.
        behind: u64,
    },
    /// A request was turned away: too many wait at the worker.
    TurnedAway {
        /// By which worker.
        worker: u8,
    },
    /// A request came to a worker that is down.
    Unserved {
        /// To which worker.
        worker: u8,
    },
    /// A request was refused: the timestamp has run out.
    Spent {
        /// By which worker.
        worker: u8,
    },
    /// A worker's clock was touched.
    Touched {
        /// Whose.
        worker: u8,
        /// How.
        touch: Touch,
        /// By how many microseconds it is ahead of true time now.
        error_us: i64,
    },
    /// A worker crashed.
    Crashed {
        /// Which worker.
        worker: u8,
        /// How many requests waited there.
        lost: u16,
    },
    /// A worker is up again.
    Restarted {
        /// Which worker.
        worker: u8,
    },
    /// A worker was given a number.
    Numbered {
        /// Which worker.
        worker: u8,
        /// Which number.
        number: u8,
        /// Another worker that has it.
        other: Option<u8>,
    },
    /// So many ids are asked for in a second.
    Loaded(u32),
}
