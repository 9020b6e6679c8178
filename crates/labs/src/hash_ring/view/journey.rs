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

#[cfg(test)]
mod tests {
    use kernel::Model;

    use super::*;
    use crate::hash_ring::HashRing;
    use crate::hash_ring::placement::Placement;
    use crate::lab::Lab;

    /// The lab with these knobs turned, at its start.
    fn shown(turned: &[(&str, i64)]) -> Shown {
        let value = |knob: &kernel::Knob| {
            let turned = turned.iter().find(|(key, _)| *key == knob.key);
            turned.map_or(knob.default, |(_, value)| *value)
        };
        let knobs = HashRing::KNOBS.iter().map(value).collect::<Vec<_>>();
        let model = HashRing::build(&knobs, None).unwrap();
        let state = model.start().0;
        Shown { placed: model.placed(&state), model, state }
    }

    #[test]
    fn a_walk_meets_every_shard_of_the_list_at_its_first_point() {
        // Ring, ketama, multi-probe.
        for strategy in [0, 2, 5] {
            for zones in [1, 2, 5] {
                let shown = shown(&[("strategy", strategy), ("zones", zones), ("replicas", 3)]);
                let journey = Journey::of(&shown);
                assert_eq!(journey.list[0], shown.placed.strategy.locate(journey.digest));
                let stops = journey.walk.unwrap().stops;
                assert!(stops.is_sorted_by_key(|stop| stop.distance));
                for (rank, id) in journey.list.iter().enumerate() {
                    let met = stops.iter().position(|stop| stop.rank == Some(rank));
                    let first = stops.iter().position(|stop| stop.owner == *id);
                    assert_eq!(met, first, "strategy {strategy}, {zones} zones, rank {rank}");
                    assert!(met.is_some());
                }
            }
        }
    }

    #[test]
    fn without_a_circle_there_is_no_walk() {
        // Modulo, jump, rendezvous, Maglev.
        for strategy in [1, 3, 4, 6] {
            let journey = Journey::of(&shown(&[("strategy", strategy), ("replicas", 3)]));
            assert_eq!((journey.list.len(), journey.walk), (3, None), "strategy {strategy}");
        }
    }
}
