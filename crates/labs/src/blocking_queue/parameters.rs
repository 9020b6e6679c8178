//! The parameters: who plays, and by which of the usual rules.

use kernel::{Delay, Span};

/// A bounded blocking queue, or a pipeline of them, with the threads that use it.
#[derive(Clone, Debug)]
pub struct BlockingQueue {
    /// Items that fit into each buffer.
    pub capacity: u16,
    /// Threads that put into the first buffer.
    pub producers: u8,
    /// Threads that get from each buffer; but for the last one, they put what they have worked on
    /// into the next.
    pub consumers: u8,
    /// Buffers, one behind the other: 1 for a single queue.
    pub stages: u8,
    /// How many conditions the waiters of a buffer share.
    pub conditions: Conditions,
    /// Whom a notice wakes.
    pub notify: Notify,
    /// What stands before a wait.
    pub guard: Guard,
    /// How a lock passes on.
    pub lock: Lock,
    /// Who is next in a queue of threads.
    pub order: Order,
    /// What a put does that finds no room.
    pub when_full: WhenFull,
    /// How long a put waits for room; zero for ever.
    pub put_patience: Span,
    /// How long a get waits for an item; zero for ever.
    pub get_patience: Span,
    /// When the next item comes, all producers taken together.
    pub arrivals: Pace,
    /// How long a consumer works on an item.
    pub service: Pace,
    /// How many times as long the consumers of the last stage work.
    pub slowness: u8,
    /// How long a line of code takes.
    pub step: Span,
    /// What is one step.
    pub grain: Grain,
    /// Items that each producer puts; zero for endlessly many.
    pub items: u16,
    /// What the last producer does once all items are put.
    pub ending: Ending,
    /// Without a bound, the number of items with which the process dies.
    pub memory: u16,
}

/// How many conditions the waiters of a buffer share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conditions {
    /// One for both sides: a notice may wake the wrong one.
    One,
    /// "Not full" for producers and "not empty" for consumers.
    Two,
}

/// Whom a notice wakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notify {
    /// One waiter.
    One,
    /// Every waiter.
    All,
}

/// What stands before a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Who wakes looks again.
    While,
    /// Who wakes goes on unseeing.
    If,
}

/// How a lock passes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// A released lock is free: whoever comes first takes it.
    Barging,
    /// A released lock goes to one of the threads that queue for it.
    HandOver,
}

/// Who is next in a queue of threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Anyone, as monitors promise no more.
    Any,
    /// Who has waited longest.
    First,
}

/// What a put does that finds no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenFull {
    /// It waits.
    Block,
    /// It fails, and its caller is told.
    Reject,
    /// Its item is thrown away, and counted.
    DropNewest,
    /// The oldest item is thrown away, and counted.
    DropOldest,
    /// There always is room, until memory is used up.
    Unbounded,
}

/// How long it is from one to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// No time at all: as fast as the threads can.
    AtOnce,
    /// Always so long.
    Constant(Span),
    /// So long on average, without memory: a Poisson process.
    Exponential(Span),
    /// Bursts of [`BURST`] on average at once, and pauses so that the mean is this.
    Bursts(Span),
}

/// How many come in a burst, on average.
pub const BURST: u32 = 8;

/// An exponential length is cut at so many times its mean: one draw in e^64.
const CUT: u64 = 64;

impl Pace {
    /// The law of one pause, of `share` threads that keep the pace together; `None` for none.
    pub(super) fn delay(self, share: u64) -> Option<Delay> {
        let exponential = |mean: Span| Delay::Exponential { mean, most: mean * CUT };
        match self {
            Pace::AtOnce => None,
            Pace::Constant(mean) => Some(Delay::Exactly(mean * share)),
            Pace::Exponential(mean) => Some(exponential(mean * share)),
            Pace::Bursts(mean) => Some(exponential(mean * (share * u64::from(BURST)))),
        }
    }

    /// The mean; zero for no time at all.
    #[must_use]
    pub fn mean(self) -> Span {
        match self {
            Pace::AtOnce => Span::ZERO,
            Pace::Constant(mean) | Pace::Exponential(mean) | Pace::Bursts(mean) => mean,
        }
    }
}

/// What is one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// Each line of code.
    Lines,
    /// Taking the lock and testing; then whatever comes until it is released. Nobody sees what
    /// happens in between, so the verdicts are the same and the ways to them shorter.
    Sections,
}

/// What the last producer does once all items are put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Nothing: consumers wait on.
    None,
    /// It closes the queue.
    Close,
    /// It puts a poison pill.
    Pill,
}

/// A thread, by number: producers, then the consumers of each stage, then the hand's.
pub type Thread = u8;

/// What a thread is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It makes items and puts them into the first buffer.
    Producer,
    /// It gets from the buffer of this stage.
    Consumer(u8),
    /// It does what a person asks for.
    Hand,
}

impl BlockingQueue {
    /// How many threads there are, the hand's among them.
    #[must_use]
    pub fn threads(&self) -> Thread {
        self.hand() + 1
    }

    /// The thread that does what a person asks for.
    #[must_use]
    pub fn hand(&self) -> Thread {
        self.producers + self.stages * self.consumers
    }

    /// The last stage.
    #[must_use]
    pub fn last_stage(&self) -> u8 {
        self.stages - 1
    }

    /// What a thread is for.
    #[must_use]
    pub fn role(&self, thread: Thread) -> Role {
        match thread.checked_sub(self.producers) {
            None => Role::Producer,
            Some(_) if thread == self.hand() => Role::Hand,
            Some(rank) => Role::Consumer(rank / self.consumers),
        }
    }

    /// Whether there is room for one more.
    #[must_use]
    pub fn has_room(&self, count: i32) -> bool {
        self.when_full == WhenFull::Unbounded || count < i32::from(self.capacity)
    }
}
