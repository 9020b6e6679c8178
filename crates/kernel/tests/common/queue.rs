//! A bounded blocking queue at the grain of its lock.
//!
//! Producers and consumers share one buffer under one lock. Who finds the buffer full (or empty)
//! waits on a condition and gives the lock up; who has moved an item notifies one waiter. With
//! one condition for both sides the notice can go to the wrong side, and then everybody sleeps:
//! lemmy/BlockingQueue shows that this is so exactly when `2 * capacity < producers + consumers`.
//! With a condition for each side it never is.
//!
//! What a thread does under the lock is seen by nobody else, so a critical section is two steps:
//! take the lock and test, then wait (or move, notify and unlock).

use kernel::{Bag, Class, Cx, Delay, Draw, Holds, Law, Model, Search, Span};

/// How the lock passes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// A released lock is free: whoever comes first takes it.
    Barging,
    /// A released lock goes to one of the threads that queue for it.
    HandOver,
}

/// How many conditions the waiters share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conditions {
    /// One: a notice may wake either side. The planted bug.
    One,
    /// One for "not full" and one for "not empty".
    Two,
}

/// The parameters.
#[derive(Clone, Copy, Debug)]
pub struct Queue {
    /// Items that fit.
    pub capacity: u8,
    /// Threads that put; they have the numbers below this.
    pub producers: u8,
    /// Threads that get; their numbers follow.
    pub consumers: u8,
    /// How the lock passes on.
    pub lock: Lock,
    /// How many conditions there are.
    pub conditions: Conditions,
}

/// A thread, by number.
pub type Thread = u8;

/// What one thread is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doing {
    /// Take the lock, or queue for it.
    Enter,
    /// Nothing until the lock is handed to it.
    Queue,
    /// It has the lock and found no room, or no item: wait and unlock.
    Wait,
    /// It has the lock: move one item, notify, and unlock.
    Move,
    /// Nothing until it is notified.
    Sleep,
}

/// Everything but what is booked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// Items in the buffer.
    pub items: u8,
    /// By thread.
    pub threads: Vec<Doing>,
}

/// One thread takes its next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step(pub Thread);

/// What a step was.
#[derive(Clone, Debug)]
pub enum Fact {
    Locked(Thread),
    Queued(Thread),
    Waited(Thread),
    Moved(Thread),
    Notified(Thread),
}

impl State {
    fn holder(&self) -> Option<Thread> {
        let holds = |doing: &Doing| matches!(doing, Doing::Wait | Doing::Move);
        self.threads.iter().position(holds).map(|thread| thread as Thread)
    }

    fn all(&self, doing: Doing) -> impl Iterator<Item = Thread> + '_ {
        let threads = self.threads.iter().enumerate();
        threads.filter(move |(_, is)| **is == doing).map(|(thread, _)| thread as Thread)
    }
}

impl Queue {
    fn is_producer(&self, thread: Thread) -> bool {
        thread < self.producers
    }

    fn book(&self, thread: Thread, cx: &mut Cx<'_, Queue>) {
        let free = Delay::Between(Span::millis(1), Span::millis(9));
        let wait = cx.delay(Draw::next(0), free);
        cx.after(wait, Step(thread));
    }

    /// The thread has the lock: it tests, and nobody else can take the lock meanwhile.
    fn take_lock(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Queue>) {
        let blocked =
            if self.is_producer(thread) { state.items == self.capacity } else { state.items == 0 };
        state.threads[thread as usize] = if blocked { Doing::Wait } else { Doing::Move };
        if self.lock == Lock::Barging {
            cx.cancel_where(|_| true);
        }
        cx.tell(Fact::Locked(thread));
        self.book(thread, cx);
    }

    fn release_lock(&self, state: &mut State, cx: &mut Cx<'_, Queue>) {
        match self.lock {
            Lock::Barging => {
                for thread in state.all(Doing::Enter) {
                    self.book(thread, cx);
                }
            }
            Lock::HandOver => {
                let queued: Vec<Thread> = state.all(Doing::Queue).collect();
                if !queued.is_empty() {
                    let next = cx.choose(Draw::next(1), queued.len() as u32);
                    self.take_lock(state, queued[next as usize], cx);
                }
            }
        }
    }

