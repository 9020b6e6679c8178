//! What must hold, and beside each the sight that shows it was not held in an empty world.

use std::borrow::Cow;

use kernel::{Bag, Holds, Law};

use super::members::{Members, NodeId};
use super::model::{Event, Fact, HashRing, State};
use super::movement::{Cause, Movement};
use super::placed::Placed;
use super::placement::Placement;
use super::words;

/// Of larger sets, as many keys as this, evenly chosen, have their preference lists judged: a list
/// costs far more than an owner.
const LISTS_JUDGED: u32 = 20_000;

pub(super) const LAWS: &[Law<HashRing>] = &[
    Law::always("every key has exactly one owner", every_key_has_one_owner),
    Law::sometimes_told("an owner answers", an_owner_answers),
    Law::always(
        "replicas stand on distinct shards, in distinct zones while there are enough",
        lists,
    ),
    Law::sometimes("a key has replicas on several shards", has_replicas),
    Law::always_told("when shards leave, only their keys move", |model, _, facts| {
        stays_put(model, facts, Cause::Left)
    }),
    Law::sometimes_told("a shard leaves and its keys move", |_, _, facts| {
        moves(facts, Cause::Left)
    }),
    Law::always_told("when shards join, keys move only to them", |model, _, facts| {
        stays_put(model, facts, Cause::Joined)
    }),
    Law::sometimes_told("a shard joins and takes keys", |_, _, facts| moves(facts, Cause::Joined)),
    Law::always_told("a new weight moves keys only to or from its shard", |model, _, facts| {
        stays_put(model, facts, Cause::Reweighted)
    }),
    Law::sometimes_told("a new weight moves keys", |_, _, facts| moves(facts, Cause::Reweighted)),
    Law::always_told("every look-up is answered", every_look_up_is_answered),
    Law::sometimes_told("a replica answers for a dead owner", a_replica_answers),
];

const NOT_YET: Holds = Err(Cow::Borrowed("not seen here"));

/// Every key has an entry in the list of owners; each must be a member, and the one that the
/// placement names.
fn every_key_has_one_owner(model: &HashRing, state: &State, _: &Bag<'_, Event>) -> Holds {
    let placed = model.placed(state);
    let owned = placed.load.counts.iter().copied().map(u64::from).sum::<u64>();
    let keys = model.places().keys().count();
    if owned == u64::from(keys) && placed.assignment.owners().len() == keys as usize {
        return Ok(());
    }
    let members = state.cluster.members();
    let mut owners = (0..).zip(placed.assignment.owners());
    let why = match owners.find(|(_, owner)| members.get(**owner).is_none()) {
        Some((key, owner)) => {
            let key = model.places().keys().get(key).unwrap_or_default();
            format!("{key} belongs to {}, which is no member", model.shard_name(*owner))
        }
        None => format!("{} have an owner", words::things(owned, "key", "keys")),
    };
    Err(why.into())
}

/// The lists depend on the members alone, so they are judged once for each list of members.
fn lists(model: &HashRing, state: &State, _: &Bag<'_, Event>) -> Holds {
    let placed = model.placed(state);
    let judged = placed.lists.get_or_init(|| judge_lists(model, &placed));
    judged.clone().map_err(Cow::Owned)
}

fn judge_lists(model: &HashRing, placed: &Placed) -> Result<(), String> {
    let members = placed.strategy.members();
    let keys = model.places().digests();
    let stride = keys.len().div_ceil(LISTS_JUDGED as usize).max(1);
    let mut list = Vec::new();
    for index in (0..keys.len()).step_by(stride) {
        placed.strategy.preference(keys[index], model.replicas, &mut list);
        if let Some(what) = wrong_with(&list, members, model.replicas) {
            let key = model.places().keys().get(index as u32).unwrap_or_default();
            let names = list.iter().map(|id| model.shard_name(*id)).collect::<Vec<_>>();
            return Err(format!("the replicas of {key} are {}: {what}", words::list(&names)));
        }
    }
    Ok(())
}

