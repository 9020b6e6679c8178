//! The face of the lab: six lanes over the same requests, their figures, and below them what is so of
//! each scheme and how likely random ids are to come twice.

mod birthday;
mod lanes;
mod layout;
mod names;
mod odds;
mod past;
mod properties;
mod words;

use kernel::Frame;
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;
use yew::{Html, html};

use self::layout::Layout;
use self::odds::Odds;
use super::IdSchemes;
use crate::face::{Face, Scene};
use crate::lab::Lab;

/// The space around the picture, as in the style sheet.
const MARGIN: u32 = 20;
/// And on a phone.
const MARGIN_NARROW: u32 = 10;
/// A stage of at least so many pixels has the wider one.
const ROOMY: u32 = 660;

impl Face for IdSchemes {
    const STYLE: &'static str = include_str!("../style.css");

    fn stage(frame: &Frame<'_, IdSchemes>, scene: &Scene) -> Html {
        if scene.is_thumb {
            let small = picture(frame, scene.width.saturating_sub(2 * MARGIN_NARROW), true);
            return tag!(div, class: "id-schemes narrow").child(small).into();
        }
        let is_roomy = scene.width >= ROOMY;
        let margin = if is_roomy { MARGIN } else { MARGIN_NARROW };
        let width = scene.width.saturating_sub(2 * margin).max(240);
        tag!(div, class: if is_roomy { "id-schemes" } else { "id-schemes narrow" })
            .child(picture(frame, width, false))
            .child(legend())
            .into()
    }

    fn below(frame: &Frame<'_, IdSchemes>, scene: &Scene) -> Option<Html> {
        let width = scene.width;
        let below = tag!(div, class: "id-schemes-below")
            .child(properties::table(frame.model.indexes))
            .child(html!(<Odds {width} />));
        Some(below.into())
    }
}

/// The lanes with all that is written beside them.
fn picture(frame: &Frame<'_, IdSchemes>, width: u32, is_bare: bool) -> Tag {
    let Frame { model, state, .. } = frame;
    let layout = Layout::of(width.into(), model.writers, is_bare);
    let height = layout.height();
    let view = format!("0 0 {width} {}", length(height));
    let class = if is_bare { "picture id-lanes bare" } else { "picture id-lanes" };
    tag!(svg, class: class, role: "img", "aria-label": model.summary(state), width: width,
        height: height, viewBox: view)
    .child(lanes::rules(&layout))
    .child(lanes::lanes(frame, &layout))
    .maybe((!is_bare).then(|| lanes::writers(frame, &layout)))
    .maybe((!is_bare).then(|| names::names(frame, &layout)))
}

/// What the signs mean.
fn legend() -> Tag {
    let key = |(sign, meaning): (&'static str, &'static str)| {
        tag!(li).key(meaning).child(tag!(b).text(sign)).text(meaning)
    };
    let keys = [
        ("━●", "wait, then an id"),
        ("━✕", "no id in time"),
        ("↓", "smaller than the id before"),
        ("✕", "given before"),
        ("a row", "bytes of its keys, with all secondary indexes"),
    ];
    tag!(ul, class: "signs", "aria-label": "Legend").children(keys.map(key))
}
