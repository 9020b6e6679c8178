//! Below the picture: which order holds which lock, how long, and in doubt or not; and what was
//! spent so far.

use super::shown::{Doubt, Lock, Shown};
use super::words::since;
use kernel::Span;
use widgets::circle::Place;
use widgets::lock::Lock as Padlock;
use widgets::tag;
use widgets::tag::Tag;

/// Locks that have a row.
const ROWS: usize = 6;
/// And on a narrow stage.
const ROWS_NARROW: usize = 4;
/// How wide the longest bar is, in pixels.
const BAR: f64 = 80.0;
/// A bar is never measured against less than this, in microseconds: short locks have short bars.
const SCALE_MIN_US: u64 = 250_000;

/// Draws it.
pub fn strip(shown: &Shown, is_wide: bool) -> Tag {
    let longest = shown.locks.iter().filter_map(|lock| lock.held).map(Span::as_micros).max();
    let scale = longest.unwrap_or(0).max(SCALE_MIN_US) as f64;
    let room = if is_wide { ROWS } else { ROWS_NARROW };
    let locks = shown.locks.iter().map(|lock| row(lock, scale));
    let rows = locks.chain(shown.doubts.iter().map(doubt)).take(room);
    let over = (shown.locks.len() + shown.doubts.len()).saturating_sub(room);
    let is_empty = shown.locks.is_empty() && shown.doubts.is_empty();
    let nothing = is_empty.then(|| tag!(li, class: "empty").key("nothing").text("none"));
    let more = if over > 0 { format!("and {over} more") } else { String::new() };
    let head = tag!(div, class: "over")
        .child(tag!(h2).text("Locks held"))
        .child(tag!(span).text(more))
        .child(number(shown.sent, "message", "messages"))
        .child(number(shown.forced, "forced write", "forced writes"));
    tag!(div, class: "strip").child(head).child(tag!(ul).children(rows).maybe(nothing))
}

fn number(count: u64, one: &'static str, many: &'static str) -> Tag {
    tag!(span)
        .key(many)
        .child(tag!(b).text(count))
        .text([" ", if count == 1 { one } else { many }].concat())
}

fn row(lock: &Lock, scale: f64) -> Tag {
    let bar = |span: Option<Span>| {
        span.map_or(0.0, |span| (span.as_micros() as f64 / scale * BAR).max(2.0))
    };
    let (held, doubt) = (bar(lock.held), bar(lock.in_doubt));
    let glyph = tag!(svg, class: "picture", width: "16", height: "20", "aria-hidden": "true")
        .child(Padlock { at: Place { x: 8.0, y: 10.0 }, is_held: true }.draw());
    let bars = tag!(svg, class: "picture bars", width: BAR, height: "12", "aria-hidden": "true")
        .child(tag!(rect, class: "of-lock", y: "2", width: held, height: "8", rx: "2"))
        .child(
            tag!(rect, class: "of-doubt", y: "2", x: held - doubt.min(held), width: doubt.min(held),
            height: "8", rx: "2"),
        );
    let time = lock.held.map(since).unwrap_or_default();
    let doubt = lock.in_doubt.map(|span| format!("◷ in doubt {}", since(span))).unwrap_or_default();
    tag!(li)
        .key(format!("{} {} {}", lock.server, lock.name, lock.order))
        .child(glyph)
        .child(
            tag!(span, class: "what", title: lock.server)
                .child(tag!(b).text(lock.name.clone()))
                .text(format!(" · order {}", lock.order)),
        )
        .child(bars)
        .child(tag!(span, class: "time").text(time))
        .child(tag!(span, class: "doubt").text(doubt))
}

fn doubt(doubt: &Doubt) -> Tag {
    tag!(li, class: "no-lock")
        .key(format!("{} {} {}", doubt.server, doubt.what, doubt.order))
        .child(tag!(span, class: "what").text(format!("order {} · {}", doubt.order, doubt.server)))
        .child(tag!(span, class: "doubt").text(format!("◷ {} {}", doubt.what, since(doubt.lasts))))
}
