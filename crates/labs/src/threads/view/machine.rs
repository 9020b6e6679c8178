//! The machine: who waits for a core, and who is on one.

use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;

use super::layout::{Layout, MACHINE, Rect};
use crate::threads::Threads;
use crate::threads::state::State;

/// How wide the token of a thread in the queue is.
const TOKEN: f64 = 44.0;

/// The run queue and the cores.
pub fn machine(model: &Threads, state: &State, layout: &Layout) -> Tag {
    let core = |(at, rect): (usize, &Rect)| {
        let running = state.room.cores[at].running;
        let name = running.map_or("idle", |id| model.script(id).name.as_str());
        let class = if running.is_some() { "core busy" } else { "core" };
        let label = match rect.width {
            width if width < 48.0 => format!("{}", at + 1),
            _ => format!("core {}", at + 1),
        };
        tag!(g, class: class, transform: moved(rect.x, rect.y))
            .key(at as u64)
            .child(tag!(text, class: "middle soft", x: rect.width / 2.0, y: "12").text(label))
            .child(tag!(rect, y: "20", width: rect.width, height: MACHINE - 24.0, rx: "4"))
            .child(tag!(text, class: "middle", x: rect.width / 2.0, y: "43").text(name.to_owned()))
    };
    tag!(g, class: "machine")
        .child(queue(model, state, layout.queue))
        .children(layout.cores.iter().enumerate().map(core))
}

/// Those who could go on and have no core: the first in the queue is nearest to the cores.
fn queue(model: &Threads, state: &State, at: Rect) -> Tag {
    let count = state.room.queue.len();
    let room = ((at.width - 8.0) / (TOKEN + 4.0)) as usize;
    let token = |(nth, id): (usize, &u8)| {
        let x = at.width - 4.0 - (nth as f64 + 1.0) * (TOKEN + 4.0);
        tag!(g, class: "queued", transform: moved(x, 27.0))
            .key(u64::from(*id))
            .child(tag!(rect, width: TOKEN, height: "24", rx: "12"))
            .child(
                tag!(text, class: "middle", x: TOKEN / 2.0, y: "16")
                    .text(model.script(*id).name.clone()),
            )
    };
    let tokens = state.room.queue.iter().take(room).enumerate().map(token);
    let empty = (count == 0)
        .then(|| tag!(text, class: "soft", x: "10", y: "43").text("nobody waits for a core"));
    tag!(g, class: "queue", transform: moved(at.x, at.y))
        .child(tag!(text, class: "soft", x: "0", y: "12").text("run queue"))
        .child(tag!(rect, class: "tray", y: "20", width: at.width, height: MACHINE - 24.0, rx: "4"))
        .child(tag!(text, class: "soft end", x: at.width, y: "12").text("next ▸"))
        .maybe(empty)
        .child(tag!(g).children(tokens))
}

fn moved(x: f64, y: f64) -> String {
    format!("translate({} {})", length(x), length(y))
}
