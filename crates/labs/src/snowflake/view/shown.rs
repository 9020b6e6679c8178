//! What the stage shows of a run, as plain data.

use super::menu;
use super::words::count;
use crate::lab::Lab;
use crate::snowflake::Snowflake;
use crate::snowflake::clock::{Pace, Reading};
use crate::snowflake::fact::{Fact, Made};
use crate::snowflake::layout::Layout;
use crate::snowflake::rule::Policy;
use crate::snowflake::telling::worker;
use crate::snowflake::worker::{Stall, Worker};
use kernel::{Frame, Span};

/// From so many ids a tick on, a tick is a bar and no longer a stack of ids.
const STACK_MAX: u64 = 8;
/// How long a refusal is shown.
const REFUSAL: Span = Span::millis(700);
/// How many ticks are looked at, where a tick is a bar: more than are in sight.
const BARS: usize = 2_100;
/// How many ids the curve of a crowd has.
const CROWD: usize = 240;

/// Everything that the stage shows of one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// How an id is divided.
    pub layout: Layout,
    /// What a right clock reads, in microseconds of [`Reading`].
    pub right_us: i64,
    /// How long a tick lasts, in microseconds.
    pub tick_us: i64,
    /// How far a clock is off at most, in microseconds.
    pub bound_us: i64,
    /// How many ids a worker can make in a tick.
    pub per_tick: u64,
    /// The tick of a reading of nought, since the epoch.
    pub first_tick: u64,
    /// The workers.
    pub lanes: Vec<Lane>,
    /// The ids that were made last, oldest first.
    pub ids: Vec<Id>,
    /// The latest ids alone, oldest first, where they are too many to be read.
    pub crowd: Vec<u64>,
    /// How many ids are asked for in a second.
    pub load: u32,
    /// How many places an id has stood behind a larger one, at most.
    pub k: u32,
    /// The picture in words.
    pub summary: String,
}

/// A worker.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// The number in its ids.
    pub number: u8,
    /// Another worker has the same number.
    pub is_alike: bool,
    /// Whether it is up.
    pub is_up: bool,
    /// By how many microseconds its clock is ahead of true time.
    pub error_us: i64,
    /// How its clock runs.
    pub pace: Pace,
    /// The role of how it is: "ok", "wait", "lost".
    pub role: &'static str,
    /// How it is, with a sign before the words.
    pub status: String,
    /// How many requests wait, and how many may.
    pub queue: (u16, u16),
    /// Ticks with how many ids were made in them, where a tick is a bar.
    pub bars: Vec<(i64, u64)>,
    /// What a person may do with it: the action as text, and what a button says.
    pub menu: Vec<menu::Choice>,
}

/// An id that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Id {
    /// The step that made it, which tells it apart.
    pub key: (u64, u64),
    /// The id.
    pub id: u64,
    /// By which worker, as its place.
    pub by: u8,
    /// Where its tick begins, in microseconds of [`Reading`].
    pub at_us: i64,
    /// Its tick, number and sequence.
    pub parts: (u64, u64, u64),
    /// What is to be said of it.
    pub note: Note,
    /// How long ago it was made.
    pub age: Span,
}

/// What is to be said of an id: the worst that is true of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Nothing.
    Plain,
    /// It is smaller than one that was made earlier, of the same instant.
    Smaller,
    /// It is ahead of its worker's clock.
    Borrowed,
    /// Its instant is before that of one that was made earlier.
    Late,
    /// It had been made before.
    Twin,
}

impl Shown {
    /// Reads a frame.
    pub fn of(frame: &Frame<'_, Snowflake>) -> Shown {
        let Frame { model, state, now, .. } = *frame;
        let per_tick = model.layout.per_tick();
        let is_crowd = per_tick > STACK_MAX;
        let past = &state.past.0;
        let lanes = (0..).zip(&state.workers).map(|(place, one)| lane(frame, place, one, is_crowd));
        let crowd =
            if is_crowd { past.disorder.recent().rev().take(CROWD).collect() } else { vec![] };
        Shown {
            layout: model.layout,
            right_us: (now + model.bound).as_micros() as i64,
            tick_us: model.tick().as_micros() as i64,
            bound_us: model.bound.as_micros() as i64,
            per_tick,
            first_tick: model.ticks(Reading(kernel::Time::ZERO)),
            lanes: lanes.collect(),
            ids: ids(frame),
            crowd: crowd.into_iter().rev().collect(),
            load: state.load,
            k: past.distance_max,
            summary: model.summary(state),
        }
    }

