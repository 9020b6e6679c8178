//! Who is in the cluster: the shards, checked once, and every reason to refuse a change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kernel::order;
use thiserror::Error;

/// Names a shard for as long as it lives; a later shard has a greater id.
pub type NodeId = u32;

/// The most shards that a cluster may have.
pub const SHARDS_MAX: u32 = 65_536;

/// The greatest id, so that a table by id stays small.
pub const ID_MAX: NodeId = (1 << 20) - 1;

/// The greatest weight; the usual weight is 1.
pub const WEIGHT_MAX: u32 = 100;

/// One shard of a cluster.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shard {
    /// Its identity within a run.
    pub id: NodeId,
    /// What is hashed to place it (for ketama `host:port`), so that a shard that leaves and comes
    /// back stands where it stood.
    pub name: Arc<str>,
    /// How many times the share of a shard of weight 1 it takes: 1 to [`WEIGHT_MAX`].
    pub weight: u32,
    /// What it fails together with: a room, a building, a provider.
    pub zone: u32,
}

impl Shard {
    /// A shard of weight 1 in zone 0.
    #[must_use]
    pub fn new(id: NodeId, name: impl Into<Arc<str>>) -> Self {
        Self { id, name: name.into(), weight: 1, zone: 0 }
    }
}

/// Why a cluster cannot be built or changed as asked. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Error)]
pub enum Cannot {
    /// No shard would be left to own the keys.
    #[error("a cluster needs at least one shard: keep or add one")]
    Empty,
    /// More shards than [`SHARDS_MAX`].
    #[error("{shards} shards are too many: {SHARDS_MAX} at most")]
    TooManyShards {
        /// How many there would be.
        shards: u64,
    },
    /// No shard has this id.
    #[error("there is no shard {id}: name one that is in the cluster")]
    Unknown {
        /// The id asked for.
        id: NodeId,
    },
    /// An id above [`ID_MAX`].
    #[error("shard id {id} is too large: {ID_MAX} at most")]
    IdTooLarge {
        /// The id asked for.
        id: NodeId,
    },
    /// Two shards with one id.
    #[error("shard {id} is in the cluster already: give the new one another id")]
    IdTaken {
        /// The id that came twice.
        id: NodeId,
    },
    /// Two shards with one name would stand on the same points.
    #[error("a shard named \"{name}\" is in the cluster already: give each shard its own name")]
    NameTaken {
        /// The name that came twice.
        name: Arc<str>,
    },
    /// A weight out of range.
    #[error("weight {weight} of shard \"{name}\" is out of range: 1 to {WEIGHT_MAX}")]
    Weight {
        /// The shard's name.
        name: Arc<str>,
        /// The weight asked for.
        weight: u32,
    },
    /// The strategy has no notion of weight.
    #[error("{strategy} gives every shard the same share: set the weight of \"{name}\" to 1")]
    NoWeights {
        /// The strategy's name.
        strategy: &'static str,
        /// The shard that has a weight other than 1.
        name: Arc<str>,
    },
    /// Jump numbers its shards without gaps, so only the last may go.
    #[error(
        "jump removes only its last shard, {last}: shard {id} must stay until those after it are gone"
    )]
    NotLast {
        /// The shard that was to go.
        id: NodeId,
        /// The one that may go.
        last: NodeId,
    },
    /// Jump numbers its shards without gaps, so a new one comes last.
    #[error(
        "jump adds only after its last shard, {last}: give the new shard an id above it, not {id}"
    )]
    NotAfterLast {
        /// The new shard's id.
        id: NodeId,
        /// The last shard in the cluster.
        last: NodeId,
    },
    /// A setting of the strategy is out of range.
    #[error("{value} {setting} are out of range: {min} to {max}")]
    Setting {
        /// What is counted, in the plural.
        setting: &'static str,
        /// The value asked for.
        value: u32,
        /// The least allowed.
        min: u32,
        /// The most allowed.
        max: u32,
    },
    /// The ring would be too large.
    #[error(
        "{points} points on the ring are too many: {max} at most; lower the weights or the virtual nodes"
    )]
    TooManyPoints {
        /// How many points there would be.
        points: u64,
        /// The most allowed.
        max: u64,
    },
    /// Maglev's permutations visit every slot only if the table's size is a prime.
    #[error("a Maglev table of {table} slots is not prime: take {next}, the next prime")]
    TableNotPrime {
        /// The size asked for.
        table: u32,
        /// The smallest prime above it.
        next: u32,
    },
    /// Maglev cannot give every shard its slots.
    #[error(
        "a Maglev table of {table} slots is too small for shards of weight {weight} together: take a larger prime"
    )]
    TableTooSmall {
        /// The table's size.
        table: u32,
        /// The sum of the weights.
        weight: u64,
    },
}

