//! Numbers folded over facts: the same of each protocol.

use super::model::{CommitRace, Of};
use super::racer::Racer;
use crate::cluster::{Fact as Told, Stretch};
use crate::shop::metrics::{commit_rate, committed, forced_writes, lasted, lock_time, messages};
use kernel::{Fold, Metric, Span};

/// One quantity of the three protocols: three metrics beside each other.
macro_rules! of_each {
    ($key:literal, $label:literal, $unit:literal, $fold:ident, $of:path, $nothing:expr) => {
        [
            Metric {
                key: concat!("two_", $key),
                label: concat!($label, ", 2PC"),
                unit: $unit,
                fold: Fold::$fold(|fact| match fact {
                    Of::Two(fact) => $of(fact),
                    _ => $nothing,
                }),
            },
            Metric {
                key: concat!("three_", $key),
                label: concat!($label, ", 3PC"),
                unit: $unit,
                fold: Fold::$fold(|fact| match fact {
                    Of::Three(fact) => $of(fact),
                    _ => $nothing,
                }),
            },
            Metric {
                key: concat!("saga_", $key),
                label: concat!($label, ", saga"),
                unit: $unit,
                fold: Fold::$fold(|fact| match fact {
                    Of::Saga(fact) => $of(fact),
                    _ => $nothing,
                }),
            },
        ]
    };
}

const QUANTITIES: [[Metric<CommitRace>; 3]; 7] = [
    of_each!("commit_rate", "orders that are committed", "%", Sample, commit_rate, None),
    of_each!("committed", "orders committed", "", Count, committed, 0),
    of_each!("messages", "messages", "", Count, messages, 0),
    of_each!("forced_writes", "forced writes", "", Count, forced_writes, 0),
    of_each!("lock_time", "a lock is held", "s", Spans, lock_time, None),
    of_each!("unsettled", "in doubt, or half done", "s", Spans, unsettled, None),
    of_each!("anomalies", "shown gone, then there again", "", Count, anomalies, 0),
];

pub(super) const METRICS: &[Metric<CommitRace>] = QUANTITIES.as_flattened();

/// The keys of each quantity's metrics, for the curves that are drawn together.
pub(super) const FAMILIES: &[&[&str]] = &[
    &["two_commit_rate", "three_commit_rate", "saga_commit_rate"],
    &["two_committed", "three_committed", "saga_committed"],
    &["two_messages", "three_messages", "saga_messages"],
    &["two_forced_writes", "three_forced_writes", "saga_forced_writes"],
    &["two_lock_time", "three_lock_time", "saga_lock_time"],
    &["two_unsettled", "three_unsettled", "saga_unsettled"],
    &["two_anomalies", "three_anomalies", "saga_anomalies"],
];

fn unsettled<P: Racer>(fact: &Told<P>) -> Option<Span> {
    lasted(fact, &[Stretch::InDoubt, Stretch::HalfDone])
}

fn anomalies<P: Racer>(fact: &Told<P>) -> u64 {
    match fact {
        Told::News(_, news) => P::anomalies(news),
        _ => 0,
    }
}
