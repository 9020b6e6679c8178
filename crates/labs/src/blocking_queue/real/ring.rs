//! A bounded blocking queue in shared words: a ring with two locks and two conditions.
//!
//! It is the design of [`queue`](crate::blocking_queue::queue), in what a browser offers: producers
//! meet at the entry's lock and consumers at the exit's; a position that one store moves makes a
//! put or a get visible, so whoever dies before that store has changed nothing.
//!
//! **The locks** are those of Drepper, “Futexes Are Tricky” (2011), with the holder's number in
//! the word as in Linux's robust futexes: one exchange takes a free lock and says who has it, one
//! gives it up where nobody sleeps on it. Everything else that a lock has to say is a flag of the
//! same word, so the fast way, which expects the word without flags, never asks for them.
//!
//! **The conditions** are numbers that change with every notice. Who has to wait counts itself,
//! reads the number, looks again and sleeps only while the number is what it was; who has made
//! room or brought an item looks whether anybody counts, changes the number, wakes as many as there
//! are items, and strikes them off the count, so that nobody notifies them again before they run.
//! Either the sleeper sees the item or the other sees the sleeper, because all atomic accesses have
//! one order.
//!
//! **Before it sleeps** a thread looks a bounded number of times: sleeping and waking take some
//! ten microseconds, in which a running peer moves dozens of items.

use super::words::{
    CLOSED, ENTRY, EXIT, GIVERS, HEAD, HOLDER, ITEM, NOT_EMPTY, NOT_FULL, OWNER_DIED, PARK,
    REPAIRS, STATE, STOP, STOP_INSIDE, STOPS, State, TAIL, TAKERS, TIMEOUTS, WAITERS, Waited,
    Words, of_thread, slot,
};
use std::cell::Cell;

/// For so long a thread waits before it says so, in milliseconds.
pub const PATIENCE_MS: u32 = 1_000;

/// The queue is closed; what is left of the items did not come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed;

/// The ring as one thread has it.
pub struct Ring<W> {
    words: W,
    capacity: u32,
    thread: u32,
    /// The position of the other side when it was last looked at: it may only be further by now.
    seen: Cell<i32>,
}

impl<W: Words> Ring<W> {
    /// The ring of so many slots for a thread, by its number. The capacity is a power of two.
    pub fn new(words: W, capacity: u32, thread: u32) -> Ring<W> {
        Ring { words, capacity, thread, seen: Cell::new(0) }
    }

    /// The words.
    pub fn words(&self) -> &W {
        &self.words
    }

    /// Puts items in, in order, each as soon as there is room; those that fit go in together.
    ///
    /// # Errors
    /// When the queue is closed.
    pub fn put(&self, items: &[i32]) -> Result<(), Closed> {
        let mut rest = items;
        while !rest.is_empty() {
            let flags = self.lock(ENTRY);
            if flags & CLOSED != 0 {
                self.unlock(ENTRY);
                // A consumer may sleep because this thread held the lock while it looked.
                notice(&self.words, NOT_EMPTY, TAKERS, u32::MAX);
                return Err(Closed);
            }
            let tail = self.words.load(TAIL);
            let count = self.room(tail).min(rest.len() as u32 / ITEM);
            let (now, later) = rest.split_at((count * ITEM) as usize);
            self.copy(tail, count, |at, from, to| self.words.write(at, &now[from..to]));
            if flags & STOPS != 0 {
                self.stop(State::StoppedInside);
            }
            if count == 0 {
                self.unlock(ENTRY);
                self.await_room();
                continue;
            }
            self.words.store(TAIL, tail.wrapping_add(count as i32));
            self.unlock(ENTRY);
            if self.words.load(TAKERS) > 0 {
                notice(&self.words, NOT_EMPTY, TAKERS, count);
            }
            rest = later;
        }
        Ok(())
    }

    /// Takes out as many items as there are, up to the room in `items`, and waits for the first.
    /// How many; none says that the queue is closed and drained.
    pub fn get(&self, items: &mut [i32]) -> u32 {
        loop {
            let flags = self.lock(EXIT);
            let head = self.words.load(HEAD);
            let count = self.stock(head).min(items.len() as u32 / ITEM);
            self.copy(head, count, |at, from, to| self.words.read(at, &mut items[from..to]));
            if flags & STOPS != 0 {
                self.stop(State::StoppedInside);
            }
            if count == 0 {
                self.unlock(EXIT);
                if self.await_item() {
                    continue;
                }
                return 0;
            }
            self.words.store(HEAD, head.wrapping_add(count as i32));
            self.unlock(EXIT);
            if self.words.load(GIVERS) > 0 {
                notice(&self.words, NOT_FULL, GIVERS, count);
            }
            return count;
        }
    }

    /// Says what this thread does.
    pub fn tell(&self, state: State) {
        self.words.store(of_thread(self.thread, STATE), state as i32);
    }

    /// Free slots behind a tail. The head is looked at only where that may help.
    fn room(&self, tail: i32) -> u32 {
        let free = |head: i32| self.capacity as i32 - tail.wrapping_sub(head);
        if free(self.seen.get()) <= 0 {
            self.seen.set(self.words.load(HEAD));
        }
        free(self.seen.get()).max(0) as u32
    }

    /// Items from a head on. The tail is looked at only where that may help.
    fn stock(&self, head: i32) -> u32 {
        if self.seen.get().wrapping_sub(head) <= 0 {
            self.seen.set(self.words.load(TAIL));
        }
        self.seen.get().wrapping_sub(head).max(0) as u32
    }

