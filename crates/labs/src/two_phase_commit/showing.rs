//! What each server has to show: what it knows, what its log holds, what it has locked.

use super::coordinator::{Deal, Desk, Phase as DealPhase};
use super::journal::{Ledger, Store};
use super::participant::{Counter, Job, Phase};
use super::protocol::Memory;
use super::rules::TwoPhase;
use crate::cluster::{Line, Node, Server, Shelf, Waiting};
use crate::shop::{COORDINATOR, Outcome, Row, Service};
use kernel::Tone;

pub(super) fn memory(memory: &Memory) -> Vec<Line> {
    match memory {
        Memory::Coordinator(desk) => desk.deals.iter().map(deal).collect(),
        Memory::Service(counter) => {
            let queued = counter.queue.iter().map(|(order, _)| {
                Line::plain(order.number, "waits for a lock").in_tone(Tone::Wait)
            });
            counter.jobs.iter().map(job).chain(queued).collect()
        }
        Memory::Customers(customers) => {
            let open = customers.open.iter();
            open.map(|order| Line::plain(order.number, "no answer yet").in_tone(Tone::Wait))
                .collect()
        }
    }
}

fn deal(deal: &Deal) -> Line {
    let (text, tone) = match deal.phase {
        DealPhase::Working => (format!("asks for work, {} done", deal.heard.len()), Tone::Wait),
        DealPhase::Collecting => ("writes who takes part".to_owned(), Tone::Wait),
        DealPhase::Voting => (format!("asks for votes, {} yes", deal.heard.len()), Tone::Wait),
        DealPhase::Deciding(outcome) => (format!("writes {}", outcome.word()), Tone::Wait),
        DealPhase::Telling(outcome) => {
            let tone = if outcome == Outcome::Commit { Tone::Ok } else { Tone::Plain };
            (format!("tells {}, {} know", outcome.word(), deal.heard.len()), tone)
        }
    };
    Line::plain(deal.number, text).in_tone(tone)
}

fn job(job: &Job) -> Line {
    let (text, tone) = match job.phase {
        Phase::Working => ("locked".to_owned(), Tone::Lock),
        Phase::Preparing => ("writes its yes".to_owned(), Tone::Lock),
        Phase::Prepared => ("in doubt".to_owned(), Tone::Wait),
        Phase::Settling(outcome) => (format!("writes {}", outcome.word()), Tone::Lock),
        Phase::Done => ("done".to_owned(), Tone::Ok),
    };
    Line::plain(job.order.number, text).in_tone(tone)
}

pub(super) fn ledger(ledger: &Ledger) -> Vec<Line> {
    let line = |line: &super::journal::Line| {
        let text = match (line.decided, line.has_ended) {
            (None, _) => "collecting".to_owned(),
            (Some(outcome), false) => outcome.word().to_owned(),
            (Some(outcome), true) => format!("{}, end", outcome.word()),
        };
        let tone = if line.decided == Some(Outcome::Commit) { Tone::Ok } else { Tone::Plain };
        Line::plain(line.number, text).in_tone(tone)
    };
    ledger.lines.iter().map(line).collect()
}

pub(super) fn store(store: &Store) -> Vec<Line> {
    let settled = store.settled.iter().map(|(number, outcome)| {
        let tone = if *outcome == Outcome::Commit { Tone::Ok } else { Tone::Plain };
        Line::plain(number, outcome.word()).in_tone(tone)
    });
    let prepared = store
        .prepared
        .iter()
        .map(|(order, _)| Line::plain(order.number, "prepared").in_tone(Tone::Lock));
    settled.chain(prepared).collect()
}

pub(super) fn shelf(
    rules: &TwoPhase,
    node: Node,
    server: &Server<TwoPhase>,
    store: &Store,
) -> Vec<Shelf> {
    let service = Service::of(node);
    let holders = |row: Row| match &server.memory {
        Some(Memory::Service(counter)) => {
            let jobs = counter.jobs.iter().filter(|job| job.row == row && job.holds_lock());
            jobs.map(|job| job.order.number).collect()
        }
        // What it has said yes to is locked again as soon as it is back.
        _ => {
            let prepared = store.prepared.iter().filter(|(_, locked)| *locked == row);
            prepared.map(|(order, _)| order.number).collect()
        }
    };
    store.table.shelves(&rules.shop, service, holders)
}

pub(super) fn waits(rules: &TwoPhase, node: Node, memory: &Memory) -> Vec<Waiting> {
    match memory {
        Memory::Coordinator(desk) => coordinator_waits(rules, desk),
        Memory::Service(counter) => service_waits(rules, node, counter),
        Memory::Customers(customers) => {
            let open = customers.open.iter();
            let answer = |number| Waiting { on: COORDINATOR, why: format!("answer to {number}") };
            open.map(|order| answer(order.number)).collect()
        }
    }
}

fn coordinator_waits(rules: &TwoPhase, desk: &Desk) -> Vec<Waiting> {
    let mut waits = Vec::new();
    for deal in &desk.deals {
        let what = match deal.phase {
            DealPhase::Working => "work on",
            DealPhase::Voting => "vote on",
            DealPhase::Telling(_) => "ack of",
            DealPhase::Collecting | DealPhase::Deciding(_) => continue,
        };
        let missing = rules.shop.services().filter(|node| !deal.heard.has(*node));
        let wait = |on| Waiting { on, why: format!("{what} {}", deal.number) };
        waits.extend(missing.map(wait));
    }
    waits
}

fn service_waits(rules: &TwoPhase, node: Node, counter: &Counter) -> Vec<Waiting> {
    let mut waits = Vec::new();
    for job in counter.jobs.iter().filter(|job| job.is_in_doubt()) {
        let why = format!("decision on {}", job.order.number);
        waits.push(Waiting { on: COORDINATOR, why: why.clone() });
        if rules.is_cooperative {
            let peers = rules.shop.services().filter(|peer| *peer != node);
            waits.extend(peers.map(|on| Waiting { on, why: why.clone() }));
        }
    }
    waits
}
