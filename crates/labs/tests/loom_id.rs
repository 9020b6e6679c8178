//! The generator of ids over loom's atomic word instead of the standard library's: its very text,
//! and the rule's, through every interleaving of two threads. So that the proof is not empty, the
//! same text also runs over a word whose compare-exchange is a load and a store, and over one that
//! is neither acquired nor released; there loom must fail.

#![cfg(not(target_arch = "wasm32"))]

/// What the generator stands on here.
mod sync {
    pub use loom::sync::atomic::Ordering;
    use std::cell::Cell;
    use std::time::Duration;

    thread_local! {
        /// Whether a compare-exchange is a load and a store. Loom runs all threads of a model in one
        /// of the system's.
        pub static IS_TORN: Cell<bool> = const { Cell::new(false) };
        /// Whether the word is neither acquired nor released.
        pub static IS_RELAXED: Cell<bool> = const { Cell::new(false) };
    }

    #[derive(Debug)]
    pub struct AtomicU64(loom::sync::atomic::AtomicU64);

    impl AtomicU64 {
        pub fn new(value: u64) -> AtomicU64 {
            AtomicU64(loom::sync::atomic::AtomicU64::new(value))
        }

        pub fn load(&self, order: Ordering) -> u64 {
            self.0.load(ordered(order))
        }

        pub fn compare_exchange(
            &self,
            expected: u64,
            new: u64,
            success: Ordering,
            failure: Ordering,
        ) -> Result<u64, u64> {
            if !IS_TORN.get() {
                let orders = (ordered(success), ordered(failure));
                return self.0.compare_exchange(expected, new, orders.0, orders.1);
            }
            let found = self.0.load(Ordering::Acquire);
            if found != expected {
                return Err(found);
            }
            self.0.store(new, Ordering::Release);
            Ok(found)
        }
    }

    fn ordered(order: Ordering) -> Ordering {
        if IS_RELAXED.get() { Ordering::Relaxed } else { order }
    }

    /// Loom knows no time: whoever waits lets the others run.
    pub fn pause(_: u32, _: Duration, _: Duration) {
        loom::thread::yield_now();
    }
}

#[path = "../src/snowflake/id.rs"]
#[expect(dead_code, reason = "the proof asks for ids and does not wait for them")]
mod id;
use id::{Clock, ClockBack, Generator, IdError};
// The generator finds what it is built on beside it, here as there.
use labs::snowflake::{layout, places, rule, written};
use layout::Layout;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicU64, Ordering};
use loom::thread;
use std::panic::{AssertUnwindSafe, catch_unwind};
use sync::{IS_RELAXED, IS_TORN};
use written::Id;

/// Two bits of sequence: four ids a tick.
fn small() -> Layout {
    Layout::own((8, 1, 2), 0, 1).expect("the bits fit")
}

/// A clock that all threads read, and set by hand. Nothing but the word orders its readings.
#[derive(Clone)]
struct Hand(Arc<AtomicU64>);

impl Hand {
    fn at(ms: u64) -> Hand {
        Hand(Arc::new(AtomicU64::new(ms)))
    }

    fn set(&self, ms: u64) {
        self.0.store(ms, Ordering::Relaxed);
    }
}

impl Clock for Hand {
    fn unix_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed).cast_signed()
    }
}

fn generator(back: ClockBack, clock: &Hand) -> Arc<Generator<Hand>> {
    let generator = Generator::with_clock(small(), 1, back, clock.clone());
    Arc::new(generator.expect("there is a worker 1"))
}

/// So many answers, one after the other.
fn ask(generator: &Generator<Hand>, times: usize) -> Vec<Result<Id, IdError>> {
    (0..times).map(|_| generator.try_next()).collect()
}

/// Every id once, and each thread's in order.
fn assert_unique_and_ordered(threads: &[Vec<Result<Id, IdError>>]) {
    let made = |answers: &[Result<Id, IdError>]| -> Vec<Id> {
        answers.iter().filter_map(|answer| answer.ok()).collect()
    };
    for answers in threads {
        let ids = made(answers);
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "out of order: {ids:?}");
    }
    let mut all: Vec<Id> = threads.iter().flat_map(|answers| made(answers)).collect();
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count, "an id came twice: {threads:?}");
}

/// Two threads ask three times each in one tick, which has four ids.
fn two_threads_in_one_tick() {
    let clock = Hand::at(5);
    let generator = generator(ClockBack::Refuse, &clock);
    let other = {
        let generator = Arc::clone(&generator);
        thread::spawn(move || ask(&generator, 3))
    };
    let threads = [ask(&generator, 3), other.join().unwrap()];
    assert_unique_and_ordered(&threads);
    let answers = threads.concat();
    let exhausted = Err(IdError::Exhausted { until_ms: 6 });
    assert_eq!(answers.iter().filter(|answer| **answer == exhausted).count(), 2, "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 4, "{answers:?}");
}

/// One thread sets the clock forward between its ids. Nobody may take that for a clock gone back.
fn a_clock_that_goes_forward() {
    let clock = Hand::at(5);
    let generator = generator(ClockBack::Refuse, &clock);
    let other = {
        let generator = Arc::clone(&generator);
        thread::spawn(move || ask(&generator, 2))
    };
    let mut mine = ask(&generator, 1);
    clock.set(6);
    mine.extend(ask(&generator, 1));
    let threads = [mine, other.join().unwrap()];
    assert_unique_and_ordered(&threads);
    assert!(threads.iter().flatten().all(Result::is_ok), "refused: {threads:?}");
}

/// One thread sets the clock back: what was made before is not made again, under any policy.
fn a_clock_that_goes_back(back: ClockBack) {
    let clock = Hand::at(5);
    let generator = generator(back, &clock);
    let other = {
        let generator = Arc::clone(&generator);
        thread::spawn(move || ask(&generator, 1))
    };
    let mut mine = ask(&generator, 1);
    clock.set(4);
    mine.extend(ask(&generator, 1));
    clock.set(5);
    mine.extend(ask(&generator, 1));
    assert_unique_and_ordered(&[mine, other.join().unwrap()]);
}

#[test]
fn ids_are_unique_and_ordered() {
    loom::model(two_threads_in_one_tick);
}

#[test]
fn a_clock_that_goes_forward_never_looks_as_if_it_went_back() {
    loom::model(a_clock_that_goes_forward);
}

#[test]
fn a_clock_that_goes_back_makes_no_id_twice() {
    for back in [ClockBack::Refuse, ClockBack::Wait, ClockBack::Borrow { ahead: 1 }] {
        loom::model(move || a_clock_that_goes_back(back));
    }
}

/// What loom says of a model over a word that is broken.
fn fails(broken: &'static std::thread::LocalKey<std::cell::Cell<bool>>, model: fn()) -> String {
    // Loom's threads are coroutines of this thread, which is the test's own.
    broken.set(true);
    let failed = catch_unwind(AssertUnwindSafe(|| loom::model(model)));
    broken.set(false);
    let why = failed.expect_err("loom finds the fault");
    why.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[test]
fn without_compare_exchange_an_id_comes_twice() {
    let why = fails(&IS_TORN, two_threads_in_one_tick);
    assert!(why.contains("an id came twice"), "{why}");
}

#[test]
fn without_acquire_and_release_a_clock_looks_as_if_it_went_back() {
    let why = fails(&IS_RELAXED, a_clock_that_goes_forward);
    assert!(why.contains("refused"), "{why}");
}
