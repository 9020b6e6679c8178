//! Multi-probe consistent hashing (Appleton and O'Reilly, arXiv 1505.00062, 2015).
//!
//! A ring on which every shard stands once and every key looks several times: it is hashed to k
//! positions, and the one that lies closest before a point decides. Long arcs thus lose most of
//! their catch, and with 1 + 1/ε probes the fullest shard has about 1 + ε times the mean, with the
//! memory of a single point a shard. The price is k lookups a key.

use std::ops::ControlFlow;

use super::continuum::{Continuum, Point};
use super::hash;
use super::members::{Cannot, Change, Members, NodeId, Shard};
use super::placement::Placement;

/// The paper's choice: 21 probes for a peak of 1.05 times the mean.
pub const PROBES_DEFAULT: u32 = 21;

/// The most probes a key.
pub const PROBES_MAX: u32 = 1_000;

/// Multi-probe hashing. A shard of weight w stands at w points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MultiProbe {
    members: Members,
    probes: u32,
    continuum: Continuum,
}

impl MultiProbe {
    /// A circle on which every key is looked up `probes` times.
    ///
    /// # Errors
    /// [`Cannot::Setting`] unless there are 1 to [`PROBES_MAX`] probes.
    pub fn new(members: Members, probes: u32) -> Result<Self, Cannot> {
        if !(1..=PROBES_MAX).contains(&probes) {
            return Err(Cannot::Setting {
                setting: "probes",
                value: probes,
                min: 1,
                max: PROBES_MAX,
            });
        }
        let continuum = Continuum::new(points(members.shards().iter()))?;
        Ok(Self { members, probes, continuum })
    }

    /// The circle itself, for a picture of it.
    #[must_use]
    pub fn continuum(&self) -> &Continuum {
        &self.continuum
    }

    /// Where a key's probes stand on the circle, in the order in which they are tried.
    pub fn positions(&self, key: u64) -> impl Iterator<Item = u32> + use<> {
        (0..u64::from(self.probes)).map(move |n| hash::position(hash::nth(key, n)))
    }

    /// The point that is closest behind any of the key's probes; the first probe wins a draw.
    fn closest(&self, key: u64) -> Point {
        let reach = |position| {
            let point = self.continuum.successor(position);
            (point.position.wrapping_sub(position), point)
        };
        let mut best = reach(hash::position(hash::nth(key, 0)));
        for position in self.positions(key).skip(1) {
            let found = reach(position);
            if found.0 < best.0 {
                best = found;
            }
        }
        best.1
    }
}

impl Placement for MultiProbe {
    fn members(&self) -> &Members {
        &self.members
    }

    fn locate(&self, key: u64) -> NodeId {
        self.closest(key).owner
    }

    /// Clockwise from the point that won.
    fn candidates(&self, key: u64, visit: &mut dyn FnMut(NodeId) -> ControlFlow<()>) {
        let _ = self.continuum.clockwise(self.closest(key).position).try_for_each(visit);
    }

    fn apply(&mut self, change: &Change) -> Result<(), Cannot> {
        let added = points(change.added_shards());
        self.continuum.change(added, change.removed());
        self.members = change.members().clone();
        Ok(())
    }

    /// Without new points no probe comes closer to another shard than it was, so only the keys of
    /// removed shards need a new look.
    fn relocate(&self, key: u64, owner: NodeId, change: &Change) -> NodeId {
        if change.spares(owner) { owner } else { self.locate(key) }
    }

    /// As [`Placement::relocate`]; and a key can move to an added shard only if one of its probes
    /// falls into an arc that ends at a point of that shard, so the others need no new look either.
    fn relocate_all(&self, keys: &[u64], owners: &[NodeId], change: &Change) -> Vec<NodeId> {
        let arcs = Arcs::of(self.continuum.points(), change);
        let relocate = |(&key, &owner)| {
            let reached = || self.positions(key).any(|at| arcs.near(at));
            let stays = change.spares(owner) || !change.removes(owner) && !reached();
            if stays { owner } else { self.locate(key) }
        };
        keys.iter().zip(owners).map(relocate).collect()
    }
}

/// Parts of the circle, 2¹⁶ positions wide, that touch an arc of an added shard: a bit for each.
struct Arcs([u64; 1_024]);

impl Arcs {
    fn of(points: &[Point], change: &Change) -> Self {
        let mut arcs = Self([0; 1_024]);
        let mut from = points.last().map_or(0, |point| point.position);
        for point in points {
            if change.adds(point.owner) {
                let mut part = (from >> 16) as u16;
                let last = (point.position >> 16) as u16;
                // An arc that does not end behind its beginning goes over the top of the circle. Of
                // two points at one position that marks more than it must, which only costs time.
                if from >= point.position {
                    (part..=u16::MAX).for_each(|part| arcs.mark(part));
                    part = 0;
                }
                (part..=last).for_each(|part| arcs.mark(part));
            }
            from = point.position;
        }
        arcs
    }

    fn mark(&mut self, part: u16) {
        self.0[usize::from(part >> 6)] |= 1 << (part & 63);
    }

    fn near(&self, position: u32) -> bool {
        let part = position >> 16;
        self.0[(part >> 6) as usize] >> (part & 63) & 1 == 1
    }
}

fn points<'a>(shards: impl Iterator<Item = &'a Shard>) -> Vec<Point> {
    shards.flat_map(|shard| Point::of(shard, u64::from(shard.weight))).collect()
}
