//! Numbers folded over facts, under the keys and with the meaning that two-phase commit has for them.

use super::ThreePhaseCommit as Model;
use super::journal::Record;
use super::protocol::{Message, News};
use super::rules::ThreePhase;
use crate::cluster::{Fact, Stretch};
use crate::shop::{COORDINATOR, Outcome, Served};
use kernel::{Fold, Metric, Span};

type Told = Fact<ThreePhase>;

pub(super) const METRICS: &[Metric<Model>] = &[
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
        key: "in_doubt",
        label: "a service is in doubt",
        unit: "s",
        fold: Fold::Spans(|fact| lasted(fact, Stretch::InDoubt)),
    },
    Metric {
        key: "terminated",
        label: "orders decided without the coordinator",
        unit: "",
        fold: Fold::Count(|fact| u64::from(is_termination(fact).is_some())),
    },
];

fn answered(fact: &Told) -> Option<Outcome> {
    match fact {
        Fact::News(_, News::Customers(Served::Answered(_, outcome))) => Some(*outcome),
        _ => None,
    }
}

/// The outcome that a service decided upon in the coordinator's place.
pub(super) fn is_termination(fact: &Told) -> Option<Outcome> {
    match fact {
        Fact::News(node, News::Decided(_, outcome, _)) if *node != COORDINATOR => Some(*outcome),
        _ => None,
    }
}

/// Votes and decisions, and what is asked about them: not the work, nor what customers hear.
fn is_of_protocol(fact: &Told) -> bool {
    match fact {
        Fact::Sent(envelope) => !matches!(
            envelope.message,
            Message::Asks(_) | Message::Answer(..) | Message::Work(..) | Message::Worked(..)
        ),
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
