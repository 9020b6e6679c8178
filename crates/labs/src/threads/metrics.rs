//! Numbers folded over what happened.

use kernel::{Edge, Fold, Metric, Span};

use super::model::{Fact, Threads, What};

/// The key of the time that a round takes.
pub(super) const MAKESPAN: &str = "makespan";

pub(super) const METRICS: &[Metric<Threads>] = &[
    Metric {
        key: MAKESPAN,
        label: "time a round takes",
        unit: "s",
        fold: Fold::Lasted(|fact: &Fact| match fact.what {
            What::Began => Some(Edge::Begins),
            What::Finished => Some(Edge::Ends),
            _ => None,
        }),
    },
    Metric {
        key: "throughput",
        label: "rounds",
        unit: "per s",
        fold: Fold::Rate(|fact: &Fact| u64::from(fact.what == What::Finished)),
    },
    Metric {
        key: "speed_up",
        label: "speed-up: work done against one core",
        unit: "×",
        fold: Fold::Occupied(|fact: &Fact| match fact.what {
            What::Worked(_, span) => span,
            _ => Span::ZERO,
        }),
    },
    Metric {
        key: "busy_cores",
        label: "cores in use",
        unit: "",
        fold: Fold::Level(|fact: &Fact| Some(fact.load.running.into())),
    },
    Metric {
        key: "ready",
        label: "threads that wait for a core",
        unit: "",
        fold: Fold::Level(|fact: &Fact| Some(fact.load.ready.into())),
    },
    Metric {
        key: "blocked",
        label: "threads that wait for each other",
        unit: "",
        fold: Fold::Level(|fact: &Fact| Some(fact.load.blocked.into())),
    },
    Metric {
        key: "switches",
        label: "switches",
        unit: "per s",
        fold: Fold::Rate(|fact: &Fact| u64::from(matches!(fact.what, What::Ran(_, _, true)))),
    },
    Metric {
        key: "lost_updates",
        label: "lost updates",
        unit: "",
        fold: Fold::Count(|fact: &Fact| match fact.what {
            What::Stored(_, _, lost) => lost.into(),
            _ => 0,
        }),
    },
    Metric {
        key: "retries",
        label: "swaps that came too late",
        unit: "",
        fold: Fold::Count(|fact: &Fact| u64::from(matches!(fact.what, What::Retried(_)))),
    },
];
