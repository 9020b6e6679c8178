//! The real generator of Snowflake ids: what the lab models, for threads of this machine.
//!
//! [`Generator`] makes ids of one worker under a [`Layout`]. It is shared by reference: an `Arc`, a
//! `static` behind a `LazyLock`, or the state of a server. [`try_next`](Generator::try_next) never
//! waits, so it serves in asynchronous code too: on an error that passes,
//! [`IdError::until_ms`] says when to ask again. [`next_within`](Generator::next_within) waits on
//! the thread, for no longer than it is told.
//!
//! **One word.** All that a worker remembers, the tick and the sequence of its last id, is one
//! atomic word. An id is one load, one look at the clock, [`rule::ordinary`], and one
//! compare-exchange; what is not ordinary is decided by [`rule::next`], and both are the very text
//! that the lab's search has been through. Where nobody else asks at the same time nothing is done
//! twice (wait-free); where others do, whoever loses has lost to somebody who got an id (lock-free).
//!
//! **The clock is read after the word.** The word is acquired and released, so whoever sees the id
//! of another thread reads a clock that is no earlier than that thread's: a clock that is the same
//! for all threads and does not go back never looks as if it had. Read before, it would, whenever
//! the thread is held up in between. For the same reason a lost compare-exchange reads it anew.
//!
//! **What must be seen to outside.** No two generators that run at the same time may have the same
//! worker's number, and whoever starts one anew on a machine whose clock may have gone back since
//! gives it the last id that is known ([`Generator::after`]): a process forgets its word.
//!
//! **The layout** may be chosen while the program runs ([`Generator::new`]), or be a type
//! ([`Generator::shaped`]): then its shifts are constants, and the generator is no slower than one
//! that was written for it alone.
//!
//! ```
//! use labs::snowflake::id::{ClockBack, Generator, SystemClock};
//! use labs::snowflake::places::Prototype;
//!
//! let generator = Generator::shaped(Prototype::default(), 3, ClockBack::Wait, SystemClock)?;
//! let (first, second) = (generator.try_next()?, generator.try_next()?);
//! assert!(first < second);
//! assert_eq!(first.to_string().parse(), Ok(first));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Ids leave as strings of digits wherever JSON or JavaScript may read them: see [`Id`].
//!
//! Proved with loom (`cargo xtask test loom`), measured by `benches/id.rs`.

use super::layout::{Layout, LayoutError, Parts};
use super::places::{Measured, Shape};
use super::rule::{self, Answer, Last, Policy, Step};
use super::sync::{AtomicU64, Ordering, pause};
use super::written::Id;
use std::hint::spin_loop;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// What tells the time.
pub trait Clock {
    /// Milliseconds since 1970-01-01T00:00:00Z; negative before.
    fn unix_ms(&self) -> i64;
}

/// The system's clock. It may be set back, and NTP may step it.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[inline]
    fn unix_ms(&self) -> i64 {
        // Both fit for the next 292 million years.
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => since.as_secs() as i64 * 1_000 + i64::from(since.subsec_millis()),
            Err(before) => -(before.duration().as_millis() as i64) - 1,
        }
    }
}

impl<C: Clock> Clock for &C {
    #[inline]
    fn unix_ms(&self) -> i64 {
        (**self).unix_ms()
    }
}

/// What a generator does when its clock stands before its last id. That the sequence could begin
/// anew ([`Policy::Reset`]) is a mistake to be watched in the lab, and cannot be asked for here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockBack {
    /// Refuses ids until the clock has caught up.
    Refuse,
    /// Waits until the clock has caught up.
    Wait,
    /// Goes on from the last id, and takes later ticks when its sequences are used up.
    Borrow {
        /// How many ticks an id may be ahead of the clock.
        ahead: u64,
    },
}

impl From<ClockBack> for Policy {
    fn from(back: ClockBack) -> Policy {
        match back {
            ClockBack::Refuse => Policy::Refuse,
            ClockBack::Wait => Policy::Wait,
            ClockBack::Borrow { ahead } => Policy::Borrow { ahead },
        }
    }
}

