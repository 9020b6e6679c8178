//! Divisions of the axis.

use super::{Axis, Sheet};
use crate::axis::{Scale, Spacing};
use crate::path::path;
use crate::tag;
use crate::tag::Tag;

/// About so many pixels lie between divisions.
const APART: f64 = 110.0;

impl Sheet<'_> {
    /// A hairline across all nodes for each division, and what it is at its foot or its left.
    pub(super) fn rule(&self) -> Tag {
        let layout = &self.layout;
        let (first, last) = self.extent;
        // Microseconds are written as seconds.
        let (unit, spacing, name) = match layout.axis {
            Axis::Time => (1e-6, Spacing::Even, " s"),
            Axis::Steps => (1.0, Spacing::Counts, ""),
        };
        let number = |along: f64| (along / layout.scale + layout.origin).max(0.0) * unit;
        let (from, to) = (number(first), number(last));
        if to <= from {
            return tag!(g, class: "rule");
        }
        let scale = Scale { from, to, start: 0.0, end: 1.0, spacing };
        let count = ((last - first) / APART).clamp(2.0, 60.0) as u32;
        let foot = layout.breadth(self.chart.nodes.len());
        let tick = |(at, text): (f64, String)| {
            let along = (at / unit - layout.origin) * layout.scale;
            let (top, end) = (layout.place(along, 0.0), layout.place(along, foot));
            let (x, y) = match layout.is_upright {
                false => (along + 4.0, foot - 4.0),
                true => (4.0, along - 4.0),
            };
            tag!(g, class: "tick")
                .key(text.clone())
                .child(tag!(path, d: path(&[('M', &[top.x, top.y]), ('L', &[end.x, end.y])])))
                .child(tag!(text, x: x, y: y).text([&text, name].concat()))
        };
        tag!(g, class: "rule", "aria-hidden": "true")
            .children(scale.ticks(count).into_iter().map(tick))
    }
}
