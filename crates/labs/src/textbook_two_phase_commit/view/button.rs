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
    around(action, act)
        .child(tag!(rect, class: "face", x: at.x, y: at.y, width: width, height: HEIGHT, rx: "6"))
        .child(tag!(text, class: "middle", x: at.x + width / 2.0, y: at.y + 16.0).text(words))
}

/// Makes a button of what is drawn into it.
pub fn around(action: Action, act: &Callback<String>) -> Tag {
    let (click, press) = (act.clone(), act.clone());
    let pressed = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            press.emit(telling::write(action));
        }
    };
    let name = name(action);
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

/// What a button does, and which disjunct it is.
fn name(action: Action) -> String {
    let words = match action {
        Action::TmCommit => "Decide to commit".to_owned(),
        Action::TmAbort => "Decide to abort".to_owned(),
        Action::TmRcvPrepared(rm) => format!("Hear that {} is prepared", telling::manager(rm)),
        Action::RmPrepare(rm) => format!("Prepare {}", telling::manager(rm)),
        Action::RmChooseToAbort(rm) => format!("Let {} abort by itself", telling::manager(rm)),
        Action::RmRcvCommitMsg(rm) => format!("Tell {} to commit", telling::manager(rm)),
        Action::RmRcvAbortMsg(rm) => format!("Tell {} to abort", telling::manager(rm)),
    };
    format!("{words}: {}", telling::disjunct(action))
}
