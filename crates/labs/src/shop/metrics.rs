//! Numbers that every protocol of the shop is measured by, under the same keys.

use super::trade::{Trade, served};
use super::{Outcome, Served};
use crate::cluster::{Cluster, Fact, Stretch};
use kernel::{Fold, Metric, Span};

/// The metrics that all have, in their order.
pub const fn common<P: Trade>() -> [Metric<Cluster<P>>; 8] {
    [
        metric("commit_rate", "orders that are committed", "%", Fold::Sample(commit_rate)),
        metric("committed", "orders committed", "", Fold::Count(committed)),
        metric("aborted", "orders aborted", "", Fold::Count(aborted)),
        metric("messages", "messages", "", Fold::Count(messages)),
        metric("commit_messages", "messages of the protocol", "", Fold::Count(of_protocol)),
        metric("forced_writes", "forced writes", "", Fold::Count(forced_writes)),
        metric("written", "records written", "", Fold::Count(written)),
        metric("lock_time", "a lock is held", "s", Fold::Spans(lock_time)),
    ]
}

/// How long a service is in doubt.
pub const fn in_doubt<P: Trade>() -> Metric<Cluster<P>> {
    metric("in_doubt", "a service is in doubt", "s", Fold::Spans(doubt))
}

/// A metric.
pub const fn metric<P: Trade>(
    key: &'static str,
    label: &'static str,
    unit: &'static str,
    fold: Fold<Cluster<P>>,
) -> Metric<Cluster<P>> {
    Metric { key, label, unit, fold }
}

/// A hundred for an order that is committed, zero for one that is aborted.
pub fn commit_rate<P: Trade>(fact: &Fact<P>) -> Option<i64> {
    Some(if answered(fact)? == Outcome::Commit { 100 } else { 0 })
}

/// Orders committed.
pub fn committed<P: Trade>(fact: &Fact<P>) -> u64 {
    u64::from(answered(fact) == Some(Outcome::Commit))
}

/// Messages sent, those that are lost with them.
pub fn messages<P: Trade>(fact: &Fact<P>) -> u64 {
    u64::from(matches!(fact, Fact::Sent(_)))
}

/// Records that a server waits for.
pub fn forced_writes<P: Trade>(fact: &Fact<P>) -> u64 {
    u64::from(matches!(fact, Fact::Forcing(_, record) if P::is_of_order(record)))
}

/// How long a lock was held.
pub fn lock_time<P: Trade>(fact: &Fact<P>) -> Option<Span> {
    lasted(fact, &[Stretch::Locked])
}

/// How long something of these kinds lasted.
pub fn lasted<P: Trade>(fact: &Fact<P>, which: &[Stretch]) -> Option<Span> {
    match fact {
        Fact::Lasted(_, stretch, _, span) => which.contains(stretch).then_some(*span),
        _ => None,
    }
}

fn answered<P: Trade>(fact: &Fact<P>) -> Option<Outcome> {
    match served(fact)? {
        Served::Answered(_, outcome) => Some(outcome),
        _ => None,
    }
}

fn aborted<P: Trade>(fact: &Fact<P>) -> u64 {
    u64::from(answered(fact) == Some(Outcome::Abort))
}

fn of_protocol<P: Trade>(fact: &Fact<P>) -> u64 {
    u64::from(matches!(fact, Fact::Sent(envelope) if P::is_of_protocol(&envelope.message)))
}

fn written<P: Trade>(fact: &Fact<P>) -> u64 {
    forced_writes(fact) + u64::from(matches!(fact, Fact::Wrote(..)))
}

fn doubt<P: Trade>(fact: &Fact<P>) -> Option<Span> {
    lasted(fact, &[Stretch::InDoubt])
}
