//! The ring between native threads, over words whose sleepers wait until they are notified: a lost
//! wake-up hangs the test.

use super::ring::Ring;
use super::supervisor;
use super::tally::{self, Tally};
use super::words::{
    CLOSED, COUNT, ENTRY, EXIT, HEAD, ITEM, PARK, REPAIRS, STATE, State, TAIL, Waited, Words,
    of_thread, size,
};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, Thread};
use std::time::Duration;

/// Words in native memory. Its sleepers have all the patience there is.
struct Native {
    words: Vec<AtomicI32>,
    sleepers: Mutex<VecDeque<(u32, Thread, Arc<AtomicBool>)>>,
}

impl Native {
    fn new(capacity: u32) -> Native {
        let words = (0..size(capacity)).map(|_| AtomicI32::new(0)).collect();
        Native { words, sleepers: Mutex::default() }
    }

    fn word(&self, at: u32) -> &AtomicI32 {
        &self.words[at as usize]
    }
}

impl Words for &Native {
    fn load(&self, at: u32) -> i32 {
        self.word(at).load(Ordering::SeqCst)
    }

    fn store(&self, at: u32, value: i32) {
        self.word(at).store(value, Ordering::SeqCst);
    }

    fn exchange(&self, at: u32, expected: i32, new: i32) -> i32 {
        let found =
            self.word(at).compare_exchange(expected, new, Ordering::SeqCst, Ordering::SeqCst);
        found.unwrap_or_else(|found| found)
    }

    fn add(&self, at: u32, value: i32) {
        self.word(at).fetch_add(value, Ordering::SeqCst);
    }

    fn set(&self, at: u32, bits: i32) {
        self.word(at).fetch_or(bits, Ordering::SeqCst);
    }

    fn wait(&self, at: u32, expected: i32, _: u32) -> Waited {
        let is_awake = Arc::new(AtomicBool::new(false));
        {
            let mut sleepers = self.sleepers.lock().unwrap();
            if self.load(at) != expected {
                return Waited::Changed;
            }
            sleepers.push_back((at, thread::current(), Arc::clone(&is_awake)));
        }
        while !is_awake.load(Ordering::SeqCst) {
            thread::park();
        }
        Waited::Woken
    }

    fn notify(&self, at: u32, count: u32) -> u32 {
        let mut sleepers = self.sleepers.lock().unwrap();
        for woken in 0..count {
            let Some(next) = sleepers.iter().position(|(place, ..)| *place == at) else {
                return woken;
            };
            let (_, thread, is_awake) = sleepers.remove(next).unwrap();
            is_awake.store(true, Ordering::SeqCst);
            thread.unpark();
        }
        count
    }

    fn write(&self, at: u32, items: &[i32]) {
        for (word, value) in self.words[at as usize..].iter().zip(items) {
            word.store(*value, Ordering::Relaxed);
        }
    }

    fn read(&self, at: u32, items: &mut [i32]) {
        for (word, value) in self.words[at as usize..].iter().zip(items) {
            *value = word.load(Ordering::Relaxed);
        }
    }
}

fn produce(words: &Native, capacity: u32, thread: u32, batch: u32, items: u32) -> Tally {
    let ring = Ring::new(words, capacity, thread);
    let mut tally = Tally::default();
    let mut buffer = vec![0; (batch * ITEM) as usize];
    for first in (0..items).step_by(batch as usize) {
        for (item, number) in buffer.chunks_exact_mut(ITEM as usize).zip(first..) {
            tally::write(item, thread, number);
        }
        if ring.put(&buffer).is_err() {
            break;
        }
        (first..first + batch).for_each(|number| tally.made(thread, number));
        ring.words().store(of_thread(thread, COUNT), tally.count as i32);
    }
    ring.tell(State::Done);
    tally
}

fn consume(words: &Native, capacity: u32, thread: u32, batch: u32) -> Tally {
    let ring = Ring::new(words, capacity, thread);
    let mut tally = Tally::default();
    let mut buffer = vec![0; (batch * ITEM) as usize];
    loop {
        let count = ring.get(&mut buffer);
        if count == 0 {
            ring.tell(State::Done);
            return tally;
        }
        tally.arrived(&buffer[..(count * ITEM) as usize]);
    }
}

fn pass(producers: u32, consumers: u32, capacity: u32, batch: u32, each: u32) {
    let words = Native::new(capacity);
    let (mut made, mut arrived) = (Tally::default(), Tally::default());
    let add = |total: &mut Tally, part: Tally| {
        assert_eq!((part.disorder, part.torn), (0, 0));
        total.count += part.count;
        total.sum = total.sum.wrapping_add(part.sum);
    };
    thread::scope(|scope| {
        let words = &words;
        let producers: Vec<_> = (0..producers)
            .map(|thread| scope.spawn(move || produce(words, capacity, thread, batch, each)))
            .collect();
        let first = producers.len() as u32;
        let consumers: Vec<_> = (first..first + consumers)
            .map(|thread| scope.spawn(move || consume(words, capacity, thread, batch)))
            .collect();
        producers.into_iter().for_each(|producer| add(&mut made, producer.join().unwrap()));
        supervisor::close(&words);
        consumers.into_iter().for_each(|consumer| add(&mut arrived, consumer.join().unwrap()));
    });
    assert_eq!(made.count, each * producers);
    assert_eq!(made, arrived);
}

