//! The coordinator: asks everybody, decides, and tells until everybody has acknowledged.

use super::journal::{Ledger, Record};
use super::protocol::{Message, News, Timer, Why};
use super::rules::{Agreement, Mistake, Presumption, TwoPhase};
use crate::cluster::{Input, Node, Nodes, Outbox};
use crate::shop::{Asks, Number, Order, Outcome};

/// What the coordinator knows.
#[derive(Debug, PartialEq, Eq, Hash, Default)]
pub struct Desk {
    /// Orders that are not over, by number.
    pub deals: Vec<Deal>,
    /// Answers that customers may not have, by number.
    pub answers: Vec<(Number, Outcome)>,
    /// Every order below has its answer.
    pub floor: Number,
}

/// An order at the coordinator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Deal {
    /// Which order.
    pub number: Number,
    /// How far it is.
    pub phase: Phase,
    /// Who has answered in this phase.
    pub heard: Nodes,
}

/// How far an order is at the coordinator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// The services look for what it wants.
    Working,
    /// Who takes part is being forced to the log.
    Collecting,
    /// The services were asked to prepare.
    Voting,
    /// The decision is being forced to the log.
    Deciding(Outcome),
    /// The services are told.
    Telling(Outcome),
}

impl Clone for Desk {
    fn clone(&self) -> Desk {
        let (deals, answers) = (self.deals.clone(), self.answers.clone());
        Desk { deals, answers, floor: self.floor }
    }

    fn clone_from(&mut self, source: &Desk) {
        self.deals.clone_from(&source.deals);
        self.answers.clone_from(&source.answers);
        self.floor = source.floor;
    }
}

impl Desk {
    /// An order that is not over.
    pub fn deal(&self, number: Number) -> Option<&Deal> {
        self.deals.iter().find(|deal| deal.number == number)
    }

    /// How an order ended, as far as is remembered.
    pub fn answer(&self, number: Number) -> Option<Outcome> {
        self.answers.iter().find(|(other, _)| *other == number).map(|(_, outcome)| *outcome)
    }

    fn deal_mut(&mut self, number: Number) -> Option<&mut Deal> {
        self.deals.iter_mut().find(|deal| deal.number == number)
    }

    fn insert(&mut self, deal: Deal) {
        let at = self.deals.partition_point(|other| other.number < deal.number);
        self.deals.insert(at, deal);
    }

    fn forget(&mut self, number: Number) {
        self.deals.retain(|deal| deal.number != number);
    }

    fn remember(&mut self, number: Number, outcome: Outcome) {
        let at = self.answers.partition_point(|(other, _)| *other < number);
        if self.answers.get(at).is_none_or(|(other, _)| *other != number) {
            self.answers.insert(at, (number, outcome));
        }
    }
}

/// What the coordinator does when it starts: it goes on telling what it had decided, and aborts what
/// it had not.
pub(super) fn boot(rules: &TwoPhase, ledger: &Ledger, out: &mut Outbox<TwoPhase>) -> Desk {
    let mut desk = Desk { floor: ledger.floor, ..Desk::default() };
    for line in &ledger.lines {
        let number = line.number;
        if let Some(outcome) = line.decided {
            desk.remember(number, outcome);
        }
        if line.has_ended {
            continue;
        }
        let outcome = line.decided.unwrap_or_else(|| {
            out.tell(News::Decided(number, Outcome::Abort, Why::Recovery));
            out.write(Record::Decided { number, outcome: Outcome::Abort, floor: ledger.floor });
            Outcome::Abort
        });
        desk.insert(Deal { number, phase: Phase::Telling(outcome), heard: Nodes::default() });
        tell(rules, &mut desk, number, outcome, out);
    }
    desk
}

/// What the coordinator does with an input.
pub(super) fn handle(
    rules: &TwoPhase,
    desk: &mut Desk,
    ledger: &Ledger,
    input: Input<TwoPhase>,
    out: &mut Outbox<TwoPhase>,
) {
    match input {
        Input::Message(from, Message::Asks(asks)) => order(rules, desk, from, asks, out),
        Input::Message(from, Message::Worked(number, yes)) => {
            worked(rules, desk, from, number, yes, out);
        }
        Input::Message(from, Message::Vote(number, yes)) => {
            voted(rules, desk, from, number, yes, out);
        }
        Input::Message(from, Message::Ack(number)) => acknowledged(rules, desk, from, number, out),
        Input::Message(from, Message::Inquire(number)) => {
            inquired(rules, desk, ledger, from, number, out);
        }
        Input::Timer(Timer::Gather(number)) => late(rules, desk, number, out),
        Input::Timer(Timer::Repeat(number)) => {
            if let Some(Deal { phase: Phase::Telling(outcome), .. }) = desk.deal(number).copied() {
                tell(rules, desk, number, outcome, out);
            }
        }
        Input::Durable(Record::Collecting(number)) => {
            if desk.deal(number).is_some_and(|deal| deal.phase == Phase::Collecting) {
                ask_all(rules, desk, number, out);
            }
        }
        Input::Durable(Record::Decided { number, outcome, .. }) => {
            let deal = desk.deal(number);
            if deal.is_some_and(|deal| deal.phase == Phase::Deciding(outcome)) {
                announce(rules, desk, number, outcome, out);
            }
        }
        _ => unreachable!("nothing else comes to the coordinator"),
    }
}

