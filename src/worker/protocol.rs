//! What page and worker say to each other, as bytes (postcard).

use labs::search::{Count, Findings, Order};
use serde::{Deserialize, Serialize};

/// From the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Errand {
    /// A search, to its end.
    Search(Order),
    /// A piece of many runs.
    Measure(Piece),
}

impl Errand {
    /// The lab that it is about.
    pub fn slug(&self) -> &str {
        match self {
            Errand::Search(order) => &order.slug,
            Errand::Measure(piece) => &piece.slug,
        }
    }
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
