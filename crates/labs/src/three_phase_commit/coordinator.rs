//! The coordinator: asks who can commit, lets everybody know that all can, and only then commits.
//!
//! Between the votes and the commit stands the pre-commit, so that nobody commits while somebody
//! who has not crashed is still uncertain. Whoever is left can then see from the others' stages what
//! cannot have happened.

use super::journal::{Ledger, Record};
use super::protocol::{Doubt, Message, News, Stage, Timer, Why};
use super::rules::ThreePhase;
use crate::cluster::{Input, Node, Nodes, Notice, Outbox};
use crate::shop::{Asks, Number, Order, Outcome};

type Out = Outbox<ThreePhase>;

/// What the coordinator knows.
#[derive(Debug, PartialEq, Eq, Hash, Default)]
pub struct Desk {
    /// Orders that are not over, by number.
    pub deals: Vec<Deal>,
    /// Answers that customers may not have, by number.
    pub answers: Vec<(Number, Outcome)>,
    /// Every order below has its answer.
    pub answered: Number,
    /// Who is known to be down.
    pub down: Nodes,
}

/// An order at the coordinator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Deal {
    /// Which order; of one that was read from the log, the dish is no longer known and not needed.
    pub order: Order,
    /// How far it is.
    pub stage: Stage,
    /// Whether the record of this stage is on its way to the disk.
    pub is_forcing: bool,
    /// Which services have answered in this stage.
    pub heard: Nodes,
    /// Who has crashed since the order began, or is taken for crashed.
    pub gone: Nodes,
    /// Whether the coordinator has crashed since: then the others decide.
    pub has_crashed: bool,
}

impl Clone for Desk {
    fn clone(&self) -> Desk {
        let Desk { deals, answers, answered, down } = self;
        let (deals, answers) = (deals.clone(), answers.clone());
        Desk { deals, answers, answered: *answered, down: *down }
    }

    fn clone_from(&mut self, source: &Desk) {
        self.deals.clone_from(&source.deals);
        self.answers.clone_from(&source.answers);
        (self.answered, self.down) = (source.answered, source.down);
    }
}

impl Deal {
    fn new(order: Order) -> Deal {
        let (heard, gone) = (Nodes::default(), Nodes::default());
        let stage = Stage::Working;
        Deal { order, stage, is_forcing: false, heard, gone, has_crashed: false }
    }

    /// Enters a stage whose record, if it has one, is on disk.
    fn enter(&mut self, stage: Stage) {
        *self = Deal { stage, is_forcing: false, heard: Nodes::default(), ..*self };
    }

    /// Enters a stage whose record is on its way.
    fn force(&mut self, stage: Stage) {
        self.enter(stage);
        self.is_forcing = true;
    }
}

impl Desk {
    /// An order that is not over.
    pub fn deal(&self, number: Number) -> Option<&Deal> {
        self.deals.iter().find(|deal| deal.order.number == number)
    }

    /// How an order ended, as far as is remembered.
    pub fn answer(&self, number: Number) -> Option<Outcome> {
        self.answers.iter().find(|(other, _)| *other == number).map(|(_, outcome)| *outcome)
    }

    /// Every order below is over everywhere: it has its answer, and every service has done what was
    /// decided, or will hear that what nobody remembers was aborted.
    fn floor(&self) -> Number {
        self.deals.first().map_or(self.answered, |deal| deal.order.number.min(self.answered))
    }

    fn deal_mut(&mut self, number: Number) -> Option<&mut Deal> {
        self.deals.iter_mut().find(|deal| deal.order.number == number)
    }

    fn insert(&mut self, deal: Deal) {
        let at = self.deals.partition_point(|other| other.order < deal.order);
        self.deals.insert(at, deal);
    }

    fn forget(&mut self, rules: &ThreePhase, number: Number, out: &mut Out) {
        self.deals.retain(|deal| deal.order.number != number);
        rules.wait_no_more(number, out);
    }

    fn remember(&mut self, number: Number, outcome: Outcome) {
        let at = self.answers.partition_point(|(other, _)| *other < number);
        if self.answers.get(at).is_none_or(|(other, _)| *other != number) {
            self.answers.insert(at, (number, outcome));
        }
    }
}

