//! The users: on which shard each is, and what a person does most as one of them.

use super::shards::sign;
use super::shown::{Moved, Shown, User};
use crate::face::Hand;
use widgets::circle::Place;
use widgets::tag;
use widgets::tag::Tag;
use yew::Callback;

/// What the buttons need: whose page is shown, what chooses another, and what does an action.
pub struct Desk<'a> {
    /// Whose page is shown.
    pub reader: usize,
    /// Shows the page of one, or of whoever reads last.
    pub read_as: &'a Callback<Option<usize>>,
    /// Does an action.
    pub hand: &'a Hand,
}

/// A row a user, what a change of the ring moves, and the button that adds a shard.
pub fn people(shown: &Shown, desk: &Desk<'_>) -> Tag {
    let moved = shown.moved.as_ref().map(|moved| {
        let Moved { users, of, done, expected } = moved;
        tag!(p).text(format!("{done} of {users} have moved. On average {expected} of {of} do."))
    });
    let add = button("Add a shard", "Add a shard", shown.add.clone(), desk, None);
    tag!(div, class: "people")
        .child(tag!(table).child(tag!(tbody).children(
            shown.users.iter().enumerate().map(|(nth, user)| row(shown, nth, user, desk).key(nth)),
        )))
        .maybe(moved)
        .child(add)
}

fn row(shown: &Shown, nth: usize, user: &User, desk: &Desk<'_>) -> Tag {
    let name = &user.name;
    let picture = tag!(svg, class: "picture", width: "12", height: "12", "aria-hidden": "true")
        .child(sign(user.shard, Place { x: 6.0, y: 6.0 }));
    let goes = user.to.map(|to| tag!(span, class: "goes").text(format!("→{to}")));
    let home = tag!(span, class: "home").child(picture).text(user.shard).maybe(goes);
    let reader = shown.users.get(desk.reader);
    let posts = reader.and_then(|reader| reader.deeds.posts.get(nth).cloned().flatten());
    let as_reader = reader.map_or("", |reader| &reader.name);
    let label = format!("Read the posts of {name} as {as_reader}");
    let whose = plain(button(name, &label, posts, desk, Some(desk.reader)));
    let write = button("post", &format!("Post as {name}"), user.deeds.post.clone(), desk, None);
    let label = format!("Read the home timeline of {name}");
    let read = button("read", &label, user.deeds.home.clone(), desk, Some(nth));
    tag!(tr, class: if nth == desk.reader { "here" } else { "" })
        .child(tag!(th, scope: "row").child(whose))
        .child(tag!(td).child(home))
        .child(tag!(td).child(write))
        .child(tag!(td).child(read))
}

/// As a name rather than as a button of its own.
fn plain(tag: Tag) -> Tag {
    tag!(span, class: "whose-name").child(tag)
}

/// A button that does an action where it can be done. One that reads shows whose page it is either
/// way, so it is never off.
pub fn button(
    text: &str,
    label: &str,
    act: Option<String>,
    desk: &Desk<'_>,
    reads: Option<usize>,
) -> Tag {
    let (hand, read_as) = (desk.hand.act.clone(), desk.read_as.clone());
    let is_off = act.is_none() && reads.is_none();
    tag!(button, "type": "button", class: "small", "aria-label": label.to_owned(), disabled: is_off)
        .on_click(move |_| {
            if reads.is_some() {
                read_as.emit(reads);
            }
            if let Some(act) = &act {
                hand.emit(act.clone());
            }
        })
        .text(text.to_owned())
}