/// An order comes in, or is asked about again.
fn order(rules: &TwoPhase, desk: &mut Desk, from: Node, asks: Asks, out: &mut Outbox<TwoPhase>) {
    let Asks { order, again, floor } = asks;
    let number = order.number;
    desk.floor = desk.floor.max(floor);
    let floor = desk.floor;
    desk.answers.retain(|(number, _)| *number >= floor);
    if let Some(outcome) = desk.answer(number) {
        out.send(from, Message::Answer(number, outcome));
    } else if desk.deal(number).is_some() || number < floor {
        // It is on its way, or over.
    } else if again {
        // Nobody remembers it, so it came to nothing.
        desk.remember(number, Outcome::Abort);
        out.send(from, Message::Answer(number, Outcome::Abort));
    } else {
        desk.insert(Deal { number, phase: Phase::Working, heard: Nodes::default() });
        ask_for_work(rules, order, floor, out);
        out.set(Timer::Gather(number));
    }
}

fn ask_for_work(rules: &TwoPhase, order: Order, floor: Number, out: &mut Outbox<TwoPhase>) {
    for service in rules.shop.services() {
        out.send(service, Message::Work(order, floor));
    }
}

/// A service has locked what the order wants, or cannot.
fn worked(
    rules: &TwoPhase,
    desk: &mut Desk,
    from: Node,
    number: Number,
    yes: bool,
    out: &mut Outbox<TwoPhase>,
) {
    let Some(deal) = desk.deal_mut(number).filter(|deal| deal.phase == Phase::Working) else {
        return;
    };
    if !yes {
        decide(rules, desk, number, Outcome::Abort, Why::Refused, out);
        return;
    }
    deal.heard = deal.heard.with(from);
    if deal.heard.len() < u32::from(rules.shop.services) {
        return;
    }
    if rules.agreement == Agreement::None {
        decide(rules, desk, number, Outcome::Commit, Why::AllYes, out);
    } else if rules.presumption == Presumption::Commit {
        // A commit that nobody remembers is presumed, so what may still be aborted is remembered.
        deal.phase = Phase::Collecting;
        out.force(Record::Collecting(number));
        out.cancel(Timer::Gather(number));
    } else {
        ask_all(rules, desk, number, out);
    }
}

/// Phase one.
fn ask_all(rules: &TwoPhase, desk: &mut Desk, number: Number, out: &mut Outbox<TwoPhase>) {
    let deal = desk.deal_mut(number).expect("an order that is voted on has a deal");
    deal.phase = Phase::Voting;
    deal.heard = Nodes::default();
    for service in rules.shop.services() {
        out.send(service, Message::Prepare(number));
    }
    out.cancel(Timer::Gather(number));
    out.set(Timer::Gather(number));
}

fn voted(
    rules: &TwoPhase,
    desk: &mut Desk,
    from: Node,
    number: Number,
    yes: bool,
    out: &mut Outbox<TwoPhase>,
) {
    let Some(deal) = desk.deal_mut(number).filter(|deal| deal.phase == Phase::Voting) else {
        return;
    };
    if !yes {
        decide(rules, desk, number, Outcome::Abort, Why::Refused, out);
        return;
    }
    deal.heard = deal.heard.with(from);
    if deal.heard.len() == u32::from(rules.shop.services) {
        decide(rules, desk, number, Outcome::Commit, Why::AllYes, out);
    }
}

/// Not everybody has answered in time.
fn late(rules: &TwoPhase, desk: &mut Desk, number: Number, out: &mut Outbox<TwoPhase>) {
    match desk.deal(number).map(|deal| deal.phase) {
        Some(Phase::Voting) if rules.errs(Mistake::Hopeful) => {
            out.tell(News::Presumes(number));
            decide(rules, desk, number, Outcome::Commit, Why::TimeOut, out);
        }
        Some(Phase::Working | Phase::Voting) => {
            decide(rules, desk, number, Outcome::Abort, Why::TimeOut, out);
        }
        _ => {}
    }
}

