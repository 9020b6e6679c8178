//! The real generator of ids, on real threads and with clocks that are set by hand.

#![cfg(not(target_arch = "wasm32"))]

use labs::snowflake::id::{Clock, ClockBack, Generator, IdError, SystemClock};
use labs::snowflake::layout::{
    DISCORD, INSTAGRAM, LAYOUTS, Layout, LayoutError, PROTOTYPE, Parts, Role, SONYFLAKE, TWITTER,
};
use labs::snowflake::places::Twitter;
use labs::snowflake::rule::{self, Answer, Bounds};
use labs::snowflake::written::Id;
use proptest::prelude::*;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A clock that is set by hand.
#[derive(Debug)]
struct Hand(AtomicI64);

impl Hand {
    fn at(ms: i64) -> Hand {
        Hand(AtomicI64::new(ms))
    }

    fn set(&self, ms: i64) {
        self.0.store(ms, Ordering::Relaxed);
    }
}

impl Clock for Hand {
    fn unix_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// One bit of worker, two of sequence; ticks of ten milliseconds from 1,000 on, 32 of them.
fn small() -> Layout {
    Layout::own((5, 1, 2), 1_000, 10).expect("the bits fit")
}

fn generator(back: ClockBack, clock: &Hand) -> Generator<&Hand> {
    Generator::with_clock(small(), 1, back, clock).expect("there is a worker 1")
}

/// The tick and the sequence of a small id.
fn parts(id: Id) -> (u64, u64) {
    let parts = small().unpack(id.get());
    assert_eq!(parts.worker, 1);
    (parts.ticks, parts.sequence)
}

const THREADS: usize = 4;
const EACH: usize = 500_000;
/// Longer than any machine stands still.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn two_million_ids_of_several_threads_are_all_different_and_in_order() {
    let generator = Generator::new(TWITTER, 33, ClockBack::Wait).unwrap();
    let before = SystemClock.unix_ms();
    let start = Instant::now();
    let make = || -> Vec<Id> {
        (0..EACH).map(|_| generator.next_within(PATIENCE).expect("the clock goes on")).collect()
    };
    let threads: Vec<Vec<Id>> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(make)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let (took, after) = (start.elapsed(), SystemClock.unix_ms());
    for ids in &threads {
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "a thread’s ids are out of order");
    }
    let mut all = threads.concat();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), THREADS * EACH, "an id came twice");
    let made_ms = |id: Id| {
        let parts = TWITTER.unpack(id.get());
        assert_eq!(parts.worker, 33);
        i64::try_from(TWITTER.instant_ms(parts.ticks)).unwrap()
    };
    assert!(before <= made_ms(all[0]) && made_ms(all[all.len() - 1]) <= after);
    // The layout has 4,096 ids a millisecond, and no more can have been made.
    let least = Duration::from_millis((THREADS * EACH) as u64 / TWITTER.per_tick() - 1);
    assert!(took >= least, "{took:?}");
}

#[test]
fn ids_are_those_that_the_layout_packs() {
    for layout in LAYOUTS {
        let start_ms = i64::try_from(layout.epoch_ms).unwrap() + 86_400_007;
        let clock = Hand::at(start_ms);
        let worker = layout.most(Role::Worker) - 1;
        let generator = Generator::with_clock(*layout, worker, ClockBack::Refuse, &clock).unwrap();
        let ticks = layout.tick_at(start_ms.cast_unsigned()).unwrap();
        for sequence in 0..3 {
            let id = generator.try_next().unwrap().get();
            assert_eq!(layout.pack(Parts { ticks, worker, sequence }), Ok(id), "{}", layout.key);
            assert_eq!(layout.stray(id), 0, "{}", layout.key);
        }
    }
}

/// Ids of these services, made again from their parts: the generator has no shifts of its own.
#[test]
fn reference_ids_are_made_again() {
    for (layout, id) in [
        // Discord, API reference.
        (DISCORD, 175_928_847_299_117_063),
        // Wikipedia, Snowflake ID.
        (TWITTER, 1_541_815_603_606_036_480),
        // Instagram’s article: shard 1341, sequence 5001 mod 1024, one second and a bit.
        (INSTAGRAM, 73_042_978_279 << 23 | 1341 << 10 | 905),
        (SONYFLAKE, 5 << 24 | 3 << 16 | 9),
        (PROTOTYPE, 5 << 17 | 3 << 12 | 9),
    ] {
        let parts = layout.unpack(id);
        let clock = Hand::at(i64::try_from(layout.instant_ms(parts.ticks)).unwrap());
        let generator = Generator::with_clock(layout, parts.worker, ClockBack::Refuse, &clock);
        let generator = generator.unwrap();
        let made = (0..=parts.sequence).map(|_| generator.try_next().unwrap()).last();
        assert_eq!(made, Some(Id::new(id)), "{}", layout.key);
    }
}

