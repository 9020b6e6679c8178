//! Numbers: folded over facts, and read off a state.

use kernel::{Figure, Fold, Metric};

use super::model::{Fact, What};
use super::parameters::BlockingQueue;
use super::state::State;

pub(super) const METRICS: &[Metric<BlockingQueue>] = &[
    count("offered", "items offered", |fact| u64::from(matches!(fact.what, What::Offered(..)))),
    count("accepted", "items accepted", |fact| u64::from(matches!(fact.what, What::Put(_, 0, _)))),
    count("lost", "items rejected, thrown away or given up", |fact| {
        u64::from(matches!(fact.what, What::Lost(..)))
    }),
    Metric {
        key: "loss",
        label: "share of items lost",
        unit: "",
        fold: Fold::Sample(|fact: &Fact| match fact.what {
            What::Put(_, 0, _) => Some(0),
            What::Lost(..) => Some(1),
            _ => None,
        }),
    },
    Metric {
        key: "throughput",
        label: "items finished",
        unit: "1/s",
        fold: Fold::Rate(|fact: &Fact| u64::from(matches!(fact.what, What::Finished(..)))),
    },
    level("depth", "items in the buffers", |fact| Some(i64::from(fact.levels.depth))),
    level("present", "items in the system", |fact| Some(i64::from(fact.levels.present))),
    Metric {
        key: "waiting",
        label: "time in a buffer",
        unit: "s",
        fold: Fold::Spans(|fact: &Fact| match fact.what {
            What::Took(_, Some(_), _, wait) => Some(wait),
            _ => None,
        }),
    },
    Metric {
        key: "sojourn",
        label: "time in the system",
        unit: "s",
        fold: Fold::Spans(|fact: &Fact| match fact.what {
            What::Finished(_, _, stay) => Some(stay),
            _ => None,
        }),
    },
    level("blocked", "producers that wait", |fact| Some(i64::from(fact.levels.blocked))),
    level("starved", "consumers that wait", |fact| Some(i64::from(fact.levels.starved))),
    level("busy", "consumers at work", |fact| Some(i64::from(fact.levels.busy))),
];

const fn count(
    key: &'static str,
    label: &'static str,
    of: fn(&Fact) -> u64,
) -> Metric<BlockingQueue> {
    Metric { key, label, unit: "", fold: Fold::Count(of) }
}

const fn level(
    key: &'static str,
    label: &'static str,
    of: fn(&Fact) -> Option<i64>,
) -> Metric<BlockingQueue> {
    Metric { key, label, unit: "", fold: Fold::Level(of) }
}

/// What a run has come to so far, with both sides of Little's law.
pub(super) fn figures(state: &State) -> Vec<Figure> {
    let record = &state.record.0;
    let number = |key, label, value: Option<f64>, unit| Figure { key, label, value, unit };
    let whole = |key, label, value: u64| number(key, label, Some(value as f64), "");
    let little = record.little();
    let mean_wait = record.waits.as_micros() as f64 / 1e3 / record.taken as f64;
    let gap = little.filter(|law| law.present > 0.0);
    vec![
        whole("offered", "items offered", record.offered),
        whole("accepted", "items accepted", record.accepted),
        whole("lost", "items lost", record.lost),
        whole("finished", "items finished", record.finished),
        number("waiting", "time in a buffer", (record.taken > 0).then_some(mean_wait), "ms"),
        number("present", "L: mean number in the system", little.map(|law| law.present), ""),
        number("rate", "λ: items that come in", little.map(|law| law.per_second), "1/s"),
        number("sojourn", "W: mean time in the system", little.map(|law| law.stay * 1e3), "ms"),
        number("little", "λ·W", little.map(|law| law.product()), ""),
        number(
            "gap",
            "L and λ·W differ by",
            gap.map(|law| (law.product() / law.present - 1.0).abs() * 100.0),
            "%",
        ),
    ]
}