/// What the coordinator does when it starts: what it had decided it tells again, of what it had
/// pre-committed it asks how it ended. The rest it does not know, and of that it says that it was
/// aborted: nobody can have committed it.
pub(super) fn boot(rules: &ThreePhase, ledger: &Ledger, out: &mut Out) -> Desk {
    let mut desk = Desk { answered: ledger.floor, ..Desk::default() };
    for line in &ledger.lines {
        let number = line.number;
        match line.decided {
            Some(outcome) if line.has_ended => desk.remember(number, outcome),
            decided => {
                let stage = decided.map_or(Stage::PreCommitted, Stage::of);
                let order = Order { number, dish: 0 };
                desk.insert(Deal { stage, has_crashed: true, ..Deal::new(order) });
                match decided {
                    Some(outcome) => desk.remember(number, outcome),
                    None => out.tell(News::Asks(number)),
                }
                say_again(rules, &desk, number, out);
                rules.ask_later(number, out);
            }
        }
    }
    desk
}

/// What the coordinator does with an input.
pub(super) fn handle(
    rules: &ThreePhase,
    desk: &mut Desk,
    ledger: &Ledger,
    input: Input<ThreePhase>,
    out: &mut Out,
) {
    match input {
        Input::Message(from, message) => hears(rules, desk, ledger, (from, message), out),
        Input::Timer(Timer::Silence(number)) => late(rules, desk, number, out),
        Input::Timer(Timer::Again(number)) => {
            if desk.deal(number).is_some() {
                say_again(rules, desk, number, out);
                out.set(Timer::Again(number));
            }
        }
        Input::Durable(Record::PreCommitted { number, .. }) => {
            if let Some(deal) = desk.deal_mut(number)
                && (deal.stage, deal.is_forcing) == (Stage::PreCommitted, true)
            {
                deal.is_forcing = false;
                say_again(rules, desk, number, out);
                rules.wait_anew(number, out);
                go_on(rules, desk, number, out);
            }
        }
        Input::Durable(Record::Decided(number, outcome)) => {
            announce(rules, desk, number, outcome, out);
        }
        _ => unreachable!("nothing else comes to the coordinator"),
    }
}

fn hears(
    rules: &ThreePhase,
    desk: &mut Desk,
    ledger: &Ledger,
    (from, message): (Node, Message),
    out: &mut Out,
) {
    match message {
        Message::Asks(asks) => order(rules, desk, from, asks, out),
        // Of an order that is over, or was forgotten in a crash, it has to hear that it is.
        Message::Worked(number, true) | Message::Vote(number, true)
            if desk.deal(number).is_none() =>
        {
            inquired(desk, ledger, from, number, out);
        }
        Message::Worked(number, yes) => {
            answered(rules, desk, (from, number, Stage::Working, yes), out);
        }
        Message::Vote(number, yes) => {
            answered(rules, desk, (from, number, Stage::Uncertain, yes), out);
        }
        Message::Ack(number) if desk.deal(number).is_some_and(|deal| !deal.has_crashed) => {
            answered(rules, desk, (from, number, Stage::PreCommitted, true), out);
        }
        Message::Done(number) => {
            answered(rules, desk, (from, number, Stage::Committed, true), out);
        }
        Message::State(number, doubt) => stands(rules, desk, from, number, doubt, out),
        Message::Inquire(number, doubt) => {
            stands(rules, desk, from, number, doubt, out);
            inquired(desk, ledger, from, number, out);
        }
        Message::Decide(number, outcome) => told(rules, desk, (from, number, outcome), out),
        // A backup that takes this server for a service, or a late double.
        _ => {}
    }
}

/// An order comes in, or is asked about again.
fn order(rules: &ThreePhase, desk: &mut Desk, from: Node, asks: Asks, out: &mut Out) {
    let Asks { order, again, floor } = asks;
    let number = order.number;
    desk.answered = desk.answered.max(floor);
    let floor = desk.answered;
    desk.answers.retain(|(number, _)| *number >= floor);
    if let Some(outcome) = desk.answer(number) {
        out.send(from, Message::Answer(number, outcome));
    } else if desk.deal(number).is_some() || number < floor {
        // It is on its way, or over.
    } else if again {
        // Nobody remembers it, so it came to nothing.
        desk.remember(number, Outcome::Abort);
        out.send(from, Message::Answer(number, Outcome::Abort));
    } else if desk.down.is_empty() {
        desk.insert(Deal::new(order));
        say_again(rules, desk, number, out);
        rules.wait_anew(number, out);
    } else {
        // Somebody could not be asked.
        out.tell(News::Decided(number, Outcome::Abort, Why::Crash));
        desk.remember(number, Outcome::Abort);
        out.send(from, Message::Answer(number, Outcome::Abort));
    }
}

