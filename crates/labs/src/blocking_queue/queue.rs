//! A bounded blocking queue for native threads: what the lab models, for real.
//!
//! [`BlockingQueue`] holds at most `capacity` items. [`put`](BlockingQueue::put) waits while it is
//! full, [`get`](BlockingQueue::get) while it is empty; both also come as a try and with a
//! time-out. After [`close`](BlockingQueue::close) a put fails and gives its item back, and a get
//! drains what is left and then says that there is no more.
//!
//! **Two locks.** Producers meet at the entry and consumers at the exit, each with a lock and a
//! buffer of its own, as in Michael and Scott's two-lock queue (PODC 1996) and Java's
//! `LinkedBlockingQueue`. Where those link nodes, an exit that has run dry takes the entry's whole
//! buffer at once, so in a stream the two sides meet once a buffer and not once an item. Only who
//! finds the queue full or empty takes both locks, always the exit's first; under both, the queue
//! is as simple as under one.
//!
//! **Waiting is a hand-over.** Who has to wait stands in line with a slot of its own and parks. A
//! put finds the longest waiting consumer and fills its slot; a get that makes room moves the
//! longest waiting producer's item into the queue. The woken thread has nothing left to try, so
//! no newcomer can overtake it, no wake-up can be lost, and one item wakes one thread. This is how
//! Go's channels wait (`runtime/chan.go`).
//!
//! **What holds.** With both locks free: a consumer waits only while the queue is empty, a
//! producer only while it is full, and nobody once it is closed. Items leave in the order in which
//! they came in; a waiting producer's item comes in when room is made for it. Threads are woken
//! after the locks are released.
//!
//! **Waiting is not busy.** Before it parks, a thread looks again a bounded number of times, for
//! some microseconds (`sync::look_again`); then it sleeps until its turn has come.
//!
//! **Panics.** No code of the user's runs under a lock: not an item's `Drop`, not a comparison.
//! So a thread that panics while it holds items cannot leave the queue half changed, and nobody
//! else is held up by it. A lock that is marked as poisoned all the same is taken as it is.
//!
//! Proved with loom (`cargo xtask test loom`), measured by `benches/queue.rs`.

use super::sync::{
    Arc, AtomicBool, AtomicUsize, Mutex, MutexGuard, Ordering, Thread, current, look_again, park,
    park_timeout,
};
use std::collections::{VecDeque, vec_deque};
use std::fmt;
use std::mem;
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

/// A queue that holds at most a fixed number of items, between threads that wait for each other.
/// It is shared by reference or in an `Arc`.
pub struct BlockingQueue<T> {
    capacity: usize,
    exit: Side<Exit<T>>,
    entry: Side<Entry<T>>,
}

/// One end of the queue, on cache lines of its own: what one end writes shall not slow the other.
#[repr(align(128))]
struct Side<S> {
    state: Mutex<S>,
    /// How many items have come by here, wrapping; written under this side's lock. Without it, it
    /// may be behind: the entry then takes the queue for fuller than it is, the exit for emptier.
    passed: AtomicUsize,
}

/// Where items come in.
struct Entry<T> {
    /// The later items: those that came since the exit last took the buffer.
    items: VecDeque<T>,
    /// Consumers that wait, the longest first. Whoever brings an item finds them here.
    takers: VecDeque<Arc<Waiter<T>>>,
    /// How many items had gone out when the queue last looked full from here. To look at the exit's
    /// own count for every item would have both ends wait for one cache line.
    gone_out: usize,
    is_closed: bool,
}

/// Where items go out.
struct Exit<T> {
    /// The earlier items.
    items: VecDeque<T>,
    /// Producers that wait with an item, the longest first. Whoever makes room finds them here.
    givers: VecDeque<Arc<Waiter<T>>>,
}

impl<T> BlockingQueue<T> {
    /// An empty queue. Memory is taken as items come, for twice the capacity at most.
    pub fn new(capacity: NonZeroUsize) -> Self {
        let entry = Entry {
            items: VecDeque::new(),
            takers: VecDeque::new(),
            gone_out: 0,
            is_closed: false,
        };
        let exit = Exit { items: VecDeque::new(), givers: VecDeque::new() };
        Self { capacity: capacity.get(), exit: Side::new(exit), entry: Side::new(entry) }
    }

