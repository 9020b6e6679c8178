//! The ring of the workers in a browser, over loom's words: its very text, through the
//! interleavings of a few threads with no more than so many preemptions. It sleeps without a
//! time-out here, so a lost wake-up is a deadlock, which loom reports; and so that the proof is not
//! empty, the same text also runs where nobody is woken, and there loom must fail.

#![cfg(not(target_arch = "wasm32"))]

#[expect(dead_code, reason = "the proof needs no more than it tries")]
#[path = "../src/blocking_queue/real/ring.rs"]
mod ring;
#[expect(dead_code, reason = "the proof needs no more than it tries")]
#[path = "../src/blocking_queue/real/supervisor.rs"]
mod supervisor;
#[expect(dead_code, reason = "the proof needs no more than it tries")]
#[path = "../src/blocking_queue/real/words.rs"]
mod words;

use loom::model::Builder;
use loom::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use loom::sync::{Arc, Mutex};
use loom::thread::{self, JoinHandle, Thread};
use ring::Ring;
use std::cell::Cell;
use std::collections::BTreeMap;
use words::{
    ENTRY, EXIT, GIVERS, HEAD, ITEM, NOT_EMPTY, NOT_FULL, OWNER_DIED, REPAIRS, STOP, TAIL, TAKERS,
    Waited, slot,
};

thread_local! {
    /// Whether notices are lost. Loom runs all threads of a model in one of the system's.
    static IS_DEAF: Cell<bool> = const { Cell::new(false) };
}

/// A thread that sleeps on a word, until it is woken.
struct Sleeper {
    at: u32,
    thread: Thread,
    is_awake: Arc<AtomicBool>,
}

/// What a ring of one slot needs of the words. What threads tell of themselves is left out: nobody
/// decides by it.
struct Shared {
    words: BTreeMap<u32, AtomicI32>,
    sleepers: Mutex<Vec<Sleeper>>,
}

impl Shared {
    /// An empty ring whose entry's lock is as it is given.
    fn new(entry: i32) -> Arc<Shared> {
        let used = [EXIT, TAIL, HEAD, NOT_EMPTY, NOT_FULL, TAKERS, GIVERS, STOP, REPAIRS, slot(0)];
        let mut words: BTreeMap<_, _> = used.map(|at| (at, AtomicI32::new(0))).into();
        words.insert(ENTRY, AtomicI32::new(entry));
        Arc::new(Shared { words, sleepers: Mutex::default() })
    }
}

/// A thread's way to the words.
struct Door(Arc<Shared>);

/// JavaScript's atomic accesses have one order for all threads. Loom gives that to those that read
/// and write at once, so each is one of these.
impl words::Words for Door {
    const LOOKS: u32 = 0;

    fn load(&self, at: u32) -> i32 {
        self.0.words.get(&at).map_or(0, |word| word.fetch_add(0, Ordering::SeqCst))
    }

    fn store(&self, at: u32, value: i32) {
        if let Some(word) = self.0.words.get(&at) {
            word.swap(value, Ordering::SeqCst);
        }
    }

    fn exchange(&self, at: u32, expected: i32, new: i32) -> i32 {
        let word = &self.0.words[&at];
        let found = word.compare_exchange(expected, new, Ordering::SeqCst, Ordering::SeqCst);
        found.unwrap_or_else(|found| found)
    }

    fn add(&self, at: u32, value: i32) {
        if let Some(word) = self.0.words.get(&at) {
            word.fetch_add(value, Ordering::SeqCst);
        }
    }

    fn set(&self, at: u32, bits: i32) {
        self.0.words[&at].fetch_or(bits, Ordering::SeqCst);
    }

    fn wait(&self, at: u32, expected: i32, _: u32) -> Waited {
        let is_awake = Arc::new(AtomicBool::new(false));
        {
            let mut sleepers = self.0.sleepers.lock().unwrap();
            if self.load(at) != expected {
                return Waited::Changed;
            }
            let is_awake = Arc::clone(&is_awake);
            sleepers.push(Sleeper { at, thread: thread::current(), is_awake });
        }
        while !is_awake.load(Ordering::SeqCst) {
            thread::park();
        }
        Waited::Woken
    }

    fn notify(&self, at: u32, count: u32) -> u32 {
        if IS_DEAF.get() {
            return 0;
        }
        let mut sleepers = self.0.sleepers.lock().unwrap();
        for woken in 0..count {
            let Some(next) = sleepers.iter().position(|sleeper| sleeper.at == at) else {
                return woken;
            };
            let sleeper = sleepers.remove(next);
            sleeper.is_awake.store(true, Ordering::SeqCst);
            sleeper.thread.unpark();
        }
        count
    }

