//! A disjunct as a button in the picture.

use widgets::circle::Place;
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::text_width;
use yew::{Callback, KeyboardEvent};

use super::super::spec::Action;
use super::super::telling;

/// The height of a button with words.
pub const HEIGHT: f64 = 24.0;

/// How wide a button with these words is.
pub fn width(words: &str) -> f64 {
    text_width(words) + 18.0
}

/// A button with words, with its upper left corner at a place.
pub fn worded(at: Place, words: &'static str, action: Action, act: &Callback<String>) -> Tag {
    let width = width(words);
    around(words, action, act)
        .child(tag!(rect, class: "face", x: at.x, y: at.y, width: width, height: HEIGHT, rx: "6"))
        .child(tag!(text, class: "middle", x: at.x + width / 2.0, y: at.y + 16.0).text(words))
}

/// Makes a button, which is called so, of what is drawn into it.
pub fn around(words: &str, action: Action, act: &Callback<String>) -> Tag {
    let (click, press) = (act.clone(), act.clone());
    let pressed = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            press.emit(telling::write(action));
        }
    };
    let name = name(words, action);
    tag!(g, class: "disjunct", role: "button", tabindex: "0", "aria-label": name.clone())
        .key(telling::write(action))
        .child(tag!(title).text(name))
        .on_click(move |_| click.emit(telling::write(action)))
        .pressed(pressed.into())
}

/// Moves what is drawn to a place.
pub fn moved(at: Place) -> String {
    ["translate(", &length(at.x), " ", &length(at.y), ")"].concat()
}

/// What a button is called: the words on it, whom it is about, and the disjunct.
fn name(words: &str, action: Action) -> String {
    let whom = match action {
        Action::TmCommit | Action::TmAbort => "transaction manager".to_owned(),
        Action::TmRcvPrepared(rm)
        | Action::RmPrepare(rm)
        | Action::RmChooseToAbort(rm)
        | Action::RmRcvCommitMsg(rm)
        | Action::RmRcvAbortMsg(rm) => telling::manager(rm),
    };
    [words, ", ", &whom, ": ", &telling::disjunct(action)].concat()
}
