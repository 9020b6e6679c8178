//! What must hold in each shop, and what is worth seeing.

use super::model::{CommitRace, State};
use super::racer::is_whole;
use super::score::Score;
use crate::cluster::Stretch;
use kernel::{Holds, Law};

pub(super) const LAWS: &[Law<CommitRace>] = &[
    Law::always("two-phase commit: all agree", |model: &CommitRace, state: &State, _| {
        is_whole(&model.two, &state.two.state)
    }),
    Law::always("three-phase commit: all agree", |model: &CommitRace, state: &State, _| {
        is_whole(&model.three, &state.three.state)
    }),
    Law::always("saga: what has ended is whole", |model: &CommitRace, state: &State, _| {
        is_whole(&model.saga, &state.saga.state)
    }),
    Law::sometimes("one order ends in different ways", |_, state: &State, _| differ(state)),
    Law::sometimes("two-phase commit: somebody is in doubt", |_, state: &State, _| {
        let lasting = &state.two.state.lasting.0;
        seen(lasting.iter().any(|lasting| lasting.stretch == Stretch::InDoubt))
    }),
    Law::sometimes("saga: something is shown gone, and is there again", |_, state: &State, _| {
        seen(state.saga.score.0.anomalies > 0)
    }),
];

fn seen(is_seen: bool) -> Holds {
    if is_seen { Ok(()) } else { Err("not yet".into()) }
}

/// An order that one protocol commits and another aborts.
fn differ(state: &State) -> Holds {
    let others: [&Score; 2] = [&state.three.score.0, &state.saga.score.0];
    let ends = |(number, outcome)| {
        let other = |score: &Score| {
            let line = score.orders.iter().find(|line| line.0 == number);
            line.and_then(|line| line.1)
        };
        let differs = |score: &&Score| other(score).is_some_and(|other| Some(other) != outcome);
        outcome.is_some() && others.iter().any(differs)
    };
    seen(state.two.score.0.orders.iter().any(|line| ends(*line)))
}
