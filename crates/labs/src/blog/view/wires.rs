//! The wires, what is on them, and what ties two posts with one id.

use super::layout::{Layout, Rect};
use super::menu::{Pick, What};
use super::shards::visible;
use super::shown::{Clash, End, Message, Number, Shown};
use crate::pick::{Hear, Picked, press};
use widgets::circle::Place;
use widgets::path::{length, path};
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::{Token, text_width};

/// How far the two directions of a wire lie from its middle.
const ASIDE: f64 = 11.0;
/// How high a message is, with a gap.
const HIGH: f64 = 23.0;

/// The wires: from the reader to every shard, and from shard to shard while something is on its way
/// between them.
pub fn wires(shown: &Shown, layout: &Layout) -> Vec<Tag> {
    let out = shown.shards.iter().map(|shard| (End::App, End::Shard(shard.number), shard.is_down));
    let mut ends: Vec<(End, End, bool)> = out.collect();
    for message in &shown.messages {
        let (End::Shard(a), End::Shard(b)) = (message.from, message.to) else { continue };
        let pair = (End::Shard(a.min(b)), End::Shard(a.max(b)), false);
        if !ends.contains(&pair) {
            ends.push(pair);
        }
    }
    let wire = |(from, to, is_down): (End, End, bool)| {
        let way = layout.way(shown, from, to)?;
        let class = match (is_down, from) {
            (true, _) => "wire dead",
            (false, End::App) => "wire",
            (false, End::Shard(_)) => "wire across",
        };
        Some(tag!(path, class: class, d: way.draw()).key(format!("{from:?}{to:?}")))
    };
    ends.into_iter().filter_map(wire).collect()
}

/// The messages: each a labelled pill on its way, with a nose that says where it goes; in a crowd, a
/// dot.
pub fn messages(shown: &Shown, layout: &Layout, picked: Option<What>, pick: &Pick) -> Vec<Tag> {
    let mut taken: Vec<(Place, f64)> = Vec::new();
    let (mut dots, mut pills) = (Vec::new(), Vec::new());
    for message in &shown.messages {
        let Some(way) = layout.way(shown, message.from, message.to) else { continue };
        let width = text_width(&message.text) + 16.0;
        // It leaves from the edge of one end and comes to rest at that of the other.
        let inset = |part: f64| {
            let (_, (x, y)) = way.at(part);
            let half = if x.abs() >= y.abs() { width / 2.0 + 12.0 } else { 18.0 };
            (half / way.length().max(1.0)).min(0.4)
        };
        let (first, last) = (inset(0.0), inset(1.0));
        let (at, heading) = way.beside(ASIDE).at(first + (1.0 - first - last) * message.part);
        let free = free(&taken, at, width, layout.field(message));
        taken.extend(free.map(|place| (place, width)));
        let (place, width) =
            free.map_or((way.beside(ASIDE).at(message.part).0, None), |place| (place, Some(width)));
        let is_picked = picked == Some(What::Message(message.number));
        // Dots lie below what is to be read.
        let layer = if width.is_some() { &mut pills } else { &mut dots };
        layer.push(token(message, place, (heading, width), is_picked, pick));
    }
    dots.append(&mut pills);
    dots
}

/// The nearest place, above or below and within a field, that nothing else has.
fn free(taken: &[(Place, f64)], at: Place, width: f64, field: Rect) -> Option<Place> {
    let edge = width / 2.0 + 2.0;
    let x = at.x.clamp(field.x + edge, (field.x + field.width - edge).max(field.x + edge));
    let rows = [0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 4.0];
    let place = |row: &f64| Place { x, y: at.y + row * HIGH };
    let is_free = |place: &Place| {
        let is_within = (field.y + 11.0..=field.y + field.height - 11.0).contains(&place.y);
        is_within
            && taken.iter().all(|(other, wide)| {
                (other.x - place.x).abs() >= (width + wide) / 2.0 + 8.0
                    || (other.y - place.y).abs() >= HIGH - 1.0
            })
    };
    rows.iter().map(place).find(is_free)
}