    /// Calls for each run of neighbouring slots: where it is, and which words of the items belong
    /// there. A ring has two at most.
    fn copy(&self, position: i32, count: u32, mut each: impl FnMut(u32, usize, usize)) {
        let place = position as u32 % self.capacity;
        let first = count.min(self.capacity - place);
        let (middle, end) = ((first * ITEM) as usize, (count * ITEM) as usize);
        if first > 0 {
            each(slot(place), 0, middle);
        }
        if middle < end {
            each(slot(0), middle, end);
        }
    }

    fn holder(&self) -> i32 {
        self.thread as i32 + 1
    }

    /// Takes a lock. What comes back are its flags; [`STOPS`] only where this thread shall stop.
    fn lock(&self, lock: u32) -> i32 {
        if self.words.exchange(lock, 0, self.holder()) == 0 { 0 } else { self.lock_slowly(lock) }
    }

    fn lock_slowly(&self, lock: u32) -> i32 {
        let (mut looks, mut has_slept) = (0, 0);
        loop {
            let word = self.words.load(lock);
            if word & HOLDER == 0 {
                let stop = if word & STOPS == 0 { 0 } else { self.words.load(STOP) };
                let is_meant = stop & HOLDER == self.holder();
                let flag = if is_meant { STOPS } else { 0 };
                if is_meant && stop & STOP_INSIDE == 0 {
                    if self.words.exchange(lock, word, word & !STOPS) == word {
                        self.stop(State::Stopped);
                    }
                    continue;
                }
                // Who slept cannot know whether others still do.
                let taken = (word & !(OWNER_DIED | flag)) | self.holder() | has_slept;
                if self.words.exchange(lock, word, taken) == word {
                    if word & OWNER_DIED != 0 {
                        // What the dead holder left half done was never made visible, so to go on
                        // from the positions as they are is to roll it back.
                        self.words.add(REPAIRS, 1);
                    }
                    if has_slept != 0 {
                        self.tell(State::Running);
                    }
                    return (word & !STOPS) | flag;
                }
            } else if looks < W::LOOKS {
                looks += 1;
            } else {
                let marked = word | WAITERS;
                if word == marked || self.words.exchange(lock, word, marked) == word {
                    self.sleep(State::WaitsForLock, lock, marked);
                    has_slept = WAITERS;
                }
            }
        }
    }

    fn unlock(&self, lock: u32) {
        let mut word = self.holder();
        loop {
            let found = self.words.exchange(lock, word, word & !(HOLDER | WAITERS));
            if found == word {
                break;
            }
            word = found;
        }
        if word & WAITERS != 0 {
            self.words.notify(lock, 1);
        }
    }

    /// Waits until there may be room, the queue is closed, or this thread shall stop.
    fn await_room(&self) {
        let seen = self.seen.get();
        if (0..W::LOOKS).any(|_| self.words.load(HEAD) != seen) {
            return;
        }
        self.words.add(GIVERS, 1);
        loop {
            let notice = self.words.load(NOT_FULL);
            let is_closed = self.words.load(ENTRY) & CLOSED != 0;
            if is_closed || self.room(self.words.load(TAIL)) > 0 || self.is_called() {
                break;
            }
            if self.sleep(State::WaitsForRoom, NOT_FULL, notice) == Waited::Woken {
                return self.tell(State::Running);
            }
        }
        self.words.add(GIVERS, -1);
        self.tell(State::Running);
    }

    /// Waits until there may be an item, or this thread shall stop; false when none will ever come.
    fn await_item(&self) -> bool {
        let seen = self.seen.get();
        if (0..W::LOOKS).any(|_| self.words.load(TAIL) != seen) {
            return true;
        }
        self.words.add(TAKERS, 1);
        let may_come = loop {
            let notice = self.words.load(NOT_EMPTY);
            let entry = self.words.load(ENTRY);
            if self.words.load(TAIL) != self.words.load(HEAD) || self.is_called() {
                break true;
            }
            // Nobody who comes after the close puts anything; somebody who is inside may.
            if entry & CLOSED != 0 && entry & HOLDER == 0 {
                break false;
            }
            if self.sleep(State::WaitsForItem, NOT_EMPTY, notice) == Waited::Woken {
                self.tell(State::Running);
                return true;
            }
        };
        self.words.add(TAKERS, -1);
        self.tell(State::Running);
        may_come
    }

    fn is_called(&self) -> bool {
        self.words.load(STOP) & HOLDER == self.holder()
    }

    /// Sleeps once, and counts when it took too long.
    fn sleep(&self, state: State, at: u32, expected: i32) -> Waited {
        self.tell(state);
        let waited = self.words.wait(at, expected, PATIENCE_MS);
        if waited == Waited::TimedOut {
            self.words.add(of_thread(self.thread, TIMEOUTS), 1);
        }
        waited
    }

    /// Stops as it was told. On the page its end comes next; a test lets it go on.
    fn stop(&self, state: State) {
        self.words.store(STOP, 0);
        self.tell(state);
        let park = of_thread(self.thread, PARK);
        while self.words.load(park) == 0 {
            self.words.wait(park, 0, PATIENCE_MS);
        }
        self.words.store(park, 0);
        self.tell(State::Running);
    }
}

/// Changes a condition, wakes so many who sleep on it, and strikes them off the count.
pub fn notice(words: &impl Words, condition: u32, sleepers: u32, count: u32) {
    words.add(condition, 1);
    let woken = words.notify(condition, count);
    if woken > 0 {
        words.add(sleepers, -(woken as i32));
    }
}