    fn write(&self, at: u32, items: &[i32]) {
        self.0.words[&at].store(items[0], Ordering::Relaxed);
    }

    fn read(&self, at: u32, items: &mut [i32]) {
        items[0] = self.0.words[&at].load(Ordering::Relaxed);
    }
}

fn explore(preemptions: usize, model: impl Fn() + Sync + Send + 'static) {
    let mut builder = Builder::new();
    builder.preemption_bound = Some(preemptions);
    builder.check(model);
}

fn ring(shared: &Arc<Shared>, thread: u32) -> Ring<Door> {
    Ring::new(Door(Arc::clone(shared)), 1, thread)
}

/// Puts items one by one, until the ring is closed; how many went in.
fn put(ring: &Ring<Door>, items: &[i32]) -> usize {
    let is_in = |item: &&i32| ring.put(&[**item; ITEM as usize]).is_ok();
    items.iter().take_while(is_in).count()
}

/// Gets so many items; fewer only where the ring is closed and drained.
fn get(ring: &Ring<Door>, items: usize) -> Vec<i32> {
    let mut item = [0; ITEM as usize];
    let next = |_| (ring.get(&mut item) == 1).then(|| item[0]);
    (0..items).map_while(next).collect()
}

fn producer(shared: &Arc<Shared>, thread: u32, items: &'static [i32]) -> JoinHandle<usize> {
    let ring = ring(shared, thread);
    thread::spawn(move || put(&ring, items))
}

fn consumer(shared: &Arc<Shared>, thread: u32, items: usize) -> JoinHandle<Vec<i32>> {
    let ring = ring(shared, thread);
    thread::spawn(move || get(&ring, items))
}

#[test]
fn one_producer_and_one_consumer_pass_everything_in_order() {
    explore(3, || {
        let shared = Shared::new(0);
        let producer = producer(&shared, 0, &[1, 2]);
        assert_eq!(get(&ring(&shared, 1), 2), [1, 2]);
        assert_eq!(producer.join().unwrap(), 2);
    });
}

#[test]
fn two_producers_meet_at_a_full_ring() {
    explore(2, || {
        let shared = Shared::new(0);
        let producers = [producer(&shared, 0, &[1]), producer(&shared, 1, &[2])];
        let mut got = get(&ring(&shared, 2), 2);
        got.sort_unstable();
        assert_eq!(got, [1, 2]);
        assert_eq!(producers.map(|producer| producer.join().unwrap()), [1, 1]);
    });
}

#[test]
fn two_consumers_meet_at_an_empty_ring() {
    explore(2, || {
        let shared = Shared::new(0);
        let consumers = [consumer(&shared, 1, 1), consumer(&shared, 2, 1)];
        assert_eq!(put(&ring(&shared, 0), &[1, 2]), 2);
        let mut got = consumers.map(|consumer| consumer.join().unwrap()).concat();
        got.sort_unstable();
        assert_eq!(got, [1, 2]);
    });
}

#[test]
fn close_lets_everybody_leave_and_loses_nothing() {
    explore(2, || {
        let shared = Shared::new(0);
        let producer = producer(&shared, 0, &[1, 2]);
        let consumer = consumer(&shared, 1, 3);
        supervisor::close(&Door(Arc::clone(&shared)));
        assert_eq!(consumer.join().unwrap().len(), producer.join().unwrap());
    });
}

/// Thread 2 died with the entry's lock before the others came.
#[test]
fn a_lock_that_is_taken_over_from_the_dead_is_free_for_all() {
    explore(2, || {
        let shared = Shared::new(3);
        let producers = [producer(&shared, 0, &[1]), producer(&shared, 1, &[2])];
        let door = Door(Arc::clone(&shared));
        assert!(supervisor::take_over(&door, |thread| thread == 2));
        let mut got = get(&ring(&shared, 3), 2);
        got.sort_unstable();
        assert_eq!(got, [1, 2]);
        assert_eq!(producers.map(|producer| producer.join().unwrap()), [1, 1]);
        assert_eq!(words::Words::load(&door, ENTRY) & OWNER_DIED, 0);
        assert_eq!(words::Words::load(&door, REPAIRS), 1);
    });
}

#[test]
#[should_panic(expected = "deadlock")]
fn a_lost_notice_is_found() {
    IS_DEAF.set(true);
    explore(2, || {
        let shared = Shared::new(0);
        let producer = producer(&shared, 0, &[1]);
        assert_eq!(get(&ring(&shared, 1), 1), [1]);
        assert_eq!(producer.join().unwrap(), 1);
    });
}
