//! What a protocol must tell to be laid beside others.

use crate::cluster::{Cluster, Fact, Protocol, State};
use crate::saga::rules::Sagas;
use crate::shop::{PlaceOrder, Served};
use crate::three_phase_commit::rules::ThreePhase;
use crate::two_phase_commit::rules::TwoPhase;
use crate::{saga, three_phase_commit, two_phase_commit};
use kernel::law::Test;
use kernel::{Agenda, Bag, Holds};

/// A protocol that runs the shop's orders.
pub trait Racer: Protocol<Errand = PlaceOrder> {
    /// What the page calls it.
    const NAME: &'static str;
    /// The sentence of its law that orders end as a whole.
    const WHOLE: &'static str;

    /// What customers have to tell.
    fn served(news: &Self::News) -> Option<Served>;
    /// Whether a record has to do with how an order ends, and not with what comes back after it.
    fn is_of_order(record: &Self::Record) -> bool;
    /// How often something was shown gone and was there again.
    fn anomalies(news: &Self::News) -> u64;
}

impl Racer for TwoPhase {
    const NAME: &'static str = "Two-phase commit";
    const WHOLE: &'static str = "all agree";

    fn served(news: &Self::News) -> Option<Served> {
        match news {
            two_phase_commit::protocol::News::Customers(served) => Some(*served),
            _ => None,
        }
    }

    fn is_of_order(record: &Self::Record) -> bool {
        !matches!(record, two_phase_commit::journal::Record::Back(_))
    }

    fn anomalies(_: &Self::News) -> u64 {
        0
    }
}

impl Racer for ThreePhase {
    const NAME: &'static str = "Three-phase commit";
    const WHOLE: &'static str = "all agree";

    fn served(news: &Self::News) -> Option<Served> {
        match news {
            three_phase_commit::protocol::News::Customers(served) => Some(*served),
            _ => None,
        }
    }

    fn is_of_order(record: &Self::Record) -> bool {
        !matches!(record, three_phase_commit::journal::Record::Back(_))
    }

    fn anomalies(_: &Self::News) -> u64 {
        0
    }
}

impl Racer for Sagas {
    const NAME: &'static str = "Saga";
    const WHOLE: &'static str = "what has ended is all done or all undone";

    fn served(news: &Self::News) -> Option<Served> {
        match news {
            saga::protocol::News::Customers(served) => Some(*served),
            _ => None,
        }
    }

    fn is_of_order(record: &Self::Record) -> bool {
        !matches!(record, saga::journal::Record::Back(_))
    }

    fn anomalies(news: &Self::News) -> u64 {
        u64::from(matches!(news, saga::protocol::News::PutBack { .. }))
    }
}

/// What customers have to tell in a fact.
pub fn served<P: Racer>(fact: &Fact<P>) -> Option<Served> {
    match fact {
        Fact::News(_, news) => P::served(news),
        _ => None,
    }
}

/// Whether a protocol's orders end as a whole: its own law, by its own lab.
pub fn is_whole<P: Racer>(cluster: &Cluster<P>, state: &State<P>) -> Holds {
    let law = P::LAWS.iter().find(|law| law.name == P::WHOLE);
    match law.map(|law| &law.test) {
        Some(Test::State(test)) => test(cluster, state, &Bag::of(&Agenda::default())),
        _ => unreachable!("each protocol has such a law of states"),
    }
}
