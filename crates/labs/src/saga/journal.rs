//! What is written down, and what the disks make of it.
//!
//! An order's number is the idempotency key of its step. A key is kept until nobody can ask about
//! the order any more: customers say below which number all of their orders are answered, and that
//! travels with the orders. (RIFL bounds its completion records so: Lee et al., SOSP 2015.)

use super::coordinator::Progress;
use super::rules::{Mistake, Sagas};
use crate::cluster::Node;
use crate::shop::{COORDINATOR, Lack, Number, Order, Row, Service, Table};

/// A record of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Record {
    /// Coordinator: how far a saga has come. Orders below the floor may be forgotten.
    Reached(Progress, Number),
    /// Service: its step is done.
    Took {
        /// Of which order.
        order: Order,
        /// What was taken.
        row: Row,
        /// Every order below has its answer.
        floor: Number,
    },
    /// Service: its step is refused.
    Refused {
        /// Of which order.
        order: Order,
        /// What there was none of; `None` where it had reasons of its own.
        lack: Option<Lack>,
        /// Every order below has its answer.
        floor: Number,
    },
    /// Service: its step is compensated, and a unit of this row put back. Without one there was
    /// nothing to put back, and the step is not to be done should it come late.
    Undone(Order, Option<Row>),
    /// Service: what an order took is back.
    Back(Number),
}

/// What a disk holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Disk {
    /// The coordinator's.
    Coordinator(Ledger),
    /// A service's.
    Service(Store),
    /// Customers keep nothing.
    Customers,
}

/// The coordinator's disk.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Ledger {
    /// How far each saga has come, by number.
    pub sagas: Vec<Progress>,
    /// Every order below has its answer.
    pub floor: Number,
}

/// A service's disk.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Store {
    /// What it has.
    pub table: Table,
    /// What became of its step of each order, by number.
    pub steps: Vec<Step>,
    /// Every order below has its answer.
    pub floor: Number,
}

/// What became of a service's step of one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// Which order.
    pub order: Order,
    /// How the step stands.
    pub mark: Mark,
    /// How often it took effect; nobody counts beyond two.
    pub taken: u8,
    /// How often its compensation took effect; nobody counts beyond two.
    pub undone: u8,
    /// How many orders were refused for want of what this one had.
    pub misled: u8,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Done: a unit of this row is taken.
    Taken(Row),
    /// Refused.
    Refused,
    /// Compensated: the unit of this row is put back. Without a row there was nothing to put back,
    /// and the mark is a tombstone: the step is not done should it come late.
    Undone(Option<Row>),
}

impl Disk {
    /// The disk before anything was written to it.
    pub(super) fn blank(rules: &Sagas, node: Node) -> Disk {
        if node == COORDINATOR {
            return Disk::Coordinator(Ledger::default());
        }
        if node == rules.shop.customers() {
            return Disk::Customers;
        }
        let table = Table::stocked(&rules.shop, Service::of(node));
        Disk::Service(Store { table, steps: Vec::new(), floor: 0 })
    }

    /// A record has reached the disk.
    pub(super) fn absorb(&mut self, rules: &Sagas, node: Node, record: &Record) {
        match self {
            Disk::Coordinator(ledger) => ledger.absorb(*record),
            Disk::Service(store) => store.absorb(rules, node, *record),
            Disk::Customers => unreachable!("customers write nothing"),
        }
    }
}

impl Ledger {
    fn absorb(&mut self, record: Record) {
        let Record::Reached(progress, floor) = record else {
            unreachable!("a service writes this")
        };
        let number = progress.order.number;
        let at = self.sagas.partition_point(|saga| saga.order.number < number);
        match self.sagas.get_mut(at).filter(|saga| saga.order.number == number) {
            Some(saga) => *saga = progress,
            None => self.sagas.insert(at, progress),
        }
        self.floor = self.floor.max(floor);
        let floor = self.floor;
        self.sagas.retain(|saga| saga.order.number >= floor);
    }
}

impl Store {
    /// What became of the step of an order; `None` where nothing is known of it.
    pub fn step(&self, number: Number) -> Option<&Step> {
        self.steps.iter().find(|step| step.order.number == number)
    }

    /// How the step of an order stands.
    pub fn mark(&self, number: Number) -> Option<Mark> {
        self.step(number).map(|step| step.mark)
    }

    /// Whether a unit that an order took is still out.
    pub fn is_out(&self, number: Number) -> bool {
        self.table.out.iter().any(|(other, _)| *other == number)
    }

    fn absorb(&mut self, rules: &Sagas, node: Node, record: Record) {
        match record {
            Record::Took { order, row, floor } => {
                self.table.take(order.number, row);
                let step = self.step_mut(order, Mark::Taken(row));
                step.mark = Mark::Taken(row);
                step.taken = once_more(step.taken);
                self.forget_below(floor);
            }
            Record::Refused { order, lack, floor } => {
                if lack.is_some() {
                    self.note_misled(rules, node, order);
                }
                self.step_mut(order, Mark::Refused);
                self.forget_below(floor);
            }
            Record::Undone(order, row) => {
                self.undo(order, row);
                if rules.errs(Mistake::NoTombstone) {
                    self.steps.retain(|step| step.order != order);
                }
            }
            Record::Back(number) => self.table.give_back(number),
            Record::Reached(..) => unreachable!("the coordinator writes this"),
        }
    }

    fn undo(&mut self, order: Order, row: Option<Row>) {
        let step = self.step_mut(order, Mark::Undone(None));
        match (step.mark, row) {
            (Mark::Taken(_), _) => {
                step.mark = Mark::Undone(row);
                step.undone = once_more(step.undone);
                self.table.give_back(order.number);
            }
            // Only a service that does not look whether it has done so before comes here.
            (Mark::Undone(_), Some(row)) => {
                step.undone = once_more(step.undone);
                self.table.left[usize::from(row)] += 1;
            }
            (Mark::Undone(_) | Mark::Refused, _) => {}
        }
    }

    /// An order gets nothing since others have it: should they put it back, it was refused for
    /// something that never came to be.
    fn note_misled(&mut self, rules: &Sagas, node: Node, order: Order) {
        let wanted = Table::wanted(&rules.shop, Service::of(node), order);
        for step in &mut self.steps {
            if matches!(step.mark, Mark::Taken(row) if wanted.contains(&row)) {
                step.misled = step.misled.saturating_add(1);
            }
        }
    }

    /// The step of an order, with this mark where nothing was known of it.
    fn step_mut(&mut self, order: Order, mark: Mark) -> &mut Step {
        let at = self.steps.partition_point(|step| step.order.number < order.number);
        if self.steps.get(at).is_none_or(|step| step.order.number != order.number) {
            self.steps.insert(at, Step { order, mark, taken: 0, undone: 0, misled: 0 });
        }
        &mut self.steps[at]
    }

    fn forget_below(&mut self, floor: Number) {
        self.floor = self.floor.max(floor);
        let floor = self.floor;
        self.steps.retain(|step| step.order.number >= floor);
    }
}

fn once_more(times: u8) -> u8 {
    (times + 1).min(2)
}
