//! What there is to see of a server: how it stands in each order, in Skeen's stages, and what it has.

use super::coordinator::Deal;
use super::journal::Disk;
use super::participant::{Job, Lead};
use super::protocol::{Memory, Stage};
use super::rules::ThreePhase;
use crate::cluster::{Line, Node, Nodes, Server, Shelf, Waiting};
use crate::shop::{COORDINATOR, Customers, Number, Outcome, Service};
use kernel::Tone;

impl Stage {
    /// In a word.
    pub const fn word(self) -> &'static str {
        match self {
            Stage::Working => "working",
            Stage::Uncertain => "uncertain",
            Stage::PreCommitted => "pre-committed",
            Stage::Committed => "committed",
            Stage::Aborted => "aborted",
        }
    }

    /// As a line of a log says it: shorter, because a log is narrow.
    const fn record(self) -> &'static str {
        match self {
            Stage::Working => "work",
            Stage::Uncertain => "yes",
            Stage::PreCommitted => "pre-commit",
            Stage::Committed => "commit",
            Stage::Aborted => "abort",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Stage::Working => Tone::Plain,
            Stage::Uncertain => Tone::Wait,
            Stage::PreCommitted => Tone::Lock,
            Stage::Committed => Tone::Ok,
            Stage::Aborted => Tone::Lost,
        }
    }
}

/// What a server knows, order by order.
pub(super) fn memory(memory: &Memory) -> Vec<Line> {
    match memory {
        Memory::Coordinator(desk) => {
            let deals = desk.deals.iter().map(|deal| (deal.order.number, of_deal(deal)));
            let over = desk.answers.iter().filter(|(number, _)| desk.deal(*number).is_none());
            let over = over.map(|(number, outcome)| (*number, of_outcome(*number, *outcome)));
            in_order(deals.chain(over).collect())
        }
        Memory::Service(counter) => {
            let jobs = counter.jobs.iter().map(|job| (job.order.number, of_job(job)));
            let queued = counter.queue.iter().map(|(order, _)| {
                let line = Line::plain(order.number, "waits for a lock").in_tone(Tone::Wait);
                (order.number, line)
            });
            in_order(jobs.chain(queued).collect())
        }
        Memory::Customers(customers) => of_customers(customers),
    }
}

fn in_order(mut lines: Vec<(Number, Line)>) -> Vec<Line> {
    lines.sort_by_key(|(number, _)| *number);
    lines.into_iter().map(|(_, line)| line).collect()
}

fn of_deal(deal: &Deal) -> Line {
    let text = match (deal.stage, deal.is_forcing, deal.has_crashed) {
        (Stage::PreCommitted, false, true) => "pre-committed, asks".to_owned(),
        (stage, true, _) => format!("{}, writing", stage.word()),
        (stage, false, _) => stage.word().to_owned(),
    };
    Line::plain(deal.order.number, text).in_tone(deal.stage.tone())
}

fn of_job(job: &Job) -> Line {
    let stage = job.stage.word();
    let text = match (job.lead, job.is_forcing) {
        _ if job.has_crashed && !job.is_forcing => format!("{stage}, asks"),
        (_, true) => format!("{stage}, writing"),
        (Lead::No, false) => stage.to_owned(),
        (Lead::Asking { .. } | Lead::Moving { .. }, false) => format!("{stage}, leads"),
    };
    Line::plain(job.order.number, text).in_tone(job.stage.tone())
}

fn of_outcome(number: Number, outcome: Outcome) -> Line {
    let stage = Stage::of(outcome);
    Line::plain(number, stage.word()).in_tone(stage.tone())
}

fn of_customers(customers: &Customers) -> Vec<Line> {
    let wait = |number| Line::plain(number, "waits for an answer").in_tone(Tone::Wait);
    customers.open.iter().map(|order| wait(order.number)).collect()
}

