//! Opening a link: a bounded replay to its playhead, in slices, so that a page stays responsive.

use super::notice::{Notice, Short};
use super::{Link, write};
use crate::machine::{Halt, Machine};
use crate::recipe::Playhead;
use crate::run::Run;

/// How much work opening a link may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Steps of replay.
    pub steps: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { steps: 2_000_000 }
    }
}

/// A run opened from a link.
pub struct Opened {
    /// The run, at the link's playhead or as near as it gets.
    pub run: Run,
    /// What a person should know about it.
    pub notices: Vec<Notice>,
}

/// How far an opening is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many of so many steps are replayed.
    Working {
        /// Steps replayed.
        step: u64,
        /// Steps to replay.
        of: u64,
    },
    /// There is nothing more to do.
    Done,
}

/// A link on its way to its playhead.
pub struct Opening {
    run: Run,
    wanted: Playhead,
    fingerprint: Option<u16>,
    limit: u64,
    notices: Vec<Notice>,
    halt: Option<Halt>,
}

/// Opens a link in one go: for tests and the command line.
pub fn open(link: Link, machine: Box<dyn Machine>, limits: Limits) -> Opened {
    let mut opening = Opening::new(link, machine, limits);
    opening.advance(limits.steps);
    opening.finish()
}

impl Opening {
    /// Begins to open a link. The machine is the one that its recipe makes, at step 0.
    pub fn new(mut link: Link, machine: Box<dyn Machine>, limits: Limits) -> Opening {
        let mut notices = Vec::new();
        let opened_by = machine.version();
        let made_by = link.version.unwrap_or(opened_by);
        if made_by != opened_by {
            let cues = link.recipe.cues.len();
            let lost = std::mem::take(&mut link.lost);
            notices.push(Notice::OtherVersion { made_by, opened_by, cues, lost });
            link.recipe.cues.clear();
            link.playhead = Playhead::default();
            link.fingerprint = None;
        } else if link.fingerprint.is_none()
            && (!link.recipe.cues.is_empty() || link.playhead != Playhead::default())
        {
            notices.push(Notice::Unsealed);
        }
        Opening {
            wanted: link.playhead,
            fingerprint: link.fingerprint,
            run: Run::new(machine, link.recipe),
            limit: limits.steps,
            notices,
            halt: None,
        }
    }

    /// Replays at most this many steps more.
    pub fn advance(&mut self, steps: u64) -> Progress {
        let of = self.wanted.step.min(self.limit);
        let step = self.run.playhead().step;
        if self.halt.is_none() {
            let halt = self.run.advance(self.wanted.at, steps.min(of - step));
            let is_done = halt != Halt::Budget || self.run.playhead().step == of;
            self.halt = is_done.then_some(halt);
        }
        match self.halt {
            None => Progress::Working { step: self.run.playhead().step, of },
            Some(_) => Progress::Done,
        }
    }

    /// The run as far as it was replayed, and what is to be known about it.
    pub fn finish(mut self) -> Opened {
        let dropped = self.run.take_dropped();
        if !dropped.is_empty() {
            self.notices.push(Notice::Dropped(dropped));
        }
        let is_at_step = self.run.playhead().step == self.wanted.step;
        if is_at_step {
            self.run.wait(self.wanted.at);
        }
        let (wanted, reached) = (self.wanted, self.run.playhead());
        if wanted != reached {
            let halt = self.halt.filter(|_| !is_at_step).unwrap_or(Halt::Reached);
            let why = Short::after(halt, self.limit);
            self.notices.push(Notice::Short { wanted, reached, why });
        }
        let world = write::seal(&self.run);
        if let Some(link) = self.fingerprint
            && is_at_step
            && link != world
        {
            self.notices.push(Notice::Differs { link, world });
        }
        Opened { run: self.run, notices: self.notices }
    }
}