fn token(
    message: &Message,
    at: Place,
    (heading, width): ((f64, f64), Option<f64>),
    is_picked: bool,
    pick: &Pick,
) -> Tag {
    let class = if is_picked { "message picked" } else { "message" };
    let (what, anchor) = (What::Message(message.number), Place { x: at.x, y: at.y + 14.0 });
    let label = format!("{}, {}. What can be done", message.text, between(message));
    let wide = width.unwrap_or(22.0);
    let button = tag!(rect, class: "press", role: "button", tabindex: "0", "aria-label": label,
        x: -wide / 2.0, y: "-11", width: wide, height: "22", rx: "11");
    let pick = pick.clone();
    let hear = Hear::new(move |by| pick.emit(Some(Picked::new(what, anchor, by))));
    let moved = ["transform:translate(", &length(at.x), "px,", &length(at.y), "px)"].concat();
    let text = if width.is_some() { message.text.clone() } else { String::new() };
    let token = Token { at: Place { x: 0.0, y: 0.0 }, text, is_lost: false };
    let nose = width.map(|width| tag!(path, class: "nose", d: nose(heading, width)));
    tag!(g, class: class, style: moved)
        .key(message.number)
        .maybe(nose)
        .child(token.draw())
        .child(press(button, hear))
}

/// From whom to whom, in words.
pub fn between(message: &Message) -> String {
    let name = |end: End| match end {
        End::App => "the reader's page".to_owned(),
        End::Shard(number) => format!("shard {number}"),
    };
    format!("from {} to {}", name(message.from), name(message.to))
}

/// A small triangle at the side to which a message goes.
fn nose((x, y): (f64, f64), width: f64) -> String {
    let (side, level) = if x.abs() >= y.abs() { (x.signum(), true) } else { (y.signum(), false) };
    let (foot, tip) = if level { (width / 2.0 + 1.0, 6.0) } else { (11.0, 6.0) };
    let point = |along: f64, across: f64| match level {
        true => [side * along, across],
        false => [across, side * along],
    };
    path(&[
        ('M', &point(foot, -5.0)),
        ('L', &point(foot + tip, 0.0)),
        ('L', &point(foot, 5.0)),
        ('Z', &[]),
    ])
}

/// A line from one post to another with the same id, and the words.
pub fn clashes(shown: &Shown, layout: &Layout) -> Vec<Tag> {
    let clash = |(nth, clash): (usize, &Clash)| {
        let [(a, from), (b, to)] = clash.posts;
        let (one, other) = (row(shown, layout, from, a)?, row(shown, layout, to, b)?);
        let out = 22.0 + 5.0 * nth as f64;
        let (right, down) = if layout.is_wide { (out, 0.0) } else { (0.0, out) };
        let curve = path(&[
            ('M', &[one.x, one.y]),
            (
                'C',
                &[one.x + right, one.y + down, other.x + right, other.y + down, other.x, other.y],
            ),
        ]);
        let text = format!("Two posts have the id {}.", clash.id.whole);
        Some(
            tag!(g, class: "clash")
                .key(nth)
                .child(tag!(title).text(text))
                .child(tag!(path, d: curve))
                .child(tag!(circle, cx: one.x, cy: one.y, r: "3"))
                .child(tag!(circle, cx: other.x, cy: other.y, r: "3")),
        )
    };
    shown.clashes.iter().enumerate().filter_map(clash).collect()
}

/// Where a post is tied: at the right edge of its row, or of the last one where it has no room; on a
/// narrow stage below its shard.
fn row(shown: &Shown, layout: &Layout, shard: Number, key: u64) -> Option<Place> {
    let rect = layout.shard(shown, shard)?;
    let shard = shown.shards.iter().find(|other| other.number == shard)?;
    let nth = shard.posts.iter().position(|post| post.key == key)?;
    Some(match layout.is_wide {
        true => layout.row(rect, nth.min(visible(shard, layout.rows))),
        false => rect.at(0.5, 1.0),
    })
}