/// What its log holds.
pub(super) fn log(disk: &Disk) -> Vec<Line> {
    match disk {
        Disk::Coordinator(ledger) => {
            let line = |line: &super::journal::Line| {
                let stage = line.decided.map_or(Stage::PreCommitted, Stage::of);
                let end = if line.has_ended { ", end" } else { "" };
                let text = format!("{}{end}", stage.record());
                Line::plain(line.number, text).in_tone(stage.tone())
            };
            ledger.lines.iter().map(line).collect()
        }
        Disk::Service(store) => {
            let promised = store.promised.iter().map(|promise| {
                let stage = if promise.is_ahead { Stage::PreCommitted } else { Stage::Uncertain };
                written(promise.order.number, stage)
            });
            let settled = store.settled.iter();
            let settled = settled.map(|(number, outcome)| written(*number, Stage::of(*outcome)));
            in_order(promised.chain(settled).collect())
        }
        Disk::Customers => Vec::new(),
    }
}

fn written(number: Number, stage: Stage) -> (Number, Line) {
    (number, Line::plain(number, stage.record()).in_tone(stage.tone()))
}

/// What a service has, and what orders have locked of it.
pub(super) fn shelf(rules: &ThreePhase, node: Node, server: &Server<ThreePhase>) -> Vec<Shelf> {
    let Disk::Service(store) = &server.disk else { return Vec::new() };
    let service = Service::of(node);
    let held: Vec<(u8, Number)> = match &server.memory {
        Some(Memory::Service(counter)) => {
            counter.jobs.iter().map(|job| (job.row, job.order.number)).collect()
        }
        // What was promised is locked again after a restart.
        _ => store.promised.iter().map(|promise| (promise.row, promise.order.number)).collect(),
    };
    store.table.shelves(&rules.shop, service, |row| {
        held.iter().filter(|(other, _)| *other == row).map(|(_, order)| *order).collect()
    })
}

/// For whom a server waits.
pub(super) fn waits(rules: &ThreePhase, node: Node, memory: &Memory) -> Vec<Waiting> {
    match memory {
        Memory::Coordinator(desk) => {
            desk.deals.iter().flat_map(|deal| of_desk(rules, deal)).collect()
        }
        Memory::Service(counter) => {
            counter.jobs.iter().flat_map(|job| of_counter(rules, node, job)).collect()
        }
        Memory::Customers(customers) => {
            let answer = |number| Waiting { on: COORDINATOR, why: format!("answer to {number}") };
            customers.open.iter().map(|order| answer(order.number)).collect()
        }
    }
}

fn of_desk(rules: &ThreePhase, deal: &Deal) -> Vec<Waiting> {
    let what = match deal.stage {
        _ if deal.is_forcing => return Vec::new(),
        Stage::Working => "work",
        Stage::Uncertain => "vote",
        Stage::PreCommitted if deal.has_crashed => "outcome",
        Stage::PreCommitted => "ack",
        Stage::Committed | Stage::Aborted => return Vec::new(),
    };
    let excused = match deal.stage {
        Stage::PreCommitted if !deal.has_crashed => deal.gone,
        _ => Nodes::default(),
    };
    let present = deal.heard.or(excused);
    let silent = rules.shop.services().filter(|service| !present.has(*service));
    silent.map(|on| Waiting { on, why: format!("{what} on {}", deal.order.number) }).collect()
}

fn of_counter(rules: &ThreePhase, node: Node, job: &Job) -> Vec<Waiting> {
    if !job.may_move() {
        return Vec::new();
    }
    let number = job.order.number;
    let on = |node: Node, what: &str| Waiting { on: node, why: format!("{what} {number}") };
    let left = |other: &Node| *other != node && !job.gone.has(*other);
    match job.lead {
        _ if job.has_crashed => vec![on(COORDINATOR, "outcome of")],
        Lead::No => {
            let leader = rules.members().find(|other| !job.gone.has(*other));
            leader.filter(left).map(|leader| on(leader, "decision on")).into_iter().collect()
        }
        Lead::Asking { heard, .. } => {
            let silent = rules.shop.services().filter(left).filter(|other| !heard.has(*other));
            silent.map(|other| on(other, "state of")).collect()
        }
        Lead::Moving { heard } => {
            let silent = rules.shop.services().filter(left).filter(|other| !heard.has(*other));
            silent.map(|other| on(other, "ack on")).collect()
        }
    }
}