#[test]
fn a_worker_that_the_layout_does_not_have_is_refused() {
    let why = Generator::new(PROTOTYPE, 32, ClockBack::Wait).unwrap_err();
    assert_eq!(why, LayoutError::TooWide { role: Role::Worker, value: 32, bits: 5 });
}

#[test]
fn a_clock_gone_back_is_refused_and_nothing_is_made_again() {
    let clock = Hand::at(1_050);
    let generator = generator(ClockBack::Refuse, &clock);
    assert_eq!(generator.try_next().map(parts), Ok((5, 0)));
    clock.set(1_029);
    let why = generator.try_next().unwrap_err();
    assert_eq!(why, IdError::ClockBack { behind_ms: 30 });
    assert!(why.to_string().starts_with("the clock stands 30 ms before the last id"), "{why}");
    // To wait for it is of no use, so nobody does.
    assert_eq!(generator.next_within(PATIENCE), Err(why));
    clock.set(1_050);
    assert_eq!(generator.try_next().map(parts), Ok((5, 1)));
}

#[test]
fn a_clock_gone_back_is_waited_for_but_not_for_ever() {
    let clock = Hand::at(1_050);
    let generator = generator(ClockBack::Wait, &clock);
    generator.try_next().unwrap();
    clock.set(1_040);
    let behind = IdError::Behind { behind_ms: 10, until_ms: 1_050 };
    assert_eq!((generator.try_next(), behind.until_ms()), (Err(behind), Some(1_050)));
    let start = Instant::now();
    assert_eq!(generator.next_within(Duration::from_millis(20)), Err(behind));
    assert!(start.elapsed() >= Duration::from_millis(20));
    thread::scope(|scope| {
        let waiting = scope.spawn(|| generator.next_within(PATIENCE));
        thread::sleep(Duration::from_millis(5));
        clock.set(1_050);
        assert_eq!(waiting.join().unwrap().map(parts), Ok((5, 1)));
    });
}

#[test]
fn a_frozen_clock_has_the_ids_of_one_tick() {
    let clock = Hand::at(1_059);
    let generator = generator(ClockBack::Refuse, &clock);
    let ids: Vec<_> = (0..4).map(|_| generator.try_next().map(parts)).collect();
    assert_eq!(ids, [Ok((5, 0)), Ok((5, 1)), Ok((5, 2)), Ok((5, 3))]);
    let exhausted = Err(IdError::Exhausted { until_ms: 1_060 });
    assert_eq!(generator.try_next(), exhausted);
    assert_eq!(generator.next_within(Duration::from_millis(3)), exhausted);
    clock.set(1_060);
    assert_eq!(generator.try_next().map(parts), Ok((6, 0)));
}

#[test]
fn what_is_borrowed_is_bounded() {
    let clock = Hand::at(1_050);
    let generator = generator(ClockBack::Borrow { ahead: 2 }, &clock);
    let made = (0..).map_while(|_| generator.try_next().ok()).take(100).map(parts);
    // Its own tick and two that are not yet.
    assert_eq!(made.collect::<Vec<_>>()[..], (20..32).map(|n| (n / 4, n % 4)).collect::<Vec<_>>());
    assert_eq!(generator.try_next(), Err(IdError::Exhausted { until_ms: 1_060 }));
    clock.set(1_049);
    assert_eq!(generator.try_next(), Err(IdError::ClockBack { behind_ms: 30 }));
    clock.set(1_060);
    assert_eq!(generator.try_next().map(parts), Ok((8, 0)));
}

#[test]
fn outside_the_timestamps_there_are_no_ids() {
    let clock = Hand::at(999);
    let generator = generator(ClockBack::Wait, &clock);
    let before = IdError::BeforeEpoch { now_ms: 999, epoch_ms: 1_000 };
    assert_eq!(generator.next_within(PATIENCE), Err(before));
    clock.set(i64::MIN);
    assert!(matches!(generator.try_next(), Err(IdError::BeforeEpoch { .. })));
    clock.set(1_319);
    assert_eq!(generator.try_next().map(parts), Ok((31, 0)));
    (0..3).for_each(|_| assert!(generator.try_next().is_ok()));
    // After the last sequence of the last tick there is nothing to wait for.
    let spent = Err(IdError::Spent { spent_ms: 1_320 });
    assert_eq!(generator.next_within(PATIENCE), spent);
    for after in [1_320, i64::MAX] {
        clock.set(after);
        assert_eq!(generator.next_within(PATIENCE), spent);
    }
}

