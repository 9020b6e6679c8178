//! What the reader sees: a timeline merged from what the shards answered. Beside each row stands from
//! which of them it came: one lane a shard, and the rows take the highest id first.

use super::people::{Desk, button};
use super::shards::shade;
use super::shown::{Lane, Line, Mark, Number, Post, Reading, Said};
use widgets::path::path;
use widgets::tag;
use widgets::tag::Tag;

/// How high a line is, as in the style sheet.
const LINE: f64 = 20.0;
/// How wide a lane is.
const LANE: f64 = 16.0;

/// Draws it. `is_pinned`: it stays whoever reads next.
pub fn page(reading: &Reading, next: Option<String>, is_pinned: bool, desk: &Desk<'_>) -> Tag {
    let hidden = reading.hidden;
    let above = (hidden > 0)
        .then(|| tag!(li, class: "line over").key("over").text(format!("… {hidden} lines above")));
    let lines = (hidden..).zip(&reading.lines).map(|(nth, line)| match line {
        Line::Page(text) => tag!(li, class: "line page").key(nth).text(text.clone()),
        Line::Post(post, shard) => row(post, *shard, &reading.lanes).key(nth),
    });
    let status = ["status of-", reading.role].concat();
    let read_as = desk.read_as.clone();
    let unpin = is_pinned.then(|| {
        tag!(button, "type": "button", class: "plain")
            .on_click(move |_| read_as.emit(None))
            .text("show whoever reads")
    });
    tag!(section, class: "reading", "aria-label": reading.title.clone())
        .child(
            tag!(div, class: "head")
                .child(tag!(b).text(reading.title.clone()))
                .maybe(unpin)
                .child(tag!(p, class: status, role: "status").text(reading.status.clone())),
        )
        .child(heads(&reading.lanes))
        .child(tag!(ol, class: "lines").maybe(above).children(lines))
        .child(tag!(div, class: "next").child(tag!(p).text(reading.next.clone())).child(button(
            "Next page",
            "Next page",
            next,
            desk,
            None,
        )))
}

/// The lanes' heads: each shard's number, and what it has said.
fn heads(lanes: &[Lane]) -> Tag {
    let head = |lane: &Lane| {
        let (class, sign, what) = match lane.said {
            Said::Nothing => ("idle", "–", "not asked"),
            Said::Asked => ("asked", "◷", "asked"),
            Said::Answered => ("answered", "✓", "answered"),
            Said::Missing => ("missing", "✕", "no answer"),
        };
        let title = format!("shard {}: {what}", lane.shard);
        tag!(li, class: class, title: title)
            .key(lane.shard)
            .child(tag!(span).text(lane.shard))
            .child(tag!(span, class: "sign").text(sign))
    };
    let list = tag!(ul, "aria-label": "What each shard has said").children(lanes.iter().map(head));
    tag!(div, class: "lanes").child(list).child(tag!(span).text("shards asked"))
}

fn row(post: &Post, shard: Number, lanes: &[Lane]) -> Tag {
    let (class, word) = match post.mark {
        Mark::Again => ("line post again", "↺ again"),
        Mark::Skipped => ("line post skipped", "skipped"),
        Mark::SameId => ("line post same", "✕ same id"),
        Mark::OutOfOrder => ("line post same", "✕ out of order"),
        Mark::Missing => ("line post skipped", "missing"),
        Mark::Coming => ("line post coming", "so far"),
        Mark::None | Mark::Leaving => ("line post", ""),
    };
    let from = format!("from shard {shard}, id {}", post.id.say());
    tag!(li, class: class, title: from)
        .child(merged(shard, lanes, matches!(post.mark, Mark::Skipped | Mark::Missing)))
        .child(tag!(span, class: "id").text(post.id.whole.clone()))
        .child(tag!(b).text(post.user.clone()))
        .child(tag!(span, class: "text").text(post.text.clone()))
        .child(tag!(span, class: "word").text(word))
}

/// The lanes beside a row: a line for each shard, and the shard's sign where it came from.
fn merged(shard: Number, lanes: &[Lane], is_ghost: bool) -> Tag {
    let width = lanes.len() as f64 * LANE;
    let lane = |(nth, lane): (usize, &Lane)| {
        let x = (nth as f64 + 0.5) * LANE;
        let class = if lane.said == Said::Missing { "lane missing" } else { "lane" };
        let line = tag!(path, class: class, d: path(&[('M', &[x, 0.0]), ('V', &[LINE])]));
        let is_here = lane.shard == shard;
        let class = if is_ghost { "sign ghost" } else { shade(shard) };
        let sign = is_here.then(|| {
            tag!(rect, class: class, x: x - 5.0, y: LINE / 2.0 - 5.0, width: "10", height: "10",
                rx: "3")
        });
        tag!(g).key(lane.shard).child(line).maybe(sign)
    };
    tag!(svg, class: "picture", width: width, height: LINE, role: "img",
        "aria-label": format!("from shard {shard}"))
    .children(lanes.iter().enumerate().map(lane))
}
