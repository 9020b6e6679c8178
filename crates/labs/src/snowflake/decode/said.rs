//! What an id says under a layout, and what speaks against it.

use crate::snowflake::layout::{DISCORD, LAYOUTS, Layout, PROTOTYPE, Parts, TWITTER};
use std::fmt;

/// How far ahead of whoever asks an id's clock may be before it is doubted, in milliseconds: clocks
/// of computers that nobody sets are minutes apart.
const AHEAD_MS_MAX: u128 = 5 * 60 * 1_000;

/// An id under a layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Its 64 bits.
    pub id: u64,
    /// The layout.
    pub layout: Layout,
    /// What its fields hold.
    pub parts: Parts,
    /// When its tick began, in milliseconds since 1970-01-01T00:00:00Z.
    pub unix_ms: u128,
    /// What speaks against its being an id of this layout; nothing, where it may well be one.
    pub doubts: Vec<Doubt>,
}

/// Why an id is hardly one of a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Bits are set where the layout has none.
    Stray {
        /// How many there are.
        bits: u32,
        /// The layout's title.
        layout: &'static str,
    },
    /// It would be made later than now.
    Future {
        /// By so many milliseconds.
        ahead_ms: u128,
    },
    /// It would be older than the first such id.
    Early {
        /// Which ids those are.
        first: &'static str,
    },
}

/// An id under a layout, when it is so many milliseconds after 1970-01-01T00:00:00Z.
pub fn under(layout: Layout, id: u64, now_ms: u64) -> Decoded {
    let parts = layout.unpack(id);
    let unix_ms = layout.instant_ms(parts.ticks);
    let mut doubts = Vec::new();
    let stray = layout.stray(id).count_ones();
    if stray > 0 {
        doubts.push(Doubt::Stray { bits: stray, layout: layout.title });
    }
    match unix_ms.checked_sub(u128::from(now_ms)) {
        Some(ahead_ms) if ahead_ms > AHEAD_MS_MAX => doubts.push(Doubt::Future { ahead_ms }),
        _ => {}
    }
    let early = FIRST.iter().find(|(of, first_id, _)| *of == layout && id < *first_id);
    doubts.extend(early.map(|&(_, _, first)| Doubt::Early { first }));
    Decoded { id, layout, parts, unix_ms, doubts }
}

/// An id under every layout that has a name.
pub fn under_each(id: u64, now_ms: u64) -> impl Iterator<Item = Decoded> {
    LAYOUTS.iter().map(move |layout| under(*layout, id, now_ms))
}

/// The least id that is known of a layout, and how that is known.
///
/// Twitter's was found by *TweetedAt* (Web Science and Digital Libraries Research Group, Old Dominion
/// University, 2019).
const FIRST: [(Layout, u64, &str); 3] = [
    (
        PROTOTYPE,
        // 2010-06-01.
        1_275_350_400_000 << 17,
        "Snowflake ids were first spoken of in June 2010",
    ),
    (
        TWITTER,
        29_700_859_247,
        "up to November 2010 Twitter counted its posts from one on, and such a number tells no time",
    ),
    (
        DISCORD,
        // 2015-01-01T00:00:00Z and a day: nobody had ids at the very epoch.
        (24 * 60 * 60 * 1_000) << 22,
        "Discord began in 2015, and numbers as small as this were never ids of it",
    ),
];

impl Decoded {
    /// Whether nothing speaks against it.
    pub fn is_plausible(&self) -> bool {
        self.doubts.is_empty()
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Doubt::Stray { bits: 1, layout } => {
                write!(f, "one bit is set where {layout} has none: this is no id of that layout")
            }
            Doubt::Stray { bits, layout } => {
                write!(
                    f,
                    "{bits} bits are set where {layout} has none: this is no id of that layout"
                )
            }
            Doubt::Future { ahead_ms } => write!(
                f,
                "it would be made {} from now: this is no id of that layout, or of a clock gone wrong",
                length(*ahead_ms)
            ),
            Doubt::Early { first } => write!(f, "too small for an id of this layout: {first}"),
        }
    }
}

/// A length of time in its largest unit, rounded down.
fn length(ms: u128) -> String {
    const UNITS: [(u128, &str); 4] = [
        (31_556_952_000, "years"), // The mean year of the Gregorian calendar.
        (86_400_000, "days"),
        (3_600_000, "hours"),
        (60_000, "minutes"),
    ];
    let unit = UNITS.into_iter().find(|(unit, _)| ms >= 2 * unit);
    let (unit, name) = unit.unwrap_or((1_000, "seconds"));
    format!("{} {name}", ms / unit)
}
