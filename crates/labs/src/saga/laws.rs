//! What must hold, and what must be seen.

use super::coordinator::{Desk, Phase};
use super::journal::{Disk, Ledger, Mark, Record, Step, Store};
use super::protocol::{Memory, News};
use super::rules::Sagas;
use crate::cluster::{Cluster, Event, Fact, Node, State};
use crate::shop::{COORDINATOR, Number, Outcome, Served, Service};
use kernel::{Bag, Holds, Law};

type Model = Cluster<Sagas>;
type Booked<'a> = Bag<'a, Event<Sagas>>;

/// The sentence of the law that says what a saga is for.
pub const EVERY_SAGA_ENDS: &str = "every saga ends, all done or all compensated";
/// The sentence of the law that what has ended is whole.
pub const WHAT_ENDED_IS_WHOLE: &str = "what has ended is all done or all undone";
/// The sentence of the law of answers.
pub const ANSWERS_ARE_TRUE: &str = "the answer is what happened";
/// The sentence of the law of steps.
pub const STEPS_ONCE: &str = "a step takes effect at most once";
/// The sentence of the law of compensations.
pub const COMPENSATIONS_ONCE: &str = "a compensation takes effect at most once";

pub(super) const LAWS: &[Law<Model>] = &[
    Law::recoverable(EVERY_SAGA_ENDS, every_saga_ends),
    Law::always(WHAT_ENDED_IS_WHOLE, what_ended_is_whole),
    Law::always_told(ANSWERS_ARE_TRUE, answers_are_true),
    Law::always(STEPS_ONCE, |model, state, _| once(model, state, "step", |step| step.taken)),
    Law::always(COMPENSATIONS_ONCE, |model, state, _| {
        once(model, state, "compensation", |step| step.undone)
    }),
    Law::always("stock and riders are conserved", conserved),
    Law::always("no rider is in two orders", one_order_a_rider),
    Law::sometimes("an order can be all done", |_, state, _| ended(state, Outcome::Commit)),
    Law::sometimes("an order can be called off", |_, state, _| ended(state, Outcome::Abort)),
    Law::sometimes("an order can be half done", can_be_half_done),
    Law::sometimes_told("a step can be refused", |_, _, facts| {
        told(facts, |news| matches!(news, News::Refused(..)))
    }),
    Law::sometimes_told("what was shown gone can be there again", |_, _, facts| {
        told(facts, |news| matches!(news, News::PutBack { .. }))
    }),
    Law::sometimes_told("what is asked for again changes nothing", |_, _, facts| {
        told(facts, |news| matches!(news, News::Repeated(_)))
    }),
];

/// What a service has on its disk.
pub(super) fn store(state: &State<Sagas>, node: Node) -> &Store {
    match state.disk(node) {
        Disk::Service(store) => store,
        _ => unreachable!("a service has a service's disk"),
    }
}

/// What the coordinator has on its disk.
pub(super) fn ledger(state: &State<Sagas>) -> &Ledger {
    match state.disk(COORDINATOR) {
        Disk::Coordinator(ledger) => ledger,
        _ => unreachable!("the coordinator has a coordinator's disk"),
    }
}

/// What the coordinator knows, while it is up.
pub(super) fn desk(state: &State<Sagas>) -> Option<&Desk> {
    match state.memory(COORDINATOR)? {
        Memory::Coordinator(desk) => Some(desk),
        _ => None,
    }
}

/// Whether a service has done its step of an order and not compensated it, whether or not that has
/// reached its disk.
fn is_done(state: &State<Sagas>, node: Node, number: Number) -> bool {
    let takes =
        |record: &Record| matches!(record, Record::Took { order, .. } if order.number == number);
    let mut unwritten = state.server(node).unwritten.iter().map(|unwritten| &unwritten.record);
    matches!(store(state, node).mark(number), Some(Mark::Taken(_))) || unwritten.any(takes)
}

/// Whether all that a service knew of an order is forgotten, since it was over.
fn is_over(state: &State<Sagas>, node: Node, number: Number) -> bool {
    number < store(state, node).floor
}

/// Whether one service has done its step of an order and another has not.
pub(super) fn is_half_done(model: &Model, state: &State<Sagas>, number: Number) -> bool {
    let known = |node: &Node| !is_over(state, *node, number);
    let mut services = model.protocol.shop.services().filter(known);
    let Some(first) = services.next() else { return false };
    let first = is_done(state, first, number);
    services.any(|node| is_done(state, node, number) != first)
}

