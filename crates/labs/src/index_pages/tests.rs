//! The model, driven as a page drives it.

use super::IndexPages;
use super::keys::KeyKind;
use super::model::State;
use crate::lab::Entry;
use kernel::check::{Caps, Checker, Outcome};
use kernel::{Deed, Frame, Recipe, Run, Time, Verdict, World};

fn entry() -> &'static Entry {
    crate::find("index-pages").expect("the lab is in the list")
}

fn preset(key: &str) -> Recipe {
    let preset = entry().presets.iter().find(|preset| preset.key == key);
    entry().recipe(preset.expect("there is such a preset"))
}

fn turned(mut recipe: Recipe, knobs: &[(&str, i64)]) -> Recipe {
    for (key, value) in knobs {
        let index = entry().knobs.iter().position(|knob| knob.key == *key);
        recipe.knobs[index.expect("the knob is in the list")] = *value;
    }
    recipe
}

fn run(recipe: Recipe) -> Run {
    Run::new(entry().machine(&recipe, None).expect("these knobs go together"), recipe)
}

fn state(run: &Run) -> &State {
    let machine = run.machine();
    let frame: Option<Frame<'_, IndexPages>> = World::frame(machine, machine.now());
    frame.expect("it is this lab's machine").state
}

fn whole(recipe: Recipe) -> Run {
    let mut run = run(recipe);
    run.advance(Time::END, u64::MAX);
    run
}

/// How many pages were read by each table.
fn reads(run: &Run) -> [u64; 4] {
    state(run).tables.each_ref().map(|table| table.pool.traffic().read)
}

#[test]
fn random_keys_alone_wait_for_the_disk_and_none_does_where_everything_fits() {
    let opening = reads(&whole(preset("four-keys")));
    assert!(opening[1] > 1_500, "{opening:?}");
    assert!([opening[0], opening[2], opening[3]].iter().all(|reads| *reads < 10), "{opening:?}");
    let run = whole(preset("everything-fits"));
    assert_eq!(reads(&run), [0; 4]);
    let fill = state(&run).tables.each_ref().map(|table| table.tree.fill_ppm() / 10_000);
    assert!((65..75).contains(&fill[1]) && fill[3] > 98, "{fill:?}");
}

#[test]
fn ascending_keys_leave_half_empty_pages_where_the_split_is_in_the_middle() {
    let run = whole(preset("always-in-the-middle"));
    let fill = state(&run).tables.each_ref().map(|table| table.tree.fill_ppm() / 10_000);
    assert!([fill[0], fill[2], fill[3]].iter().all(|fill| (50..60).contains(fill)), "{fill:?}");
    assert!(fill[1] > 65, "{fill:?}");
}

#[test]
fn rows_that_come_late_want_a_little_room() {
    let fill = |percent| {
        let run = whole(turned(preset("a-little-late"), &[("fill", percent)]));
        state(&run).tables[KeyKind::Auto as usize].tree.fill_ppm() / 10_000
    };
    assert!(fill(100) < 60 && fill(90) > 85, "{} and {}", fill(100), fill(90));
}

/// The same rows under every kind of key, and no law is broken, whatever hands do meanwhile.
#[test]
fn hands_do_as_they_like_and_every_law_holds() {
    for knobs in [[("late", 9), ("index", 0)], [("late", 1), ("index", 1)]] {
        let mut run = run(turned(preset("four-keys"), &knobs));
        let actions =
            ["insert:100", "load:1000", "look-up:any", "pool:8", "look-up:recent", "rebuild"];
        for action in actions.into_iter().cycle().take(12) {
            run.advance(Time::END, 20);
            // Some are not on offer by now: all rows are in.
            let _ = run.take(Deed::Say(action.into()));
        }
        run.advance(Time::END, u64::MAX);
        assert_eq!(run.next_instant(), None);
        let broken = run.verdicts().into_iter().find(|law| matches!(law, Verdict::Broken(_)));
        assert_eq!(broken, None);
        let rows = state(&run).tables.each_ref().map(|table| table.tree.rows());
        assert_eq!(rows, [2_000; 4]);
    }
}

/// What runs come to lies beside what the closed forms say, and those that do not hold say why.
#[test]
fn runs_measure_what_the_closed_forms_say() {
    let knobs = [("page", 4), ("row", 60), ("pool", 64), ("rows", 16_000), ("batch", 20)];
    let value = |recipe: &Recipe, metric: &str| {
        let formula = entry().formulas.iter().find(|formula| formula.metric == metric);
        formula.expect("there is such a formula").of(recipe)
    };
    for split in [0, 1] {
        let recipe = turned(turned(preset("four-keys"), &knobs), &[("split", split)]);
        let run = whole(recipe.clone());
        let tables = &state(&run).tables;
        let measured = [
            ("uuid4_fill", f64::from(tables[1].tree.fill_ppm()) / 1e3),
            ("auto_fill", f64::from(tables[3].tree.fill_ppm()) / 1e3),
            ("uuid4_reads", tables[1].pool.traffic().read as f64 / 16.0),
        ];
        for (metric, measured) in measured {
            let told = value(&recipe, metric).expect("it holds here");
            let ratio = measured / told;
            assert!((0.96..1.04).contains(&ratio), "{metric}: {measured} beside {told}");
        }
    }
    let shared = turned(preset("neighbours-share"), &knobs);
    assert!(value(&shared, "uuid4_fill").is_err() && value(&shared, "uuid4_reads").is_err());
    assert!(value(&preset("a-little-late"), "auto_fill").is_err());
}

/// Every order in which eight rows can come, in trees of two rows a page: a proof of the invariants
/// for trees of three levels.
#[test]
fn every_order_of_a_few_rows_keeps_the_invariants() {
    let states = [0, 1, 2].map(|split| {
        let recipe = turned(preset("every-order"), &[("split", split)]);
        let machine = entry().machine(&recipe, None).expect("these knobs go together");
        let limits = Checker::limits(&*machine, 0, 0);
        let report = Checker::new(&*machine, limits, Caps::default()).finish();
        assert_eq!(report.outcome, Outcome::Complete, "split {split}");
        // All rows, and what is written at the end.
        assert_eq!(report.depth, 10);
        report.distinct
    });
    assert_eq!(states, [9_938, 9_938, 461]);
}

/// As long a run as there is: going back is a seek from a checkpoint, which shares its pages with the
/// present.
#[test]
fn a_long_run_goes_back_to_what_it_was() {
    let mut run = run(turned(preset("a-hundred-thousand"), &[("rows", 30_000)]));
    run.advance(Time::END, 700);
    let there = run.machine().fingerprint();
    run.advance(Time::END, u64::MAX);
    run.seek(700).expect("the replay comes out as the first time");
    assert_eq!(run.machine().fingerprint(), there);
}
