//! How far the axes of a plot reach.

use super::{Axis, Plot, Shape};
use crate::axis::Spacing;

/// A reference stretches an axis by no more than this part of what is measured.
const STRETCH: f64 = 0.25;

/// From where to where an axis reaches; the first is less than the second.
pub type Extent = (f64, f64);

/// The extent of the bottom axis.
pub fn along(plot: &Plot) -> Extent {
    let numbers = plot.layers.iter().flat_map(|layer| match &layer.shape {
        Shape::Line(points) | Shape::Steps(points) | Shape::Reference(points) => {
            ends(points.iter().map(|point| point.0))
        }
        Shape::Band(points) => ends(points.iter().map(|point| point.0)),
        Shape::Points(points) => ends(points.iter().map(|point| point.x)),
        Shape::Bars(bars) => ends(bars.iter().flat_map(|bar| [bar.0, bar.1])),
        Shape::Mark(at, interval) => {
            ends([*at].into_iter().chain(interval.iter().flat_map(|of| [of.0, of.1])))
        }
        Shape::Level(_) => [f64::NAN; 2],
    });
    widened(&plot.x, ends_of(&plot.x, numbers))
}

/// The extent of the side axis.
pub fn upward(plot: &Plot) -> Extent {
    let measured = plot.layers.iter().flat_map(|layer| match &layer.shape {
        Shape::Line(points) | Shape::Steps(points) => ends(points.iter().map(|point| point.1)),
        Shape::Band(points) => ends(points.iter().flat_map(|point| [point.1, point.2])),
        Shape::Points(points) => ends(points.iter().flat_map(|point| {
            let (low, high) = point.interval.unwrap_or((point.y, point.y));
            [low, point.y, high]
        })),
        Shape::Bars(bars) => ends(bars.iter().map(|bar| bar.2).chain([0.0])),
        Shape::Level(at) => [*at; 2],
        Shape::Reference(_) | Shape::Mark(..) => [f64::NAN; 2],
    });
    let (low, high) = ends_of(&plot.y, measured);
    let references = plot.layers.iter().flat_map(|layer| match &layer.shape {
        Shape::Reference(points) => ends(points.iter().map(|point| point.1)),
        _ => [f64::NAN; 2],
    });
    let [least, greatest] = ends(references.filter(|number| fits(&plot.y, *number)));
    let spare = (high - low) * STRETCH;
    // Where nothing is measured, the references are all there is to see.
    let spare = if high > low { spare } else { f64::INFINITY };
    let low = if least < low || low.is_nan() { least.max(low - spare) } else { low };
    let high = if greatest > high || high.is_nan() { greatest.min(high + spare) } else { high };
    let (low, high) = widened(&plot.y, (low, high));
    match plot.y.spacing {
        Spacing::Log => (low, high),
        // A little air above, so that the highest point is not on the edge.
        _ => (low, high + (high - low) * 0.04),
    }
}

/// The least and the greatest of some numbers, or two that are no numbers.
fn ends(numbers: impl Iterator<Item = f64>) -> [f64; 2] {
    let finite = numbers.filter(|number| number.is_finite());
    finite.fold([f64::NAN; 2], |[low, high], number| [low.min(number), high.max(number)])
}

/// The least and the greatest of what is drawn and of what the axis is to hold.
fn ends_of(axis: &Axis, numbers: impl Iterator<Item = f64>) -> Extent {
    let reach = axis.reach.iter().flat_map(|reach| [reach.0, reach.1]);
    let [low, high] = ends(numbers.chain(reach).filter(|number| fits(axis, *number)));
    (low, high)
}

fn fits(axis: &Axis, number: f64) -> bool {
    number.is_finite() && (axis.spacing != Spacing::Log || number > 0.0)
}

/// An extent that has a length, whatever is drawn.
fn widened(axis: &Axis, (low, high): Extent) -> Extent {
    let is_log = axis.spacing == Spacing::Log;
    match (low < high, low.is_finite()) {
        (true, _) => (low, high),
        (false, true) if is_log => (low / 2.0, low * 2.0),
        (false, true) if low == 0.0 => (0.0, 1.0),
        (false, true) if axis.reach.is_some_and(|reach| reach.0 == low) => (low, low + 1.0),
        (false, true) => (low - low.abs() / 2.0, low + low.abs() / 2.0),
        (false, false) if is_log => (1.0, 10.0),
        (false, false) => (0.0, 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Layer, Point};
    use super::*;

    fn plot(y: Axis, shapes: Vec<Shape>) -> Plot {
        let layers = shapes.into_iter().map(|shape| Layer::plain("", shape)).collect();
        Plot { x: Axis::even(""), y, layers, summary: "".into(), width: 400, height: 200 }
    }

    #[test]
    fn every_extent_has_a_length() {
        let nothing = [vec![], vec![(f64::NAN, f64::INFINITY)], vec![(2.0, 0.0)], vec![(0.0, 7.0)]];
        for points in nothing {
            for axis in [Axis::even(""), Axis::from_zero(""), Axis::log("")] {
                let plot = plot(axis, vec![Shape::Line(points.clone())]);
                let ((left, right), (low, high)) = (along(&plot), upward(&plot));
                assert!(left < right && low < high, "{points:?}: {low} to {high}");
                assert!([left, right, low, high].iter().all(|number| number.is_finite()));
            }
        }
    }

    #[test]
    fn a_reference_that_flies_off_does_not_flatten_what_is_measured() {
        let line = Shape::Line(vec![(0.0, 1.0), (1.0, 3.0)]);
        let reference = Shape::Reference(vec![(0.0, 1.0), (1.0, 1e9)]);
        let (low, high) = upward(&plot(Axis::from_zero(""), vec![line, reference.clone()]));
        assert_eq!(low, 0.0);
        assert!((3.0..4.0).contains(&high), "{high}");
        let (_, alone) = upward(&plot(Axis::even(""), vec![reference]));
        assert!(alone >= 1e9);
    }

    #[test]
    fn intervals_and_bars_are_within() {
        let point = Point { x: 1.0, y: 5.0, interval: Some((2.0, 9.0)) };
        let (low, high) = upward(&plot(Axis::even(""), vec![Shape::Points(vec![point])]));
        assert!(low <= 2.0 && high >= 9.0);
        let (low, high) = upward(&plot(Axis::even(""), vec![Shape::Bars(vec![(0.0, 1.0, 4.0)])]));
        assert!(low == 0.0 && high >= 4.0);
    }
}
