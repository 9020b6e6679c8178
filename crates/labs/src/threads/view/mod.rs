//! The face of the lab: threads on their sheets, what they share, the machine, and the past.

mod cards;
mod curves;
mod history;
mod layout;
mod machine;
mod shared;
mod shown;

use kernel::Frame;
use widgets::lanes::Lanes;
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;
use yew::{Html, html};

use self::curves::Curves;
use self::layout::{Layout, WIDE};
use self::shown::{How, Shown};
use crate::face::{Face, Scene};
use crate::lab::Lab;
use crate::real::Real;
use crate::threads::Threads;
use crate::threads::real::REAL;

/// The space around the picture, as in the style sheet.
const MARGIN: u32 = 20;
/// And on a phone.
const MARGIN_NARROW: u32 = 8;

impl Face for Threads {
    const STYLE: &'static str =
        concat!(include_str!("../style.css"), include_str!("../real/style.css"));
    const REAL: Option<Real> = Some(REAL);

    fn stage(frame: &Frame<'_, Threads>, scene: &Scene) -> Html {
        let shown = shown::threads(frame);
        if scene.is_thumb {
            return thumb(frame, &shown, scene.width);
        }
        let is_wide = scene.width >= WIDE as u32 + 2 * MARGIN;
        let margin = if is_wide { MARGIN } else { MARGIN_NARROW };
        let width = scene.width.saturating_sub(2 * margin).max(240);
        let curves = frame.model.setup.program.is_measured().then(|| {
            let width = width.min(560);
            html!(<Curves model={frame.model.clone()} {width} />)
        });
        tag!(div, class: if is_wide { "threads wide" } else { "threads narrow" })
            .child(picture(frame, &shown, scene, width))
            .child(caption(&shown))
            .child(history::lanes(frame, &shown, width, is_wide).draw())
            .child(legend())
            .child(tag!(div).maybe(curves))
            .into()
    }
}

/// The small picture of the gallery: the past alone.
fn thumb(frame: &Frame<'_, Threads>, shown: &[Shown], width: u32) -> Html {
    let lanes = history::lanes(frame, shown, width.saturating_sub(24), false);
    let lanes = Lanes { is_bare: true, ..lanes };
    tag!(div, class: "threads thumb-lanes").child(lanes.draw()).into()
}

/// Threads, what they share, and the machine.
fn picture(frame: &Frame<'_, Threads>, shown: &[Shown], scene: &Scene, width: u32) -> Tag {
    let Frame { model, state, .. } = *frame;
    let layout = Layout::of(model, width.into());
    let height = layout.height;
    let view = format!("0 0 {width} {}", length(height));
    let deed = &scene.hand.deed;
    let card = |shown: &Shown| cards::card((model, state), &layout, shown, deed);
    let table = layout.table.map(|table| {
        tag!(circle, class: "table", cx: table.centre.x, cy: table.centre.y, r: table.radius)
    });
    tag!(svg, class: "picture threads-picture", role: "group", "aria-label": model.summary(state),
        width: width, height: height, viewBox: view)
    .child(shared::processes(model, state, &layout))
    .maybe(table)
    .child(shared::memory(state, &layout))
    .child(shared::edges(model, state, &layout))
    .child(shared::locks(model, state, &layout))
    .children(shown.iter().map(card))
    .child(shared::messages(frame, &layout))
    .child(machine::machine(model, state, &layout))
}

/// Concurrency and parallelism in two numbers.
fn caption(shown: &[Shown]) -> Tag {
    let count = |which: fn(How) -> bool| shown.iter().filter(|shown| which(shown.how)).count();
    let begun = count(|how| matches!(how, How::Runs | How::Ready | How::Waits | How::Blocked));
    let running = count(|how| how == How::Runs);
    tag!(p, class: "caption")
        .child(tag!(b).text(begun))
        .text(if begun == 1 { " has" } else { " have" })
        .text(" begun and not ended: that is concurrency. ")
        .child(tag!(b).text(running))
        .text(if running == 1 { " runs" } else { " run" })
        .text(" at this instant: that is parallelism.")
}

/// What the lanes mean.
fn legend() -> Tag {
    let keys = [
        ("runs", "runs"),
        ("switches", "the core switches"),
        ("ready", "ready, no core"),
        ("waits", "waits for an answer"),
        ("blocked", "waits for another thread"),
    ];
    let key = |(class, label): (&'static str, &'static str)| {
        let class = format!("span {class}");
        let sample =
            tag!(g, class: class).child(tag!(rect, y: "1", width: "22", height: "10", rx: "2"));
        let picture =
            tag!(svg, class: "picture lanes", width: "22", height: "12", "aria-hidden": "true");
        tag!(li).key(label).child(picture.child(sample)).text(label)
    };
    tag!(ul, class: "legend", "aria-label": "Legend").children(keys.into_iter().map(key))
}
