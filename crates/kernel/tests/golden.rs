//! The same recipe has the same trace on every machine: the digests of 5,000 steps of several
//! models under three seeds, pinned, and run natively and in wasm.

mod common;
#[path = "common/toy.rs"]
mod toy;

use common::{mm1::Mm1, queue};
use kernel::{Cue, Deed, Model, Recipe, Run, Span, Time, Trace, World};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const STEPS: u64 = 5_000;
const SEEDS: [u64; 3] = [1, 0xFA17, u64::MAX];

/// The digests of one run under each seed, as text that can be put into a test.
fn digests(run: impl Fn(u64) -> Run) -> [String; 3] {
    SEEDS.map(|seed| {
        let trace = Trace::of(&mut run(seed), STEPS, 0).expect("the models keep the rules");
        assert_eq!(trace.steps, STEPS, "the run goes on");
        format!("{:016x}", trace.digest)
    })
}

fn run_of<M: Model>(model: M, seed: u64) -> Run {
    let recipe = Recipe { seed, ..Recipe::default() };
    Run::new(Box::new(World::new(model, seed, recipe.nature)), recipe)
}

#[test]
fn an_mm1_queue_has_one_trace() {
    let model = Mm1 { arrival_mean: Span::millis(10), service_mean: Span::millis(8) };
    assert_eq!(
        digests(|seed| run_of(model, seed)),
        ["da1e656e064c11be", "8ef5c7cc70b864ca", "8eaaa9b397eda0ed"]
    );
}

#[test]
fn a_blocking_queue_has_one_trace() {
    let model = queue::Queue {
        capacity: 3,
        producers: 4,
        consumers: 3,
        lock: queue::Lock::HandOver,
        conditions: queue::Conditions::Two,
    };
    assert_eq!(
        digests(|seed| run_of(model, seed)),
        ["5f31b73b3c5245f1", "30087ad9879590e2", "b0f9d095f4b77c91"]
    );
}

#[test]
fn tossed_tokens_under_a_rough_nature_have_one_trace() {
    let run = |seed| {
        let recipe = Recipe { nature: toy::rough(), ..toy::recipe(seed) };
        Run::new(toy::machine(&recipe), recipe)
    };
    assert_eq!(digests(run), ["6ea4351c9d993f7b", "145a2b6d93aad2b9", "39202724b200636f"]);
}

/// Actions by index and by value, and booked events fired, dropped, doubled and delayed; those
/// that do not fit are left out alike everywhere.
#[test]
fn tossed_tokens_under_many_hands_have_one_trace() {
    let deed = |n: u32| match n % 6 {
        0 => Deed::Act(n % 5),
        1 => Deed::Say("mint 2 “ünï”".into()),
        2 => Deed::Fire(n % 4),
        3 => Deed::Drop(n % 4),
        4 => Deed::Copy(n % 4),
        _ => Deed::Delay(n % 4, Span::millis(u64::from(n))),
    };
    let cue = |n: u32| Cue {
        step: u64::from(n) * 9 + 5,
        at: Time::from_micros(u64::from(n) * 500),
        deed: deed(n),
        picks: Vec::new(),
    };
    let run = |seed| {
        let mut recipe = toy::recipe(seed);
        recipe.knobs = vec![5, 12, i64::from(seed == 1), 1];
        recipe.cues = (0..400).map(cue).collect();
        Run::new(toy::machine(&recipe), recipe)
    };
    assert_eq!(digests(run), ["5b24fddff1c5042b", "3f1e6ed684aa2794", "f4fa5cbd4ec38104"]);
}
