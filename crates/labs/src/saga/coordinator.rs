//! The coordinator: takes orders, and where sagas are orchestrated, leads them step by step.
//!
//! It forces its log before anything follows from it: before a saga begins, before the next step is
//! asked for, before it turns back, and when it has ended. If a crash made it forget that a step was
//! asked for, and it then gave up on the one before, it would compensate too little. What has been
//! compensated is written and not waited for: what a crash loses of that is asked for again, and the
//! keys of the services make that harmless.

use super::journal::{Ledger, Record};
use super::protocol::{Message, News, Timer};
use super::rules::{Mistake, Sagas, Style};
use crate::cluster::{Input, Node, Outbox, Stretch};
use crate::shop::{Asks, Number, Order, Outcome};

/// What the coordinator knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Desk {
    /// Orders that customers may not have an answer to, by number.
    pub sagas: Vec<Saga>,
    /// Every order below has its answer.
    pub floor: Number,
}

/// An order at the coordinator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Saga {
    /// How far it is.
    pub progress: Progress,
    /// Whether that is being forced to the log: until it is there nothing is done about it.
    pub is_forcing: bool,
}

/// How far a saga has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Progress {
    /// Which order.
    pub order: Order,
    /// What is next.
    pub phase: Phase,
}

/// What is next in a saga.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// The step of this service; those before it are done. Choreographed, all beyond the first
    /// step is in the services' hands.
    Doing(Node),
    /// The compensation of this service's step; those after it are compensated.
    Undoing(Node),
    /// Nothing: it has ended.
    Ended(Outcome),
}

impl Desk {
    /// A saga, by the number of its order.
    pub fn saga(&self, number: Number) -> Option<&Saga> {
        self.sagas.iter().find(|saga| saga.progress.order.number == number)
    }

    fn put(&mut self, saga: Saga) {
        let number = saga.progress.order.number;
        let at = self.sagas.partition_point(|other| other.progress.order.number < number);
        match self.sagas.get_mut(at).filter(|other| other.progress.order.number == number) {
            Some(other) => *other = saga,
            None => self.sagas.insert(at, saga),
        }
    }

    /// The progress of a saga that waits for no disk.
    fn settled(&self, number: Number) -> Option<Progress> {
        self.saga(number).filter(|saga| !saga.is_forcing).map(|saga| saga.progress)
    }
}

impl Phase {
    /// What follows once a service's step, and all after it, is as if it had not been.
    fn before(node: Node) -> Phase {
        if node > 1 { Phase::Undoing(node - 1) } else { Phase::Ended(Outcome::Abort) }
    }

    fn has_ended(self) -> bool {
        matches!(self, Phase::Ended(_))
    }
}

/// What the coordinator does when it starts: it goes on where its log says.
pub(super) fn boot(rules: &Sagas, ledger: &Ledger, out: &mut Outbox<Sagas>) -> Desk {
    let mut desk = Desk { floor: ledger.floor, ..Desk::default() };
    for progress in ledger.sagas.iter().copied() {
        desk.put(Saga { progress, is_forcing: false });
        if !progress.phase.has_ended() {
            out.begin(Stretch::HalfDone, progress.order.number);
            pursue(rules, progress, desk.floor, out);
        }
    }
    desk
}

/// What the coordinator does with an input.
pub(super) fn handle(rules: &Sagas, desk: &mut Desk, input: Input<Sagas>, out: &mut Outbox<Sagas>) {
    match input {
        Input::Message(_, Message::Asks(asks)) => order(rules, desk, asks, out),
        Input::Message(from, message) => reported(rules, desk, from, message, out),
        Input::Timer(Timer::Retry(number)) => {
            if let Some(progress) = desk.settled(number) {
                pursue(rules, progress, desk.floor, out);
            }
        }
        Input::Timer(Timer::GiveUp(number)) => give_up(rules, desk, number, out),
        Input::Durable(Record::Reached(progress, _)) => {
            let saga = desk.saga(progress.order.number);
            if saga.is_some_and(|saga| saga.progress == progress) {
                desk.put(Saga { progress, is_forcing: false });
                pursue(rules, progress, desk.floor, out);
            }
        }
        _ => unreachable!("nothing else comes to the coordinator"),
    }
}

/// An order comes in, or is asked about again.
fn order(rules: &Sagas, desk: &mut Desk, asks: Asks, out: &mut Outbox<Sagas>) {
    let Asks { order, again, floor } = asks;
    let number = order.number;
    desk.floor = desk.floor.max(floor);
    let floor = desk.floor;
    desk.sagas.retain(|saga| saga.progress.order.number >= floor);
    if let Some(saga) = desk.saga(number) {
        if let (Phase::Ended(outcome), false) = (saga.progress.phase, saga.is_forcing) {
            out.send(rules.shop.customers(), Message::Answer(number, outcome));
        }
    } else if again {
        // It never began: what begins is on disk before anybody hears of it.
        out.send(rules.shop.customers(), Message::Answer(number, Outcome::Abort));
    } else {
        reach(rules, desk, Progress { order, phase: Phase::Doing(1) }, true, out);
    }
}

