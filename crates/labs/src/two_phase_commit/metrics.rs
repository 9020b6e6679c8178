//! Numbers folded over facts, and what of the protocol they count.

use super::journal::Record;
use super::protocol::{Message, News};
use super::rules::TwoPhase;
use crate::cluster::Cluster;
use crate::shop::metrics::{common, in_doubt};
use crate::shop::{Served, Trade};
use kernel::Metric;

pub(super) const METRICS: &[Metric<Cluster<TwoPhase>>] = &{
    let [rate, committed, aborted, messages, of_protocol, forced, written, locked] = common();
    [rate, committed, aborted, messages, of_protocol, forced, written, locked, in_doubt()]
};

impl Trade for TwoPhase {
    fn served(news: &News) -> Option<Served> {
        match news {
            News::Customers(served) => Some(*served),
            _ => None,
        }
    }

    /// What Mohan and Lindsay count: prepare, vote, decision, acknowledgement; and asking in doubt.
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
