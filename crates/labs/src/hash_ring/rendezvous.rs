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
use std::ops::{ControlFlow, Range};

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

    /// A shard's best draw for a key. Should two shards draw alike, the older has it.
    fn score(&self, key: u64, index: usize) -> (u64, Reverse<NodeId>) {
        let draws = self.seeds_of(index).iter().map(|&seed| draw(key, seed));
        (draws.max().unwrap_or(0), Reverse(self.members.shards()[index].id))
    }

    fn scores(
        &self,
        key: u64,
        range: Range<usize>,
    ) -> impl Iterator<Item = (u64, Reverse<NodeId>)> {
        range.map(move |index| self.score(key, index))
    }
}

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
        let mut scores = self.scores(key, all).collect::<BinaryHeap<_>>();
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

    /// Scores do not depend on who else is there. A key whose owner stayed as it was therefore
    /// compares that owner with the added shards alone; only a key whose owner left looks at all.
    fn relocate(&self, key: u64, owner: NodeId, change: &Change) -> NodeId {
        if change.removes(owner) {
            return self.locate(key);
        }
        let index = |&id: &NodeId| self.members.index(id);
        let rivals = change.added().iter().chain([&owner]).filter_map(index);
        let best = rivals.map(|index| self.score(key, index)).max();
        best.map_or(owner, |(_, Reverse(id))| id)
    }
}

/// The score that one seed draws for a key.
#[inline]
fn draw(key: u64, seed: u64) -> u64 {
    hash::mix(key ^ seed)
}
