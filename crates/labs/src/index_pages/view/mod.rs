//! The face of the lab: four trees, what each has cost, and how it came to that.

mod curves;
mod figures;
mod reality;
mod shown;
mod strips;

use self::shown::Shown;
use self::strips::strips;
use super::model::IndexPages;
use crate::face::{Face, Scene};
use crate::lab::Lab;
use kernel::Frame;
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;
use yew::{Html, html};

/// A stage of at least so many pixels has two trees beside each other.
const WIDE: u32 = 640;
/// The space around the picture, as in the style sheet; on a phone half of it.
const MARGIN: u32 = 16;
/// The space between two trees.
const GAP: u32 = 24;

impl Face for IndexPages {
    const STYLE: &'static str = concat!(include_str!("style.css"), include_str!("reality.css"));

    fn stage(frame: &Frame<'_, IndexPages>, scene: &Scene) -> Html {
        let Frame { model, state, .. } = *frame;
        if scene.is_thumb {
            return thumb(frame, scene.width).into();
        }
        let is_wide = scene.width >= WIDE;
        let margin = if is_wide { MARGIN } else { MARGIN / 2 };
        let width = scene.width.saturating_sub(2 * margin).max(240);
        let each = if is_wide { (width - GAP) / 2 } else { width };
        let shown = Shown::all(model, state, each);
        let plots = curves::plots(state, each);
        tag!(div, class: if is_wide { "index-pages wide" } else { "index-pages" })
            .child(tag!(p, class: "sum").text(model.summary(state)))
            .child(tag!(div, class: "trees").children(shown.iter().map(tree)))
            .child(legend())
            .child(figures::table(state))
            .child(tag!(div, class: "plots").children(plots.iter().map(|plot| plot.draw())))
            .into()
    }

    fn below(_: &Frame<'_, IndexPages>, scene: &Scene) -> Option<Html> {
        let is_wide = scene.width >= WIDE;
        Some(html!(<reality::Sheet {is_wide} />))
    }
}

/// One tree under its name.
fn tree(shown: &Shown) -> Tag {
    tag!(section, class: "tree", "aria-label": shown.name)
        .key(shown.name)
        .child(
            tag!(h2)
                .text(shown.name)
                .child(tag!(span).text(format!("{} bytes a key", shown.key_bytes))),
        )
        .child(strips(shown))
        .child(tag!(p).text(shown.words.clone()))
}

/// The small picture of the gallery: the leaves of four trees, and no words.
fn thumb(frame: &Frame<'_, IndexPages>, width: u32) -> Tag {
    let width = width.saturating_sub(MARGIN);
    let each = (width.saturating_sub(GAP) / 2).max(60);
    let mut shown = Shown::all(frame.model, frame.state, each);
    shown.iter_mut().for_each(Shown::keep_leaves);
    let high = shown.iter().map(strips::height).fold(0.0, f64::max);
    let tree = |(nth, shown): (u32, &Shown)| {
        let (x, y) = (nth % 2 * (each + GAP), f64::from(nth / 2) * (high + f64::from(GAP)));
        tag!(g, transform: format!("translate({x} {})", length(y))).child(strips::levels(shown))
    };
    let height = 2.0 * high + f64::from(GAP);
    let view = format!("0 0 {width} {}", length(height));
    let picture = tag!(svg, class: "picture strips", role: "img",
        "aria-label": frame.model.summary(frame.state), width: width, height: height, viewBox: view)
    .child(tag!(g).children((0..).zip(&shown).map(tree)));
    tag!(div, class: "index-pages").child(picture)
}

/// What the signs mean.
fn legend() -> Tag {
    let keys = [
        ("page in", "in memory"),
        ("page out", "on disk alone"),
        ("dirty", "changed, not yet written"),
        ("new", "begun by the last step"),
        ("way", "the way to the newest row"),
    ];
    let key = |(class, label): (&'static str, &'static str)| {
        let sample = tag!(svg, class: "picture", width: "16", height: "16", "aria-hidden": "true")
            .child(strips::sample(class));
        tag!(li).key(label).child(sample).text(label)
    };
    tag!(ul, class: "legend", "aria-label": "Legend").children(keys.into_iter().map(key))
}
