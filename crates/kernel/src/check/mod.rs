//! Check: exhaustive search, breadth first, so that the first breach is the shortest.
//!
//! The search keeps 64-bit fingerprints and parents, not states; whole states only for the
//! frontier. It counts as TLC does: *generated* are the initial state and every successor
//! produced, duplicates and self-loops included; *depth* is the number of levels, the initial one
//! counted. A breach comes back as cues for a run.
//!
//! With [`Caps::symmetry`] states that differ in the names of interchangeable parts alone count as
//! one ([`crate::symmetry`]). Only keys change by that: the frontier holds each state as it was met
//! first, so that depth and verdicts stay, and every way is a run.

mod ancestry;
mod breach;
mod estimate;
mod explorer;
mod frontier;
mod instants;
mod key;
mod ledger;
mod orbit;
mod table;
mod waits;

pub use breach::{Booking, Move};
pub use estimate::Estimate;
pub(crate) use explorer::explore;
pub use explorer::{Explore, LedgerRef, Unlike, What, audit};
pub use ledger::Cut;

use crate::law::{Kind, LawInfo};
use crate::machine::Machine;
use crate::model::{Budget, Search};
use crate::oracle::Purse;
use crate::recipe::{Cue, Deed, Nature, Pick};
use crate::symmetry::Interchangeable;
use crate::time::Time;
use breach::{Moved, constraints};
use estimate::Levels;
use ledger::Ledger;

/// What bounds a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// No more distinct states than this, but for the successors of at most 1,024 states.
    pub states: u64,
    /// No more levels than this, the initial one counted.
    pub depth: u32,
    /// Whether to go on after the level in which a law was broken.
    pub go_on: bool,
    /// The one law whose breach ends the search, where only that is of interest.
    pub law: Option<usize>,
    /// Whether states that differ in the names of interchangeable parts alone count as one. Where a
    /// model has no such parts it is all the same.
    pub symmetry: bool,
}

impl Default for Caps {
    fn default() -> Caps {
        Caps { states: 4_000_000, depth: u32::MAX, go_on: false, law: None, symmetry: false }
    }
}

/// A search under way.
pub struct Checker {
    start: Box<dyn Machine>,
    explore: Box<dyn Explore>,
    ledger: Ledger,
    caps: Caps,
    limits: Purse,
    levels: Levels,
    is_done: bool,
}

/// How a search stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Distinct states; up to renaming, where [`Report::symmetry`] says so.
    pub distinct: u64,
    /// What was taken for alike; the other numbers are of what is left.
    pub symmetry: Option<Interchangeable>,
    /// How many states the distinct ones stand for, which is how many a search without symmetry
    /// finds. `None` where it began with parts that differ: what they would do under each other's
    /// names is no part of that search.
    pub in_all: Option<u64>,
    /// The initial state and every successor produced.
    pub generated: u64,
    /// Levels, the initial one counted.
    pub depth: u32,
    /// States that wait to be expanded.
    pub frontier: u64,
    /// How many states there may be in all, while that is open and there is enough to go by.
    pub estimate: Option<Estimate>,
    /// States in which nothing is booked and everybody is up and connected.
    pub at_rest: u64,
    /// How each law stands, in the model's order.
    pub laws: Vec<Finding>,
    /// How far the search has come.
    pub outcome: Outcome,
    /// How time was treated; a timed search names its grain.
    pub search: Search,
    /// What the search might spend.
    pub limits: Purse,
    /// The chance that two states shared a fingerprint and one was never looked at: at most
    /// n² / 2⁶⁵, and 1 / 2⁶⁴ for every comparison by which two parts were taken for alike.
    pub collision: f64,
    /// Bytes that the search keeps, but for the frontier.
    pub bytes: u64,
}

/// How far a search has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is more to do.
    Running,
    /// Every state was seen: what holds is proved, within the budgets.
    Complete,
    /// A law was broken, and the level in which it was has been finished.
    Breached,
    /// It ended before it had seen everything, and why.
    Cut(Cut),
    /// The model cannot be searched so, and why.
    NotCheckable(&'static str),
}

/// How one law stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The law's sentence.
    pub name: &'static str,
    /// What it claims.
    pub kind: Kind,
    /// How it stands.
    pub answer: Answer,
}

