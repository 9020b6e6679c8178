//! The threads: a sheet each, with a name, how it is, its register and its lines.

use kernel::Deed;
use widgets::circle::Place;
use widgets::listing::{Counter, Listing};
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::text_width;
use yew::{Callback, KeyboardEvent};

use super::layout::{HEAD, Layout, Rect};
use super::shown::{How, Shown, lines};
use crate::threads::Threads;
use crate::threads::state::State;

/// The sheet of one thread. A click, or Enter, steps a thread that could go on.
pub fn card(
    (model, state): (&Threads, &State),
    layout: &Layout,
    shown: &Shown,
    deed: &Callback<Deed>,
) -> Tag {
    let Rect { x, y, width, height } = layout.threads[usize::from(shown.id)];
    let class = format!("thread {}", shown.how.class());
    tag!(g, class: class, transform: format!("translate({} {})", length(x), length(y)))
        .key(u64::from(shown.id))
        .child(face(shown, (width, height), deed))
        .child(listing((model, state), layout.lines, shown, width))
        .child(progress(shown, width, height))
}

/// The sheet with the thread's name and how it is: what is read of it, and what is clicked.
fn face(shown: &Shown, (width, height): (f64, f64), deed: &Callback<Deed>) -> Tag {
    let steps = shown.offer.is_some();
    let class = if steps { "face free" } else { "face" };
    let title = steps.then(|| tag!(title).text(format!("Step {}", shown.name)));
    let face = tag!(g, class: class, role: steps.then_some("button"),
        tabindex: steps.then_some("0"))
    .maybe(title)
    .child(tag!(rect, class: "sheet", width: width, height: height, rx: "6"))
    .child(tag!(text, class: "name", x: "10", y: "18").text(shown.name.clone()))
    .child(register(shown, width))
    .child(how(shown, width));
    match shown.offer {
        Some(offer) => steppable(face, offer, deed),
        None => face,
    }
}

/// Hears the hand that steps a thread.
fn steppable(card: Tag, offer: u32, deed: &Callback<Deed>) -> Tag {
    let (click, press) = (deed.clone(), deed.clone());
    let pressed = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            press.emit(Deed::Fire(offer));
        }
    };
    card.on_click(move |_| click.emit(Deed::Fire(offer))).pressed(pressed.into())
}

/// What is in the register, in the upper right corner.
fn register(shown: &Shown, width: f64) -> Tag {
    let text = shown.register.map(|value| format!("r = {value}"));
    tag!(text, class: "register", x: width - 10.0, y: "18").text(text)
}

/// How it is: a sign and words, or fewer where there is no room.
fn how(shown: &Shown, width: f64) -> Tag {
    let words = format!("{} {}", shown.how.sign(), shown.words);
    let words = match text_width(&words) <= width - 14.0 {
        true => words,
        false => format!("{} {}", shown.how.sign(), shown.brief),
    };
    tag!(text, class: "how", x: "10", y: "34").text(words)
}

/// Its lines, with its program counter.
fn listing((model, state): (&Threads, &State), most: usize, shown: &Shown, width: f64) -> Tag {
    if most == 0 {
        return tag!(g);
    }
    let (lines, at) = lines(model, state, shown.id, most);
    let class = match shown.how {
        How::Runs => "runs",
        How::Blocked | How::Waits => "waits",
        _ => "rests",
    };
    let counters = at.map(|line| Counter { line, name: "".into(), class });
    Listing {
        at: Place { x: 4.0, y: HEAD },
        width: width - 8.0,
        lines,
        counters: counters.into_iter().collect(),
    }
    .draw()
}

/// How much of its step, or of its wait, is behind it.
fn progress(shown: &Shown, width: f64, height: f64) -> Tag {
    let length = shown.part.map_or(0.0, |part| part * (width - 12.0));
    tag!(rect, class: "progress", x: "6", y: height - 6.0, width: length, height: "3", rx: "1.5")
}
