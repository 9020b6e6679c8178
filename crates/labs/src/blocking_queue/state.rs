//! Everything at one step, but for what is booked.

use std::rc::Rc;

use kernel::Aside;

use super::parameters::{BlockingQueue, Pace, Role, Thread};
use super::record::Record;
use super::ring::{Item, Ring};

/// The threads and what they share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// By number.
    pub threads: Vec<Worker>,
    /// By stage.
    pub buffers: Vec<Buffer>,
    /// The memory is used up: the process is gone, and all its threads with it.
    pub is_dead: bool,
    /// Whoever takes a lock next dies with it.
    pub is_doomed: bool,
    /// How the run came here, for figures and pictures.
    pub record: Aside<Rc<Record>>,
}

/// A thread.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Worker {
    /// Where it is in its code.
    pub doing: Doing,
    /// Which code it runs.
    pub task: Task,
    /// The buffer that it uses.
    pub at: u8,
    /// It has waited in this put or get behind an `if`, and does not look again.
    pub has_slept: bool,
    /// Its patience is over, or it was interrupted: it does not wait again.
    pub gave_up: bool,
    /// It goes away once it has released the lock.
    pub is_leaving: bool,
    /// Items that it has still to make; zero also where they are endless.
    pub left: u16,
    /// What it has in its hands.
    pub hands: Aside<Option<Item>>,
    /// How many items it has made.
    pub made: Aside<u32>,
}

/// Which code a thread runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Task {
    /// Puts an item.
    Put,
    /// Gets an item.
    Get,
    /// Closes the queue.
    Close,
    /// Puts a poison pill.
    Pill,
}

impl Task {
    /// Whether it waits for room rather than for an item.
    #[must_use]
    pub fn puts(self) -> bool {
        matches!(self, Task::Put | Task::Pill)
    }
}

/// Where a thread is in its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doing {
    /// Outside: a producer makes an item, a consumer works on one.
    Away,
    /// Before the lock. With a lock that lets others barge in, its step is booked while the lock is
    /// free, and not while it is held: then there is nothing that it could do.
    Enter,
    /// In the queue of the lock, until it is handed over.
    Queue,
    /// It has the lock: is there room, is there an item?
    Test,
    /// It has the lock and found none: wait, which releases the lock.
    Wait,
    /// In the wait set, until somebody notifies it.
    Sleep,
    /// It has the lock: move an item, or set the flag of the closed queue.
    Move,
    /// It has the lock: notify whom that concerns.
    Notify,
    /// It has the lock: release it.
    Unlock,
    /// It has returned, or, as the hand, has nothing to do.
    Gone,
    /// It was killed.
    Killed,
}

/// A buffer with its lock and those who wait for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Buffer {
    /// The items.
    pub ring: Ring,
    /// Nothing more goes in, and who finds it empty leaves.
    pub is_closed: bool,
    /// The thread that has the lock.
    pub holder: Option<Thread>,
    /// Threads in the queue of the lock.
    pub entry: Vec<Thread>,
    /// Threads that wait for room. With one condition all waiters are here.
    pub not_full: Vec<Thread>,
    /// Threads that wait for an item.
    pub not_empty: Vec<Thread>,
}

impl State {
    /// The first state: nobody has done anything.
    pub(super) fn new(model: &BlockingQueue) -> State {
        let buffer = Buffer {
            ring: Ring::new(model.capacity),
            is_closed: false,
            holder: None,
            entry: Vec::new(),
            not_full: Vec::new(),
            not_empty: Vec::new(),
        };
        // Who makes items in no time has one from the beginning.
        let starts_full = model.arrivals == Pace::AtOnce;
        let offered = if starts_full { u64::from(model.producers) } else { 0 };
        State {
            threads: (0..model.threads()).map(|thread| Worker::new(model, thread)).collect(),
            buffers: vec![buffer; usize::from(model.stages)],
            is_dead: false,
            is_doomed: false,
            record: Aside(Rc::new(Record::new(offered))),
        }
    }

    /// A thread.
    #[must_use]
    pub fn thread(&self, thread: Thread) -> &Worker {
        &self.threads[usize::from(thread)]
    }

    pub(super) fn thread_mut(&mut self, thread: Thread) -> &mut Worker {
        &mut self.threads[usize::from(thread)]
    }

    /// The buffer that a thread uses.
    #[must_use]
    pub fn buffer_of(&self, thread: Thread) -> &Buffer {
        &self.buffers[usize::from(self.thread(thread).at)]
    }

    pub(super) fn buffer_of_mut(&mut self, thread: Thread) -> &mut Buffer {
        let at = self.thread(thread).at;
        &mut self.buffers[usize::from(at)]
    }

    /// The threads that are doing this, by rising number.
    pub fn all(&self, doing: Doing) -> impl Iterator<Item = Thread> + '_ {
        let threads = self.threads.iter().zip(0..);
        threads.filter(move |(worker, _)| worker.doing == doing).map(|(_, thread)| thread)
    }

    /// Whether a thread has the lock of its buffer.
    #[must_use]
    pub fn holds(&self, thread: Thread) -> bool {
        self.buffer_of(thread).holder == Some(thread)
    }
}

impl Worker {
    fn new(model: &BlockingQueue, thread: Thread) -> Worker {
        let worker = |doing, task, at| Worker {
            doing,
            task,
            at,
            has_slept: false,
            gave_up: false,
            is_leaving: false,
            left: 0,
            hands: Aside(None),
            made: Aside(0),
        };
        match model.role(thread) {
            Role::Producer if model.arrivals == Pace::AtOnce => Worker {
                left: model.items.saturating_sub(1),
                hands: Aside(Some(Item::new(thread, 1))),
                made: Aside(1),
                ..worker(Doing::Enter, Task::Put, 0)
            },
            Role::Producer => Worker { left: model.items, ..worker(Doing::Away, Task::Put, 0) },
            Role::Consumer(stage) => worker(Doing::Enter, Task::Get, stage),
            Role::Hand => worker(Doing::Gone, Task::Put, 0),
        }
    }
}
