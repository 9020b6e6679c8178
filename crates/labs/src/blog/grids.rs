//! What is published of keys and of pages, judged by search under every setting.

use kernel::{Budget, Purse};

use super::knobs::knob;
use super::laws::{IDS_ARE_UNIQUE, NO_REPEAT};
use super::model::{PAGES, POSTS};
use super::presets::SMALL;
use crate::grid::{Axis, Claim, Grid};
use crate::lab::Source;

pub(super) const GRIDS: &[Grid] = &[
    Grid {
        key: "unique-ids",
        title: "Whether two posts can share an id, by keys and shards, without and with a shard that \
                joins",
        law: IDS_ARE_UNIQUE,
        base: &SMALL,
        limits: spending(&[(POSTS, 2)]),
        panels: Some(Axis { knob: "joins-after", values: &[0, 5] }),
        rows: Axis { knob: "keys", values: &[0, 1, 2] },
        columns: Axis { knob: "shards", values: &[1, 2] },
        claim: Claim {
            text: "unique where ids name their shard, or where all count in strides of the number of \
                   shards, each from a place of its own",
            source: Source {
                title: "MySQL 8.4 Reference Manual, auto_increment_increment and \
                        auto_increment_offset",
                url: "https://dev.mysql.com/doc/refman/8.4/en/replication-options-source.html",
            },
            // One shard that counts by ones is in strides of one; who joins has another stride.
            holds: |knobs| {
                let is_stride = knob(knobs, "keys") == 2 || knob(knobs, "shards") == 1;
                let is_joined = knob(knobs, "joins-after") > 0;
                knob(knobs, "keys") == 0 || (is_stride && !is_joined)
            },
            differs: None,
        },
    },
    Grid {
        key: "pages",
        title: "Whether a row can be read twice while somebody writes, by how pages are asked for and \
                how long they are",
        law: NO_REPEAT,
        base: &SMALL,
        limits: spending(&[(POSTS, 1), (PAGES, 2)]),
        panels: None,
        rows: Axis { knob: "paging", values: &[0, 1] },
        columns: Axis { knob: "rows", values: &[1, 2, 3] },
        claim: Claim {
            text: "pages drift exactly when they are asked for by offset",
            source: Source {
                title: "M. Winand, “We need tool support for keyset pagination”",
                url: "https://use-the-index-luke.com/no-offset",
            },
            holds: |knobs| knob(knobs, "paging") == 0,
            differs: None,
        },
    },
];

/// What a search may spend, and nothing else.
const fn spending(spend: &[(Budget, u8)]) -> Purse {
    let mut purse: Purse = [0; Budget::KINDS];
    let mut at = 0;
    while at < spend.len() {
        purse[spend[at].0.0 as usize] = spend[at].1;
        at += 1;
    }
    purse
}
