//! The model, searched and driven as a page drives it.

use super::fact::{Fact, Made};
use super::laws::UNIQUE;
use super::layout::PROTOTYPE;
use super::model::{CRASHES, MOVES, State};
use super::{Snowflake, presets::FIELD};
use crate::lab::{Entry, Lab};
use kernel::check::{Answer, Caps, Checker, Outcome, Report};
use kernel::sweep::{Length, Plan, Table, Work};
use kernel::{Budget, Deed, Purse, Recipe, Run, Span, Time, Verdict, World};
use std::collections::BTreeSet;

fn entry() -> &'static Entry {
    crate::find("snowflake").expect("the lab is in the list")
}

fn preset(key: &str) -> Recipe {
    let preset = entry().presets.iter().find(|preset| preset.key == key);
    entry().recipe(preset.expect("there is such a preset"))
}

/// The defaults with some knobs turned.
fn turned<'a>(knobs: impl IntoIterator<Item = &'a (&'a str, i64)>, seed: u64) -> Recipe {
    let mut recipe = Recipe { knobs: entry().defaults(), seed, ..Recipe::default() };
    for (key, value) in knobs {
        let index = entry().knobs.iter().position(|knob| knob.key == *key);
        recipe.knobs[index.expect("the knob is in the list")] = *value;
    }
    recipe
}

/// The field that is searched, with some knobs turned.
fn field(knobs: &[(&str, i64)]) -> Recipe {
    turned(FIELD.iter().chain(knobs), 1)
}

fn run(recipe: Recipe) -> Run {
    Run::new(entry().machine(&recipe, None).expect("these knobs go together"), recipe)
}

/// So many movements of clocks and so many crashes.
fn purse(moves: u8, crashes: u8) -> Purse {
    let mut purse = [0; Budget::KINDS];
    purse[usize::from(MOVES.0)] = moves;
    purse[usize::from(CRASHES.0)] = crashes;
    purse
}

fn search(recipe: &Recipe, limits: Purse) -> (Checker, Report) {
    let machine = entry().machine(recipe, None).expect("these knobs go together");
    let mut checker = Checker::new(&*machine, limits, Caps::default());
    let report = checker.finish();
    (checker, report)
}

/// Searches to the end, and expects that no law falls and that everything is seen.
fn prove(knobs: &[(&str, i64)], limits: Purse) -> (u64, u64, u32) {
    let (_, report) = search(&field(knobs), limits);
    assert_eq!(report.outcome, Outcome::Complete, "{knobs:?}: {:?}", report.laws);
    let unseen = report.laws.iter().filter(|law| matches!(law.answer, Answer::NotSeen));
    assert_eq!(unseen.count(), 0, "{knobs:?}: {:?}", report.laws);
    (report.distinct, report.generated, report.depth)
}

const REFUSE: (&str, i64) = ("policy", 0);
const WAIT: (&str, i64) = ("policy", 1);
const BORROW: (&str, i64) = ("policy", 2);
const LENT: (&str, i64) = ("lent", 1);

#[test]
fn two_movements_of_clocks_are_proved_under_every_policy() {
    let searches: [(&[(&str, i64)], _); 3] = [
        (&[REFUSE], (21_022, 119_667, 21)),
        (&[WAIT], (24_252, 134_757, 21)),
        (&[BORROW, LENT], (38_888, 228_713, 35)),
    ];
    let counted = searches.map(|(knobs, _)| prove(knobs, purse(2, 0)));
    assert_eq!(counted, searches.map(|(_, counts)| counts));
}

/// Clocks are moved as often as one likes, and the search still comes to an end: the whole field.
#[test]
fn any_number_of_movements_is_proved() {
    assert_eq!(prove(&[REFUSE, ("moves", 1)], purse(0, 0)), (177_198, 2_315_477, 27));
}

#[test]
fn a_crash_and_a_movement_are_proved_for_workers_that_remember() {
    let searches: [(&[(&str, i64)], _); 3] = [
        (&[REFUSE], (12_668, 76_215, 18)),
        (&[WAIT], (13_488, 80_247, 18)),
        (&[BORROW, LENT], (24_876, 152_827, 29)),
    ];
    let counted = searches.map(|(knobs, _)| prove(knobs, purse(1, 1)));
    assert_eq!(counted, searches.map(|(_, counts)| counts));
}

