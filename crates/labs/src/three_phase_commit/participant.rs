//! A service: locks what an order wants, says yes or no, knows when everybody has said yes, and then
//! does as it is told. What it does when nobody is left to tell it is in `termination`.

use super::journal::{Record, Store};
use super::protocol::{Doubt, Message, News, Stage, Timer};
use super::rules::ThreePhase;
use crate::cluster::{Input, Node, Nodes, Outbox, Stretch};
use crate::shop::{COORDINATOR, Lack, Number, Order, Outcome, Row, Service};

type Out = Outbox<ThreePhase>;

pub(super) use super::termination::hear;

/// What a service knows.
#[derive(Debug, PartialEq, Eq, Hash, Default)]
pub struct Counter {
    /// Orders that hold a row, by number.
    pub jobs: Vec<Job>,
    /// Orders that wait for another's lock, with their floor, in the order in which they came.
    pub queue: Vec<(Order, Number)>,
    /// Who is known to be down.
    pub down: Nodes,
}

/// An order at a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Job {
    /// Which order.
    pub order: Order,
    /// What it has locked.
    pub row: Row,
    /// Every order below is over everywhere.
    pub floor: Number,
    /// How far it is.
    pub stage: Stage,
    /// Whether the record of this stage is on its way to the disk.
    pub is_forcing: bool,
    /// Who has crashed since the order began, or is taken for crashed.
    pub gone: Nodes,
    /// Whether this service has crashed since it said yes: then the others decide.
    pub has_crashed: bool,
    /// What it does in the coordinator's place.
    pub lead: Lead,
}

/// What a service does in the coordinator's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lead {
    /// It follows another.
    No,
    /// It asks how the others stand.
    Asking {
        /// Who has answered.
        heard: Nodes,
        /// Who of them is pre-committed.
        ahead: Nodes,
    },
    /// It moves whoever is uncertain to pre-committed.
    Moving {
        /// Who is there.
        heard: Nodes,
    },
}

impl Clone for Counter {
    fn clone(&self) -> Counter {
        Counter { jobs: self.jobs.clone(), queue: self.queue.clone(), down: self.down }
    }

    fn clone_from(&mut self, source: &Counter) {
        self.jobs.clone_from(&source.jobs);
        self.queue.clone_from(&source.queue);
        self.down = source.down;
    }
}

impl Job {
    /// Whether it has said yes and does not know the decision.
    pub fn is_in_doubt(&self) -> bool {
        match self.stage {
            Stage::Uncertain => !self.is_forcing || self.has_crashed,
            Stage::PreCommitted => true,
            Stage::Working | Stage::Committed | Stage::Aborted => false,
        }
    }

    /// Whether it has said yes, and neither decides nor is writing something.
    pub(super) fn may_move(&self) -> bool {
        !self.is_forcing && matches!(self.stage, Stage::Uncertain | Stage::PreCommitted)
    }

    /// How it stands, as others are told.
    pub(super) fn doubt(&self) -> Doubt {
        Doubt { is_ahead: self.stage == Stage::PreCommitted, has_crashed: self.has_crashed }
    }
}

impl Counter {
    /// An order at this service.
    pub fn job(&self, number: Number) -> Option<&Job> {
        self.jobs.iter().find(|job| job.order.number == number)
    }

    /// Whether an order has its row and has not been voted on.
    pub fn is_working(&self, number: Number) -> bool {
        self.job(number).is_some_and(|job| job.stage == Stage::Working)
    }

    pub(super) fn job_mut(&mut self, number: Number) -> Option<&mut Job> {
        self.jobs.iter_mut().find(|job| job.order.number == number)
    }

    fn insert(&mut self, job: Job) {
        let at = self.jobs.partition_point(|other| other.order < job.order);
        self.jobs.insert(at, job);
    }
}

/// Where a service is and what it has to go by.
pub(super) struct Here<'a> {
    pub rules: &'a ThreePhase,
    pub node: Node,
    pub store: &'a Store,
}

/// What a service does when it starts: what it said yes to and knows no end of is in doubt, and its
/// rows are locked again. It may decide nothing any more, and asks everybody.
pub(super) fn boot(here: &Here<'_>, out: &mut Out) -> Counter {
    let mut counter = Counter::default();
    for promise in &here.store.promised {
        let stage = if promise.is_ahead { Stage::PreCommitted } else { Stage::Uncertain };
        let number = promise.order.number;
        let job = Job {
            stage,
            has_crashed: true,
            ..here.job(promise.order, promise.row, here.store.floor)
        };
        counter.insert(job);
        out.begin(Stretch::Locked, number);
        out.begin(Stretch::InDoubt, number);
        out.tell(News::Asks(number));
        here.inquire(&job, out);
        here.rules.ask_later(number, out);
    }
    here.expect_back(out);
    counter
}

