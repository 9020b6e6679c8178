//! Links: a run as text that counts instead of serialising.
//!
//! The text is the query of an address without its `?`. It names knobs by key and value, hands'
//! deeds by their index among the offers at their step, and the place that is looked at; all else
//! the reader rebuilds by replaying. Every character is unreserved in RFC 3986 but for `=`, `&`
//! and `%`, so an address carries it anywhere after the `#`.
//!
//! | key | value |
//! | --- | --- |
//! | a knob's key | its value as [`Knob::write`](crate::Knob::write) has it; left out at its default |
//! | `data` | the digest of loaded data, hexadecimal |
//! | `seed` | hexadecimal |
//! | `nature` | `loss.copy.mishap`: per million, per million, µs; left out where nothing goes wrong |
//! | `stop` | `instant.steps`: µs, `-` for no end; left out where there is neither |
//! | `cues` | see below |
//! | `at` | `step.instant` of the playhead, µs; left out at the start |
//! | `v` | the model's version |
//! | `fp` | the last 16 bits of the fingerprint at the playhead, four hexadecimal digits |
//!
//! Cues are joined by `_`. A cue is `[skipped][.later]KIND[index]`, its numbers in base 36 with
//! small letters, and a number that is left out is zero: so many steps are skipped since the cue
//! before, so many µs have passed since its instant, and then `A` does an action of the menu, `F`
//! fires a booked event, `D` drops it, `C` doubles it, `L3.rs` delays the fourth by 1,000 µs, and
//! `S` says an action by value, percent-encoded. Scripted answers follow, `X` a choice, `W` a
//! wait, and `N` says that nature keeps away from the step; after a said action a `.` comes before
//! them.

mod cues;
mod error;
mod escape;
mod notice;
mod open;
mod read;
mod write;

pub use error::LinkError;
pub use notice::{Notice, Short};
pub use open::{Limits, Opened, Opening, Progress, open};
pub use read::read;
pub use write::write;

use crate::recipe::{Cue, Playhead, Recipe};

/// A text of more bytes than this is refused before any other work.
pub const LENGTH_MAX: usize = 256 * 1024;
/// A text of more bytes than this does not travel well as an address: offer a file.
pub const ADDRESS_MAX: usize = 8_000;

/// The keys that no knob may have, in the order in which a link has them.
pub const KEYS: [&str; 8] = ["data", "seed", "nature", "stop", "cues", "at", "v", "fp"];

/// The keys beside a link in an address that say something of the page and nothing of the run; no
/// knob may have them either.
pub const PAGE_KEYS: [&str; 2] = ["embed", "many"];

/// Whether a part between two `&` has one of the [`PAGE_KEYS`].
pub fn is_of_page(part: &str) -> bool {
    let (key, _) = part.split_once('=').unwrap_or((part, ""));
    PAGE_KEYS.contains(&key)
}

/// The cues of a link alone: the part that a search's way is pinned by.
///
/// # Errors
/// When the text is no list of cues; the error says where.
pub fn cues(text: &str) -> Result<Vec<Cue>, LinkError> {
    cues::read(text)
}

/// What a text says, before anything is replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// All that the run is a function of.
    pub recipe: Recipe,
    /// The place that is looked at.
    pub playhead: Playhead,
    /// The version of the model that made it; `None` where a person wrote the link by hand.
    pub version: Option<u32>,
    /// The last 16 bits of the fingerprint at the playhead.
    pub fingerprint: Option<u16>,
    /// The knobs of another version of the model that this one cannot read.
    pub lost: Vec<LinkError>,
}

/// What can carry a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// An address: at most [`ADDRESS_MAX`] bytes.
    Address,
    /// A file: at most [`LENGTH_MAX`] bytes.
    File,
    /// Nothing: the reader would refuse it.
    Nothing,
}

impl Carrier {
    /// The smallest carrier of a text.
    pub fn of(text: &str) -> Carrier {
        match text.len() {
            bytes if bytes <= ADDRESS_MAX => Carrier::Address,
            bytes if bytes <= LENGTH_MAX => Carrier::File,
            _ => Carrier::Nothing,
        }
    }
}
