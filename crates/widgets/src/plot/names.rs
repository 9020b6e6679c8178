//! The names within a plot: of marks above it, of series at their ends or in a legend.

use super::layout::{LINE, Layout, SAMPLE, is_named};
use super::{Layer, Plot, Shape, class, shapes};
use crate::path::{command, path};
use crate::tag;
use crate::tag::Tag;
use crate::token::text_width;
use kernel::order;
use yew::AttrValue;

/// Names of marks stand in no more rows than this.
pub const ROWS: u8 = 4;

/// The lines of the marks up to their names, which stand in the first row that has room.
pub fn marks(plot: &Plot, layout: &Layout) -> Vec<Tag> {
    let place = |layer: &Layer| match layer.shape {
        Shape::Mark(number, _) if number.is_finite() => Some(layout.x.at(number)),
        _ => None,
    };
    let marks = plot.layers.iter().filter_map(|layer| Some((place(layer)?, layer))).collect();
    let marks = order::sorted(marks, |(at, _)| (order::rank(*at), 0));
    let mut ends = [f64::NEG_INFINITY; ROWS as usize];
    let mark = |(at, layer): (f64, &Layer)| {
        let width = text_width(&layer.name);
        // A name at the right edge stands before its line.
        let is_last = at + width + 4.0 > f64::from(plot.width);
        let (beside, class_of) = if is_last { (at - 4.0, "end") } else { (at + 4.0, "") };
        let start = if is_last { beside - width } else { beside };
        let row = ends.iter().position(|end| *end < start).unwrap_or(ROWS as usize - 1);
        ends[row] = ends[row].max(start + width + 6.0);
        let base = layout.marks - LINE * row as f64;
        let line = path(&[('M', &[at, layout.y.start]), ('V', &[base - 9.0])]);
        let name = tag!(text, class: class_of, x: beside, y: base).text(layer.name.clone());
        // One that has an interval is measured; one that has none divides.
        let is_fine = matches!(layer.shape, Shape::Mark(_, None));
        let line = tag!(path, class: if is_fine { "mark fine" } else { "mark" }, d: line);
        tag!(g, class: class(layer.tone)).child(line).child(name)
    };
    marks.into_iter().map(mark).collect()
}

/// The names of the series: at their ends, or above the plot where it is narrow.
pub fn names(plot: &Plot, layout: &Layout) -> Vec<Tag> {
    let Some(legend) = &layout.legend else { return at_ends(plot, layout) };
    let entry = |(nth, at, base): &(usize, f64, f64)| {
        let layer = &plot.layers[*nth];
        let name = tag!(text, x: at + SAMPLE - 4.0, y: *base).text(layer.name.clone());
        tag!(g, class: class(layer.tone)).child(sample(layer, *at, base - 4.0)).child(name)
    };
    legend.iter().map(entry).collect()
}

/// Each name where its series ends.
fn at_ends(plot: &Plot, layout: &Layout) -> Vec<Tag> {
    let named = plot.layers.iter().filter(|layer| is_named(layer));
    let names: Vec<(f64, &Layer)> = named.map(|layer| (height(layer, layout), layer)).collect();
    let names = order::sorted(names, |(at, _)| (order::rank(*at), 0));
    let heights = apart(names.iter().map(|(at, _)| *at).collect(), layout.y.start);
    let text = |(at, (_, layer)): (f64, &(f64, &Layer))| {
        let name = tag!(text, x: layout.x.end + 10.0, y: at + 4.0).text(layer.name.clone());
        tag!(g, class: class(layer.tone)).child(name)
    };
    heights.into_iter().zip(&names).map(text).collect()
}

/// Heights, from the uppermost down, moved so that lines of text there do not run into each
/// other: down where there is room above the foot, else up.
fn apart(mut heights: Vec<f64>, foot: f64) -> Vec<f64> {
    let mut above = f64::NEG_INFINITY;
    for at in &mut heights {
        *at = at.max(above + LINE);
        above = *at;
    }
    let mut below = foot + LINE;
    for at in heights.iter_mut().rev() {
        *at = at.min(below - LINE);
        below = *at;
    }
    heights
}

/// The height at which a series ends, within the axes.
fn height(layer: &Layer, layout: &Layout) -> f64 {
    let finite = |number: &f64| number.is_finite();
    let last = match &layer.shape {
        Shape::Line(points) | Shape::Steps(points) | Shape::Reference(points) => {
            points.iter().map(|point| point.1).rfind(finite)
        }
        Shape::Band(points) => points.iter().map(|point| point.1.midpoint(point.2)).rfind(finite),
        Shape::Points(points) => points.iter().map(|point| point.y).rfind(finite),
        Shape::Bars(bars) => bars.last().map(|bar| bar.2),
        Shape::Level(at) => Some(*at),
        Shape::Mark(..) => None,
    };
    let (top, foot) = (layout.y.end, layout.y.start);
    last.map_or(foot, |number| layout.y.at(number)).clamp(top, foot)
}

/// A small piece of a series, as it is drawn in the plot.
fn sample(layer: &Layer, x: f64, y: f64) -> Tag {
    let line = || path(&[('M', &[x, y]), ('H', &[x + 16.0])]);
    let (class, d): (&'static str, AttrValue) = match layer.shape {
        Shape::Reference(_) | Shape::Level(_) => ("line reference", line().into()),
        Shape::Points(_) => {
            let mut path = String::new();
            shapes::marker(&mut path, layer.tone, (x + 8.0, y));
            ("marker", path.into())
        }
        Shape::Band(_) | Shape::Bars(_) => {
            let mut path = String::new();
            command(&mut path, 'M', &[x, y - 4.0]);
            command(&mut path, 'h', &[16.0]);
            command(&mut path, 'v', &[8.0]);
            command(&mut path, 'h', &[-16.0]);
            path.push('Z');
            (if matches!(layer.shape, Shape::Band(_)) { "area" } else { "bars" }, path.into())
        }
        _ => ("line", line().into()),
    };
    tag!(path, class: class, d: d)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_run_into_each_other() {
        let heights = apart(vec![20.0, 21.0, 90.0, 98.0, 99.0], 100.0);
        assert_eq!(heights, [20.0, 35.0, 70.0, 85.0, 100.0]);
        assert_eq!(apart(vec![10.0, 60.0], 100.0), [10.0, 60.0]);
    }
}
