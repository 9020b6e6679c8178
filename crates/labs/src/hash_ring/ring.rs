//! A ring with virtual nodes (Karger et al., "Consistent Hashing and Random Trees", STOC 1997).
//!
//! Every shard stands on the circle at as many points as it has virtual nodes, times its weight; a
//! key belongs to the first point clockwise. When a shard leaves, only its arcs change hands, and
//! each goes to another neighbour. More virtual nodes spread the load better and cost memory: with
//! v of them its standard deviation is about 1/√v of the mean.

use std::ops::ControlFlow;

use super::continuum::{Continuum, Point, check_count};
use super::hash;
use super::members::{Cannot, Members, NodeId, Shard};
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
        let continuum = Continuum::new(points(members.shards(), virtual_nodes))?;
        Ok(Self { members, virtual_nodes, continuum })
    }

    /// The circle itself, for a picture of it.
    #[must_use]
    pub fn continuum(&self) -> &Continuum {
        &self.continuum
    }

    /// Where a key stands on the circle.
    #[must_use]
    pub fn position(key: u64) -> u32 {
        hash::position(key)
    }

    /// Takes over new members: the points of `removed` go, those of `added` come.
    fn change(
        &mut self,
        members: Members,
        added: &[Shard],
        removed: &[NodeId],
    ) -> Result<(), Cannot> {
        check_count(members.weight() * u64::from(self.virtual_nodes))?;
        let mut removed = removed.to_vec();
        removed.sort_unstable();
        self.continuum = self.continuum.changed(points(added, self.virtual_nodes), &removed)?;
        self.members = members;
        Ok(())
    }
}

impl Placement for Ring {
    fn members(&self) -> &Members {
        &self.members
    }

    #[inline]
    fn locate(&self, key: u64) -> NodeId {
        self.continuum.successor(hash::position(key)).owner
    }

    fn candidates(&self, key: u64, visit: &mut dyn FnMut(NodeId) -> ControlFlow<()>) {
        let _ = self.continuum.clockwise(hash::position(key)).try_for_each(visit);
    }

    fn add(&mut self, shards: &[Shard]) -> Result<(), Cannot> {
        self.change(self.members.with(shards)?, shards, &[])
    }

    fn remove(&mut self, ids: &[NodeId]) -> Result<(), Cannot> {
        self.change(self.members.without(ids)?, &[], ids)
    }

    fn reweight(&mut self, weights: &[(NodeId, u32)]) -> Result<(), Cannot> {
        let members = self.members.reweighted(weights)?;
        let ids = weights.iter().map(|&(id, _)| id).collect::<Vec<_>>();
        let changed = members.shards().iter().filter(|shard| ids.contains(&shard.id));
        let changed = changed.cloned().collect::<Vec<_>>();
        self.change(members, &changed, &ids)
    }
}

/// The points of some shards: the streams that the digests of their names start.
fn points(shards: &[Shard], virtual_nodes: u32) -> Vec<Point> {
    let points_of = |shard: &Shard| {
        let (owner, seed) = (shard.id, hash::digest(shard.name.as_bytes()));
        (0..u64::from(virtual_nodes) * u64::from(shard.weight))
            .map(move |n| Point { position: hash::position(hash::nth(seed, n)), owner })
    };
    shards.iter().flat_map(points_of).collect()
}