/// A service tells what became of its step, or choreographed of them all.
fn reported(rules: &Sagas, desk: &mut Desk, from: Node, message: Message, out: &mut Outbox<Sagas>) {
    let number = message.number();
    let saga = desk.saga(number).copied();
    if saga.is_none_or(|saga| saga.progress.phase.has_ended() && !saga.is_forcing) {
        acknowledge(from, message, out);
        return;
    }
    let Some(Progress { order, phase }) = desk.settled(number) else { return };
    let (next, is_forced) = match (message, phase) {
        (Message::Done(_), Phase::Doing(node)) if node == from => {
            if rules.is_orchestrated() && node == rules.shop.services {
                (Phase::Ended(Outcome::Commit), true)
            } else {
                (Phase::Doing(node + 1), rules.is_orchestrated())
            }
        }
        (Message::Refused(_), Phase::Doing(node)) if node == from => {
            out.tell(News::TurnedBack(number, node));
            (Phase::before(node), true)
        }
        (Message::Undone(_), Phase::Undoing(node)) if node == from => {
            let next = Phase::before(node);
            (next, next.has_ended())
        }
        (Message::AllDone(_), _) => (Phase::Ended(Outcome::Commit), true),
        (Message::Undo(_), _) => (Phase::Ended(Outcome::Abort), true),
        _ => return,
    };
    if phase == Phase::Doing(1) && !next.has_ended() {
        out.begin(Stretch::HalfDone, number);
    }
    reach(rules, desk, Progress { order, phase: next }, is_forced, out);
}

/// The end of a choreographed saga is known here: whoever tells it again may stop.
fn acknowledge(from: Node, message: Message, out: &mut Outbox<Sagas>) {
    match message {
        Message::AllDone(number) => out.send(from, Message::Heard(number)),
        Message::Undo(order) => out.send(from, Message::Undone(order.number)),
        _ => {}
    }
}

/// A step was not answered for too long. It may have been done, so it is compensated too.
fn give_up(rules: &Sagas, desk: &mut Desk, number: Number, out: &mut Outbox<Sagas>) {
    if let Some(Progress { order, phase: Phase::Doing(node) }) = desk.settled(number) {
        out.tell(News::GaveUp(number, node));
        reach(rules, desk, Progress { order, phase: Phase::Undoing(node) }, true, out);
    }
}

/// A saga has come so far: that is logged, and what follows is done.
fn reach(
    rules: &Sagas,
    desk: &mut Desk,
    progress: Progress,
    is_forced: bool,
    out: &mut Outbox<Sagas>,
) {
    let number = progress.order.number;
    let is_forcing = is_forced && !rules.errs(Mistake::Forgetful);
    desk.put(Saga { progress, is_forcing });
    out.cancel(Timer::Retry(number));
    out.cancel(Timer::GiveUp(number));
    let record = Record::Reached(progress, desk.floor);
    if is_forcing {
        out.force(record);
    } else {
        out.write(record);
        pursue(rules, progress, desk.floor, out);
    }
}

/// Says what a saga needs said next, and will say it again until it is answered.
fn pursue(rules: &Sagas, progress: Progress, floor: Number, out: &mut Outbox<Sagas>) {
    let Progress { order, phase } = progress;
    let number = order.number;
    match phase {
        Phase::Doing(node) if rules.is_orchestrated() || node == 1 => {
            out.send(node, Message::Do(order, floor));
            out.set(Timer::Retry(number));
            if rules.is_orchestrated() && rules.give_up_ms > 0 {
                out.set(Timer::GiveUp(number));
            }
        }
        Phase::Doing(_) => {}
        Phase::Undoing(node) => {
            out.send(node, Message::Undo(order));
            if !rules.errs(Mistake::OneTry) {
                out.set(Timer::Retry(number));
            }
        }
        Phase::Ended(outcome) => {
            out.tell(News::Ended(number, outcome));
            out.end(Stretch::HalfDone, number);
            out.send(rules.shop.customers(), Message::Answer(number, outcome));
            match (rules.style, outcome) {
                (Style::Orchestrated, _) => {}
                (_, Outcome::Commit) => out.send(rules.shop.services, Message::Heard(number)),
                (_, Outcome::Abort) => out.send(1, Message::Undone(number)),
            }
        }
    }
}
