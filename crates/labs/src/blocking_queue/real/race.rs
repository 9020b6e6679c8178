//! The same traffic through the ring and by messages, in turns.

use super::run::{Plan, Verdict, Way};

/// Each is run so often, all in turn, so that whatever else the machine does hits all alike.
const ROUNDS: usize = 3;

/// Slots of the ring in a race.
const CAPACITY: u32 = 1_024;

/// One kind of traffic: how items get across, how many go together, and how many in one round.
/// Each takes about as long as the others, so that the start of the threads weighs alike.
const KINDS: [(Way, u32, u32); 4] = [
    (Way::Ring, 1, 1_024_000),
    (Way::Messages, 1, 51_200),
    (Way::Ring, 64, 6_553_600),
    (Way::Messages, 64, 819_200),
];

/// A race.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Race {
    verdicts: Vec<Verdict>,
}

/// What came of one size of batch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Items that go together.
    pub batch: u32,
    /// Items a second through the ring; the median of the rounds so far.
    pub ring: Option<f64>,
    /// Items a second by messages.
    pub messages: Option<f64>,
}

impl Row {
    /// How many times as fast the ring is.
    pub fn ratio(&self) -> Option<f64> {
        Some(self.ring? / self.messages?)
    }
}

impl Race {
    /// How many runs there are in all.
    pub const RUNS: usize = ROUNDS * KINDS.len();

    /// What is to be run next; `None` when all is.
    pub fn next(&self, producers: u32, consumers: u32) -> Option<Plan> {
        let run = self.verdicts.len();
        let (way, batch, items) = KINDS[run % KINDS.len()];
        (run < Race::RUNS).then_some(Plan {
            way,
            producers,
            consumers,
            capacity: CAPACITY,
            batch,
            items,
        })
    }

    /// Takes note of what came of the last run.
    pub fn note(&mut self, verdict: Verdict) {
        self.verdicts.push(verdict);
    }

    /// How many runs are over.
    pub fn done(&self) -> usize {
        self.verdicts.len()
    }

    /// Whether every item arrived as it should, in all runs.
    pub fn is_whole(&self) -> bool {
        self.verdicts.iter().all(Verdict::is_whole)
    }

    /// One row for each size of batch.
    pub fn rows(&self) -> [Row; 2] {
        [0, 2].map(|kind| Row {
            batch: KINDS[kind].1,
            ring: self.rate(kind),
            messages: self.rate(kind + 1),
        })
    }

    fn rate(&self, kind: usize) -> Option<f64> {
        let verdicts = self.verdicts.iter().skip(kind).step_by(KINDS.len());
        let mut rates: Vec<f64> = verdicts.map(Verdict::rate).collect();
        rates.sort_by(f64::total_cmp);
        rates.get(rates.len() / 2).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(seconds: f64) -> Verdict {
        Verdict { made: 100, arrived: 100, is_same: true, seconds, ..Verdict::default() }
    }

    #[test]
    fn the_kinds_take_turns_and_share_out_evenly() {
        let mut race = Race::default();
        let mut ways = Vec::new();
        while let Some(plan) = race.next(4, 4) {
            assert_eq!(plan.items % (4 * 4 * plan.batch), 0);
            ways.push((plan.way, plan.batch));
            race.note(verdict(1.0));
        }
        assert_eq!(ways.len(), Race::RUNS);
        assert_eq!(ways[..2], [(Way::Ring, 1), (Way::Messages, 1)]);
        assert_eq!(ways[..4], ways[4..8]);
    }

    #[test]
    fn the_ratio_is_of_medians() {
        let mut race = Race::default();
        for round in [1.0, 5.0, 2.0] {
            for times in [1.0, 8.0, 1.0, 4.0] {
                race.note(verdict(round * times));
            }
        }
        let [one, batch] = race.rows();
        assert_eq!((one.ring, one.messages), (Some(50.0), Some(6.25)));
        assert_eq!((one.ratio(), batch.ratio()), (Some(8.0), Some(4.0)));
        assert!(race.is_whole());
    }

    #[test]
    fn before_it_was_run_nothing_is_said() {
        assert_eq!(Race::default().rows()[0].ratio(), None);
    }
}
