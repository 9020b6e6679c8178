//! The model: the same rows, at the same instants, into four tables that differ in their keys alone.

use super::action::{Action, Which};
use super::history::Point;
use super::keys::KeyKind;
use super::setup::Setup;
use super::table::{Table, Work};
use super::{laws, metrics, telling};
use kernel::{
    Allowance, Budget, Class, Cx, Draw, Figure, Law, Metric, Model, Said, Search, Span, rng,
};
use std::rc::Rc;

/// What hands may do in a search.
pub const HANDS: Budget = Budget(Budget::FIRST);

/// How many rows a look-up asks for.
pub const ASKED: u32 = 100;

/// The bits that random keys are made of, drawn in two halves.
const SALT: u8 = 0;
/// Which of the rows that wait arrives.
const ARRIVAL: u8 = 1;
/// Values of one half.
const HALF: u32 = 1 << 16;

/// Four tables under one load.
#[derive(Clone, Debug)]
pub struct IndexPages {
    /// The parameters.
    pub setup: Setup,
}

/// Everything at one step.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// What random bits of keys follow from.
    pub salt: u64,
    /// The first row that is not made yet.
    pub next: u32,
    /// Rows that are made and have not arrived, in their order.
    pub waiting: Vec<u32>,
    /// How many rows were looked up.
    pub asked: u32,
    /// A table for each kind of key, in the order of [`KeyKind::ALL`].
    pub tables: [Table; 4],
}

/// What happens by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// Half of the bits that random keys are made of is drawn.
    Draw,
    /// Rows come.
    Arrive,
    /// Every row is in: what has been changed is written.
    Flush,
}

/// What there is to tell about a step, of one table mostly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// These rows were put in, one after the other.
    Inserted(KeyKind, Rc<[u32]>, Work),
    /// Rows were sorted and put in; whether they could be appended.
    Loaded(KeyKind, u32, Work, bool),
    /// Rows were looked up: which, how many were found and how many not, and what it cost.
    LookedUp(KeyKind, Which, [u32; 2], Work),
    /// A tree was written anew: pages before, and after.
    Rebuilt(KeyKind, u32, u32),
    /// Every pool has another size.
    Resized(u32),
    /// Every row is in, and every changed page is written.
    Finished(KeyKind, Sum),
}

/// What a table came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Rows.
    pub rows: u32,
    /// Pages of the tree and of its index.
    pub pages: u32,
    /// How full the leaves are, in parts of a million.
    pub fill_ppm: u32,
    /// Bytes that were written to the disk.
    pub bytes_written: u64,
}

impl State {
    /// How many rows are in the tables.
    pub fn rows(&self) -> u32 {
        self.next - self.waiting.len() as u32
    }
}

impl IndexPages {
    /// The key that a row has in a table.
    pub fn key(&self, state: &State, kind: KeyKind, row: u32) -> u128 {
        self.setup.source(state.salt).key(kind, row)
    }

    /// How long it takes until the next rows come.
    fn gap(&self) -> Span {
        let us = u64::from(self.setup.batch) * 1_000_000 / u64::from(self.setup.rate);
        Span::micros(us.max(1))
    }

    /// The next row to arrive: one of those that wait, as chance has it.
    fn arrival(&self, state: &mut State, cx: &mut Cx<'_, Self>) -> Option<u32> {
        while state.next < self.setup.rows && state.waiting.len() < self.setup.late as usize {
            state.waiting.push(state.next);
            state.next += 1;
        }
        let waiting = state.waiting.len() as u32;
        match waiting {
            0 => None,
            1 => state.waiting.pop(),
            _ => {
                let which = cx.choose(Draw::next(ARRIVAL), waiting);
                Some(state.waiting.remove(which as usize))
            }
        }
    }

    /// Up to so many rows arrive.
    fn arrivals(&self, state: &mut State, most: u32, cx: &mut Cx<'_, Self>) -> Vec<u32> {
        (0..most).map_while(|_| self.arrival(state, cx)).collect()
    }

