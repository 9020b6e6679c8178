//! The table that says the same as a plot.

use super::{Layer, Plot, Shape};
use crate::tag;
use crate::tag::Tag;
use kernel::decimal::significant;
use kernel::order;

/// A table of more rows than this helps nobody: of more, evenly chosen ones are shown.
const ROWS: usize = 200;

/// The numbers of a plot: a row for each number of the bottom axis, a column for each series.
pub fn table(plot: &Plot) -> Tag {
    let series: Vec<(String, Vec<Cell>)> = plot.layers.iter().filter_map(column).collect();
    let rows = series.iter().flat_map(|(_, cells)| cells.iter().map(|cell| cell.at)).collect();
    let mut rows: Vec<Place> =
        order::sorted(rows, |place: &Place| (order::rank(place.0), order::rank(place.1)));
    rows.dedup();
    let every = rows.len().div_ceil(ROWS).max(1);
    let heads = series.iter().map(|(name, _)| tag!(th, scope: "col").text(name.clone()));
    let corner = tag!(th, scope: "col").text(plot.x.label.clone());
    let row = |place: &Place| {
        let cells = series.iter().map(|(_, cells)| {
            let cell = cells.iter().find(|cell| cell.at == *place);
            tag!(td).text(cell.map_or_else(|| "–".to_owned(), |cell| cell.text.clone()))
        });
        let name = tag!(th, scope: "row").text(words(*place));
        tag!(tr).child(name).children(cells)
    };
    tag!(table, class: "plot-table")
        .child(tag!(caption).text(plot.y.label.clone()))
        .child(tag!(thead).child(tag!(tr).child(corner).children(heads)))
        .child(tag!(tbody).children(rows.iter().step_by(every).map(row)))
}

/// A number of the bottom axis, or a stretch of it.
type Place = (f64, f64);

struct Cell {
    at: Place,
    text: String,
}

/// A series as a column: its name, and what stands in it.
fn column(layer: &Layer) -> Option<(String, Vec<Cell>)> {
    let single = |x: f64, y: f64| Cell { at: (x, x), text: significant(y, 4) };
    let mut cells: Vec<Cell> = match &layer.shape {
        Shape::Line(points) | Shape::Steps(points) | Shape::Reference(points) => {
            points.iter().filter(|at| at.1.is_finite()).map(|at| single(at.0, at.1)).collect()
        }
        Shape::Band(points) => points.iter().map(|at| cell((at.0, at.0), at.1, at.2)).collect(),
        Shape::Points(points) => points
            .iter()
            .map(|point| {
                let mut cell = single(point.x, point.y);
                if let Some((low, high)) = point.interval {
                    cell.text = [&cell.text, " (", &between(low, high), ")"].concat();
                }
                cell
            })
            .collect(),
        Shape::Bars(bars) => bars
            .iter()
            .map(|bar| Cell { at: (bar.0, bar.1), text: significant(bar.2, 4) })
            .collect(),
        Shape::Mark(..) | Shape::Level(_) => return None,
    };
    cells.retain(|cell| cell.at.0.is_finite() && cell.at.1.is_finite());
    Some((layer.name.to_string(), cells))
}

fn cell(at: Place, low: f64, high: f64) -> Cell {
    Cell { at, text: between(low, high) }
}

fn between(low: f64, high: f64) -> String {
    [&significant(low, 4), " to ", &significant(high, 4)].concat()
}

fn words((from, to): Place) -> String {
    if from == to { significant(from, 4) } else { between(from, to) }
}
