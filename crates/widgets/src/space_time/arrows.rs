//! Lines of nodes, and messages between them.

use super::layout::Ends;
use super::{Sheet, WORDED, described};
use crate::circle::Place;
use crate::path::{command, path};
use crate::tag;
use crate::tag::Tag;
use kernel::Standing;
use kernel::chart::{End, MarkKind};

/// How long the head of an arrow is.
const HEAD: f64 = 8.0;
/// Half the width of the head, and of a cross.
const HALF: f64 = 3.5;

impl Sheet<'_> {
    /// The nodes' lines: whole while a node is up, broken while it is down, dotted while it pauses.
    pub(super) fn lines(&self) -> Tag {
        let (mut up, mut down, mut paused) = (String::new(), String::new(), String::new());
        let mut hair = String::new();
        for node in 0..self.chart.nodes.len() as u8 {
            let across = self.layout.across(node);
            hair += &self.segment(self.extent.0, self.extent.1, across);
            let mut standing =
                self.chart.standing.get(usize::from(node)).copied().unwrap_or_default();
            let mut from = self.layout.along(self.chart.from);
            let mut draw = |standing, from: f64, to: f64| {
                let path = match standing {
                    Standing::Up => &mut up,
                    Standing::Down => &mut down,
                    Standing::Paused => &mut paused,
                };
                *path += &self.segment(from, to, across);
            };
            for mark in self.chart.marks.iter().filter(|mark| mark.node == node) {
                let next = match mark.kind {
                    MarkKind::Crashed => Standing::Down,
                    MarkKind::Paused => Standing::Paused,
                    MarkKind::Resumed | MarkKind::Restarted => Standing::Up,
                    _ => continue,
                };
                let at = self.layout.along(mark.at);
                draw(standing, from, at);
                (standing, from) = (next, at);
            }
            draw(standing, from, self.layout.along(self.chart.until));
        }
        tag!(g, class: "lines")
            .child(tag!(path, class: "hair", d: hair))
            .child(tag!(path, class: "up", d: up))
            .child(tag!(path, class: "paused", d: paused))
            .child(tag!(path, class: "down", d: down))
    }

    /// The messages, in the order of their sending.
    pub(super) fn arrows(&self) -> Vec<Tag> {
        let arrows = self.chart.arrows.iter().enumerate();
        let shown = arrows.filter_map(|(at, arrow)| {
            let ends = self.layout.ends(self.chart, arrow);
            let is_shown = ends.along.1 >= self.extent.0 && ends.along.0 <= self.extent.1;
            is_shown.then_some((at, ends))
        });
        let shown: Vec<(usize, Ends)> = shown.collect();
        let is_worded = shown.len() <= WORDED;
        shown.into_iter().map(|(at, ends)| self.arrow(at, ends, is_worded)).collect()
    }

    fn arrow(&self, at: usize, ends: Ends, is_worded: bool) -> Tag {
        let arrow = &self.chart.arrows[at];
        let line = line(&ends, arrow.from == arrow.to);
        let is_lost = matches!(arrow.end, End::Lost(_) | End::Unheard(_));
        let tip = if is_lost { cross(ends.to) } else { head(&ends) };
        let key = arrow.number.unwrap_or(u64::MAX - at as u64);
        let message = if is_worded {
            let index = if self.reached == Some(at) { "0" } else { "-1" };
            tag!(g, class: self.class(at), role: "button", tabindex: index,
                "data-message": at, "aria-label": described(self.chart, at))
            // A line is thin: what is pointed at is wider.
            .child(tag!(path, class: "grip", d: line.clone()))
        } else {
            tag!(g, class: self.class(at))
        };
        let is_under_way = arrow.end == End::OnItsWay;
        message
            .key(key)
            .child(tag!(path, class: "line", d: line.clone()))
            // An attribute, so that a saved picture has it too.
            .maybe(is_under_way.then(
                || tag!(path, class: "line gone", d: line, "clip-path": "url(#space-time-gone)"),
            ))
            .child(tag!(path, class: if is_lost { "cross" } else { "head" }, d: tip))
    }
}

/// The way of a message; to itself a node sends in a bow.
fn line(ends: &Ends, is_bow: bool) -> String {
    let Ends { from, to, .. } = *ends;
    if !is_bow {
        return path(&[('M', &[from.x, from.y]), ('L', &[to.x, to.y])]);
    }
    let middle = from.towards(to, 0.5);
    let (x, y) = (middle.x + (to.y - from.y) / 2.0, middle.y - (to.x - from.x) / 2.0);
    path(&[('M', &[from.x, from.y]), ('Q', &[x, y, to.x, to.y])])
}

/// A filled head with its tip at the end.
fn head(ends: &Ends) -> String {
    let Ends { from, to, .. } = *ends;
    let length = from.distance(to).max(1.0);
    let (x, y) = ((to.x - from.x) / length, (to.y - from.y) / length);
    let foot = Place { x: to.x - x * HEAD, y: to.y - y * HEAD };
    let mut path = String::new();
    command(&mut path, 'M', &[to.x, to.y]);
    command(&mut path, 'L', &[foot.x - y * HALF, foot.y + x * HALF]);
    command(&mut path, 'L', &[foot.x + y * HALF, foot.y - x * HALF]);
    command(&mut path, 'Z', &[]);
    path
}

fn cross(at: Place) -> String {
    let Place { x, y } = at;
    let (left, right, top, foot) = (x - HALF - 0.5, x + HALF + 0.5, y - HALF - 0.5, y + HALF + 0.5);
    path(&[('M', &[left, top]), ('L', &[right, foot]), ('M', &[left, foot]), ('L', &[right, top])])
}
