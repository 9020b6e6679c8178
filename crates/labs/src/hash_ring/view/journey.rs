//! The way of one key to the shards that hold it.

use super::shown::{Shown, clockwise, continuum, position};
use crate::hash_ring::members::NodeId;

/// A walk is followed over at least so many points, for a picture of the neighbourhood.
const STOPS_MIN: usize = 10;

/// A walk round the circle is followed over so many points at most.
const STOPS_MAX: usize = 512;

/// A key's way to the shards that hold it.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// The key as text.
    pub key: String,
    /// Its digest.
    pub digest: u64,
    /// Its preference list, the owner first.
    pub list: Vec<NodeId>,
    /// Its walk, where the strategy has a circle.
    pub walk: Option<Walk>,
}

/// A walk clockwise round the circle.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// Where it starts.
    pub from: u32,
    /// The points that it passes, up to the last shard on the list or a little further.
    pub stops: Vec<Stop>,
}

impl Walk {
    /// How far it is to the last shard on the list.
    pub fn length(&self) -> u32 {
        let last = self.stops.iter().rev().find(|stop| stop.rank.is_some());
        last.map_or(0, |stop| stop.distance)
    }
}

/// A point that a walk passes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// How far it is from the start, clockwise.
    pub distance: u32,
    /// Whose point it is.
    pub owner: NodeId,
    /// The shard's place on the preference list, where the walk meets it for the first time:
    /// 0 for the owner.
    pub rank: Option<usize>,
}

impl Journey {
    /// The way of the key that is in focus.
    pub fn of(shown: &Shown) -> Journey {
        let key = shown.focus();
        let digest = shown.model.digest(&shown.state, &key);
        let list = shown.model.preference(&shown.state, &key);
        let walk = walk(shown, digest, &list);
        Journey { key: shown.model.key_name(&key), digest, list, walk }
    }
}

/// Follows the circle from the key's place until every shard on its list was met.
fn walk(shown: &Shown, digest: u64, list: &[NodeId]) -> Option<Walk> {
    let strategy = &shown.placed.strategy;
    let from = position(strategy, digest)?;
    let mut met = 0;
    let mut stops = Vec::<Stop>::new();
    for point in clockwise(continuum(strategy)?, from).take(STOPS_MAX) {
        let is_new = stops.iter().all(|stop| stop.owner != point.owner);
        let rank = list.iter().position(|id| *id == point.owner).filter(|_| is_new);
        let distance = point.position.wrapping_sub(from);
        stops.push(Stop { distance, owner: point.owner, rank });
        met += usize::from(rank.is_some());
        if met == list.len() && stops.len() >= STOPS_MIN {
            break;
        }
    }
    Some(Walk { from, stops })
}
