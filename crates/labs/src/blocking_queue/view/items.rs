//! Items, wherever they are: in hands, in cells. Each is one element as long as it lives, so that it
//! flies from where it was to where it is.

use kernel::Frame as Shot;
use widgets::circle::Place;
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;

use super::layout::{ITEMS_MAX, Layout};
use crate::blocking_queue::BlockingQueue;
use crate::blocking_queue::parameters::Role;
use crate::blocking_queue::ring::Item;
use crate::blocking_queue::state::Doing;
use crate::blocking_queue::telling::item_name;

/// All items, in an order that does not change as they move.
pub fn items(shot: &Shot<'_, BlockingQueue>, layout: &Layout) -> Vec<Tag> {
    let (model, state) = (shot.model, shot.state);
    let mut placed: Vec<(Item, Place)> = Vec::new();
    for (thread, worker) in (0..).zip(&state.threads) {
        let makes = worker.doing == Doing::Away && model.role(thread) == Role::Producer;
        if let Some(item) = worker.hands.0.filter(|_| !makes) {
            placed.push((item, layout.hands(thread)));
        }
    }
    let mut pills = Vec::new();
    for (stage, buffer) in state.buffers.iter().enumerate() {
        for (behind, item) in buffer.ring.items().take(ITEMS_MAX).enumerate() {
            let place = layout.cell(stage, behind);
            match item {
                Some(item) => placed.push((item, place)),
                None => pills.push(pill(place, stage)),
            }
        }
    }
    // Keys name elements; an item that a broken queue gave twice is drawn once.
    let number = |(item, _): &(Item, Place)| (u64::from(item.number), u64::from(item.maker));
    let mut placed = kernel::order::sorted(placed, number);
    placed.dedup_by_key(|(item, _)| item.id());
    placed.into_iter().map(|(item, place)| token(model, &item, place)).chain(pills).collect()
}

fn token(model: &BlockingQueue, item: &Item, at: Place) -> Tag {
    const CLASSES: [&str; 4] = ["item of-0", "item of-1", "item of-2", "item of-3"];
    let name = item_name(model, item);
    tag!(g, class: CLASSES[usize::from(item.maker) % 4], style: translated(at))
        .key(name.clone())
        .child(tag!(rect, x: "-14", y: "-12", width: "28", height: "24", rx: "5"))
        .child(tag!(text, class: "middle", y: "4").text(name))
}

fn pill(at: Place, stage: usize) -> Tag {
    tag!(g, class: "item pill", style: translated(at))
        .key(["pill", &stage.to_string()].concat())
        .child(tag!(rect, x: "-14", y: "-10", width: "28", height: "20", rx: "10"))
        .child(tag!(text, class: "middle", y: "4").text("✕"))
}

/// A place as a style, for styles move smoothly where attributes jump.
fn translated(at: Place) -> String {
    ["transform:translate(", &length(at.x), "px,", &length(at.y), "px)"].concat()
}
