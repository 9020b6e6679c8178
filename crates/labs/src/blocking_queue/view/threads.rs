//! Threads as sheets: name, how it is, its code with the program counter. A thread that has a step
//! booked is a button: whoever presses it is the scheduler.

use kernel::{Deed, Frame as Shot};
use widgets::circle::Place;
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::{fitted, text_width};
use yew::{Callback, KeyboardEvent};

use super::code::listing;
use super::layout::{Frame, Layout};
use super::words::{class, thread_sign, word, words};
use crate::blocking_queue::BlockingQueue;
use crate::blocking_queue::model::Event;
use crate::blocking_queue::parameters::{Role, Thread};
use crate::blocking_queue::state::Doing;
use crate::blocking_queue::telling::thread_name;
use crate::face::Scene;

/// Narrower than this there is no room for names in full.
const FULL_NAME: f64 = 120.0;

/// All threads, the hand's only while it does something.
pub fn threads(shot: &Shot<'_, BlockingQueue>, layout: &Layout, scene: &Scene) -> Vec<Tag> {
    let offers = shot.agenda.offers();
    let step = |thread: Thread| {
        let index = offers.iter().position(|booked| match booked.event {
            Event::Step(of) | Event::Ready(of) | Event::TimeOut(of) => of == thread,
        })?;
        Some((index as u32, offers[index].event))
    };
    let shown = (0..shot.model.threads()).filter(|thread| {
        shot.model.role(*thread) != Role::Hand || shot.state.thread(*thread).doing != Doing::Gone
    });
    shown.map(|thread| sheet(shot, layout, thread, step(thread), scene)).collect()
}

fn sheet(
    shot: &Shot<'_, BlockingQueue>,
    layout: &Layout,
    thread: Thread,
    step: Option<(u32, Event)>,
    scene: &Scene,
) -> Tag {
    let (model, state) = (shot.model, shot.state);
    let frame = layout.threads[usize::from(thread)];
    let how = words(model, state, thread);
    let is_narrow = frame.width < FULL_NAME;
    // Beside the name there may be an item, and the hint.
    let full = thread_name(model, thread);
    let has_room = text_width(&full) < frame.width - 90.0;
    let name = if has_room { full } else { thread_sign(model, thread) };
    let has_item = state.thread(thread).hands.0.is_some();
    let shown = match is_narrow {
        true => word(state, thread).to_owned(),
        false => fitted(&how, frame.width - if has_item { 48.0 } else { 14.0 }),
    };
    let class = ["thread ", class(state, thread), if step.is_some() { " can" } else { "" }];
    let is_own = layout.has_own_code && model.role(thread) != Role::Hand;
    let code = is_own.then(|| {
        let puts = model.role(thread) == Role::Producer;
        let at = Place { x: 6.0, y: 38.0 };
        listing(model, state, puts, &[thread], at, frame.width - 12.0).draw()
    });
    let sheet = tag!(g, class: class.concat(), transform: moved(frame))
        .key(u64::from(thread))
        .child(tag!(rect, class: "sheet", width: frame.width, height: frame.height, rx: "6"))
        .child(tag!(text, class: "name", x: "10", y: "16").text(name))
        .child(tag!(text, class: "how", x: "10", y: "31").text(shown))
        .maybe(code);
    let Some((index, event)) = step else { return sheet };
    let label = [&thread_name(model, thread), ": ", &how, ". ", verb(model, event)].concat();
    sheet.maybe(hint(frame)).child(button(frame, label, index, scene))
}

/// Lies over a sheet and fires the thread's step.
fn button(frame: Frame, label: String, index: u32, scene: &Scene) -> Tag {
    let (click, press) = (scene.hand.deed.clone(), scene.hand.deed.clone());
    tag!(rect, class: "press", role: "button", tabindex: "0", "aria-label": label,
        width: frame.width, height: frame.height, rx: "6")
    .on_click(move |_| click.emit(Deed::Fire(index)))
    .pressed(Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            press.emit(Deed::Fire(index));
        }
    }))
}

/// Says on a sheet that pressing it does something, where there is room beside an item.
fn hint(frame: Frame) -> Option<Tag> {
    let hint = tag!(text, class: "hint end", x: frame.width - 40.0, y: "16");
    (frame.width >= FULL_NAME).then(|| hint.text("step ▸"))
}

/// What pressing a thread does.
fn verb(model: &BlockingQueue, event: Event) -> &'static str {
    match event {
        Event::Step(_) => "Take its next step",
        Event::Ready(thread) if model.role(thread) == Role::Producer => "Let its item be made",
        Event::Ready(_) => "Let its work be done",
        Event::TimeOut(_) => "Let its patience end",
    }
}

/// The code that threads share.
pub fn shared_code(shot: &Shot<'_, BlockingQueue>, layout: &Layout) -> Vec<Tag> {
    let code = |shared: &super::layout::Shared| {
        let Frame { width, height, .. } = shared.frame;
        let at = Place { x: 4.0, y: 4.0 };
        let listing =
            listing(shot.model, shot.state, shared.puts, &shared.threads, at, width - 8.0);
        tag!(g, class: "shared", transform: moved(shared.frame))
            .key(if shared.puts { "put" } else { "get" })
            .child(tag!(rect, class: "well", width: width, height: height, rx: "6"))
            .child(listing.draw())
    };
    layout.shared.iter().map(code).collect()
}

/// Moves the origin to a frame's upper left corner.
pub fn moved(frame: Frame) -> String {
    use widgets::path::length;
    ["translate(", &length(frame.x), " ", &length(frame.y), ")"].concat()
}
