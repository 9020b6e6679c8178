//! The layers of a plot as paths: one path a layer, however many numbers it has.

use super::{Layer, Point, Shape, class};
use crate::axis::Scale;
use crate::path::command;
use crate::tag;
use crate::tag::Tag;
use kernel::Tone;

/// From the numbers of the axes to pixels.
type To<'a> = &'a dyn Fn((f64, f64)) -> (f64, f64);

/// One layer.
pub fn shape(layer: &Layer, x: Scale, y: Scale) -> Tag {
    let group = tag!(g, class: class(layer.tone));
    let to: To<'_> = &|(at, level)| (x.at(at), y.at(level));
    let path = |class: &'static str, d: String| tag!(path, class: class, d: d);
    match &layer.shape {
        Shape::Line(points) => group.child(path("line", line(points, to))),
        Shape::Reference(points) => group.child(path("line reference", line(points, to))),
        Shape::Steps(points) => group.child(path("line", steps(points, to))),
        Shape::Band(points) => group.child(path("area", band(points, to))),
        Shape::Bars(bars) => group.child(path("bars", columns(bars, x, y))),
        Shape::Level(at) => {
            group.child(path("line reference", line(&[(x.from, *at), (x.to, *at)], to)))
        }
        // What a mark says stands above the plot, and its line with it.
        Shape::Mark(_, None) => group,
        Shape::Mark(_, Some(ends)) => group.child(path("area", wide(*ends, x, y))),
        Shape::Points(points) => {
            let whiskers = path("line whisker", whiskers(points, x, y));
            let markers = path("marker", markers(points, layer.tone, to));
            group.child(whiskers).child(markers)
        }
    }
}

/// The marker of a role about a place: a second sign beside its colour.
pub fn marker(path: &mut String, tone: Tone, (x, y): (f64, f64)) {
    let corners: &[(f64, f64)] = match tone {
        Tone::Plain => &[
            (-2.0, -3.5),
            (2.0, -3.5),
            (3.5, -2.0),
            (3.5, 2.0),
            (2.0, 3.5),
            (-2.0, 3.5),
            (-3.5, 2.0),
            (-3.5, -2.0),
        ],
        Tone::Lock => &[(-3.5, -3.5), (3.5, -3.5), (3.5, 3.5), (-3.5, 3.5)],
        Tone::Wait => &[(0.0, -4.5), (4.5, 3.5), (-4.5, 3.5)],
        Tone::Ok => &[(0.0, -4.5), (4.5, 0.0), (0.0, 4.5), (-4.5, 0.0)],
        Tone::Lost => &[(-4.5, -3.5), (4.5, -3.5), (0.0, 4.5)],
    };
    for (nth, (right, down)) in corners.iter().enumerate() {
        command(path, if nth == 0 { 'M' } else { 'L' }, &[x + right, y + down]);
    }
    path.push('Z');
}

fn is_finite(place: (f64, f64)) -> bool {
    place.0.is_finite() && place.1.is_finite()
}

/// From point to point; a gap where one is missing.
fn line(points: &[(f64, f64)], to: To<'_>) -> String {
    let (mut path, mut is_drawing) = (String::new(), false);
    for place in thinned(points, to) {
        if is_finite(place) {
            command(&mut path, if is_drawing { 'L' } else { 'M' }, &[place.0, place.1]);
        }
        is_drawing = is_finite(place);
    }
    path
}

/// Levels that last until the next.
fn steps(points: &[(f64, f64)], to: To<'_>) -> String {
    let (mut path, mut is_drawing) = (String::new(), false);
    for (x, y) in thinned(points, to) {
        if is_drawing && x.is_finite() {
            command(&mut path, 'H', &[x]);
        }
        if is_finite((x, y)) {
            match is_drawing {
                true => command(&mut path, 'V', &[y]),
                false => command(&mut path, 'M', &[x, y]),
            }
        }
        is_drawing = is_finite((x, y));
    }
    path
}

/// The places of points, of which only the first, the least, the greatest and the last of each
/// column of pixels are kept: nothing else of them would be seen.
fn thinned(points: &[(f64, f64)], to: To<'_>) -> Vec<(f64, f64)> {
    let places: Vec<_> = points.iter().map(|point| to(*point)).collect();
    let is_same = |one: &(f64, f64), other: &(f64, f64)| {
        is_finite(*one) && is_finite(*other) && one.0.floor() == other.0.floor()
    };
    let mut kept = Vec::new();
    for column in places.chunk_by(is_same) {
        let (mut least, mut greatest) = (0, 0);
        for (nth, place) in column.iter().enumerate() {
            least = if place.1 < column[least].1 { nth } else { least };
            greatest = if place.1 > column[greatest].1 { nth } else { greatest };
        }
        let mut chosen = vec![0, least.min(greatest), least.max(greatest), column.len() - 1];
        chosen.dedup();
        kept.extend(chosen.into_iter().map(|nth| column[nth]));
    }
    kept
}

