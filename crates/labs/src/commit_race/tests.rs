//! The three shops: that they meet the same world, and differ by their protocols alone.

use super::CommitRace;
use super::model::State;
use crate::lab::Entry;
use crate::shop::Outcome;
use kernel::{Deed, Frame, Recipe, Run, Time, World};

fn entry() -> &'static Entry {
    crate::find("commit-race").expect("the lab is in the list")
}

fn run(turned: &[(&str, i64)], seed: u64) -> Run {
    let mut recipe = Recipe { knobs: entry().defaults(), seed, ..Recipe::default() };
    for (key, value) in turned {
        let index = entry().knobs.iter().position(|knob| knob.key == *key);
        recipe.knobs[index.expect("the knob is in the list")] = *value;
    }
    Run::new(entry().machine(&recipe, None).expect("these knobs go together"), recipe)
}

fn state(run: &Run) -> &State {
    let machine = run.machine();
    let frame: Option<Frame<'_, CommitRace>> = World::frame(machine, machine.now());
    frame.expect("it is this lab's machine").state
}

/// Where nothing fails and nothing is scarce, all three end every order alike.
#[test]
fn in_fair_weather_every_order_ends_alike() {
    for seed in 0..20 {
        let turned = [
            ("refusals", 0),
            ("order-every", 2_000),
            ("riders", 8),
            ("stock", 100),
            ("at-once", 4),
        ];
        let mut run = run(&turned, seed);
        run.advance(Time::from_micros(30_000_000), u64::MAX);
        let State { two, three, saga } = state(&run);
        let scores = [&two.score.0, &three.score.0, &saga.score.0];
        assert!(scores[0].committed > 5, "seed {seed}");
        for score in scores {
            let ended = score.orders.iter().filter(|line| line.1.is_some());
            assert!(ended.clone().all(|line| line.1 == Some(Outcome::Commit)), "seed {seed}");
            let numbers = |score: &super::score::Score| score.orders.iter().map(|l| l.0).max();
            assert_eq!(numbers(score), numbers(scores[0]), "seed {seed}: the same orders");
        }
    }
}

/// The first message of a link takes as long in each shop: chance is asked under the same keys.
#[test]
fn the_same_link_takes_as_long_in_each() {
    let mut run = run(&[("order-every", 0)], 7);
    run.take(Deed::Say("order ramen".into())).expect("customers may order");
    let offers = run.machine().offers();
    let orders: Vec<_> =
        offers.events.iter().filter(|offer| offer.label.contains("order 1")).collect();
    assert_eq!(orders.len(), 6, "an order on its way in each shop, and somebody who waits");
    let due: Vec<Time> =
        orders.iter().filter(|o| o.class == kernel::Class::Message).map(|o| o.due).collect();
    assert_eq!(due.len(), 3);
    assert!(due.iter().all(|at| *at == due[0]), "{due:?}");
}

/// A hand reaches into all three.
#[test]
fn what_is_crashed_is_crashed_in_all() {
    let mut run = run(&[], 1);
    run.take(Deed::Say("crash 0".into())).expect("a server that is up can be crashed");
    let State { two, three, saga } = state(&run);
    assert!(!two.state.is_calm() && !three.state.is_calm() && !saga.state.is_calm());
}
