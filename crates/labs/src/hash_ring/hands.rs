//! What hands do to the cluster: the menu, and each action's effect or refusal.

use std::collections::BTreeSet;
use std::rc::Rc;

use kernel::{Cx, Draw};

use super::action::{Action, Refused, SHARDS_MAX};
use super::cluster::Cluster;
use super::members::{Cannot, Change, NodeId, Shard};
use super::model::{Fact, HashRing, Key, State, Weights};
use super::movement::MOVEMENTS_KEPT;
use super::strategy::Kind;

/// Which shards leave.
const WHO_LEAVES: u8 = 4;

/// With at most this many shards the menu names each one; above it only numbers and zones.
const NAMED_IN_MENU: u32 = 16;

/// The menu names at most so many zones: a person may load more.
const ZONES_IN_MENU: usize = 16;

/// The weight that the menu offers to a shard that has weight 1; the others it sets back to 1.
const HEAVIER: u32 = 2;

impl HashRing {
    /// A new shard: its name, weight and zone follow from its id.
    pub(super) fn shard(id: NodeId, weights: Weights, zones: u32) -> Shard {
        let zone = 1 + id.saturating_sub(1) % zones;
        Shard { weight: weights.of(id), zone, ..Shard::new(id, format!("s{id}")) }
    }

    /// The finite menu: what can be done here, in a fixed order.
    pub(super) fn menu(&self, state: &State, out: &mut Vec<Action>) {
        let cluster = &state.cluster;
        let shards = cluster.members().shards();
        let is_small = cluster.members().count() <= NAMED_IN_MENU;
        let kind = self.places.kind();
        if cluster.members().count() < SHARDS_MAX {
            out.push(Action::Add(1));
        }
        if shards.len() > 1 {
            match (is_small, kind) {
                (true, Kind::Jump) => out.push(Action::RemoveShard(cluster.members().last())),
                (true, _) => out.extend(shards.iter().map(|shard| Action::RemoveShard(shard.id))),
                (false, _) => out.push(Action::Remove(1)),
            }
        }
        if is_small && kind.takes_weights() {
            let other = |weight| if weight == 1 { HEAVIER } else { 1 };
            let weigh = |shard: &Shard| Action::Weight(shard.id, other(shard.weight));
            out.extend(shards.iter().map(weigh));
        }
        if is_small {
            out.extend(cluster.alive().map(Action::Kill));
            out.extend(cluster.dead().iter().copied().map(Action::Revive));
        }
        if cluster.members().zones() > 1 {
            let zones = cluster.alive().filter_map(|id| cluster.members().get(id));
            // Put in one by one: collecting would bring a sort along.
            let mut distinct = BTreeSet::new();
            distinct.extend(zones.map(|shard| shard.zone));
            out.extend(distinct.into_iter().take(ZONES_IN_MENU).map(Action::KillZone));
        }
    }

    /// Does an action, or says what stands against it; then nothing has changed.
    pub(super) fn act(
        &self,
        state: &mut State,
        action: &Action,
        cx: &mut Cx<'_, HashRing>,
    ) -> Result<(), Refused> {
        match action {
            Action::Add(count) => {
                let change = self.joining(&state.cluster, *count)?;
                self.change(state, change, cx)
            }
            Action::Remove(count) => {
                let leaving = self.leaving(&state.cluster, *count, cx)?;
                let change = state.cluster.members().without(&leaving)?;
                self.change(state, change, cx)
            }
            Action::RemoveShard(id) => {
                let change = state.cluster.members().without(&[*id])?;
                self.change(state, change, cx)
            }
            Action::Weight(id, weight) => {
                let change = state.cluster.members().reweighted(&[(*id, *weight)])?;
                if change.added().is_empty() {
                    let name = self.shard_name(*id).into();
                    return Err(Refused::SameWeight { name, weight: *weight });
                }
                self.change(state, change, cx)
            }
            Action::Kill(id) => {
                self.member(&state.cluster, *id)?;
                if !state.cluster.is_alive(*id) {
                    return Err(Refused::Dead { name: self.shard_name(*id).into() });
                }
                self.kill(state, vec![*id], cx);
                Ok(())
            }
            Action::KillZone(zone) => {
                let ids = state.cluster.alive_in(*zone).collect::<Vec<_>>();
                if ids.is_empty() {
                    return Err(Refused::EmptyZone { zone: *zone });
                }
                self.kill(state, ids, cx);
                Ok(())
            }
            Action::Revive(id) => {
                self.member(&state.cluster, *id)?;
                if state.cluster.is_alive(*id) {
                    return Err(Refused::Alive { name: self.shard_name(*id).into() });
                }
                state.cluster.revive(*id);
                cx.tell(Fact::Revived(*id));
                Ok(())
            }
            Action::LookUp(key) => {
                state.focus = Some(key.clone());
                let typed = Key::Typed(key.clone());
                let list = self.preference(state, &typed);
                cx.tell(Fact::Typed { key: key.clone(), list });
                self.send(state, typed, None, cx);
                Ok(())
            }
        }
    }

    fn member(&self, cluster: &Cluster, id: NodeId) -> Result<(), Cannot> {
        cluster.members().get(id).map(|_| ()).ok_or(Cannot::Unknown { id })
    }

    fn joining(&self, cluster: &Cluster, count: u32) -> Result<Change, Refused> {
        let free = SHARDS_MAX.saturating_sub(cluster.members().count());
        if count == 0 {
            return Err(Refused::Nothing);
        }
        if count > free {
            return Err(Refused::TooMany { asked: count, free });
        }
        let ids = cluster.next()..cluster.next().saturating_add(count);
        let shards = ids.map(|id| HashRing::shard(id, self.weights, self.zones));
        Ok(cluster.members().with(&shards.collect::<Vec<_>>())?)
    }

    /// Who leaves: chosen one by one from those that are left; with jump hashing, the last.
    fn leaving(
        &self,
        cluster: &Cluster,
        count: u32,
        cx: &mut Cx<'_, HashRing>,
    ) -> Result<Vec<NodeId>, Refused> {
        let members = cluster.members().count();
        if count == 0 {
            return Err(Refused::Nothing);
        }
        if count >= members {
            return Err(Refused::TooFew { asked: count, members });
        }
        let mut ids = cluster.members().ids();
        if self.places.kind() == Kind::Jump {
            return Ok(ids.split_off((members - count) as usize));
        }
        let mut draw = |left| cx.choose(Draw::next(WHO_LEAVES), left) as usize;
        Ok((0..count).map(|gone| ids.swap_remove(draw(members - gone))).collect())
    }

    fn change(
        &self,
        state: &mut State,
        change: Change,
        cx: &mut Cx<'_, HashRing>,
    ) -> Result<(), Refused> {
        let after = state.cluster.after(&change);
        let movement = self.places.change(&state.cluster, change)?;
        state.cluster = after;
        let kept = state.movements.iter().rev().take(MOVEMENTS_KEPT - 1).rev();
        state.movements = Rc::new(kept.cloned().chain([movement.clone()]).collect());
        cx.tell(Fact::Changed(movement));
        Ok(())
    }

    fn kill(&self, state: &mut State, ids: Vec<NodeId>, cx: &mut Cx<'_, HashRing>) {
        state.cluster.kill(&ids);
        cx.tell(Fact::Killed(ids));
    }
}
