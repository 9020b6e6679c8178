//! What a person does most: posting, reading, turning the page, adding a shard.

use super::shown::{Shown, User};
use crate::face::Hand;
use widgets::tag;
use widgets::tag::Tag;
use yew::Callback;

/// Draws the buttons. Reading as somebody shows what they read from then on, until another is
/// chosen; `reader` is who was chosen.
pub fn controls(
    shown: &Shown,
    reader: Option<usize>,
    read_as: &Callback<Option<usize>>,
    hand: &Hand,
) -> Tag {
    let now = reader.unwrap_or(shown.latest);
    let post = |(nth, user): (usize, &User)| {
        let label = format!("Post as {}", user.name);
        small(&user.name, label, user.deeds.post.clone(), hand, move || {}).key(nth)
    };
    let read = |(nth, user): (usize, &User)| {
        let (label, read_as) =
            (format!("Read the home timeline of {}", user.name), read_as.clone());
        let choose = move || read_as.emit(Some(nth));
        let button = small(&user.name, label, user.deeds.home.clone(), hand, choose);
        tag!(span, class: if nth == now { "here" } else { "" }).key(nth).child(button)
    };
    let next = shown.users.get(now).and_then(|user| user.deeds.next.clone());
    let (read_as, keep) = (read_as.clone(), move || {});
    let whoever = reader.is_some().then(|| {
        tag!(button, "type": "button", class: "small")
            .on_click(move |_| read_as.emit(None))
            .text("Whoever reads last")
    });
    tag!(div, class: "controls")
        .child(group("Post as").children(shown.users.iter().enumerate().map(post)))
        .child(group("Read as").children(shown.users.iter().enumerate().map(read)).maybe(whoever))
        .child(
            tag!(div, class: "group")
                .child(small("Next page", "Next page".to_owned(), next, hand, keep))
                .child(small(
                    "Add a shard",
                    "Add a shard".to_owned(),
                    shown.add.clone(),
                    hand,
                    keep,
                )),
        )
}

fn group(name: &'static str) -> Tag {
    tag!(div, class: "group", role: "group", "aria-label": name)
        .child(tag!(span, class: "name", "aria-hidden": "true").text(name))
}

/// A button that does an action where it can be done, and something on the page besides.
fn small(
    text: &str,
    label: String,
    act: Option<String>,
    hand: &Hand,
    beside: impl Fn() + 'static,
) -> Tag {
    let hand = hand.act.clone();
    let is_off = act.is_none();
    tag!(button, "type": "button", class: "small", "aria-label": label, disabled: is_off)
        .on_click(move |_| {
            beside();
            if let Some(act) = &act {
                hand.emit(act.clone());
            }
        })
        .text(text.to_owned())
}
