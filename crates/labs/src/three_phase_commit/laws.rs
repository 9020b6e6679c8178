//! What must hold, and what must be seen.

use super::ThreePhaseCommit as Model;
use super::coordinator::Desk;
use super::journal::{Disk, Ledger, Record, Store};
use super::metrics::is_termination;
use super::participant::Counter;
use super::protocol::{Memory, News, Stage, Why};
use super::rules::ThreePhase;
use crate::cluster::{Event, Fact, Node, Power, State};
use crate::shop::{COORDINATOR, Number, Outcome, Served, Service};
use kernel::{Bag, Holds, Law};

/// The law that time-outs, partitions and both mistakes break.
pub(super) const ALL_AGREE: &str = "all agree";
/// The law that two-phase commit cannot have.
pub(super) const NOBODY_BLOCKS: &str = "nobody who stays up has to wait for who is down";

type Booked<'a> = Bag<'a, Event<ThreePhase>>;

pub(super) const LAWS: &[Law<Model>] = &[
    Law::always(ALL_AGREE, all_agree),
    Law::always("nobody commits without every yes", every_yes),
    Law::always("stock and riders are conserved", conserved),
    Law::always("no rider is in two orders", one_order_a_rider),
    Law::always_told("a decision once taken never changes", decisions_stay),
    Law::always_told("customers hear what was decided", answers_are_right),
    Law::at_rest("nothing is in doubt and no lock is held", nothing_in_doubt),
    Law::recoverable(NOBODY_BLOCKS, nobody_waits),
    Law::recoverable("with everybody up, everybody can come to know", all_up_and_known),
    Law::sometimes("an order can be committed everywhere", committed_everywhere),
    Law::sometimes_told("an order can be aborted by a vote", |_, _, facts| {
        decided(facts, Outcome::Abort, Why::Refused)
    }),
    Law::sometimes_told("an order can be aborted because of a crash", |_, _, facts| {
        decided(facts, Outcome::Abort, Why::Crash)
    }),
    Law::sometimes("somebody is in doubt while the coordinator is down", in_doubt_and_alone),
    Law::sometimes_told("whoever is left can commit", |_, state, facts| {
        terminated(state, facts, Outcome::Commit)
    }),
    Law::sometimes_told("whoever is left can abort", |_, state, facts| {
        terminated(state, facts, Outcome::Abort)
    }),
    Law::sometimes_told("a total failure can be recovered from", |_, _, facts| {
        decided(facts, Outcome::Commit, Why::TotalFailure)
    }),
];

/// What a service has on its disk.
pub(super) fn store(state: &State<ThreePhase>, node: Node) -> &Store {
    match state.disk(node) {
        Disk::Service(store) => store,
        _ => unreachable!("a service has a service's disk"),
    }
}

/// What a service knows, while it is up.
pub(super) fn counter(state: &State<ThreePhase>, node: Node) -> Option<&Counter> {
    match state.memory(node)? {
        Memory::Service(counter) => Some(counter),
        _ => None,
    }
}

/// What the coordinator has on its disk.
pub(super) fn ledger(state: &State<ThreePhase>) -> &Ledger {
    match state.disk(COORDINATOR) {
        Disk::Coordinator(ledger) => ledger,
        _ => unreachable!("the coordinator has a coordinator's disk"),
    }
}

/// What the coordinator knows, while it is up.
pub(super) fn desk(state: &State<ThreePhase>) -> Option<&Desk> {
    match state.memory(COORDINATOR)? {
        Memory::Coordinator(desk) => Some(desk),
        _ => None,
    }
}

/// How the coordinator says that an order ended.
fn said(state: &State<ThreePhase>, number: Number) -> Option<Outcome> {
    let written = ledger(state).line(number).and_then(|line| line.decided);
    written.or_else(|| desk(state)?.answer(number))
}

