//! The model, driven as a page drives it.

use super::model::{CARES, CLOCKS, CRASHES, CUTS, HURRIES, REQUESTS};
use super::scheme::Scheme;
use super::state::State;
use super::{IdSchemes, laws};
use crate::lab::Entry;
use kernel::check::{Answer, Caps, Checker, Cut, Outcome, Report};
use kernel::sweep::{Length, Measuring};
use kernel::{Budget, Deed, Frame, Purse, Recipe, Run, Span, Stop, Time, Verdict, World};

fn entry() -> &'static Entry {
    crate::find("id-schemes").expect("the lab is in the list")
}

fn preset(key: &str) -> Recipe {
    let found = entry().presets.iter().find(|preset| preset.key == key);
    entry().recipe(found.expect("there is such a preset"))
}

/// A recipe with some knobs turned.
fn with(recipe: Recipe, turned: &[(&str, i64)]) -> Recipe {
    let mut recipe = recipe;
    for (key, value) in turned {
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
    let frame: Option<Frame<'_, IdSchemes>> = World::frame(machine, machine.now());
    frame.expect("it is this lab's machine").state
}

/// A run of a recipe for so many seconds.
fn played(recipe: Recipe, seconds: u64) -> Run {
    let mut run = run(recipe);
    run.advance(Time::from_micros(seconds * 1_000_000), u64::MAX);
    assert_eq!(run.take_dropped(), []);
    run
}

/// How much of a budget a search may spend.
type Limit = (Budget, u8);
/// What a search is made of: knobs that are turned, limits, and what it counts.
type Counted = (&'static [(&'static str, i64)], &'static [Limit], (u64, u64, u32, usize));

fn purse(limits: &[Limit]) -> Purse {
    let mut purse = [0; Budget::KINDS];
    for (Budget(kind), limit) in limits {
        purse[usize::from(*kind)] = *limit;
    }
    purse
}

fn law(name: &str) -> usize {
    let laws = run(preset("fair-weather")).laws();
    laws.iter().position(|info| info.name == name).expect("there is such a law")
}

fn search(recipe: &Recipe, limits: &[Limit], of: Option<&str>) -> (Checker, Report) {
    let machine = entry().machine(recipe, None).expect("these knobs go together");
    let caps = Caps { law: of.map(law), ..Caps::default() };
    let mut checker = Checker::new(&*machine, purse(limits), caps);
    let report = checker.finish();
    (checker, report)
}

/// The knobs of what is searched, and no hands.
fn still(turned: &[(&str, i64)]) -> Recipe {
    with(Recipe { cues: Vec::new(), ..preset("hurried-shard") }, turned)
}

