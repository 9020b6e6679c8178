//! What agreeing costs: records, forced writes and messages of one order in which nothing fails.
//!
//! Mohan, Lindsay and Obermarck (ACM TODS 1986) count so. Nothing is assumed here: the roles
//! themselves are run, on a network that loses nothing and disks that are at once done.

use super::journal::{Disk, Record};
use super::protocol::{Memory, Message};
use super::rules::{Agreement, Mistake, Presumption, TwoPhase};
use crate::cluster::{Effect, Input, Node, On, Outbox, Protocol};
use crate::shop::{COORDINATOR, Outcome, PlaceOrder, Shop};
use std::collections::VecDeque;

/// What one order costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// What is presumed of an order that nobody remembers.
    pub presumption: Presumption,
    /// How the order ends; of an abort, one service says no and the others say yes.
    pub outcome: Outcome,
    /// What the coordinator writes.
    pub coordinator: Writes,
    /// What a service writes that says yes.
    pub service: Writes,
    /// Messages from the coordinator to such a service: prepare, and the decision.
    pub to_service: u32,
    /// Messages back: the vote, and the acknowledgement.
    pub from_service: u32,
}

/// Records, and how many of them are forced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Writes {
    /// All records.
    pub records: u32,
    /// Those whose writing is waited for.
    pub forced: u32,
}

/// What an order costs under each presumption, committed and aborted.
pub fn costs() -> Vec<Cost> {
    let presumptions = [Presumption::Nothing, Presumption::Abort, Presumption::Commit];
    let outcomes = [Outcome::Commit, Outcome::Abort];
    let all = outcomes.iter().flat_map(|outcome| presumptions.map(|presumed| (presumed, *outcome)));
    all.map(|(presumption, outcome)| cost(presumption, outcome)).collect()
}

/// Two services: the first says yes, and is counted.
const SHOP: Shop = Shop {
    services: 2,
    dishes: 1,
    stock: 1,
    riders: 1,
    at_once: 1,
    pace_ms: 0,
    patience_ms: 0,
    back_ms: 0,
    refusal: 1,
};
const COUNTED: Node = 1;
const REFUSING: Node = 2;
/// More inputs than any order needs.
const INPUTS_MAX: usize = 1_000;

fn cost(presumption: Presumption, outcome: Outcome) -> Cost {
    let rules = TwoPhase {
        shop: SHOP,
        agreement: Agreement::TwoPhase,
        presumption,
        waits_for_locks: false,
        is_cooperative: false,
        time_out_ms: 1,
        ask_every_ms: 1,
        mistake: Mistake::None,
    };
    let (coordinator, service) = (Writes::default(), Writes::default());
    let mut cost =
        Cost { presumption, outcome, coordinator, service, to_service: 0, from_service: 0 };
    let mut servers: Vec<(Memory, Disk, Vec<Record>)> = (0..rules.nodes())
        .map(|node| {
            let disk = rules.blank(node);
            (rules.boot(node, &disk, &mut Outbox::default()), disk, Vec::new())
        })
        .collect();
    let first = Input::Errand(PlaceOrder { dish: 0 });
    let mut inputs = VecDeque::from([(SHOP.customers(), first)]);
    for _ in 0..INPUTS_MAX {
        let Some((node, input)) = inputs.pop_front() else { break };
        let is_prepare = matches!(input, Input::Message(_, Message::Prepare(_)));
        let refuses = outcome == Outcome::Abort && node == REFUSING && is_prepare;
        let (memory, disk, unwritten) = &mut servers[usize::from(node)];
        let mut out = Outbox::default();
        let mut on = On { node, memory, disk };
        rules.handle(&mut on, input, u32::from(refuses), &mut out);
        for effect in out.effects {
            cost.count(node, &effect);
            match effect {
                Effect::Send(to, message) => inputs.push_back((to, Input::Message(node, message))),
                Effect::Write(record) => unwritten.push(record),
                Effect::Force(record) => {
                    unwritten.push(record);
                    unwritten.drain(..).for_each(|record| rules.absorb(node, disk, &record));
                    inputs.push_back((node, Input::Durable(record)));
                }
                // Nothing takes long here.
                Effect::Set(_) | Effect::Cancel(_) | Effect::Begin(..) | Effect::End(..) => {}
            }
        }
    }
    cost
}

impl Cost {
    fn count(&mut self, node: Node, effect: &Effect<TwoPhase>) {
        let is_of_protocol = |message: &Message| {
            matches!(
                message,
                Message::Prepare(_) | Message::Vote(..) | Message::Decide(..) | Message::Ack(_)
            )
        };
        match (effect, node) {
            (Effect::Write(_), COORDINATOR) => self.coordinator.add(false),
            (Effect::Force(_), COORDINATOR) => self.coordinator.add(true),
            (Effect::Write(_), COUNTED) => self.service.add(false),
            (Effect::Force(_), COUNTED) => self.service.add(true),
            (Effect::Send(COUNTED, message), COORDINATOR) if is_of_protocol(message) => {
                self.to_service += 1;
            }
            (Effect::Send(COORDINATOR, message), COUNTED) if is_of_protocol(message) => {
                self.from_service += 1;
            }
            _ => {}
        }
    }
}

impl Writes {
    fn add(&mut self, is_forced: bool) {
        self.records += 1;
        self.forced += u32::from(is_forced);
    }
}