    /// Puts an item in, and waits while the queue is full.
    ///
    /// # Errors
    /// When the queue is closed, or is closed meanwhile: the item comes back.
    pub fn put(&self, item: T) -> Result<(), Closed<T>> {
        self.put_within(item, None).map_err(|refusal| Closed(refusal.into_item()))
    }

    /// Puts an item in, and waits while the queue is full, but no longer than so.
    ///
    /// # Errors
    /// When the queue is closed, or still full in the end: the item comes back.
    pub fn put_timeout(&self, item: T, timeout: Duration) -> Result<(), PutError<T>> {
        self.put_within(item, Some(timeout))
    }

    /// Puts an item in if there is room now.
    ///
    /// # Errors
    /// When the queue is full or closed: the item comes back.
    pub fn try_put(&self, item: T) -> Result<(), PutError<T>> {
        let taker = self.admit(&mut self.entry.lock(), item)?;
        wake(taker);
        Ok(())
    }

    /// Takes the first item out, and waits while the queue is empty. `None` says that it is closed
    /// and drained: nothing will ever come.
    pub fn get(&self) -> Option<T> {
        self.get_within(None).ok()
    }

    /// Takes the first item out, and waits while the queue is empty, but no longer than so.
    ///
    /// # Errors
    /// When the queue is still empty in the end, or is closed and drained.
    pub fn get_timeout(&self, timeout: Duration) -> Result<T, GetError> {
        self.get_within(Some(timeout))
    }

    /// Takes the first item out if there is one now.
    ///
    /// # Errors
    /// When the queue is empty, or closed and drained.
    pub fn try_get(&self) -> Result<T, GetError> {
        self.take_or(|_| ())
    }

    /// Takes out all that is in the queue at this moment, in order, and waits for nothing.
    /// Producers that wait come in as far as there is room.
    pub fn drain(&self) -> vec_deque::IntoIter<T> {
        let mut exit = self.exit.lock();
        let mut entry = self.entry.lock();
        let mut drained = mem::take(&mut exit.items);
        drained.append(&mut entry.items);
        self.exit.advance(drained.len());
        let waiting = exit.givers.len().min(self.capacity);
        let admitted: Vec<_> = exit.givers.drain(..waiting).collect();
        entry.items.extend(admitted.iter().filter_map(|giver| giver.settle(None)));
        self.entry.advance(waiting);
        drop((entry, exit));
        admitted.into_iter().for_each(|giver| wake(Some(giver)));
        drained.into_iter()
    }

