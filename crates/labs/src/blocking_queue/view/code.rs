//! The code that threads run, as lines, and the line on which each of them stands.

use widgets::listing::{Counter, Listing};
use yew::AttrValue;

use super::words::{class, thread_sign};
use crate::blocking_queue::parameters::{
    BlockingQueue, Conditions, Guard, Notify, Pace, Thread, WhenFull,
};
use crate::blocking_queue::state::{Doing, State};
use widgets::circle::Place;

/// A line, and what a thread is doing that stands on it.
type Line = (Doing, String);

/// The code of threads that put, or that get.
#[must_use]
pub fn lines(model: &BlockingQueue, puts: bool) -> Vec<Line> {
    let (waits_for, tells) = match (model.conditions, puts) {
        (Conditions::One, _) => ("changed", "changed"),
        (Conditions::Two, true) => ("not_full", "not_empty"),
        (Conditions::Two, false) => ("not_empty", "not_full"),
    };
    let guard = if model.guard == Guard::While { "while" } else { "if" };
    let notify = if model.notify == Notify::One { "notify" } else { "notify_all" };
    let mut lines = vec![(Doing::Enter, "lock".to_owned())];
    let waits = |subject: &str| {
        vec![
            (Doing::Test, format!("{guard} {subject}:")),
            (Doing::Wait, format!("  wait {waits_for}")),
        ]
    };
    if puts {
        lines.extend(match model.when_full {
            WhenFull::Block => waits("full"),
            WhenFull::Reject => vec![(Doing::Test, "if full: reject".to_owned())],
            WhenFull::DropNewest => vec![(Doing::Test, "if full: drop item".to_owned())],
            WhenFull::DropOldest => vec![(Doing::Test, "if full: drop oldest".to_owned())],
            WhenFull::Unbounded => vec![(Doing::Test, "if full: grow".to_owned())],
        });
    } else {
        lines.extend(waits("empty"));
    }
    let moves = if puts { "push(item)" } else { "item = pop()" };
    lines.push((Doing::Move, moves.to_owned()));
    lines.push((Doing::Notify, format!("{notify} {tells}")));
    lines.push((Doing::Unlock, "unlock".to_owned()));
    let is_timed = |pace: Pace| pace != Pace::AtOnce;
    if puts && is_timed(model.arrivals) {
        lines.insert(0, (Doing::Away, "item = make()".to_owned()));
    } else if !puts && is_timed(model.service) {
        lines.push((Doing::Away, "work(item)".to_owned()));
    }
    lines
}

/// The listing of some threads that run the same code. A single thread's own has no names in it.
#[must_use]
pub fn listing(
    model: &BlockingQueue,
    state: &State,
    puts: bool,
    threads: &[Thread],
    at: Place,
    width: f64,
) -> Listing {
    let lines = lines(model, puts);
    let is_own = threads.len() == 1;
    let counter = |thread: &Thread| {
        let worker = state.thread(*thread);
        // Outside the queue a consumer of a pipeline stands in the code of the side it comes from.
        let runs = worker.task.puts() == puts;
        let doing = match worker.doing {
            Doing::Queue => Doing::Enter,
            Doing::Sleep => Doing::Wait,
            doing => doing,
        };
        let line = lines.iter().position(|(of, _)| *of == doing).filter(|_| runs)?;
        let name = if is_own { String::new() } else { thread_sign(model, *thread) };
        Some(Counter { line, name: name.into(), class: class(state, *thread) })
    };
    let counters = threads.iter().filter_map(counter).collect();
    let lines = lines.into_iter().map(|(_, text)| AttrValue::from(text)).collect();
    Listing { at, width, lines, counters }
}
