//! The timeline: a ruler with the marks of what has been played, the playhead, and above it the
//! futures that were replaced.

use crate::hear::{self, on_click};
use crate::ruler::Ruler;
use crate::session::Msg;
use crate::still::{Part, still};
use crate::tone;
use kernel::{Ghost, Mark, Time, Tone};
use std::rc::Rc;
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// Marks nearer to each other than this share of the ruler are drawn as one, in hundredths of a
/// percent.
const BIN: f64 = 0.4;

/// What a timeline shows, and who hears it.
pub struct Timeline<'a> {
    /// The instant shown.
    pub at: Time,
    /// How far the run has been played.
    pub reach: Time,
    /// Marks of all that has been played.
    pub marks: Rc<[Mark]>,
    /// The futures that were replaced.
    pub ghosts: Rc<[Ghost]>,
    /// Hears what is asked.
    pub on: &'a Callback<Msg>,
}

/// The ruler under a stage.
pub fn timeline(props: Timeline<'_>) -> Html {
    let Timeline { at, reach, marks, ghosts, on } = props;
    let far = ghosts.iter().map(|ghost| ghost.end.at).fold(reach, Time::max);
    let ruler = Ruler::reaching(far.max(at));
    let line = |class: &'static str, to: String| tag!(line, class: class, x1: "0", x2: to, y1: "24", y2: "24");
    let drawn = tag!(svg, class: "ruler", "aria-hidden": "true")
        .child(line("track", percent(100.0)))
        .child(line("played", percent(ruler.percent(reach))))
        .child(line("passed", percent(ruler.percent(at))))
        .child(still(Part::Marks(ruler, marks), on))
        .child(still(Part::GhostLines(ruler, ghosts), on));
    tag!(div, class: "timeline").child(drawn).child(scrub(at, &ruler, on)).into()
}

fn percent(value: f64) -> String {
    length(value) + "%"
}

/// The handle: a slider, so that keyboards and screen readers find what they know. Its arrow keys
/// go by steps of the run and not by instants.
fn scrub(at: Time, ruler: &Ruler, on: &Callback<Msg>) -> Tag {
    let seek = on.reform(|event: InputEvent| {
        Msg::Seek(Time::from_micros(hear::input(&event).value_as_number() as u64))
    });
    let on = on.clone();
    let walk = Callback::from(move |event: KeyboardEvent| {
        let msg = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => Msg::Back,
            "ArrowRight" | "ArrowUp" => Msg::Step,
            "PageDown" => Msg::MarkBefore,
            "PageUp" => Msg::MarkAfter,
            "Home" => Msg::ToStart,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        on.emit(msg);
    });
    tag!(input, class: "scrub", "type": "range", "aria-label": "Playhead", min: "0", step: "1",
        max: ruler.end().as_micros(), "aria-valuetext": at.to_string())
    .value(at.as_micros().to_string().into())
    .typed(seek)
    .pressed(walk)
}

/// Divisions of time, and what happened.
pub fn marks(ruler: &Ruler, marks: &[Mark]) -> Html {
    let ticks = ruler.ticks().map(|tick| {
        tag!(svg, class: "tick", x: percent(ruler.percent(tick)))
            .key(tick.as_micros())
            .child(tag!(line, y1: "21", y2: "27"))
            .child(tag!(text, y: "44", "text-anchor": anchor(ruler, tick)).text(ruler.label(tick)))
    });
    let events = thinned(ruler, marks).into_iter().map(|(at, mark)| {
        let (top, foot) = if mark.tone == Tone::Plain { ("19", "29") } else { ("15", "33") };
        let class = ["event ", tone::class(mark.tone)].concat();
        let x = percent(at);
        // Marks of two runs may share a step; at one place there is one mark alone.
        let key = mark.at.as_micros();
        tag!(line, class: class, x1: x.clone(), x2: x, y1: top, y2: foot).key(key)
    });
    tag!(g).child(tag!(g).children(ticks)).child(tag!(g).children(events)).into()
}

/// The first and the last label stay within the ruler.
fn anchor(ruler: &Ruler, tick: Time) -> &'static str {
    match tick {
        Time::ZERO => "start",
        tick if tick == ruler.end() => "end",
        _ => "middle",
    }
}

/// One mark for each place that the eye can tell apart: the one whose role matters most.
fn thinned<'a>(ruler: &Ruler, marks: &'a [Mark]) -> Vec<(f64, &'a Mark)> {
    let mut kept: Vec<(f64, &Mark)> = Vec::new();
    for mark in marks {
        let at = ruler.percent(mark.at);
        match kept.last_mut() {
            Some(last) if at - last.0 < BIN => {
                if mark.tone > last.1.tone {
                    last.1 = mark;
                }
            }
            _ => kept.push((at, mark)),
        }
    }
    kept
}

/// The futures that were replaced, as dotted lines above the ruler. What they do under a pointer
/// the list below the ruler does for everybody.
pub fn ghost_lines(ruler: &Ruler, ghosts: &[Ghost], on: &Callback<Msg>) -> Html {
    let lines = ghosts.iter().enumerate().map(|(nth, ghost)| {
        let from = percent(ruler.percent(ghost.from.at));
        let to = percent(ruler.percent(ghost.end.at));
        let y = 12usize.saturating_sub(4 * nth).max(3);
        let line = |class: Option<&'static str>, to: String, y1: usize| {
            tag!(line, class: class, x1: from.clone(), x2: to, y1: y1, y2: y)
        };
        tag!(g, class: "ghost")
            .key(nth)
            .clicked(on_click(on, Msg::Revive(nth)))
            .child(line(Some("grip"), to.clone(), y))
            .child(line(None, from.clone(), 24))
            .child(line(None, to, y))
            .child(tag!(title).text(ghost_label(ghost)))
    });
    tag!(g).children(lines).into()
}

fn ghost_label(ghost: &Ghost) -> String {
    format!("Another future, from {} to {}", ghost.from.at, ghost.end.at)
}

/// The futures that were replaced: to go back to, or to forget.
pub fn ghost_list(ghosts: &[Ghost], on: &Callback<Msg>) -> Html {
    let rows = ghosts.iter().enumerate().map(|(nth, ghost)| {
        let button = |word: &'static str, wish: Msg| {
            tag!(button, class: "plain").clicked(on_click(on, wish)).text(word)
        };
        tag!(li)
            .key(nth)
            .child(tag!(span).text(ghost_label(ghost)))
            .child(button("Return to it", Msg::Revive(nth)))
            .child(button("Forget it", Msg::Dismiss(nth)))
    });
    tag!(ul, class: "ghosts", "aria-label": "Other futures", hidden: ghosts.is_empty())
        .children(rows)
        .into()
}
