//! The few signs on buttons, all on a grid of sixteen by sixteen.

use widgets::tag;
use yew::prelude::*;

/// A sign on a button; the button itself carries the name.
fn icon(shape: &'static str) -> Html {
    tag!(svg, class: "icon-shape", "viewBox": "0 0 16 16", "aria-hidden": "true")
        .child(tag!(path, d: shape))
        .into()
}

/// To the start.
pub fn to_start() -> Html {
    icon("M3 3v10M13 3L5 8l8 5z")
}

/// One step back.
pub fn back() -> Html {
    icon("M11.5 3L4 8l7.5 5z")
}

/// Play.
pub fn play() -> Html {
    icon("M5 3l8 5-8 5z")
}

/// Pause.
pub fn pause() -> Html {
    icon("M4.5 3h2v10h-2zM9.5 3h2v10h-2z")
}

/// One step.
pub fn step() -> Html {
    icon("M3 3l8 5-8 5zM13 3v10")
}

/// Take away.
pub fn close() -> Html {
    icon("M4 4l8 8M12 4l-8 8")
}

/// The site's mark: a line that does not meet itself again.
pub fn mark() -> Html {
    tag!(svg, class: "mark-shape", "viewBox": "0 0 32 32", "aria-hidden": "true")
        .child(tag!(path, d: "M3 11h9M20 21h9"))
        .child(tag!(path, class: "fault", d: "M19 4 13 28"))
        .into()
}
