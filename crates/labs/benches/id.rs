//! The generator of ids beside its peers: one thread, and two and four that share one generator.
//!
//! Under `id-free` the clock costs nothing and goes on by itself: one tick for so many ids, so
//! that no tick has its sequence exhausted and what is measured is the generator. It is told in
//! processor time, all threads together, which other programs on the machine do not add to.
//! Whoever takes no clock cannot take part. Under `id-real` everybody has the clock that is its own,
//! and what is told is how near they come, by the clock on the wall, to the layout's ceiling of
//! 4,096 ids a millisecond.
//!
//! The peers take turns, round by round, so that whatever else the machine does hits all alike; what
//! is told is the median of the rounds, threads started and ended included. Every thread sees to it
//! that its ids go up.

use ferroid::generator::AtomicSnowflakeGenerator;
use ferroid::id::SnowflakeTwitterId;
use ferroid::time::{MonotonicClock, TWITTER_EPOCH, TimeSource};
use labs::snowflake::id::{Clock, ClockBack, Generator, SystemClock};
use labs::snowflake::layout::TWITTER;
use labs::snowflake::places::{Measured, Shape, Twitter};
use snowflake_me::Snowflake;
use std::fs;
use std::hint::spin_loop;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant, UNIX_EPOCH};

const THREADS: [u64; 3] = [1, 2, 4];
/// Rounds that count, after one that does not.
const ROUNDS: usize = 15;
/// The threads of a round make so many ids a tick together at most, of the 4,096 that there are.
const IDS_A_TICK: u64 = 512;
/// A generator that gets no id for so long has failed.
const PATIENCE: Duration = Duration::from_secs(10);

/// A clock that goes on as ids are made; on a cache line of its own.
#[repr(align(128))]
struct FreeRunning(AtomicU64);

static TICKS: FreeRunning = FreeRunning(AtomicU64::new(1));

impl FreeRunning {
    #[inline]
    fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn go_on(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

struct Free;

impl Clock for Free {
    #[inline]
    fn unix_ms(&self) -> i64 {
        (TWITTER.epoch_ms + TICKS.now()).cast_signed()
    }
}

impl TimeSource<u64> for Free {
    #[inline]
    fn current_millis(&self) -> u64 {
        TICKS.now()
    }
}

/// What a round took, in nanoseconds.
struct Taken {
    /// By the clock on the wall.
    wall: f64,
    /// Of the processors, by all threads together.
    processor: f64,
}

/// How long this thread has run, in nanoseconds, as Linux counts it; elsewhere, since the start.
fn run_time(start: Instant) -> f64 {
    let counted = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let counted = counted.and_then(|text| text.split(' ').next()?.parse().ok());
    counted.unwrap_or_else(|| start.elapsed().as_nanos() as f64)
}

/// So many threads make so many ids together.
fn race(threads: u64, ids: u64, next: impl Fn() -> u64 + Sync) -> Taken {
    let start = Instant::now();
    let make = || {
        let before = run_time(start);
        let mut last = 0;
        for nth in 0..ids / threads {
            if nth % IDS_A_TICK == 0 {
                TICKS.go_on();
            }
            let id = next();
            assert!(id > last, "{id} comes after {last}");
            last = id;
        }
        run_time(start) - before
    };
    let processor = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(make)).collect();
        threads.into_iter().map(|thread| thread.join().expect("its ids go up")).sum()
    });
    Taken { wall: start.elapsed().as_nanos() as f64, processor }
}

/// Ours under a layout that is known when the program is compiled, as the peers' are, or under one
/// that is chosen while it runs.
fn ours(threads: u64, ids: u64, shape: impl Shape + Sync, clock: impl Clock + Sync) -> Taken {
    let generator = Generator::shaped(shape, 1, ClockBack::Wait, clock);
    let generator = generator.expect("there is a worker 1");
    race(threads, ids, || generator.next_within(PATIENCE).expect("the clock goes on").get())
}

