//! A world as many runs take it: nothing is kept of a step but what a gauge folds.

use super::World;
use crate::machine::Halt;
use crate::model::Model;
use crate::recipe::{Cue, Misfit};
use crate::sweep::Gauge;
use crate::time::Time;

impl<M: Model> World<M> {
    /// Takes steps that happen by themselves and hands every fact to a sink: the fast way, for
    /// benchmarks and measurements.
    #[inline]
    pub fn drive(&mut self, until: Time, steps: u64, mut sink: impl FnMut(Time, &M::Fact)) -> Halt {
        for _ in 0..steps {
            if let Err(halt) = self.take_next(until) {
                return halt;
            }
            // The next step forgets them: to take them out one by one would cost as much as to fold.
            self.scratch.iter().for_each(|fact| sink(self.core.now, fact));
        }
        Halt::Budget
    }

    /// The next step that happens by itself, unless it is after `until`. Facts are left in the
    /// scratch.
    #[inline]
    fn take_next(&mut self, until: Time) -> Result<(), Halt> {
        match self.next_instant() {
            None => Err(Halt::Rest),
            Some(due) if due > until => Err(Halt::Reached),
            Some(due) => {
                self.happen(due);
                Ok(())
            }
        }
    }

    pub(super) fn gauge_steps(&mut self, until: Time, steps: u64, gauge: &mut Gauge) -> Halt {
        let Gauge { meters, watch, .. } = gauge;
        let Some(watch) = watch else {
            return self.drive(until, steps, |at, fact| Gauge::fold(meters, M::METRICS, at, fact));
        };
        let looks_back = Self::looks_back(Some(watch));
        for _ in 0..steps {
            let before = looks_back.then(|| self.state.clone());
            if let Err(halt) = self.take_next(until) {
                return halt;
            }
            self.judge_step(before.as_ref(), watch);
            let now = self.core.now;
            self.scratch.iter().for_each(|fact| Gauge::fold(meters, M::METRICS, now, fact));
        }
        Halt::Budget
    }

    pub(super) fn gauge_cue(&mut self, cue: &Cue, gauge: &mut Gauge) -> Result<(), Misfit> {
        let Gauge { meters, watch, .. } = gauge;
        let before = Self::looks_back(watch.as_ref()).then(|| self.state.clone());
        self.take(cue)?;
        if let Some(watch) = watch {
            self.judge_step(before.as_ref(), watch);
        }
        let now = self.core.now;
        self.scratch.iter().for_each(|fact| Gauge::fold(meters, M::METRICS, now, fact));
        Ok(())
    }
}
