//! In which order the runs of a job are handed out, and how many at a time.

use kernel::sweep::Chunk;

/// How long a piece of work should take, in microseconds: short enough that the picture fills
/// while one looks, long enough that handing it over costs nothing beside it.
const PIECE_US: f64 = 60_000.0;
/// No piece has more runs than this.
const PIECE_MOST: u32 = 2_000;
/// How many runs the first pieces have, before it is known how long one takes.
const PIECE_FIRST: u32 = 4;

/// The runs that nobody has taken yet. Every point gets its first tenth before any gets more, so
/// that a whole curve is seen early and then becomes sharper.
pub struct Queue {
    sides: u32,
    points: u32,
    runs: u32,
    /// Runs of a point that the present round goes up to.
    goal: u32,
    /// From which run on the present round goes.
    start: u32,
    side: u32,
    point: u32,
    next: u32,
    /// About how long one run takes, in microseconds.
    run_us: Option<f64>,
}

impl Queue {
    /// All runs of `sides` plans with as many points and runs each.
    pub fn new(sides: u32, points: u32, runs: u32) -> Queue {
        let goal = runs.div_ceil(10);
        Queue { sides, points, runs, goal, start: 0, side: 0, point: 0, next: 0, run_us: None }
    }

    /// Notes how long so many runs took.
    pub fn took(&mut self, runs: u32, elapsed_us: u64) {
        let latest = elapsed_us as f64 / f64::from(runs.max(1));
        self.run_us = Some(self.run_us.map_or(latest, |before| before * 0.7 + latest * 0.3));
    }

    /// The next piece: of which plan, and which runs.
    pub fn next(&mut self) -> Option<(u32, Chunk)> {
        if self.next >= self.goal {
            self.turn();
        }
        if self.next >= self.goal {
            return None;
        }
        let fitting = self.run_us.map(|us| (PIECE_US / us.max(1e-3)) as u32);
        let runs = fitting.unwrap_or(PIECE_FIRST).clamp(1, PIECE_MOST).min(self.goal - self.next);
        let chunk = Chunk { point: self.point, first: self.next, runs };
        self.next += runs;
        Some((self.side, chunk))
    }

    /// Goes to the next plan, then the next point, then the next round.
    fn turn(&mut self) {
        self.side += 1;
        if self.side >= self.sides {
            self.side = 0;
            self.point += 1;
        }
        if self.point >= self.points {
            self.point = 0;
            self.start = self.goal;
            self.goal = self.goal.saturating_mul(3).min(self.runs);
        }
        self.next = self.start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_run_is_handed_out_once_and_every_point_begins_early() {
        for (sides, points, runs) in [(1, 1, 1), (1, 7, 1_003), (2, 1, 100), (2, 3, 12)] {
            let mut queue = Queue::new(sides, points, runs);
            let mut taken = vec![0; (sides * points * runs) as usize];
            let mut order = Vec::new();
            while let Some((side, chunk)) = queue.next() {
                queue.took(chunk.runs, 1_000 * u64::from(chunk.runs));
                assert!((1..=PIECE_MOST).contains(&chunk.runs));
                for run in chunk.first..chunk.first + chunk.runs {
                    taken[((side * points + chunk.point) * runs + run) as usize] += 1;
                    order.push((side, chunk.point));
                }
            }
            assert!(taken.iter().all(|times| *times == 1), "{sides} {points} {runs}");
            // Everybody is there before a fifth of all is handed out, where there is so much.
            let early = order.len().div_ceil(5);
            let seen: std::collections::BTreeSet<_> = order[..early].iter().collect();
            assert!(runs < 50 || seen.len() == (sides * points) as usize);
        }
    }

    #[test]
    fn pieces_are_as_long_as_they_should_be() {
        let mut queue = Queue::new(1, 1, 100_000);
        assert_eq!(queue.next().map(|(_, chunk)| chunk.runs), Some(PIECE_FIRST));
        queue.took(PIECE_FIRST, 4_000);
        assert_eq!(queue.next().map(|(_, chunk)| chunk.runs), Some(60));
        queue.took(1, u64::MAX);
        assert_eq!(queue.next().map(|(_, chunk)| chunk.runs), Some(1));
    }
}