/// Says what the present stage has to say to whoever has not answered.
fn say_again(rules: &ThreePhase, desk: &Desk, number: Number, out: &mut Out) {
    let deal = desk.deal(number).expect("what is said again has a deal");
    if !deal.is_forcing {
        for service in rules.shop.services().filter(|service| !deal.heard.has(*service)) {
            say(deal, desk.floor(), service, out);
        }
    }
}

fn say(deal: &Deal, floor: Number, service: Node, out: &mut Out) {
    let number = deal.order.number;
    match deal.stage {
        Stage::Working => out.send(service, Message::Work(deal.order, floor)),
        Stage::Uncertain => out.send(service, Message::CanCommit(number)),
        Stage::PreCommitted if deal.has_crashed => {
            let doubt = Doubt { is_ahead: true, has_crashed: true };
            out.send(service, Message::Inquire(number, doubt));
        }
        Stage::PreCommitted if deal.gone.has(service) => {}
        Stage::PreCommitted => out.send(service, Message::PreCommit(number)),
        Stage::Committed => out.send(service, Message::Decide(number, Outcome::Commit)),
        Stage::Aborted => unreachable!("an aborted order has no deal"),
    }
}

/// A service answers what a stage asks.
fn answered(
    rules: &ThreePhase,
    desk: &mut Desk,
    (from, number, stage, yes): (Node, Number, Stage, bool),
    out: &mut Out,
) {
    let Some(deal) = desk.deal_mut(number) else { return };
    if (deal.stage, deal.is_forcing) != (stage, false) {
        return;
    }
    if yes {
        deal.heard = deal.heard.with(from);
        go_on(rules, desk, number, out);
    } else {
        abort(rules, desk, number, Why::Refused, out);
    }
}

/// Goes on to the next stage, where everybody has answered who has to.
fn go_on(rules: &ThreePhase, desk: &mut Desk, number: Number, out: &mut Out) {
    let floor = desk.floor();
    let Some(deal) = desk.deal_mut(number).filter(|deal| !deal.is_forcing) else { return };
    let excused = match deal.stage {
        // Who has crashed decides nothing any more, so that what it knows does not matter.
        Stage::PreCommitted if !deal.has_crashed => deal.gone,
        _ => Nodes::default(),
    };
    let present = deal.heard.or(excused);
    if !rules.shop.services().all(|service| present.has(service)) {
        return;
    }
    match deal.stage {
        Stage::Working => {
            deal.enter(Stage::Uncertain);
            say_again(rules, desk, number, out);
            rules.wait_anew(number, out);
        }
        Stage::Uncertain => {
            deal.force(Stage::PreCommitted);
            rules.wait_no_more(number, out);
            out.force(Record::PreCommitted { number, floor });
        }
        Stage::PreCommitted => {
            let why = if deal.has_crashed { Why::TotalFailure } else { Why::AllYes };
            commit(rules, desk, number, why, out);
        }
        Stage::Committed => {
            out.write(Record::Ended(number));
            out.tell(News::Forgot(number));
            desk.forget(rules, number, out);
        }
        Stage::Aborted => unreachable!("an aborted order has no deal"),
    }
}

fn commit(rules: &ThreePhase, desk: &mut Desk, number: Number, why: Why, out: &mut Out) {
    let deal = desk.deal_mut(number).expect("an order that is committed has a deal");
    deal.force(Stage::Committed);
    rules.wait_no_more(number, out);
    out.tell(News::Decided(number, Outcome::Commit, why));
    out.force(Record::Decided(number, Outcome::Commit));
}

/// The order ends without a trace: of what it does not know the coordinator says that it was
/// aborted. Only where it was pre-committed the log has to say so.
fn abort(rules: &ThreePhase, desk: &mut Desk, number: Number, why: Why, out: &mut Out) {
    let deal = desk.deal(number).expect("an order that is aborted has a deal");
    let is_logged = deal.stage == Stage::PreCommitted;
    out.tell(News::Decided(number, Outcome::Abort, why));
    desk.forget(rules, number, out);
    if is_logged {
        out.force(Record::Decided(number, Outcome::Abort));
    } else {
        announce(rules, desk, number, Outcome::Abort, out);
    }
}

