//! The generator of ids beside its peers: one thread, and two and four that share one generator.
//!
//! Under `id-free` the clock costs nothing and goes on by itself: one tick for so many ids, so
//! that no tick has its sequence exhausted and what is measured is the generator. Whoever takes no
//! clock cannot take part. Under `id-real` everybody has the clock that is its own, and what is
//! measured is how near they come to the layout's ceiling of 4,096 ids a millisecond.
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
use std::hint::spin_loop;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant, UNIX_EPOCH};

const THREADS: [u64; 3] = [1, 2, 4];
/// Rounds that count, after one that does not.
const ROUNDS: usize = 15;
/// All threads together, a round.
const FREE_IDS: u64 = 4_000_000;
const REAL_IDS: u64 = 400_000;
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

/// So many threads make so many ids together; the nanoseconds that it took.
fn race(threads: u64, ids: u64, next: impl Fn() -> u64 + Sync) -> f64 {
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut last = 0;
                for nth in 0..ids / threads {
                    if nth % IDS_A_TICK == 0 {
                        TICKS.go_on();
                    }
                    let id = next();
                    assert!(id > last, "{id} comes after {last}");
                    last = id;
                }
            });
        }
    });
    start.elapsed().as_nanos() as f64
}

/// Ours under a layout that is known when the program is compiled, as the peers' are, or under one
/// that is chosen while it runs.
fn ours(threads: u64, ids: u64, shape: impl Shape + Sync, clock: impl Clock + Sync) -> f64 {
    let generator = Generator::shaped(shape, 1, ClockBack::Wait, clock);
    let generator = generator.expect("there is a worker 1");
    race(threads, ids, || generator.next_within(PATIENCE).expect("the clock goes on").get())
}

/// `wait` is what its documentation has between two tries.
fn ferroid<T: TimeSource<u64> + Sync>(threads: u64, ids: u64, time: T, wait: fn(u64)) -> f64 {
    let generator = AtomicSnowflakeGenerator::<SnowflakeTwitterId, T>::new(1, time);
    race(threads, ids, || generator.next_id(wait).to_raw())
}

fn snowflake_me(threads: u64, ids: u64, clock: Option<fn() -> i64>) -> f64 {
    let builder = Snowflake::builder().machine_id(&|| Ok(1)).data_center_id(&|| Ok(0));
    let builder = builder.start_time(TWITTER.epoch_ms.cast_signed());
    let builder = match clock {
        Some(clock) => builder.clock_source(clock),
        None => builder,
    };
    let generator = builder.finalize().expect("its fields are whole");
    race(threads, ids, || generator.next_id().expect("the clock goes on").as_u64())
}

fn snowflaked(threads: u64, ids: u64) -> f64 {
    let epoch = UNIX_EPOCH + Duration::from_millis(TWITTER.epoch_ms);
    let builder = snowflaked::sync::Generator::builder().instance(1).epoch(epoch);
    let generator: snowflaked::sync::Generator = builder.build();
    race(threads, ids, || generator.generate())
}

type Peer = (&'static str, fn(u64, u64) -> f64);

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

fn main() {
    for threads in THREADS {
        compare("id-free", threads, FREE_IDS, &FREE);
    }
    for threads in THREADS {
        compare("id-real", threads, REAL_IDS, &REAL);
    }
}

fn compare(group: &str, threads: u64, ids: u64, peers: &[Peer]) {
    let mut times = vec![Vec::new(); peers.len()];
    for round in 0..=ROUNDS {
        for ((_, run), times) in peers.iter().zip(&mut times) {
            let nanoseconds = run(threads, ids) / ids as f64;
            if round > 0 {
                times.push(nanoseconds);
            }
        }
    }
    for ((name, _), times) in peers.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        let median = times[times.len() / 2];
        println!("{group}, {threads} threads, {name}: {:.0} ids a millisecond", 1e6 / median);
        println!(
            r#"{{"group": "{group}", "function": "{name}", "value": "{threads} threads", "nanoseconds": {median:.2}}}"#
        );
    }
}