/// What a search says of one law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It holds in all that was seen; a proof when the search is complete.
    Holds,
    /// A `Sometimes` law was seen.
    Seen,
    /// A `Sometimes` law was not seen.
    NotSeen,
    /// It cannot be said before every state was seen.
    Open,
    /// It is broken, and why.
    Broken(String),
}

/// A way that a search has found, to a breach or to what a `Sometimes` law wants to see, as cues
/// for a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The cues, to follow the steps before the search began.
    pub cues: Vec<Cue>,
    /// Whether the declared delays allow it.
    pub timing: Timing,
    /// Why the law does not hold at the end; empty where it is a `Sometimes` law that was seen.
    pub why: String,
}

/// Whether the declared delays allow a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Its cues carry instants at which it can happen under the declared delays.
    Possible,
    /// No instants satisfy the declared delays: it needs others.
    NeedsOtherDelays,
}

impl Checker {
    /// A search from where a machine is. Its nature is left out: a search pays for every fault.
    pub fn new(start: &dyn Machine, limits: Purse, caps: Caps) -> Checker {
        let mut explore = start.explore(limits, caps.symmetry);
        let mut ledger = Ledger::new(start.laws().iter().map(|law| law.kind));
        explore.begin(&mut LedgerRef(&mut ledger));
        let mut levels = Levels::default();
        levels.push(1, 1);
        Checker { start: start.fork(), explore, ledger, caps, limits, levels, is_done: false }
    }

    /// The limits that a machine proposes, with `drops` and `copies` for messages.
    pub fn limits(start: &dyn Machine, drops: u8, copies: u8) -> Purse {
        let mut limits = [0; Budget::KINDS];
        for allowance in start.allowances() {
            limits[usize::from(allowance.budget.0)] = allowance.limit;
        }
        limits[usize::from(Budget::DROP.0)] = drops;
        limits[usize::from(Budget::COPY.0)] = copies;
        limits
    }

    /// Expands about `nodes` states; false when the search is done.
    pub fn advance(&mut self, nodes: u32) -> bool {
        let mut left = nodes;
        while !self.is_done && left > 0 {
            let bite = left.min(1_024);
            left -= bite;
            let depth = self.ledger.depth;
            let more = self.explore.expand(&mut LedgerRef(&mut self.ledger), bite);
            let is_new_level = self.ledger.depth > depth;
            if is_new_level {
                let distinct = u64::from(self.ledger.distinct());
                self.levels.push(self.explore.frontier() as u64, distinct);
            }
            if !more {
                self.is_done = true;
                if self.ledger.not_checkable.is_none() && self.ledger.cut.is_none() {
                    self.ledger.judge_recoverable();
                }
            } else if is_new_level && self.is_breached() && !self.caps.go_on {
                self.is_done = true;
            } else if u64::from(self.ledger.distinct()) >= self.caps.states {
                self.ledger.cut = Some(Cut::States(self.caps.states));
                self.is_done = true;
            } else if is_new_level && self.ledger.depth > self.caps.depth {
                self.ledger.depth = self.caps.depth;
                self.ledger.cut = Some(Cut::Depth(self.caps.depth));
                self.is_done = true;
            }
        }
        !self.is_done
    }

    /// Whether a breach ends the search.
    fn is_breached(&self) -> bool {
        match self.caps.law {
            Some(law) => self.ledger.judged.get(law).is_some_and(|law| law.breach.is_some()),
            None => self.ledger.is_breached(),
        }
    }

    /// The model's laws, in the order of the report.
    pub fn laws(&self) -> Vec<LawInfo> {
        self.start.laws()
    }

    /// Searches to the end.
    pub fn finish(&mut self) -> Report {
        while self.advance(1 << 16) {}
        self.report()
    }

