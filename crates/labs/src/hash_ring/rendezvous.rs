//! Rendezvous hashing, or highest random weight (Thaler and Ravishankar, "Using Name-Based Mappings
//! to Increase Hit Rates", IEEE/ACM Transactions on Networking 6(1), 1998).
//!
//! Every shard draws a score for the key, and the highest score owns it. No ring, no points: the
//! load is as even as chance, a shard that leaves hands each key to the second highest, and the
//! scores in order are the preference list. The price is a look at every shard for every key.
//!
//! A shard of weight w draws w times and keeps its best. The best of w uniform numbers is
//! distributed as u^(1/w), which is the key of Efraimidis and Spirakis ("Weighted random sampling
//! with a reservoir", Information Processing Letters 97, 2006) and ranks as the customary
//! -w / ln(u): the shard owns w / W of the keys, exactly, in integers alone. A heavier shard keeps
//! its earlier draws, so that a new weight moves keys only to it or from it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::ControlFlow;

use super::hash;
use super::members::{Cannot, Change, Members, NodeId};
use super::placement::Placement;

/// Rendezvous hashing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendezvous {
    members: Members,
    /// One seed a draw, shard by shard in the order of their ids.
    seeds: Vec<u64>,
    /// Where each shard's seeds begin, and the end of all.
    starts: Vec<u32>,
}

impl Rendezvous {
    /// Derives the draws' seeds from the shards' names. It cannot fail, whatever the members.
    #[must_use]
    pub fn new(members: Members) -> Self {
        let mut seeds = Vec::with_capacity(members.weight() as usize);
        let mut starts = vec![0];
        for shard in members.shards() {
            let name = hash::digest(shard.name.as_bytes());
            seeds.extend((0..u64::from(shard.weight)).map(|n| hash::nth(name, n)));
            starts.push(seeds.len() as u32);
        }
        Self { members, seeds, starts }
    }

    /// The seeds of the shard at this index of [`Members::shards`].
    fn seeds_of(&self, index: usize) -> &[u64] {
        &self.seeds[self.starts[index] as usize..self.starts[index + 1] as usize]
    }

    /// The best draw for a key of the shard at this index of [`Members::shards`]. Should two shards
    /// draw alike, the older has it.
    pub(super) fn score(&self, key: u64, index: usize) -> (u64, Reverse<NodeId>) {
        let draws = self.seeds_of(index).iter().map(|&seed| draw(key, seed));
        (draws.max().unwrap_or(0), Reverse(self.members.shards()[index].id))
    }

    /// The owner of a key whose owner before, at `index`, stayed as it was. Scores do not depend on
    /// who else is there, so it has only to face the shards that came, its `rivals`.
    fn best(&self, key: u64, index: usize, rivals: &[Rival]) -> NodeId {
        let draws = rivals.iter().map(|&(seed, id)| (draw(key, seed), id));
        let (_, Reverse(id)) = draws.fold(self.score(key, index), Ord::max);
        id
    }

    /// Every draw of the shards with these ids.
    fn rivals(&self, ids: &[NodeId]) -> Vec<Rival> {
        let indices = ids.iter().filter_map(|&id| Some((id, self.members.index(id)?)));
        let draws = |(id, index)| self.seeds_of(index).iter().map(move |&seed| (seed, Reverse(id)));
        indices.flat_map(draws).collect()
    }
}

/// A seed, and the shard that draws with it.
type Rival = (u64, Reverse<NodeId>);

impl Placement for Rendezvous {
    fn members(&self) -> &Members {
        &self.members
    }

    fn locate(&self, key: u64) -> NodeId {
        let mut best = (draw(key, self.seeds[0]), 0);
        for (index, &seed) in self.seeds.iter().enumerate().skip(1) {
            let score = draw(key, seed);
            if score > best.0 {
                best = (score, index);
            }
        }
        let shard = self.starts.partition_point(|&start| start as usize <= best.1) - 1;
        self.members.shards()[shard].id
    }

    fn candidates(&self, key: u64, visit: &mut dyn FnMut(NodeId) -> ControlFlow<()>) {
        let all = 0..self.members.shards().len();
        let mut scores = all.map(|index| self.score(key, index)).collect::<BinaryHeap<_>>();
        while let Some((_, Reverse(id))) = scores.pop() {
            if visit(id).is_break() {
                return;
            }
        }
    }

    fn apply(&mut self, change: &Change) -> Result<(), Cannot> {
        *self = Self::new(change.members().clone());
        Ok(())
    }

    fn relocate(&self, key: u64, owner: NodeId, change: &Change) -> NodeId {
        match self.members.index(owner) {
            Some(index) if !change.removes(owner) => {
                self.best(key, index, &self.rivals(change.added()))
            }
            _ => self.locate(key),
        }
    }

    /// As [`Placement::relocate`], with the shards' indices looked up once for all keys.
    fn relocate_all(&self, keys: &[u64], owners: &[NodeId], change: &Change) -> Vec<NodeId> {
        let rivals = self.rivals(change.added());
        let mut stayed = vec![None; self.members.last() as usize + 1];
        for (index, shard) in self.members.shards().iter().enumerate() {
            stayed[shard.id as usize] = (!change.adds(shard.id)).then_some(index);
        }
        let relocate = |(&key, &owner): (&u64, &NodeId)| match stayed.get(owner as usize) {
            Some(&Some(index)) => self.best(key, index, &rivals),
            _ => self.locate(key),
        };
        keys.iter().zip(owners).map(relocate).collect()
    }
}

/// The score that one seed draws for a key.
#[inline]
fn draw(key: u64, seed: u64) -> u64 {
    hash::mix(key ^ seed)
}