/// Each mistake, with the least that a search must spend to find what it breaks.
#[test]
fn each_mistake_makes_an_id_twice_by_the_pinned_way() {
    let mistakes = [
        ("reset", purse(1, 0), 5),
        ("forgotten", purse(0, 1), 4),
        ("waited-a-tick", purse(1, 1), 5),
    ];
    for (key, limits, steps) in mistakes {
        let pinned = preset(key);
        let (mut checker, report) = search(&Recipe { cues: Vec::new(), ..pinned.clone() }, limits);
        let nth = report.laws.iter().position(|found| found.name == UNIQUE);
        let nth = nth.expect("there is such a law");
        let way = checker.witness(nth).expect("there is a way");
        let found = run(Recipe { cues: way.cues.clone(), ..pinned.clone() });
        let link = kernel::link::write(entry().knobs, &found);
        assert_eq!(way.cues, pinned.cues, "{key}: the way is now {link}");
        assert_eq!(way.cues.len(), steps, "{key}");
        let mut run = run(pinned);
        run.advance(Time::END, steps as u64);
        let verdict = run.verdicts().swap_remove(nth);
        assert!(matches!(verdict, Verdict::Broken(_)), "{key}: {verdict:?}");
        let none = search(&Recipe { cues: Vec::new(), ..preset(key) }, purse(0, 0)).1;
        assert_eq!(none.outcome, Outcome::Complete, "{key} is found without spending anything");
    }
}

/// Every cell of the grids comes out as is claimed.
#[test]
fn grids_come_out_as_claimed() {
    for grid in entry().grids {
        for cell in 0..grid.cells() {
            let recipe = Recipe { knobs: grid.knobs(entry().knobs, cell), ..Recipe::default() };
            let (_, report) = search(&recipe, grid.limits);
            let law = report.laws.iter().find(|law| law.name == grid.law);
            let holds = match &law.expect("a grid names a law of its lab").answer {
                Answer::Holds => report.outcome == Outcome::Complete,
                _ => false,
            };
            assert_eq!(holds, (grid.claim.holds)(&recipe.knobs), "{}: cell {cell}", grid.key);
        }
    }
}

/// The cues of a preset hold nothing back: at each, whatever was due has happened.
#[test]
fn cues_of_presets_come_in_time() {
    for preset in entry().presets.iter().filter(|preset| !preset.cues.is_empty()) {
        let recipe = entry().recipe(preset);
        let mut run = run(recipe.clone());
        for cue in &recipe.cues {
            run.advance(Time::END, cue.step - 1 - run.playhead().step);
            let machine = run.machine();
            let now = (machine.now(), machine.next_due().unwrap_or(Time::END));
            let place = format!("{}: step {} at {:?} in {now:?}", preset.key, cue.step, cue.at);
            assert!(now.0 <= cue.at && cue.at <= now.1, "{place}");
        }
    }
}

/// A run up to an instant, and what it counted by then.
fn played(key: &str, ms: u64) -> (Run, super::model::Past) {
    let mut run = run(preset(key));
    run.advance(Time::from_micros(ms * 1_000), 1_000_000);
    let past = look(&run, |_, state| state.past.0.clone());
    (run, past)
}

fn look<R>(run: &Run, see: impl FnOnce(&Snowflake, &State) -> R) -> R {
    let frame = World::<Snowflake>::frame(run.machine(), run.playhead().at);
    let frame = frame.expect("it is a run of this lab");
    see(frame.model, frame.state)
}

fn broken(run: &Run) -> Vec<&'static str> {
    let verdicts = run.laws().into_iter().zip(run.verdicts());
    let broken = verdicts.filter(|(_, verdict)| matches!(verdict, Verdict::Broken(_)));
    broken.map(|(law, _)| law.name).collect()
}

/// How many workers stall.
fn stalled(run: &Run) -> usize {
    look(run, |_, state| state.workers.iter().filter(|worker| worker.stall.is_some()).count())
}

/// The first four presets: one clock, and what three policies and another NTP make of it.
#[test]
fn a_clock_that_is_stepped_back_comes_out_by_policy() {
    let ends = ["stepped-back", "wait", "borrow", "slewed"].map(|key| {
        let (run, past) = played(key, 6_000);
        assert_eq!(broken(&run), [""; 0], "{key}");
        (past.refused, past.lost)
    });
    assert_eq!(ends, [(4, 0), (0, 0), (0, 0), (0, 0)]);
    let (waiting, _) = played("wait", 3_400);
    assert_eq!(stalled(&waiting), 1);
    let waited = waiting.machine().recent(50).into_iter();
    assert_eq!(waited.filter(|line| line.text.ends_with("waits at worker 2")).count(), 4);
    let (borrowing, _) = played("borrow", 3_400);
    assert!(borrowing.log(6).iter().any(|line| line.text.ends_with("ahead of its clock")));
}

