//! A service: locks what an order wants, says yes or no, and then does as it is told.
//!
//! Until it has said yes it may give up whenever it likes. From then on, until it hears how the
//! order ended, it is *in doubt*: it holds its locks, and may decide nothing alone.

use super::journal::{Record, Store};
use super::protocol::{Message, News, Timer};
use super::rules::{Agreement, Mistake, TwoPhase};
use crate::cluster::{Input, Node, Outbox, Stretch};
use crate::shop::{COORDINATOR, Lack, Number, Order, Outcome, Row, Service};

/// What a service knows.
#[derive(Debug, PartialEq, Eq, Hash, Default)]
pub struct Counter {
    /// Orders that hold a row, by number.
    pub jobs: Vec<Job>,
    /// Orders that wait for another's lock, with their floor, in the order in which they came.
    pub queue: Vec<(Order, Number)>,
}

/// An order at a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Job {
    /// Which order.
    pub order: Order,
    /// What it has locked.
    pub row: Row,
    /// Every order below has its answer.
    pub floor: Number,
    /// How far it is.
    pub phase: Phase,
}

/// How far an order is at a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// The row is locked.
    Working,
    /// Its yes is being forced to the log.
    Preparing,
    /// It has said yes, and is in doubt.
    Prepared,
    /// What was decided is being forced to the log.
    Settling(Outcome),
    /// It is done and written, if not yet on disk: nothing is locked any more.
    Done,
}

impl Clone for Counter {
    fn clone(&self) -> Counter {
        Counter { jobs: self.jobs.clone(), queue: self.queue.clone() }
    }

    fn clone_from(&mut self, source: &Counter) {
        self.jobs.clone_from(&source.jobs);
        self.queue.clone_from(&source.queue);
    }
}

impl Job {
    /// Whether it keeps others from its row.
    pub fn holds_lock(&self) -> bool {
        self.phase != Phase::Done
    }

    /// Whether it has said yes and does not know the decision.
    pub fn is_in_doubt(&self) -> bool {
        self.phase == Phase::Prepared
    }
}

impl Counter {
    /// An order at this service.
    pub fn job(&self, number: Number) -> Option<&Job> {
        self.jobs.iter().find(|job| job.order.number == number)
    }

    /// Whether an order has its row and has not been asked to prepare.
    pub fn is_working(&self, number: Number) -> bool {
        self.job(number).is_some_and(|job| job.phase == Phase::Working)
    }

    fn job_mut(&mut self, number: Number) -> Option<&mut Job> {
        self.jobs.iter_mut().find(|job| job.order.number == number)
    }

    fn insert(&mut self, job: Job) {
        let at = self.jobs.partition_point(|other| other.order < job.order);
        self.jobs.insert(at, job);
    }
}

/// Where a service is and what it has to go by.
pub(super) struct Here<'a> {
    pub rules: &'a TwoPhase,
    pub node: Node,
    pub store: &'a Store,
}

/// What a service does when it starts: what it said yes to and knows no end of is in doubt, and its
/// rows are locked again.
pub(super) fn boot(
    rules: &TwoPhase,
    node: Node,
    store: &Store,
    out: &mut Outbox<TwoPhase>,
) -> Counter {
    let here = Here { rules, node, store };
    let mut counter = Counter::default();
    for (order, row) in &store.prepared {
        let (order, row) = (*order, *row);
        counter.insert(Job { order, row, floor: store.floor, phase: Phase::Prepared });
        out.begin(Stretch::Locked, order.number);
        out.begin(Stretch::InDoubt, order.number);
        here.ask(order.number, out);
    }
    here.expect_back(out);
    counter
}