/// `wait` is what its documentation has between two tries.
fn ferroid<T: TimeSource<u64> + Sync>(threads: u64, ids: u64, time: T, wait: fn(u64)) -> Taken {
    let generator = AtomicSnowflakeGenerator::<SnowflakeTwitterId, T>::new(1, time);
    race(threads, ids, || generator.next_id(wait).to_raw())
}

fn snowflake_me(threads: u64, ids: u64, clock: Option<fn() -> i64>) -> Taken {
    let builder = Snowflake::builder().machine_id(&|| Ok(1)).data_center_id(&|| Ok(0));
    let builder = builder.start_time(TWITTER.epoch_ms.cast_signed());
    let builder = match clock {
        Some(clock) => builder.clock_source(clock),
        None => builder,
    };
    let generator = builder.finalize().expect("its fields are whole");
    race(threads, ids, || generator.next_id().expect("the clock goes on").as_u64())
}

fn snowflaked(threads: u64, ids: u64) -> Taken {
    let epoch = UNIX_EPOCH + Duration::from_millis(TWITTER.epoch_ms);
    let builder = snowflaked::sync::Generator::builder().instance(1).epoch(epoch);
    let generator: snowflaked::sync::Generator = builder.build();
    race(threads, ids, || generator.generate())
}

type Peer = (&'static str, fn(u64, u64) -> Taken);

const FREE: [Peer; 4] = [
    ("faultline", |threads, ids| ours(threads, ids, Twitter::default(), Free)),
    ("faultline, layout chosen later", |threads, ids| {
        ours(threads, ids, Measured::from(TWITTER), Free)
    }),
    ("ferroid", |threads, ids| ferroid(threads, ids, Free, |_| spin_loop())),
    ("snowflake_me", |threads, ids| snowflake_me(threads, ids, Some(|| Free.unix_ms()))),
];

const REAL: [Peer; 4] = [
    ("faultline", |threads, ids| ours(threads, ids, Twitter::default(), SystemClock)),
    ("ferroid", |threads, ids| {
        ferroid(threads, ids, MonotonicClock::<1>::with_epoch(TWITTER_EPOCH), |_| {
            thread::yield_now();
        })
    }),
    ("snowflake_me", |threads, ids| snowflake_me(threads, ids, None)),
    ("snowflaked", snowflaked),
];

/// One comparison: who takes part, in how many ids a round, and what of a round is told.
struct Group {
    name: &'static str,
    peers: &'static [Peer],
    ids: u64,
    told: fn(Taken) -> f64,
    unit: &'static str,
}

const GROUPS: [Group; 2] = [
    Group {
        name: "id-free",
        peers: &FREE,
        ids: 4_000_000,
        told: |taken| taken.processor,
        unit: "ids a millisecond of a processor",
    },
    Group {
        name: "id-real",
        peers: &REAL,
        ids: 400_000,
        told: |taken| taken.wall,
        unit: "ids a millisecond",
    },
];

fn main() {
    for group in GROUPS {
        for threads in THREADS {
            compare(&group, threads);
        }
    }
}

fn compare(group: &Group, threads: u64) {
    let Group { name: group_name, peers, ids, told, unit } = group;
    let mut times = vec![Vec::new(); peers.len()];
    for round in 0..=ROUNDS {
        for ((_, run), times) in peers.iter().zip(&mut times) {
            let nanoseconds = told(run(threads, *ids)) / *ids as f64;
            if round > 0 {
                times.push(nanoseconds);
            }
        }
    }
    for ((name, _), times) in peers.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        let median = times[times.len() / 2];
        println!("{group_name}, {threads} threads, {name}: {:.0} {unit}", 1e6 / median);
        println!(
            r#"{{"group": "{group_name}", "function": "{name}", "value": "{threads} threads", "nanoseconds": {median:.2}}}"#
        );
    }
}
