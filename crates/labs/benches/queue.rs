//! The blocking queue beside its peers: producers and consumers, capacity by capacity.
//!
//! The peers take turns, round by round, so that whatever else the machine does hits all alike;
//! what is told is the median of the rounds. Each round makes a queue, starts the threads and
//! passes the items one by one; told is the time for one item, threads started and ended included.
//! `sync_channel` has one receiver, which is shared behind a mutex where there are more consumers.

use crossbeam_channel as crossbeam;
use labs::blocking_queue::queue::BlockingQueue;
use std::num::NonZeroUsize;
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Instant;

/// Producers, and as many consumers.
const PAIRS: [u64; 3] = [1, 2, 4];
const CAPACITIES: [usize; 3] = [1, 64, 4_096];
/// Rounds that count, after one that does not.
const ROUNDS: usize = 9;

/// What passes items from threads to threads.
trait Channel: Sync {
    fn put(&self, item: u64);
    fn get(&self) -> u64;
}

impl Channel for BlockingQueue<u64> {
    fn put(&self, item: u64) {
        BlockingQueue::put(self, item).expect("nobody closes it");
    }

    fn get(&self) -> u64 {
        BlockingQueue::get(self).expect("nobody closes it")
    }
}

struct Std(mpsc::SyncSender<u64>, Mutex<mpsc::Receiver<u64>>);

impl Channel for Std {
    fn put(&self, item: u64) {
        self.0.send(item).expect("its receiver lives");
    }

    fn get(&self) -> u64 {
        self.1.lock().expect("nobody panics").recv().expect("its sender lives")
    }
}

impl Channel for (crossbeam::Sender<u64>, crossbeam::Receiver<u64>) {
    fn put(&self, item: u64) {
        self.0.send(item).expect("its receiver lives");
    }

    fn get(&self) -> u64 {
        self.1.recv().expect("its sender lives")
    }
}

impl Channel for (flume::Sender<u64>, flume::Receiver<u64>) {
    fn put(&self, item: u64) {
        self.0.send(item).expect("its receiver lives");
    }

    fn get(&self) -> u64 {
        self.1.recv().expect("its sender lives")
    }
}

type Make = fn(usize) -> Box<dyn Channel>;

const CHANNELS: [(&str, Make); 4] = [
    ("faultline", |capacity| {
        let capacity = NonZeroUsize::new(capacity).expect("no capacity is zero");
        Box::new(BlockingQueue::new(capacity))
    }),
    ("std sync_channel", |capacity| {
        let (sender, receiver) = mpsc::sync_channel(capacity);
        Box::new(Std(sender, Mutex::new(receiver)))
    }),
    ("crossbeam-channel", |capacity| Box::new(crossbeam::bounded(capacity))),
    ("flume", |capacity| Box::new(flume::bounded(capacity))),
];

fn main() {
    for pairs in PAIRS {
        for capacity in CAPACITIES {
            compare(pairs, capacity);
        }
    }
}

fn compare(pairs: u64, capacity: usize) {
    // A queue of one item passes few: each is a change of threads.
    let items = if capacity == 1 { 40_000 } else { 400_000 };
    let mut times = CHANNELS.map(|_| Vec::new());
    for round in 0..=ROUNDS {
        for ((_, make), times) in CHANNELS.iter().zip(&mut times) {
            let nanoseconds = pass(&*make(capacity), pairs, items / pairs);
            if round > 0 {
                times.push(nanoseconds / items as f64);
            }
        }
    }
    for ((name, _), times) in CHANNELS.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        let median = times[times.len() / 2];
        println!(
            r#"{{"group": "queue-{pairs}x{pairs}", "function": "{name}", "value": "{capacity:04}", "nanoseconds": {median:.1}}}"#
        );
    }
}

/// Passes so many items from each producer; the nanoseconds that it took.
fn pass(channel: &dyn Channel, pairs: u64, items: u64) -> f64 {
    let start = Instant::now();
    let sum: u64 = thread::scope(|scope| {
        for _ in 0..pairs {
            scope.spawn(|| (0..items).for_each(|item| channel.put(item)));
        }
        let consume = || (0..items).map(|_| channel.get()).sum::<u64>();
        let consumers: Vec<_> = (0..pairs).map(|_| scope.spawn(consume)).collect();
        consumers.into_iter().map(|consumer| consumer.join().expect("it only adds up")).sum()
    });
    let nanoseconds = start.elapsed().as_nanos() as f64;
    assert_eq!(sum, pairs * (items * (items - 1) / 2), "an item was lost or came twice");
    nanoseconds
}
