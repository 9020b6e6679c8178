//! What the services do when nobody is left to tell them: the termination protocol.
//!
//! The first server that is left takes the coordinator's place and asks how the others stand. By
//! Skeen's rule for a backup: if somebody has committed, commit; if somebody has aborted, abort; if
//! somebody is pre-committed, move all the others there and then commit; if all are uncertain,
//! nobody can have committed, so abort. Whoever has crashed since it said yes takes no part any
//! more: it asks, and waits. Skeen and Stonebraker, "A formal model of crash recovery in a
//! distributed system", IEEE TSE 1983; Bernstein, Hadzilacos and Goodman, "Concurrency control and
//! recovery in database systems", 1987, chapter 7.

use super::participant::{Counter, Here, Job, Lead};
use super::protocol::{Doubt, Message, News, Stage, Timer, Why};
use super::rules::{Mistake, ThreePhase};
use crate::cluster::{Node, Nodes, Notice, Outbox};
use crate::shop::{COORDINATOR, Number, Outcome};

type Out = Outbox<ThreePhase>;

/// Somebody has crashed, or is back.
pub(super) fn hear(here: &Here<'_>, counter: &mut Counter, notice: Notice, out: &mut Out) {
    match notice {
        Notice::Down(node) => {
            counter.down = counter.down.with(node);
            let queued = counter.queue.iter().map(|(order, _)| order.number);
            let numbers: Vec<Number> =
                counter.jobs.iter().map(|job| job.order.number).chain(queued).collect();
            for number in numbers {
                if let Some(job) = counter.job_mut(number) {
                    job.gone = job.gone.with(node);
                    here.look(counter, number, out);
                } else if node == COORDINATOR {
                    here.give_up(counter, number, out);
                }
            }
        }
        Notice::Up(node) => {
            counter.down = counter.down.without(node);
            for job in counter.jobs.iter().filter(|job| job.has_crashed && job.may_move()) {
                out.send(node, Message::Inquire(job.order.number, job.doubt()));
            }
        }
    }
}

