//! The way to something that a search has found, with the button that shows it.

use crate::hear::on_click;
use crate::session::{Msg, Watch};
use labs::search::{Way, words};
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// What a way leads to.
#[derive(Clone, Copy)]
pub enum To<'a> {
    /// The breach of this law.
    Break(&'a str),
    /// What this law wants to see.
    See(&'a str),
}

/// The button that opens a way as a run.
pub fn watch(to: To<'_>, way: &Way, on: &Callback<Msg>) -> Tag {
    let Some(link) = way.link.clone() else {
        return tag!(small, class: "error").text(
            "The way there did not come out the same when it was replayed: please report it.",
        );
    };
    let (verb, law) = match to {
        To::Break(law) => ("break", law),
        To::See(law) => ("see", law),
    };
    let length = words::way(way);
    let note = format!("the shortest way to {verb} “{law}”, found by the search: {length}");
    let watch = Watch { link, first: way.first, note };
    tag!(button, class: "watch", "aria-label": format!("Watch how to {verb} “{law}”: {length}"))
        .clicked(on_click(on, Msg::Watch(watch)))
        .text("Watch")
}
