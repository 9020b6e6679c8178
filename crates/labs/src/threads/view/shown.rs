//! What is drawn of each thread: how it is, in a sign and in words, and where it is in its script.

use kernel::Frame;

use crate::threads::Threads;
use crate::threads::model::{Event, Reason};
use crate::threads::program::{Id, Op};
use crate::threads::setup::Program;
use crate::threads::state::{Life, State, Thread};
use crate::threads::telling;

/// How a thread is: its colour, its sign, its outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// On a core.
    Runs,
    /// Could go on, and has no core.
    Ready,
    /// Waits for an answer from outside.
    Waits,
    /// Waits for another thread.
    Blocked,
    /// Came to its end.
    Ended,
    /// Died or crashed.
    Down,
    /// Not started yet.
    Unborn,
}

impl How {
    /// The class of its colour.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            How::Runs => "runs",
            How::Ready => "ready",
            How::Waits => "waits",
            How::Blocked => "blocked",
            How::Ended => "ended",
            How::Down => "down",
            How::Unborn => "unborn",
        }
    }

    /// The sign beside its colour.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            How::Runs => "▸",
            How::Ready => "○",
            How::Waits => "◷",
            How::Blocked => "◆",
            How::Ended => "✓",
            How::Down => "✕",
            How::Unborn => "·",
        }
    }
}

/// One thread as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Its number.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// How it is.
    pub how: How,
    /// The same in words.
    pub words: String,
    /// And in as few as there can be.
    pub brief: String,
    /// What is in its register, where it has one.
    pub register: Option<u8>,
    /// How much of its step, or of its wait, is behind it: 0 to 1.
    pub part: Option<f64>,
    /// The index of its step among the offers, where it could take one.
    pub offer: Option<u32>,
}

/// Every thread of a frame.
pub fn threads(frame: &Frame<'_, Threads>) -> Vec<Shown> {
    let offers = frame.agenda.offers();
    let shown = |(id, thread): (Id, &Thread)| {
        let how = how(frame.state, id, frame.model.can_go_on(frame.state, id));
        let mine =
            |event: &Event| matches!(event, Event::Step(of) | Event::Answer(of) if *of == id);
        let booked = offers.iter().position(|booked| mine(&booked.event));
        let part = booked.map(|at| offers[at]).map(|booked| {
            let whole = booked.due.since(booked.born).as_micros().max(1);
            (frame.now.since(booked.born).as_micros() as f64 / whole as f64).min(1.0)
        });
        let is_moving = matches!(how, How::Runs | How::Waits);
        let steps = matches!(how, How::Runs | How::Ready);
        Shown {
            id,
            name: frame.model.script(id).name.clone(),
            how,
            words: words(frame.model, frame.state, id, how),
            brief: brief(frame.model, frame.state, id, how),
            register: register(frame.model, id, thread),
            part: part.filter(|_| is_moving),
            offer: booked.filter(|_| steps).map(|at| at as u32),
        }
    };
    frame.state.numbered().map(shown).collect()
}

fn how(state: &State, id: Id, can_go_on: bool) -> How {
    match state.thread(id).life {
        Life::Unborn => How::Unborn,
        Life::Waiting => How::Waits,
        Life::Ended => How::Ended,
        Life::Abandoned | Life::Crashed => How::Down,
        Life::Alive if state.room.core_of(id).is_some() => How::Runs,
        Life::Alive if can_go_on => How::Ready,
        Life::Alive => How::Blocked,
    }
}

fn words(model: &Threads, state: &State, id: Id, how: How) -> String {
    match how {
        How::Runs => {
            let core = state.room.core_of(id).map_or(0, |core| core + 1);
            format!("runs on core {core}")
        }
        How::Ready if model.may_run(state, id) => "ready".to_owned(),
        How::Ready => "waits for the interpreter".to_owned(),
        How::Waits => telling::reason(model, Reason::Answer),
        How::Blocked => match model.waits_for(state, id) {
            Some(reason) => telling::reason(model, reason),
            None => "waits".to_owned(),
        },
        How::Ended => "ended".to_owned(),
        How::Down if state.thread(id).life == Life::Crashed => "crashed".to_owned(),
        How::Down => "died with main".to_owned(),
        How::Unborn => "not started".to_owned(),
    }
}

/// How a thread is, where there is little room.
fn brief(model: &Threads, state: &State, id: Id, how: How) -> String {
    match (how, model.waits_for(state, id)) {
        (How::Runs, _) => format!("core {}", state.room.core_of(id).map_or(0, |core| core + 1)),
        (How::Blocked, Some(Reason::Lock(lock))) => telling::lock_name(model, lock),
        (How::Blocked, Some(Reason::End(other))) => {
            format!("waits for {}", model.script(other).name)
        }
        (How::Blocked, _) => "waits".to_owned(),
        (How::Down, _) => "crashed".to_owned(),
        _ => words(model, state, id, how),
    }
}

/// The register of a thread that reads the counter.
fn register(model: &Threads, id: Id, thread: &Thread) -> Option<u8> {
    let reads = model.setup.program == Program::Counter
        && model.script(id).ops.iter().any(|op| matches!(op, Op::Load));
    reads.then_some(thread.register)
}

/// The lines of a script around the one that is next, at most so many; and which of them that is.
pub fn lines(
    model: &Threads,
    state: &State,
    id: Id,
    most: usize,
) -> (Vec<yew::AttrValue>, Option<usize>) {
    let ops = &model.script(id).ops;
    let at = usize::from(state.thread(id).at).min(ops.len().saturating_sub(1));
    let start = at.saturating_sub(most / 2).min(ops.len().saturating_sub(most));
    let thread = state.thread(id);
    let line = |(index, op): (usize, &Op)| {
        let text = match op {
            Op::Compute(steps) if index == at && *steps > 1 && thread.done > 0 => {
                format!("compute: {} of {steps}", thread.done)
            }
            Op::Repeat { times, .. } if *times > 1 && thread.turn > 0 => {
                format!("all that: {} of {times}", thread.turn)
            }
            op => telling::line(model, index, op),
        };
        text.into()
    };
    let lines = ops.iter().enumerate().skip(start).take(most).map(line).collect();
    (lines, state.thread(id).is_going().then(|| at - start))
}
