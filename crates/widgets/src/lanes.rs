//! Lanes over time: who was where, and when.
//!
//! Every lane is a row of spans; the present is at the right edge. The picture scrolls by its view
//! alone: a span that has ended is never drawn anew.

use crate::path::{length, path};
use crate::tag;
use crate::tag::Tag;
use crate::token::text_width;
use yew::AttrValue;

/// How high a lane is with its distance to the next, in pixels.
pub const LANE: f64 = 20.0;

/// How high a span is.
const SPAN: f64 = 14.0;

/// Lanes over the same time.
#[derive(Clone, Debug, PartialEq)]
pub struct Lanes {
    /// From top to bottom.
    pub lanes: Vec<Lane>,
    /// The present, in seconds: the right edge.
    pub now: f64,
    /// How many seconds are shown.
    pub reach: f64,
    /// Instants with a line across all lanes, in seconds.
    pub marks: Vec<f64>,
    /// The width that names have, in pixels.
    pub names: f64,
    /// The whole picture in a sentence.
    pub summary: AttrValue,
    /// Its width in pixels.
    pub width: u32,
    /// Without words: for a small picture.
    pub is_bare: bool,
}

/// One lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Its name.
    pub name: AttrValue,
    /// What was in it, by rising time: no two begin at the same microsecond.
    pub spans: Vec<Span>,
    /// Whether a new group begins with it: it stands apart from the one above.
    pub is_first: bool,
}

/// Something that lasted.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// When it began, in seconds.
    pub from: f64,
    /// When it ended.
    pub to: f64,
    /// What it is drawn as, beside `span`.
    pub class: &'static str,
    /// What is written on it where there is room; it may be empty.
    pub label: AttrValue,
}

impl Lanes {
    /// How high it is, in pixels.
    #[must_use]
    pub fn height(&self) -> f64 {
        let gaps = self.lanes.iter().skip(1).filter(|lane| lane.is_first).count();
        (self.lanes.len() as f64 + gaps as f64 * GAP) * LANE + AXIS
    }

    /// Draws them.
    pub fn draw(&self) -> Tag {
        let (left, height) = (if self.is_bare { 0.0 } else { self.names }, self.height());
        let room = (f64::from(self.width) - left).max(1.0);
        let scale = room / self.reach;
        // Before there is as much past as fits, it stands at the left.
        let start = (self.now - self.reach).max(0.0) * scale;
        let view = [start, 0.0, room, height].map(length).join(" ");
        let foot = height - AXIS;
        let (mut top, mut names, mut rows) = (0.0, Vec::new(), Vec::new());
        for (at, lane) in self.lanes.iter().enumerate() {
            top += if lane.is_first && at > 0 { GAP * LANE } else { 0.0 };
            names.push(tag!(text, y: top + 11.0).key(at as u64).text(lane.name.clone()));
            rows.push(lane.row(top, scale, self.is_bare).key(at as u64));
            top += LANE;
        }
        let rule = |x: f64| path(&[('M', &[x, 0.0]), ('V', &[foot])]);
        let mark = |at: &f64| tag!(path, class: "mark", d: rule(at * scale)).key(micros(*at));
        let lines = tag!(svg, x: left, width: room, height: height, viewBox: view)
            .child(tag!(g).children(self.seconds(scale, foot)))
            .child(tag!(g).children(self.marks.iter().map(mark)))
            .child(tag!(g).children(rows))
            .child(tag!(path, class: "now", d: rule(self.now * scale - 0.5)));
        tag!(svg, class: "picture lanes", role: "img", "aria-label": self.summary.clone(),
            width: self.width, height: height)
        .maybe((!self.is_bare).then(|| tag!(g, class: "names").children(names)))
        .child(lines)
    }

    /// The ruler: a number for every second, or for every so many that there is room.
    fn seconds(&self, scale: f64, foot: f64) -> Vec<Tag> {
        let every = [1.0, 2.0, 5.0, 10.0, 30.0].into_iter().find(|every| every * scale >= 44.0);
        let every = every.unwrap_or(60.0);
        let first = ((self.now - self.reach).max(0.0) / every).floor() as u64;
        let last = (self.now / every).floor() as u64;
        let tick = |nth: u64| {
            let second = nth as f64 * every;
            let x = second * scale;
            let line = path(&[('M', &[x, 0.0]), ('V', &[foot])]);
            let label = || tag!(text, x: x + 3.0, y: foot + 11.0).text(length(second) + " s");
            tag!(g, class: "tick")
                .key(nth)
                .child(tag!(path, d: line))
                .maybe((!self.is_bare).then(label))
        };
        (first..=last).map(tick).collect()
    }
}

impl Lane {
    fn row(&self, top: f64, scale: f64, is_bare: bool) -> Tag {
        let span = |span: &Span| {
            let (from, to) = (span.from * scale, span.to * scale);
            let width = (to - from).max(1.0);
            let class = format!("span {}", span.class);
            let fits = text_width(&span.label) + 6.0 <= width;
            let label = (fits && !is_bare && !span.label.is_empty())
                .then(|| tag!(text, x: from + 4.0, y: top + 11.0).text(span.label.clone()));
            tag!(g, class: class)
                .key(micros(span.from))
                .child(tag!(rect, x: from, y: top, width: width, height: SPAN, rx: "2"))
                .maybe(label)
        };
        tag!(g).children(self.spans.iter().map(span))
    }
}

/// An instant as a key.
fn micros(seconds: f64) -> u64 {
    (seconds * 1e6).round() as u64
}

/// The distance between groups, in lanes.
const GAP: f64 = 0.5;

/// What the ruler takes below the lanes.
const AXIS: f64 = 14.0;