/// What a service does with an input. `refuses` is what chance says where it is asked to prepare.
pub(super) fn handle(
    here: &Here<'_>,
    counter: &mut Counter,
    input: Input<TwoPhase>,
    refuses: bool,
    out: &mut Outbox<TwoPhase>,
) {
    match input {
        Input::Message(_, Message::Work(order, floor)) => {
            here.work(counter, order, floor, refuses, out);
        }
        Input::Message(_, Message::Prepare(number)) => here.prepare(counter, number, refuses, out),
        Input::Message(_, Message::Decide(number, outcome)) => {
            here.told(counter, number, outcome, out);
        }
        Input::Message(from, Message::Inquire(number)) => here.asked(counter, from, number, out),
        Input::Timer(Timer::Unasked(number)) => here.give_up(counter, number, out),
        Input::Timer(Timer::InDoubt(number)) => here.doubt(counter, number, out),
        Input::Timer(Timer::Back(number)) => out.force(Record::Back(number)),
        Input::Durable(Record::Back(number)) => {
            out.tell(News::Back(number));
            here.grant(counter, out);
        }
        Input::Durable(Record::Prepared { order, .. }) => here.vote(counter, order.number, out),
        Input::Durable(Record::Settled { number, outcome, .. }) => {
            here.settled(counter, number, outcome, out);
        }
        _ => unreachable!("nothing else comes to a service"),
    }
}

