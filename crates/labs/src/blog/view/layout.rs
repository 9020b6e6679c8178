//! Where shards and wires stand. On a wide stage the shards are a column on the right of the reader's
//! page, with the wires between them; on a narrow one they are columns below it.

use super::shown::{End, Message, Number, Shown};
use widgets::circle::Place;
use widgets::way::Way;

/// From this width on the reader's page stands beside the shards.
const WIDE: u32 = 700;
/// The reader's page is as wide, in parts of the stage, as in the style sheet.
const PAGE_PART: f64 = 0.38;
/// Its least and its greatest width.
const PAGE: (f64, f64) = (280.0, 348.0);
/// Above and below the shards.
const MARGIN: f64 = 16.0;
/// Between two shards of a column.
const GAP: f64 = 14.0;
/// Between two shards of a row.
const GAP_NARROW: f64 = 6.0;
/// Room on the right for what ties two rows.
const RIGHT: f64 = 40.0;
/// Room for the wires, in parts of what the page leaves.
const WIRES_PART: f64 = 0.36;
/// The wires leave the reader's page within as much of its edge.
const WIRES_SPAN: f64 = 260.0;
/// Room for the wires on a narrow stage, and between two rows of shards.
const WIRES_NARROW: f64 = 104.0;
/// Room below the shards of a narrow stage for what goes from one to another.
const HANG: f64 = 44.0;
/// At most so many shards beside each other on a narrow stage.
const ROW_MAX: usize = 4;
/// Above the rows of a shard: its name, and what makes its next id.
pub const HEAD: f64 = 44.0;
/// A row.
pub const ROW: f64 = 17.0;
/// Within a shard, at its edges.
pub const PAD: f64 = 8.0;

/// A rectangle, in pixels.
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
    /// A place within it, in parts of its width and height.
    pub fn at(&self, right: f64, down: f64) -> Place {
        Place { x: self.x + self.width * right, y: self.y + self.height * down }
    }
}

/// The measures of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Whether the reader's page stands beside the shards.
    pub is_wide: bool,
    /// The picture's width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// The shards, in the order of [`Shown::shards`].
    pub shards: Vec<Rect>,
    /// Shards beside each other.
    columns: usize,
    /// Rows of a shard.
    pub rows: usize,
}

impl Layout {
    /// Lays it out for a stage of a width.
    pub fn of(shown: &Shown, width: u32) -> Layout {
        if width >= WIDE { beside(shown, f64::from(width)) } else { below(shown, f64::from(width)) }
    }

    /// The rectangle of a shard.
    pub fn shard(&self, shown: &Shown, number: Number) -> Option<Rect> {
        let nth = shown.shards.iter().position(|shard| shard.number == number)?;
        self.shards.get(nth).copied()
    }

    /// Where the middle of a shard's row is, at its right edge.
    pub fn row(&self, rect: Rect, nth: usize) -> Place {
        Place { x: rect.x + rect.width, y: rect.y + HEAD + ROW * (nth as f64 + 0.5) }
    }

    /// Where a message may stand: on a narrow stage, above the row of shards that it comes from or
    /// goes to, or below that.
    pub fn field(&self, message: &Message) -> Rect {
        let all = Rect { x: 0.0, y: 0.0, width: self.width, height: self.height };
        match (self.is_wide, message.from, message.to) {
            (true, ..) => all,
            (false, End::Shard(_), End::Shard(_)) => {
                let last = self.shards.last().map_or(0.0, |rect| rect.y + rect.height);
                Rect { y: last, height: self.height - last, ..all }
            }
            (false, ..) => Rect { height: self.shards.first().map_or(0.0, |rect| rect.y), ..all },
        }
    }

    /// The way from one end of a wire to the other.
    pub fn way(&self, shown: &Shown, from: End, to: End) -> Option<Way> {
        match (from, to) {
            (End::App, End::Shard(number)) => self.out(shown, number),
            (End::Shard(number), End::App) => Some(self.out(shown, number)?.reversed()),
            (End::Shard(a), End::Shard(b)) => {
                Some(self.across(self.shard(shown, a)?, self.shard(shown, b)?))
            }
            (End::App, End::App) => None,
        }
    }

