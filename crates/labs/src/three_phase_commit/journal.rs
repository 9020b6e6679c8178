//! What is written down, and what the disks make of it.

use super::rules::ThreePhase;
use crate::cluster::Node;
use crate::shop::{COORDINATOR, Number, Order, Outcome, Row, Service, Table};

/// A record of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Record {
    /// Service: it has locked a row and says yes.
    Voted {
        /// Which order.
        order: Order,
        /// What it has locked.
        row: Row,
        /// Every order below is over everywhere.
        floor: Number,
    },
    /// Anybody: everybody has said yes.
    PreCommitted {
        /// Which order.
        number: Number,
        /// Every order below is over everywhere.
        floor: Number,
    },
    /// Coordinator: the decision.
    Decided(Number, Outcome),
    /// Coordinator: everybody has done it.
    Ended(Number),
    /// Service: it has done what was decided.
    Settled(Number, Outcome),
    /// Service: what an order took is back.
    Back(Number),
}

/// What a disk holds.
#[derive(Debug, PartialEq, Eq, Hash)]
pub enum Disk {
    /// The coordinator's.
    Coordinator(Ledger),
    /// A service's.
    Service(Store),
    /// Customers keep nothing.
    Customers,
}

/// The coordinator's disk.
#[derive(Debug, PartialEq, Eq, Hash, Default)]
pub struct Ledger {
    /// By number.
    pub lines: Vec<Line>,
    /// Every order below is over everywhere.
    pub floor: Number,
}

/// What the coordinator's log says of one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    /// Which order.
    pub number: Number,
    /// What was decided; `None` while all are pre-committed and nothing is.
    pub decided: Option<Outcome>,
    /// Everybody has done it.
    pub has_ended: bool,
}

/// A service's disk.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Store {
    /// What it has.
    pub table: Table,
    /// Orders that it has said yes to and knows no end of, by number.
    pub promised: Vec<Promise>,
    /// How orders ended, by number: one line an order, or a decision was changed.
    pub settled: Vec<(Number, Outcome)>,
    /// Every order below is over everywhere.
    pub floor: Number,
}

/// An order that a service has said yes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Promise {
    /// Which order.
    pub order: Order,
    /// What it has locked.
    pub row: Row,
    /// Whether it knows that everybody has said yes.
    pub is_ahead: bool,
}

impl Clone for Disk {
    fn clone(&self) -> Disk {
        match self {
            Disk::Coordinator(ledger) => Disk::Coordinator(ledger.clone()),
            Disk::Service(store) => Disk::Service(store.clone()),
            Disk::Customers => Disk::Customers,
        }
    }

    /// Keeps the allocations: a search does this for every successor.
    fn clone_from(&mut self, source: &Disk) {
        match (self, source) {
            (Disk::Coordinator(ledger), Disk::Coordinator(source)) => ledger.clone_from(source),
            (Disk::Service(store), Disk::Service(source)) => store.clone_from(source),
            (disk, source) => *disk = source.clone(),
        }
    }
}

impl Clone for Ledger {
    fn clone(&self) -> Ledger {
        Ledger { lines: self.lines.clone(), floor: self.floor }
    }

    fn clone_from(&mut self, source: &Ledger) {
        self.lines.clone_from(&source.lines);
        self.floor = source.floor;
    }
}

impl Clone for Store {
    fn clone(&self) -> Store {
        let Store { table, promised, settled, floor } = self;
        let (table, promised, settled) = (table.clone(), promised.clone(), settled.clone());
        Store { table, promised, settled, floor: *floor }
    }

    fn clone_from(&mut self, source: &Store) {
        self.table.clone_from(&source.table);
        self.promised.clone_from(&source.promised);
        self.settled.clone_from(&source.settled);
        self.floor = source.floor;
    }
}

impl Disk {
    /// The disk before anything was written to it.
    pub(super) fn blank(rules: &ThreePhase, node: Node) -> Disk {
        if node == COORDINATOR {
            return Disk::Coordinator(Ledger::default());
        }
        if node == rules.shop.customers() {
            return Disk::Customers;
        }
        let table = Table::stocked(&rules.shop, Service::of(node));
        Disk::Service(Store { table, promised: Vec::new(), settled: Vec::new(), floor: 0 })
    }

    /// A record has reached the disk.
    pub(super) fn absorb(&mut self, record: Record) {
        match self {
            Disk::Coordinator(ledger) => ledger.absorb(record),
            Disk::Service(store) => store.absorb(record),
            Disk::Customers => unreachable!("customers write nothing"),
        }
    }
}

impl Ledger {
    /// What the log says of an order.
    pub fn line(&self, number: Number) -> Option<&Line> {
        self.lines.iter().find(|line| line.number == number)
    }

    fn absorb(&mut self, record: Record) {
        match record {
            Record::PreCommitted { number, floor } => {
                self.line_mut(number);
                self.floor = self.floor.max(floor);
            }
            // An abort is on the disk alone where the order was pre-committed, and then it is over:
            // of one that it does not know the coordinator says the same.
            Record::Decided(number, outcome) => {
                let line = self.line_mut(number);
                line.decided = Some(outcome);
                line.has_ended = outcome == Outcome::Abort;
            }
            Record::Ended(number) => self.line_mut(number).has_ended = true,
            Record::Voted { .. } | Record::Settled(..) | Record::Back(_) => {
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

    /// What it promised for an order that it knows no end of.
    pub fn promise(&self, number: Number) -> Option<&Promise> {
        self.promised.iter().find(|promise| promise.order.number == number)
    }

    fn absorb(&mut self, record: Record) {
        match record {
            Record::Voted { order, row, floor } => {
                let at = self.promised.partition_point(|promise| promise.order < order);
                self.promised.insert(at, Promise { order, row, is_ahead: false });
                self.floor = self.floor.max(floor);
                let floor = self.floor;
                self.settled.retain(|(number, _)| *number >= floor);
            }
            Record::PreCommitted { number, .. } => {
                let mut promised = self.promised.iter_mut();
                if let Some(promise) = promised.find(|promise| promise.order.number == number) {
                    promise.is_ahead = true;
                }
            }
            Record::Settled(number, outcome) => self.settle(number, outcome),
            Record::Back(number) => self.table.give_back(number),
            Record::Decided(..) | Record::Ended(_) => unreachable!("the coordinator writes this"),
        }
    }

    fn settle(&mut self, number: Number, outcome: Outcome) {
        let promise = self.promise(number).copied();
        self.promised.retain(|promise| promise.order.number != number);
        if let (Some(promise), Outcome::Commit) = (promise, outcome) {
            self.table.take(number, promise.row);
        }
        let at = self.settled.partition_point(|line| *line < (number, outcome));
        if self.settled.get(at) != Some(&(number, outcome)) {
            self.settled.insert(at, (number, outcome));
        }
    }
}
