//! The face of the lab: the transaction manager, the messages that were sent, the resource managers;
//! and a button for every disjunct that is enabled.

mod button;
mod layout;
mod parts;
mod thumb;

use kernel::Frame;
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;
use yew::Html;

use self::layout::Layout;
use self::parts::Shown;
use super::TextbookTwoPhaseCommit;
use crate::face::{Face, Scene};
use crate::lab::Lab;

/// The space around the picture, as in the style sheet.
const MARGIN: u32 = 20;
/// And on a phone.
const MARGIN_NARROW: u32 = 8;

impl Face for TextbookTwoPhaseCommit {
    const STYLE: &'static str = include_str!("../style.css");

    fn stage(frame: &Frame<'_, Self>, scene: &Scene) -> Html {
        if scene.is_thumb {
            return thumb::thumb(frame, scene.width).into();
        }
        let is_wide = scene.width >= layout::WIDE + 2 * MARGIN;
        let margin = if is_wide { MARGIN } else { MARGIN_NARROW };
        let width = scene.width.saturating_sub(2 * margin).max(240);
        let class = if is_wide { "textbook wide" } else { "textbook narrow" };
        // On a phone every sheet says in words how it is.
        let legend = is_wide.then(legend);
        tag!(div, class: class).child(picture(frame, scene, width)).maybe(legend).into()
    }
}

fn picture(frame: &Frame<'_, TextbookTwoPhaseCommit>, scene: &Scene, width: u32) -> Tag {
    let layout = Layout::of(frame.model.spec.managers, width);
    let shown = Shown { frame, layout: &layout, act: &scene.hand.act };
    let view = ["0 0 ", &width.to_string(), " ", &length(layout.height)].concat();
    tag!(svg, class: "picture textbook-picture", role: "group",
        "aria-label": frame.model.summary(frame.state),
        width: width, height: layout.height, viewBox: view)
    .child(parts::shelf(&shown))
    .child(parts::wires(&shown))
    .child(parts::transaction_manager(&shown))
    .children(frame.model.spec.everybody().map(|rm| parts::column(&shown, rm)))
    .child(parts::decisions(&shown))
}

/// What the signs mean.
fn legend() -> Tag {
    let marks = [
        ("working", "·", "working"),
        ("prepared", "◷", "prepared: may not decide alone"),
        ("committed", "✓", "committed"),
        ("aborted", "✕", "aborted"),
        ("working", "", "msgs: what was sent stays sent"),
    ];
    let mark = |(class, sign, words): (&'static str, &'static str, &'static str)| {
        let class = ["sign ", class].concat();
        tag!(li)
            .key(words)
            .child(tag!(span, class: class, "aria-hidden": "true").text(sign))
            .text(words)
    };
    tag!(ul, class: "legend", "aria-label": "Legend").children(marks.into_iter().map(mark))
}