fn until(what: impl Fn() -> bool) {
    while !what() {
        thread::sleep(Duration::from_millis(1));
    }
}

/// Lets a stopped thread go on.
fn resume(words: &Native, thread: u32) {
    let park = of_thread(thread, PARK);
    words.store(park, 1);
    words.notify(park, 1);
}

fn state(words: &Native, thread: u32) -> State {
    State::of(words.load(of_thread(thread, STATE)))
}

#[test]
fn nothing_is_lost_doubled_torn_or_out_of_order() {
    for (producers, consumers) in [(1, 1), (2, 1), (1, 2), (2, 2), (4, 4)] {
        for (capacity, batch) in [(1, 1), (1, 4), (4, 1), (64, 64), (256, 16)] {
            pass(producers, consumers, capacity, batch, 1_600);
        }
    }
}

#[test]
fn positions_may_wrap() {
    let words = &Native::new(4);
    for position in [HEAD, TAIL] {
        words.store(position, i32::MAX - 1);
    }
    let (ring, other) = (Ring::new(words, 4, 0), Ring::new(words, 4, 1));
    let (mut item, mut got) = ([0; ITEM as usize], [0; ITEM as usize]);
    for number in 0..9 {
        tally::write(&mut item, 0, number);
        ring.put(&item).unwrap();
        assert_eq!((other.get(&mut got), got), (1, item));
    }
}

#[test]
fn close_lets_everybody_leave() {
    let words = &Native::new(1);
    thread::scope(|scope| {
        let producers: Vec<_> =
            (0..3).map(|thread| scope.spawn(move || produce(words, 1, thread, 1, 100))).collect();
        until(|| (0..3).all(|thread| state(words, thread) == State::WaitsForRoom));
        supervisor::close(&words);
        let made: u32 = producers.into_iter().map(|producer| producer.join().unwrap().count).sum();
        assert_eq!((made, consume(words, 1, 3, 1).count), (1, 1));
    });
}

/// A thread that stops with the lock for good is as one that was killed.
#[test]
fn who_dies_with_the_lock_holds_everybody_up_until_it_is_taken_over() {
    let words = &Native::new(4);
    thread::scope(|scope| {
        supervisor::stop(&words, 0, ENTRY, true);
        scope.spawn(move || produce(words, 4, 0, 1, 1_000));
        until(|| state(words, 0) == State::StoppedInside);
        assert_eq!(supervisor::holder(&words, ENTRY), Some(0));
        let living = scope.spawn(move || produce(words, 4, 1, 1, 1_000));
        let consumer = scope.spawn(move || consume(words, 4, 2, 1));
        until(|| state(words, 1) == State::WaitsForLock);
        until(|| state(words, 2) == State::WaitsForItem);
        assert_eq!(words.load(TAIL), 0);
        // Nobody is taken over who lives.
        assert!(!supervisor::take_over(&words, |thread| thread == 1));
        assert!(supervisor::take_over(&words, |thread| thread == 0));
        assert_eq!(living.join().unwrap().count, 1_000);
        assert_eq!(words.load(REPAIRS), 1);
        supervisor::close(&words);
        // What the dead had half done was rolled back.
        let arrived = consumer.join().unwrap();
        assert_eq!((arrived.count, arrived.disorder, arrived.torn), (1_000, 0, 0));
        // It cannot be killed here, so it is let go: it finds the queue closed, or leaves with what
        // nobody takes any more.
        words.store(ENTRY, CLOSED | 1);
        resume(words, 0);
    });
}

#[test]
fn who_dies_with_nothing_in_hand_holds_nobody_up() {
    let words = &Native::new(4);
    thread::scope(|scope| {
        supervisor::stop(&words, 0, ENTRY, false);
        scope.spawn(move || produce(words, 4, 0, 1, 10));
        until(|| state(words, 0) == State::Stopped);
        assert_eq!(supervisor::holder(&words, ENTRY), None);
        let consumer = scope.spawn(move || consume(words, 4, 2, 1));
        assert_eq!(produce(words, 4, 1, 1, 1_000).count, 1_000);
        supervisor::close(&words);
        assert_eq!(consumer.join().unwrap().count, 1_000);
        resume(words, 0);
    });
}

#[test]
fn a_sleeper_can_be_called_to_stop() {
    let words = &Native::new(1);
    thread::scope(|scope| {
        scope.spawn(move || consume(words, 1, 0, 1));
        until(|| state(words, 0) == State::WaitsForItem);
        supervisor::stop(&words, 0, EXIT, true);
        until(|| state(words, 0) == State::StoppedInside);
        assert_eq!(supervisor::holder(&words, EXIT), Some(0));
        resume(words, 0);
        supervisor::close(&words);
    });
    assert_eq!(supervisor::holder(&words, EXIT), None);
}