/// The order ends so. Whether that has to be on disk before anybody is told, the presumption says.
fn decide(
    rules: &TwoPhase,
    desk: &mut Desk,
    number: Number,
    outcome: Outcome,
    why: Why,
    out: &mut Outbox<TwoPhase>,
) {
    out.cancel(Timer::Gather(number));
    out.tell(News::Decided(number, outcome, why));
    if rules.agreement == Agreement::None {
        answer(rules, desk, number, outcome, out);
        desk.forget(number);
        return;
    }
    let floor = desk.floor;
    let deal = desk.deal_mut(number).expect("an order that is decided has a deal");
    let was_collected = deal.phase == Phase::Voting;
    deal.phase = Phase::Deciding(outcome);
    let record = Record::Decided { number, outcome, floor };
    match (outcome, rules.presumption) {
        (Outcome::Commit, _) | (_, Presumption::Nothing) => {
            out.force(record);
            if outcome == Outcome::Commit && rules.errs(Mistake::Hasty) {
                send_all(rules, Nodes::default(), number, outcome, out);
            }
        }
        (Outcome::Abort, Presumption::Abort) => announce(rules, desk, number, outcome, out),
        (Outcome::Abort, Presumption::Commit) => {
            if was_collected {
                out.write(record);
            }
            announce(rules, desk, number, outcome, out);
        }
    }
}

/// Phase two: customers and services hear of the decision.
fn announce(
    rules: &TwoPhase,
    desk: &mut Desk,
    number: Number,
    outcome: Outcome,
    out: &mut Outbox<TwoPhase>,
) {
    let deal = desk.deal_mut(number).expect("a decision that is announced has a deal");
    deal.phase = Phase::Telling(outcome);
    deal.heard = Nodes::default();
    answer(rules, desk, number, outcome, out);
    tell(rules, desk, number, outcome, out);
    if !rules.is_acknowledged(outcome) {
        desk.forget(number);
    }
}

fn answer(
    rules: &TwoPhase,
    desk: &mut Desk,
    number: Number,
    outcome: Outcome,
    out: &mut Outbox<TwoPhase>,
) {
    if number >= desk.floor {
        desk.remember(number, outcome);
        out.send(rules.shop.customers(), Message::Answer(number, outcome));
    }
}

/// Tells whoever has not acknowledged.
fn tell(
    rules: &TwoPhase,
    desk: &mut Desk,
    number: Number,
    outcome: Outcome,
    out: &mut Outbox<TwoPhase>,
) {
    let heard = desk.deal(number).map_or(Nodes::default(), |deal| deal.heard);
    send_all(rules, heard, number, outcome, out);
    if rules.is_acknowledged(outcome) {
        out.set(Timer::Repeat(number));
    }
}

fn send_all(
    rules: &TwoPhase,
    heard: Nodes,
    number: Number,
    outcome: Outcome,
    out: &mut Outbox<TwoPhase>,
) {
    for service in rules.shop.services().filter(|service| !heard.has(*service)) {
        out.send(service, Message::Decide(number, outcome));
    }
}

fn acknowledged(
    rules: &TwoPhase,
    desk: &mut Desk,
    from: Node,
    number: Number,
    out: &mut Outbox<TwoPhase>,
) {
    let Some(deal) = desk.deal_mut(number) else { return };
    let Phase::Telling(outcome) = deal.phase else { return };
    deal.heard = deal.heard.with(from);
    if deal.heard.len() == u32::from(rules.shop.services) {
        out.write(Record::Ended(number));
        out.cancel(Timer::Repeat(number));
        out.tell(News::Forgot(number));
        desk.forget(number);
        if number >= desk.floor {
            desk.remember(number, outcome);
        }
    }
}

/// A service in doubt asks. Of an order that nobody remembers, the presumption says how it ended.
fn inquired(
    rules: &TwoPhase,
    desk: &Desk,
    ledger: &Ledger,
    from: Node,
    number: Number,
    out: &mut Outbox<TwoPhase>,
) {
    let outcome = match desk.deal(number).map(|deal| deal.phase) {
        Some(Phase::Telling(outcome)) => outcome,
        Some(_) => return,
        None => desk
            .answer(number)
            .or_else(|| ledger.line(number).and_then(|line| line.decided))
            .unwrap_or(rules.presumed()),
    };
    out.send(from, Message::Decide(number, outcome));
}
