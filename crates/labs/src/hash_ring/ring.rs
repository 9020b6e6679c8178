//! A ring with virtual nodes (Karger et al., "Consistent Hashing and Random Trees", STOC 1997).
//!
//! Every shard stands on the circle at as many points as it has virtual nodes, times its weight; a
//! key belongs to the first point clockwise. When a shard leaves, only its arcs change hands, and
//! each goes to another neighbour. More virtual nodes spread the load better and cost memory: with
//! v of them its standard deviation is about 1/√v of the mean.

use std::ops::ControlFlow;

use super::continuum::{Continuum, Point, check_count};
use super::hash;
use super::members::{Cannot, Change, Members, NodeId, Shard};
use super::placement::Placement;

/// The most virtual nodes of a shard of weight 1.
pub const VIRTUAL_NODES_MAX: u32 = 10_000;

/// A ring with virtual nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ring {
    members: Members,
    virtual_nodes: u32,
    continuum: Continuum,
}

impl Ring {
    /// A ring on which a shard of weight 1 stands at `virtual_nodes` points.
    ///
    /// # Errors
    /// [`Cannot::Setting`] unless there are 1 to [`VIRTUAL_NODES_MAX`] virtual nodes,
    /// [`Cannot::TooManyPoints`] if the ring would be too large.
    pub fn new(members: Members, virtual_nodes: u32) -> Result<Self, Cannot> {
        if !(1..=VIRTUAL_NODES_MAX).contains(&virtual_nodes) {
            return Err(Cannot::Setting {
                setting: "virtual nodes",
                value: virtual_nodes,
                min: 1,
                max: VIRTUAL_NODES_MAX,
            });
        }
        check_count(members.weight() * u64::from(virtual_nodes))?;
        let continuum = Continuum::new(points(members.shards().iter(), virtual_nodes))?;
        Ok(Self { members, virtual_nodes, continuum })
    }

    /// The circle itself, for a picture of it.
    #[must_use]
    pub fn continuum(&self) -> &Continuum {
        &self.continuum
    }
}

impl Placement for Ring {
    fn members(&self) -> &Members {
        &self.members
    }

    #[inline]
    fn locate(&self, key: u64) -> NodeId {
        self.continuum.owner(hash::position(key))
    }

    fn candidates(&self, key: u64, visit: &mut dyn FnMut(NodeId) -> ControlFlow<()>) {
        let _ = self.continuum.clockwise(hash::position(key)).try_for_each(visit);
    }

    fn apply(&mut self, change: &Change) -> Result<(), Cannot> {
        check_count(change.members().weight() * u64::from(self.virtual_nodes))?;
        let added = points(change.added_shards(), self.virtual_nodes);
        self.continuum.change(added, change.removed());
        self.members = change.members().clone();
        Ok(())
    }
}

fn points<'a>(shards: impl Iterator<Item = &'a Shard>, virtual_nodes: u32) -> Vec<Point> {
    let count = |shard: &Shard| u64::from(virtual_nodes) * u64::from(shard.weight);
    shards.flat_map(|shard| Point::of(shard, count(shard))).collect()
}