    /// From the reader's page to a shard.
    fn out(&self, shown: &Shown, number: Number) -> Option<Way> {
        let nth = shown.shards.iter().position(|shard| shard.number == number)?;
        let to = *self.shards.get(nth)?;
        let part = (nth as f64 + 1.0) / (self.shards.len() as f64 + 1.0);
        if self.is_wide {
            // From the reader's page, which does not grow with the shards.
            let span = (0.5 * self.height).min(WIRES_SPAN);
            let from = Place { x: 0.0, y: 0.14 * self.height + span * part };
            let end = to.at(0.0, 0.5);
            let half = end.x / 2.0;
            return Some(Way::bent(from, (half, 0.0), end, (-half, 0.0)));
        }
        let end = to.at(0.5, 0.0);
        let half = WIRES_NARROW / 2.0;
        if nth < self.columns {
            let from = Place { x: self.width * (0.1 + 0.8 * part), y: 0.0 };
            return Some(Way::bent(from, (0.0, half), end, (0.0, -half)));
        }
        // Past the first row it goes down between two of its shards.
        let lane = self.shards[0].at(1.0, 0.0).x + GAP_NARROW / 2.0;
        let turn = Place { x: lane, y: end.y - half };
        let down = Way::straight(Place { x: lane, y: 0.0 }, turn);
        Some(down.then(Way::bent(turn, (0.0, half), end, (0.0, -half))))
    }

    /// From one shard to another: a bow beside the column, or below the row.
    fn across(&self, a: Rect, b: Rect) -> Way {
        if self.is_wide {
            let (low, high) = if a.y < b.y { (0.82, 0.18) } else { (0.18, 0.82) };
            let out = (60.0 + 0.12 * (a.y - b.y).abs()).min(a.x - 8.0);
            return Way::bent(a.at(0.0, low), (-out, 0.0), b.at(0.0, high), (-out, 0.0));
        }
        let (from, to) = if a.x < b.x { (0.7, 0.3) } else { (0.3, 0.7) };
        let up = if b.y < a.y - 1.0 { 0.0 } else { 1.0 };
        let drop = if up > 0.0 { HANG } else { -HANG };
        Way::bent(a.at(from, up), (0.0, drop), b.at(to, 1.0), (0.0, HANG))
    }
}

fn beside(shown: &Shown, width: f64) -> Layout {
    let width = (width - (width * PAGE_PART).clamp(PAGE.0, PAGE.1)).floor();
    let x = (width * WIRES_PART).round();
    let count = shown.shards.len();
    let rows = match count {
        0..=3 => 6,
        4 => 4,
        5 => 3,
        _ => 2,
    };
    let high = height(rows);
    let rect = |nth: usize| Rect {
        x,
        y: MARGIN + nth as f64 * (high + GAP),
        width: width - x - RIGHT,
        height: high,
    };
    let height = 2.0 * MARGIN + count as f64 * (high + GAP) - GAP;
    let shards = (0..count).map(rect).collect();
    Layout { is_wide: true, width, height, shards, columns: 1, rows }
}

fn below(shown: &Shown, width: f64) -> Layout {
    let count = shown.shards.len();
    let columns = match count {
        0..=ROW_MAX => count.max(1),
        5..=6 => 3,
        _ => ROW_MAX,
    };
    let rows = if count <= ROW_MAX { 6 } else { 4 };
    let high = height(rows);
    let wide = (width - 2.0 * PAD - (columns as f64 - 1.0) * GAP_NARROW) / columns as f64;
    let rect = |nth: usize| Rect {
        x: PAD + (nth % columns) as f64 * (wide + GAP_NARROW),
        y: WIRES_NARROW + (nth / columns) as f64 * (high + WIRES_NARROW),
        width: wide,
        height: high,
    };
    let lines = count.div_ceil(columns) as f64;
    let height = lines * (high + WIRES_NARROW) + HANG;
    let shards = (0..count).map(rect).collect();
    Layout { is_wide: false, width, height, shards, columns, rows }
}

/// How high a shard with so many rows is.
fn height(rows: usize) -> f64 {
    HEAD + rows as f64 * ROW + PAD
}
