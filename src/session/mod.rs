//! A session: the run that a person plays, with how fast it plays and what it has to say.
//!
//! All that a page can do to a run is a [`Msg`]. The session alone changes the run; everything
//! that is shown is read off it.

mod notice;
mod opening;
mod pace;
mod reading;
#[cfg(test)]
mod tests;
mod walk;

pub use notice::{Notice, Weight};
pub use opening::Outdated;
pub use pace::{SPEEDS, speed_label};
pub use reading::{LawRow, Reading};
pub use walk::Watch;

use kernel::{Deed, Drift, Halt, Misfit, Recipe, Run, Span, Time};
use labs::{Data, Entry, Unbuildable};
use notice::Notices;
use opening::{Journey, Parked};
use walk::Walk;

/// Steps between two looks at the clock while a run plays.
const STEPS_PER_LOOK: u64 = 256;
/// A frame is never taken for longer than this, in milliseconds: a hidden tab does not leap.
const FRAME_MS_MAX: f64 = 100.0;
/// How much later a delayed message comes, as a multiple of the time it still had.
const DELAY_FACTOR: u64 = 2;
/// A delayed message comes at least this much later.
const DELAY_LEAST: Span = Span::millis(10);

/// What a person asks of a session.
#[derive(Clone)]
pub enum Msg {
    /// Plays where it is paused, and pauses where it plays.
    Toggle,
    /// Takes one step.
    Step,
    /// Goes back one step.
    Back,
    /// Goes to the start.
    ToStart,
    /// Goes to an instant; beyond what has been played it plays there as fast as it can.
    Seek(Time),
    /// Goes to a step that has been played.
    SeekStep(u64),
    /// Goes to the nearest mark before the playhead.
    MarkBefore,
    /// Goes to the nearest mark after the playhead.
    MarkAfter,
    /// Plays at another speed: an index among [`SPEEDS`].
    Speed(usize),
    /// Plays slower.
    Slower,
    /// Plays faster.
    Faster,
    /// Gives a knob, by its index, a value.
    Turn(usize, i64),
    /// Starts again from another seed.
    Reseed(u64),
    /// Starts the preset again that was chosen last.
    Reset,
    /// Does an action, in the lab's text form.
    Act(String),
    /// Does a deed, by its index among the present offers.
    Deed(Deed),
    /// Does something with a booked event, by its booking number.
    Event(u64, Handling),
    /// Does what the lab has for its first sabotage.
    Break,
    /// Makes a ghost the present branch.
    Revive(usize),
    /// Forgets a ghost.
    Dismiss(usize),
    /// Starts a preset.
    Preset(usize),
    /// Uses data that a person loaded.
    Load(Data),
    /// Goes back to the lab's own data.
    Unload,
    /// Goes to the run of a link.
    Follow(String),
    /// Says at which address the release that made a link still stands.
    Archived(String),
    /// Watches a way that a search has found.
    Watch(Watch),
    /// Takes a notice away, by its number.
    Hush(u64),
}

/// What may be done with a booked event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handling {
    /// It happens now.
    Fire,
    /// It is lost.
    Drop,
    /// It comes twice.
    Copy,
    /// It comes later.
    Delay,
}

/// The run that a person plays.
pub struct Session {
    entry: &'static Entry,
    run: Run,
    data: Option<Data>,
    /// The preset that was chosen last.
    home: usize,
    /// Whether the recipe still is that preset's.
    is_home: bool,
    is_playing: bool,
    speed: usize,
    /// Virtual microseconds that were too few to count in the frames before.
    carry_us: f64,
    /// An instant to play to as fast as it goes.
    ahead: Option<Time>,
    journey: Option<Journey>,
    /// The step at which to begin to watch the link that is on its way.
    watched: Option<u64>,
    walk: Option<Walk>,
    outdated: Option<Outdated>,
    parked: Option<Parked>,
    notices: Notices,
    branch: u64,
}

impl Session {
    /// A session that plays the lab's opening preset.
    ///
    /// # Errors
    /// When the opening preset makes no machine.
    pub fn new(entry: &'static Entry) -> Result<Session, Unbuildable> {
        let recipe = entry.recipe(&entry.presets[0]);
        let run = Run::new(entry.machine(&recipe, None)?, recipe);
        let speed = pace::suited(run.machine());
        Ok(Session {
            entry,
            run,
            data: None,
            home: 0,
            is_home: true,
            is_playing: true,
            speed,
            carry_us: 0.0,
            ahead: None,
            journey: None,
            watched: None,
            walk: None,
            outdated: None,
            parked: None,
            notices: Notices::default(),
            branch: 0,
        })
    }