    fn insert(&self, state: &mut State, rows: u32, cx: &mut Cx<'_, Self>) {
        let source = self.setup.source(state.salt);
        state.tables.iter_mut().for_each(|table| table.latest.0.new.clear());
        let rows: Rc<[u32]> = self.arrivals(state, rows, cx).into();
        for (table, kind) in state.tables.iter_mut().zip(KeyKind::ALL) {
            let mut work = Work::default();
            rows.iter().for_each(|row| work.add(table.insert(source.key(kind, *row), *row)));
            cx.tell(Fact::Inserted(kind, rows.clone(), work));
        }
        note(state);
    }

    fn load(&self, state: &mut State, rows: u32, cx: &mut Cx<'_, Self>) {
        let source = self.setup.source(state.salt);
        let rows = self.arrivals(state, rows, cx);
        for (table, kind) in state.tables.iter_mut().zip(KeyKind::ALL) {
            table.latest.0.new.clear();
            let mut keyed: Vec<_> = rows.iter().map(|row| (source.key(kind, *row), *row)).collect();
            sort(&mut keyed);
            let (work, is_appended) = table.load(&keyed);
            cx.tell(Fact::Loaded(kind, rows.len() as u32, work, is_appended));
        }
        note(state);
    }

    /// Looks rows up. Which ones follows from how many were looked up before.
    fn look_up(&self, state: &mut State, which: Which, cx: &mut Cx<'_, Self>) {
        let rows = state.rows();
        let source = self.setup.source(state.salt);
        let wanted = (0..ASKED.min(rows)).map(|nth| {
            let row = match which {
                Which::Recent => rows - 1 - nth,
                Which::Any => {
                    let bits = rng::mix(u64::from(state.asked + nth) << 32 | u64::from(rows));
                    rng::below(bits, u64::from(rows)) as u32
                }
            };
            // A row that has not arrived cannot be looked up: take one that has.
            let late = state.waiting.partition_point(|waiting| *waiting <= row) as u32;
            (row + late).min(state.next - 1)
        });
        let wanted: Vec<u32> =
            wanted.filter(|row| state.waiting.binary_search(row).is_err()).collect();
        state.asked = state.asked.wrapping_add(ASKED);
        for (table, kind) in state.tables.iter_mut().zip(KeyKind::ALL) {
            let (mut sum, mut found) = (Work::default(), 0);
            for row in &wanted {
                let (work, is_found) = table.look_up(source.key(kind, *row));
                sum.add(work);
                found += u32::from(is_found);
            }
            let lost = wanted.len() as u32 - found;
            cx.tell(Fact::LookedUp(kind, which, [found, lost], sum));
        }
    }

    fn flush(&self, state: &mut State, cx: &mut Cx<'_, Self>) {
        for (table, kind) in state.tables.iter_mut().zip(KeyKind::ALL) {
            table.pool.flush();
            let sum = Sum {
                rows: table.tree.rows(),
                pages: table.pages(),
                fill_ppm: table.tree.fill_ppm(),
                bytes_written: table.bytes_written(),
            };
            cx.tell(Fact::Finished(kind, sum));
        }
    }
}

/// Puts rows in the order of their keys, which have no two halves alike.
fn sort(rows: &mut Vec<(u128, u32)>) {
    let rank = |(key, _): &(u128, u32)| ((key >> 64) as u64, *key as u64);
    *rows = kernel::order::sorted(std::mem::take(rows), rank);
}

/// Notes how each table stands.
fn note(state: &mut State) {
    for table in &mut state.tables {
        let (rows, fill_ppm) = (table.tree.rows(), table.tree.fill_ppm());
        table.history.0.note(Point { rows, fill_ppm, read: table.pool.traffic().read });
    }
}

impl Model for IndexPages {
    type State = State;
    type Event = Event;
    type Action = Action;
    type Fact = Fact;

