//! One run of the real queue: its words, its workers, and what becomes of them.

use super::order::{Order, Role, Word};
use super::shared::Shared;
use super::supervisor;
use super::words::{
    COUNT, DISORDER, ENTRY, EXIT, GATE, HEAD, REPAIRS, STATE, SUM_HIGH, SUM_LOW, State, TAIL,
    TIMEOUTS, TORN, Words, of_thread,
};
use crate::real::{Heard, Hire, Hired};
use js_sys::Array;
use std::ops::Range;
use web_sys::MessageChannel;
use yew::Callback;

/// For so long a thread that shall die with the lock may take to get it, in milliseconds.
const LAST_WAY_MS: f64 = 2_500.0;

/// How items get from producers to consumers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Through the ring in shared memory.
    Ring,
    /// By `postMessage`, through a channel for each producer and consumer.
    Messages,
}

/// What is to be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How items get across.
    pub way: Way,
    /// Threads that make items.
    pub producers: u32,
    /// Threads that take them.
    pub consumers: u32,
    /// Slots of the ring.
    pub capacity: u32,
    /// Items that go together.
    pub batch: u32,
    /// Items in all; zero is no end.
    pub items: u32,
}

/// A thread that shall be killed, once it has stopped as it was told.
#[derive(Clone, Copy)]
struct Victim {
    thread: u32,
    is_inside: bool,
    since_ms: f64,
}

/// A run. Its workers end with it.
pub struct Run {
    plan: Plan,
    words: Shared,
    crew: Vec<Option<Hired>>,
    /// The ends of the channels that each worker is handed.
    ports: Vec<Array>,
    at_gate: u32,
    done: Vec<bool>,
    victim: Option<Victim>,
    is_closed: bool,
    begun_ms: Option<f64>,
    ended_ms: Option<f64>,
}

/// What is seen of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What it does.
    pub state: State,
    /// Items that it moved.
    pub count: u32,
    /// How often its time ran out while it waited.
    pub timeouts: u32,
}

/// What came of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Items that were made.
    pub made: u64,
    /// Items that arrived.
    pub arrived: u64,
    /// Whether they are the same items, by the sum of their fingerprints.
    pub is_same: bool,
    /// Items that came out of order.
    pub disorder: u64,
    /// Items that were not whole.
    pub torn: u64,
    /// How long it took.
    pub seconds: f64,
}

impl Verdict {
    /// Whether every item arrived, once, in order, whole.
    pub fn is_whole(&self) -> bool {
        self.made == self.arrived && self.is_same && self.disorder + self.torn == 0
    }

    /// Items a second.
    pub fn rate(&self) -> f64 {
        self.arrived as f64 / self.seconds
    }
}

impl Run {
    /// Hires the workers.
    ///
    /// # Errors
    /// What the browser says, where it allows no worker.
    pub fn start(plan: Plan, hire: Hire, on: &Callback<(u32, Heard)>) -> Result<Run, String> {
        let threads = plan.producers + plan.consumers;
        let worker = |thread| hire.worker(on.reform(move |heard| (thread, heard))).map(Some);
        let mut run = Run {
            plan,
            words: Shared::new(plan.capacity),
            crew: (0..threads).map(worker).collect::<Result<_, _>>()?,
            ports: (0..threads).map(|_| Array::new()).collect(),
            at_gate: 0,
            done: vec![false; threads as usize],
            victim: None,
            is_closed: false,
            begun_ms: None,
            ended_ms: None,
        };
        if plan.way == Way::Messages {
            run.connect()?;
        }
        Ok(run)
    }

    fn connect(&mut self) -> Result<(), String> {
        let (producers, consumers) = self.ports.split_at(self.plan.producers as usize);
        for from in producers {
            for to in consumers {
                let channel = MessageChannel::new().map_err(|_| "the browser has no channels")?;
                from.push(&channel.port1());
                to.push(&channel.port2());
            }
        }
        Ok(())
    }

    /// What was to be run.
    pub fn plan(&self) -> Plan {
        self.plan
    }

    /// The shared words.
    pub fn words(&self) -> &Shared {
        &self.words
    }

    /// Hears a worker.
    ///
    /// # Errors
    /// When the worker broke down, or cannot be ordered.
    pub fn hear(&mut self, thread: u32, heard: Heard, now_ms: f64) -> Result<(), String> {
        match heard {
            Heard::Ready => self.order(thread)?,
            Heard::Broke(why) => return Err(["a worker broke down: ", &why].concat()),
            Heard::Said(word) => match Word::read(&word) {
                Some(Word::AtGate) => self.arrive(now_ms),
                Some(Word::Done) => self.leave(thread, now_ms),
                None => return Err("a worker says what cannot be read".to_owned()),
            },
        }
        Ok(())
    }

    fn order(&self, thread: u32) -> Result<(), String> {
        let Plan { way, producers, consumers, capacity, batch, items } = self.plan;
        let is_producer = thread < producers;
        let role = match (way, is_producer) {
            (Way::Ring, true) => Role::Produces,
            (Way::Ring, false) => Role::Consumes,
            (Way::Messages, true) => Role::Posts,
            (Way::Messages, false) => Role::Receives,
        };
        let share = items / if is_producer { producers } else { consumers };
        let is_watched = items == 0;
        let order = Order { role, thread, capacity, batch, items: share, is_watched };
        let ports = &self.ports[thread as usize];
        match &self.crew[thread as usize] {
            Some(worker) => worker.hand(&order.write(self.words.buffer(), ports), ports),
            None => Ok(()),
        }
    }

