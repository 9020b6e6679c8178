//! What many runs of the lab measure.

use super::fact::Fact;
use super::model::Snowflake;
use super::worker::Stall;
use kernel::{Fold, Metric, Span};

/// Metrics of one quantity.
pub(super) const FAMILIES: &[&[&str]] =
    &[&["ids", "refused", "turned_away", "exhausted"], &["waited", "stalled"], &["late", "spread"]];

pub(super) const METRICS: &[Metric<Snowflake>] = &[
    Metric {
        key: "ids",
        label: "ids made",
        unit: "a second",
        fold: Fold::Rate(|fact| u64::from(matches!(fact, Fact::Made(_)))),
    },
    Metric {
        key: "refused",
        label: "requests refused, clock behind",
        unit: "a second",
        fold: Fold::Rate(|fact| u64::from(matches!(fact, Fact::Refused { .. }))),
    },
    Metric {
        key: "turned_away",
        label: "requests turned away, no room",
        unit: "a second",
        fold: Fold::Rate(|fact| u64::from(matches!(fact, Fact::TurnedAway { .. }))),
    },
    Metric {
        key: "exhausted",
        label: "sequences exhausted",
        unit: "a second",
        fold: Fold::Rate(|fact| {
            u64::from(matches!(fact, Fact::Stalled { why: Stall::Exhausted, .. }))
        }),
    },
    Metric {
        key: "waited",
        label: "a request waits, mean",
        unit: "s",
        fold: Fold::Spans(|fact| match fact {
            Fact::Made(made) => Some(made.waited),
            _ => None,
        }),
    },
    Metric {
        key: "stalled",
        label: "a stall lasts, mean",
        unit: "s",
        fold: Fold::Spans(|fact| match fact {
            Fact::Resumed { lasted, .. } => Some(*lasted),
            _ => None,
        }),
    },
    Metric {
        key: "stalled_workers",
        label: "workers that stall, mean",
        unit: "",
        fold: Fold::Occupied(|fact| match fact {
            Fact::Resumed { lasted, .. } => *lasted,
            _ => Span::ZERO,
        }),
    },
    Metric {
        key: "waiting",
        label: "requests that wait, mean",
        unit: "",
        fold: Fold::Level(|fact| match fact {
            Fact::Made(made) => Some(i64::from(made.waiting)),
            Fact::Queued { waiting, .. } => Some(i64::from(*waiting)),
            _ => None,
        }),
    },
    Metric {
        key: "fill",
        label: "ids of a worker in a tick that has any",
        unit: "",
        fold: Fold::Sample(|fact| match fact {
            Fact::Made(made) => made.filled.map(i64::from),
            _ => None,
        }),
    },
    Metric {
        key: "out_of_order",
        label: "ids smaller than an earlier one",
        unit: "%",
        fold: Fold::Sample(|fact| match fact {
            Fact::Made(made) => Some(if made.larger > 0 { 100 } else { 0 }),
            _ => None,
        }),
    },
    Metric {
        key: "larger",
        label: "earlier ids that are larger, a late id",
        unit: "",
        fold: Fold::Sample(|fact| match fact {
            Fact::Made(made) => (made.larger > 0).then_some(i64::from(made.larger)),
            _ => None,
        }),
    },
    Metric {
        key: "k",
        label: "k, the furthest that an id is out of order",
        unit: "places",
        fold: Fold::Greatest(|fact| match fact {
            Fact::Made(made) => Some(i64::from(made.distance)),
            _ => None,
        }),
    },
    Metric {
        key: "late",
        label: "the furthest that an id is before an earlier one",
        unit: "ms",
        fold: Fold::Greatest(|fact| match fact {
            Fact::Made(made) => Some(made.late.map_or(0, |late| late.late_us as i64 / 1_000)),
            _ => None,
        }),
    },
    Metric {
        key: "spread",
        label: "clocks differ, mean",
        unit: "ms",
        fold: Fold::Sample(|fact| match fact {
            Fact::Made(made) => Some(made.spread_us as i64 / 1_000),
            _ => None,
        }),
    },
    Metric {
        key: "twins",
        label: "ids made twice",
        unit: "",
        fold: Fold::Count(|fact| match fact {
            Fact::Made(made) => u64::from(made.twin.is_some()),
            _ => 0,
        }),
    },
];
