//! Numbers folded over facts: those that all labs of atomic commit have, with their keys, and what
//! sagas give up.

use super::journal::Record;
use super::protocol::{Message, News};
use super::rules::Sagas;
use crate::cluster::{Cluster, Fact, Stretch};
use crate::shop::{Outcome, Served};
use kernel::{Fold, Metric, Span};

type Told = Fact<Sagas>;

pub(super) const METRICS: &[Metric<Cluster<Sagas>>] = &[
    Metric {
        key: "commit_rate",
        label: "orders that are committed",
        unit: "%",
        fold: Fold::Sample(|fact| Some(if answered(fact)? == Outcome::Commit { 100 } else { 0 })),
    },
    Metric {
        key: "committed",
        label: "orders committed",
        unit: "",
        fold: Fold::Count(|fact| u64::from(answered(fact) == Some(Outcome::Commit))),
    },
    Metric {
        key: "aborted",
        label: "orders aborted",
        unit: "",
        fold: Fold::Count(|fact| u64::from(answered(fact) == Some(Outcome::Abort))),
    },
    Metric {
        key: "messages",
        label: "messages",
        unit: "",
        fold: Fold::Count(|fact| u64::from(matches!(fact, Fact::Sent(_)))),
    },
    Metric {
        key: "commit_messages",
        label: "messages of the protocol",
        unit: "",
        fold: Fold::Count(|fact| u64::from(is_of_protocol(fact))),
    },
    Metric {
        key: "forced_writes",
        label: "forced writes",
        unit: "",
        fold: Fold::Count(|fact| u64::from(is_forced(fact))),
    },
    Metric {
        key: "written",
        label: "records written",
        unit: "",
        fold: Fold::Count(|fact| u64::from(is_forced(fact) || matches!(fact, Fact::Wrote(..)))),
    },
    Metric {
        key: "lock_time",
        label: "a lock is held",
        unit: "s",
        fold: Fold::Spans(|fact| lasted(fact, Stretch::Locked)),
    },
    Metric {
        key: "half_done",
        label: "an order is half done",
        unit: "s",
        fold: Fold::Spans(|fact| lasted(fact, Stretch::HalfDone)),
    },
    Metric {
        key: "anomalies",
        label: "dishes and riders shown gone, then there again",
        unit: "",
        fold: Fold::Count(|fact| put_back(fact).map_or(0, |_| 1)),
    },
    Metric {
        key: "misled",
        label: "orders refused for want of those",
        unit: "",
        fold: Fold::Count(|fact| put_back(fact).map_or(0, u64::from)),
    },
];

fn answered(fact: &Told) -> Option<Outcome> {
    match fact {
        Fact::News(_, News::Customers(Served::Answered(_, outcome))) => Some(*outcome),
        _ => None,
    }
}

/// Whatever is said between servers.
fn is_of_protocol(fact: &Told) -> bool {
    match fact {
        Fact::Sent(envelope) => !matches!(envelope.message, Message::Asks(_) | Message::Answer(..)),
        _ => false,
    }
}

/// That a rider is back has nothing to do with agreeing.
fn is_forced(fact: &Told) -> bool {
    matches!(fact, Fact::Forcing(_, record) if !matches!(record, Record::Back(_)))
}

fn lasted(fact: &Told, which: Stretch) -> Option<Span> {
    match fact {
        Fact::Lasted(_, stretch, _, span) => (*stretch == which).then_some(*span),
        _ => None,
    }
}

/// What was taken and put back; how many orders were refused meanwhile for want of it.
fn put_back(fact: &Told) -> Option<u8> {
    match fact {
        Fact::News(_, News::PutBack { misled, .. }) => Some(*misled),
        _ => None,
    }
}
