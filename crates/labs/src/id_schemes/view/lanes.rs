//! The lanes: the same requests in six schemes, over time.
//!
//! The present is at the right edge. What has ended is never drawn anew: the picture scrolls by its
//! view alone.

use kernel::Frame;
use widgets::path::{length, path};
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::text_width;

use super::layout::Layout;
use super::past::{Answer, End, Past, seconds};
use crate::id_schemes::IdSchemes;
use crate::id_schemes::model::{Node, Trouble};
use crate::id_schemes::scheme::Scheme;
use crate::id_schemes::state::Writer;
use crate::id_schemes::telling;

/// What moves: requests, waits, ids, troubles, the ruler.
pub fn lanes(frame: &Frame<'_, IdSchemes>, layout: &Layout) -> Tag {
    let past = Past::of(frame);
    let now = seconds(frame.now);
    let start = (now - layout.reach).max(0.0);
    let scale = layout.scale();
    let height = layout.height();
    let view = [start * scale, 0.0, layout.room, height].map(length).join(" ");
    let bands = past.troubles.iter().filter(|(_, _, to)| *to > start);
    let bands = bands.flat_map(|trouble| troubled(trouble, start, layout));
    let asked = past.asked.iter().filter(|(.., at)| *at > start - 0.1);
    let schemes = Scheme::ALL.into_iter().map(|scheme| {
        let answers = &past.answers[scheme.place()];
        tag!(g).key(scheme.name()).children(lane(scheme, answers, start, layout))
    });
    let added = past.added.iter().filter(|at| **at > start).map(|at| {
        let rule = path(&[('M', &[at * scale, 0.0]), ('V', &[layout.foot()])]);
        tag!(path, class: "added", d: rule).key(micros(*at))
    });
    let edge = path(&[('M', &[now * scale - 0.5, 0.0]), ('V', &[layout.foot()])]);
    tag!(svg, class: "moving", x: layout.left, width: layout.room, height: height, viewBox: view)
        .child(tag!(g).children(ruler(start, now, layout)))
        .child(tag!(g).children(bands))
        .child(tag!(g).children(asked.map(|asked| request(asked, layout))))
        .child(tag!(g).children(added))
        .child(tag!(g).children(schemes))
        .child(tag!(path, class: "now", d: edge))
}

fn micros(at: f64) -> u64 {
    (at * 1e6).round() as u64
}

/// A second each.
fn ruler(start: f64, now: f64, layout: &Layout) -> Vec<Tag> {
    let tick = |second: u64| {
        let x = second as f64 * layout.scale();
        let line = path(&[('M', &[x, layout.top()]), ('V', &[layout.foot()])]);
        let label = || {
            tag!(text, x: x + 3.0, y: layout.foot() + 12.0)
                .text([&second.to_string(), " s"].concat())
        };
        tag!(g, class: "tick")
            .key(second)
            .child(tag!(path, d: line))
            .maybe((!layout.is_bare).then(label))
    };
    (start as u64..=now as u64).map(tick).collect()
}

/// A request at its writer, and a thread from there down through all lanes.
fn request(&(request, writer, at): &(u32, u8, f64), layout: &Layout) -> Tag {
    let x = at * layout.scale();
    let y = layout.row() * (f64::from(writer) + 0.5);
    let thread = path(&[('M', &[x, y]), ('V', &[layout.foot()])]);
    let title = format!("request {request} at {}", telling::writer(writer));
    tag!(g, class: "request")
        .key(u64::from(request))
        .child(tag!(title).text(title))
        .child(tag!(path, d: thread))
        .child(tag!(circle, cx: x, cy: y, r: "3"))
}

/// What happened in one lane. Ids stand in rows by turns, each where it does not touch the last that
/// is written in its row; one that was given before is written anyway.
fn lane(scheme: Scheme, answers: &[Answer], start: f64, layout: &Layout) -> Vec<Tag> {
    let rows = layout.rows();
    let mut ends = [f64::NEG_INFINITY; 2];
    let mut drawn = Vec::new();
    for answer in answers {
        let written = match answer.end {
            End::Given(id, nth, is_smaller, is_again) if rows > 0 => {
                let sign = if is_again {
                    "✕ "
                } else if is_smaller {
                    "↓"
                } else {
                    ""
                };
                let text = [sign, &id.short(scheme)].concat();
                let x = answer.to * layout.scale() - 3.0;
                let end = &mut ends[(nth % rows) as usize];
                let is_written = *end < x || is_again;
                if is_written {
                    *end = x + text_width(&text) + 4.0;
                }
                let y = layout.ids(scheme.place(), nth % rows);
                is_written.then(|| tag!(text, x: x, y: y).text(text))
            }
            _ => None,
        };
        if answer.to > start - 1.0 {
            drawn.push(answered(scheme, answer, layout).maybe(written));
        }
    }
    drawn
}