fn all_agree(model: &Model, state: &State<ThreePhase>, _: &Booked<'_>) -> Holds {
    let shop = &model.protocol.shop;
    let settled = shop.services().flat_map(|node| {
        let settled = store(state, node).settled.iter();
        settled.map(move |(number, outcome)| (node, *number, *outcome))
    });
    let lines = ledger(state).lines.iter();
    let decided = lines.filter_map(|line| Some((COORDINATOR, line.number, line.decided?)));
    for (one, number, _) in settled.chain(decided).filter(|line| line.2 == Outcome::Commit) {
        let aborts = |node: &Node| store(state, *node).outcome(number) == Some(Outcome::Abort);
        let coordinator = (said(state, number) == Some(Outcome::Abort)).then_some(COORDINATOR);
        if let Some(other) = shop.services().find(aborts).or(coordinator) {
            let (one, other) = (shop.name(one), shop.name(other));
            return Err(format!("{one} committed order {number}, {other} aborted it").into());
        }
    }
    Ok(())
}

fn every_yes(model: &Model, state: &State<ThreePhase>, _: &Booked<'_>) -> Holds {
    let shop = &model.protocol.shop;
    let decided = ledger(state).lines.iter().filter(|line| line.decided == Some(Outcome::Commit));
    let settled = shop.services().flat_map(|node| &store(state, node).settled);
    let settled = settled.filter(|(_, outcome)| *outcome == Outcome::Commit);
    for number in decided.map(|line| line.number).chain(settled.map(|(number, _)| *number)) {
        let has_said_yes = |node: Node| {
            let store = store(state, node);
            number < store.floor
                || store.promise(number).is_some()
                || store.outcome(number).is_some()
        };
        if let Some(node) = shop.services().find(|node| !has_said_yes(*node)) {
            let name = shop.name(node);
            return Err(format!("order {number} is committed without a yes of {name}").into());
        }
    }
    Ok(())
}