impl Here<'_> {
    /// Who leads an order: the first that is left.
    pub(super) fn leader(&self, job: &Job) -> Node {
        self.rules.members().find(|node| !job.gone.has(*node)).unwrap_or(self.node)
    }

    /// The services that are left, but for this one.
    fn others(&self, job: &Job) -> impl Iterator<Item = Node> {
        let (gone, node) = (job.gone, self.node);
        self.rules.shop.services().filter(move |other| *other != node && !gone.has(*other))
    }

    /// Looks whether there is somebody to wait for.
    pub(super) fn look(&self, counter: &mut Counter, number: Number, out: &mut Out) {
        let Some(job) = counter.job_mut(number) else { return };
        let leader = self.leader(job);
        if leader == COORDINATOR || job.has_crashed || job.is_forcing {
            return;
        }
        match (job.stage, job.lead) {
            (Stage::Working, _) => self.give_up(counter, number, out),
            (Stage::Uncertain | Stage::PreCommitted, _) if self.rules.errs(Mistake::Alone) => {
                let is_ahead = job.stage == Stage::PreCommitted;
                let outcome = if is_ahead { Outcome::Commit } else { Outcome::Abort };
                self.decide(counter, number, outcome, Why::Alone, out);
            }
            (Stage::Uncertain | Stage::PreCommitted, Lead::No) if leader == self.node => {
                let (heard, ahead) = (Nodes::default(), Nodes::default());
                job.lead = Lead::Asking { heard, ahead };
                out.tell(News::Leads(number));
                self.say_again(job, out);
                self.rules.wait_anew(number, out);
                self.go_on(counter, number, out);
            }
            // The first that is left may not know of the order any more, or not yet that it leads.
            (Stage::Uncertain | Stage::PreCommitted, Lead::No) => {
                out.send(leader, Message::State(number, job.doubt()));
                self.rules.wait_anew(number, out);
            }
            _ => self.go_on(counter, number, out),
        }
    }

    /// As a backup: says what there is to say to whoever has not answered.
    fn say_again(&self, job: &Job, out: &mut Out) {
        let number = job.order.number;
        let (heard, message) = match job.lead {
            Lead::No => return,
            Lead::Asking { heard, .. } => (heard, Message::StateAsked(number)),
            Lead::Moving { heard } => (heard, Message::PreCommit(number)),
        };
        for node in self.others(job).filter(|node| !heard.has(*node)) {
            out.send(node, message);
        }
    }

    /// As a backup: goes on, where everybody has answered who is left.
    fn go_on(&self, counter: &mut Counter, number: Number, out: &mut Out) {
        let Some(job) = counter.job_mut(number).filter(|job| job.may_move()) else { return };
        let (Lead::Asking { heard, .. } | Lead::Moving { heard }) = job.lead else { return };
        if !self.others(job).all(|node| heard.has(node)) {
            return;
        }
        let Lead::Asking { ahead, .. } = job.lead else {
            self.decide(counter, number, Outcome::Commit, Why::AllYes, out);
            return;
        };
        if job.stage == Stage::Uncertain && ahead.is_empty() {
            self.decide(counter, number, Outcome::Abort, Why::AllUncertain, out);
        } else if self.rules.errs(Mistake::Hasty) {
            self.decide(counter, number, Outcome::Commit, Why::AllYes, out);
        } else {
            job.lead = Lead::Moving { heard: ahead };
            out.tell(News::Moves(number));
            self.say_again(job, out);
            if job.stage == Stage::Uncertain {
                self.go_ahead(job, out);
            } else {
                self.rules.wait_anew(number, out);
                self.go_on(counter, number, out);
            }
        }
    }

    fn decide(
        &self,
        counter: &mut Counter,
        number: Number,
        outcome: Outcome,
        why: Why,
        out: &mut Out,
    ) {
        out.tell(News::Decided(number, outcome, why));
        self.settle(counter, number, outcome, out);
    }

    /// A backup asks how this service stands. Whoever stands before that backup is gone, so that
    /// nothing they sent may move this service any more.
    pub(super) fn state_asked(
        &self,
        counter: &mut Counter,
        from: Node,
        number: Number,
        out: &mut Out,
    ) {
        let Some(job) = counter.job_mut(number) else {
            self.say_outcome(from, number, out);
            return;
        };
        job.gone = job.gone.or(self.before(from));
        match job.stage {
            Stage::Working => {
                self.give_up(counter, number, out);
                self.say_outcome(from, number, out);
            }
            Stage::Uncertain | Stage::PreCommitted => {
                out.send(from, Message::State(number, job.doubt()));
                if job.may_move() && !job.has_crashed {
                    self.rules.wait_anew(number, out);
                }
            }
            Stage::Committed | Stage::Aborted => self.pass_on(job, from, out),
        }
    }

    /// Who would lead before a node does, but for this one.
    fn before(&self, node: Node) -> Nodes {
        (COORDINATOR..node).filter(|other| *other != self.node).collect()
    }

    /// Says what this service was told, and is writing. What it decided itself, as a backup, it says
    /// when that is on disk.
    fn pass_on(&self, job: &Job, to: Node, out: &mut Out) {
        if let (Some(outcome), Lead::No) = (job.stage.outcome(), job.lead) {
            out.send(to, Message::Decide(job.order.number, outcome));
        }
    }

    /// Says how an order ended that holds nothing here: one that is not known was aborted, or will
    /// be, because this service has not said yes to it.
    fn say_outcome(&self, to: Node, number: Number, out: &mut Out) {
        let outcome = self.store.outcome(number).unwrap_or(Outcome::Abort);
        out.send(to, Message::Decide(number, outcome));
    }

    /// A service says how it stands: because it was asked, or because it has heard that this one is
    /// the first that is left.
    pub(super) fn stands(
        &self,
        counter: &mut Counter,
        from: Node,
        number: Number,
        doubt: Doubt,
        out: &mut Out,
    ) {
        let Some(job) = counter.job_mut(number) else {
            self.say_outcome(from, number, out);
            return;
        };
        match (&mut job.lead, job.stage) {
            (_, Stage::Working) => {
                self.give_up(counter, number, out);
                self.say_outcome(from, number, out);
            }
            (_, Stage::Committed | Stage::Aborted) => self.pass_on(job, from, out),
            (Lead::Asking { .. }, _) if doubt.has_crashed => {
                job.gone = job.gone.with(from);
                self.go_on(counter, number, out);
            }
            (Lead::Asking { heard, ahead }, _) => {
                *heard = heard.with(from);
                if doubt.is_ahead {
                    *ahead = ahead.with(from);
                }
                self.go_on(counter, number, out);
            }
            (Lead::No, _) => {
                job.gone = job.gone.or(self.before(self.node));
                self.look(counter, number, out);
            }
            (Lead::Moving { .. }, _) => {}
        }
    }

    /// A service is pre-committed, and takes this one for its leader.
    pub(super) fn acknowledged(
        &self,
        counter: &mut Counter,
        from: Node,
        number: Number,
        out: &mut Out,
    ) {
        let Some(job) = counter.job_mut(number) else {
            self.say_outcome(from, number, out);
            return;
        };
        if let Lead::Moving { heard } = &mut job.lead {
            *heard = heard.with(from);
            self.go_on(counter, number, out);
        }
    }

    /// Somebody who has crashed, or waits for too long, asks how an order ended. Whoever does not
    /// know says so to a coordinator that has crashed, and to nobody else: they will be told.
    pub(super) fn inquired(
        &self,
        counter: &mut Counter,
        from: Node,
        number: Number,
        out: &mut Out,
    ) {
        match counter.job(number) {
            None => self.say_outcome(from, number, out),
            Some(job) if job.stage.outcome().is_some() => self.pass_on(job, from, out),
            Some(job) if from == COORDINATOR && job.has_crashed => {
                out.send(from, Message::State(number, job.doubt()));
            }
            Some(_) => {}
        }
    }

    /// Asks everybody how an order ended.
    pub(super) fn inquire(&self, job: &Job, out: &mut Out) {
        for node in self.rules.members().filter(|node| *node != self.node) {
            out.send(node, Message::Inquire(job.order.number, job.doubt()));
        }
    }

    /// Somebody has been silent for too long: it is taken for crashed.
    pub(super) fn silence(&self, counter: &mut Counter, number: Number, out: &mut Out) {
        let Some(job) = counter.job_mut(number) else {
            self.give_up(counter, number, out);
            return;
        };
        if job.stage == Stage::Working {
            self.give_up(counter, number, out);
            return;
        }
        if !job.may_move() {
            return;
        }
        let leader = self.leader(job);
        let silent: Vec<Node> = match job.lead {
            Lead::No => (leader != self.node).then_some(leader).into_iter().collect(),
            Lead::Asking { heard, .. } | Lead::Moving { heard } => {
                self.others(job).filter(|node| !heard.has(*node)).collect()
            }
        };
        for node in silent {
            job.gone = job.gone.with(node);
            out.tell(News::Suspects(number, node));
        }
        self.rules.wait_anew(number, out);
        self.look(counter, number, out);
    }

    /// What was not answered is asked and told again.
    pub(super) fn again(&self, counter: &mut Counter, number: Number, out: &mut Out) {
        let Some(job) = counter.job(number).filter(|job| !job.is_forcing) else {
            return;
        };
        if job.has_crashed {
            self.inquire(job, out);
        } else if job.lead == Lead::No {
            out.send(self.leader(job), Message::Inquire(number, job.doubt()));
        } else {
            self.say_again(job, out);
        }
        out.set(Timer::Again(number));
    }
}
