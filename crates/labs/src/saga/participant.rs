//! A service: does its step at once and for everybody to see, and compensates it when told to.
//!
//! A step is done when its record is on disk; the record is the key by which a step that is asked
//! for again is known. Choreographed, a service also passes on what happened, to the next service
//! while all goes well and to the one before when something was refused, until that one says that
//! it has it on disk. What was passed on is not logged: after a crash it is passed on again.

use super::journal::{Mark, Record, Step, Store};
use super::protocol::{Message, News, Timer};
use super::rules::{Mistake, Sagas};
use crate::cluster::{Input, Node, Outbox};
use crate::shop::{COORDINATOR, Number, Order, Row, Service};

/// What a service knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Counter {
    /// Orders of which something is being forced to the log, with what that takes, by number: what
    /// is said of them meanwhile is not heard, and will be said again.
    pub forcing: Vec<(Number, Option<Row>)>,
    /// Choreographed: orders of which the next does not know yet, or the one before, by number.
    pub untold: Vec<Number>,
}

/// Where a service is and what it has to go by.
pub(super) struct Here<'a> {
    pub rules: &'a Sagas,
    pub node: Node,
    pub store: &'a Store,
}

impl Counter {
    /// Whether the disk is writing about an order.
    pub fn is_forcing(&self, number: Number) -> bool {
        self.forcing.iter().any(|(other, _)| *other == number)
    }

    fn force(&mut self, number: Number, row: Option<Row>, record: Record, out: &mut Outbox<Sagas>) {
        let at = self.forcing.partition_point(|(other, _)| *other < number);
        self.forcing.insert(at, (number, row));
        out.force(record);
    }

    fn forced(&mut self, number: Number) {
        self.forcing.retain(|(other, _)| *other != number);
    }

    fn owe(&mut self, number: Number) {
        if let Err(at) = self.untold.binary_search(&number) {
            self.untold.insert(at, number);
        }
    }

    fn owes_no_more(&mut self, number: Number, out: &mut Outbox<Sagas>) {
        self.untold.retain(|other| *other != number);
        out.cancel(Timer::Retry(number));
    }
}

impl Here<'_> {
    fn is_keyless(&self) -> bool {
        self.rules.errs(Mistake::Keyless)
    }

    /// Whether a step would be done now, if the service has what it takes.
    fn is_new(&self, counter: &Counter, number: Number) -> bool {
        let is_known = self.store.step(number).is_some() && !self.is_keyless();
        number >= self.store.floor && !is_known && !counter.is_forcing(number)
    }

    /// Who asks for steps here.
    fn asker(&self) -> Node {
        if self.rules.is_orchestrated() { COORDINATOR } else { self.node - 1 }
    }

    /// Who asks for compensations here.
    fn undoer(&self) -> Node {
        if self.rules.is_orchestrated() { COORDINATOR } else { self.node + 1 }
    }
}

/// What a service does when it starts: what it took will come back, and what it may not have passed
/// on is passed on.
pub(super) fn boot(here: &Here<'_>, out: &mut Outbox<Sagas>) -> Counter {
    let mut counter = Counter::default();
    for (number, _) in &here.store.table.out {
        ride(here, *number, out);
    }
    for step in &here.store.steps {
        pass_on(here, &mut counter, step.order, step.mark, out);
    }
    counter
}

/// What chance is asked: whether a service has reasons of its own to refuse a step.
pub(super) fn is_tossed(here: &Here<'_>, counter: &Counter, order: Order) -> bool {
    here.rules.shop.refusal > 0 && here.is_new(counter, order.number)
}

/// What a service does with an input. It may have reasons of its own to refuse.
pub(super) fn handle(
    here: &Here<'_>,
    counter: &mut Counter,
    input: Input<Sagas>,
    refuses: bool,
    out: &mut Outbox<Sagas>,
) {
    match input {
        Input::Message(from, Message::Do(order, floor)) => {
            let number = order.number;
            if here.is_new(counter, number) {
                begin(here, counter, order, floor, refuses, out);
            } else if let Some(step) = here.store.step(number)
                && !counter.is_forcing(number)
            {
                answer(here, from, step, out);
            }
        }
        Input::Message(from, Message::Undo(order)) => undo(here, counter, from, order, out),
        Input::Message(_, message) => heard(here, counter, message, out),
        Input::Timer(Timer::Retry(number)) => repeat(here, counter, number, out),
        Input::Timer(Timer::Back(number)) => {
            if here.store.is_out(number) && !counter.is_forcing(number) {
                counter.force(number, None, Record::Back(number), out);
            }
        }
        Input::Durable(record) => durable(here, counter, record, out),
        _ => unreachable!("nothing else comes to a service"),
    }
}

/// A step is done, if there is what it takes.
fn begin(
    here: &Here<'_>,
    counter: &mut Counter,
    order: Order,
    floor: Number,
    refuses: bool,
    out: &mut Outbox<Sagas>,
) {
    let (shop, table) = (&here.rules.shop, &here.store.table);
    let number = order.number;
    let gone = |row: Row| {
        let taking = counter.forcing.iter().filter(|(_, taken)| *taken == Some(row));
        taking.count() as i64
    };
    match table.choose(shop, Service::of(here.node), order, gone, |_| false) {
        Ok(row) if !refuses => {
            counter.force(number, Some(row), Record::Took { order, row, floor }, out);
            if here.rules.errs(Mistake::Hasty) {
                done(here, counter, order, row, out);
            }
        }
        Ok(_) => counter.force(number, None, Record::Refused { order, lack: None, floor }, out),
        Err(lack) => {
            let record = Record::Refused { order, lack: Some(lack), floor };
            counter.force(number, None, record, out);
        }
    }
}