fn conserved(model: &Model, state: &State<ThreePhase>, _: &Booked<'_>) -> Holds {
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

fn one_order_a_rider(model: &Model, state: &State<ThreePhase>, _: &Booked<'_>) -> Holds {
    let node = Service::Delivery.node();
    let store = store(state, node);
    let jobs = counter(state, node).map_or(&[][..], |counter| &counter.jobs);
    let held = jobs.iter().map(|job| (job.order.number, job.row));
    let mut rides: Vec<Option<Number>> = vec![None; usize::from(model.protocol.shop.riders)];
    for (number, rider) in store.table.out.iter().copied().chain(held) {
        let other = rides[usize::from(rider)].replace(number);
        if let Some(other) = other.filter(|other| *other != number) {
            return Err(format!("rider {} has orders {other} and {number}", rider + 1).into());
        }
    }
    Ok(())
}

fn decisions_stay(_: &Model, state: &State<ThreePhase>, facts: &[Fact<ThreePhase>]) -> Holds {
    for fact in facts {
        let changed = match fact {
            Fact::Forced(node, Record::Settled(number, _)) => {
                let settled = store(state, *node).settled.iter();
                (settled.filter(|line| line.0 == *number).count() > 1).then_some(number)
            }
            Fact::News(COORDINATOR, News::Decided(number, outcome, _)) => {
                let written = ledger(state).line(*number).and_then(|line| line.decided);
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

fn answers_are_right(
    model: &Model,
    state: &State<ThreePhase>,
    facts: &[Fact<ThreePhase>],
) -> Holds {
    for fact in facts {
        let Fact::News(_, News::Customers(Served::Answered(order, answer))) = fact else {
            continue;
        };
        let number = order.number;
        let decided = |node: Node| {
            let outcome = store(state, node).outcome(number);
            outcome.filter(|outcome| outcome != answer)
        };
        if let Some(outcome) = model.protocol.shop.services().find_map(decided) {
            let (answer, outcome) = (answer.done(), outcome.done());
            return Err(format!("order {number} is said to be {answer}, and was {outcome}").into());
        }
    }
    Ok(())
}

fn nothing_in_doubt(model: &Model, state: &State<ThreePhase>, _: &Booked<'_>) -> Holds {
    let shop = &model.protocol.shop;
    if let Some(deal) = desk(state).and_then(|desk| desk.deals.first()) {
        return Err(format!("the coordinator is not done with order {}", deal.order.number).into());
    }
    for node in shop.services() {
        let promised = store(state, node).promised.first().map(|promise| promise.order.number);
        let held = counter(state, node).and_then(|counter| {
            let queued = counter.queue.first().map(|(order, _)| order.number);
            counter.jobs.first().map(|job| job.order.number).or(queued)
        });
        if let Some(number) = promised.or(held) {
            let name = shop.name(node);
            return Err(format!("{name} is not done with order {number}").into());
        }
    }
    Ok(())
}

/// Whoever has not crashed since an order began knows how it ends, whoever is down. A restart costs
/// and a way back must not, so it is reached without anybody's coming back.
fn nobody_waits(model: &Model, state: &State<ThreePhase>, _: &Booked<'_>) -> Holds {
    let shop = &model.protocol.shop;
    let waits = |desk: &Desk| {
        let mut open = desk.deals.iter().filter(|deal| !deal.has_crashed);
        open.find(|deal| deal.stage != Stage::Committed).map(|deal| deal.order.number)
    };
    if let Some(number) = desk(state).and_then(waits) {
        return Err(format!("the coordinator waits with order {number}").into());
    }
    for node in shop.services() {
        let Some(counter) = counter(state, node) else { continue };
        if let Some(job) = counter.jobs.iter().find(|job| !job.has_crashed) {
            let name = shop.name(node);
            return Err(format!("{name} waits with order {}", job.order.number).into());
        }
    }
    Ok(())
}

fn all_up_and_known(model: &Model, state: &State<ThreePhase>, booked: &Booked<'_>) -> Holds {
    if state.is_calm() { nothing_in_doubt(model, state, booked) } else { Ok(()) }
}

fn committed_everywhere(model: &Model, state: &State<ThreePhase>, _: &Booked<'_>) -> Holds {
    let mut committed = store(state, 1).settled.iter().filter(|line| line.1 == Outcome::Commit);
    let everywhere = |number: Number| {
        let mut services = model.protocol.shop.services();
        services.all(|node| store(state, node).outcome(number) == Some(Outcome::Commit))
    };
    if committed.any(|line| everywhere(line.0)) {
        Ok(())
    } else {
        Err("no order is committed everywhere".into())
    }
}

fn decided(facts: &[Fact<ThreePhase>], outcome: Outcome, why: Why) -> Holds {
    let is_it = |fact: &Fact<ThreePhase>| match fact {
        Fact::News(_, News::Decided(_, what, reason)) => (*what, *reason) == (outcome, why),
        _ => false,
    };
    if facts.iter().any(is_it) { Ok(()) } else { Err("nothing was decided so".into()) }
}

fn is_coordinator_down(state: &State<ThreePhase>) -> bool {
    state.server(COORDINATOR).power == Power::Down
}

fn in_doubt_and_alone(model: &Model, state: &State<ThreePhase>, _: &Booked<'_>) -> Holds {
    let mut up = model.protocol.shop.services().filter_map(|node| counter(state, node));
    let in_doubt = |counter: &Counter| counter.jobs.iter().any(|job| job.is_in_doubt());
    if is_coordinator_down(state) && up.any(in_doubt) {
        Ok(())
    } else {
        Err("nobody is in doubt, or the coordinator is up".into())
    }
}

/// A service decides while the coordinator is down.
fn terminated(state: &State<ThreePhase>, facts: &[Fact<ThreePhase>], outcome: Outcome) -> Holds {
    let mut decided = facts.iter().filter_map(is_termination);
    if is_coordinator_down(state) && decided.any(|decided| decided == outcome) {
        Ok(())
    } else {
        Err("no service decided so without the coordinator".into())
    }
}
