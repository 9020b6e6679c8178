//! A run: a recipe with a playhead. It goes forward by playing and backward by replaying.
//!
//! Seeking takes a checkpoint shortly before and replays, comparing fingerprints at the next ones, so
//! a backward seek is a determinism test. A cue in the past forks: the old future stays as a ghost
//! branch until it is dismissed.

mod replay;

use crate::law::{LawInfo, Mark, Verdict, Watch};
use crate::machine::{Halt, Line, Machine, Offers};
use crate::recipe::{Cue, Deed, Misfit, Playhead, Recipe};
use crate::time::Time;
use std::fmt;

pub(crate) use replay::Replay;

/// Steps between checkpoints while a run is short.
const SPACING: u64 = 512;
/// With more checkpoints than this, every second one goes and the spacing doubles.
const CHECKPOINTS: usize = 256;
/// More ghost branches than this and the oldest goes.
const GHOSTS: usize = 8;
/// More cues than this are refused: no hand makes them, and no link carries them.
pub const CUES: usize = 10_000;

/// A recipe with a playhead.
pub struct Run {
    recipe: Recipe,
    machine: Box<dyn Machine>,
    at: Time,
    checkpoints: Vec<Checkpoint>,
    spacing: u64,
    watch: Watch,
    reach: Playhead,
    ghosts: Vec<Ghost>,
    dropped: Vec<Dropped>,
}

struct Checkpoint {
    fingerprint: u64,
    machine: Box<dyn Machine>,
}

/// A future that a cue in the past has replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ghost {
    /// Where it left the present branch.
    pub from: Playhead,
    /// How far it had been played.
    pub end: Playhead,
    cues: Vec<Cue>,
}

/// A cue that did not fit and was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The cue.
    pub cue: Cue,
    /// Why it did not fit.
    pub why: Misfit,
}

/// A replay that did not come out as the first time: a model broke the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The step at which the fingerprints differ.
    pub step: u64,
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the replay differs from the first run at step {}: the model is not deterministic",
            self.step
        )
    }
}

impl std::error::Error for Drift {}

impl Run {
    /// A run at its start. The machine is the one that the recipe's knobs, data, seed and nature
    /// make, at step 0. Cues are put in order ([`Recipe::in_order`]).
    pub fn new(mut machine: Box<dyn Machine>, recipe: Recipe) -> Run {
        assert_eq!(machine.step(), 0, "a run starts at step 0");
        let recipe = recipe.in_order();
        let mut watch = Watch::new(&machine.laws());
        machine.judge(&mut watch);
        let start = Checkpoint { fingerprint: machine.fingerprint(), machine: machine.fork() };
        Run {
            recipe,
            machine,
            at: Time::ZERO,
            checkpoints: vec![start],
            spacing: SPACING,
            watch,
            reach: Playhead::default(),
            ghosts: Vec::new(),
            dropped: Vec::new(),
        }
    }

    /// All that this run is a function of.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// The world at the playhead.
    pub fn machine(&self) -> &dyn Machine {
        &*self.machine
    }

    /// Where the run is looked at.
    pub fn playhead(&self) -> Playhead {
        Playhead { step: self.machine.step(), at: self.at }
    }

    /// How far this branch has been played.
    pub fn reach(&self) -> Playhead {
        self.reach
    }

    /// The instant of the next step; `None` at rest and at the recipe's stop.
    pub fn next_instant(&self) -> Option<Time> {
        if self.machine.step() >= self.recipe.stop.steps {
            return None;
        }
        let due = match self.next_cue() {
            Some(cue) => Some(cue.at.max(self.machine.now())),
            None => self.machine.next_due(),
        };
        due.filter(|due| *due <= self.recipe.stop.at)
    }

