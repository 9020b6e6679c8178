//! The blocking queue between native threads: nothing is lost, doubled or out of order, whoever
//! waits is woken in turn, and nobody stays behind after it is closed.

#![cfg(not(target_arch = "wasm32"))]

use labs::blocking_queue::queue::{BlockingQueue, Closed, GetError, PutError};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Long enough for a thread to have gone to sleep, on a machine with much else to do.
const ASLEEP: Duration = Duration::from_millis(150);
/// What no test waits for, unless a wake-up is lost.
const LONG: Duration = Duration::from_secs(60);

fn queue<T>(capacity: usize) -> BlockingQueue<T> {
    BlockingQueue::new(NonZeroUsize::new(capacity).unwrap())
}

/// Passes numbered items of so many producers to so many consumers; every consumer checks the
/// order of each producer's items, and together they have each item once.
fn pass(producers: usize, consumers: usize, capacity: usize, each: usize) {
    let queue = queue(capacity);
    let running = AtomicUsize::new(producers);
    let mut counts = vec![0; producers];
    thread::scope(|scope| {
        for producer in 0..producers {
            let (queue, running) = (&queue, &running);
            scope.spawn(move || {
                for number in 0..each {
                    queue.put((producer, number)).unwrap();
                }
                if running.fetch_sub(1, Ordering::AcqRel) == 1 {
                    queue.close();
                }
            });
        }
        let consume = || {
            let mut got = vec![Vec::new(); producers];
            for (producer, number) in &queue {
                got[producer].push(number);
            }
            got
        };
        let consumers: Vec<_> = (0..consumers).map(|_| scope.spawn(consume)).collect();
        let mut seen = vec![vec![false; each]; producers];
        for got in consumers.into_iter().map(|consumer| consumer.join().unwrap()) {
            for (producer, numbers) in got.into_iter().enumerate() {
                assert!(numbers.is_sorted(), "items of producer {producer} are out of order");
                counts[producer] += numbers.len();
                for number in numbers {
                    assert!(!seen[producer][number], "item {number} of {producer} came twice");
                    seen[producer][number] = true;
                }
            }
        }
    });
    assert_eq!(counts, vec![each; producers], "items were lost");
    assert!(queue.is_empty());
}

#[test]
fn nothing_is_lost_doubled_or_out_of_order() {
    for (producers, consumers) in [(1, 1), (1, 3), (3, 1), (2, 2), (4, 4)] {
        for capacity in [1, 2, 7, 64, 4_096] {
            pass(producers, consumers, capacity, 3_000);
        }
    }
}

#[test]
fn items_leave_in_the_order_in_which_they_came() {
    let queue = queue(5);
    (0..5).for_each(|item| queue.put(item).unwrap());
    assert_eq!(queue.len(), 5);
    assert_eq!(queue.try_put(5), Err(PutError::Full(5)));
    assert_eq!([queue.get(), queue.get()], [Some(0), Some(1)]);
    queue.put(5).unwrap();
    assert_eq!(queue.drain().collect::<Vec<_>>(), [2, 3, 4, 5]);
    assert_eq!(queue.try_get(), Err(GetError::Empty));
    assert_eq!(queue.capacity(), 5);
}

/// Starts `put` in threads one after another, each asleep before the next one comes.
#[test]
fn waiting_producers_come_in_in_turn() {
    let queue = queue(1);
    queue.put(0).unwrap();
    thread::scope(|scope| {
        for item in 1..=4 {
            let queue = &queue;
            scope.spawn(move || queue.put(item).unwrap());
            thread::sleep(ASLEEP);
        }
        // No newcomer can come before those who wait.
        assert_eq!(queue.get(), Some(0));
        assert_eq!(queue.try_put(9), Err(PutError::Full(9)));
        let rest: Vec<_> = (0..4).filter_map(|_| queue.get()).collect();
        assert_eq!(rest, [1, 2, 3, 4]);
    });
}

#[test]
fn waiting_consumers_are_served_in_turn() {
    let queue = queue(4);
    let served = thread::scope(|scope| {
        let mut consumers = Vec::new();
        for _ in 0..4 {
            consumers.push(scope.spawn(|| queue.get()));
            thread::sleep(ASLEEP);
        }
        for item in 0..4 {
            queue.put(item).unwrap();
            // What was handed over is nobody else's.
            assert_eq!(queue.try_get(), Err(GetError::Empty));
        }
        consumers.into_iter().map(|consumer| consumer.join().unwrap()).collect::<Vec<_>>()
    });
    assert_eq!(served, [Some(0), Some(1), Some(2), Some(3)]);
}