/// Why there is no id now. Instants are in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The clock has gone back, and ids are refused until it has caught up.
    #[error(
        "the clock stands {behind_ms} ms before the last id: ids are refused until it has caught \
         up; have it slewed and not stepped, or let the generator wait or borrow"
    )]
    ClockBack {
        /// By how much, at the length of a tick.
        behind_ms: u64,
    },
    /// The clock has gone back, and ids come again when it has caught up.
    #[error(
        "the clock stands {behind_ms} ms before the last id: there are ids again at {until_ms}"
    )]
    Behind {
        /// By how much, at the length of a tick.
        behind_ms: u64,
        /// When the clock has caught up.
        until_ms: u64,
    },
    /// Every sequence of this tick has been given out.
    #[error("this tick has no sequence left: there are ids again at {until_ms}")]
    Exhausted {
        /// When the next tick begins, or what was borrowed is paid back.
        until_ms: u64,
    },
    /// The clock stands after the last tick.
    #[error(
        "the timestamps of this layout ended at {spent_ms}: take one with more bits of time, longer \
         ticks or a later epoch"
    )]
    Spent {
        /// When they did.
        spent_ms: u128,
    },
    /// The clock stands before the first tick.
    #[error(
        "the clock says {now_ms}, which is before the layout’s epoch {epoch_ms}: set the clock"
    )]
    BeforeEpoch {
        /// What the clock says.
        now_ms: i64,
        /// When the first tick began.
        epoch_ms: u64,
    },
}

impl IdError {
    /// When to ask again, in milliseconds since 1970; `None` where waiting is of no use.
    pub fn until_ms(self) -> Option<u64> {
        match self {
            IdError::Behind { until_ms, .. } | IdError::Exhausted { until_ms } => Some(until_ms),
            IdError::ClockBack { .. } | IdError::Spent { .. } | IdError::BeforeEpoch { .. } => None,
        }
    }
}

/// Why an attempt came to nothing.
enum Miss {
    /// Another thread has made an id in between.
    Overtaken,
    /// With this word and this reading of the clock there is something to decide.
    Extraordinary { word: u64, now_ms: i64 },
}

/// How often in a row the pauses double after which an overtaken thread tries again.
const LOSSES_MAX: u32 = 5;

/// Says that a worker has made no id yet. No id without its worker is this: all layouts have a bit of
/// worker, or one that they do not use.
const NONE: u64 = u64::MAX;

/// Makes the ids of one worker.
#[derive(Debug)]
pub struct Generator<C = SystemClock, S = Measured> {
    word: Word,
    policy: Policy,
    shape: S,
    /// The worker's number at its place.
    worker: u64,
    clock: C,
}

/// The last id without its worker, or [`NONE`]; on cache lines of its own, since every id writes it
/// and reads what stands beside it.
#[derive(Debug)]
#[repr(align(128))]
struct Word(AtomicU64);

impl Generator {
    /// A generator with the system's clock.
    ///
    /// # Errors
    /// When the layout has no such worker.
    pub fn new(layout: Layout, worker: u64, back: ClockBack) -> Result<Generator, LayoutError> {
        Generator::with_clock(layout, worker, back, SystemClock)
    }
}

impl<C: Clock> Generator<C> {
    /// A generator with another clock. All threads that share it must read the same one.
    ///
    /// # Errors
    /// When the layout has no such worker.
    pub fn with_clock(
        layout: Layout,
        worker: u64,
        back: ClockBack,
        clock: C,
    ) -> Result<Generator<C>, LayoutError> {
        Generator::shaped(layout.into(), worker, back, clock)
    }
}

impl<C: Clock, S: Shape> Generator<C, S> {
    /// A generator whose layout may be known when the program is compiled, which is a little faster.
    ///
    /// # Errors
    /// When the layout has no such worker.
    pub fn shaped(
        shape: S,
        worker: u64,
        back: ClockBack,
        clock: C,
    ) -> Result<Generator<C, S>, LayoutError> {
        Ok(Generator {
            word: Word(AtomicU64::new(NONE)),
            policy: back.into(),
            worker: shape.layout().pack(Parts { ticks: 0, worker, sequence: 0 })?,
            clock,
            shape,
        })
    }

    /// The same generator, which has made this id already: the last one that is known of a worker
    /// that is started anew.
    pub fn after(mut self, last: Id) -> Generator<C, S> {
        let Parts { ticks, sequence, .. } = self.shape.layout().unpack(last.get());
        self.word = Word(AtomicU64::new(self.shape.places().word(Last { ticks, sequence })));
        self
    }

    /// Its layout.
    pub fn layout(&self) -> Layout {
        self.shape.layout()
    }

    /// The next id. It is greater than every id whose making has come to its end before this call
    /// began, and equal to none.
    ///
    /// # Errors
    /// When there is none now: see [`IdError::until_ms`].
    #[inline]
    pub fn try_next(&self) -> Result<Id, IdError> {
        match self.attempt(self.word.0.load(Ordering::Acquire)) {
            Ok(id) => Ok(id),
            Err(miss) => self.after_miss(miss),
        }
    }

