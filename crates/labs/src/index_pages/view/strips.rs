//! The levels of a tree above each other, and the way down to the newest row.

use super::shown::{Column, Level, Shown};
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;

/// The height of an inner page.
const INNER: f64 = 14.0;
/// The height of a leaf.
const LEAF: f64 = 40.0;
/// The space above a level, in which stands what was begun and what has been changed.
const ABOVE: f64 = 14.0;

/// Draws a tree.
pub(super) fn strips(shown: &Shown) -> Tag {
    let height = height(shown);
    let view = format!("0 0 {} {}", shown.width, length(height));
    tag!(svg, class: "picture strips", role: "img", "aria-label": shown.words.clone(),
        width: shown.width, height: height, viewBox: view)
    .child(levels(shown))
}

/// How high a tree is.
pub(super) fn height(shown: &Shown) -> f64 {
    (INNER + ABOVE) * inner(shown) + LEAF + ABOVE
}

/// How many levels stand above the leaves.
fn inner(shown: &Shown) -> f64 {
    shown.levels.len().saturating_sub(1) as f64
}

/// The levels, and the way through them.
pub(super) fn levels(shown: &Shown) -> Tag {
    let inner = inner(shown);
    let mut top = 0.0;
    let (mut levels, mut way) = (Vec::new(), String::new());
    for (nth, level) in shown.levels.iter().enumerate() {
        let tall = if nth as f64 == inner { LEAF } else { INNER };
        top += ABOVE;
        levels.push(row(level, top, tall));
        if let Some(at) = level.way {
            let x = level.left + (at as f64 + 0.5) * level.pitch;
            let step = if way.is_empty() { "M" } else { "L" };
            way.push_str(&[step, &length(x), " ", &length(top), "L", &length(x), " "].concat());
            way.push_str(&length(top + tall));
        }
        top += tall;
    }
    tag!(g).child(tag!(g).children(levels)).child(tag!(path, class: "way", d: way))
}

/// A level of a tree.
fn row(level: &Level, top: f64, tall: f64) -> Tag {
    let columns = level.columns.iter().enumerate();
    tag!(g).children(columns.flat_map(|(nth, column)| {
        let x = level.left + nth as f64 * level.pitch;
        self::column(column, (x, top), (level.pitch - 1.0, tall))
    }))
}

/// Pages that stand beside each other: the room that they have, what of it is full and in memory, and
/// what of it is full and on disk alone.
fn column(column: &Column, (x, top): (f64, f64), (wide, tall): (f64, f64)) -> Vec<Tag> {
    let share = |part: u32, of: u32| f64::from(part) / f64::from(of.max(1));
    let full = tall * share(column.keys, column.room).min(1.0);
    let present = full * share(column.present, column.pages);
    let bottom = top + tall;
    let bar = |class: &'static str, from: f64, to: f64| tag!(rect, class: class, x: x, y: bottom - to, width: wide, height: to - from);
    let mut parts = vec![bar("page", 0.0, tall)];
    if present > 0.0 {
        parts.push(bar("page in", 0.0, present));
    }
    if full > present {
        parts.push(bar("page out", present, full));
    }
    let centre = x + wide / 2.0;
    if column.is_new {
        parts.push(new(centre, top - 1.0));
    } else if column.dirty > 0 {
        parts.push(dirty(centre, top - 4.0));
    }
    parts
}

fn new(x: f64, y: f64) -> Tag {
    let d = ["M", &length(x - 4.0), " ", &length(y - 8.0), "h8l-4 7z"].concat();
    tag!(path, class: "new", d: d)
}

fn dirty(x: f64, y: f64) -> Tag {
    tag!(circle, class: "dirty", cx: x, cy: y, r: "1.5")
}

/// A sign of the legend, in a square of sixteen.
pub(super) fn sample(class: &'static str) -> Tag {
    match class {
        "dirty" => dirty(8.0, 8.0),
        "new" => new(8.0, 12.0),
        "way" => tag!(path, class: "way", d: "M8 1V15"),
        class => tag!(rect, class: class, x: "2", y: "2", width: "12", height: "12"),
    }
}
