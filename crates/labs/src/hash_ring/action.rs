//! What a person may do to the cluster, and the compact text form of it that links carry.

use std::fmt;
use std::rc::Rc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use thiserror::Error;

use super::members::{Cannot, NodeId};

/// The longest key that may be typed, in bytes.
pub const TYPED_KEY_BYTES_MAX: usize = 256;

/// The most shards that a lab's cluster may grow to.
pub const SHARDS_MAX: u32 = 4_000;

/// Everything but what RFC 3986 calls unreserved.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a person may do. The variants' text forms are `add:50`, `remove:50`, `remove-shard:12`,
/// `weight:12:3`, `kill:12`, `revive:12`, `kill-zone:2` and `lookup:<percent-encoded key>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// New shards join.
    Add(u32),
    /// Shards that the seed chooses leave; with jump hashing, the last ones.
    Remove(u32),
    /// This shard leaves.
    RemoveShard(NodeId),
    /// This shard gets another weight.
    Weight(NodeId, u32),
    /// This shard dies; it stays a member.
    Kill(NodeId),
    /// This shard is alive again.
    Revive(NodeId),
    /// Every living shard of this zone dies.
    KillZone(u32),
    /// Somebody looks this key up, now.
    LookUp(Rc<str>),
}

impl Action {
    /// Reads the text form; `None` where it is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Action> {
        let (verb, rest) = text.split_once(':')?;
        let number = |text: &str| text.parse::<u32>().ok();
        Some(match verb {
            "add" => Action::Add(number(rest)?),
            "remove" => Action::Remove(number(rest)?),
            "remove-shard" => Action::RemoveShard(number(rest)?),
            "weight" => {
                let (id, weight) = rest.split_once(':')?;
                Action::Weight(number(id)?, number(weight)?)
            }
            "kill" => Action::Kill(number(rest)?),
            "revive" => Action::Revive(number(rest)?),
            "kill-zone" => Action::KillZone(number(rest)?),
            "lookup" => {
                let key = percent_decode_str(rest).decode_utf8().ok()?;
                let fits = !key.is_empty() && key.len() <= TYPED_KEY_BYTES_MAX;
                Action::LookUp(fits.then(|| key.as_ref().into())?)
            }
            _ => return None,
        })
    }
}

/// The compact text form.
impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Action::Add(count) => write!(f, "add:{count}"),
            Action::Remove(count) => write!(f, "remove:{count}"),
            Action::RemoveShard(id) => write!(f, "remove-shard:{id}"),
            Action::Weight(id, weight) => write!(f, "weight:{id}:{weight}"),
            Action::Kill(id) => write!(f, "kill:{id}"),
            Action::Revive(id) => write!(f, "revive:{id}"),
            Action::KillZone(zone) => write!(f, "kill-zone:{zone}"),
            Action::LookUp(key) => write!(f, "lookup:{}", utf8_percent_encode(key, ENCODED)),
        }
    }
}

/// Why something was not done. Nothing changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// The members or the strategy stand against it.
    #[error(transparent)]
    Cannot(#[from] Cannot),
    /// A change of no shard.
    #[error("0 shards are no change: name 1 or more")]
    Nothing,
    /// More shards than a lab shows.
    #[error("{asked} more shards are too many: {free} more at most, {SHARDS_MAX} in all")]
    TooMany {
        /// How many were asked for.
        asked: u32,
        /// How many more there may be.
        free: u32,
    },
    /// Fewer members than should go.
    #[error("{asked} shards cannot leave: there are {members}, and one must stay")]
    TooFew {
        /// How many were asked for.
        asked: u32,
        /// How many members there are.
        members: u32,
    },
    /// The weight is what it was.
    #[error("{name} has weight {weight} already: name another weight")]
    SameWeight {
        /// The shard's name.
        name: Rc<str>,
        /// The weight asked for.
        weight: u32,
    },
    /// The shard is dead already.
    #[error("{name} is dead already: revive it, or kill another")]
    Dead {
        /// The shard's name.
        name: Rc<str>,
    },
    /// The shard is alive.
    #[error("{name} is alive: only a dead shard can be revived")]
    Alive {
        /// The shard's name.
        name: Rc<str>,
    },
    /// Nobody lives in the zone.
    #[error("no living shard stands in zone {zone}: name a zone that has one")]
    EmptyZone {
        /// The zone asked for.
        zone: u32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let actions = [
            Action::Add(50),
            Action::Remove(1),
            Action::RemoveShard(12),
            Action::Weight(12, 3),
            Action::Kill(0),
            Action::Revive(u32::MAX),
            Action::KillZone(2),
            Action::LookUp("user:42/ä?&=%".into()),
        ];
        for action in actions {
            let text = action.to_string();
            assert_eq!(Action::read(&text), Some(action), "{text}");
        }
        assert_eq!(Action::LookUp("a b".into()).to_string(), "lookup:a%20b");
    }

    #[test]
    fn what_is_no_action_is_refused() {
        let long = format!("lookup:{}", "x".repeat(TYPED_KEY_BYTES_MAX + 1));
        let none = ["", "add", "add:", "add:-1", "add:4294967296", "weight:1", "weight:1:2:3"];
        for text in none.into_iter().chain(["lookup:", "lookup:%ff", "burn:1", &long]) {
            assert_eq!(Action::read(text), None, "{text}");
        }
    }
}
