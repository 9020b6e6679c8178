//! Where the bits of a row stand, and the words below them.

use super::Part;
use widgets::circle::Place;

/// The height of a line of text.
pub const LINE: f64 = 18.0;
/// A cell is no wider.
const CELL_MAX: f64 = 16.0;
/// A digit needs as much.
const CELL_MIN: f64 = 9.0;
/// Room above a row for the shifts.
const ABOVE: f64 = 17.0;
/// Room for what stands between two terms.
const BETWEEN: f64 = 28.0;

/// Where everything stands.
pub struct Measure {
    /// How many bits stand in a row: 64, 32 or 16.
    per_row: u32,
    /// The left edge of the bits.
    pub left: f64,
    /// The width of a bit.
    pub cell: f64,
    /// The height of a bit.
    pub cell_height: f64,
    /// The first line of words below the bits.
    pub terms: f64,
    /// The middle of each field's words; `None` where the fields stand below each other.
    pub blocks: Option<Vec<f64>>,
}

/// Bits of a field that stand in one row.
pub struct Run {
    /// The first, counted from the most significant.
    pub from: u32,
    /// Behind the last.
    pub to: u32,
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
}

impl Measure {
    /// The measures of some fields in a width.
    pub fn of(parts: &[Part], width: f64) -> Measure {
        let fits = |bits: u32| width - 2.0 >= CELL_MIN * f64::from(bits);
        let per_row = [64, 32].into_iter().find(|bits| fits(*bits)).unwrap_or(16);
        let cell = ((width - 2.0) / f64::from(per_row)).clamp(CELL_MIN, CELL_MAX);
        let cell_height = if per_row == 64 { 22.0 } else { 20.0 };
        let mut measure =
            Measure { per_row, left: 1.0, cell, cell_height, terms: 0.0, blocks: None };
        let last = measure.row_y(64 / per_row - 1) + cell_height;
        measure.terms = last + 22.0;
        if per_row == 64 {
            let middle = |part: &Part| {
                let run = &measure.runs(part)[0];
                run.x + run.width / 2.0
            };
            let wanted: Vec<(f64, f64)> =
                parts.iter().map(|part| (middle(part), part.width())).collect();
            measure.blocks = apart(&wanted, 64.0 * cell + 1.0);
            if measure.blocks.is_some() {
                measure.terms = last + 40.0;
            }
        }
        measure
    }

    /// How high the picture of so many fields is.
    pub fn height(&self, fields: usize) -> f64 {
        self.sum(fields) + 7.0
    }

    /// Where the line of the sum stands.
    pub fn sum(&self, fields: usize) -> f64 {
        match self.blocks {
            Some(_) => self.terms + 58.0,
            None => self.terms + fields as f64 * LINE + 4.0,
        }
    }

    /// The runs of a field, from its first bit to its last: one in each row that it stands in.
    pub fn runs(&self, part: &Part) -> Vec<Run> {
        let end = 64 - part.shift;
        let mut from = end - u32::from(part.field.bits);
        let mut runs = Vec::new();
        while from < end {
            let row = from / self.per_row;
            let to = end.min((row + 1) * self.per_row);
            let x = self.left + f64::from(from % self.per_row) * self.cell;
            let width = f64::from(to - from) * self.cell;
            runs.push(Run { from, to, x, y: self.row_y(row), width });
            from = to;
        }
        runs
    }

    /// The upper right corner of a field's last bit.
    pub fn end(&self, part: &Part) -> Place {
        let last = 63 - part.shift;
        let x = self.left + f64::from(last % self.per_row + 1) * self.cell;
        Place { x, y: self.row_y(last / self.per_row) }
    }

    fn row_y(&self, row: u32) -> f64 {
        ABOVE + f64::from(row) * (self.cell_height + ABOVE + 6.0)
    }
}

/// Blocks of given middles and widths, moved apart as little as it takes, within a width; `None`
/// where there is no room for all.
fn apart(wanted: &[(f64, f64)], width: f64) -> Option<Vec<f64>> {
    let mut middles = Vec::with_capacity(wanted.len());
    let mut free = 0.0_f64;
    for (middle, own) in wanted {
        let left = (middle - own / 2.0).max(free);
        middles.push(left + own / 2.0);
        free = left + own + BETWEEN;
    }
    let mut end = width;
    for (middle, (_, own)) in middles.iter_mut().zip(wanted).rev() {
        *middle = middle.min(end - own / 2.0);
        end = *middle - own / 2.0 - BETWEEN;
    }
    (end + BETWEEN >= 0.0).then_some(middles)
}

#[cfg(test)]
mod tests {
    use super::super::parts;
    use super::*;
    use crate::snowflake::layout::{LAYOUTS, Layout};

    fn layouts() -> impl Iterator<Item = Layout> {
        let own = [(2, 1, 2), (61, 1, 1), (1, 0, 62)].map(|bits| Layout::own(bits, 0, 100));
        LAYOUTS.iter().copied().chain(own.into_iter().flatten())
    }

    /// Whatever the layout and the width, no word meets another, and none is cut off.
    #[test]
    fn words_do_not_meet() {
        for layout in layouts() {
            for width in [280.0, 358.0, 560.0, 640.0, 846.0, 1_200.0] {
                let parts = parts(&layout, u64::MAX);
                let measure = Measure::of(&parts, width);
                assert!(f64::from(measure.per_row) * measure.cell <= width, "{}", layout.key);
                let Some(blocks) = &measure.blocks else { continue };
                let mut end = -0.5;
                for (part, middle) in parts.iter().zip(blocks) {
                    assert!(middle - part.width() / 2.0 >= end, "{} at {width}", layout.key);
                    end = middle + part.width() / 2.0;
                }
                assert!(end <= width, "{} at {width}", layout.key);
            }
        }
    }

    #[test]
    fn a_laptop_has_one_row_and_a_phone_several() {
        let parts = parts(&LAYOUTS[1], 0);
        let rows = |width| 64 / Measure::of(&parts, width).per_row;
        assert_eq!([846.0, 640.0, 358.0, 280.0].map(rows), [1, 1, 2, 4]);
    }

    #[test]
    fn every_bit_stands_in_one_run() {
        for layout in layouts() {
            for width in [846.0, 358.0, 280.0] {
                let parts = parts(&layout, 0);
                let measure = Measure::of(&parts, width);
                let mut next = 0;
                for run in parts.iter().flat_map(|part| measure.runs(part)) {
                    assert_eq!(run.from, next);
                    next = run.to;
                }
                assert_eq!(next, 64);
            }
        }
    }
}