/// Between two levels, there and back; what has a gap falls apart.
fn band(points: &[(f64, f64, f64)], to: To<'_>) -> String {
    let mut path = String::new();
    let is_whole = |point: &(f64, f64, f64)| is_finite((point.0, point.1)) && point.2.is_finite();
    for run in points.split(|point| !is_whole(point)).filter(|run| !run.is_empty()) {
        let there = run.iter().map(|point| to((point.0, point.2)));
        let back = run.iter().rev().map(|point| to((point.0, point.1)));
        for (nth, place) in there.chain(back).enumerate() {
            command(&mut path, if nth == 0 { 'M' } else { 'L' }, &[place.0, place.1]);
        }
        path.push('Z');
    }
    path
}

/// The interval of a mark: from bottom to top, a pixel wide at least.
fn wide(ends: (f64, f64), x: Scale, y: Scale) -> String {
    let (left, right) = (x.at(ends.0), x.at(ends.1));
    rectangle((left, right.max(left + 1.0)), (y.start, y.end))
}

fn columns(bars: &[(f64, f64, f64)], x: Scale, y: Scale) -> String {
    let foot = y.at(y.from.max(0.0));
    let area = |(from, to, height): &(f64, f64, f64)| {
        let (left, right) = (x.at(*from), x.at(*to));
        // A hair of paper between two bars, where they are wide enough to spare it.
        let gap = if right - left > 3.0 { 0.5 } else { 0.0 };
        rectangle((left + gap, right - gap), (foot, y.at(*height)))
    };
    bars.iter().filter(|bar| bar.2 > 0.0).map(area).collect()
}

fn rectangle((left, right): (f64, f64), (foot, top): (f64, f64)) -> String {
    let mut path = String::new();
    command(&mut path, 'M', &[left, foot]);
    command(&mut path, 'V', &[top]);
    command(&mut path, 'H', &[right]);
    command(&mut path, 'V', &[foot]);
    path.push('Z');
    path
}

fn whiskers(points: &[Point], x: Scale, y: Scale) -> String {
    let mut path = String::new();
    for point in points {
        let Some((low, high)) = point.interval.filter(|ends| is_finite(*ends)) else { continue };
        let (at, low, high) = (x.at(point.x), y.at(low), y.at(high));
        for end in [low, high] {
            command(&mut path, 'M', &[at - 3.5, end]);
            command(&mut path, 'H', &[at + 3.5]);
        }
        command(&mut path, 'M', &[at, low]);
        command(&mut path, 'V', &[high]);
    }
    path
}

fn markers(points: &[Point], tone: Tone, to: To<'_>) -> String {
    let mut path = String::new();
    let places = points.iter().map(|point| to((point.x, point.y)));
    places.filter(|place| is_finite(*place)).for_each(|place| marker(&mut path, tone, place));
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(point: (f64, f64)) -> (f64, f64) {
        point
    }

    #[test]
    fn a_line_breaks_where_a_number_is_missing() {
        let points = [(0.0, 1.0), (1.0, 2.0), (2.0, f64::NAN), (3.0, 4.0), (4.0, 5.0)];
        assert_eq!(line(&points, &same), "M0 1L1 2M3 4L4 5");
        assert_eq!(steps(&points, &same), "M0 1H1V2H2M3 4H4V5");
    }

    #[test]
    fn a_band_goes_there_above_and_back_below() {
        let points = [(0.0, 1.0, 2.0), (1.0, f64::NAN, 2.0), (2.0, 3.0, 5.0), (3.0, 3.0, 4.0)];
        assert_eq!(band(&points, &same), "M0 2L0 1ZM2 5L3 4L3 3L2 3Z");
    }

    #[test]
    fn thinning_keeps_the_ends_and_the_extremes_of_every_column() {
        // Ten columns of a thousand points each, of which one is a spike up and one a spike down.
        let point = |nth: u32| {
            let y = match nth % 1_000 {
                321 => 90.0,
                654 => -90.0,
                rest => f64::from(rest % 7),
            };
            (f64::from(nth) / 1_000.0, y)
        };
        let points: Vec<_> = (0..10_000).map(point).collect();
        let kept = thinned(&points, &same);
        assert!(kept.len() <= 40, "{}", kept.len());
        for column in 0..10 {
            let of: Vec<f64> =
                kept.iter().filter(|place| place.0 as u32 == column).map(|place| place.1).collect();
            assert!(of.contains(&90.0) && of.contains(&-90.0), "{column}: {of:?}");
            let last = points[column as usize * 1_000 + 999].1;
            assert_eq!((of.first(), of.last()), (Some(&0.0), Some(&last)));
        }
    }

    #[test]
    fn few_points_are_all_kept() {
        let points: Vec<_> = (0..50).map(|nth| (f64::from(nth) * 2.0, 1.0)).collect();
        assert_eq!(thinned(&points, &same), points);
        assert_eq!(thinned(&[], &same), []);
    }
}