/// A wait, and how it ended.
fn answered(scheme: Scheme, answer: &Answer, layout: &Layout) -> Tag {
    let (scale, y) = (layout.scale(), layout.track(scheme.place(), answer.writer));
    let (from, to) = (answer.from.max(0.0) * scale, answer.to * scale);
    let ms = ((answer.to - answer.from.max(0.0)) * 1e3).round() as u64;
    let request = answer.request;
    let (class, title) = match answer.end {
        End::Given(id, _, is_smaller, is_again) => {
            let class = match (is_again, is_smaller) {
                (true, _) => "again",
                (false, true) => "smaller",
                (false, false) => "given",
            };
            let again = if is_again { ", given before" } else { "" };
            let id = id.whole(scheme);
            (class, format!("request {request}: {id} after {ms} ms{again}"))
        }
        End::Failed => ("failed", format!("request {request}: no id")),
        End::Open => ("open", format!("request {request}: waiting for {ms} ms")),
    };
    let wait = path(&[('M', &[from, y]), ('H', &[to])]);
    let cross = || {
        let arm = 3.0;
        path(&[
            ('M', &[to - arm, y - arm]),
            ('L', &[to + arm, y + arm]),
            ('M', &[to + arm, y - arm]),
            ('L', &[to - arm, y + arm]),
        ])
    };
    let end = match answer.end {
        End::Given(..) => Some(tag!(circle, cx: to, cy: y, r: "2.75")),
        End::Failed => Some(tag!(path, class: "cross", d: cross())),
        End::Open => None,
    };
    let has_waited = to - from > 0.5;
    tag!(g, class: class)
        .key(u64::from(request))
        .child(tag!(title).text(title))
        .maybe(has_waited.then(|| tag!(path, class: "wait", d: wait)))
        .maybe(end)
}

/// Which lanes are silenced; what it is stands beside the lane, or beside the row of the writer.
fn troubled(&(trouble, from, to): &(Trouble, f64, f64), start: f64, layout: &Layout) -> Vec<Tag> {
    let since = micros(from.max(0.0));
    let (from, to) = (from.max(start - 1.0) * layout.scale(), to * layout.scale());
    let band = |place: usize, top: f64, height: f64| {
        tag!(rect, class: "trouble", x: from, y: top, width: (to - from).max(1.0), height: height)
            .key(format!("{trouble:?} {since} {place}"))
    };
    let of_lane = |scheme: Scheme| {
        let lane = scheme.place();
        let above = if layout.is_wide || layout.is_bare { layout.head() - 4.0 } else { 4.0 };
        let top = layout.track(lane, 0) - above;
        let height = layout.lane() - layout.head() + above - 6.0;
        band(lane, top, height)
    };
    match trouble {
        Trouble::Down(Node::Centre) => [Scheme::Counter, Scheme::Leases].map(of_lane).into(),
        Trouble::Down(Node::Shard(_)) => vec![of_lane(Scheme::Stride)],
        Trouble::Down(Node::Writer(writer)) | Trouble::Cut(writer) | Trouble::Clock(writer) => {
            let row = layout.row();
            vec![band(Scheme::ALL.len(), row * f64::from(writer) + 1.0, row - 2.0)]
        }
    }
}

/// Lines between the lanes.
pub fn rules(layout: &Layout) -> Tag {
    let rule = |lane: usize| {
        let y = layout.top() + layout.lane() * lane as f64;
        tag!(path, d: path(&[('M', &[0.0, y]), ('H', &[layout.width])])).key(lane as u64)
    };
    tag!(g, class: "rules").children((0..=Scheme::ALL.len()).map(rule))
}

/// What the writers are called, beside the rows of their requests, and what is wrong with them.
pub fn writers(frame: &Frame<'_, IdSchemes>, layout: &Layout) -> Tag {
    let Frame { model, state, .. } = frame;
    let name = |(writer, of): (u8, &Writer)| {
        let wrong = match of {
            Writer { is_up: false, .. } => Some(("✕", " down")),
            Writer { is_cut: true, .. } => Some(("✕", " cut off")),
            of if of.behind_ms != model.skew_ms(writer) => Some(("◷", " clock set back")),
            _ => None,
        };
        let (gap, sign, words) = match wrong {
            None => ("", "", ""),
            Some((sign, words)) if layout.is_wide => (" ", sign, words),
            Some((sign, _)) => ("", sign, ""),
        };
        let class = if wrong.is_some() { "lost" } else { "soft" };
        let y = layout.row() * (f64::from(writer) + 0.5) + 4.0;
        tag!(text, class: class, x: "0", y: y)
            .key(u64::from(writer))
            .text(format!("w{}{gap}{sign}{words}", writer + 1))
    };
    tag!(g).children((0..).zip(&state.writers).map(name))
}
