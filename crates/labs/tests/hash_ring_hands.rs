//! The consistent-hashing lab under random hands: whatever is done to the cluster, in whatever
//! order, the laws that its strategy promises hold, and the run replays.

use kernel::sweep::{Length, Plan, Table, Work};
use kernel::{Deed, Run, Time, Verdict, World};
use labs::Entry;
use labs::hash_ring::HashRing;
use labs::hash_ring::action::Action;
use labs::hash_ring::strategy::Kind;
use proptest::collection::vec;
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::Config;

/// Something that a hand may try; often it cannot be done.
fn action() -> impl Strategy<Value = String> {
    prop_oneof![
        (0..4_u32).prop_map(|count| format!("add:{count}")),
        (0..4_u32).prop_map(|count| format!("remove:{count}")),
        (0..12_u32).prop_map(|id| format!("remove-shard:{id}")),
        (0..12_u32, 0..5_u32).prop_map(|(id, weight)| format!("weight:{id}:{weight}")),
        (0..12_u32).prop_map(|id| format!("kill:{id}")),
        (0..12_u32).prop_map(|id| format!("revive:{id}")),
        (0..4_u32).prop_map(|zone| format!("kill-zone:{zone}")),
        "[ -~é]{1,8}".prop_map(|key| Action::LookUp(key.as_str().into()).to_string()),
    ]
}

fn entry() -> &'static Entry {
    labs::find("hash-ring").expect("the lab is in the list")
}

/// A small cluster: every table is crowded and every tie comes up.
fn run(strategy: i64, replicas: i64, zones: i64, seed: u64) -> Run {
    let mut recipe = kernel::Recipe { knobs: entry().defaults(), seed, ..Default::default() };
    let turned = [
        ("strategy", strategy),
        ("shards", 5),
        ("keys", 200),
        ("virtual-nodes", 3),
        ("replicas", replicas),
        ("zones", zones),
        ("lookups", 20),
    ];
    for (key, value) in turned {
        let index = entry().knobs.iter().position(|knob| knob.key == key);
        recipe.knobs[index.expect("the knob is in the list")] = value;
    }
    Run::new(entry().machine(&recipe, None).expect("these knobs go together"), recipe)
}

fn is_consistent(run: &Run) -> bool {
    let frame = World::<HashRing>::frame(run.machine(), Time::ZERO).expect("it is of this lab");
    frame.model.places().kind().is_consistent(frame.state.cluster.members())
}

proptest! {
    #![proptest_config(Config { cases: 64, ..Config::default() })]
    #[test]
    fn laws_hold_whatever_is_done(
        strategy in 0..Kind::ALL.len() as i64,
        (replicas, zones, seed) in (1..=5_i64, 1..=3_i64, 0..1_000_u64),
        hands in vec((action(), 0..6_u64), 1..16),
    ) {
        let mut run = run(strategy, replicas, zones, seed);
        let mut consistent = is_consistent(&run);
        let mut waypoints = Vec::new();
        for (action, steps) in hands {
            run.take(Deed::Say(action.as_str().into())).expect("what can be read can be asked for");
            consistent &= is_consistent(&run);
            run.advance(Time::END, steps);
            waypoints.push((run.playhead().step, run.machine().fingerprint()));
        }
        prop_assert_eq!(run.take_dropped(), []);
        let promised = |law: &str| {
            let of_lists = law.starts_with("every key") || law.starts_with("replicas");
            of_lists || consistent && law.contains("move")
        };
        for (law, verdict) in run.laws().iter().zip(run.verdicts()) {
            if promised(law.name) {
                prop_assert!(!matches!(verdict, Verdict::Broken(_)), "{}: {:?}", law.name, verdict);
            }
        }
        for (step, fingerprint) in waypoints.into_iter().rev() {
            prop_assert!(run.seek(step).is_ok());
            prop_assert_eq!(run.machine().fingerprint(), fingerprint);
        }
    }
}

/// Who asks for keys at random meets a shard as often as it has keys, so that the load met is the
/// mean of the squared loads: one more than the squared relative deviation, in fair shares.
#[test]
fn look_ups_meet_the_loads_by_their_squares() {
    let entry = entry();
    let preset = entry.presets.iter().find(|preset| preset.key == "1-virtual-node");
    let mut recipe = entry.recipe(preset.expect("a preset of one virtual node"));
    // So few keys that each of them is asked for.
    let keys = entry.knobs.iter().position(|knob| knob.key == "keys").expect("a knob");
    recipe.knobs[keys] = 100;
    let plan = Plan::new(recipe, Length::steps(8_000), Vec::new(), 4, false).expect("it is sound");
    let machine = entry.machine(&plan.recipe(0, 0), None).expect("a preset builds");
    let figure = |key: &str| {
        let figures = machine.figures();
        figures.iter().find(|figure| figure.key == key).and_then(|figure| figure.value)
    };
    let relative =
        figure("standard_deviation").expect("a deviation") / figure("mean").expect("a mean");
    let mut table = Table::new(&plan, machine.metrics().len());
    for chunk in plan.chunks(4) {
        let mut work = Work::new(&plan, chunk, &*machine);
        while !work.advance(u64::MAX) {}
        table.put(chunk, &work.finish());
    }
    let metric = machine.metrics().iter().position(|metric| metric.key == "load_met");
    let met = table.distribution(0, metric.expect("it is measured")).expect("look-ups").mean;
    let expected = 1_000.0 * (1.0 + relative * relative);
    assert!((met / expected - 1.0).abs() < 0.03, "met {met}, expected {expected}");
}
