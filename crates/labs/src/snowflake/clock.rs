//! A worker's clock: right, early or late, running fast or slow, being slewed, or stopped.
//!
//! Its reading is a pure function of true time, so nothing happens while a clock runs. No clock is
//! ever off by more than a bound: one that would be is held there. That keeps every search finite,
//! and lets the laws say how far apart two clocks can be.

use kernel::{Span, Time};

/// What a clock reads: the span since the earliest reading that any clock has at the start of a run.
/// A right clock reads true time and the bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reading(pub Time);

/// How a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pace {
    /// As true time does.
    Steady,
    /// Too fast or too slow.
    Drifting {
        /// Since when.
        since: Time,
        /// What it gains, in thousandths of true time; what it loses where that is negative.
        permille: i16,
    },
    /// Faster or slower by a twelfth until it is right, as chrony does unless it is told otherwise.
    Slewed {
        /// Since when.
        since: Time,
    },
    /// Not at all.
    Frozen {
        /// Since when.
        since: Time,
    },
}

/// A worker's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Clock {
    /// By how many microseconds it was ahead of true time when its pace began; behind where that is
    /// negative.
    error_us: i64,
    pace: Pace,
}

/// The most that a clock gains or loses, in thousandths of true time.
pub const DRIFT_PERMILLE_MAX: i16 = 500;

/// What a slewed clock gains or loses: one part in so many. 83,333 parts in a million are the
/// `maxslewrate` that chrony has by default.
const SLEW_PARTS: i64 = 12;

/// Ages are cut here, so that no product overflows: 11 days.
const AGE_US_MAX: u64 = 1_000_000_000_000;

impl Clock {
    /// A clock that is off by so much from the start, and runs as true time does.
    pub fn off_by(error_us: i64, bound: Span) -> Clock {
        Clock { error_us: within(error_us, bound), pace: Pace::Steady }
    }

    /// Whether it is right and stays so.
    pub fn is_right(&self) -> bool {
        self.error_us == 0 && self.pace == Pace::Steady
    }

    /// How it runs.
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// By how many microseconds it is ahead of true time; behind where that is negative.
    pub fn error_us(&self, now: Time, bound: Span) -> i64 {
        let age = |since: Time| now.since(since).as_micros().min(AGE_US_MAX) as i64;
        let error = match self.pace {
            Pace::Steady => self.error_us,
            Pace::Drifting { since, permille } => {
                self.error_us + age(since) * i64::from(permille) / 1_000
            }
            Pace::Slewed { since } => {
                let left = self.error_us.abs() - age(since) / SLEW_PARTS;
                self.error_us.signum() * left.max(0)
            }
            Pace::Frozen { since } => self.error_us - age(since),
        };
        within(error, bound)
    }

    /// What it reads.
    pub fn reading(&self, now: Time, bound: Span) -> Reading {
        let right = (now + bound).as_micros();
        Reading(Time::from_micros(right.saturating_add_signed(self.error_us(now, bound))))
    }

    /// How long it takes until it reads this, if nobody touches it; at least a microsecond.
    pub fn until(&self, wanted: Reading, now: Time, bound: Span) -> Span {
        let gap = wanted.0.since(self.reading(now, bound).0).as_micros();
        // A right clock takes this long, one at either bound that much less or more.
        let right = wanted.0.since(now + bound).as_micros();
        let first = wanted.0.since(now + bound + bound).as_micros();
        let last = wanted.0.since(now).as_micros();
        let twelfths = |gained: u64| (gap * SLEW_PARTS as u64).div_ceil(gained);
        let wait = match self.pace {
            Pace::Steady => gap,
            Pace::Drifting { permille, .. } => {
                (gap * 1_000).div_ceil(1_000_u64.saturating_add_signed(permille.into()))
            }
            Pace::Slewed { .. } if self.error_us > 0 => twelfths(11).min(right),
            Pace::Slewed { .. } => twelfths(13).max(right),
            Pace::Frozen { .. } => u64::MAX,
        };
        Span::micros(wait.clamp(first, last).max(1))
    }

    /// Sets it ahead or back by so many microseconds. It runs on as it did.
    pub fn shift(&mut self, by_us: i64, now: Time, bound: Span) {
        let error = self.error_us(now, bound).saturating_add(by_us);
        self.begin(error, self.pace, now, bound);
    }

    /// Sets how far it is off. It runs on as it did.
    pub fn set(&mut self, error_us: i64, now: Time, bound: Span) {
        self.begin(error_us, self.pace, now, bound);
    }

    /// Gives it another pace from now on.
    pub fn run(&mut self, pace: Pace, now: Time, bound: Span) {
        self.begin(self.error_us(now, bound), pace, now, bound);
    }