/// Customers and services hear of the decision.
fn announce(rules: &ThreePhase, desk: &mut Desk, number: Number, outcome: Outcome, out: &mut Out) {
    if let Some(deal) = desk.deal_mut(number) {
        deal.is_forcing = false;
    }
    if number >= desk.answered {
        desk.remember(number, outcome);
        out.send(rules.shop.customers(), Message::Answer(number, outcome));
    }
    for service in rules.shop.services() {
        out.send(service, Message::Decide(number, outcome));
    }
    if outcome == Outcome::Commit {
        rules.ask_later(number, out);
    }
}

/// Somebody has been silent for too long.
fn late(rules: &ThreePhase, desk: &mut Desk, number: Number, out: &mut Out) {
    let Some(deal) = desk.deal_mut(number).filter(|deal| !deal.is_forcing) else { return };
    match deal.stage {
        Stage::Working | Stage::Uncertain => abort(rules, desk, number, Why::Silence, out),
        Stage::PreCommitted if !deal.has_crashed => {
            for service in rules.shop.services().filter(|service| !deal.heard.has(*service)) {
                deal.gone = deal.gone.with(service);
                out.tell(News::Suspects(number, service));
            }
            go_on(rules, desk, number, out);
        }
        _ => {}
    }
}

/// A service says how it stands. Where all have crashed since they said yes, nobody is left who may
/// have decided unseen, and what all know decides.
fn stands(
    rules: &ThreePhase,
    desk: &mut Desk,
    from: Node,
    number: Number,
    doubt: Doubt,
    out: &mut Out,
) {
    if let Some(deal) = desk.deal_mut(number)
        && (deal.stage, deal.has_crashed, doubt.has_crashed) == (Stage::PreCommitted, true, true)
    {
        deal.heard = deal.heard.with(from);
        go_on(rules, desk, number, out);
    }
}

/// A service asks how an order ended.
fn inquired(desk: &Desk, ledger: &Ledger, from: Node, number: Number, out: &mut Out) {
    let outcome = match desk.deal(number) {
        Some(deal) if (deal.stage, deal.is_forcing) == (Stage::Committed, false) => Outcome::Commit,
        Some(_) => return,
        None => {
            desk.answer(number).or_else(|| ledger.line(number)?.decided).unwrap_or(Outcome::Abort)
        }
    };
    out.send(from, Message::Decide(number, outcome));
}

/// The others have decided. Whoever says that it has committed has done so.
fn told(
    rules: &ThreePhase,
    desk: &mut Desk,
    (from, number, outcome): (Node, Number, Outcome),
    out: &mut Out,
) {
    match (desk.deal(number).map(|deal| deal.stage), outcome) {
        (None, _) | (Some(Stage::Committed), Outcome::Abort) => {}
        (Some(Stage::Committed), Outcome::Commit) => {
            answered(rules, desk, (from, number, Stage::Committed, true), out);
        }
        (Some(_), Outcome::Commit) => commit(rules, desk, number, Why::Told, out),
        (Some(_), Outcome::Abort) => abort(rules, desk, number, Why::Told, out),
    }
}

/// Somebody has crashed, or is back.
pub(super) fn hear(rules: &ThreePhase, desk: &mut Desk, notice: Notice, out: &mut Out) {
    match notice {
        Notice::Down(node) => {
            desk.down = desk.down.with(node);
            for number in numbers(desk) {
                let deal = desk.deal_mut(number).expect("it was listed");
                deal.gone = deal.gone.with(node);
                match deal.stage {
                    Stage::Working | Stage::Uncertain => {
                        abort(rules, desk, number, Why::Crash, out);
                    }
                    _ => go_on(rules, desk, number, out),
                }
            }
        }
        Notice::Up(node) => {
            desk.down = desk.down.without(node);
            // What it was to do or to say may have been lost with it.
            for deal in desk.deals.iter().filter(|deal| !deal.heard.has(node)) {
                let is_open = deal.has_crashed || deal.stage == Stage::Committed;
                if is_open && !deal.is_forcing {
                    say(deal, desk.floor(), node, out);
                }
            }
        }
    }
}

fn numbers(desk: &Desk) -> Vec<Number> {
    desk.deals.iter().map(|deal| deal.order.number).collect()
}
