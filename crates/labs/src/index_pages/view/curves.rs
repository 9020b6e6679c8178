//! How it came to that: pages read, and how full leaves are, as rows come in.

use crate::index_pages::history::Point;
use crate::index_pages::keys::KeyKind;
use crate::index_pages::model::State;
use crate::index_pages::table::Table;
use kernel::Tone;
use widgets::plot::{Axis, Layer, Plot, Shape};

/// Over so many points of the history what is read is averaged.
const WINDOW: usize = 6;

/// The role of each kind of key in the plots; each has a dash beside its colour.
const TONES: [Tone; 4] = [Tone::Lock, Tone::Lost, Tone::Wait, Tone::Ok];

/// The two plots, each of this width.
pub(super) fn plots(state: &State, width: u32) -> [Plot; 2] {
    let plot = |label: &'static str, summary: &'static str, of: fn(&[Point]) -> Vec<(f64, f64)>| {
        let tables = state.tables.iter().zip(KeyKind::ALL).zip(TONES);
        let layer = |((table, kind), tone): ((&Table, KeyKind), Tone)| {
            Layer::toned(kind.label(), tone, Shape::Line(of(table.history.0.points())))
        };
        Plot {
            x: Axis::from_zero("rows"),
            y: Axis::from_zero(label),
            layers: tables.map(layer).collect(),
            summary: summary.into(),
            width,
            height: 200,
        }
    };
    [
        plot("pages read a row", "Pages read for each row, as rows come in", reads),
        plot("leaves full, %", "How full the leaves are, as rows come in", fill),
    ]
}

/// Pages read a row, over the last few points.
fn reads(points: &[Point]) -> Vec<(f64, f64)> {
    let windows = points.windows(WINDOW.min(points.len()).max(2));
    let a_row = |window: &[Point]| {
        let (first, last) = (window.first()?, window.last()?);
        let (rows, read) = (last.rows.checked_sub(first.rows)?, last.read - first.read);
        (rows > 0).then(|| (f64::from(last.rows), read as f64 / f64::from(rows)))
    };
    windows.filter_map(a_row).collect()
}

fn fill(points: &[Point]) -> Vec<(f64, f64)> {
    let full = |point: &Point| (f64::from(point.rows), f64::from(point.fill_ppm) / 10_000.0);
    points.iter().filter(|point| point.rows > 0).map(full).collect()
}