/// The shards of a cluster in the order of their ids: never empty, ids and names unique, weights in
/// range. A change makes a new list or is refused whole.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Members {
    shards: Vec<Shard>,
    zones: u32,
}

impl Members {
    /// Checks a list of shards.
    ///
    /// # Errors
    /// [`Cannot::Empty`], [`Cannot::TooManyShards`], [`Cannot::IdTooLarge`], [`Cannot::IdTaken`],
    /// [`Cannot::NameTaken`] or [`Cannot::Weight`].
    pub fn new(shards: Vec<Shard>) -> Result<Self, Cannot> {
        if shards.is_empty() {
            return Err(Cannot::Empty);
        }
        if shards.len() as u64 > u64::from(SHARDS_MAX) {
            return Err(Cannot::TooManyShards { shards: shards.len() as u64 });
        }
        let shards = order::sorted(shards, |shard| (shard.id.into(), 0));
        let mut names = BTreeSet::new();
        let mut zones = BTreeSet::new();
        let mut last = None;
        for shard in &shards {
            if shard.id > ID_MAX {
                return Err(Cannot::IdTooLarge { id: shard.id });
            }
            if last.replace(shard.id) == Some(shard.id) {
                return Err(Cannot::IdTaken { id: shard.id });
            }
            if !names.insert(&shard.name) {
                return Err(Cannot::NameTaken { name: shard.name.clone() });
            }
            if !(1..=WEIGHT_MAX).contains(&shard.weight) {
                return Err(Cannot::Weight { name: shard.name.clone(), weight: shard.weight });
            }
            zones.insert(shard.zone);
        }
        let zones = zones.len() as u32;
        Ok(Self { shards, zones })
    }

    /// The change that adds shards.
    ///
    /// # Errors
    /// As [`Members::new`].
    pub fn with(&self, shards: &[Shard]) -> Result<Change, Cannot> {
        let members = Self::new(self.shards.iter().chain(shards).cloned().collect())?;
        Ok(Change::new(members, shards.iter().map(|shard| shard.id).collect(), Vec::new()))
    }

    /// The change that removes shards.
    ///
    /// # Errors
    /// [`Cannot::Unknown`] if one of them is not here, [`Cannot::Empty`] if none would be left.
    pub fn without(&self, ids: &[NodeId]) -> Result<Change, Cannot> {
        // Put in one by one: collecting would bring a sort along.
        let mut gone = BTreeSet::new();
        gone.extend(ids);
        if let Some(&id) = gone.iter().find(|&&id| self.get(id).is_none()) {
            return Err(Cannot::Unknown { id });
        }
        let stays = |shard: &&Shard| !gone.contains(&shard.id);
        let members = Self::new(self.shards.iter().filter(stays).cloned().collect())?;
        Ok(Change::new(members, Vec::new(), gone.into_iter().collect()))
    }

    /// The change that gives some shards other weights.
    ///
    /// # Errors
    /// [`Cannot::Unknown`] if one of them is not here, [`Cannot::Weight`] if a weight is out of
    /// range.
    pub fn reweighted(&self, weights: &[(NodeId, u32)]) -> Result<Change, Cannot> {
        let weights = weights.iter().copied().collect::<BTreeMap<_, _>>();
        if let Some((&id, _)) = weights.iter().find(|(id, _)| self.get(**id).is_none()) {
            return Err(Cannot::Unknown { id });
        }
        let mut shards = self.shards.clone();
        let mut changed = Vec::new();
        for shard in &mut shards {
            let weight = weights.get(&shard.id).copied().unwrap_or(shard.weight);
            if weight != shard.weight {
                shard.weight = weight;
                changed.push(shard.id);
            }
        }
        Ok(Change::new(Self::new(shards)?, changed.clone(), changed))
    }