    /// Writes the clock in the one way that stands for what it will read: one that is held at the
    /// bound, or has been slewed right, no longer shows for how long.
    pub fn settle(&mut self, now: Time, bound: Span) {
        let error = self.error_us(now, bound);
        let is_held = error.unsigned_abs() >= bound.as_micros();
        match self.pace {
            Pace::Steady => {}
            Pace::Slewed { .. } if error == 0 => self.begin(0, Pace::Steady, now, bound),
            Pace::Slewed { .. } => {}
            Pace::Frozen { .. } => self.begin(error, self.pace, now, bound),
            Pace::Drifting { permille, .. } => {
                if is_held && (permille > 0) == (error > 0) {
                    self.begin(error, self.pace, now, bound);
                }
            }
        }
    }

    fn begin(&mut self, error_us: i64, pace: Pace, now: Time, bound: Span) {
        let since = now;
        self.error_us = within(error_us, bound);
        self.pace = match pace {
            Pace::Drifting { permille: 0, .. } | Pace::Steady => Pace::Steady,
            Pace::Drifting { permille, .. } => Pace::Drifting { since, permille },
            Pace::Slewed { .. } if self.error_us == 0 => Pace::Steady,
            Pace::Slewed { .. } => Pace::Slewed { since },
            Pace::Frozen { .. } => Pace::Frozen { since },
        };
    }
}

/// An error within the bound.
fn within(error_us: i64, bound: Span) -> i64 {
    let bound = i64::try_from(bound.as_micros()).unwrap_or(i64::MAX);
    error_us.clamp(-bound, bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUND: Span = Span::millis(500);
    const ORIGIN: Time = Time::from_micros(1_000_000);

    fn later(ms: u64) -> Time {
        ORIGIN + Span::millis(ms)
    }

    fn paces() -> Vec<Clock> {
        let since = ORIGIN;
        let drifts = [-500, -60, 1, 499].map(|permille| Pace::Drifting { since, permille });
        let others = [Pace::Steady, Pace::Slewed { since }, Pace::Frozen { since }];
        let errors = [-500_000, -1_234, 0, 77_000, 500_000];
        let clock = |pace| {
            errors.map(|error| {
                let mut clock = Clock::off_by(error, BOUND);
                clock.run(pace, ORIGIN, BOUND);
                clock
            })
        };
        drifts.into_iter().chain(others).flat_map(clock).collect()
    }

    #[test]
    fn each_pace_is_what_it_says() {
        let mut clock = Clock::off_by(10_000, BOUND);
        let error = |clock: &Clock, ms| clock.error_us(later(ms), BOUND);
        assert_eq!(error(&clock, 9_000), 10_000);
        clock.run(Pace::Drifting { since: Time::ZERO, permille: -100 }, ORIGIN, BOUND);
        assert_eq!((error(&clock, 0), error(&clock, 200)), (10_000, -10_000));
        assert_eq!(error(&clock, 60_000), -500_000);
        clock.set(-12_000, ORIGIN, BOUND);
        clock.run(Pace::Slewed { since: Time::ZERO }, ORIGIN, BOUND);
        assert_eq!((error(&clock, 72), error(&clock, 999)), (-6_000, 0));
        clock.run(Pace::Frozen { since: Time::ZERO }, ORIGIN, BOUND);
        assert_eq!((error(&clock, 100), error(&clock, 9_999)), (-112_000, -500_000));
    }

    /// Whoever waits as long as is said finds the clock there, and not much earlier.
    #[test]
    fn the_wait_ends_when_the_clock_is_there() {
        for clock in paces() {
            for ms in [1, 20, 333, 1_000] {
                let wanted = Reading(ORIGIN + BOUND + Span::millis(ms));
                if clock.reading(ORIGIN, BOUND) >= wanted {
                    continue;
                }
                let wait = clock.until(wanted, ORIGIN, BOUND);
                // Thousandths and twelfths are rounded: by a microsecond or two.
                let after = clock.reading(ORIGIN + wait + Span::micros(2), BOUND);
                assert!(after >= wanted, "{clock:?}, {ms} ms: {after:?}");
                let before = clock.reading(ORIGIN + (wait - Span::micros(4)), BOUND);
                assert!(before < wanted, "{clock:?}, {ms} ms: {before:?}");
            }
        }
    }

    #[test]
    fn settling_changes_no_reading() {
        for clock in paces() {
            for ms in [0, 30, 800, 40_000] {
                let mut settled = clock;
                settled.settle(later(ms), BOUND);
                for more in [0, 7, 60_000] {
                    let now = later(ms + more);
                    assert_eq!(settled.reading(now, BOUND), clock.reading(now, BOUND), "{clock:?}");
                }
            }
        }
    }

    /// What is held at the bound is the same a second later, or a search would have no end.
    #[test]
    fn a_held_clock_settles_to_one_form() {
        let mut clock = Clock::off_by(0, BOUND);
        clock.run(Pace::Drifting { since: Time::ZERO, permille: 1 }, ORIGIN, BOUND);
        let settled = |ms| {
            let mut settled = clock;
            settled.settle(later(ms), BOUND);
            settled
        };
        assert_eq!(settled(499_999).pace(), clock.pace());
        let held = Pace::Drifting { since: later(500_000), permille: 1 };
        assert_eq!(settled(500_000).pace(), held);
    }
}