    /// When all are there, the gate is opened.
    fn arrive(&mut self, now_ms: f64) {
        self.at_gate += 1;
        if self.at_gate as usize == self.crew.len() {
            self.begun_ms = Some(now_ms);
            self.words.store(GATE, 1);
            self.words.notify(GATE, u32::MAX);
        }
    }

    fn leave(&mut self, thread: u32, now_ms: f64) {
        self.done[thread as usize] = true;
        self.settle(now_ms);
    }

    /// Closes when nobody is left who makes items; ends when nobody is left at all.
    fn settle(&mut self, now_ms: f64) {
        let is_gone = |thread: u32| self.done[thread as usize] || self.is_dead(thread);
        let may_more_come = !(0..self.plan.producers).all(is_gone);
        let has_ended = (0..self.crew.len() as u32).all(is_gone);
        if has_ended && self.ended_ms.is_none() {
            self.ended_ms = Some(now_ms);
        }
        if self.plan.way == Way::Ring && !may_more_come {
            self.close();
        }
    }

    /// Lets nothing more in.
    pub fn close(&mut self) {
        if !self.is_closed {
            self.is_closed = true;
            supervisor::close(&self.words);
        }
    }

    /// Whether it is closed.
    pub fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// Kills a thread: while it holds its lock, or while it holds nothing.
    pub fn kill(&mut self, thread: u32, is_inside: bool, now_ms: f64) {
        if self.victim.is_none() {
            self.victim = Some(Victim { thread, is_inside, since_ms: now_ms });
            supervisor::stop(&self.words, thread, self.lock_of(thread), is_inside);
        }
    }

    /// Ends the thread that shall be killed, once it has stopped where it was told to, or waited in
    /// vain for long enough. True when one was ended.
    pub fn execute(&mut self, now_ms: f64) -> bool {
        let Some(Victim { thread, is_inside, since_ms }) = self.victim else { return false };
        let state = self.seen(thread).state;
        let wanted = if is_inside { State::StoppedInside } else { State::Stopped };
        let is_over = self.done[thread as usize];
        if !is_over && state != wanted && now_ms - since_ms < LAST_WAY_MS {
            return false;
        }
        self.victim = None;
        if !is_over {
            self.crew[thread as usize] = None;
            supervisor::bury(&self.words, thread);
            self.settle(now_ms);
        }
        true
    }

    /// The thread that shall be killed.
    pub fn victim(&self) -> Option<u32> {
        self.victim.map(|victim| victim.thread)
    }

    /// Takes locks over from the dead; whether there were any.
    pub fn take_over(&self) -> bool {
        supervisor::take_over(&self.words, |thread| self.is_dead(thread))
    }

    /// Whether a thread was killed.
    pub fn is_dead(&self, thread: u32) -> bool {
        self.crew.get(thread as usize).is_some_and(Option::is_none)
    }

    /// The lock at which a thread meets its like.
    fn lock_of(&self, thread: u32) -> u32 {
        if thread < self.plan.producers { ENTRY } else { EXIT }
    }

    /// Who holds the entry's and the exit's lock.
    pub fn holders(&self) -> [Option<u32>; 2] {
        [ENTRY, EXIT].map(|lock| supervisor::holder(&self.words, lock))
    }

    /// What is seen of a thread.
    pub fn seen(&self, thread: u32) -> Seen {
        let word = |word| self.words.load(of_thread(thread, word));
        let (count, timeouts) = (word(COUNT) as u32, word(TIMEOUTS) as u32);
        Seen { state: State::of(word(STATE)), count, timeouts }
    }

    /// How many items went out, and how many came in, wrapping. Messages are counted now and then.
    pub fn positions(&self) -> (u32, u32) {
        match self.plan.way {
            Way::Ring => (self.words.load(HEAD) as u32, self.words.load(TAIL) as u32),
            Way::Messages => {
                let sum = |threads: Range<u32>| threads.map(|thread| self.seen(thread).count).sum();
                let first = self.plan.producers;
                (sum(first..first + self.plan.consumers), sum(0..first))
            }
        }
    }

    /// How often a lock was repaired by its next holder.
    pub fn repairs(&self) -> u32 {
        self.words.load(REPAIRS) as u32
    }

    /// When the gate was opened.
    pub fn begun_ms(&self) -> Option<f64> {
        self.begun_ms
    }

    /// Whether everybody has left.
    pub fn is_over(&self) -> bool {
        self.ended_ms.is_some()
    }

    /// What came of it, once everybody has left and nobody died.
    pub fn verdict(&self) -> Option<Verdict> {
        let seconds = (self.ended_ms? - self.begun_ms?) / 1e3;
        let (mut verdict, mut sums) = (Verdict { seconds, ..Verdict::default() }, [0_u64; 2]);
        for thread in 0..self.crew.len() as u32 {
            if self.is_dead(thread) {
                return None;
            }
            let word = |word| u64::from(self.words.load(of_thread(thread, word)) as u32);
            let is_producer = thread < self.plan.producers;
            let count = if is_producer { &mut verdict.made } else { &mut verdict.arrived };
            *count += word(COUNT);
            let sum = &mut sums[usize::from(is_producer)];
            *sum = sum.wrapping_add(word(SUM_HIGH) << 32 | word(SUM_LOW));
            verdict.disorder += word(DISORDER);
            verdict.torn += word(TORN);
        }
        verdict.is_same = sums[0] == sums[1];
        Some(verdict)
    }
}