    /// Plays up to an instant, taking at most `steps` steps.
    pub fn advance(&mut self, until: Time, steps: u64) -> Halt {
        let until = until.max(self.at);
        let last = until.min(self.recipe.stop.at);
        let goal = self.machine.step().saturating_add(steps);
        let halt = loop {
            let step = self.machine.step();
            if step >= self.recipe.stop.steps {
                break Halt::Stopped;
            }
            if step >= goal {
                break Halt::Budget;
            }
            let halt = self.leg(last, goal.min(self.recipe.stop.steps));
            if halt != Halt::Budget {
                let stopped = until > self.recipe.stop.at && halt == Halt::Reached;
                break if stopped { Halt::Stopped } else { halt };
            }
        };
        // At rest, and after the last step that the recipe allows, the playhead does not run off
        // into an empty future.
        let at = match halt {
            Halt::Reached => last,
            Halt::Stopped if self.machine.step() < self.recipe.stop.steps => last,
            Halt::Stopped | Halt::Budget | Halt::Rest => self.at,
        };
        self.at = at.max(self.machine.now());
        self.reach = self.reach.max(self.playhead());
        halt
    }

    /// Lets time pass up to an instant, but for no step: not beyond the next one's instant, and
    /// not at all at rest.
    pub fn wait(&mut self, until: Time) {
        let is_over = self.machine.step() >= self.recipe.stop.steps
            || (self.next_cue().is_none() && self.machine.next_due().is_none());
        if !is_over {
            let most = self.next_instant().unwrap_or(self.recipe.stop.at);
            self.at = self.at.max(until.min(most));
            self.reach = self.reach.max(self.playhead());
        }
    }

    /// Takes one step, whenever it is due; false when there is none.
    pub fn step(&mut self) -> bool {
        let before = self.machine.step();
        // A cue that does not fit is dropped without a step: then the next one is due.
        while self.machine.step() == before {
            let Some(instant) = self.next_instant() else { return false };
            self.advance(instant, 1);
        }
        true
    }

    /// Goes back one step; false at the start.
    ///
    /// # Errors
    /// When the replay does not come out as the first time.
    pub fn step_back(&mut self) -> Result<bool, Drift> {
        let step = self.machine.step();
        if step == 0 {
            return Ok(false);
        }
        self.seek(step - 1).map(|()| true)
    }

    /// Goes to a step of what has been played, to the instant of that step.
    ///
    /// # Errors
    /// When the replay does not come out as the first time.
    pub fn seek(&mut self, step: u64) -> Result<(), Drift> {
        let step = step.min(self.reach.step);
        self.replay(step, Time::END)?;
        self.at = self.machine.now();
        Ok(())
    }

    /// Goes to an instant of what has been played.
    ///
    /// # Errors
    /// When the replay does not come out as the first time.
    pub fn seek_time(&mut self, at: Time) -> Result<(), Drift> {
        let at = at.min(self.reach.at);
        self.replay(self.reach.step, at)?;
        self.at = at.max(self.machine.now());
        Ok(())
    }

    /// Goes to a playhead of what has been played.
    ///
    /// # Errors
    /// When the replay does not come out as the first time.
    pub fn seek_playhead(&mut self, to: Playhead) -> Result<(), Drift> {
        self.seek(to.step)?;
        let next = self.next_instant().unwrap_or(to.at);
        self.at = to.at.min(next).min(self.reach.at.max(self.at)).max(self.machine.now());
        Ok(())
    }

    /// Does something now. Where the run had been played further, that future becomes a ghost.
    ///
    /// # Errors
    /// When the deed does not fit here; nothing has changed then.
    pub fn take(&mut self, deed: Deed) -> Result<(), Misfit> {
        let step = self.machine.step() + 1;
        if step > self.recipe.stop.steps || self.at > self.recipe.stop.at {
            return Err(Misfit::Ended);
        }
        let future = self.recipe.cues.partition_point(|cue| cue.step < step);
        if future >= CUES {
            return Err(Misfit::Full);
        }
        let deed = match deed {
            Deed::Say(text) => self.machine.resolve(&text)?,
            deed => deed,
        };
        self.machine.describe(&deed)?;
        let from = self.playhead();
        if self.reach.step > from.step || self.recipe.cues.len() > future {
            let ghost = Ghost { from, end: self.reach, cues: self.recipe.cues.clone() };
            self.ghosts.push(ghost);
            if self.ghosts.len() > GHOSTS {
                self.ghosts.remove(0);
            }
        }
        self.cut(from);
        self.recipe.cues.truncate(future);
        self.recipe.cues.push(Cue { step, at: self.at, deed, picks: Vec::new() });
        self.advance(self.at, 1);
        Ok(())
    }

