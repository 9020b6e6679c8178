//! What many runs of the lab measure.

use kernel::{Fold, Metric};

use super::model::{Fact, HashRing};

pub(super) const METRICS: &[Metric<HashRing>] = &[
    // Whoever looks something up meets full shards more often than empty ones, by as much as they
    // are fuller: this is the mean of the squared loads, and even placement brings it to 1,000.
    Metric {
        key: "load_met",
        label: "keys of the shard that answers",
        unit: "‰ of a fair share",
        fold: Fold::Sample(|fact| match fact {
            Fact::Answered { load_permille, .. } => Some(i64::from(*load_permille)),
            _ => None,
        }),
    },
    Metric {
        key: "moved_keys",
        label: "keys moved",
        unit: "keys",
        fold: Fold::Count(|fact| match fact {
            Fact::Changed(movement) => u64::from(movement.moved),
            _ => 0,
        }),
    },
    Metric {
        key: "moved_for_need",
        label: "keys moved at a change",
        unit: "‰ of what had to move",
        fold: Fold::Sample(|fact| match fact {
            Fact::Changed(movement) => movement.moved_for_need_permille(),
            _ => None,
        }),
    },
    Metric {
        key: "answered",
        label: "look-ups answered",
        unit: "",
        fold: Fold::Count(|fact| u64::from(matches!(fact, Fact::Answered { .. }))),
    },
    Metric {
        key: "answered_by_replica",
        label: "of them by a replica",
        unit: "",
        fold: Fold::Count(|fact| u64::from(matches!(fact, Fact::Answered { rank: 1.., .. }))),
    },
    Metric {
        key: "unanswered",
        label: "look-ups that nobody answered",
        unit: "",
        fold: Fold::Count(|fact| u64::from(matches!(fact, Fact::Unanswered { .. }))),
    },
    Metric {
        key: "unanswered_percent",
        label: "look-ups that fail",
        unit: "%",
        fold: Fold::Sample(|fact| match fact {
            Fact::Answered { .. } => Some(0),
            Fact::Unanswered { .. } => Some(100),
            _ => None,
        }),
    },
    Metric {
        key: "passed_on",
        label: "look-ups that were passed on",
        unit: "",
        fold: Fold::Count(|fact| u64::from(matches!(fact, Fact::PassedOn { .. }))),
    },
];