    /// Items until the queue is closed and drained; waits for each as [`BlockingQueue::get`] does.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { queue: self }
    }

    /// Lets nothing more in. Whoever waits is told: producers get their items back, consumers
    /// leave. What is in the queue can still be taken. To close again changes nothing.
    pub fn close(&self) {
        let mut exit = self.exit.lock();
        let mut entry = self.entry.lock();
        entry.is_closed = true;
        let takers = mem::take(&mut entry.takers);
        let givers = mem::take(&mut exit.givers);
        takers.iter().chain(&givers).for_each(|waiter| waiter.end());
        drop((entry, exit));
        takers.into_iter().chain(givers).for_each(|waiter| wake(Some(waiter)));
    }

    /// Whether the queue was closed.
    pub fn is_closed(&self) -> bool {
        self.entry.lock().is_closed
    }

    /// How many items it holds at most.
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// How many items are in it at this moment.
    pub fn len(&self) -> usize {
        let exit = self.exit.lock();
        let entry = self.entry.lock();
        exit.items.len() + entry.items.len()
    }

    /// Whether nothing is in it at this moment.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn put_within(&self, item: T, timeout: Option<Duration>) -> Result<(), PutError<T>> {
        let item = match self.try_put(item) {
            Err(PutError::Full(item)) => item,
            done => return done,
        };
        look_again(self.capacity > 1, || self.count() < self.capacity);
        let mut exit = self.exit.lock();
        let mut entry = self.entry.lock();
        let item = match self.admit(&mut entry, item) {
            Err(PutError::Full(item)) => item,
            done => {
                drop((entry, exit));
                return done.map(wake);
            }
        };
        let waiter = Waiter::new(Some(item));
        exit.givers.push_back(Arc::clone(&waiter));
        drop((entry, exit));
        if waiter.sleep(timeout) || !leave(&mut self.exit.lock().givers, &waiter) {
            let refused = waiter.slot().take();
            return refused.map_or(Ok(()), |item| Err(PutError::Closed(item)));
        }
        let item = waiter.slot().take();
        item.map_or(Ok(()), |item| Err(PutError::Full(item)))
    }

    fn get_within(&self, timeout: Option<Duration>) -> Result<T, GetError> {
        match self.try_get() {
            Err(GetError::Empty) => {}
            done => return done,
        }
        look_again(self.capacity > 1, || self.count() > 0);
        let waiter = Waiter::new(None);
        match self.take_or(|entry| entry.takers.push_back(Arc::clone(&waiter))) {
            Err(GetError::Empty) => {}
            done => return done,
        }
        if waiter.sleep(timeout) || !leave(&mut self.entry.lock().takers, &waiter) {
            return waiter.slot().take().ok_or(GetError::Closed);
        }
        Err(GetError::Empty)
    }

    /// Lets an item in, or hands it to the consumer that waits longest, who is then to be woken.
    fn admit(&self, entry: &mut Entry<T>, item: T) -> Result<Option<Arc<Waiter<T>>>, PutError<T>> {
        if entry.is_closed {
            return Err(PutError::Closed(item));
        }
        if let Some(taker) = entry.takers.pop_front() {
            taker.settle(Some(item));
            return Ok(Some(taker));
        }
        let come_in = self.entry.passed.load(Ordering::Relaxed);
        if come_in.wrapping_sub(entry.gone_out) >= self.capacity {
            entry.gone_out = self.exit.passed.load(Ordering::Relaxed);
            if come_in.wrapping_sub(entry.gone_out) >= self.capacity {
                return Err(PutError::Full(item));
            }
        }
        entry.items.push_back(item);
        self.entry.advance(1);
        Ok(None)
    }

    /// Takes the first item out. Where there is none but may be one later, calls `line_up` while
    /// nothing can come in.
    fn take_or(&self, line_up: impl FnOnce(&mut Entry<T>)) -> Result<T, GetError> {
        let mut exit = self.exit.lock();
        let item = match exit.items.pop_front() {
            Some(item) => item,
            None => {
                let mut entry = self.entry.lock();
                mem::swap(&mut exit.items, &mut entry.items);
                match exit.items.pop_front() {
                    Some(item) => item,
                    None if entry.is_closed => return Err(GetError::Closed),
                    None => {
                        line_up(&mut entry);
                        return Err(GetError::Empty);
                    }
                }
            }
        };
        let giver = exit.givers.pop_front();
        if let Some(giver) = &giver {
            // The room is the giver's from the start: under the entry's lock no newcomer sees it.
            let mut entry = self.entry.lock();
            entry.items.extend(giver.settle(None));
            self.entry.advance(1);
            self.exit.advance(1);
        } else {
            self.exit.advance(1);
        }
        drop(exit);
        wake(giver);
        Ok(item)
    }

    /// How many items are in the queue: exact under both locks, at most too many under the
    /// entry's, and without a lock a guess.
    fn count(&self) -> usize {
        let out = self.exit.passed.load(Ordering::Relaxed);
        self.entry.passed.load(Ordering::Relaxed).wrapping_sub(out)
    }
}

impl<S> Side<S> {
    fn new(state: S) -> Self {
        Self { state: Mutex::new(state), passed: AtomicUsize::new(0) }
    }