/// A preset, what the search for its way may spend, the law that it breaks, in how many steps.
type Pinned = (&'static str, &'static [Limit], &'static str, usize);

const PINNED: [Pinned; 4] = [
    ("forgetful-counter", &[(REQUESTS, 2), (CRASHES, 1)], laws::COUNTER, 17),
    ("hurried-shard", &[(REQUESTS, 3), (HURRIES, 1)], laws::STRIDE, 24),
    ("forgetful-worker", &[(REQUESTS, 2), (CRASHES, 1), (CLOCKS, 1)], laws::SNOWFLAKE, 5),
    ("two-random-bits", &[(REQUESTS, 2)], laws::RANDOM, 2),
];

/// The shortest ways to an id that is given twice, as the presets have them.
#[test]
fn what_gives_an_id_twice_does_so_by_the_pinned_way() {
    for (key, limits, of, steps) in PINNED {
        let pinned = preset(key);
        let bare = Recipe { cues: Vec::new(), ..pinned.clone() };
        let (mut checker, _) = search(&bare, limits, Some(of));
        let way = checker.witness(law(of)).expect("there is a way");
        assert_eq!(way.cues.len(), steps, "{key}");
        assert_eq!(way.cues, pinned.cues, "{key}: the pinned way is another");
        let mut run = run(pinned);
        run.advance(Time::END, steps as u64);
        assert!(matches!(run.verdicts()[law(of)], Verdict::Broken(_)), "{key}");
    }
}

/// Within the first second, on a grid of 200 ms, no scheme gives an id twice, whatever crashes, is
/// cut off, set back or added with care. The counts, and how many of the seven sights were seen.
#[test]
fn no_id_is_given_twice_in_the_first_second() {
    let searches: [Counted; 6] = [
        (&[], &[(REQUESTS, 2)], (1_329, 3_350, 18, 2)),
        (&[("writers", 2)], &[(REQUESTS, 2)], (21_691, 68_769, 21, 2)),
        (&[], &[(REQUESTS, 2), (CRASHES, 1)], (39_991, 102_710, 29, 7)),
        (&[], &[(REQUESTS, 1), (CUTS, 1)], (11_621, 28_013, 20, 3)),
        (&[], &[(REQUESTS, 2), (CLOCKS, 1)], (10_119, 31_305, 20, 3)),
        (&[], &[(REQUESTS, 2), (CARES, 1)], (8_596, 23_499, 19, 2)),
    ];
    let counted = searches.map(|(turned, limits, _)| {
        let (_, report) = search(&still(turned), limits, None);
        assert_eq!(report.outcome, Outcome::Cut(Cut::Horizon), "{limits:?}");
        let broken = report.laws.iter().find(|law| matches!(law.answer, Answer::Broken(_)));
        assert_eq!(broken, None, "{limits:?}");
        let seen = report.laws.iter().filter(|law| law.answer == Answer::Seen).count();
        (report.distinct, report.generated, report.depth, seen)
    });
    assert_eq!(counted, searches.map(|(_, _, counts)| counts));
}

/// A clock that goes back, or a worker that forgets, does no harm alone.
#[test]
fn a_worker_needs_both_mishaps_to_repeat_itself() {
    for limits in [&[(REQUESTS, 2), (CLOCKS, 1)], &[(REQUESTS, 2), (CRASHES, 1)]] {
        let (mut checker, _) = search(&still(&[]), limits, Some(laws::SNOWFLAKE));
        assert_eq!(checker.witness(law(laws::SNOWFLAKE)), None, "{limits:?}");
    }
}

/// What each preset is there to show.
#[test]
fn presets_show_what_their_notes_say() {
    let fair = played(preset("fair-weather"), 20);
    for scheme in Scheme::ALL {
        let score = state(&fair).score(scheme);
        assert!(score.given > 40 && score.failed + score.wasted + score.again == 0, "{score:?}");
    }
    let crashed = played(preset("centre-crashes"), 12);
    let failed = |run: &Run| Scheme::ALL.map(|scheme| state(run).score(scheme).failed > 0);
    assert_eq!(failed(&crashed)[2..], [false; 4], "the others do not notice");
    assert!(failed(&crashed)[0]);
    let gaps = played(preset("gaps"), 8);
    assert!(state(&gaps).score(Scheme::Leases).wasted > 40);
    let overload = played(preset("overload"), 20);
    assert_eq!(failed(&overload), [true, false, false, false, false, false]);
    for (key, scheme) in
        [("shard-in-a-hurry", Scheme::Stride), ("eight-random-bits", Scheme::Random)]
    {
        let run = played(preset(key), 10);
        assert!(state(&run).score(scheme).again > 0, "{key}");
    }
    let back = played(preset("clock-back"), 10);
    assert!(state(&back).score(Scheme::Snowflake).longest.as_micros() > 300_000);
    let cut = played(preset("cut-off"), 10);
    assert_eq!(failed(&cut), [true, false, true, false, false, false]);
}

/// Random ids come in either order; ids of a counter in theirs; and whoever reads a clock is out of
/// order by its skew alone.
#[test]
fn order_is_what_the_table_says() {
    let disorder = |skew: i64, scheme: Scheme| {
        let turned = [("request-every", 100), ("service", 5), ("skew", skew)];
        let run = played(with(preset("fair-weather"), &turned), 60);
        state(&run).score(scheme).disorder().expect("there are many")
    };
    assert_eq!(disorder(150, Scheme::Counter), 0.0);
    assert!((disorder(150, Scheme::Random) - 50.0).abs() < 3.0);
    // Two in the same millisecond are in the order of their workers.
    assert!(disorder(0, Scheme::Snowflake) < 2.0);
    assert!((10.0..50.0).contains(&disorder(150, Scheme::Snowflake)));
    assert!((10.0..50.0).contains(&disorder(150, Scheme::Dated)));
    assert!(disorder(150, Scheme::Leases) > 10.0 && disorder(150, Scheme::Stride) > 10.0);
}

/// However long a run lasts and however much it is asked, what is kept does not grow.
#[test]
fn what_is_kept_is_bounded() {
    let turned = [("writers", 4), ("request-every", 50), ("service", 1_000), ("repair", 700)];
    let mut run = run(with(preset("fair-weather"), &turned));
    for round in 1..=30 {
        run.advance(Time::from_micros(round * 2_000_000), u64::MAX);
        let actions = run.offers().actions;
        let text = actions[round as usize % actions.len()].text.clone();
        run.take(Deed::Say(text.into())).expect("it is on the menu");
        let State { open, counter, shards, .. } = state(&run);
        // Four writers, fifty milliseconds, a time-out of 2.5 seconds: 200 on average.
        assert!(open.len() < 300 && counter.server.len() <= open.len() + 1);
        assert!(shards.iter().all(|shard| shard.given.len() <= shards.len()));
    }
}

/// What many runs measure is what the textbook says, within a twentieth.
#[test]
fn runs_measure_what_the_formulas_say() {
    let turned: &[&[(&str, i64)]] = &[
        &[("writers", 4), ("request-every", 300), ("range", 20)],
        &[("writers", 1), ("request-every", 200), ("range", 50), ("network", 200)],
    ];
    for turned in turned {
        let recipe = with(preset("fair-weather"), turned);
        let metrics = run(recipe.clone()).machine().metrics();
        let found = measured(&recipe);
        for formula in entry().formulas {
            let Ok(theory) = formula.of(&recipe) else { continue };
            let nth = metrics.iter().position(|info| info.key == formula.metric);
            let found = found[nth.expect("there is such a metric")];
            assert!((found / theory - 1.0).abs() < 0.05, "{}: {found}, {theory}", formula.metric);
        }
    }
}

/// The mean of every metric over a few long runs; zero where nothing was measured.
fn measured(recipe: &Recipe) -> Vec<f64> {
    let stop = Stop { at: Time::from_micros(600_000_000), steps: u64::MAX >> 1 };
    let length = Length { warm_up: Span::secs(10), stop };
    let machine = entry().machine(recipe, None).expect("these knobs go together");
    let mut means = vec![0.0; machine.metrics().len()];
    for seed in 0..RUNS {
        let mut measuring = Measuring::new(&*machine, seed, length, Vec::new().into(), false);
        while !measuring.advance(10_000) {}
        for (mean, value) in means.iter_mut().zip(measuring.finish().values) {
            *mean += value.unwrap_or(0.0) / RUNS as f64;
        }
    }
    means
}

/// Runs that are measured.
const RUNS: u64 = 12;
