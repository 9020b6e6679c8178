//! What page and worker say to each other, as bytes (postcard).

use kernel::Purse;
use serde::{Deserialize, Serialize};

/// From the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Errand {
    /// A search, to its end.
    Search(Order),
    /// A piece of many runs.
    Measure(Piece),
}

/// What to search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The lab.
    pub slug: String,
    /// The run on the stage, as a link carries it.
    pub link: String,
    /// Where the search starts.
    pub from: From,
    /// What the search may spend, by budget.
    pub limits: Purse,
    /// No more distinct states than this.
    pub states: u64,
}

/// Where a search starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum From {
    /// At the start of the run, under its knobs, on generated data.
    Start,
    /// At its playhead.
    Playhead,
}

/// From the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// It can take an order.
    Ready,
    /// How far the search is.
    Progress(Count),
    /// The search has ended.
    Done(Findings),
    /// A piece of many runs is measured.
    Measured(Measured),
    /// The order could not be carried out, and why.
    Failed(String),
}

/// How far a search is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Distinct states.
    pub distinct: u64,
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
}

/// What a search has found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// How far it went.
    pub count: Count,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// Every state was seen.
    Complete,
    /// A law was broken.
    Breached,
    /// It was cut short, and by what.
    Cut(String),
    /// The model cannot be searched so, and why.
    NotCheckable(String),
}

/// What a search says of one law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// It holds in all that was seen.
    Holds,
    /// It was seen.
    Seen,
    /// It was not seen.
    NotSeen,
    /// It cannot be said before every state was seen.
    Open,
    /// It is broken.
    Broken(Breach),
}

/// The shortest way to break a law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breach {
    /// Why the law does not hold at its end.
    pub why: String,
    /// The way as a link, where it was replayed and came out so.
    pub link: Option<String>,
    /// The step before the first of the way.
    pub first: u64,
    /// How many steps it has.
    pub steps: u64,
    /// Whether the declared delays allow it.
    pub is_possible: bool,
}

/// Runs to measure: some of one point of one plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The lab.
    pub slug: String,
    /// The run on the stage, as a link carries it.
    pub link: String,
    /// What is measured, as [`crate::many::experiment::Experiment::write`] has it.
    pub experiment: String,
    /// Which of a job's plans it is.
    pub side: u32,
    /// The number of the point in the plan.
    pub point: u32,
    /// The number of the first run.
    pub first: u32,
    /// How many runs.
    pub runs: u32,
}

/// What a piece came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Which of a job's plans it is of.
    pub side: u32,
    /// The number of the point.
    pub point: u32,
    /// The number of the first run.
    pub first: u32,
    /// How many runs.
    pub runs: u32,
    /// Each run, or why this point makes no machine.
    pub rows: Result<Vec<Row>, String>,
    /// How long it took, in microseconds.
    pub elapsed_us: u64,
}

/// What one run came to, as [`kernel::sweep::Sample`] has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The seed.
    pub seed: u64,
    /// The value of each metric, in the model's order; `None` where nothing was measured.
    pub values: Vec<Option<f64>>,
    /// How many steps it took.
    pub steps: u64,
    /// Where the measurement ends, in microseconds.
    pub end_us: u64,
    /// Why it ended: 0 its time was up, 1 its steps were used up, 2 it came to rest.
    pub ended: u8,
    /// The laws that broke, each with the step at which it did.
    pub broken: Vec<(u32, u64)>,
    /// Cues that did not fit.
    pub dropped: u32,
}
