//! One measured run: a recipe under one seed, from its start to its stop.

use super::{Gauge, Length};
use crate::machine::{Halt, Machine};
use crate::recipe::Cue;
use crate::time::Time;
use std::rc::Rc;

/// What one run came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The seed.
    pub seed: u64,
    /// The value of each metric, in the model's order; `None` where nothing was measured.
    pub values: Vec<Option<f64>>,
    /// How many steps it took, the warm-up's included.
    pub steps: u64,
    /// Where the measurement ends: at the stop's instant, or at the last step.
    pub end: Time,
    /// Why it ended.
    pub ended: Ended,
    /// The laws that broke, in the model's order; empty where they were not judged.
    pub broken: Vec<Broken>,
    /// Cues that did not fit under this seed and were left out.
    pub dropped: u32,
}

impl Sample {
    /// The law that broke first, if any did: of two that broke at one step, the first of the list.
    #[must_use]
    pub fn first_broken(&self) -> Option<Broken> {
        self.broken.iter().copied().min_by_key(|broken| (broken.step, broken.law))
    }
}

/// Why a measured run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ended {
    /// Its time was up.
    Time,
    /// Its steps were used up.
    Steps,
    /// Nothing was booked any more: it was finished, or stuck.
    Rest,
}

/// A law that broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Broken {
    /// Its number in the model's order.
    pub law: u32,
    /// The step at which it first broke.
    pub step: u64,
}

/// A run that is being measured; it stops after any step and goes on from there.
pub struct Measuring {
    seed: u64,
    machine: Box<dyn Machine>,
    length: Length,
    cues: Rc<[Cue]>,
    /// How many of the cues are done or left out.
    done: usize,
    dropped: u32,
    gauge: Gauge,
    /// Whether the warm-up is over.
    is_warm: bool,
    over: Option<(Ended, Time)>,
}

impl Measuring {
    /// A run at its start. The machine is of the model and nature, at any step and under any seed;
    /// the cues are in the order that [`crate::Recipe::in_order`] makes.
    ///
    /// # Panics
    /// When the length has no bound on its steps: a run that may never end is not measured.
    #[must_use]
    pub fn new(
        machine: &dyn Machine,
        seed: u64,
        length: Length,
        cues: Rc<[Cue]>,
        judges: bool,
    ) -> Measuring {
        assert!(length.stop.steps < u64::MAX, "a measured run has an end");
        let mut machine = machine.reseeded(seed);
        let gauge = Gauge::new(&mut *machine, judges);
        let is_warm = length.warm_up == crate::time::Span::ZERO;
        Measuring { seed, machine, length, cues, done: 0, dropped: 0, gauge, is_warm, over: None }
    }

    /// Goes on for at most so many steps; true when the run is over.
    pub fn advance(&mut self, steps: u64) -> bool {
        let stop = self.length.stop;
        let goal = self.machine.step().saturating_add(steps).min(stop.steps);
        while self.over.is_none() {
            let until = if self.is_warm { stop.at } else { self.warm_at() };
            match self.leg(until, goal) {
                Halt::Reached if !self.is_warm => {
                    self.gauge.begin(self.warm_at());
                    self.is_warm = true;
                }
                Halt::Reached => self.over = Some((Ended::Time, stop.at)),
                Halt::Rest => self.over = Some((Ended::Rest, self.machine.now())),
                Halt::Budget | Halt::Stopped if self.machine.step() >= stop.steps => {
                    self.over = Some((Ended::Steps, self.machine.now()));
                }
                Halt::Budget | Halt::Stopped if self.machine.step() >= goal => break,
                Halt::Budget | Halt::Stopped => {}
            }
        }
        self.over.is_some()
    }

    /// How many steps it has taken.
    #[must_use]
    pub fn step(&self) -> u64 {
        self.machine.step()
    }

    /// What the run came to, as far as it went.
    #[must_use]
    pub fn finish(self) -> Sample {
        let (ended, end) = self.over.unwrap_or((Ended::Steps, self.machine.now()));
        let mut values = self.machine.readings(&self.gauge, end);
        if !self.is_warm {
            values.fill(None);
        }
        Sample {
            seed: self.seed,
            values,
            steps: self.machine.step(),
            end,
            ended,
            broken: self.gauge.broken(),
            dropped: self.dropped,
        }
    }

    fn warm_at(&self) -> Time {
        (Time::ZERO + self.length.warm_up).min(self.length.stop.at)
    }

    /// Takes the next cue, or steps up to it. Answers `Budget` when there may be more to do.
    fn leg(&mut self, until: Time, goal: u64) -> Halt {
        let step = self.machine.step();
        let Some(cue) = self.cues.get(self.done) else {
            return self.machine.measure(until, goal - step, &mut self.gauge);
        };
        if cue.step > step + 1 || step >= goal {
            let to = goal.min(cue.step - 1);
            return self.machine.measure(until, to - step, &mut self.gauge);
        }
        // Time does not go back, whatever a recipe says.
        let at = cue.at.max(self.machine.now());
        if at > until {
            return Halt::Reached;
        }
        let cue = Cue { at, ..cue.clone() };
        self.done += 1;
        if self.machine.measure_cue(&cue, &mut self.gauge).is_err() {
            self.dropped += 1;
        }
        Halt::Budget
    }
}
