//! Long runs: checkpoints are thinned, seeks stay right and quick, and a model that breaks the
//! rules is found out.

mod common;
#[path = "common/toy.rs"]
mod toy;

use common::mm1::Mm1;
use kernel::{
    Cue, Cx, Deed, Draw, Law, Misfit, Model, Recipe, Run, Search, Span, Time, World, rng,
};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Steps to seek to, the same on every machine.
fn places(steps: u64) -> impl Iterator<Item = u64> {
    (0..).map(move |n| rng::below(rng::keyed(1, 0, 0, n), steps + 1))
}

#[test]
fn thinned_checkpoints_still_lead_to_the_right_step() {
    const STEPS: u64 = 400_000;
    let cue = |step: u64| Cue {
        step,
        at: Time::from_micros(step),
        deed: Deed::Act(0),
        picks: Vec::new(),
    };
    let recipe = Recipe { cues: (1..40).map(|n| cue(n * 9_999)).collect(), ..toy::recipe(3) };
    let mut run = Run::new(toy::machine(&recipe), recipe);
    let fingerprints: BTreeMap<u64, u64> = {
        let mut wanted: Vec<u64> = places(STEPS).take(40).chain([0, STEPS]).collect();
        wanted.sort_unstable();
        let visit = |step| {
            run.advance(Time::END, step - run.playhead().step);
            (run.playhead().step, run.machine().fingerprint())
        };
        wanted.into_iter().map(visit).collect()
    };
    assert_eq!(run.reach().step, STEPS);
    for step in places(STEPS).take(40) {
        run.seek(step).expect("the toy keeps the rules");
        assert_eq!(run.machine().fingerprint(), fingerprints[&step], "step {step}");
    }
    run.seek(0).expect("the toy keeps the rules");
    assert_eq!(run.machine().fingerprint(), fingerprints[&0]);
}

#[test]
fn a_backward_seek_in_a_hundred_thousand_steps_is_quick() {
    const STEPS: u64 = 100_000;
    const SEEKS: u32 = 200;
    let model = Mm1 { arrival_mean: Span::millis(10), service_mean: Span::millis(8) };
    let recipe = Recipe::default();
    let mut run = Run::new(Box::new(World::new(model, recipe.seed, recipe.nature)), recipe);
    run.advance(Time::END, STEPS);
    let start = Instant::now();
    for step in places(STEPS).take(SEEKS as usize) {
        run.seek(STEPS).expect("the toy keeps the rules");
        run.seek(step).expect("the toy keeps the rules");
    }
    // Unoptimised and on a busy machine; from the start it would be tens of milliseconds each.
    let each = start.elapsed() / (2 * SEEKS);
    assert!(each < Duration::from_millis(10), "{each:?} a seek");
}

/// Counts in a cell that all copies share, so that a replay goes on where play had come to.
#[derive(Clone)]
struct Cheat {
    counted: Rc<Cell<u64>>,
    /// The state shows the count, or else only the menu does.
    shows: bool,
}

impl Model for Cheat {
    type State = u64;
    type Event = ();
    type Action = ();
    type Fact = ();
    const LAWS: &'static [Law<Cheat>] = &[];

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (u64, Vec<(Span, ())>) {
        (0, vec![(Span::ZERO, ())])
    }

    fn on_event(&self, state: &mut u64, (): (), cx: &mut Cx<'_, Cheat>) {
        self.counted.set(self.counted.get() + 1);
        *state = if self.shows { self.counted.get() } else { *state + 1 };
        let wait = cx.delay(Draw::next(0), kernel::Delay::Exactly(Span::millis(1)));
        cx.after(wait, ());
    }

    fn on_action(&self, _state: &mut u64, (): (), _cx: &mut Cx<'_, Cheat>) {}

    fn actions(&self, _state: &u64, out: &mut Vec<()>) {
        if self.counted.get() < 1_500 {
            out.push(());
        }
    }

    fn class(&self, (): &()) -> kernel::Class {
        kernel::Class::Timer
    }
}

fn cheated(shows: bool, cues: Vec<Cue>) -> Run {
    let model = Cheat { counted: Rc::default(), shows };
    let recipe = Recipe { cues, ..Recipe::default() };
    Run::new(Box::new(World::new(model, 0, recipe.nature)), recipe)
}

#[test]
fn a_model_that_is_not_deterministic_is_found_out_by_a_seek() {
    let mut run = cheated(true, Vec::new());
    run.advance(Time::END, 2_000);
    let drift = run.seek(1_100).expect_err("the state counts replayed steps");
    assert_eq!(drift.step, 1_024, "the first checkpoint after the one it began at");
    assert!(drift.to_string().contains("not deterministic"));
}

#[test]
fn a_cue_that_no_longer_fits_in_a_replay_is_found_out() {
    let cue = Cue { step: 700, at: Time::ZERO, deed: Deed::Act(0), picks: Vec::new() };
    let mut run = cheated(false, vec![cue]);
    run.advance(Time::END, 2_000);
    assert_eq!(run.take_dropped(), []);
    run.seek(800).expect_err("the menu is empty now");
    let why = Misfit::NoSuchOffer { index: 0, offers: 0 };
    assert_eq!(run.take_dropped()[0].why, why);
    assert!(run.reach().step < 2_000, "what was played with the cue is forgotten");
}
