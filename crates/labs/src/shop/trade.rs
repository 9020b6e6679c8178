//! A protocol that runs the shop's orders, as others are laid beside it.

use super::{PlaceOrder, Served};
use crate::cluster::{Fact, Protocol};

/// A protocol that runs the shop's orders.
pub trait Trade: Protocol<Errand = PlaceOrder> {
    /// What customers have to tell.
    fn served(news: &Self::News) -> Option<Served>;
    /// Whether a message has to do with how an order ends, and not with placing it or with the work.
    fn is_of_protocol(message: &Self::Message) -> bool;
    /// Whether a record has to do with how an order ends, and not with what comes back after it.
    fn is_of_order(record: &Self::Record) -> bool;
    /// How often something was shown gone and was there again.
    fn anomalies(_: &Self::News) -> u64 {
        0
    }
}

/// What customers have to tell in a fact.
pub fn served<P: Trade>(fact: &Fact<P>) -> Option<Served> {
    match fact {
        Fact::News(_, news) => P::served(news),
        _ => None,
    }
}