/// What a service does with an input. `refuses` is what chance says where it is asked to vote.
pub(super) fn handle(
    here: &Here<'_>,
    counter: &mut Counter,
    input: Input<ThreePhase>,
    refuses: bool,
    out: &mut Out,
) {
    match input {
        Input::Message(_, Message::Work(order, floor)) => here.work(counter, order, floor, out),
        Input::Message(_, Message::CanCommit(number)) => {
            here.can_commit(counter, number, refuses, out);
        }
        Input::Message(from, Message::PreCommit(number)) => {
            here.pre_commit(counter, from, number, out);
        }
        Input::Message(from, Message::Decide(number, outcome)) => {
            here.told(counter, from, number, outcome, out);
        }
        Input::Message(from, Message::Ack(number)) => here.acknowledged(counter, from, number, out),
        Input::Message(from, Message::StateAsked(number)) => {
            here.state_asked(counter, from, number, out);
        }
        Input::Message(from, Message::State(number, doubt)) => {
            here.stands(counter, from, number, doubt, out);
        }
        Input::Message(from, Message::Inquire(number, _)) => {
            here.inquired(counter, from, number, out);
        }
        Input::Timer(Timer::Silence(number)) => here.silence(counter, number, out),
        Input::Timer(Timer::Again(number)) => here.again(counter, number, out),
        Input::Timer(Timer::Back(number)) => out.force(Record::Back(number)),
        Input::Durable(record) => here.durable(counter, record, out),
        _ => unreachable!("nothing else comes to a service"),
    }
}

