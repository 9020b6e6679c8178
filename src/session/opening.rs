//! Following a link: it is replayed in slices, so that the page stays responsive, and the last
//! good run stays until the new one stands.

use super::{Notice, STEPS_PER_LOOK, Session, pace};
use kernel::link::{self, Limits, LinkError, Opening, Progress};
use labs::{Data, Entry, Unbuildable};
use std::fmt;

/// A link on its way.
pub(super) struct Journey {
    link: String,
    opening: Opening,
    /// Steps replayed, of so many.
    progress: (u64, u64),
}

/// A link that names data which are not loaded. It is followed once they are.
pub(super) struct Parked {
    pub digest: u64,
    pub link: String,
}

/// A link that an older version of the model made, and of which this one lost something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outdated {
    /// The link.
    pub link: String,
    /// The version that made it.
    pub version: u32,
}

/// Why a link was not followed.
#[derive(Debug)]
enum Unopened {
    /// It could not be read.
    Unreadable(LinkError),
    /// It was read, and makes no run.
    Unbuildable(Unbuildable),
}

impl fmt::Display for Unopened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this link was not followed, and what you see is the last good run: ")?;
        match self {
            Unopened::Unreadable(why) => why.fmt(f),
            Unopened::Unbuildable(why) => why.fmt(f),
        }
    }
}

impl Journey {
    fn begin(entry: &Entry, text: &str, data: Option<&Data>) -> Result<Journey, Unopened> {
        let link = link::read(entry.knobs, entry.version, text).map_err(Unopened::Unreadable)?;
        let machine = entry.machine(&link.recipe, data).map_err(Unopened::Unbuildable)?;
        let progress = (0, link.playhead.step);
        let text = text.to_owned();
        Ok(Journey {
            link: text,
            opening: Opening::new(link, machine, Limits::default()),
            progress,
        })
    }
}

impl Session {
    /// Goes to the run of a link; an empty one is the opening preset. Where the link is no good
    /// the present run stays, and a notice says why.
    pub fn follow(&mut self, text: &str) {
        self.journey = None;
        self.watched = None;
        if text.is_empty() {
            return self.preset(0);
        }
        match Journey::begin(self.entry, text, self.data.as_ref()) {
            Ok(journey) => {
                self.pause();
                self.journey = Some(journey);
            }
            Err(why) => {
                if let Unopened::Unbuildable(Unbuildable::DataMissing(digest)) = why {
                    self.parked = Some(Parked { digest, link: text.to_owned() });
                }
                self.notices.push(Notice::error(why));
            }
        }
    }

    /// How far the link on its way is: steps replayed, of so many.
    pub fn journey(&self) -> Option<(u64, u64)> {
        self.journey.as_ref().map(|journey| journey.progress)
    }

    /// The link that was followed, where an older version of the model made it; once.
    pub fn take_outdated(&mut self) -> Option<Outdated> {
        self.outdated.take()
    }

    /// Replays a link on its way while `has_time` allows; whether it arrived.
    pub(super) fn travel(&mut self, has_time: &dyn Fn() -> bool) -> bool {
        let Some(mut journey) = self.journey.take() else { return false };
        loop {
            match journey.opening.advance(STEPS_PER_LOOK) {
                Progress::Done => break,
                Progress::Working { step, of } => journey.progress = (step, of),
            }
            if !has_time() {
                self.journey = Some(journey);
                return false;
            }
        }
        self.arrive(journey);
        true
    }

    /// A link to a moment shows that moment; one to a start begins to play.
    fn arrive(&mut self, journey: Journey) {
        let opened = journey.opening.finish();
        self.run = opened.run;
        for notice in opened.notices {
            if let link::Notice::OtherVersion { made_by, opened_by, .. } = notice
                && made_by < opened_by
            {
                self.outdated = Some(Outdated { link: journey.link.clone(), version: made_by });
            }
            self.notices.push(Notice::note(notice));
        }
        let presets = self.entry.presets.iter();
        let home = presets.map(|p| self.entry.recipe(p)).position(|r| r == *self.run.recipe());
        self.is_home = home.is_some();
        self.home = home.unwrap_or(self.home);
        self.is_playing = self.run.playhead().step == 0;
        self.speed = pace::suited(self.run.machine());
        self.branch += 1;
        if let Some(first) = self.watched.take() {
            self.set_out(first);
        }
    }
}