    /// How the search stands.
    pub fn report(&self) -> Report {
        let ledger = &self.ledger;
        let is_complete = self.is_done && self.explore.frontier() == 0 && ledger.cut.is_none();
        let outcome = match (ledger.not_checkable, &ledger.cut) {
            (Some(why), _) => Outcome::NotCheckable(why),
            (None, _) if !self.is_done => Outcome::Running,
            (None, Some(cut)) => Outcome::Cut(cut.clone()),
            (None, None) if ledger.is_breached() => Outcome::Breached,
            (None, None) => Outcome::Complete,
        };
        let finding = |(law, judged): (LawInfo, &ledger::Judged)| {
            let answer = match (&judged.breach, judged.kind) {
                (Some((_, why)), _) => Answer::Broken(why.clone()),
                (None, Kind::Sometimes) if judged.seen.is_some() => Answer::Seen,
                (None, Kind::Sometimes) => Answer::NotSeen,
                (None, Kind::Recoverable) if !is_complete => Answer::Open,
                (None, _) => Answer::Holds,
            };
            Finding { name: law.name, kind: law.kind, answer }
        };
        let distinct = u64::from(ledger.distinct());
        let frontier = self.explore.frontier() as u64;
        let in_all = match ledger.renamed {
            None => Some(distinct),
            Some(renamed) => (renamed.of_root == 1).then_some(renamed.in_all),
        };
        Report {
            distinct,
            symmetry: ledger.renamed.and_then(|_| self.start.interchangeable()),
            in_all,
            generated: ledger.generated,
            depth: ledger.depth,
            frontier,
            estimate: if is_complete { None } else { self.levels.estimate(distinct, frontier) },
            at_rest: ledger.at_rest,
            laws: self.start.laws().into_iter().zip(&ledger.judged).map(finding).collect(),
            outcome,
            search: self.explore.search(),
            limits: self.limits,
            collision: collision(distinct, ledger.renamed.map_or(0, |renamed| renamed.compared)),
            bytes: ledger.bytes() as u64,
        }
    }

    /// The shortest way to break a law, or to see what a `Sometimes` law wants to see, as cues for
    /// a run; `None` where the law is neither broken nor seen.
    pub fn witness(&mut self, law: usize) -> Option<Witness> {
        let judged = self.ledger.judged.get(law)?;
        let seen = judged.seen.map(|place| (place, String::new()));
        let (place, why) = judged.breach.clone().or(seen)?;
        let moves = self.explore.moves(&self.ledger.path(place));
        let (instants, timing) = match self.explore.search() {
            Search::Timed { .. } => (moves.iter().map(|step| step.at).collect(), Timing::Possible),
            Search::Untimed => self.instants(&moves),
        };
        let cues = self.cues(&moves, &instants)?;
        Some(Witness { cues, timing, why })
    }

    /// Instants for the steps of an untimed way.
    fn instants(&self, moves: &[Move]) -> (Vec<Time>, Timing) {
        let constraints = constraints(&self.explore.booked_before(), moves);
        let start = self.start.now();
        let (spans, timing) = match instants::solve(moves.len(), &constraints) {
            Some(spans) => (spans, Timing::Possible),
            None => {
                let spans = instants::solve_loosely(moves.len(), &constraints);
                (spans, Timing::NeedsOtherDelays)
            }
        };
        (spans.into_iter().map(|span| start + span).collect(), timing)
    }

    /// The moves as cues, each tried on a copy of the start; `None` where one does not fit.
    fn cues(&self, moves: &[Move], instants: &[Time]) -> Option<Vec<Cue>> {
        let mut machine = self.start.fork();
        // The search has left nature out, and so must the way.
        let spared = (machine.nature() != Nature::default()).then_some(Pick::Spared);
        let mut cues = Vec::with_capacity(moves.len());
        for (step, at) in moves.iter().zip(instants) {
            let events = machine.offers().events;
            let index = |number: u64| {
                events.iter().position(|offer| offer.number == number).map(|at| at as u32)
            };
            let deed = match step.deed {
                Moved::Act(index) => Deed::Act(index),
                Moved::Fire(number) => Deed::Fire(index(number)?),
                Moved::Drop(number) => Deed::Drop(index(number)?),
                Moved::Copy(number) => Deed::Copy(index(number)?),
            };
            let at = (*at).max(machine.now());
            let picks = step.picks.iter().copied().chain(spared).collect();
            let cue = Cue { step: machine.step() + 1, at, deed, picks };
            machine.apply(&cue, None).ok()?;
            cues.push(cue);
        }
        Some(cues)
    }
}

/// The chance that fingerprints hid a state among so many, after so many comparisons of two.
fn collision(distinct: u64, compared: u64) -> f64 {
    distinct as f64 * distinct as f64 / 2f64.powi(65) + compared as f64 / 2f64.powi(64)
}