    /// Whether there are so many ids in a tick that each is no longer drawn.
    pub fn is_crowd(&self) -> bool {
        self.per_tick > STACK_MAX
    }

    /// The tick of a reading.
    pub fn tick(&self, reading_us: i64) -> i64 {
        reading_us.div_euclid(self.tick_us)
    }

    /// A tick as a person reads it: since the epoch, and of many digits the last.
    pub fn name_tick(&self, tick: u64) -> String {
        if tick < 1_000_000 { tick.to_string() } else { format!("…{:04}", tick % 10_000) }
    }
}

/// The ids that were made last, oldest first.
fn ids(frame: &Frame<'_, Snowflake>) -> Vec<Id> {
    let mut nth = 0;
    let mut before = 0;
    let ids = frame.recent.iter().filter_map(|told| {
        let Fact::Made(made) = &told.fact else { return None };
        nth = if told.step == before { nth + 1 } else { 0 };
        before = told.step;
        Some(id((told.step, nth), made, frame.now.since(told.at)))
    });
    ids.collect()
}

fn id(key: (u64, u64), made: &Made, age: Span) -> Id {
    Id {
        key,
        id: made.id,
        by: made.worker,
        at_us: made.stamp.at.0.as_micros() as i64,
        parts: (made.parts.ticks, made.parts.worker, made.parts.sequence),
        note: match made.late {
            _ if made.twin.is_some() => Note::Twin,
            Some(_) => Note::Late,
            None if made.ahead_us > made.error_us => Note::Borrowed,
            None if made.larger > 0 => Note::Smaller,
            None => Note::Plain,
        },
        age,
    }
}

fn lane(frame: &Frame<'_, Snowflake>, place: u8, one: &Worker, is_crowd: bool) -> Lane {
    let Frame { model, state, now, .. } = *frame;
    let (role, status) = status(frame, place, one);
    let ledger = state.ledgers.get(usize::from(one.number)).filter(|_| is_crowd);
    let bars = ledger.into_iter().flat_map(|ledger| ledger.kept().rev().take(BARS));
    let same = state.workers.iter().filter(|other| other.number == one.number).count();
    Lane {
        name: ["W", &worker(place)[1..]].concat(),
        number: one.number,
        is_alike: same > 1,
        is_up: one.is_up,
        error_us: one.clock.error_us(now, model.bound),
        pace: one.clock.pace(),
        role,
        status,
        queue: (one.waiting, model.room),
        bars: bars.map(|used| (used.at.0.as_micros() as i64, u64::from(used.last) + 1)).collect(),
        menu: menu::of_worker(model, state, place),
    }
}

/// How a worker is: its role, and words with a sign.
fn status(frame: &Frame<'_, Snowflake>, place: u8, one: &Worker) -> (&'static str, String) {
    let Frame { model, now, .. } = *frame;
    if !one.is_up {
        return ("lost", "✕ crashed".to_owned());
    }
    match one.stall {
        Some(Stall::Exhausted) => return ("wait", "◷ stalls: its tick is full".to_owned()),
        Some(Stall::Behind) => return ("wait", "◷ waits for its clock".to_owned()),
        Some(Stall::Recovering) => return ("wait", "◷ waits out a tick".to_owned()),
        None => {}
    }
    let clock = model.ticks(one.clock.reading(now, model.bound));
    let ahead = one.last.map_or(0, |last| model.ticks(last.at).saturating_sub(clock));
    let ticks = || count(ahead, "tick");
    let is_refusing = match model.policy {
        _ if ahead == 0 => false,
        Policy::Refuse | Policy::Reset => true,
        Policy::Borrow { ahead: lent } => ahead > lent,
        Policy::Wait => false,
    };
    let has_refused = frame
        .recent
        .iter()
        .rev()
        .take_while(|told| now.since(told.at) < REFUSAL)
        .any(|told| matches!(told.fact, Fact::Refused { worker, .. } if worker == place));
    match (ahead, is_refusing, has_refused) {
        (0, _, _) => ("ok", "✓ makes ids".to_owned()),
        (_, true, true) => ("lost", ["✕ refused: ", &ticks(), " behind"].concat()),
        (_, true, false) => ("lost", ["✕ would refuse: ", &ticks(), " behind"].concat()),
        (_, false, _) if model.policy == Policy::Wait => {
            ("wait", ["◷ ", &ticks(), " behind its last id"].concat())
        }
        (_, false, _) => ("wait", ["↗ borrows: ", &ticks(), " ahead"].concat()),
    }
}