#[test]
fn a_generator_that_is_started_anew_goes_on_after_the_last_known_id() {
    let clock = Hand::at(1_050);
    let last = generator(ClockBack::Refuse, &clock).try_next().unwrap();
    assert_eq!(generator(ClockBack::Refuse, &clock).try_next(), Ok(last), "it has forgotten");
    let anew = generator(ClockBack::Refuse, &clock).after(last);
    assert_eq!(anew.try_next().map(parts), Ok((5, 1)));
    clock.set(1_040);
    assert_eq!(anew.try_next(), Err(IdError::ClockBack { behind_ms: 10 }));
}

#[test]
fn a_compiled_layout_makes_the_same_ids() {
    let clock = Hand::at(1_700_000_000_000);
    let chosen = Generator::with_clock(TWITTER, 9, ClockBack::Refuse, &clock).unwrap();
    let compiled = Generator::shaped(Twitter::default(), 9, ClockBack::Refuse, &clock).unwrap();
    for _ in 0..3 {
        for _ in 0..=TWITTER.per_tick() {
            assert_eq!(compiled.try_next(), chosen.try_next());
        }
        clock.set(clock.unix_ms() + 1);
    }
    let why = Generator::shaped(Twitter::default(), 1_024, ClockBack::Wait, &clock).unwrap_err();
    assert_eq!(why, LayoutError::TooWide { role: Role::Worker, value: 1_024, bits: 10 });
}

/// Layouts at the edges: no sequence, no worker, all 63 bits.
#[test]
fn odd_layouts_make_different_ids() {
    for bits in [(63, 0, 0), (1, 0, 62), (1, 62, 0), (41, 0, 22), (3, 0, 1)] {
        let layout = Layout::own(bits, 0, 1).unwrap();
        let clock = Hand::at(0);
        let generator = Generator::with_clock(layout, 0, ClockBack::Refuse, &clock).unwrap();
        assert_eq!(generator.try_next(), Ok(Id::new(0)), "{bits:?}");
        clock.set(1);
        let one = Parts { ticks: 1, worker: 0, sequence: 0 };
        assert_eq!(generator.try_next().map(Id::get), Ok(layout.pack(one).unwrap()), "{bits:?}");
    }
}

fn back() -> impl Strategy<Value = ClockBack> {
    prop_oneof![
        Just(ClockBack::Refuse),
        Just(ClockBack::Wait),
        (0..4_u64).prop_map(|ahead| ClockBack::Borrow { ahead }),
    ]
}

proptest! {
    /// The atomic word and the shifts add nothing to the rule, whatever the clock does.
    #[test]
    fn the_generator_does_what_the_rule_says(
        back in back(),
        clock_ms in prop::collection::vec(990..1_330_i64, 1..60),
    ) {
        let (layout, clock) = (small(), Hand::at(0));
        let generator = Generator::with_clock(layout, 1, back, &clock).unwrap();
        let bounds = Bounds { ticks: layout.most(Role::Time), sequence: layout.most(Role::Sequence) };
        let (mut last, mut highest) = (None, None);
        for now_ms in clock_ms {
            clock.set(now_ms);
            let answer = generator.try_next();
            let Some(now) = layout.tick_at(now_ms.cast_unsigned()) else {
                let before = matches!(answer, Err(IdError::BeforeEpoch { .. }));
                prop_assert!(before);
                continue;
            };
            let (kept, expected) = rule::next(last, now, back.into(), bounds);
            last = kept;
            match (answer, expected) {
                (Ok(id), Answer::Made(made)) => {
                    prop_assert_eq!(parts(id), (made.ticks, made.sequence));
                    prop_assert!(highest < Some(id), "{} after {:?}", id, highest);
                    highest = Some(id);
                }
                (Err(IdError::ClockBack { behind_ms }), Answer::Refused { behind }) => {
                    prop_assert_eq!(behind_ms, behind * 10);
                }
                (
                    Err(IdError::Behind { until_ms, .. } | IdError::Exhausted { until_ms }),
                    Answer::Behind { until } | Answer::Exhausted { until },
                ) => prop_assert_eq!(u128::from(until_ms), layout.instant_ms(until)),
                (Err(IdError::Spent { .. }), Answer::Spent | Answer::Exhausted { .. }) => {}
                (answer, expected) => prop_assert!(false, "{:?} for {:?}", answer, expected),
            }
        }
    }
}
