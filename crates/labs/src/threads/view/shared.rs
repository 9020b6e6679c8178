//! What threads share: processes as sheets, the counter, the locks, the inbox, and who holds and
//! awaits what.

use kernel::Frame;
use widgets::circle::Place;
use widgets::lock::{self, Lock as Glyph};
use widgets::path::path;
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::Token;

use super::layout::{Layout, Rect};
use crate::threads::Threads;
use crate::threads::model::{Event, Reason, What};
use crate::threads::program::{Id, Lock};
use crate::threads::setup::{Program, RunAs};
use crate::threads::state::{Life, State};
use crate::threads::telling;

/// The sheets of the processes, each with its name.
pub fn processes(model: &Threads, state: &State, layout: &Layout) -> Tag {
    let is_apart = model.setup.run_as == RunAs::Processes;
    let sheet = |(at, rect): (usize, &Rect)| {
        let is_down = match is_apart {
            true => state.thread(at as Id).life == Life::Crashed,
            false => state.has_crashed(),
        };
        let name = match (is_apart, is_down) {
            (true, false) => "process",
            (true, true) => "✕ process",
            (false, false) => "one process, one memory",
            (false, true) => "✕ the process crashed, with everybody in it",
        };
        let class = if is_down { "process down" } else { "process" };
        tag!(g, class: class)
            .key(at as u64)
            .child(
                tag!(rect, x: rect.x, y: rect.y, width: rect.width, height: rect.height, rx: "8"),
            )
            .child(tag!(text, x: rect.x + 10.0, y: rect.y + 15.0).text(name))
    };
    tag!(g, class: "processes")
        .children(layout.processes.iter().enumerate().map(sheet))
        .child(interpreter(model, state, layout))
}

/// The interpreter's lock, on the sheet of the process that it locks.
fn interpreter(model: &Threads, state: &State, layout: &Layout) -> Tag {
    if model.setup.run_as != RunAs::InterpreterLock {
        return tag!(g);
    }
    let holder = state.room.running().next();
    let text = match holder {
        Some(id) => format!("interpreter lock: {}", model.script(id).name),
        None => "interpreter lock: free".to_owned(),
    };
    let at = Place { x: layout.width - 20.0, y: 14.0 };
    let class = if holder.is_some() { "interpreter held" } else { "interpreter" };
    tag!(g, class: class)
        .child(Glyph { at, is_held: holder.is_some() }.draw())
        .child(tag!(text, class: "end", x: at.x - 12.0, y: "19").text(text))
}

/// Counter and inbox.
pub fn memory(state: &State, layout: &Layout) -> Tag {
    tag!(g, class: "memory")
        .maybe(layout.counter.map(|at| counter(state, at)))
        .maybe(layout.inbox.map(|at| inbox(state, at)))
}

/// The locks, each on what it locks.
pub fn locks(model: &Threads, state: &State, layout: &Layout) -> Tag {
    let lock = |lock: Lock| named_lock((model, state), layout, lock).key(u64::from(lock));
    tag!(g, class: "locks").children((0..layout.locks.len() as Lock).map(lock))
}

fn counter(state: &State, at: Place) -> Tag {
    let lost = state.added.saturating_sub(state.counter);
    let note = match lost {
        0 => format!("of {} so far", state.added),
        lost => format!("✕ {lost} of {} lost", state.added),
    };
    let class = if lost == 0 { "counter" } else { "counter lost" };
    let text = |class: &'static str, down: f64| tag!(text, class: class, x: at.x, y: at.y + down);
    tag!(g, class: class)
        .child(tag!(rect, x: at.x - 64.0, y: at.y - 30.0, width: "128", height: "60", rx: "6"))
        .child(text("middle soft", -11.0).text("counter"))
        .child(text("middle number", 11.0).text(u32::from(state.counter)))
        .child(text("middle note", 25.0).text(note))
}

fn inbox(state: &State, at: Place) -> Tag {
    let letters = (0..u32::from(state.inbox).min(6)).map(|nth| {
        let x = at.x - 40.0 + f64::from(nth) * 14.0;
        tag!(rect, class: "letter", x: x, y: at.y - 4.0, width: "11", height: "14", rx: "2")
            .key(u64::from(nth))
    });
    tag!(g, class: "inbox")
        .child(tag!(rect, x: at.x - 50.0, y: at.y - 30.0, width: "100", height: "60", rx: "6"))
        .child(tag!(text, class: "middle soft", x: at.x, y: at.y - 15.0).text("inbox"))
        .children(letters)
        .child(
            tag!(text, class: "middle note", x: at.x, y: at.y + 24.0)
                .text(format!("{} waiting", state.inbox)),
        )
}

