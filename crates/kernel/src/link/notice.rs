//! What an opened link has to tell beside its run.

use super::error::LinkError;
use crate::machine::Halt;
use crate::recipe::Playhead;
use crate::run::Dropped;
use std::fmt;

/// Something that a person should know about an opened link. None of them is fatal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Another version of the model made the link, so it was opened with its knobs and seed
    /// alone. The release that made it shows it whole.
    OtherVersion {
        /// The version that made it.
        made_by: u32,
        /// The version that opened it.
        opened_by: u32,
        /// How many cues were left out.
        cues: usize,
        /// The knobs that could not be read.
        lost: Vec<LinkError>,
    },
    /// The link has no fingerprint at its end: it was cut on its way, or written by hand.
    Unsealed,
    /// Cues that did not fit were left out.
    Dropped(Vec<Dropped>),
    /// The run does not get to the place that the link names.
    Short {
        /// The place that the link names.
        wanted: Playhead,
        /// The place that was reached.
        reached: Playhead,
        /// Why it goes no further.
        why: Short,
    },
    /// The world at the playhead is not the one that the link was made of.
    Differs {
        /// The fingerprint in the link.
        link: u16,
        /// The fingerprint of the world.
        world: u16,
    },
}

/// Why a run does not get to the place that a link names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Short {
    /// Nothing is booked there.
    Rest,
    /// The recipe's stop comes first.
    Stopped,
    /// The step comes later, or the next one earlier, than the instant that the link names.
    Instant,
    /// It is more work than opening a link may be: this many steps.
    Work(u64),
}

impl Short {
    /// Why an advance that ended so did not get further.
    pub(super) fn after(halt: Halt, limit: u64) -> Short {
        match halt {
            Halt::Rest => Short::Rest,
            Halt::Stopped => Short::Stopped,
            Halt::Reached => Short::Instant,
            Halt::Budget => Short::Work(limit),
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::OtherVersion { made_by, opened_by, cues, lost } => {
                write!(
                    f,
                    "this link was made by version {made_by} of the model, this is version \
                     {opened_by}: it opens at the start, with its knobs and seed"
                )?;
                if *cues > 0 {
                    write!(f, ", without the {cues} things that were done")?;
                }
                lost.iter().try_for_each(|why| write!(f, "; {why}"))
            }
            Notice::Unsealed => {
                write!(f, "the end of this link is missing: it may have been cut on its way")
            }
            Notice::Dropped(dropped) => {
                write!(f, "{} of the things that were done do not fit here", dropped.len())?;
                match dropped.first() {
                    Some(first) => write!(f, "; at step {}: {}", first.cue.step, first.why),
                    None => Ok(()),
                }
            }
            Notice::Short { wanted, reached, why } => {
                write!(
                    f,
                    "this link leads to step {} at {}, the run got to step {} at {}: ",
                    wanted.step, wanted.at, reached.step, reached.at
                )?;
                match why {
                    Short::Rest => write!(f, "nothing is booked there"),
                    Short::Stopped => write!(f, "the run stops there"),
                    Short::Instant => write!(f, "its steps come at other instants"),
                    Short::Work(steps) => write!(f, "a link may ask for {steps} steps"),
                }
            }
            Notice::Differs { link, world } => write!(
                f,
                "this run does not come out as the link says: its fingerprint is {world:04x}, \
                 the link has {link:04x}"
            ),
        }
    }
}
