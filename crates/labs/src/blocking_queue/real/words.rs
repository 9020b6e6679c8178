//! The words that threads share, and where each stands.
//!
//! Every word that several threads write has a line of its own, of 64 bytes, so that what one
//! thread writes does not slow another that only has its neighbour. Behind them each thread has a
//! line, then come the slots of the ring.

/// Words of 32 bits that threads share. Every access but [`Words::write`] and [`Words::read`] is
/// one of JavaScript's `Atomics`: all threads see all of them in one order.
pub trait Words {
    /// How often a thread looks before it sleeps.
    const LOOKS: u32 = 64;

    /// What a word is.
    fn load(&self, at: u32) -> i32;
    /// Sets a word.
    fn store(&self, at: u32, value: i32);
    /// Sets a word to `new` where it is `expected`; what it was.
    fn exchange(&self, at: u32, expected: i32, new: i32) -> i32;
    /// Adds to a word.
    fn add(&self, at: u32, value: i32);
    /// Sets bits of a word.
    fn set(&self, at: u32, bits: i32);
    /// Sleeps while a word is `expected` until it is notified, or so many milliseconds ran out.
    fn wait(&self, at: u32, expected: i32, patience_ms: u32) -> Waited;
    /// Wakes so many of those who sleep on a word, the longest sleepers first; how many there were.
    fn notify(&self, at: u32, count: u32) -> u32;
    /// Copies items into slots. Nobody else may touch them meanwhile.
    fn write(&self, at: u32, items: &[i32]);
    /// Copies items out of slots. Nobody may write them meanwhile.
    fn read(&self, at: u32, items: &mut [i32]);
}

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waited {
    /// It was notified.
    Woken,
    /// The word was another one, so it did not begin.
    Changed,
    /// The time ran out.
    TimedOut,
}

/// Words a line.
const LINE: u32 = 16;

/// The lock of the producers: who holds it, and flags.
pub const ENTRY: u32 = 0;
/// The lock of the consumers.
pub const EXIT: u32 = LINE;
/// How many items came in, wrapping. Stored under the entry's lock.
pub const TAIL: u32 = 2 * LINE;
/// How many items went out, wrapping. Stored under the exit's lock.
pub const HEAD: u32 = 3 * LINE;
/// The condition “not empty”: a number that changes with every notice, for consumers to sleep on.
pub const NOT_EMPTY: u32 = 4 * LINE;
/// The condition “not full”, for producers.
pub const NOT_FULL: u32 = 5 * LINE;
/// How many consumers are about to sleep, or do and were not woken yet.
pub const TAKERS: u32 = 6 * LINE;
/// How many producers are about to sleep, or do and were not woken yet.
pub const GIVERS: u32 = 7 * LINE;
/// Who shall stop: the holder's number, and [`STOP_INSIDE`].
pub const STOP: u32 = 8 * LINE;
/// How often a lock was taken over from the dead.
pub const REPAIRS: u32 = 9 * LINE;
/// One when everybody may begin.
pub const GATE: u32 = 10 * LINE;
/// How long a producer rests after each item, in milliseconds.
pub const PUT_REST: u32 = 11 * LINE;
/// How long a consumer rests after each item, in milliseconds.
pub const GET_REST: u32 = 12 * LINE;
const THREADS: u32 = 13 * LINE;
const SLOTS: u32 = THREADS + THREADS_MAX * LINE;

/// No more threads than this.
pub const THREADS_MAX: u32 = 8;

/// Words an item: 64 bytes.
pub const ITEM: u32 = 16;

/// In the line of a thread: what it does, a [`State`].
pub const STATE: u32 = 0;
/// Items that it moved.
pub const COUNT: u32 = 1;
/// How often it waited for so long that its time ran out.
pub const TIMEOUTS: u32 = 2;
/// Items that came out of order.
pub const DISORDER: u32 = 3;
/// Items whose content was not what was put in.
pub const TORN: u32 = 4;
/// The sum of the fingerprints of its items, its lower half.
pub const SUM_LOW: u32 = 5;
/// The upper half.
pub const SUM_HIGH: u32 = 6;
/// It sleeps here while it is stopped or rests.
pub const PARK: u32 = 7;

/// The bits of a lock that say who holds it: a thread's number and one; zero is nobody.
pub const HOLDER: i32 = 0xff;
/// Somebody sleeps until the lock is free.
pub const WAITERS: i32 = 1 << 8;
/// The holder died, and the lock was taken from it: whoever gets it next repairs what it left.
pub const OWNER_DIED: i32 = 1 << 9;
/// The queue is closed; in the entry's lock.
pub const CLOSED: i32 = 1 << 10;
/// Somebody who comes here shall stop; [`STOP`] says who.
pub const STOPS: i32 = 1 << 11;

/// In [`STOP`]: while it holds the lock.
pub const STOP_INSIDE: i32 = 1 << 8;

/// What a thread does. Where it runs on without waiting nothing is written, so a state costs only
/// those who wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum State {
    /// It has not begun.
    Starting,
    /// It runs.
    Running,
    /// It sleeps until a lock is free.
    WaitsForLock,
    /// It sleeps until the queue is not full.
    WaitsForRoom,
    /// It sleeps until the queue is not empty.
    WaitsForItem,
    /// It rests between two items.
    Rests,
    /// It was told to stop, and holds nothing.
    Stopped,
    /// It was told to stop, and holds a lock.
    StoppedInside,
    /// It has left.
    Done,
    /// It was ended from outside.
    Killed,
}

impl State {
    const ALL: [State; 10] = [
        State::Starting,
        State::Running,
        State::WaitsForLock,
        State::WaitsForRoom,
        State::WaitsForItem,
        State::Rests,
        State::Stopped,
        State::StoppedInside,
        State::Done,
        State::Killed,
    ];

    /// The state that a word says.
    pub fn of(word: i32) -> State {
        let index = usize::try_from(word).unwrap_or(0);
        State::ALL.get(index).copied().unwrap_or(State::Starting)
    }
}

/// Where a word in the line of a thread is.
pub fn of_thread(thread: u32, word: u32) -> u32 {
    THREADS + thread * LINE + word
}

/// Where a slot begins.
pub fn slot(place: u32) -> u32 {
    SLOTS + place * ITEM
}

/// How many words a ring of so many slots takes.
pub fn size(capacity: u32) -> u32 {
    slot(capacity)
}