/// A lock with its name, where it stands alone: the counter's stands on the counter.
fn named_lock((model, state): (&Threads, &State), layout: &Layout, lock: Lock) -> Tag {
    let at = layout.locks[usize::from(lock)];
    let is_held = !state.are_locks_off && state.holders(lock).next().is_some();
    let glyph = Glyph { at, is_held }.draw();
    let name = match (model.setup.program, state.are_locks_off) {
        (_, true) => "✕ off".to_owned(),
        (Program::Counter, false) => String::new(),
        _ => telling::lock_name(model, lock),
    };
    // The counter's lock has its name within the box; at a table it lies towards the middle, out of
    // the way of the lines.
    let below = match layout.counter {
        Some(_) => Place { x: at.x + 44.0, y: at.y + 23.0 },
        None => Place { x: at.x, y: at.y + lock::HEIGHT / 2.0 + 12.0 },
    };
    let name_at = layout.table.map_or(below, |table| {
        let inside = at.towards(table.centre, 28.0 / at.distance(table.centre).max(28.0));
        Place { x: inside.x, y: inside.y + 4.0 }
    });
    let class = if state.are_locks_off { "shared off" } else { "shared" };
    let name = tag!(text, class: "middle", x: name_at.x, y: name_at.y).text(name);
    tag!(g, class: class).child(glyph).child(name)
}

/// Who holds and who awaits which lock, and which of the waits go round in a circle.
pub fn edges(model: &Threads, state: &State, layout: &Layout) -> Tag {
    let mut edges = Vec::new();
    for (lock, place) in (0..).zip(&layout.locks) {
        for holder in state.holders(lock) {
            let from = layout.door(holder, *place);
            let is_shared = state.holders(lock).count() > 1;
            let class = if is_shared { "holds shared" } else { "holds" };
            let line = tag!(path, class: class, d: line(from, *place, 13.0));
            edges.push(line.key(format!("h{holder}-{lock}")));
        }
    }
    for (id, thread) in state.numbered() {
        if !thread.is_going() {
            continue;
        }
        if let Some(Reason::Lock(lock)) = model.waits_for(state, id)
            && let Some(place) = layout.locks.get(usize::from(lock))
        {
            let from = layout.door(id, *place);
            let is_round = is_in_a_circle(model, state, id);
            let class = if is_round { "awaits round" } else { "awaits" };
            let line = tag!(path, class: class, d: arrow(from, *place, 13.0));
            edges.push(line.key(format!("a{id}-{lock}")));
        }
    }
    tag!(g, class: "edges").children(edges)
}

/// Whether the one who holds what this thread awaits awaits something in turn, and so on, round to
/// this thread.
pub fn is_in_a_circle(model: &Threads, state: &State, id: Id) -> bool {
    let next = |id: Id| match model.waits_for(state, id)? {
        Reason::Lock(lock) => state.holders(lock).next(),
        _ => None,
    };
    let mut at = id;
    for _ in &state.threads {
        match next(at) {
            Some(holder) if holder == id => return true,
            Some(holder) => at = holder,
            None => return false,
        }
    }
    false
}

/// A line that ends so far before a place.
fn line(from: Place, to: Place, behind: f64) -> String {
    let to = to.towards(from, (behind / from.distance(to).max(1.0)).min(1.0));
    path(&[('M', &[from.x, from.y]), ('L', &[to.x, to.y])])
}

/// A line with a head, so far before its end.
fn arrow(from: Place, to: Place, behind: f64) -> String {
    let whole = from.distance(to).max(1.0);
    let tip = to.towards(from, (behind / whole).min(1.0));
    let (dx, dy) = ((to.x - from.x) / whole, (to.y - from.y) / whole);
    let wing = |side: f64| (tip.x - 7.0 * dx + side * 4.0 * dy, tip.y - 7.0 * dy - side * 4.0 * dx);
    let (left, right) = (wing(1.0), wing(-1.0));
    path(&[
        ('M', &[from.x, from.y]),
        ('L', &[tip.x, tip.y]),
        ('M', &[left.0, left.1]),
        ('L', &[tip.x, tip.y]),
        ('L', &[right.0, right.1]),
    ])
}

/// Messages on their way: each is a copy, from its sender to the inbox.
pub fn messages(frame: &Frame<'_, Threads>, layout: &Layout) -> Tag {
    let Some(inbox) = layout.inbox else { return tag!(g) };
    let flies = |booked: &kernel::Booked<Event>| {
        if booked.event != Event::Arrive {
            return None;
        }
        let sent = frame.recent.iter().rev().find_map(|told| match told.fact.what {
            What::Sent(id) if told.at == booked.born => Some(id),
            _ => None,
        });
        let sender = layout.threads.get(usize::from(sent?))?;
        let whole = booked.due.since(booked.born).as_micros().max(1) as f64;
        let part = (frame.now.since(booked.born).as_micros() as f64 / whole).min(1.0);
        let at = sender.foot().towards(Place { y: inbox.y - 34.0, ..inbox }, part);
        let token = Token { at, text: "add 1".to_owned(), is_lost: false }.draw();
        Some(tag!(g).key(booked.number()).child(token))
    };
    tag!(g, class: "messages").children(frame.agenda.iter().filter_map(flies))
}
