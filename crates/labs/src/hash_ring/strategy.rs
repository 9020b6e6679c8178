//! The choice among the strategies: a knob's value, and a placement that holds any of them.

use std::fmt;
use std::ops::ControlFlow;
use std::str::FromStr;

use thiserror::Error;

use super::jump::Jump;
use super::ketama::Ketama;
use super::maglev::{self, Maglev};
use super::members::{Cannot, Change, Members, NodeId};
use super::modulo::Modulo;
use super::multi_probe::{self, MultiProbe};
use super::placement::Placement;
use super::rendezvous::Rendezvous;
use super::ring::Ring;

/// Names a strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// [`Modulo`]
    Modulo,
    /// [`Ring`]
    Ring,
    /// [`Ketama`]
    Ketama,
    /// [`Jump`]
    Jump,
    /// [`Rendezvous`]
    Rendezvous,
    /// [`MultiProbe`]
    MultiProbe,
    /// [`Maglev`]
    Maglev,
}

impl Kind {
    /// Every strategy, in the order in which a menu shows them.
    pub const ALL: [Self; 7] = [
        Self::Ring,
        Self::Modulo,
        Self::Ketama,
        Self::Jump,
        Self::Rendezvous,
        Self::MultiProbe,
        Self::Maglev,
    ];

    /// Its name in a link and on the command line.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Modulo => "modulo",
            Self::Ring => "ring",
            Self::Ketama => "ketama",
            Self::Jump => "jump",
            Self::Rendezvous => "rendezvous",
            Self::MultiProbe => "multi-probe",
            Self::Maglev => "maglev",
        }
    }

    /// Whether shards may have weights.
    #[must_use]
    pub fn takes_weights(self) -> bool {
        !matches!(self, Self::Modulo | Self::Jump)
    }

    /// Whether a change is sure to move only keys of removed shards and only to added ones. Modulo
    /// moves nearly all keys; Maglev a few more than it must, as does ketama under unequal weights.
    #[must_use]
    pub fn is_consistent(self, members: &Members) -> bool {
        let mut weights = members.shards().iter().map(|shard| shard.weight);
        let first = weights.next();
        match self {
            Self::Modulo | Self::Maglev => false,
            Self::Ketama => weights.all(|weight| Some(weight) == first),
            Self::Ring | Self::Jump | Self::Rendezvous | Self::MultiProbe => true,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// A name that no strategy has.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no strategy \"{name}\": take one of {}", Kind::ALL.map(Kind::slug).join(", "))]
pub struct UnknownKind {
    /// The name asked for.
    pub name: String,
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        let found = Self::ALL.into_iter().find(|kind| kind.slug() == name);
        found.ok_or_else(|| UnknownKind { name: name.to_owned() })
    }
}

/// What the strategies can be told; each reads its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// Points of a shard of weight 1 on the [`Ring`].
    pub virtual_nodes: u32,
    /// Lookups a key in [`MultiProbe`].
    pub probes: u32,
    /// Slots of [`Maglev`]'s table, a prime.
    pub table: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            virtual_nodes: 160,
            probes: multi_probe::PROBES_DEFAULT,
            table: maglev::TABLE_DEFAULT,
        }
    }
}

/// Any one placement, by value: cloned and compared without a pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// Modulo hashing.
    Modulo(Modulo),
    /// A ring with virtual nodes.
    Ring(Ring),
    /// A ketama-compatible ring.
    Ketama(Ketama),
    /// Jump hashing.
    Jump(Jump),
    /// Rendezvous hashing.
    Rendezvous(Rendezvous),
    /// Multi-probe hashing.
    MultiProbe(MultiProbe),
    /// Maglev hashing.
    Maglev(Maglev),
}

/// Evaluates an expression for whichever placement a [`Strategy`] holds.
macro_rules! on {
    ($strategy:expr, $placement:ident => $value:expr) => {
        match $strategy {
            Strategy::Modulo($placement) => $value,
            Strategy::Ring($placement) => $value,
            Strategy::Ketama($placement) => $value,
            Strategy::Jump($placement) => $value,
            Strategy::Rendezvous($placement) => $value,
            Strategy::MultiProbe($placement) => $value,
            Strategy::Maglev($placement) => $value,
        }
    };
}

impl Strategy {
    /// Builds a placement.
    ///
    /// # Errors
    /// The [`Cannot`] of the strategy's own constructor.
    pub fn new(kind: Kind, members: Members, settings: Settings) -> Result<Self, Cannot> {
        Ok(match kind {
            Kind::Modulo => Self::Modulo(Modulo::new(members)?),
            Kind::Ring => Self::Ring(Ring::new(members, settings.virtual_nodes)?),
            Kind::Ketama => Self::Ketama(Ketama::new(members)?),
            Kind::Jump => Self::Jump(Jump::new(members)?),
            Kind::Rendezvous => Self::Rendezvous(Rendezvous::new(members)),
            Kind::MultiProbe => Self::MultiProbe(MultiProbe::new(members, settings.probes)?),
            Kind::Maglev => Self::Maglev(Maglev::new(members, settings.table)?),
        })
    }
}

impl Placement for Strategy {
    fn members(&self) -> &Members {
        on!(self, placement => placement.members())
    }

    fn locate(&self, key: u64) -> NodeId {
        on!(self, placement => placement.locate(key))
    }

    fn candidates(&self, key: u64, visit: &mut dyn FnMut(NodeId) -> ControlFlow<()>) {
        on!(self, placement => placement.candidates(key, visit));
    }

    fn apply(&mut self, change: &Change) -> Result<(), Cannot> {
        on!(self, placement => placement.apply(change))
    }

    fn digest(&self, key: &[u8]) -> u64 {
        on!(self, placement => placement.digest(key))
    }

    fn relocate(&self, key: u64, owner: NodeId, change: &Change) -> NodeId {
        on!(self, placement => placement.relocate(key, owner, change))
    }

    fn locate_all(&self, keys: &[u64]) -> Vec<NodeId> {
        on!(self, placement => placement.locate_all(keys))
    }

    fn relocate_all(&self, keys: &[u64], owners: &[NodeId], change: &Change) -> Vec<NodeId> {
        on!(self, placement => placement.relocate_all(keys, owners, change))
    }
}
