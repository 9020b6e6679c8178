//! Many runs: a sample is a function of its point and its seed, however the work is cut, and it is
//! what a run of the same recipe comes to.

#[path = "common/toy.rs"]
mod toy;

use kernel::sweep::{Axis, Broken, Chunk, Dial, Ended, Length, Plan, Sample, Table, Unsound, Work};
use kernel::{Cue, Deed, Halt, Nature, Recipe, Run, Span, Stop, Time, Verdict};
use proptest::prelude::*;

const LENGTH: Length = Length::after(Span::millis(20), Span::millis(60), 400);

/// What the toy's metrics are called, in their order.
const METRICS: usize = 3;

fn cue(step: u64, deed: Deed) -> Cue {
    Cue { step, at: Time::from_micros(step * 700), deed, picks: Vec::new() }
}

/// Hands that fit under some seeds and not under others.
fn meddled(seed: u64) -> Recipe {
    let cues = vec![
        cue(5, Deed::Say("crash 1".into())),
        cue(9, Deed::Drop(1)),
        cue(14, Deed::Say("mint 2 more".into())),
        cue(30, Deed::Fire(0)),
    ];
    Recipe { cues, nature: toy::rough(), ..toy::recipe(seed) }
}

fn grid(recipe: Recipe, seeds: u32) -> Plan {
    let axes = vec![
        Axis { dial: Dial::Knob(0), values: vec![1, 3, 5] },
        Axis { dial: Dial::Loss, values: vec![0, 100_000] },
    ];
    Plan::new(recipe, LENGTH, axes, seeds, true).expect("the plan is sound")
}

fn measured(plan: &Plan, chunk: Chunk, slice: u64) -> Vec<Sample> {
    let machine = toy::machine(&plan.recipe(chunk.point, 0));
    let mut work = Work::new(plan, chunk, &*machine);
    while !work.advance(slice) {}
    work.finish()
}

fn straight(plan: &Plan) -> Vec<Sample> {
    plan.chunks(u32::MAX).flat_map(|chunk| measured(plan, chunk, u64::MAX)).collect()
}

/// Every bit of a table.
fn bits(plan: &Plan, table: &Table) -> String {
    let cell = |point, run| {
        let value = |metric| table.column(point, metric)[run as usize].map(f64::to_bits);
        format!("{:?} {:?}\n", table.run(point, run), [0, 1, 2].map(value))
    };
    let runs = |point| (0..plan.seeds()).map(move |run| cell(point, run));
    let distributions = |point| format!("{:?}", (0..METRICS).map(|m| table.distribution(point, m)));
    (0..plan.points())
        .map(|point| runs(point).collect::<String>() + &distributions(point))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Chunks of any size, measured in any order, come to the same table.
    #[test]
    fn a_table_does_not_depend_on_the_order_of_chunks(
        seed in any::<u32>(),
        size in 1..12_u32,
        keys in prop::collection::vec(any::<u32>(), 80),
    ) {
        let plan = grid(meddled(u64::from(seed)), 9);
        let mut whole = Table::new(&plan, METRICS);
        for chunk in plan.chunks(u32::MAX) {
            whole.put(chunk, &measured(&plan, chunk, u64::MAX));
        }
        let mut chunks: Vec<_> = plan.chunks(size).zip(keys).collect();
        chunks.sort_by_key(|(_, key)| *key);
        let mut pieces = Table::new(&plan, METRICS);
        for (chunk, _) in chunks {
            let samples = measured(&plan, chunk, u64::MAX);
            pieces.put(chunk, &samples);
            // What comes twice counts once.
            pieces.put(chunk, &samples);
        }
        prop_assert_eq!(bits(&plan, &whole), bits(&plan, &pieces));
    }

    /// Work that is put down after any number of steps and taken up again comes to the same.
    #[test]
    fn slices_come_to_the_same(seed in any::<u32>(), slice in 1..90_u64) {
        let plan = grid(meddled(u64::from(seed)), 3);
        let sliced = plan.chunks(2).flat_map(|chunk| measured(&plan, chunk, slice));
        prop_assert_eq!(straight(&plan), sliced.collect::<Vec<_>>());
    }

    /// A sample tells what the run of its recipe goes through: steps, laws, cues that do not fit.
    #[test]
    fn a_sample_is_what_its_run_comes_to(seed in any::<u64>(), loss in 0..200_000_u32) {
        let nature = Nature { loss_ppm: loss, ..toy::rough() };
        let recipe = Recipe { nature, seed: seed >> 1, ..meddled(0) };
        let plan = Plan::new(recipe, LENGTH, Vec::new(), 5, true).expect("the plan is sound");
        for (nth, sample) in (0..).zip(straight(&plan)) {
            let recipe = plan.recipe(0, nth);
            prop_assert_eq!(recipe.seed, sample.seed);
            let mut run = Run::new(toy::machine(&recipe), recipe);
            let halt = run.advance(Time::END, u64::MAX);
            let ended = match halt {
                Halt::Rest => Ended::Rest,
                _ if run.playhead().step == LENGTH.stop.steps => Ended::Steps,
                _ => Ended::Time,
            };
            prop_assert_eq!((sample.steps, sample.ended), (run.playhead().step, ended));
            prop_assert_eq!(sample.end, run.playhead().at);
            let first = run.verdicts().into_iter().map(|verdict| match verdict {
                Verdict::Broken(breach) => Some(breach.step),
                _ => None,
            });
            let broken = (0..).zip(first).filter_map(|(law, step)| Some((law, step?)));
            let told = sample.broken.iter().map(|broken| (broken.law, broken.step));
            prop_assert_eq!(told.collect::<Vec<_>>(), broken.collect::<Vec<_>>());
            prop_assert_eq!(sample.dropped as usize, run.take_dropped().len());
        }
    }
}