    /// Wakes one thread that sleeps on the condition which this one has made true.
    fn notify(&self, state: &mut State, by: Thread, cx: &mut Cx<'_, Queue>) {
        let wakes = |thread: &Thread| {
            self.conditions == Conditions::One || self.is_producer(*thread) != self.is_producer(by)
        };
        let asleep: Vec<Thread> = state.all(Doing::Sleep).filter(wakes).collect();
        if !asleep.is_empty() {
            let woken = asleep[cx.choose(Draw::next(2), asleep.len() as u32) as usize];
            cx.tell(Fact::Notified(woken));
            // A thread that wakes wants the lock back: it queues where there is a queue.
            state.threads[woken as usize] = match self.lock {
                Lock::Barging => Doing::Enter,
                Lock::HandOver => Doing::Queue,
            };
        }
    }
}

impl Model for Queue {
    type State = State;
    type Event = Step;
    type Action = std::convert::Infallible;
    type Fact = Fact;

    const LAWS: &'static [Law<Queue>] = &[
        Law::at_rest("no deadlock", no_deadlock),
        Law::always("never more than the capacity", within_capacity),
        Law::sometimes("the buffer is full", is_full),
        Law::sometimes("somebody sleeps", somebody_sleeps),
    ];

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (State, Vec<(Span, Step)>) {
        let threads = self.producers + self.consumers;
        let state = State { items: 0, threads: vec![Doing::Enter; threads as usize] };
        let step = |thread| (Span::millis(u64::from(thread) + 1), Step(thread));
        (state, (0..threads).map(step).collect())
    }

    fn on_event(&self, state: &mut State, Step(thread): Step, cx: &mut Cx<'_, Queue>) {
        match state.threads[thread as usize] {
            Doing::Enter if state.holder().is_some() => {
                state.threads[thread as usize] = Doing::Queue;
                cx.tell(Fact::Queued(thread));
            }
            Doing::Enter => self.take_lock(state, thread, cx),
            Doing::Wait => {
                state.threads[thread as usize] = Doing::Sleep;
                cx.tell(Fact::Waited(thread));
                self.release_lock(state, cx);
            }
            Doing::Move => {
                if self.is_producer(thread) {
                    state.items += 1;
                } else {
                    state.items -= 1;
                }
                cx.tell(Fact::Moved(thread));
                self.notify(state, thread, cx);
                state.threads[thread as usize] = Doing::Enter;
                self.release_lock(state, cx);
                if self.lock == Lock::HandOver {
                    self.book(thread, cx);
                }
            }
            Doing::Queue | Doing::Sleep => unreachable!("a thread that rests has no step booked"),
        }
    }

    fn on_action(&self, _: &mut State, action: Self::Action, _: &mut Cx<'_, Queue>) {
        match action {}
    }

    fn actions(&self, _: &State, _: &mut Vec<Self::Action>) {}

    fn class(&self, _: &Step) -> Class {
        Class::Internal
    }
}

fn no_deadlock(_: &Queue, _: &State, _: &Bag<'_, Step>) -> Holds {
    Err("every thread sleeps, and nobody is left to wake one".into())
}

fn within_capacity(queue: &Queue, state: &State, _: &Bag<'_, Step>) -> Holds {
    if state.items <= queue.capacity {
        return Ok(());
    }
    Err(format!("{} items in a buffer of {}", state.items, queue.capacity).into())
}

fn is_full(queue: &Queue, state: &State, _: &Bag<'_, Step>) -> Holds {
    if state.items == queue.capacity { Ok(()) } else { Err("there is room".into()) }
}

fn somebody_sleeps(_: &Queue, state: &State, _: &Bag<'_, Step>) -> Holds {
    if state.threads.contains(&Doing::Sleep) { Ok(()) } else { Err("all are awake".into()) }
}
