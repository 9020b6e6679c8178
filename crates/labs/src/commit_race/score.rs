//! How a protocol has done so far.

use super::racer::Racer;
use crate::cluster::{Fact, Stretch};
use crate::shop::{Number, Outcome, Served, served};
use kernel::Span;

/// How a protocol has done so far.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// Orders committed.
    pub committed: u64,
    /// Orders aborted.
    pub aborted: u64,
    /// The latest orders, at most [`ORDERS`], and how they ended.
    pub orders: Vec<(Number, Option<Outcome>)>,
    /// How long locks were held, over all locks that are no longer held.
    pub locked: Lasted,
    /// How long services were in doubt, or orders half done.
    pub unsettled: Lasted,
    /// How often something was shown gone and was there again.
    pub anomalies: u64,
}

/// So many orders are remembered.
pub const ORDERS: usize = 20;

/// Times added up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lasted {
    /// How many.
    pub count: u64,
    /// How long together.
    pub sum: Span,
}

impl Lasted {
    fn add(&mut self, span: Span) {
        self.count += 1;
        self.sum = self.sum + span;
    }

    /// The mean, where there is one.
    pub fn mean(&self) -> Option<Span> {
        (self.count > 0).then(|| Span::micros(self.sum.as_micros() / self.count))
    }
}

impl Score {
    /// Takes in what was told.
    pub fn take<P: Racer>(&mut self, fact: &Fact<P>) {
        match served(fact) {
            Some(Served::Placed(order)) => {
                if self.orders.len() == ORDERS {
                    self.orders.remove(0);
                }
                self.orders.push((order.number, None));
            }
            Some(Served::Answered(order, outcome)) => {
                match outcome {
                    Outcome::Commit => self.committed += 1,
                    Outcome::Abort => self.aborted += 1,
                }
                let number = order.number;
                if let Some(line) = self.orders.iter_mut().find(|line| line.0 == number) {
                    line.1 = Some(outcome);
                }
            }
            Some(Served::TurnedAway) | None => {}
        }
        match fact {
            Fact::Lasted(_, Stretch::Locked, _, span) => self.locked.add(*span),
            Fact::Lasted(_, Stretch::InDoubt | Stretch::HalfDone, _, span) => {
                self.unsettled.add(*span);
            }
            Fact::News(_, news) => self.anomalies += P::anomalies(news),
            _ => {}
        }
    }
}