    const LAWS: &'static [Law<IndexPages>] = laws::LAWS;
    const BUDGETS: &'static [Allowance] =
        &[Allowance { budget: HANDS, label: "hands of a person", limit: 0 }];
    const MESSAGES: bool = false;
    const METRICS: &'static [Metric<IndexPages>] = metrics::METRICS;

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (State, Vec<(Span, Event)>) {
        let tables = KeyKind::ALL.map(|kind| Table::new(&self.setup, kind));
        let state = State { salt: 0, next: 0, waiting: Vec::new(), asked: 0, tables };
        let first = if self.setup.is_every_order() { Event::Arrive } else { Event::Draw };
        (state, vec![(Span::ZERO, first)])
    }

    fn on_event(&self, state: &mut State, event: Event, cx: &mut Cx<'_, IndexPages>) {
        match event {
            Event::Draw => {
                let half = u64::from(cx.choose(Draw::next(SALT), HALF));
                // The first half ends in a one, so that it is told from none.
                let is_first = state.salt == 0;
                state.salt = state.salt << 32 | half << 1 | 1;
                cx.after(Span::ZERO, if is_first { Event::Draw } else { Event::Arrive });
            }
            Event::Arrive => {
                self.insert(state, self.setup.batch, cx);
                let is_over = state.rows() == self.setup.rows;
                cx.after(self.gap(), if is_over { Event::Flush } else { Event::Arrive });
            }
            Event::Flush => self.flush(state, cx),
        }
    }

    fn on_action(&self, state: &mut State, action: Action, cx: &mut Cx<'_, IndexPages>) {
        match action {
            Action::Insert(rows) => self.insert(state, rows, cx),
            Action::Load(rows) => self.load(state, rows, cx),
            Action::LookUp(which) => self.look_up(state, which, cx),
            Action::Pool(pages) => {
                state.tables.iter_mut().for_each(|table| table.pool.resize(pages));
                cx.tell(Fact::Resized(pages));
            }
            Action::Rebuild => {
                for (table, kind) in state.tables.iter_mut().zip(KeyKind::ALL) {
                    let before = table.tree.pages();
                    table.rebuild(&self.setup, kind);
                    cx.tell(Fact::Rebuilt(kind, before, table.tree.pages()));
                }
            }
        }
    }

    fn actions(&self, state: &State, out: &mut Vec<Action>) {
        if state.rows() < self.setup.rows {
            out.extend([Action::Insert(100), Action::Load(1_000)]);
        }
        if state.rows() > 0 {
            out.extend([Action::LookUp(Which::Recent), Action::LookUp(Which::Any)]);
            out.push(Action::Rebuild);
        }
        let room = state.tables[0].pool.room();
        let sizes = [8, self.setup.pool_pages, 1_024];
        out.extend(sizes.into_iter().filter(|pages| *pages != room).map(Action::Pool));
        out.dedup();
    }

    fn accepts(&self, state: &State, action: &Action) -> bool {
        match action {
            Action::Insert(_) | Action::Load(_) => state.rows() < self.setup.rows,
            Action::LookUp(_) | Action::Rebuild => state.rows() > 0,
            Action::Pool(pages) => *pages != state.tables[0].pool.room(),
        }
    }

    fn price(&self, _: &Action) -> Option<Budget> {
        Some(HANDS)
    }

    fn is_mishap(&self, _: &Action) -> bool {
        false
    }

    fn class(&self, event: &Event) -> Class {
        match event {
            Event::Arrive => Class::Timer,
            Event::Draw | Event::Flush => Class::Internal,
        }
    }

    fn say(&self, fact: &Fact) -> Said {
        telling::say(fact)
    }

    fn name_event(&self, event: &Event) -> String {
        telling::name_event(self, event)
    }

    fn name_action(&self, action: &Action) -> String {
        telling::name_action(action)
    }

    fn write_action(&self, action: &Action) -> String {
        action.to_string()
    }

    fn read_action(&self, _: &State, text: &str) -> Option<Action> {
        Action::read(text)
    }

    fn figures(&self, state: &State) -> Vec<Figure> {
        telling::figures(state)
    }
}
