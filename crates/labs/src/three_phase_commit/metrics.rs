//! Numbers folded over facts, and what of the protocol they count.

use super::ThreePhaseCommit as Model;
use super::journal::Record;
use super::protocol::{Message, News};
use super::rules::ThreePhase;
use crate::cluster::Fact;
use crate::shop::metrics::{common, in_doubt, metric};
use crate::shop::{COORDINATOR, Outcome, Served, Trade};
use kernel::{Fold, Metric};

pub(super) const METRICS: &[Metric<Model>] = &{
    let [rate, committed, aborted, messages, of_protocol, forced, written, locked] = common();
    let terminated =
        metric("terminated", "orders decided without the coordinator", "", Fold::Count(terminated));
    [
        rate,
        committed,
        aborted,
        messages,
        of_protocol,
        forced,
        written,
        locked,
        in_doubt(),
        terminated,
    ]
};

impl Trade for ThreePhase {
    fn served(news: &News) -> Option<Served> {
        match news {
            News::Customers(served) => Some(*served),
            _ => None,
        }
    }

    /// Votes and decisions, and what is asked about them.
    fn is_of_protocol(message: &Message) -> bool {
        !matches!(
            message,
            Message::Asks(_) | Message::Answer(..) | Message::Work(..) | Message::Worked(..)
        )
    }

    fn is_of_order(record: &Record) -> bool {
        !matches!(record, Record::Back(_))
    }
}

fn terminated(fact: &Fact<ThreePhase>) -> u64 {
    u64::from(is_termination(fact).is_some())
}

/// The outcome that a service decided upon in the coordinator's place.
pub(super) fn is_termination(fact: &Fact<ThreePhase>) -> Option<Outcome> {
    match fact {
        Fact::News(node, News::Decided(_, outcome, _)) if *node != COORDINATOR => Some(*outcome),
        _ => None,
    }
}
