//! The blocking queue over loom's locks, counters and parking instead of the standard library's:
//! its very text, run through every interleaving of a few threads. Loom tells a lost wake-up as a
//! deadlock. So that the proof is not empty, the same text also runs over parking that loses every
//! wake-up, and there loom must fail.

#![cfg(not(target_arch = "wasm32"))]

/// What the queue stands on here.
mod sync {
    pub use loom::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    pub use loom::sync::{Arc, Mutex, MutexGuard};
    pub use loom::thread::park;
    use std::cell::Cell;
    use std::time::Duration;

    thread_local! {
        /// Whether wake-ups are lost. Loom runs all threads of a model in one of the system's.
        pub static IS_DEAF: Cell<bool> = const { Cell::new(false) };
    }

    /// A thread that can be woken.
    pub struct Thread(loom::thread::Thread);

    impl Thread {
        pub fn unpark(&self) {
            if !IS_DEAF.get() {
                self.0.unpark();
            }
        }
    }

    pub fn current() -> Thread {
        Thread(loom::thread::current())
    }

    /// Loom knows no time: a time-out here has run out at once or does not come.
    pub fn park_timeout(_: Duration) {
        park();
    }

    /// To look changes nothing, so the proof does without.
    pub fn look_again(_: bool, _: impl Fn() -> bool) {}
}

#[path = "../src/blocking_queue/queue.rs"]
mod queue;

use loom::model::Builder;
use loom::thread::{self, JoinHandle};
use queue::{BlockingQueue, Closed, GetError, PutError};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

type Queue = Arc<BlockingQueue<u32>>;

fn queue(capacity: usize) -> Queue {
    Arc::new(BlockingQueue::new(NonZeroUsize::new(capacity).unwrap()))
}

/// Every interleaving in which no more than so many preemptions come (Musuvathi and Qadeer, PLDI
/// 2007: few suffice for most faults); `None` is every one.
fn explore(preemptions: Option<usize>, model: impl Fn() + Sync + Send + 'static) {
    let mut builder = Builder::new();
    builder.preemption_bound = preemptions;
    builder.check(model);
}

fn put(queue: &Queue, items: &'static [u32]) -> JoinHandle<()> {
    let queue = Arc::clone(queue);
    thread::spawn(move || items.iter().for_each(|&item| queue.put(item).unwrap()))
}

fn get(queue: &Queue, items: usize) -> JoinHandle<Vec<u32>> {
    let queue = Arc::clone(queue);
    thread::spawn(move || (0..items).map(|_| queue.get().unwrap()).collect())
}

#[test]
fn one_producer_and_one_consumer_pass_everything_in_order() {
    explore(None, || {
        let queue = queue(1);
        let producer = put(&queue, &[1, 2]);
        assert_eq!([queue.get(), queue.get()], [Some(1), Some(2)]);
        producer.join().unwrap();
        assert!(queue.is_empty());
    });
}

#[test]
fn two_producers_meet_at_a_full_queue() {
    explore(Some(3), || {
        let queue = queue(1);
        let producers = [put(&queue, &[1, 2]), put(&queue, &[11])];
        let got: Vec<_> = (0..3).filter_map(|_| queue.get()).collect();
        producers.into_iter().for_each(|producer| producer.join().unwrap());
        let first: Vec<_> = got.iter().copied().filter(|&item| item < 10).collect();
        assert_eq!(first, [1, 2]);
        assert!(got.contains(&11));
    });
}

/// Whoever makes room lets the longest waiting in: a newcomer finds the queue as full as before.
#[test]
fn nobody_overtakes_who_waits_and_the_capacity_holds() {
    explore(Some(3), || {
        let queue = queue(1);
        queue.put(1).unwrap();
        let waiting = put(&queue, &[2]);
        let newcomer = {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                let is_let_in = queue.try_put(3).is_ok();
                assert!(queue.len() <= 1, "{} items in a queue of one", queue.len());
                is_let_in
            })
        };
        assert_eq!(queue.get(), Some(1));
        assert!(queue.len() <= 1, "{} items in a queue of one", queue.len());
        let is_let_in = newcomer.join().unwrap();
        let got: Vec<_> = (0..1 + usize::from(is_let_in)).filter_map(|_| queue.get()).collect();
        waiting.join().unwrap();
        assert!(got.contains(&2) && got.contains(&3) == is_let_in, "{got:?}");
    });
}

