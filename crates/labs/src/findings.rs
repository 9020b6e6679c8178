//! What is ordered of a search, and what it has found: plain data that a worker can be sent.

use kernel::{Caps, Purse};

/// What to search.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Order {
    /// The lab.
    pub slug: String,
    /// A run of it, as a link carries it.
    pub link: String,
    /// Where the search starts.
    pub from: From,
    /// What the search may spend, by budget.
    pub limits: Purse,
    /// No more distinct states than this.
    pub states: u64,
    /// No more levels than this, the initial one counted.
    pub depth: u32,
    /// Whether to go on after a law was broken.
    pub go_on: bool,
    /// The one law that the search is for: a breach of another does not end it.
    pub law: Option<String>,
    /// Whether states that differ in the names of interchangeable parts alone count as one.
    pub symmetry: bool,
}

/// Where a search starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum From {
    /// At the start of the run, under its knobs, on generated data.
    Start,
    /// At its playhead.
    Playhead,
}

impl Order {
    /// A search from the start of a run, without faults, to the first law that is broken.
    pub fn new(slug: &str, link: String) -> Order {
        let Caps { states, depth, go_on, symmetry, .. } = Caps::default();
        let slug = slug.to_owned();
        Order {
            slug,
            link,
            from: From::Start,
            limits: Purse::default(),
            states,
            depth,
            go_on,
            law: None,
            symmetry,
        }
    }
}

/// How far a search is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Count {
    /// Distinct states; up to renaming, where [`Findings::symmetry`] says so.
    pub distinct: u64,
    /// How many states the distinct ones stand for; `None` where that cannot be said.
    pub in_all: Option<u64>,
    /// The initial state and every successor produced.
    pub generated: u64,
    /// Levels, the initial one counted.
    pub depth: u32,
    /// States that wait to be expanded.
    pub frontier: u64,
    /// Bytes that the search keeps, but for the frontier.
    pub bytes: u64,
    /// Milliseconds since it began.
    pub elapsed_ms: u32,
    /// How many states there may be in all: hardly fewer than the first, as a rule no more than the
    /// second.
    pub estimate: Option<(u64, u64)>,
}

/// What a search has found.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Findings {
    /// How far it went.
    pub count: Count,
    /// The parts that were taken for alike, in a word; the counts are up to their renaming then.
    pub symmetry: Option<String>,
    /// States in which nothing is booked and everybody is up and connected.
    pub at_rest: u64,
    /// How each law stands, in the model's order.
    pub laws: Vec<Answer>,
    /// How it ended.
    pub end: End,
    /// The grain of a timed search, in microseconds.
    pub grain_us: Option<u64>,
    /// The chance that two states shared a fingerprint and one was never looked at, at most.
    pub collision: f64,
}

/// How a search ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum End {
    /// Every state was seen.
    Complete,
    /// A law was broken, and there is more to see.
    Breached,
    /// It was cut short, and by what.
    Cut(String),
    /// The model cannot be searched so, and why.
    NotCheckable(String),
}

/// What a search says of one law.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Answer {
    /// It holds in all that was seen.
    Holds,
    /// It was seen: the shortest way to see it.
    Seen(Way),
    /// It was not seen.
    NotSeen,
    /// It cannot be said before every state was seen.
    Open,
    /// It is broken: why, and the shortest way to break it.
    Broken(String, Way),
}

/// The shortest way to something.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Way {
    /// The way as a link, where it was replayed and came out so.
    pub link: Option<String>,
    /// The step before the first of the way.
    pub first: u64,
    /// How many steps it has.
    pub steps: u64,
    /// Whether the declared delays allow it.
    pub is_possible: bool,
}

/// What a search comes to as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every state was seen, and no law is broken.
    Holds,
    /// A law is broken.
    Broken,
    /// Neither: it was cut short.
    Unfinished,
}

impl Findings {
    /// How many laws are broken.
    pub fn broken(&self) -> usize {
        self.laws.iter().filter(|answer| matches!(answer, Answer::Broken(..))).count()
    }

    /// What the search comes to as a whole.
    pub fn verdict(&self) -> Verdict {
        match self.end {
            _ if self.broken() > 0 => Verdict::Broken,
            End::Complete => Verdict::Holds,
            End::Breached | End::Cut(_) | End::NotCheckable(_) => Verdict::Unfinished,
        }
    }
}

impl Answer {
    /// The way that belongs to it.
    pub fn way(&self) -> Option<&Way> {
        match self {
            Answer::Seen(way) | Answer::Broken(_, way) => Some(way),
            Answer::Holds | Answer::NotSeen | Answer::Open => None,
        }
    }
}
