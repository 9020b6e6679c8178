//! The ring as the picture needs it: who owns which arc, and where each user's name is hashed to. It is
//! worked out when the ring has changed, and not in every frame.

use super::shown::{Arc, Number};
use crate::blog::few::Few;
use crate::blog::placing::Placing;
use crate::hash_ring::hash;
use crate::hash_ring::placement::Placement;
use crate::hash_ring::ring::Ring;
use std::rc::Rc;

/// With more points than so many, each of as many even arcs has the colour of its middle.
const ARCS_MAX: u32 = 360;

/// What makes a ring: users by their names, and the shards that are on it.
#[derive(Clone, Debug)]
pub struct Ground {
    placing: Rc<Placing>,
    members: Few,
}

/// Whoever has the same users by the same names has the very same object.
impl PartialEq for Ground {
    fn eq(&self, other: &Ground) -> bool {
        self.members == other.members && Rc::ptr_eq(&self.placing, &other.placing)
    }
}

impl Ground {
    /// Of these users and shards.
    pub fn new(placing: Rc<Placing>, members: Few) -> Ground {
        Ground { placing, members }
    }

    /// The arcs, clockwise, and the turns at which these names stand.
    pub fn survey<'a>(&self, names: impl Iterator<Item = &'a str>) -> (Vec<Arc>, Vec<f64>) {
        let Ok(ring) = self.placing.ring(self.members) else { return Default::default() };
        let stands = |name: &str| turn(hash::position(ring.digest(name.as_bytes())));
        (arcs(&ring), names.map(stands).collect())
    }
}

/// The arcs of a ring; the one over the top belongs to the first point and comes in two.
fn arcs(ring: &Ring) -> Vec<Arc> {
    let circle = ring.continuum();
    let points = circle.points();
    if points.len() as u32 > ARCS_MAX {
        let part = |nth: u32| f64::from(nth) / f64::from(ARCS_MAX);
        let middle = |nth: u32| u32::MAX / ARCS_MAX * nth + u32::MAX / ARCS_MAX / 2;
        let arc =
            |nth| Arc { from: part(nth), to: part(nth + 1), shard: circle.owner(middle(nth)) };
        return (0..ARCS_MAX).map(arc).collect();
    }
    let wrapped = points.first().map(|first| (1.0, first.owner));
    let ends = points.iter().map(|point| (turn(point.position), point.owner)).chain(wrapped);
    let mut from = 0.0;
    let arc = |(to, shard): (f64, Number)| {
        let arc = Arc { from, to, shard };
        from = to;
        arc
    };
    ends.map(arc).collect()
}

/// A position on the circle as a turn from the top: 0 up to 1.
fn turn(position: u32) -> f64 {
    f64::from(position) / 2_f64.powi(32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_stands_in_an_arc_lives_on_its_shard() {
        let names = ["Ada", "Bob", "Cleo", "Dan", "Eve"];
        for virtual_nodes in [1, 8, 64] {
            let placing = Placing::new(names.map(Into::into).to_vec(), virtual_nodes).unwrap();
            let members: Few = [1, 2, 3].into_iter().collect();
            let homes = placing.homes(members);
            let (arcs, turns) = Ground::new(Rc::new(placing), members).survey(names.into_iter());
            for (turn, home) in turns.iter().zip(homes.iter()) {
                let arc = arcs.iter().find(|arc| arc.from <= *turn && *turn <= arc.to);
                assert_eq!(arc.map(|arc| arc.shard), Some(Number::from(*home)));
            }
        }
    }

    #[test]
    fn many_points_become_even_arcs_that_go_once_round() {
        let placing = Placing::new(vec!["Ada".into()], 1_000).unwrap();
        let (arcs, _) =
            Ground::new(Rc::new(placing), [1, 2].into_iter().collect()).survey([].into_iter());
        assert_eq!(arcs.len() as u32, ARCS_MAX);
        assert_eq!((arcs[0].from, arcs[arcs.len() - 1].to), (0.0, 1.0));
        let share = arcs.iter().filter(|arc| arc.shard == 1).count() as f64 / f64::from(ARCS_MAX);
        assert!((0.35..0.65).contains(&share), "{share}");
    }
}