#[test]
fn presets_end_as_their_notes_say() {
    let (run, past) = played("same-number", 8_000);
    assert!(past.doubled >= 5 && broken(&run) == [UNIQUE], "{past:?}");

    let (run, past) = played("exhausted", 5_000);
    assert!(past.lost > 20 && broken(&run).is_empty() && stalled(&run) > 0);
    let (run, _) = played("exhausted", 8_000);
    assert_eq!(stalled(&run), 0);

    let (run, past) = played("k-sorted", 60_000);
    let share = past.disordered as f64 / past.made as f64;
    assert!((0.6..0.75).contains(&share) && broken(&run).is_empty(), "{share}");
    assert_eq!(past.late_us_max, 1_000_000);

    let (run, past) = played("twitter", 400);
    assert!((3_600..4_300).contains(&past.made) && past.refused > 5, "{past:?}");
    assert!(past.distance_max > 100 && broken(&run).is_empty(), "{past:?}");

    // Two to the power of 41: 2039-09-07T15:47:35.552Z.
    assert_eq!(PROTOTYPE.spent_ms(), 2_199_023_255_552);
    let (run, past) = played("sonyflake", 1_000);
    assert!((51_000..=51_712).contains(&past.made) && past.lost > 5_000, "{past:?}");
    assert!(broken(&run).is_empty());

    let (_, early) = played("runs-out", 7_000);
    let (run, late) = played("runs-out", 20_000);
    assert!(early.made == late.made && late.made > 40 && late.lost > 80, "{late:?}");
    assert!(broken(&run).is_empty());
}

/// Every id that a run makes, one step after the other.
fn ids(mut run: Run, steps: u64) -> Vec<Made> {
    let mut ids = Vec::new();
    for _ in 0..steps {
        assert!(run.step(), "the run rests");
        let frame = World::<Snowflake>::frame(run.machine(), run.playhead().at);
        let frame = frame.expect("it is a run of this lab");
        let told = frame.recent.iter().filter(|told| told.step == frame.step);
        ids.extend(told.filter_map(|told| match told.fact {
            Fact::Made(made) => Some(made),
            _ => None,
        }));
    }
    ids
}

/// A hand on every clock, as wild as the seed says.
fn shaken(mut run: Run, seed: u64, steps: u64) -> Vec<Made> {
    let mut all = Vec::new();
    let mut recipe = run.recipe().clone();
    for round in 0..steps / 40 {
        let offers = run.offers().actions;
        let pick = kernel::rng::keyed(seed, 99, 0, round) % offers.len() as u64;
        let text = offers[pick as usize].text.clone();
        if !text.starts_with("crash") {
            run.take(Deed::Say(text.into())).expect("it is on the menu");
        }
        run.advance(Time::END, 40);
        recipe = run.recipe().clone();
    }
    all.extend(ids(self::run(recipe), steps));
    all
}

/// Where the tick of an id begins on the clocks, in microseconds.
fn us(made: &Made) -> i64 {
    made.stamp.at.0.as_micros() as i64
}

/// A tick and what is lent, in microseconds.
fn rest(knobs: &[(&str, i64)]) -> i64 {
    let model = Snowflake::build(&turned(knobs, 1).knobs, None).expect("these knobs go together");
    (model.tick() + model.lent()).as_micros() as i64
}

/// Beside the laws, the plainest way to say it: a set of all ids, each worker's last, and every two
/// ids beside each other.
#[test]
fn ids_are_unique_and_go_up_however_clocks_are_moved() {
    for policy in [REFUSE, WAIT, BORROW] {
        for (seed, layout) in [(1, ("layout", 0)), (2, ("layout", 2)), (3, ("layout", 5))] {
            let load = if layout.1 == 0 { 40 } else { 4_000 };
            let knobs = [policy, layout, ("load", load), ("skew", 100)];
            let made = shaken(run(turned(&knobs, seed)), seed, 2_000);
            let mut all = BTreeSet::new();
            let mut last = [None; 4];
            assert!(made.len() > 500, "{knobs:?}: {}", made.len());
            let rest = rest(&knobs);
            for (place, id) in made.iter().enumerate() {
                assert!(all.insert(id.id), "{knobs:?}: {id:?} was made before");
                for earlier in &made[..place] {
                    let late_us = us(earlier) - us(id);
                    assert!(late_us < earlier.error_us - id.error_us + rest, "{earlier:?} {id:?}");
                }
                let before = last[usize::from(id.worker)].replace(id.id);
                assert!(before < Some(id.id), "{knobs:?}: {id:?} after {before:?}");
            }
        }
    }
}