    /// What is on offer at the playhead.
    pub fn offers(&self) -> Offers {
        self.machine.offers()
    }

    /// The futures that were replaced, oldest first.
    pub fn ghosts(&self) -> &[Ghost] {
        &self.ghosts
    }

    /// Makes a ghost the present branch again, at the place where it left; the present future
    /// becomes a ghost in its stead. False where there is no such ghost.
    ///
    /// # Errors
    /// When the replay does not come out as the first time.
    pub fn revive(&mut self, ghost: usize) -> Result<bool, Drift> {
        if ghost >= self.ghosts.len() {
            return Ok(false);
        }
        let Ghost { from, end, cues } = self.ghosts.remove(ghost);
        let present = Ghost { from, end: self.reach, cues: self.recipe.cues.clone() };
        self.seek_playhead(from)?;
        self.cut(from);
        self.recipe.cues = cues;
        self.ghosts.push(present);
        self.advance(end.at, end.step.saturating_sub(from.step));
        self.wait(end.at);
        self.seek_playhead(from)?;
        Ok(true)
    }

    /// Forgets a ghost.
    pub fn dismiss(&mut self, ghost: usize) {
        if ghost < self.ghosts.len() {
            self.ghosts.remove(ghost);
        }
    }

    /// The model's laws.
    pub fn laws(&self) -> Vec<LawInfo> {
        self.machine.laws()
    }

    /// How each law stands at the playhead.
    pub fn verdicts(&self) -> Vec<Verdict> {
        self.machine.verdicts(&self.watch)
    }

    /// The latest facts before the playhead, oldest first, at most `most`.
    pub fn log(&self, most: usize) -> Vec<Line> {
        self.machine.recent(most)
    }

    /// The marks of what has been played, also after the playhead.
    pub fn marks(&self) -> &[Mark] {
        &self.watch.marks
    }

    /// The cues that did not fit and were left out since this was last asked.
    pub fn take_dropped(&mut self) -> Vec<Dropped> {
        std::mem::take(&mut self.dropped)
    }

    /// The cues with every action by value instead of by index, so that they can be tried under
    /// other knobs. Leaves the playhead where it is.
    ///
    /// # Errors
    /// When the replay does not come out as the first time.
    pub fn portable_cues(&mut self) -> Result<Vec<Cue>, Drift> {
        let here = self.playhead();
        let mut portable = self.recipe.cues.clone();
        for cue in &mut portable {
            if let Deed::Act(index) = cue.deed
                && cue.step <= self.reach.step
            {
                self.seek(cue.step - 1)?;
                let menu = self.machine.offers().actions;
                if let Some(action) = menu.get(index as usize) {
                    cue.deed = Deed::Say(action.text.as_str().into());
                }
            }
        }
        self.seek_playhead(here)?;
        Ok(portable)
    }

    /// A recipe with every action of its hands by value, for runs under other seeds: by its number an
    /// action could be another one there. The machine is the recipe's own, at step 0; hands after so
    /// many steps are left as they are.
    ///
    /// # Errors
    /// When the replay does not come out as the first time.
    pub fn by_value(
        machine: Box<dyn Machine>,
        recipe: Recipe,
        steps: u64,
    ) -> Result<Recipe, Drift> {
        let by_number = |cue: &&Cue| matches!(cue.deed, Deed::Act(_)) && cue.step <= steps;
        let Some(last) = recipe.cues.iter().filter(by_number).map(|cue| cue.step).max() else {
            return Ok(recipe);
        };
        let mut run = Run::new(machine, recipe);
        run.advance(Time::END, last);
        let cues = run.portable_cues()?;
        Ok(Recipe { cues, ..run.recipe })
    }

    fn next_cue(&self) -> Option<&Cue> {
        let step = self.machine.step() + 1;
        let index = self.recipe.cues.partition_point(|cue| cue.step < step);
        self.recipe.cues.get(index).filter(|cue| cue.step == step)
    }

