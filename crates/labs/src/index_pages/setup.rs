//! The parameters, and the knobs that turn them.

use super::keys::KeyKind;
use super::tree::{Policy, Shape, Split};
use kernel::{Knob, Range};

/// The parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setup {
    /// Bytes of a page.
    pub page_bytes: u32,
    /// Bytes of a row beside its key.
    pub row_bytes: u32,
    /// How many pages of each table fit into memory.
    pub pool_pages: u32,
    /// Rows a second.
    pub rate: u32,
    /// How pages are filled and split.
    pub policy: Policy,
    /// How many rows come in all.
    pub rows: u32,
    /// How many rows come together.
    pub batch: u32,
    /// By how many places a row may come late.
    pub late: u32,
    /// Among how many workers ids are made.
    pub workers: u16,
    /// Whether there is an index beside each table.
    pub has_index: bool,
}

const PAGES: &[&str] =
    &["128", "256", "512", "1024", "2048", "4096", "8192", "16384", "32768", "65536"];

/// The splits, in the order of the knob.
pub(super) const SPLITS: [Split; 3] = [Split::Middle, Split::Edge, Split::Shared];

/// The most rows of a run.
pub const ROWS_MAX: u32 = 100_000;
/// The most pages of a pool.
pub const POOL_PAGES_MAX: u32 = 16_384;
/// The fewest, so that the way down to a row fits.
pub const POOL_PAGES_MIN: u32 = 4;

pub(super) const KNOBS: &[Knob] = &[
    Knob {
        key: "page",
        label: "page",
        unit: "bytes",
        help: "How large a page is: what is read and written at once.",
        range: Range::Choice(PAGES),
        default: 2,
        major: true,
    },
    Knob {
        key: "row",
        label: "row",
        unit: "bytes",
        help: "How large a row is beside its key.",
        range: Range::Log(8, 1_000),
        default: 32,
        major: true,
    },
    Knob {
        key: "pool",
        label: "pool",
        unit: "pages",
        help: "How many pages of each table fit into memory; the one used least recently goes.",
        range: Range::Log(POOL_PAGES_MIN as i64, POOL_PAGES_MAX as i64),
        default: 40,
        major: true,
    },
    Knob {
        key: "split",
        label: "split",
        unit: "",
        help: "Where a full page is split: always in the middle; the last page of a level at its \
               edge, as PostgreSQL does; or neighbours share first, as in SQLite.",
        range: Range::Choice(&["middle", "edge", "shared"]),
        default: 1,
        major: true,
    },
    Knob {
        key: "late",
        label: "late by up to",
        unit: "rows",
        help: "Rows arrive in another order than their ids were made: each may be overtaken by so \
               many. With 1 they arrive in order.",
        range: Range::Log(1, 64),
        default: 1,
        major: true,
    },
    Knob {
        key: "rows",
        label: "rows",
        unit: "",
        help: "How many rows come in all; then every changed page is written.",
        range: Range::Log(4, ROWS_MAX as i64),
        default: 2_000,
        major: false,
    },
    Knob {
        key: "rate",
        label: "rate",
        unit: "rows a second",
        help: "How fast rows come: with more than a thousand a second several have the same \
               millisecond in their ids.",
        range: Range::Log(1, 1_000_000),
        default: 50,
        major: false,
    },
    Knob {
        key: "batch",
        label: "rows together",
        unit: "",
        help: "How many rows come at once, in a step.",
        range: Range::Log(1, 1_000),
        default: 5,
        major: false,
    },
    Knob {
        key: "fill",
        label: "left full at the edge",
        unit: "%",
        help: "How full a page is left at the right edge and by a sorted load: the fill factor.",
        range: Range::Linear(50, 100),
        default: 100,
        major: false,
    },
    Knob {
        key: "workers",
        label: "workers",
        unit: "",
        help: "Among how many workers rows come in turn; each makes its own Snowflake ids.",
        range: Range::Log(1, 64),
        default: 4,
        major: false,
    },
    Knob {
        key: "index",
        label: "an index beside it",
        unit: "",
        help: "Another column of each row has an index, whose entries hold the row’s key: longer keys \
               make it larger.",
        range: Range::Switch,
        default: 0,
        major: false,
    },
];

impl Setup {
    /// From the values of the knobs, in the order of their list.
    ///
    /// # Errors
    /// When a page would hold too few rows; the sentence says what would be right.
    pub(super) fn of(knobs: &[i64]) -> Result<Setup, String> {
        let &[page, row, pool, split, late, rows, rate, batch, fill, workers, index] = knobs else {
            return Err(format!("{} knobs were given, this lab has {}", knobs.len(), KNOBS.len()));
        };
        let number = |value: i64| u32::try_from(value).unwrap_or(0);
        let setup = Setup {
            page_bytes: 128 << number(page).min(PAGES.len() as u32 - 1),
            row_bytes: number(row),
            pool_pages: number(pool),
            rate: number(rate).max(1),
            policy: Policy {
                split: SPLITS[(number(split) as usize).min(SPLITS.len() - 1)],
                fill_percent: u8::try_from(fill).unwrap_or(100),
            },
            rows: number(rows).min(ROWS_MAX),
            batch: number(batch).max(1),
            late: number(late).max(1),
            workers: u16::try_from(workers).unwrap_or(1),
            has_index: index == 1,
        };
        for kind in KeyKind::ALL {
            let shape = Shape::new(setup.page_bytes, kind.bytes(), setup.row_bytes);
            shape.map_err(|why| why.to_string())?;
        }
        Ok(setup)
    }

    /// Whether rows come in every order there is: then which bits a random key has adds nothing, and
    /// they are not drawn.
    pub fn is_every_order(&self) -> bool {
        self.late >= self.rows
    }

    /// Whether keys that are counted come in their order.
    pub fn is_in_order(&self) -> bool {
        self.late == 1
    }
}
