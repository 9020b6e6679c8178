//! Grids: one law judged by exhaustive search under every setting of two or three knobs, beside
//! what is published of it.

use crate::lab::Source;
use kernel::{Knob, Purse};

/// A law under every setting of two or three knobs.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    /// On the command line, in kebab-case.
    pub key: &'static str,
    /// What is varied, in a few words.
    pub title: &'static str,
    /// The law that is judged, by its sentence.
    pub law: &'static str,
    /// The knobs that are not at their defaults, but for those of the axes.
    pub base: &'static [(&'static str, i64)],
    /// What the search of a cell may spend, by budget.
    pub limits: Purse,
    /// Tables side by side; none where there is one table.
    pub panels: Option<Axis>,
    /// From top to bottom.
    pub rows: Axis,
    /// From left to right.
    pub columns: Axis,
    /// What is published.
    pub claim: Claim,
}

/// A knob that takes a few of its values, one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    /// The knob's key.
    pub knob: &'static str,
    /// Its values.
    pub values: &'static [i64],
}

/// What is published of a grid's law.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// The claim, as it ends a sentence: "free of deadlock exactly when …".
    pub text: &'static str,
    /// Where it is written.
    pub source: Source,
    /// Whether the law holds under these knobs (in the order of the lab's list), if the claim is
    /// right.
    pub holds: fn(&[i64]) -> bool,
    /// Why the search finds otherwise in some cells, in a sentence or two; `None` where every cell
    /// is as claimed.
    pub differs: Option<&'static str>,
}

impl Grid {
    /// How many cells there are.
    pub const fn cells(&self) -> usize {
        self.tables() * self.rows.values.len() * self.columns.values.len()
    }

    /// How many tables there are.
    pub const fn tables(&self) -> usize {
        match &self.panels {
            Some(panels) => panels.values.len(),
            None => 1,
        }
    }

    /// The cells' number in table, row and column; cells are counted along rows, table by table.
    pub const fn cell(&self, table: usize, row: usize, column: usize) -> usize {
        (table * self.rows.values.len() + row) * self.columns.values.len() + column
    }

    /// What the axes' knobs are set to in a cell: panel (where there are panels), row, column.
    pub fn settings(&self, cell: usize) -> impl Iterator<Item = (&'static str, i64)> {
        let (row, column) = (cell / self.columns.values.len(), cell % self.columns.values.len());
        let (table, row) = (row / self.rows.values.len(), row % self.rows.values.len());
        let panel = self.panels.map(|panels| (panels.knob, panels.values[table]));
        let row = (self.rows.knob, self.rows.values[row]);
        let column = (self.columns.knob, self.columns.values[column]);
        panel.into_iter().chain([row, column])
    }

    /// The value of every knob in a cell, in the order of the lab's list.
    ///
    /// # Panics
    /// When the grid names a knob that is not in the list.
    pub fn knobs(&self, list: &[Knob], cell: usize) -> Vec<i64> {
        let mut values: Vec<i64> = list.iter().map(|knob| knob.default).collect();
        for (key, value) in self.base.iter().copied().chain(self.settings(cell)) {
            let index = list.iter().position(|knob| knob.key == key);
            values[index.expect("a grid names knobs of its lab")] = value;
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Budget, Range};

    const fn knob(key: &'static str, default: i64) -> Knob {
        let range = Range::Linear(1, 9);
        Knob { key, label: key, unit: "", help: "", range, default, major: false }
    }

    const KNOBS: &[Knob] = &[knob("speed", 5), knob("high", 1), knob("wide", 1), knob("deep", 1)];

    const GRID: Grid = Grid {
        key: "volume",
        title: "a box",
        law: "it fits",
        base: &[("speed", 7)],
        limits: [0; Budget::KINDS],
        panels: Some(Axis { knob: "deep", values: &[1, 2] }),
        rows: Axis { knob: "high", values: &[1, 3] },
        columns: Axis { knob: "wide", values: &[2, 4, 6] },
        claim: Claim {
            text: "it fits exactly when its volume is at most 12",
            source: Source { title: "", url: "" },
            holds: |knobs| knobs[1] * knobs[2] * knobs[3] <= 12,
            differs: None,
        },
    };

    #[test]
    fn cells_are_counted_along_rows_table_by_table() {
        assert_eq!((GRID.cells(), GRID.tables()), (12, 2));
        let mut cells = 0..GRID.cells();
        for (table, deep) in [1, 2].into_iter().enumerate() {
            for (row, high) in [1, 3].into_iter().enumerate() {
                for (column, wide) in [2, 4, 6].into_iter().enumerate() {
                    let cell = GRID.cell(table, row, column);
                    assert_eq!(Some(cell), cells.next());
                    assert_eq!(GRID.knobs(KNOBS, cell), [7, high, wide, deep]);
                    let named = [("deep", deep), ("high", high), ("wide", wide)];
                    assert!(GRID.settings(cell).eq(named));
                }
            }
        }
    }

    #[test]
    fn a_grid_without_panels_is_one_table() {
        let flat = Grid { panels: None, ..GRID };
        assert_eq!((flat.cells(), flat.tables()), (6, 1));
        assert_eq!(flat.knobs(KNOBS, 5), [7, 3, 6, 1]);
        assert!(flat.settings(5).eq([("high", 3), ("wide", 6)]));
    }
}