/// A step is done, and whoever is to know is told.
fn done(here: &Here<'_>, counter: &mut Counter, order: Order, row: Row, out: &mut Outbox<Sagas>) {
    out.tell(News::Took(order.number, row));
    out.send(here.asker(), Message::Done(order.number));
    pass_on(here, counter, order, Mark::Taken(row), out);
}

/// What is asked for was done before: nothing is done, and the answer is that of the first time.
fn answer(here: &Here<'_>, from: Node, step: &Step, out: &mut Outbox<Sagas>) {
    let number = step.order.number;
    out.tell(News::Repeated(number));
    match step.mark {
        Mark::Taken(_) => out.send(from, Message::Done(number)),
        Mark::Refused | Mark::Undone(_) if here.rules.is_orchestrated() => {
            out.send(from, Message::Refused(number));
        }
        // Choreographed, the one before is told to compensate until it acknowledges that.
        Mark::Refused | Mark::Undone(_) => {}
    }
}

/// A compensation is asked for, perhaps before its step has come.
fn undo(here: &Here<'_>, counter: &mut Counter, from: Node, order: Order, out: &mut Outbox<Sagas>) {
    let number = order.number;
    if counter.is_forcing(number) {
        return;
    }
    let row = match here.store.mark(number) {
        Some(Mark::Taken(row)) => Some(here.store.is_out(number).then_some(row)),
        Some(Mark::Undone(row)) => here.is_keyless().then_some(row),
        Some(Mark::Refused) => None,
        None if number < here.store.floor || here.rules.errs(Mistake::NoTombstone) => None,
        None => Some(None),
    };
    match row {
        Some(row) => {
            out.cancel(Timer::Back(number));
            counter.force(number, None, Record::Undone(order, row), out);
        }
        None => {
            if here.store.step(number).is_some() {
                out.tell(News::Repeated(number));
            }
            out.send(from, Message::Undone(number));
        }
    }
}

/// What a service wrote is on disk.
fn durable(here: &Here<'_>, counter: &mut Counter, record: Record, out: &mut Outbox<Sagas>) {
    match record {
        Record::Took { order, row, .. } => {
            counter.forced(order.number);
            ride(here, order.number, out);
            if !here.rules.errs(Mistake::Hasty) {
                done(here, counter, order, row, out);
            }
        }
        Record::Refused { order, lack, .. } => {
            counter.forced(order.number);
            out.tell(News::Refused(order.number, lack));
            if here.rules.is_orchestrated() {
                out.send(COORDINATOR, Message::Refused(order.number));
            }
            pass_on(here, counter, order, Mark::Refused, out);
        }
        Record::Undone(order, row) => {
            let number = order.number;
            counter.forced(number);
            let misled = here.store.step(number).map_or(0, |step| step.misled);
            out.tell(match row {
                Some(row) => News::PutBack { number, row, misled },
                None => News::Barred(number),
            });
            out.send(here.undoer(), Message::Undone(number));
            pass_on(here, counter, order, Mark::Undone(row), out);
        }
        Record::Back(number) => {
            counter.forced(number);
            out.tell(News::Back(number));
        }
        Record::Reached(..) => unreachable!("the coordinator writes this"),
    }
}

/// Choreographed: whoever comes next is told, and told again until it acknowledges that.
fn pass_on(
    here: &Here<'_>,
    counter: &mut Counter,
    order: Order,
    mark: Mark,
    out: &mut Outbox<Sagas>,
) {
    if here.rules.is_orchestrated() {
        return;
    }
    let number = order.number;
    counter.owe(number);
    let is_retried = match mark {
        Mark::Taken(_) if here.node == here.rules.shop.services => {
            out.send(COORDINATOR, Message::AllDone(number));
            true
        }
        Mark::Taken(_) => {
            out.send(here.node + 1, Message::Do(order, here.store.floor));
            true
        }
        Mark::Refused | Mark::Undone(_) => {
            out.send(here.node - 1, Message::Undo(order));
            !here.rules.errs(Mistake::OneTry)
        }
    };
    out.cancel(Timer::Retry(number));
    if is_retried {
        out.set(Timer::Retry(number));
    }
}

/// Choreographed: what was passed on was not acknowledged in time.
fn repeat(here: &Here<'_>, counter: &mut Counter, number: Number, out: &mut Outbox<Sagas>) {
    if !counter.untold.contains(&number) {
        return;
    }
    match here.store.step(number) {
        Some(step) => pass_on(here, counter, step.order, step.mark, out),
        None => counter.owes_no_more(number, out),
    }
}

/// Choreographed: what was passed on is acknowledged. It may have been something that is overtaken
/// since: who was told of a step is still to hear of its compensation.
fn heard(here: &Here<'_>, counter: &mut Counter, message: Message, out: &mut Outbox<Sagas>) {
    let (number, is_of_step) = match message {
        Message::Done(number) | Message::Heard(number) => (number, true),
        Message::Undone(number) => (number, false),
        _ => unreachable!("nothing else is said to a service"),
    };
    let is_of_what_is_told = match here.store.mark(number) {
        Some(mark) => matches!(mark, Mark::Taken(_)) == is_of_step,
        None => true,
    };
    if is_of_what_is_told {
        counter.owes_no_more(number, out);
    }
}

/// What an order took comes back by and by.
fn ride(here: &Here<'_>, number: Number, out: &mut Outbox<Sagas>) {
    if here.rules.shop.back_ms > 0 {
        out.set(Timer::Back(number));
    }
}
