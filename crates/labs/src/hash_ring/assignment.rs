//! Who owns each key of a set, and who of them moved.

use std::sync::Arc;

use super::members::{Change, Members, NodeId};
use super::placement::Placement;

/// The owner of every key of a set, by the key's index. Clones share the list, so that a checkpoint
/// costs nothing and the list before a change stays at hand beside the one after it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Assignment {
    owners: Arc<[NodeId]>,
}

/// A key that changed hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Move {
    /// The key's index.
    pub key: u32,
    /// Who owned it.
    pub from: NodeId,
    /// Who owns it now.
    pub to: NodeId,
}

impl Move {
    /// Whether consistent hashing allows the move: off a removed shard, or to an added one.
    #[must_use]
    pub fn is_due_to(self, change: &Change) -> bool {
        change.removes(self.from) || change.adds(self.to)
    }
}

impl Assignment {
    /// Looks every key up. `keys` are digests that the same placement took.
    #[must_use]
    pub fn of(placement: &(impl Placement + ?Sized), keys: &[u64]) -> Self {
        Self { owners: placement.locate_all(keys).into() }
    }

    /// The owners after the placement took over `change`, with no more lookups than it needs: equal
    /// to [`Assignment::of`] anew, provided that `self` was right before the change.
    #[must_use]
    pub fn after(
        &self,
        placement: &(impl Placement + ?Sized),
        keys: &[u64],
        change: &Change,
    ) -> Self {
        Self { owners: placement.relocate_all(keys, &self.owners, change).into() }
    }

    /// The owners in the order of the keys.
    #[must_use]
    pub fn owners(&self) -> &[NodeId] {
        &self.owners
    }

    /// The keys that changed hands from here to `after`, in their order.
    pub fn moves<'a>(&'a self, after: &'a Self) -> impl Iterator<Item = Move> + 'a {
        let pairs = (0..).zip(self.owners.iter().zip(&*after.owners));
        pairs.filter(|(_, (from, to))| from != to).map(|(key, (&from, &to))| Move { key, from, to })
    }

    /// How many keys each shard has, in the order of [`Members::shards`]; keys of shards that are
    /// not among these members are left out.
    #[must_use]
    pub fn counts(&self, members: &Members) -> Vec<u32> {
        let mut by_id = vec![0_u32; members.last() as usize + 1];
        for &owner in &*self.owners {
            if let Some(count) = by_id.get_mut(owner as usize) {
                *count += 1;
            }
        }
        members.shards().iter().map(|shard| by_id[shard.id as usize]).collect()
    }
}
