//! What each server has to show: what it knows, what its log holds, what it has.

use super::coordinator::{Desk, Phase, Progress, Saga};
use super::journal::{Disk, Mark, Step, Store};
use super::participant::Counter;
use super::protocol::Memory;
use super::rules::Sagas;
use super::telling::name_progress;
use crate::cluster::{Line, Node, Shelf, Waiting};
use crate::shop::{COORDINATOR, Number, Outcome, Service};
use kernel::Tone;

pub(super) fn memory(rules: &Sagas, memory: &Memory) -> Vec<Line> {
    match memory {
        Memory::Coordinator(desk) => desk.sagas.iter().map(|at| saga(rules, at)).collect(),
        Memory::Service(counter) => {
            let writing = counter.forcing.iter().map(|(number, _)| (number, "writes"));
            let untold = counter.untold.iter().filter(|number| !counter.is_forcing(**number));
            let lines = writing.chain(untold.map(|number| (number, "passes on")));
            lines.map(|(number, text)| Line::plain(number, text).in_tone(Tone::Wait)).collect()
        }
        Memory::Customers(customers) => {
            let open = customers.open.iter();
            open.map(|order| Line::plain(order.number, "no answer yet").in_tone(Tone::Wait))
                .collect()
        }
    }
}

fn saga(rules: &Sagas, saga: &Saga) -> Line {
    let Progress { order, phase } = saga.progress;
    let text = match phase {
        _ if saga.is_forcing => "writes how far it is".to_owned(),
        Phase::Doing(node) if rules.is_orchestrated() || node == 1 => {
            format!("asks for step {node}")
        }
        Phase::Undoing(node) => format!("compensates step {node}"),
        Phase::Doing(_) | Phase::Ended(_) => name_progress(rules, &saga.progress),
    };
    let tone = if saga.is_forcing { Tone::Wait } else { tone_of(phase) };
    Line::plain(order.number, text).in_tone(tone)
}

fn tone_of(phase: Phase) -> Tone {
    match phase {
        Phase::Doing(_) => Tone::Plain,
        Phase::Undoing(_) => Tone::Wait,
        Phase::Ended(Outcome::Commit) => Tone::Ok,
        Phase::Ended(Outcome::Abort) => Tone::Plain,
    }
}

pub(super) fn log(rules: &Sagas, disk: &Disk) -> Vec<Line> {
    match disk {
        Disk::Coordinator(ledger) => {
            let line = |progress: &Progress| {
                let text = name_progress(rules, progress);
                Line::plain(progress.order.number, text).in_tone(tone_of(progress.phase))
            };
            ledger.sagas.iter().map(line).collect()
        }
        Disk::Service(store) => store.steps.iter().map(step).collect(),
        Disk::Customers => Vec::new(),
    }
}

fn step(step: &Step) -> Line {
    let (text, tone) = match (step.mark, step.taken) {
        (Mark::Taken(_), 0 | 1) => ("done", Tone::Ok),
        (Mark::Taken(_), _) => ("done twice", Tone::Lost),
        (Mark::Refused, _) => ("refused", Tone::Plain),
        (Mark::Undone(None), 0) => ("barred", Tone::Wait),
        (Mark::Undone(_), _) => ("done, undone", Tone::Wait),
    };
    Line::plain(step.order.number, text).in_tone(tone)
}

/// A saga holds no lock over a message: that is its point.
pub(super) fn shelf(rules: &Sagas, node: Node, store: &Store) -> Vec<Shelf> {
    store.table.shelves(&rules.shop, Service::of(node), |_| Vec::new())
}

pub(super) fn waits(rules: &Sagas, node: Node, memory: &Memory, disk: &Disk) -> Vec<Waiting> {
    match (memory, disk) {
        (Memory::Coordinator(desk), _) => coordinator_waits(rules, desk),
        (Memory::Service(counter), Disk::Service(store)) => {
            service_waits(rules, node, counter, store)
        }
        (Memory::Customers(customers), _) => {
            let open = customers.open.iter();
            let answer = |number| Waiting { on: COORDINATOR, why: format!("answer to {number}") };
            open.map(|order| answer(order.number)).collect()
        }
        _ => Vec::new(),
    }
}

fn coordinator_waits(rules: &Sagas, desk: &Desk) -> Vec<Waiting> {
    let mut waits = Vec::new();
    for saga in desk.sagas.iter().filter(|saga| !saga.is_forcing) {
        let number = saga.progress.order.number;
        match saga.progress.phase {
            Phase::Doing(node) if rules.is_orchestrated() || node == 1 => {
                waits.push(Waiting { on: node, why: format!("step of {number}") });
            }
            Phase::Undoing(node) => {
                waits.push(Waiting { on: node, why: format!("undoing {number}") });
            }
            Phase::Doing(_) | Phase::Ended(_) => {}
        }
    }
    waits
}

/// Choreographed: for whom a service waits to acknowledge what it passes on.
fn service_waits(rules: &Sagas, node: Node, counter: &Counter, store: &Store) -> Vec<Waiting> {
    let told = |number: &Number| {
        let on = match store.mark(*number)? {
            Mark::Taken(_) if node == rules.shop.services => COORDINATOR,
            Mark::Taken(_) => node + 1,
            Mark::Refused | Mark::Undone(_) => node - 1,
        };
        Some(Waiting { on, why: format!("ack of {number}") })
    };
    counter.untold.iter().filter_map(told).collect()
}