    /// Steps forward at most to the next cue, checkpoint, or end of what is known. Answers
    /// `Budget` when there is more to do.
    fn leg(&mut self, until: Time, goal: u64) -> Halt {
        let step = self.machine.step();
        let fresh = step >= self.reach.step;
        if let Some(cue) = self.next_cue() {
            let mut cue = cue.clone();
            // Time does not go back, whatever a recipe says.
            cue.at = cue.at.max(self.machine.now());
            if cue.at > until {
                return Halt::Reached;
            }
            let watch = fresh.then_some(&mut self.watch);
            match self.machine.apply(&cue, watch) {
                Ok(()) => self.after_leg(fresh),
                Err(why) => {
                    if !fresh {
                        // What was played is a run of the recipe with this cue: it is no more.
                        self.cut(Playhead { step, at: self.machine.now() });
                    }
                    self.recipe.cues.retain(|other| other.step != cue.step);
                    self.dropped.push(Dropped { cue, why });
                }
            }
            return Halt::Budget;
        }
        let cue = self.recipe.cues.partition_point(|cue| cue.step <= step);
        let mut to = goal.min((step / self.spacing + 1) * self.spacing);
        if let Some(cue) = self.recipe.cues.get(cue) {
            to = to.min(cue.step - 1);
        }
        if !fresh {
            to = to.min(self.reach.step);
        }
        let watch = fresh.then_some(&mut self.watch);
        let halt = self.machine.advance(until, to - step, watch);
        self.after_leg(fresh);
        halt
    }

    /// Notes how far the branch has come, and keeps a checkpoint where one is due.
    fn after_leg(&mut self, fresh: bool) {
        let step = self.machine.step();
        if !fresh {
            return;
        }
        self.reach = self.reach.max(Playhead { step, at: self.machine.now() });
        let last = self.checkpoints.last().map_or(0, |checkpoint| checkpoint.machine.step());
        if step > last && step.is_multiple_of(self.spacing) {
            let fingerprint = self.machine.fingerprint();
            self.checkpoints.push(Checkpoint { fingerprint, machine: self.machine.fork() });
            if self.checkpoints.len() > CHECKPOINTS {
                let mut nth = 0;
                self.checkpoints.retain(|_| {
                    nth += 1;
                    nth % 2 == 1
                });
                self.spacing *= 2;
            }
        }
    }

    /// Goes to the last step that is neither after `step` nor after `until`.
    fn replay(&mut self, step: u64, until: Time) -> Result<(), Drift> {
        let here = (self.machine.step(), self.machine.now());
        let is_ahead = here.0 <= step && here.1 <= until;
        // The last checkpoint but one, so that the replay passes the last and is compared there.
        let behind = (self.checkpoints.iter())
            .rposition(|c| c.machine.step() <= step && c.machine.now() <= until);
        let base = behind.map_or(0, |last| last.saturating_sub(1));
        if !is_ahead || self.checkpoints[base].machine.step() > here.0 {
            self.machine = self.checkpoints[base].machine.fork();
        }
        let end = self.recipe.stop.at.min(until);
        loop {
            let here = self.machine.step();
            let known = self.checkpoints.partition_point(|c| c.machine.step() < here);
            if let Some(checkpoint) = self.checkpoints.get(known)
                && checkpoint.machine.step() == here
                && checkpoint.fingerprint != self.machine.fingerprint()
            {
                return Err(Drift { step: here });
            }
            if here >= step {
                return Ok(());
            }
            let next = self.checkpoints.partition_point(|c| c.machine.step() <= here);
            let next = self.checkpoints.get(next).map_or(step, |c| c.machine.step());
            let reach = self.reach.step;
            let halt = self.leg(end, step.min(next));
            if self.reach.step < reach {
                // A cue that fitted the first time does not fit any more.
                return Err(Drift { step: here });
            }
            if halt != Halt::Budget {
                return Ok(());
            }
        }
    }

    /// Forgets everything after a playhead. Ghosts that left later now leave here: up to where a
    /// ghost leaves, its cues are those of the present branch.
    fn cut(&mut self, from: Playhead) {
        for ghost in &mut self.ghosts {
            ghost.from = ghost.from.min(from);
        }
        self.watch.truncate(from.step);
        self.checkpoints.retain(|checkpoint| checkpoint.machine.step() <= from.step);
        self.reach = from;
    }
}
