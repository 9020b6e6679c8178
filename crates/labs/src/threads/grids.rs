//! What is published of threads, judged by search under every setting.

use kernel::{Budget, Knob};

use super::knobs::KNOBS;
use super::laws::{NO_DEADLOCK, NO_UPDATE_IS_LOST};
use crate::grid::{Axis, Claim, Grid};
use crate::lab::Source;

pub(super) const GRIDS: &[Grid] = &[
    Grid {
        key: "philosophers",
        title: "Philosophers, by how they take their forks and how many sit",
        law: NO_DEADLOCK,
        base: &[("program", 5)],
        limits: [0; Budget::KINDS],
        panels: None,
        rows: Axis { knob: "locking", values: &[0, 1, 2, 3] },
        columns: Axis { knob: "threads", values: &[2, 3, 4, 5, 6] },
        claim: Claim {
            text: "free of deadlock exactly when one of four conditions is denied: mutual \
                   exclusion, hold and wait, no taking away, a circle of waits",
            source: Source {
                title: "E. G. Coffman, M. J. Elphick, A. Shoshani, “System Deadlocks”, ACM \
                        Computing Surveys 3(2), 1971",
                url: "https://doi.org/10.1145/356586.356588",
            },
            // Left, then right denies none; an order and a waiter deny the circle, a try the
            // holding.
            holds: |knobs| value(knobs, "locking") != 0,
            differs: None,
        },
    },
    Grid {
        key: "counter",
        title: "A counter, by how it is shared, without and with an interpreter lock",
        law: NO_UPDATE_IS_LOST,
        base: &[],
        limits: [0; Budget::KINDS],
        panels: Some(Axis { knob: "run-as", values: &[0, 1] }),
        rows: Axis { knob: "sharing", values: &[1, 0, 2, 3] },
        columns: Axis { knob: "threads", values: &[2, 3, 4] },
        claim: Claim {
            text: "safe exactly when it is more than load, add and store; an interpreter lock \
                   does not help",
            source: Source {
                title: "Python documentation, Library and Extension FAQ, “What kinds of global \
                        value mutation are thread-safe?”",
                url: "https://docs.python.org/3/faq/library.html#what-kinds-of-global-value-mutation-are-thread-safe",
            },
            holds: |knobs| value(knobs, "sharing") != 1,
            differs: None,
        },
    },
];

/// The value of a knob.
fn value(knobs: &[i64], key: &str) -> i64 {
    let index = KNOBS.iter().position(|knob: &Knob| knob.key == key);
    index.and_then(|index| knobs.get(index).copied()).unwrap_or_default()
}