impl Here<'_> {
    /// An order wants something: it gets a row of its own, or waits, or cannot have it.
    fn work(
        &self,
        counter: &mut Counter,
        order: Order,
        floor: Number,
        refuses: bool,
        out: &mut Outbox<TwoPhase>,
    ) {
        let number = order.number;
        if number < self.store.floor || self.store.outcome(number).is_some() {
            // A late double: it is over.
            return;
        }
        match counter.job(number) {
            Some(job) if job.phase == Phase::Working => {
                out.send(COORDINATOR, Message::Worked(number, true));
            }
            Some(_) => {}
            None if counter.queue.iter().any(|(queued, _)| *queued == order) => {}
            None if refuses => self.cannot(order, Lack::None, out),
            None => match self.choose(counter, order) {
                Ok(row) => self.lock(counter, order, row, floor, out),
                Err(Lack::Locked) if self.rules.waits_for_locks => {
                    counter.queue.push((order, floor));
                    out.tell(News::Queued(number));
                    out.set(Timer::Unasked(number));
                }
                Err(lack) => self.cannot(order, lack, out),
            },
        }
    }

    fn choose(&self, counter: &Counter, order: Order) -> Result<Row, Lack> {
        let service = Service::of(self.node);
        let table = &self.store.table;
        // What is done and not yet on disk is gone all the same.
        let gone = |row: Row| {
            let is_gone = |job: &&Job| job.phase == Phase::Done && job.row == row;
            counter.jobs.iter().filter(is_gone).count() as i64
        };
        let is_locked =
            |row: Row| counter.jobs.iter().any(|job| job.row == row && job.holds_lock());
        table.choose(&self.rules.shop, service, order, gone, is_locked)
    }

    fn cannot(&self, order: Order, lack: Lack, out: &mut Outbox<TwoPhase>) {
        let number = order.number;
        out.tell(News::Lacking(number, lack == Lack::Locked));
        match self.rules.agreement {
            Agreement::TwoPhase => out.send(COORDINATOR, Message::Worked(number, false)),
            // Each for itself: so it ends here.
            Agreement::None => {
                out.force(Record::Settled { number, outcome: Outcome::Abort, row: 0 });
            }
        }
    }

    fn lock(
        &self,
        counter: &mut Counter,
        order: Order,
        row: Row,
        floor: Number,
        out: &mut Outbox<TwoPhase>,
    ) {
        let number = order.number;
        out.tell(News::Locked(number, row));
        if self.rules.agreement == Agreement::None {
            // Each for itself: it is done at once.
            let phase = Phase::Settling(Outcome::Commit);
            counter.insert(Job { order, row, floor, phase });
            out.begin(Stretch::Locked, number);
            out.force(Record::Settled { number, outcome: Outcome::Commit, row });
            return;
        }
        counter.insert(Job { order, row, floor, phase: Phase::Working });
        out.begin(Stretch::Locked, number);
        out.send(COORDINATOR, Message::Worked(number, true));
        out.set(Timer::Unasked(number));
    }

    /// Phase one: yes is said when it is on disk, and not before.
    fn prepare(
        &self,
        counter: &mut Counter,
        number: Number,
        refuses: bool,
        out: &mut Outbox<TwoPhase>,
    ) {
        match counter.job_mut(number) {
            None if self.store.outcome(number) == Some(Outcome::Commit) => {}
            None => self.say(number, false, out),
            Some(job) if job.phase == Phase::Working && refuses => {
                self.release(counter, number, out);
                self.say(number, false, out);
                self.grant(counter, out);
            }
            Some(job) if job.phase == Phase::Working => {
                out.cancel(Timer::Unasked(number));
                job.phase = Phase::Preparing;
                let Job { order, row, floor, .. } = *job;
                let record = Record::Prepared { order, row, floor };
                if self.rules.errs(Mistake::Forgetful) {
                    out.write(record);
                    self.vote(counter, number, out);
                } else {
                    out.force(record);
                }
            }
            Some(job) if job.phase == Phase::Prepared => self.say(number, true, out),
            Some(_) => {}
        }
    }

    /// Its yes is on disk.
    fn vote(&self, counter: &mut Counter, number: Number, out: &mut Outbox<TwoPhase>) {
        if let Some(job) = counter.job_mut(number).filter(|job| job.phase == Phase::Preparing) {
            job.phase = Phase::Prepared;
            out.begin(Stretch::InDoubt, number);
            out.set(Timer::InDoubt(number));
            self.say(number, true, out);
        }
    }

    fn say(&self, number: Number, yes: bool, out: &mut Outbox<TwoPhase>) {
        out.tell(News::Votes(number, yes));
        out.send(COORDINATOR, Message::Vote(number, yes));
    }

    /// It holds a lock, or waits for one, and nobody asks it to prepare.
    fn give_up(&self, counter: &mut Counter, number: Number, out: &mut Outbox<TwoPhase>) {
        let queued = counter.queue.len();
        counter.queue.retain(|(order, _)| order.number != number);
        if counter.is_working(number) || counter.queue.len() < queued {
            out.tell(News::GaveUp(number));
            self.release(counter, number, out);
            self.grant(counter, out);
        }
    }

    /// It has said yes and hears nothing.
    fn doubt(&self, counter: &mut Counter, number: Number, out: &mut Outbox<TwoPhase>) {
        if !counter.job(number).is_some_and(Job::is_in_doubt) {
            return;
        }
        if self.rules.errs(Mistake::Impatient) {
            out.tell(News::DecidesAlone(number));
            self.settle(counter, number, Outcome::Abort, out);
        } else {
            self.ask(number, out);
        }
    }

    fn ask(&self, number: Number, out: &mut Outbox<TwoPhase>) {
        out.tell(News::Asks(number));
        out.send(COORDINATOR, Message::Inquire(number));
        if self.rules.is_cooperative {
            for peer in self.rules.shop.services().filter(|peer| *peer != self.node) {
                out.send(peer, Message::Inquire(number));
            }
        }
        out.set(Timer::InDoubt(number));
    }

    /// Phase two.
    fn told(
        &self,
        counter: &mut Counter,
        number: Number,
        outcome: Outcome,
        out: &mut Outbox<TwoPhase>,
    ) {
        counter.queue.retain(|(order, _)| order.number != number);
        match counter.job(number).map(|job| job.phase) {
            Some(Phase::Settling(_) | Phase::Done) => {}
            Some(_) => self.settle(counter, number, outcome, out),
            None => self.told_again(number, outcome, out),
        }
    }

    /// It holds nothing for this order: it is over here, or never was.
    fn told_again(&self, number: Number, outcome: Outcome, out: &mut Outbox<TwoPhase>) {
        let took = self.store.table.out.iter().find(|(other, _)| *other == number);
        if let (true, Outcome::Commit, Some((_, row))) =
            (self.rules.errs(Mistake::Repeating), outcome, took)
        {
            out.force(Record::Settled { number, outcome, row: *row });
            return;
        }
        if !self.rules.is_acknowledged(outcome) {
            return;
        }
        let is_known = number < self.store.floor || self.store.outcome(number).is_some();
        if is_known || outcome == Outcome::Commit {
            out.send(COORDINATOR, Message::Ack(number));
        } else {
            // It is acknowledged when it can no longer be forgotten.
            out.force(Record::Settled { number, outcome, row: 0 });
        }
    }

    /// Does what was decided.
    fn settle(
        &self,
        counter: &mut Counter,
        number: Number,
        outcome: Outcome,
        out: &mut Outbox<TwoPhase>,
    ) {
        let job = counter.job_mut(number).expect("what is settled has a job");
        let (row, was_promised) = (job.row, job.phase != Phase::Working);
        out.cancel(Timer::Unasked(number));
        out.cancel(Timer::InDoubt(number));
        out.end(Stretch::InDoubt, number);
        let record = Record::Settled { number, outcome, row };
        if self.rules.is_acknowledged(outcome) {
            job.phase = Phase::Settling(outcome);
            out.force(record);
            return;
        }
        if was_promised || outcome == Outcome::Commit {
            out.write(record);
        }
        out.tell(News::Settled(number, outcome));
        out.end(Stretch::Locked, number);
        match outcome {
            Outcome::Commit => job.phase = Phase::Done,
            Outcome::Abort => self.release(counter, number, out),
        }
        self.grant(counter, out);
    }

    /// How an order ended is on disk.
    fn settled(
        &self,
        counter: &mut Counter,
        number: Number,
        outcome: Outcome,
        out: &mut Outbox<TwoPhase>,
    ) {
        let is_first = counter.job(number).is_some();
        if is_first {
            out.tell(News::Settled(number, outcome));
        }
        self.release(counter, number, out);
        if self.rules.agreement == Agreement::None {
            out.send(COORDINATOR, Message::Worked(number, outcome == Outcome::Commit));
        } else if self.rules.is_acknowledged(outcome) {
            out.send(COORDINATOR, Message::Ack(number));
        }
        self.grant(counter, out);
    }

    /// Somebody in doubt asks. Who has not said yes promises never to: that settles it.
    fn asked(&self, counter: &mut Counter, from: Node, number: Number, out: &mut Outbox<TwoPhase>) {
        if let Some(outcome) = self.store.outcome(number) {
            out.send(from, Message::Decide(number, outcome));
            return;
        }
        match counter.job(number).map(|job| job.phase) {
            None | Some(Phase::Working) => {}
            Some(Phase::Done) => {
                out.send(from, Message::Decide(number, Outcome::Commit));
                return;
            }
            Some(_) => return,
        }
        if number < self.store.floor {
            return;
        }
        counter.queue.retain(|(order, _)| order.number != number);
        self.release(counter, number, out);
        // The next time it is asked, this is on disk.
        out.force(Record::Settled { number, outcome: Outcome::Abort, row: 0 });
        self.grant(counter, out);
    }

    /// An order no longer holds a row here.
    fn release(&self, counter: &mut Counter, number: Number, out: &mut Outbox<TwoPhase>) {
        let store = self.store;
        // What was done without waiting for the disk has reached it by now, or its job stays.
        counter.jobs.retain(|job| {
            let is_over = job.phase == Phase::Done && store.outcome(job.order.number).is_some();
            job.order.number != number && !is_over
        });
        out.cancel(Timer::Unasked(number));
        out.cancel(Timer::InDoubt(number));
        out.end(Stretch::Locked, number);
        out.end(Stretch::InDoubt, number);
        self.expect_back(out);
    }

    /// Who waits for a row gets it when it is free.
    fn grant(&self, counter: &mut Counter, out: &mut Outbox<TwoPhase>) {
        for (order, floor) in std::mem::take(&mut counter.queue) {
            match self.choose(counter, order) {
                Ok(row) => self.lock(counter, order, row, floor, out),
                Err(Lack::Locked) => counter.queue.push((order, floor)),
                Err(lack) => {
                    out.cancel(Timer::Unasked(order.number));
                    self.cannot(order, lack, out);
                }
            }
        }
    }

    /// What orders took comes back after a while.
    fn expect_back(&self, out: &mut Outbox<TwoPhase>) {
        if self.rules.shop.back_ms > 0 {
            for (number, _) in &self.store.table.out {
                out.set(Timer::Back(*number));
            }
        }
    }
}
