//! What happened, in plain words: the text twin of the picture.

use crate::hear::on_click;
use crate::session::Msg;
use crate::tone;
use kernel::Line;
use widgets::tag;
use yew::prelude::*;

/// The log: the latest facts, newest at the foot, those of the step at the playhead marked. It
/// scrolls, and so must be reachable by keyboard.
pub fn log(lines: &[Line], now: u64, on: &Callback<Msg>) -> Html {
    let mut nth = 0;
    let mut former = 0;
    let rows = lines.iter().map(|line| {
        // Facts of one step are told apart by their order within it.
        nth = if line.step == former { nth + 1 } else { 0 };
        former = line.step;
        let step = line.step;
        let tone = tone::class(line.tone);
        let class = if step == now { ["now ", tone].concat() } else { tone.to_owned() };
        let title = format!("Go to step {step}");
        let place = tag!(button, class: "place", tabindex: "-1", title: title)
            .clicked(on_click(on, Msg::SeekStep(step)))
            .text(instant(line));
        tag!(li, class: class)
            .key(format!("{step}.{nth}"))
            .child(place)
            .child(tag!(span).text(line.text.clone()))
    });
    let nothing = tag!(p, class: "empty", hidden: !lines.is_empty()).text("Nothing yet.");
    let scroll = tag!(div, class: "log", role: "log", "aria-live": "off",
        "aria-labelledby": "log-title", tabindex: "0")
    .child(tag!(ol).children(rows))
    .child(nothing);
    tag!(section, class: "panel", "aria-labelledby": "log-title")
        .child(tag!(h2, id: "log-title").text("What happened"))
        .child(scroll)
        .into()
}

/// The instant without its unit, as a ledger has it.
fn instant(line: &Line) -> String {
    let text = line.at.to_string();
    text.strip_suffix(" s").unwrap_or(&text).to_owned()
}
