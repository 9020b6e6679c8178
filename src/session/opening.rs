//! Following a link: replayed in slices, so that the page stays responsive and the last good run
//! stays in place until the new one stands.

use super::{Notice, Session};
use kernel::link::{self, Limits, LinkError, Opening, Progress};
use kernel::{Machine, Run};
use labs::{Data, Entry, Unbuildable};
use std::fmt;

/// Steps between two looks at the clock while a link is replayed.
const STEPS_PER_LOOK: u64 = 256;

/// Why a link was not followed.
#[derive(Debug)]
pub enum Unopened {
    /// It could not be read.
    Unreadable(LinkError),
    /// It was read, and makes no run.
    Unbuildable(Unbuildable),
}

impl fmt::Display for Unopened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this link was not opened, and you see the run before it: ")?;
        match self {
            Unopened::Unreadable(why) => why.fmt(f),
            Unopened::Unbuildable(why) => why.fmt(f),
        }
    }
}

/// Reads a link and begins to replay it.
pub(super) fn begin(
    entry: &Entry,
    text: &str,
    data: Option<&Data>,
) -> Result<Opening, Unopened> {
    let link = link::read(entry.knobs, entry.version, text).map_err(Unopened::Unreadable)?;
    let machine: Box<dyn Machine> =
        entry.machine(&link.recipe, data).map_err(Unopened::Unbuildable)?;
    Ok(Opening::new(link, machine, Limits::default()))
}

impl Session {
    /// Goes to the run of a link; an empty one is the opening preset. Where the link is no good
    /// the present run stays, and a notice says why.
    pub fn follow(&mut self, text: &str) {
        self.opening = None;
        if text.is_empty() {
            return self.preset(0);
        }
        match begin(self.entry, text, self.data.as_ref()) {
            Ok(opening) => {
                self.pause();
                self.opening = Some(opening);
            }
            Err(why) => self.notices.push(Notice::error(why)),
        }
    }

    /// How far the link on its way is: steps replayed, of so many.
    pub fn opening(&self) -> Option<(u64, u64)> {
        self.opening.as_ref().map(Opening::progress)
    }

    /// Replays a link on its way while `has_time` allows; whether it has arrived.
    pub(super) fn open_on(&mut self, has_time: &dyn Fn() -> bool) -> bool {
        let Some(opening) = &mut self.opening else { return false };
        while opening.advance(STEPS_PER_LOOK) != Progress::Done {
            if !has_time() {
                return false;
            }
        }
        self.arrive()
    }

    fn arrive(&mut self) -> bool {
        let Some(opening) = self.opening.take() else { return false };
        let opened = opening.finish();
        self.run = opened.run;
        for notice in opened.notices {
            self.notices.push(Notice::note(notice));
        }
        self.set_home();
        true
    }
}

/// Whether a run is made of a recipe as a preset has it.
pub(super) fn is_made_of(run: &Run, preset: &kernel::Recipe) -> bool {
    let recipe = run.recipe();
    recipe.knobs == preset.knobs && recipe.seed == preset.seed && recipe.cues.is_empty()
}
