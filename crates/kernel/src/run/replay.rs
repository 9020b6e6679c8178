//! A look at another place of a run, which leaves the run where it is.

use super::Run;
use crate::chart::record::record;
use crate::chart::{Chart, STEPS};
use crate::machine::Machine;
use crate::outline::{Changed, changes};
use crate::recipe::{Cue, Playhead};
use crate::time::Time;

/// A copy of a run's world that goes through what has been played.
pub(crate) struct Replay<'a> {
    pub(crate) machine: Box<dyn Machine>,
    cues: &'a [Cue],
    /// How far the run has been played.
    pub(crate) end: Playhead,
}

impl Replay<'_> {
    /// Where it stands.
    pub(crate) fn here(&self) -> Playhead {
        Playhead { step: self.machine.step(), at: self.machine.now() }
    }

    /// The cue that is the next step.
    pub(crate) fn next_cue(&self) -> Option<&Cue> {
        let step = self.machine.step() + 1;
        self.cues.get(self.cues.partition_point(|cue| cue.step < step)).filter(|c| c.step == step)
    }

    /// The instant of the next step that has been played.
    pub(crate) fn next_instant(&self) -> Option<Time> {
        if self.machine.step() >= self.end.step {
            return None;
        }
        match self.next_cue() {
            Some(cue) => Some(cue.at.max(self.machine.now())),
            None => self.machine.next_due(),
        }
    }

    /// Takes one step; false where it does not come out, as in a run it did.
    pub(crate) fn step(&mut self) -> bool {
        let before = self.machine.step();
        match self.next_cue().cloned() {
            Some(mut cue) => {
                cue.at = cue.at.max(self.machine.now());
                self.machine.apply(&cue, None).is_ok()
            }
            None => {
                self.machine.advance(Time::END, 1, None);
                self.machine.step() > before
            }
        }
    }

    /// Takes steps while there are some that come before an instant or are not beyond a number.
    fn pass(&mut self, before: Time, step: u64) {
        while let Some(next) = self.next_instant() {
            let is_there = next >= before && self.machine.step() >= step;
            if is_there || !self.step() {
                return;
            }
        }
    }
}

impl Run {
    /// The chart of what has been played after one place and up to another, around the playhead where
    /// that is among it; empty for a model without nodes. A bound by instants alone has step 0 or
    /// `u64::MAX`, one by steps alone [`Time::ZERO`] or [`Time::END`]. The run stays where it is. A
    /// chart holds at most [`STEPS`] steps, and says so where there are more.
    pub fn chart(&self, from: Playhead, until: Playhead) -> Chart {
        let here = self.playhead();
        // What does not fit is left out half before the playhead and half behind it.
        let holds_playhead = from.at <= here.at
            && here.at <= until.at
            && (from.step..=until.step).contains(&here.step);
        let last = self.reach.step.min(until.step);
        let least = here.step.saturating_sub(STEPS / 2).min(last.saturating_sub(STEPS));
        let least = if holds_playhead { least } else { 0 };
        let first = from.step.max(least);
        let is_early = |at: &dyn Machine| at.now() < from.at || at.step() <= first;
        let mut replay = self.replay_from(is_early);
        replay.pass(from.at, first);
        let here = replay.here();
        let is_late = here.step > from.step && here.at >= from.at;
        let mut chart = record(replay, until);
        chart.is_cut |= is_late;
        chart
    }

    /// Which rows of the state's outline the step under the playhead changed. The run stays where it
    /// is.
    pub fn changes(&self) -> Vec<Changed> {
        let after = self.machine.outline();
        let Some(before) = self.machine.step().checked_sub(1).filter(|_| !after.is_empty()) else {
            return Vec::new();
        };
        let mut replay = self.replay_from(|machine| machine.step() <= before);
        replay.pass(Time::ZERO, before);
        changes(replay.machine.outline(), after)
    }

    /// A replay from the last checkpoint that is early enough.
    fn replay_from(&self, is_early: impl Fn(&dyn Machine) -> bool) -> Replay<'_> {
        let last = self.checkpoints.iter().rposition(|c| is_early(&*c.machine)).unwrap_or(0);
        let machine = self.checkpoints[last].machine.fork();
        Replay { machine, cues: &self.recipe.cues, end: self.reach }
    }
}