/// What is measured of the order is what counting every pair comes to.
#[test]
fn the_measured_k_is_the_counted_one() {
    let made = ids(run(preset("k-sorted")), 900);
    let mut out_of_order = 0;
    for (place, id) in made.iter().enumerate() {
        let earlier = &made[..place];
        let larger = earlier.iter().filter(|other| other.id > id.id).count();
        let first = earlier.iter().position(|other| other.id > id.id);
        let counted = (larger, first.map_or(0, |first| place - first));
        assert_eq!((id.larger as usize, id.distance as usize), counted, "{id:?}");
        let latest = earlier.iter().map(|other| other.stamp.at).max();
        let late_us = latest.map_or(0, |at| at.0.since(id.stamp.at.0).as_micros());
        assert_eq!(id.late.map_or(0, |late| late.late_us), late_us, "{id:?}");
        out_of_order += usize::from(larger > 0);
    }
    assert!(out_of_order > 300, "{out_of_order}");
}

/// Two ids of right clocks are out of order by less than a tick: never by time.
#[test]
fn with_right_clocks_ids_are_out_of_order_within_a_tick_alone() {
    let made = ids(run(turned(&[("load", 30)], 5)), 1_000);
    assert!(made.iter().all(|id| id.late.is_none()));
    assert!(made.iter().any(|id| id.larger > 0));
}

/// Each formula that holds lies within four standard errors of what 24 runs measure.
#[test]
fn runs_measure_what_the_formulas_say() {
    const RUNS: u32 = 24;
    let cases: [(&[(&str, i64)], _); 6] = [
        (&[("load", 3)], 6),
        (&[("load", 9), ("skew", 130), ("sequence-bits", 4)], 6),
        (&[("load", 30), ("skew", -90)], 5),
        (&[("load", 60), ("room", 2), ("policy", 1)], 5),
        (&[("load", 50), ("room", 0), ("workers", 2), ("sequence-bits", 3)], 5),
        (&[("layout", 4), ("workers", 4), ("load", 2_000)], 6),
    ];
    for (case, formulas) in cases {
        let recipe = turned(case, 7);
        let length = Length::after(Span::secs(3), Span::secs(60), 30_000);
        let plan = Plan::new(recipe.clone(), length, Vec::new(), RUNS, false).expect("it is sound");
        let machine = entry().machine(&plan.recipe(0, 0), None).expect("it builds");
        let metrics = machine.metrics();
        let mut table = Table::new(&plan, metrics.len());
        for chunk in plan.chunks(RUNS) {
            let mut work = Work::new(&plan, chunk, &*machine);
            while !work.advance(10_000) {}
            table.put(chunk, &work.finish());
        }
        let mut compared = 0;
        for formula in entry().formulas {
            let Ok(value) = formula.of(&recipe) else { continue };
            let at = metrics.iter().position(|info| info.key == formula.metric);
            let found = table.distribution(0, at.expect("the metric is there"));
            let found = found.expect("it was measured");
            let error = found.deviation.unwrap_or_default() / f64::from(RUNS).sqrt();
            let place = format!("{} in {case:?}", formula.metric);
            assert!((found.mean - value).abs() <= 4.0 * error + 1e-3, "{place}: {value} {found:?}");
            compared += 1;
        }
        assert_eq!(compared, formulas, "{case:?}");
    }
}

#[test]
fn knobs_that_do_not_go_together_are_refused() {
    let refusal = |knobs: &[(&str, i64)]| Snowflake::build(&turned(knobs, 1).knobs, None).err();
    let why = refusal(&[("worker-bits", 1)]).expect("three workers need two bits");
    assert!(why.contains("this layout has 2"), "{why}");
    let why = refusal(&[("time-bits", 48), ("sequence-bits", 16)]).expect("that is 66 bits");
    assert!(why.contains("66 bits"), "{why}");
    let why = refusal(&[("time-bits", 10), ("epoch", 3)]).expect("they are spent");
    assert!(why.contains("run out before the run begins"), "{why}");
    assert_eq!(refusal(&[("worker-bits", 0), ("workers", 1)]), None);
}

/// Hands may do what makes sense at that moment, and nothing else.
#[test]
fn what_makes_no_sense_is_not_accepted() {
    let mut run = run(preset("stepped-back"));
    for action in ["thaw:0", "restart:0", "jump:9:1", "drift:0:501", "number:0:3", "load:100001"] {
        assert!(run.take(Deed::Say(action.into())).is_err(), "{action}");
    }
    for action in ["freeze:0", "thaw:0", "crash:0", "restart:0", "set:1:-99999", "ask:2", "load:0"]
    {
        assert!(run.take(Deed::Say(action.into())).is_ok(), "{action}");
    }
    // Whatever is asked for, no clock is further off than the bound.
    let error =
        look(&run, |model, state| state.workers[1].clock.error_us(run.playhead().at, model.bound));
    assert_eq!(error, -1_000_000);
}