/// The recipe's hands fit under some seeds and not under others, and its laws break under some: or
/// the properties above would say little.
#[test]
fn the_samples_are_of_every_kind() {
    let plan = grid(meddled(1), 40);
    let samples = straight(&plan);
    let count = |so: &dyn Fn(&Sample) -> bool| samples.iter().filter(|sample| so(sample)).count();
    assert!((1..240).contains(&count(&|sample| sample.dropped > 0)));
    assert!((1..240).contains(&count(&|sample| !sample.broken.is_empty())));
    assert!((1..240).contains(&count(&|sample| sample.values[2].is_none())));
    for ended in [Ended::Time, Ended::Steps] {
        assert!(count(&|sample| sample.ended == ended) > 0, "{ended:?}");
    }
}

#[test]
fn work_may_be_left_at_any_time_and_says_how_far_it_is() {
    let plan = grid(meddled(3), 50);
    let chunk = plan.chunks(50).next().expect("there is a chunk");
    let mut work = Work::new(&plan, chunk, &*toy::machine(&plan.recipe(0, 0)));
    assert!(!work.advance(600));
    let done = work.done();
    assert!((1..50).contains(&done), "{done}");
    let mut table = Table::new(&plan, METRICS);
    table.put(chunk, &work.finish());
    assert_eq!((table.done(0), table.run(0, done)), (done, None));
    assert_eq!(table.distribution(0, 0).map(|caught| caught.n), Some(done));
}

/// Laws cost time in proportion to the state: without them the metrics are the same.
#[test]
fn unjudged_runs_measure_the_same() {
    let judged = grid(meddled(5), 20);
    let axes = judged.axes().to_vec();
    let unjudged = Plan::new(meddled(5), LENGTH, axes, 20, false).expect("the plan is sound");
    for (with, without) in straight(&judged).into_iter().zip(straight(&unjudged)) {
        assert_eq!(without, Sample { broken: Vec::new(), ..with });
    }
}

/// A run that rests before the warm-up is over measured nothing, but its laws were judged.
#[test]
fn a_run_that_rests_while_it_warms_up_has_no_values() {
    let mut recipe = toy::recipe(1);
    recipe.knobs = vec![1, 1, 0, 0];
    let length = Length::after(Span::secs(3_000), Span::secs(1), 1_000);
    let plan = Plan::new(recipe, length, Vec::new(), 1, true).expect("the plan is sound");
    let sample = &straight(&plan)[0];
    assert_eq!((sample.ended, &sample.values), (Ended::Rest, &vec![None; METRICS]));
    assert_eq!(sample.broken, [Broken { law: 3, step: sample.steps }]);
}

#[test]
fn points_are_numbered_with_the_last_axis_first() {
    let plan = grid(toy::recipe(7), 2);
    let values: Vec<_> = (0..plan.points()).map(|point| plan.values(point)).collect();
    assert_eq!(values, [[1, 0], [1, 100_000], [3, 0], [3, 100_000], [5, 0], [5, 100_000]]);
    let recipe = plan.recipe(3, 1);
    assert_eq!((recipe.seed, recipe.knobs[0], recipe.nature.loss_ppm), (8, 3, 100_000));
    assert_eq!(recipe.stop, LENGTH.stop);
    let chunks: Vec<_> = plan.chunks(1).collect();
    assert_eq!(chunks.len() as u64, plan.runs());
    assert_eq!(chunks[3], Chunk { point: 1, first: 1, runs: 1 });
}

