//! Where everything on the stage stands, for a width: a card for each worker, beside it or below it
//! the worker's strip of time, and under all the ids in the order in which they were made.

use super::shown::Shown;
use widgets::circle::Place;

/// From this width on a worker's card stands beside its strip.
pub const WIDE: f64 = 620.0;
/// The width of a card beside its strip.
const CARD: f64 = 208.0;
/// The distance between things.
const GAP: f64 = 12.0;
/// Room above the strips, for true time and the names of ticks.
const HEAD: f64 = 34.0;
/// A card above its strip is as high.
const CARD_LOW: f64 = 42.0;
/// Room above the ids of a strip, where the clock's handle is.
pub const HANDLE: f64 = 26.0;
/// How high the ids of a tick are together.
pub const IDS: f64 = 52.0;
/// The height of a strip.
pub const STRIP: f64 = HANDLE + IDS + 4.0;
/// The ids in order: a line of words, and the ids.
pub const ORDER: f64 = 74.0;
/// How many ticks are seen on either side of true time: the first that holds every clock.
const HALVES: [i64; 8] = [6, 12, 24, 50, 100, 200, 500, 1_001];

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The width of the picture.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Whether cards stand beside their strips.
    pub is_wide: bool,
    /// The width of a card.
    pub card: (f64, f64),
    /// The left and the right edge of the strips.
    pub strip: (f64, f64),
    /// By worker, the upper left corner of the card.
    pub cards: Vec<Place>,
    /// By worker, the upper edge of the strip.
    pub strips: Vec<f64>,
    /// The upper edge of the ids in order.
    pub order: f64,
    /// How many ticks are seen on either side of true time.
    pub half: i64,
    /// Pixels a microsecond.
    pub scale: f64,
    /// What a right clock reads, which stands in the middle of the strips, in microseconds.
    right_us: i64,
}

impl Layout {
    /// The layout of what is shown, in a width. `half` is how many ticks are seen on either side, where
    /// that must not change.
    pub fn of(shown: &Shown, width: f64, half: Option<i64>) -> Layout {
        let is_wide = width >= WIDE;
        let left = if is_wide { CARD + GAP } else { 0.0 };
        let (above, card) =
            if is_wide { (0.0, (CARD, STRIP)) } else { (CARD_LOW, (width, CARD_LOW)) };
        let pitch = above + STRIP + if is_wide { GAP } else { GAP + 6.0 };
        let top = |nth: usize| HEAD + nth as f64 * pitch;
        let count = shown.lanes.len();
        let order = top(count) + 4.0;
        let half = half.unwrap_or_else(|| self::half(shown));
        let span_us = 2 * half * shown.tick_us;
        Layout {
            width,
            height: order + ORDER,
            is_wide,
            card,
            strip: (left, width),
            cards: (0..count).map(|nth| Place { x: 0.0, y: top(nth) }).collect(),
            strips: (0..count).map(|nth| top(nth) + above).collect(),
            order,
            half,
            scale: (width - left) / span_us as f64,
            right_us: shown.right_us,
        }
    }

    /// The strips alone, one below the other.
    pub fn bare(shown: &Shown, width: f64) -> Layout {
        let layout = Layout::of(shown, width.min(WIDE - 1.0), None);
        let strips = (0..shown.lanes.len()).map(|nth| nth as f64 * (STRIP + GAP)).collect();
        let order = shown.lanes.len() as f64 * (STRIP + GAP);
        Layout { strips, order, height: order, ..layout }
    }

    /// Where a reading stands from left to right.
    pub fn x(&self, reading_us: i64) -> f64 {
        self.middle() + (reading_us - self.right_us) as f64 * self.scale
    }

    /// The same, at the edge where it lies beyond.
    pub fn within(&self, reading_us: i64) -> f64 {
        self.x(reading_us).clamp(self.strip.0, self.strip.1)
    }

    /// Where true time stands.
    pub fn middle(&self) -> f64 {
        self.strip.0.midpoint(self.strip.1)
    }

    /// The readings at the edges of the strips.
    pub fn edges_us(&self) -> (i64, i64) {
        let half = ((self.strip.1 - self.strip.0) / 2.0 / self.scale) as i64;
        (self.right_us - half, self.right_us + half)
    }
}

/// How many ticks are seen on either side of true time.
fn half(shown: &Shown) -> i64 {
    let furthest = shown.lanes.iter().map(|lane| lane.error_us.abs()).max().unwrap_or(0);
    let held = shown.bound_us.min(5 * shown.tick_us).max(furthest) + 2 * shown.tick_us;
    let ticks = held.div_euclid(shown.tick_us);
    HALVES.into_iter().find(|half| *half >= ticks).unwrap_or(ticks)
}