impl Here<'_> {
    fn job(&self, order: Order, row: Row, floor: Number) -> Job {
        Job {
            order,
            row,
            floor,
            stage: Stage::Working,
            is_forcing: false,
            gone: Nodes::default(),
            has_crashed: false,
            lead: Lead::No,
        }
    }

    /// An order wants something: it gets a row of its own, or waits, or cannot have it.
    fn work(&self, counter: &mut Counter, order: Order, floor: Number, out: &mut Out) {
        let number = order.number;
        if number < self.store.floor || self.store.outcome(number).is_some() {
            // A late double: it is over.
            return;
        }
        match counter.job(number) {
            Some(job) if job.stage == Stage::Working => {
                out.send(COORDINATOR, Message::Worked(number, true));
            }
            Some(_) => {}
            None if counter.queue.iter().any(|(queued, _)| *queued == order) => {}
            None => match self.choose(counter, order) {
                Ok(row) => self.lock(counter, order, row, floor, out),
                Err(Lack::Locked) if self.rules.waits_for_locks => {
                    counter.queue.push((order, floor));
                    out.tell(News::Queued(number));
                    self.rules.wait_anew(number, out);
                }
                Err(lack) => self.cannot(order, lack, out),
            },
        }
    }

    fn choose(&self, counter: &Counter, order: Order) -> Result<Row, Lack> {
        // Whatever an order takes is locked until that is on disk.
        let is_locked = |row: Row| counter.jobs.iter().any(|job| job.row == row);
        let service = Service::of(self.node);
        self.store.table.choose(&self.rules.shop, service, order, |_| 0, is_locked)
    }

    fn cannot(&self, order: Order, lack: Lack, out: &mut Out) {
        out.tell(News::Lacking(order.number, lack == Lack::Locked));
        out.send(COORDINATOR, Message::Worked(order.number, false));
    }

    fn lock(&self, counter: &mut Counter, order: Order, row: Row, floor: Number, out: &mut Out) {
        let number = order.number;
        out.tell(News::Locked(number, row));
        counter.insert(Job { gone: counter.down, ..self.job(order, row, floor) });
        out.begin(Stretch::Locked, number);
        out.send(COORDINATOR, Message::Worked(number, true));
        self.rules.wait_anew(number, out);
    }

    /// Phase one: yes is said when it is on disk, and not before.
    fn can_commit(&self, counter: &mut Counter, number: Number, refuses: bool, out: &mut Out) {
        match counter.job_mut(number) {
            None if self.store.outcome(number).is_some() => {}
            None => self.vote(number, false, out),
            Some(job) if job.stage == Stage::Working && refuses => {
                self.release(counter, number, out);
                self.vote(number, false, out);
            }
            Some(job) if job.stage == Stage::Working => {
                (job.stage, job.is_forcing) = (Stage::Uncertain, true);
                let Job { order, row, floor, .. } = *job;
                self.rules.wait_no_more(number, out);
                out.force(Record::Voted { order, row, floor });
            }
            Some(job) if job.stage == Stage::Uncertain && job.may_move() => {
                self.vote(number, true, out);
            }
            Some(_) => {}
        }
    }

    fn vote(&self, number: Number, yes: bool, out: &mut Out) {
        out.tell(News::Votes(number, yes));
        out.send(COORDINATOR, Message::Vote(number, yes));
    }

    /// Phase two: everybody has said yes. Whoever was taken for crashed is no longer heard.
    fn pre_commit(&self, counter: &mut Counter, from: Node, number: Number, out: &mut Out) {
        let Some(job) = counter.job_mut(number) else {
            let outcome = self.store.outcome(number).unwrap_or(Outcome::Abort);
            out.send(from, Message::Decide(number, outcome));
            return;
        };
        if job.gone.has(from) || job.has_crashed || !job.may_move() {
            return;
        }
        if job.stage == Stage::PreCommitted {
            out.send(from, Message::Ack(number));
        } else {
            self.go_ahead(job, out);
        }
    }

    /// It knows that everybody has said yes, as soon as that is on disk.
    pub(super) fn go_ahead(&self, job: &mut Job, out: &mut Out) {
        let number = job.order.number;
        (job.stage, job.is_forcing) = (Stage::PreCommitted, true);
        self.rules.wait_no_more(number, out);
        out.force(Record::PreCommitted { number, floor: job.floor });
    }

    /// A record is on disk: what it was written for may be said.
    fn durable(&self, counter: &mut Counter, record: Record, out: &mut Out) {
        let (number, stage) = match record {
            Record::Voted { order, .. } => (order.number, Stage::Uncertain),
            Record::PreCommitted { number, .. } => (number, Stage::PreCommitted),
            Record::Settled(number, outcome) => {
                self.settled(counter, number, outcome, out);
                return;
            }
            Record::Back(number) => {
                out.tell(News::Back(number));
                self.grant(counter, out);
                return;
            }
            Record::Decided(..) | Record::Ended(_) => unreachable!("the coordinator writes this"),
        };
        let Some(job) = counter.job_mut(number) else { return };
        if job.stage != stage {
            return;
        }
        job.is_forcing = false;
        let leader = self.leader(job);
        self.rules.wait_anew(number, out);
        if stage == Stage::PreCommitted && leader != self.node {
            out.send(leader, Message::Ack(number));
            return;
        }
        if stage == Stage::Uncertain {
            out.begin(Stretch::InDoubt, number);
            if leader == COORDINATOR {
                self.vote(number, true, out);
            }
        }
        self.look(counter, number, out);
    }

    /// Phase three, or an abort.
    fn told(
        &self,
        counter: &mut Counter,
        from: Node,
        number: Number,
        outcome: Outcome,
        out: &mut Out,
    ) {
        match counter.job(number).map(|job| job.stage) {
            None => {
                let queued = counter.queue.len();
                counter.queue.retain(|(order, _)| order.number != number);
                if counter.queue.len() < queued {
                    self.rules.wait_no_more(number, out);
                }
                if (from, outcome) == (COORDINATOR, Outcome::Commit) {
                    out.send(COORDINATOR, Message::Done(number));
                }
            }
            Some(Stage::Committed | Stage::Aborted) => {}
            Some(Stage::Working) => self.give_up(counter, number, out),
            Some(_) => self.settle(counter, number, outcome, out),
        }
    }

    /// Does what was decided.
    pub(super) fn settle(
        &self,
        counter: &mut Counter,
        number: Number,
        outcome: Outcome,
        out: &mut Out,
    ) {
        let job = counter.job_mut(number).expect("what is settled has a job");
        (job.stage, job.is_forcing) = (Stage::of(outcome), true);
        self.rules.wait_no_more(number, out);
        out.end(Stretch::InDoubt, number);
        out.force(Record::Settled(number, outcome));
    }

    /// How an order ended is on disk. A backup tells the others.
    fn settled(&self, counter: &mut Counter, number: Number, outcome: Outcome, out: &mut Out) {
        let Some(job) = counter.job(number).copied() else { return };
        out.tell(News::Settled(number, outcome));
        if self.leader(&job) == self.node {
            for node in self.rules.members().filter(|node| *node != self.node) {
                out.send(node, Message::Decide(number, outcome));
            }
        } else if outcome == Outcome::Commit {
            // Even where it had crashed: it may be back, and wait for this.
            out.send(COORDINATOR, Message::Done(number));
        }
        self.release(counter, number, out);
        self.expect_back(out);
    }

    /// Nobody has asked it to vote, so it may abort by itself.
    pub(super) fn give_up(&self, counter: &mut Counter, number: Number, out: &mut Out) {
        out.tell(News::GaveUp(number));
        self.release(counter, number, out);
    }

    /// An order no longer holds a row here, or waits for one.
    pub(super) fn release(&self, counter: &mut Counter, number: Number, out: &mut Out) {
        counter.jobs.retain(|job| job.order.number != number);
        counter.queue.retain(|(order, _)| order.number != number);
        self.rules.wait_no_more(number, out);
        out.end(Stretch::Locked, number);
        self.grant(counter, out);
    }

    /// Who waits for a row gets it when it is free.
    fn grant(&self, counter: &mut Counter, out: &mut Out) {
        for (order, floor) in std::mem::take(&mut counter.queue) {
            match self.choose(counter, order) {
                Ok(row) => self.lock(counter, order, row, floor, out),
                Err(Lack::Locked) => counter.queue.push((order, floor)),
                Err(lack) => {
                    self.rules.wait_no_more(order.number, out);
                    self.cannot(order, lack, out);
                }
            }
        }
    }

    /// What orders took comes back after a while.
    fn expect_back(&self, out: &mut Out) {
        if self.rules.shop.back_ms > 0 {
            for (number, _) in &self.store.table.out {
                out.set(Timer::Back(*number));
            }
        }
    }
}
