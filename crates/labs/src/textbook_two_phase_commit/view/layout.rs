//! Where everything stands, for a width: columns of a resource manager, its message and what is
//! heard of it where there is room for seven, and rows of the same on a phone.

use widgets::circle::Place;

/// From this width on there is room for seven columns.
pub const WIDE: u32 = 760;

/// A column is no wider than this.
const COLUMN: f64 = 170.0;
/// From this width on a column has room for two buttons side by side.
const ROOMY: f64 = 150.0;
/// The space between sheets.
const GAP: f64 = 10.0;

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

impl Rect {
    /// The middle of its upper edge.
    pub fn head(&self) -> Place {
        Place { x: self.x + self.width / 2.0, y: self.y }
    }
}

/// What belongs to one resource manager.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    /// Its sheet.
    pub sheet: Rect,
    /// Where its message stands.
    pub message: Place,
    /// Where the transaction manager ticks it off.
    pub tick: Place,
}

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Whether resource managers stand side by side.
    pub is_wide: bool,
    /// Whether a resource manager's buttons do.
    pub is_roomy: bool,
    /// The height of the picture.
    pub height: f64,
    /// The sheet of the transaction manager.
    pub manager: Rect,
    /// The shelf of messages.
    pub shelf: Rect,
    /// Where the two decisions stand on it: commit, abort.
    pub decisions: [Place; 2],
    /// By resource manager.
    pub columns: Vec<Column>,
}

impl Layout {
    /// The layout of so many resource managers for a width.
    pub fn of(managers: u8, width: u32) -> Layout {
        let width = f64::from(width);
        if width >= f64::from(WIDE) { wide(managers, width) } else { narrow(managers, width) }
    }
}

/// Three bands, and a column through them for each resource manager.
fn wide(managers: u8, width: f64) -> Layout {
    let count = f64::from(managers);
    let column = ((width - 2.0) / count).min(COLUMN);
    let left = (width - column * count) / 2.0;
    // The heads of the bands want their room however few the columns are.
    let across = (column * count).max(460.0).min(width - 2.0);
    let band = |y, height| Rect { x: (width - across) / 2.0, y, width: across, height };
    let (manager, shelf) = (band(1.0, 108.0), band(139.0, 118.0));
    let is_roomy = column >= ROOMY;
    let high = if is_roomy { 106.0 } else { 134.0 };
    let column = |rm: u8| {
        let sheet = Rect {
            x: left + column * f64::from(rm) + GAP / 2.0,
            y: 287.0,
            width: column - GAP,
            height: high,
        };
        let middle = sheet.head().x;
        Column {
            sheet,
            message: Place { x: middle, y: shelf.y + 48.0 },
            tick: Place { x: middle, y: manager.y + 84.0 },
        }
    };
    let middle = width / 2.0;
    Layout {
        is_wide: true,
        is_roomy,
        height: 289.0 + high,
        manager,
        shelf,
        decisions: [-52.0, 52.0].map(|x| Place { x: middle + x, y: shelf.y + 94.0 }),
        columns: (0..managers).map(column).collect(),
    }
}

/// A row for each resource manager: its sheet, its message, its tick.
fn narrow(managers: u8, width: f64) -> Layout {
    const ROW: f64 = 88.0;
    let manager = Rect { x: 1.0, y: 1.0, width: width - 2.0, height: 52.0 };
    let top = 136.0;
    let height = top + ROW * f64::from(managers);
    let tick = width - 24.0;
    let sheet = width - 158.0;
    let message = sheet + (tick - 16.0 - sheet) / 2.0 + 4.0;
    let column = |rm: u8| {
        let y = top + ROW * f64::from(rm);
        Column {
            sheet: Rect { x: 1.0, y, width: sheet, height: ROW - GAP },
            message: Place { x: message, y: y + (ROW - GAP) / 2.0 },
            tick: Place { x: tick, y: y + (ROW - GAP) / 2.0 },
        }
    };
    let shelf =
        Rect { x: sheet + 12.0, y: 65.0, width: tick - sheet - 40.0, height: height - 71.0 };
    Layout {
        is_wide: false,
        is_roomy: true,
        height,
        manager,
        shelf,
        decisions: [0.0, 27.0].map(|y| Place { x: message, y: shelf.y + 37.0 + y }),
        columns: (0..managers).map(column).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_picture_and_sheets_stand_apart() {
        for managers in 1..=7 {
            for width in [320u32, 350, 374, 600, 760, 838, 1_100] {
                let layout = Layout::of(managers, width);
                let place = format!("{managers} managers at {width}");
                let (width, height) = (f64::from(width), layout.height);
                let sheets = layout.columns.iter().map(|column| column.sheet);
                let all: Vec<Rect> = sheets.chain([layout.manager, layout.shelf]).collect();
                for rect in &all {
                    assert!(rect.x >= 0.0 && rect.x + rect.width <= width, "{place}: {rect:?}");
                    assert!(rect.y >= 0.0 && rect.y + rect.height <= height, "{place}: {rect:?}");
                    assert!(rect.width >= 80.0, "{place}: {rect:?}");
                }
                for (at, one) in all.iter().enumerate() {
                    for other in &all[..at] {
                        let apart = one.x >= other.x + other.width
                            || other.x >= one.x + one.width
                            || one.y >= other.y + other.height
                            || other.y >= one.y + one.height;
                        assert!(apart, "{place}: {one:?} covers {other:?}");
                    }
                }
                let ticks = layout.columns.iter().map(|column| column.tick);
                assert!(ticks.into_iter().all(|tick| tick.x + 12.0 <= width), "{place}");
            }
        }
    }
}
