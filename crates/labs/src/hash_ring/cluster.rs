//! The cluster as a state holds it: who is a member, and who of them is dead.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use kernel::Fingerprint;

use super::members::{Change, Members, NodeId};

/// Members and the dead among them. Clones share the lists, and equality and hash cost nothing in
/// proportion to the members: a digest of them is taken once per change.
///
/// A dead shard is still a member: it keeps its keys, and others on their preference lists answer
/// for it. A removed shard is no member, and its keys are placed anew.
#[derive(Clone, Debug)]
pub struct Cluster {
    members: Rc<Members>,
    digest: u64,
    dead: Rc<BTreeSet<NodeId>>,
    next: NodeId,
}

impl Cluster {
    /// A cluster in which everybody is alive.
    #[must_use]
    pub fn new(members: Members) -> Cluster {
        let digest = Fingerprint::of(&members);
        let next = members.last() + 1;
        Cluster { members: Rc::new(members), digest, dead: Rc::default(), next }
    }

    /// The shards as they are.
    #[must_use]
    pub fn members(&self) -> &Members {
        &self.members
    }

    /// A fingerprint of the members; who is dead does not enter it.
    #[must_use]
    pub fn digest(&self) -> u64 {
        self.digest
    }

    /// The dead among the members.
    #[must_use]
    pub fn dead(&self) -> &BTreeSet<NodeId> {
        &self.dead
    }

    /// The id that the next new shard gets: ids are never given twice.
    #[must_use]
    pub fn next(&self) -> NodeId {
        self.next
    }

    /// Whether the shard is a member and not dead.
    #[must_use]
    pub fn is_alive(&self, id: NodeId) -> bool {
        !self.dead.contains(&id) && self.members.get(id).is_some()
    }

    /// The living members, in the order of their ids.
    pub fn alive(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.members.shards().iter().map(|shard| shard.id).filter(|id| !self.dead.contains(id))
    }

    /// The living shards of a zone.
    pub fn alive_in(&self, zone: u32) -> impl Iterator<Item = NodeId> + '_ {
        let shards = self.members.shards().iter().filter(move |shard| shard.zone == zone);
        shards.map(|shard| shard.id).filter(|id| !self.dead.contains(id))
    }

    /// The cluster after a change of its members. A dead shard that left is not dead any more.
    #[must_use]
    pub fn after(&self, change: &Change) -> Cluster {
        let members = change.members().clone();
        let mut after = Cluster { dead: self.dead.clone(), ..Cluster::new(members) };
        after.next = after.next.max(self.next);
        if self.dead.iter().any(|id| after.members.get(*id).is_none()) {
            let members = &after.members;
            let stays = |id: &&NodeId| members.get(**id).is_some();
            after.dead = Rc::new(self.dead.iter().filter(stays).copied().collect());
        }
        after
    }

    /// The same members, with nothing of who is dead or was there before.
    #[must_use]
    pub fn whole(&self) -> Cluster {
        Cluster { dead: Rc::default(), next: self.members.last() + 1, ..self.clone() }
    }

    /// Marks members as dead. Those who are no members are passed over.
    pub fn kill(&mut self, ids: &[NodeId]) {
        let members = &self.members;
        let ids = ids.iter().copied().filter(|id| members.get(*id).is_some());
        Rc::make_mut(&mut self.dead).extend(ids);
    }

    /// Marks a member as alive again.
    pub fn revive(&mut self, id: NodeId) {
        Rc::make_mut(&mut self.dead).remove(&id);
    }
}

impl PartialEq for Cluster {
    fn eq(&self, other: &Cluster) -> bool {
        self.digest == other.digest
            && self.next == other.next
            && self.dead == other.dead
            && (Rc::ptr_eq(&self.members, &other.members) || self.members == other.members)
    }
}

impl Eq for Cluster {}

impl Hash for Cluster {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        (self.digest, self.next, &*self.dead).hash(hasher);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash_ring::members::Shard;

    fn cluster(count: u32) -> Cluster {
        let shards = (1..=count).map(|id| Shard::new(id, format!("s{id}"))).collect();
        Cluster::new(Members::new(shards).unwrap())
    }

    #[test]
    fn who_leaves_is_not_dead_and_its_id_is_not_given_again() {
        let mut cluster = cluster(3);
        cluster.kill(&[3, 7]);
        assert_eq!(cluster.alive().collect::<Vec<_>>(), [1, 2]);
        assert!(!cluster.is_alive(7), "a stranger is not alive");
        let change = cluster.members().without(&[3]).unwrap();
        let after = cluster.after(&change);
        assert!(after.dead().is_empty());
        assert_eq!((after.members().count(), after.next()), (2, 4));
    }

    #[test]
    fn equal_clusters_have_equal_fingerprints() {
        let (mut a, b) = (cluster(3), cluster(3));
        assert_eq!((&a, Fingerprint::of(&a)), (&b, Fingerprint::of(&b)));
        a.kill(&[2]);
        assert_ne!(a, b);
        assert_ne!(Fingerprint::of(&a), Fingerprint::of(&b));
        a.revive(2);
        assert_eq!(a, b);
    }
}
