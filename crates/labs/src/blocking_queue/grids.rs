//! The published law, cell by cell.

use kernel::Budget;

use super::laws::NO_DEADLOCK;
use crate::grid::{Axis, Claim, Grid};
use crate::lab::Source;

/// Capacities × producers × consumers with one condition and a notice to one.
pub(super) const GRIDS: &[Grid] = &[
    grid(
        "barging",
        "One condition, notify one, a lock that lets others barge in",
        &[("conditions", 0), ("arrivals", 0), ("services", 0), ("grain", 1)],
        None,
    ),
    grid(
        "hand-over",
        "The same with a lock that is handed over",
        &[("conditions", 0), ("arrivals", 0), ("services", 0), ("grain", 1), ("lock", 1)],
        Some(
            "The claim is about a lock that lets others barge in. Handed over, the lock goes to a \
             thread that queues for it before the one that released it can come back. So where one \
             side has a single thread, those whom it woke go first, and it does not fall asleep \
             while a notice that should have been its own goes astray.",
        ),
    ),
];

const fn grid(
    key: &'static str,
    title: &'static str,
    base: &'static [(&'static str, i64)],
    differs: Option<&'static str>,
) -> Grid {
    Grid {
        key,
        title,
        law: NO_DEADLOCK,
        base,
        limits: [0; Budget::KINDS],
        panels: Some(Axis { knob: "capacity", values: &[1, 2, 3] }),
        rows: Axis { knob: "producers", values: &[1, 2, 3, 4] },
        columns: Axis { knob: "consumers", values: &[1, 2, 3, 4] },
        claim: Claim {
            text: "free of deadlock exactly when 2 × capacity ≥ producers + consumers",
            source: Source {
                title: "M. A. Kuppe, BlockingQueue, a TLA+ tutorial",
                url: "https://github.com/lemmy/BlockingQueue",
            },
            holds: |knobs| 2 * knobs[0] >= knobs[1] + knobs[2],
            differs,
        },
    }
}
