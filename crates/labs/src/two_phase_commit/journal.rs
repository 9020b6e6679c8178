//! What is written down, and what the disks make of it.

use super::rules::{Presumption, TwoPhase};
use crate::cluster::Node;
use crate::shop::{COORDINATOR, Number, Order, Outcome, Row, Service, Table};

/// A record of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Record {
    /// Coordinator, under presumed commit: this order is about to be voted on.
    Collecting(Number),
    /// Coordinator: the decision. Orders below the floor may be forgotten.
    Decided {
        /// Which order.
        number: Number,
        /// How it ends.
        outcome: Outcome,
        /// Every order below has its answer.
        floor: Number,
    },
    /// Coordinator: everybody knows.
    Ended(Number),
    /// Service: it has locked a row and said yes.
    Prepared {
        /// Which order.
        order: Order,
        /// What it has locked.
        row: Row,
        /// Every order below has its answer.
        floor: Number,
    },
    /// Service: it has done what was decided, to this row.
    Settled {
        /// Which order.
        number: Number,
        /// How it ended.
        outcome: Outcome,
        /// What was taken.
        row: Row,
    },
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
    /// By number.
    pub lines: Vec<Line>,
    /// Every order below has its answer.
    pub floor: Number,
}

/// What the coordinator's log says of one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    /// Which order.
    pub number: Number,
    /// What was decided; `None` while votes are collected.
    pub decided: Option<Outcome>,
    /// Everybody knows, or will presume it.
    pub has_ended: bool,
}

/// A service's disk.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Store {
    /// What it has.
    pub table: Table,
    /// Orders that it has said yes to, with what it has locked for them, by number.
    pub prepared: Vec<(Order, Row)>,
    /// How orders ended, by number: one line an order, or a decision was changed.
    pub settled: Vec<(Number, Outcome)>,
    /// Every order below has its answer.
    pub floor: Number,
}

impl Disk {
    /// The disk before anything was written to it.
    pub(super) fn blank(rules: &TwoPhase, node: Node) -> Disk {
        if node == COORDINATOR {
            return Disk::Coordinator(Ledger::default());
        }
        if node == rules.shop.customers() {
            return Disk::Customers;
        }
        Disk::Service(Store {
            table: Table::stocked(&rules.shop, Service::of(node)),
            prepared: Vec::new(),
            settled: Vec::new(),
            floor: 0,
        })
    }

    /// A record has reached the disk.
    pub(super) fn absorb(&mut self, rules: &TwoPhase, record: &Record) {
        match self {
            Disk::Coordinator(ledger) => ledger.absorb(rules, *record),
            Disk::Service(store) => store.absorb(*record),
            Disk::Customers => unreachable!("customers write nothing"),
        }
    }
}

impl Ledger {
    /// What the log says of an order.
    pub fn line(&self, number: Number) -> Option<&Line> {
        self.lines.iter().find(|line| line.number == number)
    }

    fn absorb(&mut self, rules: &TwoPhase, record: Record) {
        match record {
            Record::Collecting(number) => self.line_mut(number).has_ended = false,
            Record::Decided { number, outcome, floor } => {
                let line = self.line_mut(number);
                line.decided = Some(outcome);
                // Nobody acknowledges what everybody presumes.
                line.has_ended =
                    rules.presumption == Presumption::Commit && outcome == Outcome::Commit;
                self.floor = self.floor.max(floor);
            }
            Record::Ended(number) => {
                if let Some(line) = self.lines.iter_mut().find(|line| line.number == number) {
                    line.has_ended = true;
                }
            }
            Record::Prepared { .. } | Record::Settled { .. } | Record::Back(_) => {
                unreachable!("a service writes this")
            }
        }
        let floor = self.floor;
        self.lines.retain(|line| !line.has_ended || line.number >= floor);
    }

    fn line_mut(&mut self, number: Number) -> &mut Line {
        let at = self.lines.partition_point(|line| line.number < number);
        if self.lines.get(at).is_none_or(|line| line.number != number) {
            self.lines.insert(at, Line { number, decided: None, has_ended: false });
        }
        &mut self.lines[at]
    }
}

impl Store {
    /// How an order ended here.
    pub fn outcome(&self, number: Number) -> Option<Outcome> {
        self.settled.iter().find(|(other, _)| *other == number).map(|(_, outcome)| *outcome)
    }

    /// Whether the disk says that this service has said yes to an order and knows no more.
    pub fn is_prepared(&self, number: Number) -> bool {
        self.prepared.iter().any(|(order, _)| order.number == number)
    }

    fn absorb(&mut self, record: Record) {
        match record {
            Record::Prepared { order, row, floor } => {
                let at = self.prepared.partition_point(|(other, _)| *other < order);
                self.prepared.insert(at, (order, row));
                self.floor = self.floor.max(floor);
            }
            Record::Settled { number, outcome, row } => {
                self.prepared.retain(|(order, _)| order.number != number);
                if outcome == Outcome::Commit {
                    self.table.take(number, row);
                }
                let at = self.settled.partition_point(|line| *line < (number, outcome));
                if self.settled.get(at) != Some(&(number, outcome)) {
                    self.settled.insert(at, (number, outcome));
                }
            }
            Record::Back(number) => self.table.give_back(number),
            Record::Collecting(_) | Record::Decided { .. } | Record::Ended(_) => {
                unreachable!("the coordinator writes this")
            }
        }
        let floor = self.floor;
        self.settled.retain(|(number, _)| *number >= floor);
    }
}
