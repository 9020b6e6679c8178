//! Everything at one step: the threads, and what they share.

use std::hash::{Hash, Hasher};

use super::program::{Id, Lock};
use super::room::Room;

/// Where a thread is between its start and its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Life {
    /// Nobody has started it yet.
    Unborn,
    /// It goes on as soon as it may and has a core.
    Alive,
    /// It waits for an answer from outside.
    Waiting,
    /// It came to its end.
    Ended,
    /// Its process came to an end before it did.
    Abandoned,
    /// Its process crashed.
    Crashed,
}

/// Whether a thread was asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cancel {
    /// Nobody asked.
    No,
    /// Somebody asked; it has not looked yet.
    Asked,
    /// It said that it stops.
    Acknowledged,
}

/// One thread.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Thread {
    /// Where it is between its start and its end.
    pub life: Life,
    /// Its program counter: the operation that is next.
    pub at: u8,
    /// How many steps of that operation are behind it.
    pub done: u8,
    /// How many times it has gone through the part that it repeats.
    pub turn: u8,
    /// What it read from the counter.
    pub register: u8,
    /// The locks that it has taken, a bit each.
    pub held: u8,
    /// Whether it has a place at the waiter's table.
    pub is_inside: bool,
    /// Whether nobody will join it.
    pub is_detached: bool,
    /// Whether it was asked to stop.
    pub cancel: Cancel,
}

impl Thread {
    /// A thread at its beginning.
    #[must_use]
    pub fn new(life: Life) -> Thread {
        Thread {
            life,
            at: 0,
            done: 0,
            turn: 0,
            register: 0,
            held: 0,
            is_inside: false,
            is_detached: false,
            cancel: Cancel::No,
        }
    }

    /// Whether it has begun and not ended.
    #[must_use]
    pub fn is_going(&self) -> bool {
        matches!(self.life, Life::Alive | Life::Waiting)
    }

    /// Whether it has taken this lock.
    #[must_use]
    pub fn holds(&self, lock: Lock) -> bool {
        self.held >> lock & 1 == 1
    }
}

/// Everything at one step, but for what is booked.
#[derive(Clone, Debug)]
pub struct State {
    /// By number.
    pub threads: Vec<Thread>,
    /// The counter that all add to.
    pub counter: u8,
    /// How many additions were carried through: what the counter should be.
    pub added: u8,
    /// Messages that arrived and were not taken yet.
    pub inbox: u8,
    /// Whether somebody took the locks away: then every lock is free to everybody.
    pub are_locks_off: bool,
    /// Where the threads run, and how it went. It decides when something happens and never what
    /// can, so it does not enter equality or hash: a search merges states that differ in it alone.
    pub room: Room,
}

impl PartialEq for State {
    fn eq(&self, other: &State) -> bool {
        self.known() == other.known()
    }
}

impl Eq for State {}

impl Hash for State {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.known().hash(hasher);
    }
}

impl State {
    fn known(&self) -> (&[Thread], u8, u8, u8, bool) {
        (&self.threads, self.counter, self.added, self.inbox, self.are_locks_off)
    }

    /// The thread with this number.
    #[must_use]
    pub fn thread(&self, id: Id) -> &Thread {
        &self.threads[usize::from(id)]
    }

    pub(super) fn thread_mut(&mut self, id: Id) -> &mut Thread {
        &mut self.threads[usize::from(id)]
    }

    /// Every thread with its number.
    pub fn numbered(&self) -> impl Iterator<Item = (Id, &Thread)> {
        (0..).zip(&self.threads)
    }

    /// Who has taken this lock, in the order of their numbers: one at most, unless it was broken.
    pub fn holders(&self, lock: Lock) -> impl Iterator<Item = Id> + '_ {
        self.numbered().filter(move |(_, thread)| thread.holds(lock)).map(|(id, _)| id)
    }

    /// Whether nobody goes on any more: the round is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        !self.threads.iter().any(Thread::is_going)
    }

    /// Whether some process crashed in this round.
    #[must_use]
    pub fn has_crashed(&self) -> bool {
        self.threads.iter().any(|thread| thread.life == Life::Crashed)
    }
}
