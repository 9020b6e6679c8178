//! A piece of a plan, and the work of measuring it.

use super::{Length, Measuring, Plan, Sample};
use crate::machine::Machine;
use crate::recipe::Cue;
use std::rc::Rc;

/// Consecutive runs of one point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chunk {
    /// The point's number.
    pub point: u32,
    /// The number of the first run; the seed follows from it.
    pub first: u32,
    /// How many runs.
    pub runs: u32,
}

/// Measures the runs of one chunk, in slices, so that whoever does it can report and be stopped.
pub struct Work {
    machine: Box<dyn Machine>,
    length: Length,
    judges: bool,
    cues: Rc<[Cue]>,
    first: u64,
    runs: u32,
    present: Option<Measuring>,
    samples: Vec<Sample>,
}

impl Work {
    /// The work of a chunk. The machine is that of [`Plan::recipe`] at the chunk's point, at any
    /// step and under any seed.
    #[must_use]
    pub fn new(plan: &Plan, chunk: Chunk, machine: &dyn Machine) -> Work {
        let first = plan.recipe(chunk.point, chunk.first);
        Work {
            machine: machine.reseeded(first.seed),
            length: plan.length(),
            judges: plan.judges(),
            cues: first.cues.into(),
            first: first.seed,
            runs: chunk.runs,
            present: None,
            samples: Vec::with_capacity(chunk.runs as usize),
        }
    }

    /// Goes on for about so many steps; true when every run is measured.
    pub fn advance(&mut self, steps: u64) -> bool {
        let mut left = steps;
        while self.done() < self.runs {
            let seed = self.first.wrapping_add(u64::from(self.done()));
            let mut run = self.present.take().unwrap_or_else(|| self.measuring(seed));
            let before = run.step();
            let is_over = run.advance(left);
            // A run that takes no step at all is not free: it was built.
            left = left.saturating_sub((run.step() - before).max(1));
            if is_over {
                self.samples.push(run.finish());
            } else {
                self.present = Some(run);
            }
            if left == 0 {
                break;
            }
        }
        self.done() == self.runs
    }

    /// How many runs are measured.
    #[must_use]
    pub fn done(&self) -> u32 {
        self.samples.len() as u32
    }

    /// What was measured, in the order of the seeds.
    #[must_use]
    pub fn finish(self) -> Vec<Sample> {
        self.samples
    }

    fn measuring(&self, seed: u64) -> Measuring {
        Measuring::new(&*self.machine, seed, self.length, Rc::clone(&self.cues), self.judges)
    }
}
