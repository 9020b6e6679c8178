//! A small picture for the gallery, without words: a timeline on the left, shards on the right, and
//! what goes between them.

use super::layout::Rect;
use super::shards::{hatches, shade};
use super::shown::{End, Line, Mark, Shown};
use widgets::circle::Place;
use widgets::tag;
use widgets::tag::Tag;
use widgets::way::Way;

/// The picture's height to its width.
const SHAPE: f64 = 0.56;
/// Rows of the timeline.
const ROWS: usize = 8;

/// Draws it.
pub fn thumb(shown: &Shown, width: u32) -> Tag {
    let width = f64::from(width);
    let height = width * SHAPE;
    let pad = height * 0.08;
    let page = Rect { x: pad, y: pad, width: width * 0.32, height: height - 2.0 * pad };
    let count = shown.shards.len().max(1) as f64;
    let gap = pad * 0.5;
    let high = (height - 2.0 * pad - gap * (count - 1.0)) / count;
    let rect = |nth: usize| Rect {
        x: width * 0.68,
        y: pad + nth as f64 * (high + gap),
        width: width * 0.32 - pad,
        height: high,
    };
    let way = |nth: usize| {
        let (from, to) = (page.at(1.0, (nth as f64 + 1.0) / (count + 1.0)), rect(nth).at(0.0, 0.5));
        let half = (to.x - from.x) / 2.0;
        Way::bent(from, (half, 0.0), to, (-half, 0.0))
    };
    let wires =
        (0..shown.shards.len()).map(|nth| tag!(path, class: "wire", d: way(nth).draw()).key(nth));
    let place = |end: End| match end {
        End::App => None,
        End::Shard(number) => shown.shards.iter().position(|shard| shard.number == number),
    };
    let dot = |message: &super::shown::Message| {
        let at = match (place(message.from), place(message.to)) {
            (None, Some(to)) => way(to).at(message.part).0,
            (Some(from), None) => way(from).reversed().at(message.part).0,
            (Some(from), Some(to)) => {
                rect(from).at(0.0, 0.5).towards(rect(to).at(0.0, 0.5), message.part)
            }
            (None, None) => return None,
        };
        Some(tag!(circle, class: "dot", cx: at.x, cy: at.y, r: width / 75.0).key(message.number))
    };
    let shards = shown.shards.iter().enumerate().map(|(nth, shard)| {
        let bars = bars(rect(nth), shard.posts.len(), shard.number);
        let class = if shard.is_down { "shard down" } else { "shard" };
        let Rect { x, y, width, height } = rect(nth);
        tag!(g, class: class)
            .key(shard.number)
            .child(tag!(rect, class: "sheet", x: x, y: y, width: width, height: height, rx: "6"))
            .child(bars)
    });
    tag!(svg, class: "picture blog-thumb", width: width, height: height)
        .child(hatches())
        .child(tag!(g).children(wires))
        .child(timeline(shown, page))
        .child(tag!(g).children(shards))
        .child(tag!(g).children(shown.messages.iter().filter_map(dot)))
}

/// A shard's sign, and a bar a post, as many as there is room for.
fn bars(rect: Rect, posts: usize, number: u32) -> Tag {
    let (row, side) = (rect.height.min(60.0) / 4.5, rect.height.min(60.0) / 4.5 + 3.0);
    let room = ((rect.height - 8.0) / row) as usize;
    let left = rect.x + side + 12.0;
    let bar = |nth: usize| {
        tag!(rect, class: "bar", x: left, y: rect.y + 6.0 + nth as f64 * row,
            width: (rect.width - side - 20.0).max(4.0), height: row * 0.45, rx: "2")
        .key(nth)
    };
    let at = Place { x: rect.x + 6.0, y: rect.y + 6.0 };
    tag!(g)
        .child(
            tag!(rect, class: shade(number), x: at.x, y: at.y, width: side, height: side, rx: "3"),
        )
        .children((0..posts.min(room)).map(bar))
}

/// The timeline of whoever read last: for each row where it came from, and a bar.
fn timeline(shown: &Shown, page: Rect) -> Tag {
    let row = (page.height - 12.0) / ROWS as f64;
    let lines = shown.readings.get(shown.latest).map_or(&[][..], |reading| &reading.lines);
    let posts = lines.iter().filter_map(|line| match line {
        Line::Page(_) => None,
        Line::Post(post, shard) => Some((post.mark, *shard)),
    });
    let line = |(nth, (mark, shard)): (usize, (Mark, u32))| {
        let y = page.y + 8.0 + nth as f64 * row;
        let class = match mark {
            Mark::Again => "bar again",
            Mark::Skipped | Mark::Missing => "bar skipped",
            _ => "bar",
        };
        let side = row * 0.6;
        tag!(g)
            .key(nth)
            .child(tag!(rect, class: shade(shard), x: page.x + 8.0, y: y, width: side,
                height: side, rx: "2"))
            .child(tag!(rect, class: class, x: page.x + 16.0 + side, y: y + side * 0.2,
                width: page.width - side - 26.0, height: side * 0.6, rx: "2"))
    };
    tag!(g, class: "page")
        .child(tag!(rect, class: "sheet", x: page.x, y: page.y, width: page.width,
            height: page.height, rx: "6"))
        .children(posts.take(ROWS).enumerate().map(line))
}
