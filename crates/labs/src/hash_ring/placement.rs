//! What every placement strategy promises.

use std::ops::ControlFlow;

use super::hash;
use super::members::{Cannot, Change, Members, NodeId, Shard};

/// Places keys on the shards of a cluster. A placement is a pure function of its members and its
/// settings: how it came to them leaves no trace.
///
/// A key is looked up by its 64-bit digest ([`Placement::digest`]), which is taken once per key.
pub trait Placement {
    /// The shards as they are.
    fn members(&self) -> &Members;

    /// The owner of the key with this digest. There always is one: a cluster is never empty.
    fn locate(&self, key: u64) -> NodeId;

    /// Visits shards in the order in which this key prefers them, the owner first, until told to
    /// stop. A shard may come again; every shard comes at least once if the visit runs to its end.
    fn candidates(&self, key: u64, visit: &mut dyn FnMut(NodeId) -> ControlFlow<()>);

    /// Takes over a change that was made from [`Placement::members`] as they are.
    ///
    /// # Errors
    /// A [`Cannot`] says what this strategy has against it; then nothing changed.
    fn apply(&mut self, change: &Change) -> Result<(), Cannot>;

    /// Adds shards, all or none.
    ///
    /// # Errors
    /// A [`Cannot`] says what stands against it.
    fn add(&mut self, shards: &[Shard]) -> Result<Change, Cannot> {
        let change = self.members().with(shards)?;
        self.apply(&change)?;
        Ok(change)
    }

    /// Removes shards, all or none.
    ///
    /// # Errors
    /// A [`Cannot`] says what stands against it: jump removes only the last.
    fn remove(&mut self, ids: &[NodeId]) -> Result<Change, Cannot> {
        let change = self.members().without(ids)?;
        self.apply(&change)?;
        Ok(change)
    }

    /// Gives shards other weights, all or none.
    ///
    /// # Errors
    /// A [`Cannot`] says what stands against it: modulo and jump know no weights.
    fn reweight(&mut self, weights: &[(NodeId, u32)]) -> Result<Change, Cannot> {
        let change = self.members().reweighted(weights)?;
        self.apply(&change)?;
        Ok(change)
    }

    /// The digest by which this strategy looks a key up.
    fn digest(&self, key: &[u8]) -> u64 {
        hash::digest(key)
    }

    /// The owner after [`Placement::apply`] took over `change`, given who owned the key before. The
    /// answer equals [`Placement::locate`]; a strategy with a slow lookup finds it sooner by what it
    /// knows of the change.
    #[inline]
    fn relocate(&self, key: u64, owner: NodeId, change: &Change) -> NodeId {
        let _ = (owner, change);
        self.locate(key)
    }

    /// The owners of many keys. One call, so that a lookup behind `dyn` still runs as a tight loop.
    fn locate_all(&self, keys: &[u64]) -> Vec<NodeId> {
        keys.iter().map(|&key| self.locate(key)).collect()
    }

    /// The owners of many keys after a change, from their owners before it, in the same order.
    fn relocate_all(&self, keys: &[u64], owners: &[NodeId], change: &Change) -> Vec<NodeId> {
        let pairs = keys.iter().zip(owners);
        pairs.map(|(&key, &owner)| self.relocate(key, owner, change)).collect()
    }

    /// Fills `out` with the key's preference list, as Dynamo calls it (DeCandia et al., SOSP 2007):
    /// the owner first, then distinct shards in the key's order, each in a zone of its own while
    /// there are zones left, and after that the shards passed over, in the same order. Its length
    /// is `replicas` or the number of shards, whichever is less. The time grows with the square of
    /// `replicas`, which is meant to be small.
    fn preference(&self, key: u64, replicas: u32, out: &mut Vec<NodeId>) {
        let members = self.members();
        let wanted = replicas.min(members.count()) as usize;
        let zones = wanted.min(members.zones() as usize);
        let zone = |id| members.get(id).map(|shard| shard.zone);
        out.clear();
        if wanted == 0 {
            return;
        }
        // `out` holds the chosen shards and behind them those passed over for their zone.
        let mut chosen = 0;
        self.candidates(key, &mut |id| {
            if !out.contains(&id) {
                if chosen < zones && out[..chosen].iter().all(|&other| zone(other) != zone(id)) {
                    out.insert(chosen, id);
                    chosen += 1;
                } else if out.len() - chosen < wanted {
                    out.push(id);
                }
            }
            if chosen == zones && out.len() >= wanted {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        out.truncate(wanted);
    }
}
