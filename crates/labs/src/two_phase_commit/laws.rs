//! What must hold, and what must be seen.

use super::coordinator::{Deal, Desk};
use super::journal::{Disk, Ledger, Record, Store};
use super::participant::{Counter, Phase};
use super::protocol::{Memory, News, Why};
use super::rules::{Agreement, TwoPhase};
use crate::cluster::{Cluster, Event, Fact, Node, Power, State};
use crate::shop::{COORDINATOR, Number, Outcome, Service};
use kernel::{Bag, Holds, Law};

type Model = Cluster<TwoPhase>;

pub(super) const LAWS: &[Law<Model>] = &[
    Law::always("all agree", all_agree),
    Law::always("nobody commits without every yes", every_yes),
    Law::always("stock and riders are conserved", conserved),
    Law::always("no rider is in two orders", one_order_a_rider),
    Law::always_told("a decision once taken never changes", decisions_stay),
    Law::at_rest("nothing is in doubt and no lock is held", nothing_in_doubt),
    Law::recoverable("everybody can come to know the decision", nothing_in_doubt),
    Law::sometimes("an order can be committed everywhere", committed_everywhere),
    Law::sometimes_told("an order can be aborted by a vote", |_, _, facts| {
        decided(facts, Outcome::Abort, Why::Refused)
    }),
    Law::sometimes_told("an order can be aborted by a time-out", |_, _, facts| {
        decided(facts, Outcome::Abort, Why::TimeOut)
    }),
    Law::sometimes("everybody can be blocked", blocked),
    Law::sometimes("a rider can be on the way", on_the_way),
];

/// What a service has on its disk.
pub(super) fn store(state: &State<TwoPhase>, node: Node) -> &Store {
    match state.disk(node) {
        Disk::Service(store) => store,
        _ => unreachable!("a service has a service's disk"),
    }
}

/// What a service knows, while it is up.
pub(super) fn counter(state: &State<TwoPhase>, node: Node) -> Option<&Counter> {
    match state.memory(node)? {
        Memory::Service(counter) => Some(counter),
        _ => None,
    }
}

/// What the coordinator has on its disk.
pub(super) fn ledger(state: &State<TwoPhase>) -> &Ledger {
    match state.disk(COORDINATOR) {
        Disk::Coordinator(ledger) => ledger,
        _ => unreachable!("the coordinator has a coordinator's disk"),
    }
}

/// What the coordinator knows, while it is up.
pub(super) fn desk(state: &State<TwoPhase>) -> Option<&Desk> {
    match state.memory(COORDINATOR)? {
        Memory::Coordinator(desk) => Some(desk),
        _ => None,
    }
}

/// How an order ended at a service, whether or not that has reached its disk.
pub(super) fn outcome(state: &State<TwoPhase>, node: Node, number: Number) -> Option<Outcome> {
    let unwritten =
        state.server(node).unwritten.iter().find_map(|unwritten| match unwritten.record {
            Record::Settled { number: other, outcome, .. } if other == number => Some(outcome),
            _ => None,
        });
    store(state, node).outcome(number).or(unwritten)
}

/// How the coordinator says that an order ended.
fn said(state: &State<TwoPhase>, number: Number) -> Option<Outcome> {
    let written = ledger(state).line(number).and_then(|line| line.decided);
    written.or_else(|| desk(state)?.answer(number))
}

fn all_agree(model: &Model, state: &State<TwoPhase>, _: &Bag<'_, Event<TwoPhase>>) -> Holds {
    let shop = &model.protocol.shop;
    for node in shop.services() {
        let committed = store(state, node).settled.iter().filter(|line| line.1 == Outcome::Commit);
        for (number, _) in committed {
            let aborts = |other: &Node| outcome(state, *other, *number) == Some(Outcome::Abort);
            let other = shop.services().find(aborts);
            let other =
                other.or((said(state, *number) == Some(Outcome::Abort)).then_some(COORDINATOR));
            if let Some(other) = other {
                let (one, other) = (shop.name(node), shop.name(other));
                return Err(format!("{one} committed order {number}, {other} aborted it").into());
            }
        }
    }
    Ok(())
}

fn every_yes(model: &Model, state: &State<TwoPhase>, _: &Bag<'_, Event<TwoPhase>>) -> Holds {
    let shop = &model.protocol.shop;
    if model.protocol.agreement == Agreement::None {
        return Ok(());
    }
    let decided = ledger(state).lines.iter().filter(|line| line.decided == Some(Outcome::Commit));
    let settled = shop.services().flat_map(|node| &store(state, node).settled);
    let settled = settled.filter(|(_, outcome)| *outcome == Outcome::Commit);
    let committed = decided.map(|line| line.number).chain(settled.map(|(number, _)| *number));
    for number in committed {
        if let Some(node) = shop.services().find(|node| !has_said_yes(state, *node, number)) {
            let name = shop.name(node);
            return Err(format!("order {number} is committed without a yes of {name}").into());
        }
    }
    Ok(())
}

/// Whether a service has said yes to an order, and has not forgotten it.
fn has_said_yes(state: &State<TwoPhase>, node: Node, number: Number) -> bool {
    let store = store(state, node);
    let phase = counter(state, node).and_then(|counter| counter.job(number)).map(|job| job.phase);
    store.is_prepared(number)
        || store.outcome(number) == Some(Outcome::Commit)
        || number < store.floor
        || matches!(phase, Some(Phase::Prepared | Phase::Settling(Outcome::Commit) | Phase::Done))
}