    /// The lab.
    pub fn entry(&self) -> &'static Entry {
        self.entry
    }

    /// The run.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// The same run once more, at its start.
    ///
    /// # Errors
    /// When the data that it was made with are not loaded any more.
    pub fn run_again(&self) -> Result<Run, Unbuildable> {
        let recipe = self.run.recipe().clone();
        Ok(Run::new(self.entry.machine(&recipe, self.data.as_ref())?, recipe))
    }

    /// Whether time goes on by itself.
    pub fn is_playing(&self) -> bool {
        self.is_playing
    }

    /// Whether the next frame has something to do.
    pub fn is_active(&self) -> bool {
        self.is_playing || self.ahead.is_some() || self.journey.is_some() || self.walk.is_some()
    }

    /// The speed, as an index among [`SPEEDS`].
    pub fn speed(&self) -> usize {
        self.speed
    }

    /// A number that is raised whenever the run becomes another one, so that the address keeps
    /// the former one in the browser's history.
    pub fn branch(&self) -> u64 {
        self.branch
    }

    /// Does what a person asks.
    pub fn apply(&mut self, msg: Msg) {
        match msg {
            Msg::Toggle => self.toggle(),
            Msg::Step => {
                self.pause();
                self.run.step();
            }
            Msg::Back => self.sought(|run| run.step_back().map(|_| ())),
            Msg::ToStart => self.sought(|run| run.seek(0)),
            Msg::Seek(at) => self.seek(at),
            Msg::SeekStep(step) => self.sought(|run| run.seek(step)),
            Msg::MarkBefore => self.seek_mark(|mark, here| mark < here),
            Msg::MarkAfter => self.seek_mark(|mark, here| mark > here),
            Msg::Speed(index) => self.speed = index.min(SPEEDS.len() - 1),
            Msg::Slower => self.speed = self.speed.saturating_sub(1),
            Msg::Faster => self.speed = (self.speed + 1).min(SPEEDS.len() - 1),
            Msg::Turn(knob, value) => self.rewrite(|recipe| recipe.knobs[knob] = value),
            Msg::Reseed(seed) => self.rewrite(|recipe| recipe.seed = seed),
            Msg::Reset => self.preset(self.home),
            Msg::Preset(index) => self.preset(index),
            Msg::Act(text) => self.take(Deed::Say(text.into())),
            Msg::Deed(deed) => self.take(deed),
            Msg::Event(number, handling) => self.handle(number, handling),
            Msg::Break => {
                if let Some(action) = self.entry.sabotage(self.run.machine()) {
                    self.take(Deed::Say(action.into()));
                }
            }
            Msg::Revive(ghost) => {
                self.branch += 1;
                self.sought(|run| run.revive(ghost).map(|_| ()));
            }
            Msg::Dismiss(ghost) => self.run.dismiss(ghost),
            Msg::Load(data) => self.load(data),
            Msg::Unload => self.rewrite(|recipe| recipe.data = None),
            Msg::Follow(link) => self.follow(&link),
            Msg::Archived(address) => self.notices.push(Notice::archived(address)),
            Msg::Watch(watch) => self.watch(watch),
            Msg::Hush(number) => self.notices.remove(number),
        }
        self.tell_dropped();
    }

    /// Plays on after `elapsed_ms` of the person's time, while `has_time` allows; whether there
    /// is anything new to see.
    pub fn frame(&mut self, elapsed_ms: f64, has_time: &dyn Fn() -> bool) -> bool {
        if self.journey.is_some() {
            return self.travel(has_time);
        }
        let before = self.run.playhead();
        if let Some(to) = self.ahead {
            if self.advance(to, has_time) != Halt::Budget {
                self.ahead = None;
            }
        } else if self.walk.is_some() {
            self.walk_on(elapsed_ms.min(FRAME_MS_MAX));
        } else if self.is_playing {
            let us = self.carry_us + elapsed_ms.min(FRAME_MS_MAX) * 1e3 * SPEEDS[self.speed];
            self.carry_us = us.fract();
            self.advance(before.at + Span::micros(us as u64), has_time);
        }
        self.tell_dropped();
        self.run.playhead() != before
    }

    /// What there is to read beside the picture.
    pub fn reading(&self) -> Reading {
        Reading::of(self)
    }

    fn advance(&mut self, until: Time, has_time: &dyn Fn() -> bool) -> Halt {
        loop {
            let halt = self.run.advance(until, STEPS_PER_LOOK);
            if halt != Halt::Budget || !has_time() {
                return halt;
            }
        }
    }

    fn toggle(&mut self) {
        let was_moving = self.is_active();
        self.settle();
        self.is_playing = !was_moving;
    }

    /// Ends whatever goes somewhere by itself: a hand that takes hold stops it.
    fn settle(&mut self) {
        self.ahead = None;
        self.walk = None;
        self.journey = None;
    }

    fn pause(&mut self) {
        self.settle();
        self.is_playing = false;
    }

    fn seek(&mut self, at: Time) {
        if at <= self.run.reach().at {
            return self.sought(|run| run.seek_time(at));
        }
        self.pause();
        self.ahead = Some(at);
    }

    /// Pauses and goes elsewhere in the run.
    fn sought(&mut self, go: impl FnOnce(&mut Run) -> Result<(), Drift>) {
        self.pause();
        if let Err(drift) = go(&mut self.run) {
            self.notices.push(Notice::error(drift));
        }
    }

    /// Goes to the nearest mark whose step stands so to that of the playhead.
    fn seek_mark(&mut self, is_beyond: fn(u64, u64) -> bool) {
        let here = self.run.playhead().step;
        let marks = self.run.marks().iter().map(|mark| mark.step);
        let nearest = marks.filter(|step| is_beyond(*step, here)).min_by_key(|s| s.abs_diff(here));
        if let Some(step) = nearest {
            self.sought(|run| run.seek(step));
        }
    }

    fn take(&mut self, deed: Deed) {
        self.settle();
        let ghosts = self.run.ghosts().len();
        match self.run.take(deed) {
            Ok(()) => {
                self.is_home = false;
                self.branch += u64::from(self.run.ghosts().len() > ghosts);
            }
            Err(misfit) => self.notices.push(Notice::error(misfit)),
        }
    }

    /// Finds a booked event again, which may have moved among the offers since it was shown.
    fn handle(&mut self, number: u64, handling: Handling) {
        let offers = self.run.offers().events;
        let Some(index) = offers.iter().position(|offer| offer.number == number) else {
            let gone = Misfit::NotAccepted("that event, which has happened meanwhile,".to_owned());
            return self.notices.push(Notice::error(gone));
        };
        let left = offers[index].due.since(self.run.playhead().at);
        let index = index as u32;
        self.take(match handling {
            Handling::Fire => Deed::Fire(index),
            Handling::Drop => Deed::Drop(index),
            Handling::Copy => Deed::Copy(index),
            Handling::Delay => Deed::Delay(index, (left * (DELAY_FACTOR - 1)).max(DELAY_LEAST)),
        });
    }

    fn preset(&mut self, index: usize) {
        let Some(preset) = self.entry.presets.get(index) else { return };
        let mut recipe = self.entry.recipe(preset);
        // Somebody's own data stay on the stage until they are put away.
        recipe.data = self.run.recipe().data;
        if self.restart(recipe) {
            self.home = index;
            self.is_home = true;
            self.is_playing = true;
            self.speed = pace::suited(self.run.machine());
        }
    }

    fn load(&mut self, data: Data) {
        let digest = data.digest;
        let former = self.data.replace(data);
        if let Some(parked) = self.parked.take_if(|parked| parked.digest == digest) {
            return self.follow(&parked.link);
        }
        let before = self.branch;
        self.rewrite(|recipe| recipe.data = Some(digest));
        if self.branch == before {
            self.data = former;
        }
    }

    /// Starts again under a changed recipe. What hands did is kept where it still fits.
    fn rewrite(&mut self, change: impl FnOnce(&mut Recipe)) {
        let mut recipe = self.run.recipe().clone();
        change(&mut recipe);
        if recipe == *self.run.recipe() {
            return;
        }
        match self.run.portable_cues() {
            Ok(cues) => recipe.cues = cues,
            Err(drift) => return self.notices.push(Notice::error(drift)),
        }
        self.restart(recipe);
    }

    /// Starts a recipe; where it makes no machine the present run stays, and false is the answer.
    fn restart(&mut self, recipe: Recipe) -> bool {
        match self.entry.machine(&recipe, self.data.as_ref()) {
            Ok(machine) => {
                self.run = Run::new(machine, recipe);
                self.settle();
                self.is_home = false;
                self.branch += 1;
                true
            }
            Err(why) => {
                self.notices.push(Notice::error(why));
                false
            }
        }
    }

    fn tell_dropped(&mut self) {
        for dropped in self.run.take_dropped() {
            self.notices.push(Notice::dropped(&dropped));
        }
    }
}
