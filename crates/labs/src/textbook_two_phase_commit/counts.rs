//! What is published of how many states there are.

use crate::grid::Axis;
use crate::lab::Source;
use crate::tally::{Published, Tally};

const MANIFEST: Source = Source {
    title: "TLA+ Examples, specifications/transaction_commit/manifest.json",
    url: "https://github.com/tlaplus/Examples/blob/master/specifications/transaction_commit/manifest.json",
};

const MODULE: Source = Source {
    title: "TLA+ Examples, specifications/transaction_commit/TwoPhase.tla, closing remark",
    url: "https://github.com/tlaplus/Examples/blob/master/specifications/transaction_commit/TwoPhase.tla",
};

const STATERIGHT: Source = Source {
    title: "Stateright, examples/2pc.rs",
    url: "https://github.com/stateright/stateright/blob/master/examples/2pc.rs",
};

const fn published(setting: i64, distinct: u64, by: &'static str, source: Source) -> Published {
    Published { setting, distinct, generated: None, depth: None, by, source }
}

pub(super) const TALLIES: &[Tally] = &[Tally {
    key: "published-counts",
    title: "Published counts",
    rows: Axis { knob: "managers", values: &[1, 2, 3, 4, 5, 6, 7] },
    published: &[
        Published { generated: Some(1_146), depth: Some(11), ..published(3, 288, "TLC", MANIFEST) },
        published(3, 288, "Stateright", STATERIGHT),
        published(5, 8_832, "Stateright", STATERIGHT),
        published(6, 50_816, "TLC", MODULE),
    ],
}];