    /// The shards in the order of their ids.
    #[must_use]
    pub fn shards(&self) -> &[Shard] {
        &self.shards
    }

    /// How many shards there are: at least 1.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.shards.len() as u32
    }

    /// How many distinct zones they stand in: at least 1.
    #[must_use]
    pub fn zones(&self) -> u32 {
        self.zones
    }

    /// The sum of their weights.
    #[must_use]
    pub fn weight(&self) -> u64 {
        self.shards.iter().map(|shard| u64::from(shard.weight)).sum()
    }

    /// The shard with this id.
    #[must_use]
    pub fn get(&self, id: NodeId) -> Option<&Shard> {
        self.index(id).map(|index| &self.shards[index])
    }

    /// Where the shard with this id stands in [`Members::shards`].
    #[must_use]
    pub fn index(&self, id: NodeId) -> Option<usize> {
        self.shards.binary_search_by_key(&id, |shard| shard.id).ok()
    }

    /// The ids alone, in order.
    #[must_use]
    pub fn ids(&self) -> Vec<NodeId> {
        self.shards.iter().map(|shard| shard.id).collect()
    }

    /// The greatest id.
    #[must_use]
    pub fn last(&self) -> NodeId {
        self.shards[self.shards.len() - 1].id
    }

    /// The least share of the keys that must move from these members to those `after`, as numerator
    /// and denominator: what all shards gain together. It is k/N when k of N equal shards go, and
    /// k/(N+k) when k come.
    #[must_use]
    pub fn expected_moved(&self, after: &Self) -> (u64, u64) {
        let (total_before, total_after) = (self.weight(), after.weight());
        let gain = |shard: &Shard| {
            let before = self.get(shard.id).map_or(0, |shard| u64::from(shard.weight));
            (u64::from(shard.weight) * total_before).saturating_sub(before * total_after)
        };
        (after.shards.iter().map(gain).sum(), total_before * total_after)
    }

    /// Checks that every weight is 1, for a strategy that knows no other.
    ///
    /// # Errors
    /// [`Cannot::NoWeights`] names the first shard with another weight.
    pub fn unweighted(&self, strategy: &'static str) -> Result<(), Cannot> {
        match self.shards.iter().find(|shard| shard.weight != 1) {
            Some(shard) => Err(Cannot::NoWeights { strategy, name: shard.name.clone() }),
            None => Ok(()),
        }
    }
}

/// A checked step from one list of members to the next. Only [`Members::with`],
/// [`Members::without`] and [`Members::reweighted`] make one, so its parts agree.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Change {
    members: Members,
    added: Vec<NodeId>,
    removed: Vec<NodeId>,
}

impl Change {
    fn new(members: Members, added: Vec<NodeId>, removed: Vec<NodeId>) -> Self {
        let added = order::sorted(added, |id| (u64::from(*id), 0));
        Self { members, added, removed }
    }

    /// The members afterwards.
    #[must_use]
    pub fn members(&self) -> &Members {
        &self.members
    }

    /// The shards that came, and those whose weight changed, by ascending id.
    #[must_use]
    pub fn added(&self) -> &[NodeId] {
        &self.added
    }

    /// The shards that went, and those whose weight changed, by ascending id.
    #[must_use]
    pub fn removed(&self) -> &[NodeId] {
        &self.removed
    }

    /// The added shards as they are afterwards.
    pub fn added_shards(&self) -> impl Iterator<Item = &Shard> {
        self.added.iter().filter_map(|&id| self.members.get(id))
    }

    /// Whether the shard went or its weight changed, so that keys may leave it.
    #[must_use]
    pub fn removes(&self, id: NodeId) -> bool {
        self.removed.binary_search(&id).is_ok()
    }

    /// Whether shards went, none came, and the owner is not one of those that went: then no key of
    /// it moves under a consistent strategy, and none needs a new look.
    #[must_use]
    pub fn spares(&self, owner: NodeId) -> bool {
        self.added.is_empty() && !self.removes(owner)
    }

    /// Whether the shard came or its weight changed, so that keys may move to it.
    #[must_use]
    pub fn adds(&self, id: NodeId) -> bool {
        self.added.binary_search(&id).is_ok()
    }
}
