//! A small picture for the gallery: the buffer's cells between the threads.

use kernel::Frame;
use widgets::circle::Place;
use widgets::lock::Lock;
use widgets::tag;
use widgets::tag::Tag;

use super::words::class;
use crate::blocking_queue::BlockingQueue;
use crate::blocking_queue::parameters::{Role, Thread};
use crate::face::Scene;

/// Cells that are drawn.
const CELLS: usize = 12;

/// Draws it.
pub fn thumb(frame: &Frame<'_, BlockingQueue>, scene: &Scene) -> Tag {
    let (model, state) = (frame.model, frame.state);
    let width = f64::from(scene.width);
    let height = width * 0.5;
    let middle = Place { x: width / 2.0, y: height / 2.0 };
    let cells = usize::from(model.capacity).min(CELLS);
    let side = (width * 0.4 / cells as f64).min(height * 0.2);
    let right = middle.x + side * cells as f64 / 2.0;
    let items = state.buffers[0].ring.items().count();
    let cell = |at: usize| {
        let class = if at < items { "slot full" } else { "slot" };
        tag!(rect, class: class, x: right - (at + 1) as f64 * side + 2.0, y: middle.y - side / 2.0,
            width: side - 4.0, height: side - 4.0, rx: "3")
        .key(at)
    };
    let of = |role: Role| -> Vec<Thread> {
        (0..model.threads()).filter(|thread| model.role(*thread) == role).collect()
    };
    let seats = [(of(Role::Producer), width * 0.16), (of(Role::Consumer(0)), width * 0.84)];
    let seats = seats.into_iter().flat_map(|(threads, x)| {
        let room = height / (threads.len() + 1) as f64;
        let seat = move |(rank, thread): (usize, Thread)| {
            let class = ["seat ", class(state, thread)].concat();
            let radius = (room * 0.32).min(height * 0.1);
            tag!(circle, class: class, cx: x, cy: room * (rank + 1) as f64, r: radius)
                .key(u64::from(thread))
        };
        threads.into_iter().enumerate().map(seat).collect::<Vec<Tag>>()
    });
    let lock = Lock {
        at: Place { x: middle.x, y: middle.y - side / 2.0 - 16.0 },
        is_held: state.buffers[0].holder.is_some(),
    };
    tag!(svg, class: "picture blocking-queue-thumb", width: width, height: height)
        .child(tag!(g).children((0..cells).map(cell)))
        .child(lock.draw())
        .child(tag!(g).children(seats))
}