#[test]
fn values_are_spread_evenly_or_by_even_ratios() {
    let spread =
        |from, to, most, is_log| Axis::spread(Dial::Knob(0), from, to, most, is_log).values;
    assert_eq!(spread(1, 5, 9, false), [1, 2, 3, 4, 5]);
    assert_eq!(spread(0, 100, 5, false), [0, 25, 50, 75, 100]);
    assert_eq!(spread(1, 10_000, 5, true), [1, 10, 100, 1_000, 10_000]);
    assert_eq!(spread(1, 64, 7, true), [1, 2, 4, 8, 16, 32, 64]);
    assert_eq!(spread(1, 3, 5, true), [1, 2, 3]);
    assert_eq!(spread(4, 4, 5, true), [4]);
    assert_eq!(spread(5, 4, 5, false), [0; 0]);
    let whole = spread(i64::MIN, i64::MAX, 3, false);
    assert_eq!(whole, [i64::MIN, 0, i64::MAX]);
}

/// A rate is a share or seconds as text, and millionths in a recipe.
#[test]
fn dials_are_read_as_they_are_written() {
    let mut recipe = toy::recipe(1);
    let cases = [("peers", "7", 7), ("wire", "any order", 0), ("loss", "0.01", 10_000)];
    for (key, text, value) in cases.into_iter().chain([
        ("doubling", "1", 1_000_000),
        ("mishap-every", "2.5", 2_500_000),
        ("mishap-every", "0", 0),
    ]) {
        let dial = Dial::find(toy::KNOBS, key).expect("there is one");
        assert_eq!(dial.key(toy::KNOBS), key);
        assert_eq!(dial.read(toy::KNOBS, text), Ok(value), "{key}");
        assert_eq!(dial.write(toy::KNOBS, value), text, "{key}");
        dial.turn(&mut recipe, value).expect("the value is sound");
        assert_eq!(dial.value(&recipe), Some(value));
    }
    assert_eq!(Dial::find(toy::KNOBS, "weather"), None);
    let refused = |dial: Dial, text| dial.read(toy::KNOBS, text).expect_err(text).to_string();
    for text in ["1.1", "-0.1", "0.0000001", "", "half", "1e-3"] {
        assert!(refused(Dial::Loss, text).contains("a share from 0 to 1"), "{text}");
    }
    assert!(refused(Dial::Mishaps, "9223372036855").contains("it is in seconds"));
    assert!(refused(Dial::Knob(0), "70").contains("a whole number from 1 to 9"));
    assert!(refused(Dial::Knob(70), "7").contains("no such knob"));
}

#[test]
fn hostile_plans_are_refused_with_a_sentence() {
    let knob = |values: Vec<i64>| Axis { dial: Dial::Knob(0), values };
    let plan = |length, axes, seeds, seed| {
        Plan::new(toy::recipe(seed), length, axes, seeds, true).expect_err("it is hostile")
    };
    let endless = Length { warm_up: Span::ZERO, stop: Stop::default() };
    let late = Length::after(Span::secs(9), Span::ZERO, 100);
    let cases = [
        (plan(LENGTH, vec![], 0, 1), "0 seeds cannot be run: choose from 1 to 100000"),
        (plan(LENGTH, vec![], u32::MAX, 1), "4294967295 seeds cannot be run"),
        (plan(LENGTH, vec![], 2, u64::MAX), "begin at 18446744073709551614 or below"),
        (plan(endless, vec![], 1, 1), "a measured run needs an end"),
        (plan(Length::steps(0), vec![], 1, 1), "take 1 to 100000000"),
        (plan(late, vec![], 1, 1), "leaves nothing to measure before the end at 9.000 s"),
        (plan(LENGTH, vec![knob(vec![])], 1, 1), "its range must not be empty"),
        (plan(LENGTH, vec![knob(vec![1]), knob(vec![2])], 1, 1), "knob number 0 is turned twice"),
        (plan(LENGTH, vec![knob((0..99).collect())], 99_999, 1), "9899901 runs are too many"),
        (
            plan(LENGTH, vec![Axis { dial: Dial::Knob(4), values: vec![1] }], 1, 1),
            "there is no knob number 4: this lab has 4, counted from 0",
        ),
        (
            plan(LENGTH, vec![Axis { dial: Dial::Loss, values: vec![1_000_001] }], 1, 1),
            "the loss of messages cannot be 1000001 per million",
        ),
        (
            plan(LENGTH, vec![Axis { dial: Dial::Doubling, values: vec![-1] }], 1, 1),
            "the doubling of messages cannot be -1 per million",
        ),
        (
            plan(LENGTH, vec![Axis { dial: Dial::Mishaps, values: vec![-1] }], 1, 1),
            "the time between mishaps cannot be -1 µs",
        ),
    ];
    for (unsound, why) in cases {
        assert!(unsound.to_string().contains(why), "{unsound}: {why}");
    }
    let last = Plan::new(toy::recipe(u64::MAX), LENGTH, vec![], 1, true);
    assert_eq!(last.map(|plan| plan.seed(0)), Ok::<_, Unsound>(u64::MAX));
}