    /// Makes the id after this word, where that is the ordinary case. It is what the loop of whoever
    /// asks consists of, so it is put there whole; whatever comes seldom stays outside.
    #[inline(always)]
    fn attempt(&self, word: u64) -> Result<Id, Miss> {
        let places = self.shape.places();
        // After the word, and anew for every word: see above.
        let now_ms = self.clock.unix_ms();
        let Some(now) = places.tick(now_ms) else {
            return Err(Miss::Extraordinary { word, now_ms });
        };
        match rule::ordinary(self.last(word), now, places.bounds) {
            // Two exchanges, so that the processor guesses which one it is; with one, each id would
            // wait for the comparison of the ticks.
            Some(Step::Up) => self.exchange(word, places.up(word)),
            Some(Step::Anew) => self.exchange(word, places.anew(now)),
            None => Err(Miss::Extraordinary { word, now_ms }),
        }
    }

    /// Puts a word in the place of another, unless another thread has been faster.
    #[inline(always)]
    fn exchange(&self, word: u64, new: u64) -> Result<Id, Miss> {
        match self.word.0.compare_exchange(word, new, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => Ok(Id::new(new | self.worker)),
            Err(_) => Err(Miss::Overtaken),
        }
    }

    /// Decides what is out of the ordinary, and tries again for as long as others are faster.
    #[cold]
    #[inline(never)]
    fn after_miss(&self, mut miss: Miss) -> Result<Id, IdError> {
        let mut losses: u32 = 0;
        loop {
            let tried = match miss {
                Miss::Overtaken => {
                    // Who tries again at once takes the word's cache line from whoever is about to
                    // get an id; a few pauses, and all get theirs sooner.
                    (0..1_u32 << losses).for_each(|_| spin_loop());
                    losses = (losses + 1).min(LOSSES_MAX);
                    self.attempt(self.word.0.load(Ordering::Acquire))
                }
                Miss::Extraordinary { word, now_ms } => self.decide(word, now_ms)?,
            };
            match tried {
                Ok(id) => return Ok(id),
                Err(again) => miss = again,
            }
        }
    }

    /// What is to be done where the case is not an ordinary one.
    fn decide(&self, word: u64, now_ms: i64) -> Result<Result<Id, Miss>, IdError> {
        let places = self.shape.places();
        let before = IdError::BeforeEpoch { now_ms, epoch_ms: self.shape.layout().epoch_ms };
        let now = places.tick(now_ms).ok_or(before)?;
        match rule::next(self.last(word), now, self.policy, places.bounds) {
            (_, Answer::Made(next)) => Ok(self.exchange(word, places.word(next))),
            (_, answer) => Err(self.why_not(answer, now)),
        }
    }

    /// The next id. Where the sequence is exhausted, or the clock has gone back and is waited for,
    /// the thread waits, but no longer than so.
    ///
    /// # Errors
    /// When waiting is of no use, or when the time was not enough: then as
    /// [`try_next`](Generator::try_next).
    #[inline]
    pub fn next_within(&self, within: Duration) -> Result<Id, IdError> {
        match self.try_next() {
            Err(why) if why.until_ms().is_some() => self.wait(within),
            answer => answer,
        }
    }

    #[cold]
    fn wait(&self, within: Duration) -> Result<Id, IdError> {
        let start = Instant::now();
        let mut looks: u32 = 0;
        loop {
            let answer = self.try_next();
            let Some(until_ms) = answer.err().and_then(IdError::until_ms) else {
                return answer;
            };
            let left = within.saturating_sub(start.elapsed());
            if left.is_zero() {
                return answer;
            }
            let missing = i128::from(until_ms) - i128::from(self.clock.unix_ms());
            let missing = u64::try_from(missing.max(0)).unwrap_or(u64::MAX);
            pause(looks, Duration::from_millis(missing), left);
            looks = looks.saturating_add(1);
        }
    }

    #[inline]
    fn last(&self, word: u64) -> Option<Last> {
        (word != NONE).then(|| self.shape.places().last(word))
    }

    #[cold]
    fn why_not(&self, answer: Answer, now: u64) -> IdError {
        let layout = self.shape.layout();
        let length_ms = |ticks: u64| ticks.saturating_mul(layout.tick_ms);
        let instant_ms = |tick| u64::try_from(layout.instant_ms(tick)).unwrap_or(u64::MAX);
        let spent = IdError::Spent { spent_ms: layout.spent_ms() };
        match answer {
            Answer::Refused { behind } => IdError::ClockBack { behind_ms: length_ms(behind) },
            Answer::Behind { until } => IdError::Behind {
                behind_ms: length_ms(until.saturating_sub(now)),
                until_ms: instant_ms(until),
            },
            Answer::Exhausted { until } if until <= self.shape.places().bounds.ticks => {
                IdError::Exhausted { until_ms: instant_ms(until) }
            }
            // After the last sequence of the last tick there is nothing to wait for.
            Answer::Exhausted { .. } | Answer::Spent | Answer::Made(_) => spent,
        }
    }
}