/// What is wrong with a preference list, if anything.
pub(super) fn wrong_with(
    list: &[NodeId],
    members: &Members,
    replicas: u32,
) -> Option<&'static str> {
    // Lists are of a few shards, so that looking each up among those before it is the quickest.
    let distinct = |values: &[u32]| {
        let is_new = |(at, value): &(usize, &u32)| !values[..*at].contains(value);
        values.iter().enumerate().filter(is_new).count() as u32
    };
    let zones = list.iter().filter_map(|id| members.get(*id)).map(|shard| shard.zone);
    let zones = zones.collect::<Vec<_>>();
    let wanted = replicas.min(members.count());
    if zones.len() != list.len() {
        Some("one of them is no member")
    } else if list.len() as u32 != wanted {
        Some("there are not as many as were asked for")
    } else if distinct(list) != wanted {
        Some("one shard is there twice")
    } else if distinct(&zones) != wanted.min(members.zones()) {
        Some("a zone is there twice while another is free")
    } else {
        None
    }
}

fn has_replicas(model: &HashRing, state: &State, _: &Bag<'_, Event>) -> Holds {
    let several = model.replicas > 1 && state.cluster.members().count() > 1;
    if several { Ok(()) } else { NOT_YET }
}

/// The movement that a step made, if it was of this kind.
fn movement(facts: &[Fact], cause: Cause) -> Option<&Movement> {
    facts.iter().find_map(|fact| match fact {
        Fact::Changed(movement) if movement.cause() == cause => Some(&**movement),
        _ => None,
    })
}

fn moves(facts: &[Fact], cause: Cause) -> Holds {
    match movement(facts, cause) {
        Some(movement) if movement.moved > 0 => Ok(()),
        _ => NOT_YET,
    }
}

fn stays_put(model: &HashRing, facts: &[Fact], cause: Cause) -> Holds {
    let Some(stray) = movement(facts, cause).and_then(|movement| movement.stray) else {
        return Ok(());
    };
    let key = model.places().keys().get(stray.key).unwrap_or_default();
    let (from, to) = (model.shard_name(stray.from), model.shard_name(stray.to));
    let though = match cause {
        Cause::Left => "neither was removed",
        Cause::Joined => "neither was added",
        Cause::Reweighted => "neither got another weight",
    };
    Err(format!("{key} moved from {from} to {to} though {though}").into())
}

fn an_owner_answers(_: &HashRing, _: &State, facts: &[Fact]) -> Holds {
    let is_owner = |fact: &Fact| matches!(fact, Fact::Answered { rank: 0, .. });
    if facts.iter().any(is_owner) { Ok(()) } else { NOT_YET }
}

fn a_replica_answers(model: &HashRing, after: &State, facts: &[Fact]) -> Holds {
    let is_stand_in = |fact: &Fact| match fact {
        Fact::Answered { key, rank: 1.., .. } => {
            let owner = model.preference(after, key).first().copied();
            owner.is_some_and(|owner| !after.cluster.is_alive(owner))
        }
        _ => false,
    };
    if facts.iter().any(is_stand_in) { Ok(()) } else { NOT_YET }
}

fn every_look_up_is_answered(model: &HashRing, _: &State, facts: &[Fact]) -> Holds {
    let lost = facts.iter().find_map(|fact| match fact {
        Fact::Unanswered { key, list } => Some((key, list)),
        _ => None,
    });
    let Some((key, list)) = lost else { return Ok(()) };
    let names = list.iter().map(|id| model.shard_name(*id)).collect::<Vec<_>>();
    let held =
        words::things(list.len() as u64, "shard that holds it is", "shards that hold it are");
    Err(format!("{} is lost: the {held} dead ({})", model.key_name(key), words::list(&names))
        .into())
}
