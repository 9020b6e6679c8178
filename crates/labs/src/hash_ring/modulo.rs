//! Modulo: a key's digest, divided by the number of shards, leaves the shard's number.
//!
//! Perfectly plain and perfectly even, and the reason why the other strategies exist: when N shards
//! become N + 1, only one key in N + 1 stays where it was.

use std::ops::ControlFlow;

use super::members::{Cannot, Change, Members, NodeId};
use super::placement::Placement;

/// Modulo hashing over the shards in the order of their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modulo {
    members: Members,
    ids: Vec<NodeId>,
}

impl Modulo {
    /// Numbers the shards in the order of their ids.
    ///
    /// # Errors
    /// [`Cannot::NoWeights`] if a shard has a weight other than 1.
    pub fn new(members: Members) -> Result<Self, Cannot> {
        members.unweighted("modulo")?;
        Ok(Self { ids: members.ids(), members })
    }
}

impl Placement for Modulo {
    fn members(&self) -> &Members {
        &self.members
    }

    #[inline]
    fn locate(&self, key: u64) -> NodeId {
        self.ids[(key % self.ids.len() as u64) as usize]
    }

    fn candidates(&self, key: u64, visit: &mut dyn FnMut(NodeId) -> ControlFlow<()>) {
        let first = (key % self.ids.len() as u64) as usize;
        let _ = self.ids[first..].iter().chain(&self.ids[..first]).copied().try_for_each(visit);
    }

    fn apply(&mut self, change: &Change) -> Result<(), Cannot> {
        *self = Self::new(change.members().clone())?;
        Ok(())
    }
}
