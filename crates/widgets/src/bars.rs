//! A histogram of before and after: hollow bars behind full ones.

use crate::axis::{Axes, Scale, Spacing};
use crate::path::{command, path};
use crate::tag;
use crate::tag::Tag;
use yew::AttrValue;

/// One bar, or the gap where one was.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Where it starts on the bottom axis.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// How high it was before; `None` where there was none.
    pub before: Option<f64>,
    /// How high it is now; `None` where it is gone.
    pub after: Option<f64>,
    /// What stands below it, where the axis has no numbers.
    pub name: AttrValue,
}

/// Bars before (hollow) and after (full) on the same axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// The bars, from left to right; at least one.
    pub bars: Vec<Bar>,
    /// What stands along the bottom; it may be empty.
    pub x_label: AttrValue,
    /// What the heights count.
    pub y_label: AttrValue,
    /// Whether the bottom axis has numbers rather than a name for each bar.
    pub is_numeric: bool,
    /// A line across at this height, or along at this number where the bottom axis has numbers.
    pub mean: Option<f64>,
    /// The whole picture in a sentence.
    pub summary: AttrValue,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

impl Histogram {
    /// Draws it.
    pub fn draw(self) -> Tag {
        let (x, y) = scales(&self);
        let mean = mean_mark(&self, x, y);
        let names = names(&self, x, y);
        let axes = Axes {
            x,
            y,
            x_label: self.x_label,
            y_label: self.y_label,
            x_ticks: if self.is_numeric { x.ticks(5) } else { Vec::new() },
        };
        let size = (self.width, self.height);
        tag!(svg, class: "picture histogram", role: "img", "aria-label": self.summary,
            width: size.0, height: size.1)
        .child(axes.draw())
        .child(tag!(path, class: "before", d: hollow(&self.bars, x, y)))
        .child(tag!(path, class: "after", d: full(&self.bars, x, y)))
        .child(mean)
        .children(names)
    }
}

/// The line of the mean, with its name.
fn mean_mark(plot: &Histogram, x: Scale, y: Scale) -> Tag {
    let Some(mean) = plot.mean else { return tag!(g) };
    let (line, name) = if plot.is_numeric {
        let at = x.at(mean);
        (path(&[('M', &[at, y.start]), ('V', &[y.end - 8.0])]), (at + 4.0, y.end - 2.0))
    } else {
        let at = y.at(mean);
        (path(&[('M', &[x.start, at]), ('H', &[x.end])]), (x.end - 28.0, y.end - 10.0))
    };
    tag!(g, class: "mean")
        .child(tag!(path, d: line))
        .child(tag!(text, x: name.0, y: name.1).text("mean"))
}

/// The axes that hold every bar.
fn scales(plot: &Histogram) -> (Scale, Scale) {
    let heights = plot.bars.iter().flat_map(|bar| [bar.before, bar.after]).flatten();
    let mean = plot.mean.filter(|_| !plot.is_numeric);
    let top = heights.chain(mean).fold(1.0, f64::max);
    let from = plot.bars.iter().map(|bar| bar.from).fold(f64::INFINITY, f64::min);
    let to = plot.bars.iter().map(|bar| bar.to).fold(f64::NEG_INFINITY, f64::max);
    // Without a single bar there still is an axis.
    let (from, to) = if from < to { (from, to) } else { (0.0, 1.0) };
    let (width, height) = (f64::from(plot.width), f64::from(plot.height));
    // One line for numbers or names, and one for what they are.
    let below = if plot.x_label.is_empty() { 20.0 } else { 36.0 };
    (
        Scale { from, to, start: 36.0, end: width - 4.0, spacing: Spacing::Counts },
        Scale {
            from: 0.0,
            to: top * 1.05,
            start: height - below,
            end: 24.0,
            spacing: Spacing::Counts,
        },
    )
}

/// The outlines of the bars before: one path, however many bars.
fn hollow(bars: &[Bar], x: Scale, y: Scale) -> String {
    let mut outlines = String::new();
    for bar in bars {
        let (left, right) = (x.at(bar.from) + 0.5, x.at(bar.to) - 0.5);
        if let Some(before) = bar.before {
            outline(&mut outlines, (left, right), (y.start, y.at(before)));
        }
    }
    outlines
}

/// The bars after: narrower than those before, so that both are seen at equal heights.
fn full(bars: &[Bar], x: Scale, y: Scale) -> String {
    let mut areas = String::new();
    for bar in bars {
        let (left, right) = (x.at(bar.from), x.at(bar.to));
        let inset = ((right - left) * 0.2).min(6.0);
        if let Some(after) = bar.after {
            outline(&mut areas, (left + inset, right - inset), (y.start, y.at(after)));
            areas.push('Z');
        }
    }
    areas
}

/// Adds the left, upper and right edge of a bar to a path.
fn outline(path: &mut String, (left, right): (f64, f64), (foot, top): (f64, f64)) {
    command(path, 'M', &[left, foot]);
    command(path, 'V', &[top]);
    command(path, 'H', &[right]);
    command(path, 'V', &[foot]);
}

/// What stands below the bars: as many names as fit.
fn names(plot: &Histogram, x: Scale, y: Scale) -> Vec<Tag> {
    if plot.is_numeric {
        return Vec::new();
    }
    let widest =
        plot.bars.iter().map(|bar| crate::token::text_width(&bar.name)).fold(1.0, f64::max);
    let room = (x.end - x.start) / plot.bars.len().max(1) as f64;
    let every = ((widest + 4.0) / room).ceil().max(1.0) as usize;
    let name = |bar: &Bar| {
        let (middle, below) = (x.at(bar.from.midpoint(bar.to)), y.start + 15.0);
        tag!(text, class: "middle", x: middle, y: below)
            .key(bar.name.to_string())
            .text(bar.name.clone())
    };
    plot.bars.iter().step_by(every).map(name).collect()
}