#[test]
fn a_time_out_is_kept_and_gives_the_item_back() {
    let queue = queue(1);
    let start = Instant::now();
    assert_eq!(queue.get_timeout(ASLEEP), Err(GetError::Empty));
    queue.put("first").unwrap();
    assert_eq!(queue.put_timeout("second", ASLEEP), Err(PutError::Full("second")));
    assert!(start.elapsed() >= 2 * ASLEEP);
    assert_eq!(queue.get_timeout(LONG), Ok("first"));
    assert_eq!(queue.put_timeout("third", LONG), Ok(()));
    // A span that no clock can add up is as good as none.
    assert_eq!(queue.get_timeout(Duration::MAX), Ok("third"));
}

#[test]
fn who_leaves_the_line_is_not_served() {
    let queue = queue(1);
    thread::scope(|scope| {
        let leaving = scope.spawn(|| queue.get_timeout(ASLEEP));
        thread::sleep(ASLEEP / 2);
        let staying = scope.spawn(|| queue.get_timeout(LONG));
        assert_eq!(leaving.join().unwrap(), Err(GetError::Empty));
        queue.put(1).unwrap();
        assert_eq!(staying.join().unwrap(), Ok(1));
    });
}

#[test]
fn close_sends_everybody_home() {
    let queue = queue(1);
    queue.put(0).unwrap();
    thread::scope(|scope| {
        let queue = &queue;
        let producers = [1, 2].map(|item| scope.spawn(move || queue.put(item)));
        thread::sleep(ASLEEP);
        queue.close();
        queue.close();
        for producer in producers {
            assert!(matches!(producer.join().unwrap(), Err(Closed(1 | 2))));
        }
    });
    assert!(queue.is_closed());
    assert_eq!(queue.try_put(3), Err(PutError::Closed(3)));
    assert_eq!(queue.iter().collect::<Vec<_>>(), [0]);
    assert_eq!((queue.try_get(), queue.get()), (Err(GetError::Closed), None));
    assert_eq!(queue.get_timeout(LONG), Err(GetError::Closed));
}

#[test]
fn a_closed_empty_queue_lets_waiting_consumers_go() {
    let queue = queue::<u8>(3);
    thread::scope(|scope| {
        let consumers: Vec<_> = (0..3).map(|_| scope.spawn(|| queue.get())).collect();
        thread::sleep(ASLEEP);
        queue.close();
        assert!(consumers.into_iter().all(|consumer| consumer.join().unwrap().is_none()));
    });
}

#[test]
fn a_drain_makes_room_for_those_who_wait() {
    let queue = queue(2);
    [0, 1].into_iter().for_each(|item| queue.put(item).unwrap());
    thread::scope(|scope| {
        for item in 2..5 {
            let queue = &queue;
            scope.spawn(move || queue.put(item).unwrap());
            thread::sleep(ASLEEP);
        }
        assert_eq!(queue.drain().collect::<Vec<_>>(), [0, 1]);
        assert_eq!(queue.len(), 2);
        assert_eq!((0..3).filter_map(|_| queue.get()).collect::<Vec<_>>(), [2, 3, 4]);
    });
}

#[test]
fn every_item_is_dropped_once() {
    let item = Arc::new(());
    let queue = queue(8);
    (0..8).for_each(|_| queue.put(Arc::clone(&item)).unwrap());
    drop(queue.get());
    drop(queue.try_put(Arc::clone(&item)));
    drop(queue.try_put(Arc::clone(&item)));
    assert_eq!(Arc::strong_count(&item), 9);
    drop(queue);
    assert_eq!(Arc::strong_count(&item), 1);
}

/// An item that panics when it is dropped does so in the thread that drops it, under no lock.
#[test]
fn a_panic_with_an_item_in_hand_holds_nobody_up() {
    struct Explosive(bool);
    impl Drop for Explosive {
        fn drop(&mut self) {
            assert!(!self.0, "dropped");
        }
    }
    let queue = queue(2);
    assert!(queue.put(Explosive(true)).is_ok());
    assert!(queue.put(Explosive(false)).is_ok());
    assert!(catch_unwind(AssertUnwindSafe(|| drop(queue.get()))).is_err());
    assert!(queue.try_get().is_ok());
    assert!(queue.try_put(Explosive(false)).is_ok());
}
