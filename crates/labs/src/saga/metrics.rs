//! Numbers folded over facts: those that all labs of atomic commit have, and what sagas give up.

use super::journal::Record;
use super::protocol::{Message, News};
use super::rules::Sagas;
use crate::cluster::{Cluster, Fact, Stretch};
use crate::shop::metrics::{common, lasted, metric};
use crate::shop::{Served, Trade};
use kernel::{Fold, Metric, Span};

pub(super) const METRICS: &[Metric<Cluster<Sagas>>] = &{
    let [rate, committed, aborted, messages, of_protocol, forced, written, locked] = common();
    let half_done = metric("half_done", "an order is half done", "s", Fold::Spans(half_done));
    let anomalies = metric(
        "anomalies",
        "dishes and riders shown gone, then there again",
        "",
        Fold::Count(|fact| put_back(fact).map_or(0, |_| 1)),
    );
    let misled = metric(
        "misled",
        "orders refused for want of those",
        "",
        Fold::Count(|fact| put_back(fact).map_or(0, u64::from)),
    );
    [
        rate,
        committed,
        aborted,
        messages,
        of_protocol,
        forced,
        written,
        locked,
        half_done,
        anomalies,
        misled,
    ]
};

impl Trade for Sagas {
    fn served(news: &News) -> Option<Served> {
        match news {
            News::Customers(served) => Some(*served),
            _ => None,
        }
    }

    /// Whatever is said between servers.
    fn is_of_protocol(message: &Message) -> bool {
        !matches!(message, Message::Asks(_) | Message::Answer(..))
    }

    fn is_of_order(record: &Record) -> bool {
        !matches!(record, Record::Back(_))
    }

    fn anomalies(news: &News) -> u64 {
        u64::from(matches!(news, News::PutBack { .. }))
    }
}

fn half_done(fact: &Fact<Sagas>) -> Option<Span> {
    lasted(fact, &[Stretch::HalfDone])
}

/// What was taken and put back; how many orders were refused meanwhile for want of it.
fn put_back(fact: &Fact<Sagas>) -> Option<u8> {
    match fact {
        Fact::News(_, News::PutBack { misled, .. }) => Some(*misled),
        _ => None,
    }
}
