//! A buffer: its lock on its edge, its cells, and who waits for what.

use kernel::Frame as Shot;
use widgets::circle::Place;
use widgets::lock::Lock;
use widgets::path::{length, path};
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::{Token, text_width};

use super::layout::{BUFFER_HEAD, CELL, Frame, Layout, cells, is_roomy, row_height};
use super::threads::moved;
use super::words::{condition, thread_sign};
use crate::blocking_queue::BlockingQueue;
use crate::blocking_queue::parameters::{Conditions, Lock as Passing, Thread, WhenFull};
use crate::blocking_queue::state::{Buffer, Doing};
use crate::blocking_queue::telling::thread_name;

/// The buffer of a stage.
pub fn buffer(shot: &Shot<'_, BlockingQueue>, layout: &Layout, stage: usize) -> Tag {
    let (model, state) = (shot.model, shot.state);
    let (frame, shown) = (layout.buffers[stage], &state.buffers[stage]);
    let class = match (state.is_dead, shown.is_closed) {
        (true, _) => "buffer dead",
        (false, true) => "buffer closed",
        (false, false) => "buffer",
    };
    let rows = cells(model).div_ceil(layout.columns) as f64;
    let below = BUFFER_HEAD + rows * CELL + 6.0;
    let at_the_door: Vec<Thread> = match model.lock {
        Passing::HandOver => shown.entry.clone(),
        Passing::Barging => {
            let is_here = |thread: &Thread| usize::from(state.thread(*thread).at) == stage;
            state.all(Doing::Enter).filter(is_here).collect()
        }
    };
    let door = if model.lock == Passing::HandOver { "queue for lock" } else { "want the lock" };
    let mut waiting = vec![(door, at_the_door, "door")];
    waiting.push((condition(model, true), shown.not_full.clone(), "asleep"));
    if model.conditions == Conditions::Two {
        waiting.push((condition(model, false), shown.not_empty.clone(), "asleep"));
    }
    let wide = is_roomy(frame.width);
    let rows = waiting.into_iter().enumerate().map(|(at, (name, threads, class))| {
        let y = below + at as f64 * row_height(frame.width);
        queue(model, name, &threads, class, Place { x: 10.0, y }, frame.width - 20.0, wide)
    });
    tag!(g, class: class, transform: moved(frame))
        .key(stage)
        .child(tag!(rect, class: "sheet", width: frame.width, height: frame.height, rx: "10"))
        .child(head(model, shown, stage, frame, state.is_dead))
        .child(slots(model, layout, stage))
        .child(tag!(g).children(rows))
}

/// The lock, who has it, and how full it is.
fn head(model: &BlockingQueue, shown: &Buffer, stage: usize, frame: Frame, is_dead: bool) -> Tag {
    let holder = match shown.holder {
        None => "free".to_owned(),
        Some(thread) if is_roomy(frame.width) => thread_name(model, thread),
        Some(thread) => thread_sign(model, thread),
    };
    let pill = i32::from(shown.ring.pill.is_some());
    let count = shown.ring.count - pill;
    let full = match model.when_full {
        WhenFull::Unbounded if !is_roomy(frame.width) => format!("{count}"),
        WhenFull::Unbounded => format!("{count}, memory for {}", model.memory),
        _ if is_roomy(frame.width) => format!("{count} of {}", model.capacity),
        _ => format!("{count}/{}", model.capacity),
    };
    let state = match (is_dead, shown.is_closed) {
        (true, _) if is_roomy(frame.width) => "✕ the process is dead".to_owned(),
        (true, _) => "✕ dead".to_owned(),
        (false, true) if is_roomy(frame.width) => format!("closed · {full}"),
        (false, true) => "closed".to_owned(),
        (false, false) if model.stages > 1 && is_roomy(frame.width) => {
            format!("stage {} · {full}", stage + 1)
        }
        (false, false) => full,
    };
    let lock = Lock { at: Place { x: 20.0, y: 22.0 }, is_held: shown.holder.is_some() };
    let class = if shown.holder.is_some() { "holder held" } else { "holder" };
    tag!(g, class: "head")
        .child(lock.draw())
        .child(tag!(text, class: class, x: "34", y: "26").text(holder))
        .child(tag!(text, class: "count end", x: frame.width - 10.0, y: "26").text(state))
}

/// The empty cells, by rows from the right, and the way through them.
fn slots(model: &BlockingQueue, layout: &Layout, stage: usize) -> Tag {
    let frame = layout.buffers[stage];
    let (width, height) = (layout.cell - 4.0, CELL - 4.0);
    let slot = |at: usize| {
        let place = layout.cell(stage, at);
        tag!(rect, class: "slot", x: place.x - frame.x - width / 2.0,
            y: place.y - frame.y - height / 2.0, width: width, height: height, rx: "4")
        .key(at)
    };
    let y = BUFFER_HEAD + CELL / 2.0;
    let way = path(&[
        ('M', &[0.0, y]),
        ('H', &[frame.width]),
        ('M', &[frame.width - 7.0, y - 4.0]),
        ('l', &[6.0, 4.0]),
        ('l', &[-6.0, 4.0]),
    ]);
    tag!(g)
        .child(tag!(path, class: "way", d: way))
        .child(tag!(g).children((0..cells(model)).map(slot)))
}

/// A queue of threads: its name, and a token for each.
fn queue(
    model: &BlockingQueue,
    name: &'static str,
    threads: &[Thread],
    class: &'static str,
    at: Place,
    width: f64,
    is_wide: bool,
) -> Tag {
    let sign = if class == "asleep" { "☾ " } else { "" };
    let row = tag!(g, class: "queue", transform: translated(at))
        .key(name)
        .child(tag!(text, class: "soft", y: "14").text([sign, name].concat()));
    if !is_wide {
        // There is no room for tokens: signs alone, on a line of their own.
        let signs: Vec<String> = threads.iter().map(|t| thread_sign(model, *t)).collect();
        let most = ((width / text_width("w1.1 ")) as usize).max(1);
        let text = match signs.len() {
            0 => "–".to_owned(),
            n if n > most => format!("{} +{}", signs[..most - 1].join(" "), n - (most - 1)),
            _ => signs.join(" "),
        };
        return row.child(tag!(text, class: class, x: "12", y: "28").text(text));
    }
    let first = 96.0;
    let mut x = first;
    let mut tokens = Vec::new();
    for (rank, thread) in threads.iter().enumerate() {
        let text = thread_sign(model, *thread);
        let half = (text_width(&text) + 16.0) / 2.0;
        if x + 2.0 * half > width && rank + 1 < threads.len() {
            let more = format!("+{}", threads.len() - rank);
            tokens.push(tag!(text, class: "soft", x: x, y: "14").key("more").text(more));
            break;
        }
        let token = Token { at: Place { x: x + half, y: 10.0 }, text, is_lost: false };
        tokens.push(tag!(g, class: class).key(u64::from(*thread)).child(token.draw()));
        x += 2.0 * half + 4.0;
    }
    let none = threads.is_empty().then(|| tag!(text, class: "soft", x: first, y: "14").text("–"));
    row.child(tag!(g).children(tokens)).maybe(none)
}

fn translated(at: Place) -> String {
    ["translate(", &length(at.x), " ", &length(at.y), ")"].concat()
}