fn conserved(model: &Model, state: &State<TwoPhase>, _: &Bag<'_, Event<TwoPhase>>) -> Holds {
    let shop = &model.protocol.shop;
    let lost = |node: &Node| !store(state, *node).table.is_conserved(shop, Service::of(*node));
    match shop.services().find(lost) {
        Some(node) => {
            let (name, unit) = (shop.name(node), Service::of(node).unit());
            Err(format!("{name}: a {unit} was taken twice for one order").into())
        }
        None => Ok(()),
    }
}

fn one_order_a_rider(
    model: &Model,
    state: &State<TwoPhase>,
    _: &Bag<'_, Event<TwoPhase>>,
) -> Holds {
    let node = Service::Delivery.node();
    let out = store(state, node).table.out.iter().copied();
    let jobs = counter(state, node).map_or(&[][..], |counter| &counter.jobs);
    let held = jobs.iter().filter(|job| job.holds_lock()).map(|job| (job.order.number, job.row));
    let mut rides: Vec<Option<Number>> = vec![None; usize::from(model.protocol.shop.riders)];
    for (number, rider) in out.chain(held) {
        let other = rides[usize::from(rider)].replace(number);
        if let Some(other) = other.filter(|other| *other != number) {
            return Err(format!("rider {} has orders {other} and {number}", rider + 1).into());
        }
    }
    Ok(())
}

fn decisions_stay(_: &Model, state: &State<TwoPhase>, facts: &[Fact<TwoPhase>]) -> Holds {
    for fact in facts {
        let changed = match fact {
            Fact::Forced(node, Record::Settled { number, .. }) => {
                let settled = store(state, *node).settled.iter();
                (settled.filter(|line| line.0 == *number).count() > 1).then_some(number)
            }
            Fact::News(COORDINATOR, News::Decided(number, outcome, _)) => {
                let line = ledger(state).line(*number);
                let written = line.and_then(|line| line.decided);
                written.is_some_and(|written| written != *outcome).then_some(number)
            }
            _ => None,
        };
        if let Some(number) = changed {
            return Err(format!("order {number} was decided one way and then the other").into());
        }
    }
    Ok(())
}

fn nothing_in_doubt(model: &Model, state: &State<TwoPhase>, _: &Bag<'_, Event<TwoPhase>>) -> Holds {
    let shop = &model.protocol.shop;
    if let Some(Deal { number, .. }) = desk(state).and_then(|desk| desk.deals.first()) {
        return Err(format!("the coordinator is not done with order {number}").into());
    }
    for node in shop.services() {
        let held = match counter(state, node) {
            Some(counter) => {
                let job = counter.jobs.iter().find(|job| job.holds_lock());
                job.map(|job| job.order).or(counter.queue.first().map(|(order, _)| *order))
            }
            None => store(state, node).prepared.first().map(|(order, _)| *order),
        };
        if let Some(order) = held {
            let name = shop.name(node);
            return Err(format!("{name} is not done with order {}", order.number).into());
        }
    }
    Ok(())
}

fn committed_everywhere(
    model: &Model,
    state: &State<TwoPhase>,
    _: &Bag<'_, Event<TwoPhase>>,
) -> Holds {
    let decided = ledger(state).lines.iter().map(|line| line.number);
    let mut numbers = decided.chain(
        desk(state).into_iter().flat_map(|desk| desk.answers.iter().map(|(number, _)| *number)),
    );
    let everywhere = |number| {
        let mut services = model.protocol.shop.services();
        services.all(|node| outcome(state, node, number) == Some(Outcome::Commit))
    };
    if numbers.any(everywhere) { Ok(()) } else { Err("no order is committed everywhere".into()) }
}

/// Whether a rider is out with an order, whether or not that has reached the disk.
fn on_the_way(_: &Model, state: &State<TwoPhase>, _: &Bag<'_, Event<TwoPhase>>) -> Holds {
    let node = Service::Delivery.node();
    let jobs = counter(state, node).map_or(&[][..], |counter| &counter.jobs);
    let is_out =
        !store(state, node).table.out.is_empty() || jobs.iter().any(|job| job.phase == Phase::Done);
    if is_out { Ok(()) } else { Err("no rider is on the way".into()) }
}

fn decided(facts: &[Fact<TwoPhase>], outcome: Outcome, why: Why) -> Holds {
    let is_it = |fact: &Fact<TwoPhase>| match fact {
        Fact::News(_, News::Decided(_, what, reason)) => (*what, *reason) == (outcome, why),
        _ => false,
    };
    if facts.iter().any(is_it) { Ok(()) } else { Err("nothing was decided so".into()) }
}

/// The coordinator is down, and whoever is up is in doubt: nobody who is left may decide.
fn blocked(model: &Model, state: &State<TwoPhase>, _: &Bag<'_, Event<TwoPhase>>) -> Holds {
    let mut up = model.protocol.shop.services().filter_map(|node| counter(state, node)).peekable();
    let is_left = up.peek().is_some();
    let in_doubt = |counter: &Counter| counter.jobs.iter().any(|job| job.is_in_doubt());
    if state.server(COORDINATOR).power == Power::Down && is_left && up.all(in_doubt) {
        Ok(())
    } else {
        Err("somebody may still decide".into())
    }
}
