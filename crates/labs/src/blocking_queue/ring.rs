//! The buffer: a ring of cells with a head and a count, as it stands in memory; and beside it the
//! ledger, an abstract queue that says what should be in it.
//!
//! The ring does what it is told and tests nothing: a put into a full one writes over the oldest
//! item, a get from an empty one reads a cell again. Keeping that from happening is what the
//! threads' code is for, and the ledger shows when it failed.
//!
//! Items are told apart in the cells and in the ledger, but states are not told apart by them: no
//! thread's next step depends on which item it moves, so what happens to one happens to all (data
//! independence: Wolper, POPL 1986). While no law is broken, ring and ledger hold the same.

use std::collections::VecDeque;

use kernel::{Aside, Time};

/// An item: who made it, and which of its maker's it is.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// The thread that made it.
    pub maker: u8,
    /// Its number among its maker's, from 1.
    pub number: u32,
    /// When it went into the first buffer.
    pub entered: Time,
    /// When it went into the buffer where it is, or was last.
    pub put: Time,
}

impl Item {
    /// An item that was in no buffer yet.
    #[must_use]
    pub fn new(maker: u8, number: u32) -> Item {
        Item { maker, number, entered: Time::ZERO, put: Time::ZERO }
    }

    /// What tells it apart.
    #[must_use]
    pub fn id(&self) -> (u8, u32) {
        (self.maker, self.number)
    }
}

/// What a get had from the ring, held against the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The item whose turn it was.
    InTurn,
    /// An item that overtook this one: its maker and number.
    Overtaking(u8, u32),
    /// What was taken before, or was never put: the ring was empty, or the item was overwritten.
    Again,
}

/// The cells.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ring {
    /// How many items are in it, as the code counts them: below zero after a get from an empty
    /// ring, above the capacity after a put into a full one.
    pub count: i32,
    /// How many items are before the poison pill, where one is in it.
    pub pill: Option<u32>,
    cells: Aside<Cells>,
}

/// What is in memory.
#[derive(Clone, Debug)]
struct Cells {
    /// By place; what was taken stays until it is overwritten.
    places: Vec<Option<Item>>,
    head: u32,
    /// Put and not yet taken or dropped, in the order of the puts.
    owed: VecDeque<Item>,
}

impl Ring {
    /// An empty ring of so many cells.
    #[must_use]
    pub fn new(capacity: u16) -> Ring {
        let places = vec![None; usize::from(capacity)];
        Ring {
            count: 0,
            pill: None,
            cells: Aside(Cells { places, head: 0, owed: VecDeque::new() }),
        }
    }

