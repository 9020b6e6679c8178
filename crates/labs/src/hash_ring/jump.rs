//! Jump consistent hashing (Lamping and Veach, "A Fast, Minimal Memory, Consistent Hash Algorithm",
//! arXiv 1406.2294, 2014).
//!
//! Imagine the shards coming one by one. When the n-th comes, a key jumps to it with probability
//! 1/n, by a generator that the key seeds. The last jump tells the owner, and the algorithm skips
//! from jump to jump: about ln N steps, no table at all, and an almost perfect balance. The price:
//! shards are numbers without names, so only the last may leave, and none may weigh more.

use std::ops::ControlFlow;

use super::hash;
use super::members::{Cannot, Change, Members, NodeId};
use super::placement::Placement;

/// How many further digests of a key are tried for its preference list before the remaining shards
/// follow in order.
const RETRIES: u64 = 64;

/// Jump hashing over the shards in the order of their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jump {
    members: Members,
    ids: Vec<NodeId>,
}

impl Jump {
    /// Numbers the shards in the order of their ids.
    ///
    /// # Errors
    /// [`Cannot::NoWeights`] if a shard has a weight other than 1.
    pub fn new(members: Members) -> Result<Self, Cannot> {
        members.unweighted("jump")?;
        Ok(Self { ids: members.ids(), members })
    }

    fn owner(&self, key: u64) -> NodeId {
        self.ids[bucket(key, self.ids.len() as u32) as usize]
    }
}

impl Placement for Jump {
    fn members(&self) -> &Members {
        &self.members
    }

    #[inline]
    fn locate(&self, key: u64) -> NodeId {
        self.owner(key)
    }

    /// The owners of the key's digest and of further digests of it, and then everybody.
    fn candidates(&self, key: u64, visit: &mut dyn FnMut(NodeId) -> ControlFlow<()>) {
        let retries = (0..RETRIES).map(|n| self.owner(hash::nth(key, n)));
        let all = self.ids.iter().copied();
        let _ = std::iter::once(self.owner(key)).chain(retries).chain(all).try_for_each(visit);
    }

    fn apply(&mut self, change: &Change) -> Result<(), Cannot> {
        change.members().unweighted("jump")?;
        let last = self.members.last();
        if let Some(&id) = change.added().iter().find(|&&id| id < last) {
            return Err(Cannot::NotAfterLast { id, last });
        }
        let stays = self.ids.len() - change.removed().len();
        if let Some(&id) = change.removed().iter().find(|&&id| id < self.ids[stays]) {
            return Err(Cannot::NotLast { id, last });
        }
        *self = Self::new(change.members().clone())?;
        Ok(())
    }

    /// A shard that goes is the last, and no key jumps back from those before it.
    fn relocate(&self, key: u64, owner: NodeId, change: &Change) -> NodeId {
        if change.spares(owner) { owner } else { self.locate(key) }
    }
}

/// The number, below `buckets`, of the bucket that a key jumps to last. `buckets` is at least 1.
///
/// The paper's own arithmetic: IEEE 754 division and multiplication round alike everywhere, so the
/// double precision in it is as deterministic as an integer.
#[inline]
#[must_use]
pub fn bucket(key: u64, buckets: u32) -> u32 {
    jumps(key, buckets).last().unwrap_or(0)
}

/// The buckets to which a key jumps while they come one by one: from 0 to its own.
#[inline]
pub fn jumps(mut key: u64, buckets: u32) -> impl Iterator<Item = u32> {
    let mut next = 0_i64;
    std::iter::from_fn(move || {
        if next >= i64::from(buckets) {
            return None;
        }
        let bucket = next;
        key = key.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        let step = (1_u64 << 31) as f64 / ((key >> 33) + 1) as f64;
        next = ((bucket + 1) as f64 * step) as i64;
        Some(bucket as u32)
    })
}
