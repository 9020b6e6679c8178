//! What must hold of each scheme, and what is worth seeing.

use super::id::Id;
use super::model::{Fact, Given, IdSchemes};
use super::scheme::Scheme;
use super::state::State;
use kernel::{Holds, Law};
use std::borrow::Cow;

pub(super) const COUNTER: &str = "central counter: no number is handed out twice";
pub(super) const LEASES: &str = "leased ranges: no two ranges overlap";
pub(super) const STRIDE: &str = "stride by shard: no number is given twice";
pub(super) const RANDOM: &str = "UUIDv4: no id is given twice";
pub(super) const DATED: &str = "UUIDv7: no id is given twice";
pub(super) const SNOWFLAKE: &str = "Snowflake: no id is given twice";

pub(super) const LAWS: &[Law<IdSchemes>] = &[
    Law::always_told(COUNTER, |_, _, facts| once(Scheme::Counter, facts)),
    Law::always_told(LEASES, |_, _, facts| apart(facts)),
    Law::always_told(STRIDE, |_, _, facts| once(Scheme::Stride, facts)),
    Law::always_told(RANDOM, |_, _, facts| once(Scheme::Random, facts)),
    Law::always_told(DATED, |_, _, facts| once(Scheme::Dated, facts)),
    Law::always_told(SNOWFLAKE, |_, _, facts| once(Scheme::Snowflake, facts)),
    Law::sometimes("a request has its id in every scheme", |_, state: &State, _| {
        seen(state.asked > 0 && state.open.is_empty() && state.is_centre_up)
    }),
    Law::sometimes("somebody waits for a counter that is down", |_, state: &State, _| {
        seen(!state.is_centre_up && state.lackers(Scheme::Counter).next().is_some())
    }),
    Law::sometimes_told(
        "a range goes on while its coordinator is down",
        |_, state: &State, facts| seen(!state.is_centre_up && gives(facts, Scheme::Leases)),
    ),
    Law::sometimes_told(
        "ids are made while the central server is down",
        |_, state: &State, facts| seen(!state.is_centre_up && gives(facts, Scheme::Snowflake)),
    ),
    Law::sometimes_told("a shard gives an id", |_, _, facts| seen(gives(facts, Scheme::Stride))),
    Law::sometimes_told("numbers are lost: a gap", |_, _, facts| {
        seen(facts.iter().any(|fact| matches!(fact, Fact::Wasted(..))))
    }),
    Law::sometimes_told("a writer waits for its clock", |_, _, facts| {
        seen(facts.iter().any(|fact| matches!(fact, Fact::Behind(..))))
    }),
];

fn seen(is_seen: bool) -> Holds {
    if is_seen { Ok(()) } else { Err(Cow::Borrowed("not yet")) }
}

/// The ids of a scheme among what was told.
fn given(facts: &[Fact], of: Scheme) -> impl Iterator<Item = &Given> {
    facts.iter().filter_map(move |fact| match fact {
        Fact::Given(given) if given.scheme == of => Some(given),
        _ => None,
    })
}

fn gives(facts: &[Fact], of: Scheme) -> bool {
    given(facts, of).next().is_some()
}

fn once(scheme: Scheme, facts: &[Fact]) -> Holds {
    match given(facts, scheme).find(|given| given.is_again) {
        None => Ok(()),
        Some(Given { id, request, .. }) => {
            Err(format!("request {request} got {}, which had been given before", id.whole(scheme))
                .into())
        }
    }
}

fn apart(facts: &[Fact]) -> Holds {
    let again = facts.iter().find_map(|fact| match fact {
        Fact::Leased(_, first, count, true) => Some((*first, *count)),
        _ => None,
    });
    match again {
        None => Ok(()),
        Some((first, count)) => {
            let last = Id(u128::from(first) + u128::from(count) - 1).whole(Scheme::Leases);
            Err(format!("{first} to {last} had been leased before").into())
        }
    }
}