    /// How many cells there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.0.places.len()
    }

    /// Whether it counts no items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count <= 0
    }

    /// The cell that is so many behind the head.
    fn place(&self, behind: i32) -> usize {
        let cells = &self.cells.0;
        (i64::from(cells.head) + i64::from(behind)).rem_euclid(cells.places.len() as i64) as usize
    }

    /// Writes an item behind the last.
    pub fn put(&mut self, item: Item) {
        let place = self.place(self.count);
        self.cells.0.places[place] = Some(item);
        self.cells.0.owed.push_back(item);
        self.count += 1;
    }

    /// Makes room for one more where all cells are full.
    pub fn grow(&mut self) {
        if self.count as usize >= self.len() {
            let cells = &mut self.cells.0;
            cells.places.rotate_left(cells.head as usize);
            cells.head = 0;
            cells.places.push(None);
        }
    }

    /// Puts the pill behind the last item; it takes a cell.
    pub fn put_pill(&mut self) {
        let place = self.place(self.count);
        self.cells.0.places[place] = None;
        self.pill = Some(self.count.max(0) as u32);
        self.count += 1;
    }

    /// Whether a get would meet the pill now.
    #[must_use]
    pub fn is_pill_next(&self) -> bool {
        self.pill == Some(0)
    }

    /// Reads the item at the head and moves the head on.
    pub fn take(&mut self) -> (Option<Item>, Taken) {
        let item = self.advance();
        let owed = &mut self.cells.0.owed;
        let found = item.and_then(|item| owed.iter().position(|owed| owed.id() == item.id()));
        let taken = match found {
            None => Taken::Again,
            Some(0) => Taken::InTurn,
            Some(_) => Taken::Overtaking(owed[0].maker, owed[0].number),
        };
        if let Some(at) = found {
            owed.remove(at);
        }
        (item, taken)
    }

    /// Throws the oldest item away.
    pub fn drop_oldest(&mut self) -> Option<Item> {
        self.take().0
    }

    fn advance(&mut self) -> Option<Item> {
        let item = self.cells.0.places[self.place(0)];
        self.cells.0.head = self.place(1) as u32;
        self.count -= 1;
        self.pill = self.pill.map(|before| before.saturating_sub(1));
        item
    }

    /// The items that are waiting, the oldest first; `None` for the pill.
    pub fn items(&self) -> impl Iterator<Item = Option<Item>> + '_ {
        let live = self.count.clamp(0, self.len() as i32);
        (0..live).map(|behind| {
            let is_pill = self.pill == Some(behind as u32);
            self.cells.0.places[self.place(behind)].filter(|_| !is_pill)
        })
    }

    /// The cells in their places, and which of them is the head.
    #[must_use]
    pub fn cells(&self) -> (&[Option<Item>], usize) {
        (&self.cells.0.places, self.cells.0.head as usize)
    }

    /// An item that was put, was neither taken nor dropped, and is in no cell that counts.
    #[must_use]
    pub fn lost(&self) -> Option<Item> {
        let owed = self.cells.0.owed.iter();
        let is_there = |item: &Item| self.items().flatten().any(|other| other.id() == item.id());
        // The usual case costs one pass: the same items in the same order.
        let mut waiting = self.items().flatten();
        if owed.clone().all(|item| waiting.next().is_some_and(|other| other.id() == item.id())) {
            return None;
        }
        owed.copied().find(|item| !is_there(item))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(capacity: u16, items: u32) -> Ring {
        let mut ring = Ring::new(capacity);
        (1..=items).for_each(|number| ring.put(Item::new(0, number)));
        ring
    }

    fn number(taken: (Option<Item>, Taken)) -> (Option<u32>, Taken) {
        (taken.0.map(|item| item.number), taken.1)
    }

    #[test]
    fn items_leave_in_the_order_in_which_they_came() {
        let mut ring = with(2, 2);
        for next in 3..10 {
            assert_eq!(number(ring.take()), (Some(next - 2), Taken::InTurn));
            ring.put(Item::new(0, next));
            assert!(ring.lost().is_none());
        }
    }

    #[test]
    fn a_put_into_a_full_ring_loses_the_oldest_item() {
        let mut ring = with(2, 3);
        assert_eq!((ring.count, ring.lost().map(|item| item.number)), (3, Some(1)));
        assert_eq!(number(ring.take()), (Some(3), Taken::Overtaking(0, 1)));
    }

    #[test]
    fn a_get_from_an_empty_ring_reads_an_item_again() {
        let mut ring = with(2, 2);
        ring.take();
        ring.take();
        assert_eq!(number(ring.take()), (Some(1), Taken::Again));
        assert_eq!(ring.count, -1);
        assert_eq!(number(Ring::new(2).take()), (None, Taken::Again), "nothing was ever there");
    }

    #[test]
    fn a_ring_grows_without_losing_its_order() {
        let mut ring = with(2, 2);
        ring.take();
        ring.put(Item::new(0, 3));
        for next in 4..8 {
            ring.grow();
            ring.put(Item::new(0, next));
        }
        let numbers: Vec<u32> = ring.items().flatten().map(|item| item.number).collect();
        assert_eq!(numbers, [2, 3, 4, 5, 6, 7]);
        assert!(ring.lost().is_none());
    }

    #[test]
    fn a_pill_is_met_after_the_items_before_it() {
        let mut ring = with(3, 1);
        ring.put_pill();
        ring.put(Item::new(0, 2));
        assert!(!ring.is_pill_next() && ring.items().map(|i| i.is_some()).eq([true, false, true]));
        ring.take();
        assert!(ring.is_pill_next() && ring.lost().is_none());
    }
}