#[test]
fn two_consumers_meet_at_an_empty_queue() {
    explore(Some(3), || {
        let queue = queue(1);
        let consumers = [get(&queue, 1), get(&queue, 1)];
        put(&queue, &[1, 2]).join().unwrap();
        let mut got = consumers.map(|consumer| consumer.join().unwrap()).concat();
        got.sort_unstable();
        assert_eq!(got, [1, 2]);
    });
}

#[test]
fn two_producers_and_two_consumers_share_a_queue() {
    explore(Some(2), || {
        let queue = queue(1);
        let producers = [put(&queue, &[1]), put(&queue, &[2])];
        let consumer = get(&queue, 1);
        let mut got = vec![queue.get().unwrap()];
        got.extend(consumer.join().unwrap());
        got.sort_unstable();
        assert_eq!(got, [1, 2]);
        producers.into_iter().for_each(|producer| producer.join().unwrap());
    });
}

#[test]
fn close_sends_a_waiting_consumer_away() {
    explore(None, || {
        let queue = queue(1);
        let consumer = {
            let queue = Arc::clone(&queue);
            thread::spawn(move || queue.get())
        };
        queue.close();
        assert_eq!(consumer.join().unwrap(), None);
    });
}

#[test]
fn close_gives_a_waiting_producer_its_item_back() {
    explore(None, || {
        let queue = queue(1);
        queue.put(1).unwrap();
        let producer = {
            let queue = Arc::clone(&queue);
            thread::spawn(move || queue.put(2))
        };
        queue.close();
        assert_eq!(producer.join().unwrap(), Err(Closed(2)));
        assert_eq!([queue.get(), queue.get()], [Some(1), None]);
    });
}

#[test]
fn what_was_let_in_before_close_is_drained() {
    explore(Some(4), || {
        let queue = queue(1);
        let consumer = {
            let queue = Arc::clone(&queue);
            thread::spawn(move || queue.iter().count())
        };
        let let_in = [1, 2].into_iter().filter(|&item| queue.put(item).is_ok()).count();
        queue.close();
        assert_eq!((let_in, consumer.join().unwrap()), (2, 2));
    });
}

#[test]
fn a_get_that_times_out_has_taken_nothing() {
    explore(None, || {
        let queue = queue(1);
        let producer = put(&queue, &[1]);
        let got = queue.get_timeout(Duration::ZERO);
        producer.join().unwrap();
        match got {
            Ok(item) => assert_eq!((item, queue.try_get()), (1, Err(GetError::Empty))),
            Err(why) => assert_eq!((why, queue.try_get()), (GetError::Empty, Ok(1))),
        }
    });
}

#[test]
fn a_put_that_times_out_has_let_nothing_in() {
    explore(None, || {
        let queue = queue(1);
        queue.put(1).unwrap();
        let consumer = get(&queue, 1);
        let put = queue.put_timeout(2, Duration::ZERO);
        assert_eq!(consumer.join().unwrap(), [1]);
        match put {
            Ok(()) => assert_eq!(queue.try_get(), Ok(2)),
            Err(why) => {
                assert_eq!((why, queue.try_get()), (PutError::Full(2), Err(GetError::Empty)))
            }
        }
    });
}

#[test]
fn a_drain_lets_the_waiting_in() {
    explore(Some(4), || {
        let queue = queue(1);
        let producer = put(&queue, &[1, 2]);
        let mut got: Vec<_> = queue.drain().collect();
        while got.len() < 2 {
            got.extend(queue.get());
        }
        producer.join().unwrap();
        assert_eq!(got, [1, 2]);
    });
}

/// A token that somebody left makes the next park return at once, as it may at any time.
#[test]
fn a_spurious_wake_up_changes_nothing() {
    explore(Some(4), || {
        let queue = queue(1);
        let consumer = get(&queue, 2);
        consumer.thread().unpark();
        thread::current().unpark();
        for item in [1, 2] {
            queue.put(item).unwrap();
        }
        assert_eq!(consumer.join().unwrap(), [1, 2]);
    });
}

#[test]
#[should_panic(expected = "deadlock")]
fn a_lost_wake_up_is_found() {
    sync::IS_DEAF.set(true);
    explore(None, || {
        let queue = queue(1);
        let producer = put(&queue, &[1]);
        assert_eq!(queue.get(), Some(1));
        producer.join().unwrap();
    });
}
