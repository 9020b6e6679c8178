//! The timeline: a ruler with the marks of what has been played, the playhead, and above it the
//! futures that were replaced.

use crate::ruler::Ruler;
use crate::session::Msg;
use crate::tone;
use kernel::{Ghost, Mark, Time, Tone};
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Marks nearer to each other than this share of the ruler are drawn as one, in hundredths of a
/// percent.
const BIN: f64 = 0.4;

/// Properties of [`Timeline`].
#[derive(Properties, PartialEq)]
pub struct TimelineProps {
    /// The instant shown.
    pub at: Time,
    /// How far the run has been played.
    pub reach: Time,
    /// Marks of all that has been played.
    pub marks: Rc<[Mark]>,
    /// The futures that were replaced.
    pub ghosts: Rc<[Ghost]>,
    /// Hears what is asked.
    pub on: Callback<Msg>,
}

/// The ruler under a stage.
#[component]
pub fn Timeline(props: &TimelineProps) -> Html {
    let far = props.ghosts.iter().map(|ghost| ghost.end.at).fold(props.reach, Time::max);
    let ruler = Ruler::reaching(far.max(props.at));
    let (here, reach) = (ruler.percent(props.at), ruler.percent(props.reach));
    html! {
        <div class="timeline">
            <svg class="ruler" aria-hidden="true">
                <line class="track" x1="0" x2="100%" y1="24" y2="24" />
                <line class="played" x1="0" x2={percent(reach)} y1="24" y2="24" />
                <line class="passed" x1="0" x2={percent(here)} y1="24" y2="24" />
                <Marks {ruler} marks={props.marks.clone()} />
                <Ghosts {ruler} ghosts={props.ghosts.clone()} on={props.on.clone()} />
            </svg>
            <Scrub at={props.at} {ruler} on={props.on.clone()} />
        </div>
    }
}

fn percent(value: f64) -> String {
    format!("{value}%")
}

#[derive(Properties, PartialEq)]
struct ScrubProps {
    at: Time,
    ruler: Ruler,
    on: Callback<Msg>,
}

/// The handle: a slider, so that keyboards and screen readers find what they know. Its arrow keys
/// go by steps of the run and not by instants.
#[component]
fn Scrub(props: &ScrubProps) -> Html {
    let oninput = props.on.reform(|event: InputEvent| {
        let us = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
        Msg::Seek(Time::from_micros(us as u64))
    });
    let onkeydown = {
        let on = props.on.clone();
        Callback::from(move |event: KeyboardEvent| {
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
        })
    };
    html! {
        <input class="scrub" type="range" aria-label="Playhead" min="0" step="1"
            max={props.ruler.end().as_micros().to_string()}
            value={props.at.as_micros().to_string()}
            aria-valuetext={props.at.to_string()} {oninput} {onkeydown} />
    }
}

#[derive(Properties, PartialEq)]
struct MarksProps {
    ruler: Ruler,
    marks: Rc<[Mark]>,
}

/// Divisions of time, and what happened.
#[component]
fn Marks(props: &MarksProps) -> Html {
    let ruler = props.ruler;
    let marks = thinned(&ruler, &props.marks);
    html! {
        <g>
            { for ruler.ticks().map(|tick| html! {
                <svg key={tick.as_micros()} class="tick" x={percent(ruler.percent(tick))}>
                    <line y1="21" y2="27" />
                    <text y="44" text-anchor={anchor(&ruler, tick)}>{ ruler.label(tick) }</text>
                </svg>
            }) }
            { for marks.into_iter().map(|(at, mark)| {
                let reach = if mark.tone == Tone::Plain { (19, 29) } else { (15, 33) };
                let x = percent(at);
                html! {
                    <line key={mark.step} class={classes!("event", tone::class(mark.tone))}
                        x1={x.clone()} x2={x} y1={reach.0.to_string()} y2={reach.1.to_string()} />
                }
            }) }
        </g>
    }
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

#[derive(Properties, PartialEq)]
struct GhostsProps {
    ruler: Ruler,
    ghosts: Rc<[Ghost]>,
    on: Callback<Msg>,
}

/// The futures that were replaced, as dotted lines above the ruler. What they do under a pointer
/// the list below the ruler does for everybody.
#[component]
fn Ghosts(props: &GhostsProps) -> Html {
    let lines = props.ghosts.iter().enumerate().map(|(nth, ghost)| {
        let onclick = props.on.reform(move |_: MouseEvent| Msg::Revive(nth));
        let from = percent(props.ruler.percent(ghost.from.at));
        let to = percent(props.ruler.percent(ghost.end.at));
        let y = (12usize.saturating_sub(4 * nth)).max(3).to_string();
        html! {
            <g key={nth} class="ghost" {onclick}>
                <line class="grip" x1={from.clone()} x2={to.clone()} y1={y.clone()} y2={y.clone()} />
                <line x1={from.clone()} x2={from.clone()} y1="24" y2={y.clone()} />
                <line x1={from} x2={to} y1={y.clone()} y2={y} />
                <title>{ ghost_label(ghost) }</title>
            </g>
        }
    });
    html! { <g>{ for lines }</g> }
}

fn ghost_label(ghost: &Ghost) -> String {
    format!("Another future, from {} to {}", ghost.from.at, ghost.end.at)
}

/// Properties of [`GhostList`].
#[derive(Properties, PartialEq)]
pub struct GhostListProps {
    /// The futures that were replaced.
    pub ghosts: Rc<[Ghost]>,
    /// Hears what is asked.
    pub on: Callback<Msg>,
}

/// The futures that were replaced: to go back to, or to forget.
#[component]
pub fn GhostList(props: &GhostListProps) -> Html {
    let rows = props.ghosts.iter().enumerate().map(|(nth, ghost)| {
        let revive = props.on.reform(move |_: MouseEvent| Msg::Revive(nth));
        let dismiss = props.on.reform(move |_: MouseEvent| Msg::Dismiss(nth));
        html! {
            <li key={nth}>
                <span>{ ghost_label(ghost) }</span>
                <button class="plain" onclick={revive}>{ "Return to it" }</button>
                <button class="plain" onclick={dismiss}>{ "Forget it" }</button>
            </li>
        }
    });
    html! {
        <ul class="ghosts" aria-label="Other futures" hidden={props.ghosts.is_empty()}>
            { for rows }
        </ul>
    }
}
