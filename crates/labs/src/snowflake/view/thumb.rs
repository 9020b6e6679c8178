//! A small picture for the gallery: strips of time with their ids and clocks. No words.

use super::layout::{HANDLE, IDS, Layout};
use super::shown::Shown;
use widgets::path::{length, path};
use widgets::tag;
use widgets::tag::Tag;

/// The width for which the picture is laid out before it is drawn small.
const LAID_OUT: f64 = 520.0;
/// The space around it.
const MARGIN: f64 = 12.0;

/// Draws it.
pub fn thumb(shown: &Shown, width: u32) -> Tag {
    let layout = Layout::bare(shown, LAID_OUT);
    let (wide, high) = (LAID_OUT + 2.0 * MARGIN, layout.height + 2.0 * MARGIN);
    let view = [-MARGIN, -MARGIN, wide, high].map(length).join(" ");
    let tall = f64::from(width) * high / wide;
    let places = 0..shown.lanes.len();
    let lane = |place: usize| {
        let clock_us = shown.right_us + shown.lanes[place].error_us;
        let (x, top) = (layout.within(clock_us), layout.strips[place]);
        let line = path(&[('M', &[x, top + 12.0]), ('V', &[top + HANDLE + IDS + 4.0])]);
        let class = if shown.lanes[place].is_up { "watch" } else { "watch down" };
        tag!(g).key(place).child(super::lanes::ids(shown, &layout, place, clock_us, true)).child(
            tag!(g, class: class)
                .child(tag!(path, class: "line", d: line))
                .child(tag!(circle, class: "face", cx: x, cy: top + 12.0, r: "11")),
        )
    };
    let truth = path(&[('M', &[layout.middle(), 0.0]), ('V', &[layout.height])]);
    tag!(svg, class: "picture flake-picture flake-thumb", role: "img", "aria-label": shown.summary.clone(),
        width: width, height: tall, viewBox: view)
    .child(tag!(path, class: "truth", d: truth))
    .child(tag!(g).children(places.map(lane)))
}
