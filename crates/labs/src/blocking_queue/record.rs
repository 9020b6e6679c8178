//! What happened so far, summed up: how many, how long, how deep. It is kept beside the state, for
//! figures and for the plots, and no step asks it for anything.

use std::collections::VecDeque;

use kernel::{Span, Time};

/// So many samples are kept; each is where a level changed.
const SAMPLES: usize = 400;

/// How many of what there are at one instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// Items in the buffers.
    pub depth: u32,
    /// Items in the buffers, in the hands of consumers, and on their way between stages.
    pub present: u32,
    /// Threads that wait for room.
    pub blocked: u32,
    /// Threads that wait for an item.
    pub starved: u32,
    /// Consumers that work on an item.
    pub busy: u32,
}

/// Levels at an instant.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Since when.
    pub at: Time,
    /// The levels.
    pub levels: Levels,
    /// Items finished so far.
    pub finished: u64,
    /// Items taken from a buffer so far.
    pub taken: u64,
    /// How long these were in it, in all.
    pub waits: Span,
}

/// Sums over a run.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Items with which a put began.
    pub offered: u64,
    /// Items that went into the first buffer.
    pub accepted: u64,
    /// Items that were rejected, thrown away or given up.
    pub lost: u64,
    /// Items that consumers of the last stage have finished.
    pub finished: u64,
    /// How long finished items were in the system, in all.
    pub stays: Span,
    /// Items taken from a buffer.
    pub taken: u64,
    /// How long these were in it, in all.
    pub waits: Span,
    /// The levels now.
    pub levels: Levels,
    /// The latest levels, the oldest first.
    pub samples: VecDeque<Sample>,
    /// Items present times microseconds.
    present_area: u128,
    /// Until when the areas are summed.
    until: Time,
}

impl Record {
    /// Nothing happened yet, but for puts with which producers begin.
    pub(super) fn new(offered: u64) -> Record {
        Record { offered, ..Record::default() }
    }

    /// From this instant on the levels are these.
    pub(super) fn note(&mut self, at: Time, levels: Levels) {
        let lasted = at.since(self.until).as_micros();
        self.present_area += u128::from(self.levels.present) * u128::from(lasted);
        self.until = at;
        if self.levels != levels || self.samples.is_empty() {
            self.levels = levels;
            // At one instant the last levels count.
            self.samples.pop_back_if(|last| last.at == at);
            if self.samples.len() >= SAMPLES {
                self.samples.pop_front();
            }
            let Record { finished, taken, waits, .. } = *self;
            self.samples.push_back(Sample { at, levels, finished, taken, waits });
        }
    }

    /// Little's law as it stands.
    #[must_use]
    pub fn little(&self) -> Option<Little> {
        let elapsed = self.until.since(Time::ZERO).as_micros() as f64;
        if elapsed <= 0.0 || self.finished == 0 {
            return None;
        }
        let per_second = self.accepted as f64 * 1e6 / elapsed;
        let stay = self.stays.as_micros() as f64 / 1e6 / self.finished as f64;
        Some(Little { present: self.present_area as f64 / elapsed, per_second, stay })
    }
}

/// Both sides of Little's law, L = λW, measured apart: L as a mean over time, λ by counting the
/// items that came in, W over the items that are finished. They differ by the items that are still
/// in the system, whose share grows ever smaller (Little, Operations Research 9(3), 1961).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Little {
    /// L, the mean number of items in the system.
    pub present: f64,
    /// λ, items that come in, in 1/s.
    pub per_second: f64,
    /// W, the mean time in the system, in s.
    pub stay: f64,
}

impl Little {
    /// λW.
    #[must_use]
    pub fn product(&self) -> f64 {
        self.per_second * self.stay
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(us: u64) -> Time {
        Time::from_micros(us)
    }

    fn present(present: u32) -> Levels {
        Levels { present, ..Levels::default() }
    }

    #[test]
    fn one_item_that_stays_half_the_time_is_half_an_item() {
        let mut record = Record { accepted: 1, finished: 1, ..Record::default() };
        record.stays = Span::secs(1);
        record.note(at(0), present(0));
        record.note(at(500_000), present(1));
        record.note(at(1_500_000), present(0));
        record.note(at(2_000_000), present(0));
        let little = record.little().expect("an item is finished");
        assert_eq!((little.present, little.per_second, little.stay), (0.5, 0.5, 1.0));
        assert_eq!(little.product(), little.present);
    }

    #[test]
    fn of_an_instant_the_last_levels_count_and_samples_are_bounded() {
        let mut record = Record::default();
        for n in 0..1_000 {
            record.note(at(n / 2), present(n as u32));
        }
        assert_eq!(record.samples.len(), SAMPLES);
        assert!(record.samples.iter().all(|sample| sample.levels.present % 2 == 1));
    }
}