    fn lock(&self) -> MutexGuard<'_, S> {
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Counts items that came by. The caller holds the lock, so nobody else writes.
    fn advance(&self, items: usize) {
        let passed = self.passed.load(Ordering::Relaxed);
        self.passed.store(passed.wrapping_add(items), Ordering::Relaxed);
    }
}

/// A thread that waits in line, and the slot through which it is served.
struct Waiter<T> {
    thread: Thread,
    /// The item that a producer brings until it is let in, or that a consumer was given.
    slot: Mutex<Option<T>>,
    /// Whether its waiting is over. Set under the lock of the line that it stood in.
    is_settled: AtomicBool,
}

impl<T> Waiter<T> {
    fn new(item: Option<T>) -> Arc<Self> {
        let (slot, is_settled) = (Mutex::new(item), AtomicBool::new(false));
        Arc::new(Self { thread: current(), slot, is_settled })
    }

    fn slot(&self) -> MutexGuard<'_, Option<T>> {
        self.slot.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Exchanges what is in the slot, and ends the wait.
    fn settle(&self, given: Option<T>) -> Option<T> {
        let brought = mem::replace(&mut *self.slot(), given);
        self.end();
        brought
    }

    /// Ends the wait with the slot as it is.
    fn end(&self) {
        self.is_settled.store(true, Ordering::Release);
    }

    /// Sleeps until the wait has ended; false when the time ran out first.
    fn sleep(&self, timeout: Option<Duration>) -> bool {
        // A time-out beyond what the clock can tell is none.
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        while !self.is_settled.load(Ordering::Acquire) {
            let Some(deadline) = deadline else {
                park();
                continue;
            };
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            park_timeout(left);
        }
        true
    }
}

/// Wakes the thread whose wait has ended, if there is one. No lock is held.
fn wake<T>(waiter: Option<Arc<Waiter<T>>>) {
    if let Some(waiter) = waiter {
        waiter.thread.unpark();
    }
}

/// Leaves the line; false when somebody else has taken the waiter out of it, and so has ended its
/// wait.
fn leave<T>(line: &mut VecDeque<Arc<Waiter<T>>>, waiter: &Arc<Waiter<T>>) -> bool {
    let place = line.iter().position(|other| Arc::ptr_eq(other, waiter));
    place.and_then(|place| line.remove(place)).is_some()
}

impl<T> fmt::Debug for BlockingQueue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingQueue")
            .field("len", &self.len())
            .field("capacity", &self.capacity)
            .field("is_closed", &self.is_closed())
            .finish()
    }
}

/// Items of a queue until it is closed and drained.
#[derive(Debug)]
pub struct Iter<'a, T> {
    queue: &'a BlockingQueue<T>,
}

impl<T> Iterator for Iter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.queue.get()
    }
}

impl<'a, T> IntoIterator for &'a BlockingQueue<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

/// The queue is closed: the item comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed<T>(pub T);

/// Why an item was not let in; it comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutError<T> {
    /// The queue was full, until the time had run out.
    Full(T),
    /// The queue is closed.
    Closed(T),
}

/// Why no item was taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GetError {
    /// The queue was empty, until the time had run out.
    Empty,
    /// The queue is closed and drained: nothing will ever come.
    Closed,
}

impl<T> PutError<T> {
    /// The item that was not let in.
    pub fn into_item(self) -> T {
        match self {
            Self::Full(item) | Self::Closed(item) => item,
        }
    }
}

const CLOSED: &str = "the queue is closed and takes nothing more in";

impl<T> fmt::Display for Closed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(CLOSED)
    }
}

impl<T> fmt::Display for PutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full(_) => "the queue is full: somebody has to take an item out first",
            Self::Closed(_) => CLOSED,
        })
    }
}

impl fmt::Display for GetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the queue is empty: somebody has to put an item in first",
            Self::Closed => "the queue is closed and drained, so nothing will ever come",
        })
    }
}

impl<T: fmt::Debug> std::error::Error for Closed<T> {}
impl<T: fmt::Debug> std::error::Error for PutError<T> {}
impl std::error::Error for GetError {}
