//! Where the parts of a plot stand.

use super::{Layer, Plot, Shape, extent};
use crate::axis::{SIDE_TICKS, Scale};
use crate::token::text_width;

/// Below this width names stand above the plot instead of beside it.
const NARROW: u32 = 520;
/// A line of text, in pixels.
pub const LINE: f64 = 15.0;
/// What stands before a name above the plot, and between two of them.
pub const SAMPLE: f64 = 24.0;

/// Where the parts stand, in pixels.
pub struct Layout {
    /// The bottom axis.
    pub x: Scale,
    /// The side axis.
    pub y: Scale,
    /// The base line of the side axis' label.
    pub title: f64,
    /// The base line of the lowest row of marks' names.
    pub marks: f64,
    /// Where each name above the plot begins, by the place of its layer; none where names stand
    /// at the ends of their lines.
    pub legend: Option<Vec<(usize, f64, f64)>>,
}

impl Layout {
    /// The layout of a plot.
    pub fn of(plot: &Plot) -> Layout {
        let (width, height) = (f64::from(plot.width), f64::from(plot.height));
        let named: Vec<_> = plot.layers.iter().enumerate().filter(|(_, it)| is_named(it)).collect();
        let legend = (plot.width < NARROW && !named.is_empty()).then(|| legend(&named, width));
        let legend_rows = legend.iter().flatten().map(|entry| entry.2).fold(0.0, f64::max);
        let title = legend_rows + 11.0 + if legend.is_some() { 6.0 } else { 0.0 };
        let marks = plot.layers.iter().filter(|layer| matches!(layer.shape, Shape::Mark(..)));
        let mark_rows = (marks.count() as f64).min(f64::from(super::names::ROWS));
        let marks = title + LINE * mark_rows;
        let below = if plot.x.label.is_empty() { 22.0 } else { 36.0 };
        let beside = match legend {
            Some(_) => 0.0,
            None => widest(named.iter().map(|(_, layer)| layer.name.as_str())),
        };
        let gutter = if beside > 0.0 { beside + 10.0 } else { 6.0 };
        let (from, to) = extent::upward(plot);
        let spacing = plot.y.spacing;
        let y = Scale { from, to, start: height - below, end: marks + 9.0, spacing };
        let numbers = y.ticks(SIDE_TICKS);
        let left = widest(numbers.iter().map(|(_, text)| text.as_str())) + 10.0;
        let (from, to) = extent::along(plot);
        // The last number along the bottom stands half beyond its tick.
        let end = (width - gutter).min(width - 12.0);
        let x = Scale { from, to, start: left, end, spacing: plot.x.spacing };
        Layout { x, y, title, marks, legend }
    }
}

/// Whether a layer is named at its end or above the plot; marks have names of their own.
pub fn is_named(layer: &Layer) -> bool {
    !layer.name.is_empty() && !matches!(layer.shape, Shape::Mark(..))
}

fn widest<'a>(texts: impl Iterator<Item = &'a str>) -> f64 {
    texts.map(text_width).fold(0.0, f64::max)
}

/// Names row by row, each with its place: its layer, and the start of its base line.
fn legend(named: &[(usize, &Layer)], width: f64) -> Vec<(usize, f64, f64)> {
    let (mut at, mut row) = (0.0, 11.0);
    let place = |(nth, layer): &(usize, &Layer)| {
        let own = SAMPLE + text_width(&layer.name);
        if at > 0.0 && at + own > width {
            at = 0.0;
            row += LINE;
        }
        let place = (*nth, at, row);
        at += own + 12.0;
        place
    };
    named.iter().map(place).collect()
}
