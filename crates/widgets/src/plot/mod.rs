//! A plot: lines, steps, bands, points with their intervals, bars and marks over one pair of axes.
//!
//! It is laid out for the width that it is given. Every series has a second sign beside its
//! colour: a dash, a marker, and its name at its end, or above the plot where that is narrow.

mod extent;
mod layout;
mod names;
mod shapes;
mod table;

use crate::axis::{Axes, Scale, Spacing};
use crate::tag;
use crate::tag::Tag;
use crate::token::text_width;
use kernel::Tone;
use layout::Layout;
use yew::AttrValue;

/// Layers over one pair of axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// From left to right.
    pub x: Axis,
    /// From bottom to top.
    pub y: Axis,
    /// What is drawn, the hindmost first.
    pub layers: Vec<Layer>,
    /// The whole picture in a sentence.
    pub summary: AttrValue,
    /// Its width in pixels, 160 or more.
    pub width: u32,
    /// Its height in pixels, 120 or more.
    pub height: u32,
}

/// One axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it measures, with the unit; it may be empty.
    pub label: AttrValue,
    /// How its numbers lie. On [`Spacing::Log`] what is not above zero is left out.
    pub spacing: Spacing,
    /// It reaches at least from the first to the second of these, and as far as what is drawn.
    pub reach: Option<(f64, f64)>,
    /// Names of the numbers 0, 1, 2, …, where they stand for things; else it is empty.
    pub names: Vec<AttrValue>,
}

impl Axis {
    /// An even axis as long as what is drawn on it.
    pub fn even(label: impl Into<AttrValue>) -> Axis {
        Axis { label: label.into(), spacing: Spacing::Even, reach: None, names: Vec::new() }
    }

    /// An even axis that begins at zero.
    pub fn from_zero(label: impl Into<AttrValue>) -> Axis {
        Axis { reach: Some((0.0, 0.0)), ..Axis::even(label) }
    }

    /// An axis of things, which have names instead of numbers.
    pub fn named(label: impl Into<AttrValue>, names: Vec<AttrValue>) -> Axis {
        let last = names.len() as f64 - 0.5;
        Axis { reach: Some((-0.5, last)), names, ..Axis::even(label) }
    }

    /// A logarithmic axis as long as what is drawn on it.
    pub fn log(label: impl Into<AttrValue>) -> Axis {
        Axis { spacing: Spacing::Log, ..Axis::even(label) }
    }
}

/// One series.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Its name in the plot and in the table; one without a name belongs to the one before.
    pub name: AttrValue,
    /// Its role: the colour, the dash, the marker.
    pub tone: Tone,
    /// What is drawn.
    pub shape: Shape,
}

impl Layer {
    /// A series without a role.
    pub fn plain(name: impl Into<AttrValue>, shape: Shape) -> Layer {
        Layer { name: name.into(), tone: Tone::Plain, shape }
    }

    /// A series in some role.
    pub fn toned(name: impl Into<AttrValue>, tone: Tone, shape: Shape) -> Layer {
        Layer { name: name.into(), tone, shape }
    }
}

/// What a series looks like. Numbers are those of the axes; what is not finite is a gap.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// From point to point, by rising x.
    Line(Vec<(f64, f64)>),
    /// Each level lasts until the next, by rising x: a depth over time.
    Steps(Vec<(f64, f64)>),
    /// What should be: dashed. It does not stretch the axes by more than a quarter.
    Reference(Vec<(f64, f64)>),
    /// Between two levels at each x: (x, low, high).
    Band(Vec<(f64, f64, f64)>),
    /// Markers, each with its interval where it has one.
    Points(Vec<Point>),
    /// Areas from zero: (from, to, height).
    Bars(Vec<(f64, f64, f64)>),
    /// A line up the plot at a number of the bottom axis, with its interval where it has one.
    Mark(f64, Option<(f64, f64)>),
    /// A line across at a height.
    Level(f64),
}

/// A measured point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Where it stands on the bottom axis.
    pub x: f64,
    /// How high it stands.
    pub y: f64,
    /// From where to where it may lie; drawn as a whisker.
    pub interval: Option<(f64, f64)>,
}

impl Plot {
    /// Draws it.
    pub fn draw(&self) -> Tag {
        let layout = Layout::of(self);
        let Layout { x, y, .. } = layout;
        // Markers and lines at the edge are drawn whole; what leaves the axes is cut off.
        let (left, top) = (x.start - 8.0, y.end - 8.0);
        let (width, height) = (x.end - x.start + 16.0, y.start - y.end + 16.0);
        let view = [left, top, width, height].map(crate::path::length).join(" ");
        let drawn = self.layers.iter().map(|layer| shapes::shape(layer, x, y));
        let shapes =
            tag!(svg, x: left, y: top, width: width, height: height, viewBox: view).children(drawn);
        let axes = Axes {
            x,
            y,
            x_label: self.x.label.clone(),
            y_label: "".into(),
            x_ticks: self.ticks(x),
        };
        tag!(svg, class: "picture plot", role: "img", "aria-label": self.summary.clone(),
            width: self.width, height: self.height)
        .child(tag!(text, class: "axis-label", x: "0", y: layout.title).text(self.y.label.clone()))
        .child(axes.draw())
        .child(shapes)
        .children(names::marks(self, &layout))
        .children(names::names(self, &layout))
    }

    /// What is written along the bottom: numbers or names, as many as fit.
    fn ticks(&self, x: Scale) -> Vec<(f64, String)> {
        let names = &self.x.names;
        let room = x.end - x.start;
        if names.is_empty() {
            return x.ticks((room / 48.0).min(10.0) as u32);
        }
        let widest = names.iter().map(|name| text_width(name)).fold(1.0, f64::max) + 8.0;
        let every = (widest * names.len() as f64 / room).ceil().max(1.0) as usize;
        let name = |(nth, name): (usize, &AttrValue)| (nth as f64, name.to_string());
        names.iter().enumerate().step_by(every).map(name).collect()
    }

    /// The same numbers as a table, for whoever does not see the picture or wants to read them
    /// off. A row is a number of the bottom axis.
    pub fn table(&self) -> Tag {
        table::table(self)
    }
}

/// The class of a role within a plot.
fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "of-plain",
        Tone::Ok => "of-ok",
        Tone::Wait => "of-wait",
        Tone::Lock => "of-lock",
        Tone::Lost => "of-lost",
    }
}