/// The orders of which some disk knows, by number.
pub(super) fn numbers(model: &Model, state: &State<Sagas>) -> Vec<Number> {
    let services = model.protocol.shop.services();
    let steps = services.flat_map(|node| &store(state, node).steps);
    let sagas = ledger(state).sagas.iter().map(|saga| saga.order.number);
    let mut numbers: Vec<Number> = sagas.chain(steps.map(|step| step.order.number)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn every_saga_ends(model: &Model, state: &State<Sagas>, _: &Booked<'_>) -> Holds {
    let open = |phase: Phase| !matches!(phase, Phase::Ended(_));
    if let Some(saga) = ledger(state).sagas.iter().find(|saga| open(saga.phase)) {
        return Err(format!("order {} has not ended", saga.order.number).into());
    }
    let half = numbers(model, state);
    match half.into_iter().find(|number| is_half_done(model, state, *number)) {
        Some(number) => Err(format!("order {number} is half done").into()),
        None => Ok(()),
    }
}

/// Whether an order that is said to have ended so is whole.
fn is_whole(model: &Model, state: &State<Sagas>, number: Number, outcome: Outcome) -> Holds {
    let wanted = outcome == Outcome::Commit;
    let differs =
        |node: &Node| !is_over(state, *node, number) && is_done(state, *node, number) != wanted;
    let Some(node) = model.protocol.shop.services().find(differs) else { return Ok(()) };
    let name = model.protocol.shop.name(node);
    Err(match outcome {
        Outcome::Commit => format!("order {number} is all done, but not by {name}"),
        Outcome::Abort => format!("order {number} is called off, and {name} has done its step"),
    }
    .into())
}

fn what_ended_is_whole(model: &Model, state: &State<Sagas>, _: &Booked<'_>) -> Holds {
    for saga in &ledger(state).sagas {
        if let Phase::Ended(outcome) = saga.phase {
            is_whole(model, state, saga.order.number, outcome)?;
        }
    }
    Ok(())
}

fn answers_are_true(model: &Model, state: &State<Sagas>, facts: &[Fact<Sagas>]) -> Holds {
    for fact in facts {
        if let Fact::News(_, News::Customers(Served::Answered(order, outcome))) = fact {
            is_whole(model, state, order.number, *outcome)?;
        }
    }
    Ok(())
}

fn once(model: &Model, state: &State<Sagas>, what: &str, times: fn(&Step) -> u8) -> Holds {
    for node in model.protocol.shop.services() {
        if let Some(step) = store(state, node).steps.iter().find(|step| times(step) > 1) {
            let name = model.protocol.shop.name(node);
            let number = step.order.number;
            return Err(format!("{name}: the {what} of order {number} took effect twice").into());
        }
    }
    Ok(())
}

fn conserved(model: &Model, state: &State<Sagas>, _: &Booked<'_>) -> Holds {
    let shop = &model.protocol.shop;
    let lost = |node: &Node| !store(state, *node).table.is_conserved(shop, Service::of(*node));
    match shop.services().find(lost) {
        Some(node) => {
            let (name, unit) = (shop.name(node), Service::of(node).unit());
            Err(format!("{name}: what is there and what is out is not every {unit} once").into())
        }
        None => Ok(()),
    }
}

fn one_order_a_rider(_: &Model, state: &State<Sagas>, _: &Booked<'_>) -> Holds {
    let out = &store(state, Service::Delivery.node()).table.out;
    for (at, (number, rider)) in out.iter().enumerate() {
        if let Some((other, _)) = out[..at].iter().find(|(_, other)| other == rider) {
            return Err(format!("rider {} has orders {other} and {number}", rider + 1).into());
        }
    }
    Ok(())
}

fn ended(state: &State<Sagas>, outcome: Outcome) -> Holds {
    let mut sagas = ledger(state).sagas.iter();
    if sagas.any(|saga| saga.phase == Phase::Ended(outcome)) {
        Ok(())
    } else {
        Err("none has ended so".into())
    }
}

fn can_be_half_done(model: &Model, state: &State<Sagas>, _: &Booked<'_>) -> Holds {
    let mut numbers = numbers(model, state).into_iter();
    if numbers.any(|number| is_half_done(model, state, number)) {
        Ok(())
    } else {
        Err("none is half done".into())
    }
}

fn told(facts: &[Fact<Sagas>], which: fn(&News) -> bool) -> Holds {
    let is_it = |fact: &Fact<Sagas>| matches!(fact, Fact::News(_, news) if which(news));
    if facts.iter().any(is_it) { Ok(()) } else { Err("nobody has told so".into()) }
}
