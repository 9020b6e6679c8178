//! The parameters, and what follows from them.

use super::clock::Reading;
use super::layout::{Layout, Role};
use super::rule::{Bounds, Last, Policy};
use super::worker::Stamp;
use kernel::{Span, Time};

/// When every run begins by true time: 2026-01-01T00:00:00Z, in milliseconds since 1970.
pub const BEGINNING_MS: u64 = 1_767_225_600_000;

/// A timestamp that runs out within this is looked at as it does: a day.
const SOON_MS: u128 = 86_400_000;

/// What a worker does that comes back from a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restart {
    /// It has forgotten its last id, and begins at once.
    Forgets,
    /// It has forgotten its last id, and makes none for a tick.
    WaitsATick,
    /// It has its last id on disk.
    Remembers,
}

impl Restart {
    /// Each, in the order in which a menu shows them.
    pub const ALL: [Restart; 3] = [Restart::Forgets, Restart::WaitsATick, Restart::Remembers];
}

/// The parameters.
#[derive(Clone, Debug)]
pub struct Snowflake {
    /// How an id is divided.
    pub layout: Layout,
    /// How many workers there are, from 1.
    pub workers: u8,
    /// What a worker does whose clock has gone back.
    pub policy: Policy,
    /// How many ids are asked for in a second at the start, on average.
    pub load: u32,
    /// How many requests may wait at a worker.
    pub room: u16,
    /// How far the clock of each worker is ahead of that of the one before, in milliseconds.
    pub skew_ms: i32,
    /// What the clock of the second worker gains, in thousandths of true time.
    pub drift_permille: i16,
    /// Whether the first two workers have one number by mistake.
    pub is_alike: bool,
    /// What a worker does that comes back from a crash.
    pub restart: Restart,
    /// How far a clock is off at most: whole ticks.
    pub bound: Span,
    /// Whether a search tries any number of movements of clocks, and pays for none.
    pub moves_freely: bool,
}

impl Snowflake {
    /// How long a tick lasts.
    pub fn tick(&self) -> Span {
        Span::millis(self.layout.tick_ms)
    }

    /// By how many microseconds a worker's clock is ahead at the start.
    pub fn first_error_us(&self, worker: u8) -> i64 {
        let error_us = i64::from(worker) * i64::from(self.skew_ms) * 1_000;
        let bound = self.bound.as_micros() as i64;
        error_us.clamp(-bound, bound)
    }

    /// How far ahead of its worker's clock an id may be.
    pub fn lent(&self) -> Span {
        match self.policy {
            Policy::Borrow { ahead } => self.tick() * ahead,
            Policy::Refuse | Policy::Wait | Policy::Reset => Span::ZERO,
        }
    }

    /// The most that the fields hold.
    pub fn bounds(&self) -> Bounds {
        let sequence = self.layout.most(Role::Sequence);
        Bounds { ticks: self.layout.most(Role::Time), sequence }
    }

    /// The tick of the earliest reading there is.
    fn first_tick(&self) -> u64 {
        let earliest = BEGINNING_MS.saturating_sub(self.bound.as_micros() / 1_000);
        self.layout.tick_at(earliest).unwrap_or(0)
    }

    /// The tick of a reading, since the epoch.
    pub fn ticks(&self, reading: Reading) -> u64 {
        self.first_tick() + reading.0.as_micros() / self.tick().as_micros()
    }

    /// Where a tick begins on the clocks.
    pub fn beginning(&self, ticks: u64) -> Reading {
        let ticks = ticks.saturating_sub(self.first_tick());
        Reading(Time::ZERO + self.tick() * ticks)
    }

    /// The tick of a reading, where it begins on the clocks.
    pub fn tick_of(&self, reading: Reading) -> Reading {
        self.beginning(self.ticks(reading))
    }

    /// By how many microseconds a reading is ahead of true time; behind where that is negative.
    pub fn ahead_us(&self, reading: Reading, now: Time) -> i64 {
        let right = (now + self.bound).as_micros();
        reading.0.as_micros() as i64 - right as i64
    }

    /// An id that a worker remembers, as the rule has it.
    pub fn last(&self, made: Stamp) -> Last {
        Last { ticks: self.ticks(made.at), sequence: u64::from(made.sequence) }
    }

    /// How long the timestamp lasts from the beginning of a run by a right clock, in milliseconds.
    pub fn left_ms(&self) -> u128 {
        self.layout.spent_ms().saturating_sub(u128::from(BEGINNING_MS))
    }

    /// Whether the timestamp runs out within a day.
    pub fn is_spent_soon(&self) -> bool {
        self.left_ms() < SOON_MS
    }

    /// True time in milliseconds since 1970.
    pub fn unix_ms(&self, now: Time) -> u64 {
        BEGINNING_MS + now.as_micros() / 1_000
    }
}
