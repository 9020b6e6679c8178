//! The model, searched and driven as a page drives it.

use kernel::check::{Answer, Caps, Checker, Outcome, Report, Timing, Witness};
use kernel::sweep::{Length, Plan, Table, Work};
use kernel::{Budget, Deed, Purse, Recipe, Run, Span, Time, Verdict, World};

use super::BlockingQueue;
use super::laws::NO_DEADLOCK;
use super::model::{CLOSINGS, HANDS, KILLS, PILLS, SPURIOUS};
use super::state::{Doing, State};
use crate::lab::Entry;

const NOTHING: Purse = [0; Budget::KINDS];

/// The knobs of the published model: threads that need no time outside, sections as steps.
const BARE: &[(&str, i64)] = &[("arrivals", 0), ("services", 0), ("grain", 1)];

const ONE_CONDITION: (&str, i64) = ("conditions", 0);
const LINES: (&str, i64) = ("grain", 0);
const HAND_OVER: (&str, i64) = ("lock", 1);

fn entry() -> &'static Entry {
    crate::find("blocking-queue").expect("the lab is in the list")
}

fn bare(turned: &[(&str, i64)]) -> Recipe {
    let mut recipe = Recipe { knobs: entry().defaults(), seed: 1, ..Recipe::default() };
    for (key, value) in BARE.iter().chain(turned) {
        let index = entry().knobs.iter().position(|knob| knob.key == *key);
        recipe.knobs[index.expect("the knob is in the list")] = *value;
    }
    recipe
}

/// The bare queue of so many items, producers and consumers.
fn queue(capacity: i64, producers: i64, consumers: i64, turned: &[(&str, i64)]) -> Recipe {
    let size = [("capacity", capacity), ("producers", producers), ("consumers", consumers)];
    bare(&[&size, turned].concat())
}

fn search(recipe: &Recipe, limits: Purse) -> (Checker, Report) {
    let machine = entry().machine(recipe, None).expect("these knobs go together");
    let mut checker = Checker::new(&*machine, limits, Caps::default());
    let report = checker.finish();
    (checker, report)
}

fn law(report: &Report, name: &str) -> usize {
    let found = report.laws.iter().position(|law| law.name == name);
    found.expect("there is such a law")
}

/// Searches to the end, and expects that no law falls.
fn prove(recipe: &Recipe, limits: Purse) -> Report {
    let (_, report) = search(recipe, limits);
    assert_eq!(report.outcome, Outcome::Complete, "{:?}", report.laws);
    report
}

/// The shortest way to the breach of a law.
fn breach(recipe: &Recipe, limits: Purse, name: &str) -> (Report, Witness) {
    let (mut checker, report) = search(recipe, limits);
    let law = law(&report, name);
    assert!(matches!(report.laws[law].answer, Answer::Broken(_)), "{report:?}");
    let witness = checker.witness(law).expect("a breach has a way to it");
    (report, witness)
}

fn is_free_of_deadlock(recipe: &Recipe) -> bool {
    let (_, report) = search(recipe, NOTHING);
    match &report.laws[law(&report, NO_DEADLOCK)].answer {
        Answer::Holds => assert_eq!(report.outcome, Outcome::Complete),
        Answer::Broken(_) => assert_eq!(report.outcome, Outcome::Breached),
        answer => panic!("{answer:?}"),
    }
    report.outcome == Outcome::Complete
}

/// What the kernel's probe of the same algorithm has, written apart from this model.
#[test]
fn sections_have_the_states_of_the_published_model() {
    let counts = |report: &Report| (report.distinct, report.generated, report.depth);
    let (report, witness) = breach(&queue(1, 2, 1, &[ONE_CONDITION]), NOTHING, NO_DEADLOCK);
    assert_eq!((witness.cues.len(), witness.timing), (16, Timing::Possible));
    assert_eq!(counts(&report), (37, 50, 17));
    assert_eq!(counts(&prove(&queue(2, 2, 2, &[ONE_CONDITION]), NOTHING)), (53, 85, 12));
    let handed_over = queue(2, 2, 2, &[ONE_CONDITION, HAND_OVER]);
    assert_eq!(counts(&prove(&handed_over, NOTHING)), (193, 585, 13));
}

/// Each line a step: more states, the same verdicts.
#[test]
fn lines_and_sections_have_the_same_verdicts() {
    for conditions in [0, 1] {
        for lock in [0, 1] {
            for (capacity, producers, consumers) in [(1, 1, 1), (1, 2, 1), (1, 1, 2), (2, 2, 2)] {
                let turned = [("conditions", conditions), ("lock", lock)];
                let free = |more: &[(&str, i64)]| {
                    let turned = [&turned, more].concat();
                    is_free_of_deadlock(&queue(capacity, producers, consumers, &turned))
                };
                assert_eq!(free(&[]), free(&[LINES]), "{capacity} {producers} {consumers}");
            }
        }
    }
}

fn grid(key: &str) -> Vec<(Vec<i64>, bool, bool)> {
    let grid = entry().grids.iter().find(|grid| grid.key == key).expect("it is in the list");
    let cell = |cell| {
        let knobs = grid.knobs(entry().knobs, cell);
        let claimed = (grid.claim.holds)(&knobs);
        let recipe = Recipe { knobs: knobs.clone(), ..Recipe::default() };
        (knobs[..3].to_vec(), is_free_of_deadlock(&recipe), claimed)
    };
    (0..grid.cells()).map(cell).collect()
}

#[test]
fn with_one_condition_the_published_law_holds() {
    let cells = grid("barging");
    assert_eq!(cells.len(), 48);
    for (knobs, is_free, claimed) in &cells {
        assert_eq!(is_free, claimed, "{knobs:?}");
    }
    assert_eq!(cells.iter().filter(|(_, is_free, _)| *is_free).count(), 20);
}

#[test]
fn a_lock_that_is_handed_over_frees_eight_more() {
    let differ = grid("hand-over").into_iter().filter(|(_, is_free, claimed)| is_free != claimed);
    let differ: Vec<Vec<i64>> = differ.map(|(knobs, _, _)| knobs).collect();
    let expected =
        [[1, 1, 2], [1, 1, 3], [1, 1, 4], [1, 2, 1], [1, 3, 1], [1, 4, 1], [2, 1, 4], [2, 4, 1]];
    assert_eq!(differ, expected);
}

fn purse(budget: Budget, limit: u8) -> Purse {
    let mut purse = NOTHING;
    purse[usize::from(budget.0)] = limit;
    purse
}

const TWICE: &str = "nothing is taken twice";
const CAPACITY: &str = "never more items than the capacity";
const LOST: &str = "nothing is lost";
const IF: (&str, i64) = ("guard", 1);
const ALL: (&str, i64) = ("notify", 1);

/// Two conditions, or a notice to all: no queue of the grid ever stops.
#[test]
fn two_conditions_or_a_notice_to_all_free_every_queue() {
    for turned in
        [[("conditions", 1), ALL], [ONE_CONDITION, ALL], [("conditions", 1), ("notify", 0)]]
    {
        for (capacity, producers, consumers) in [(1, 1, 1), (1, 2, 1), (1, 3, 3), (2, 2, 4)] {
            prove(&queue(capacity, producers, consumers, &turned), NOTHING);
        }
    }
}

/// The broken twin: another consumer is faster than the one that was woken.
#[test]
fn if_takes_from_an_empty_buffer() {
    let (report, witness) = breach(&queue(1, 1, 2, &[IF]), NOTHING, TWICE);
    assert_eq!((witness.cues.len(), report.depth), (8, 9));
    assert_eq!(witness.why, "consumer 1 took a1 again");
    prove(&queue(1, 1, 2, &[]), NOTHING);
}

/// The same on the other side: a producer writes over an item that nobody has taken.
#[test]
fn if_puts_into_a_full_buffer() {
    let recipe = queue(1, 2, 1, &[IF]);
    let (_, witness) = breach(&recipe, NOTHING, CAPACITY);
    assert_eq!(witness.why, "2 items in a buffer of 1");
    let (_, lost) = breach(&recipe, NOTHING, LOST);
    assert_eq!(lost.cues.len(), witness.cues.len());
    assert!(lost.why.ends_with("it was overwritten"), "{}", lost.why);
}

/// One producer and one consumer: nobody barges in, and `if` holds, until a thread wakes for
/// nothing.
#[test]
fn a_spurious_wake_up_is_what_while_is_for() {
    prove(&queue(1, 1, 1, &[IF]), NOTHING);
    breach(&queue(1, 1, 1, &[IF]), purse(SPURIOUS, 1), TWICE);
    prove(&queue(1, 1, 1, &[]), purse(SPURIOUS, 2));
}

#[test]
fn a_deadlock_of_lines_is_longer_than_one_of_sections() {
    let (_, witness) = breach(&queue(1, 2, 1, &[ONE_CONDITION, LINES]), NOTHING, NO_DEADLOCK);
    assert_eq!(witness.cues.len(), 30);
}

/// Whoever is woken first, first come or anyone: the law of the grid is about notices, not turns.
#[test]
fn first_come_is_a_part_of_anyone() {
    for lock in [0, 1] {
        for (capacity, producers, consumers) in [(1, 2, 1), (1, 1, 2), (1, 2, 2), (2, 2, 2)] {
            let free = |order| {
                let turned = [ONE_CONDITION, ("lock", lock), ("order", order)];
                is_free_of_deadlock(&queue(capacity, producers, consumers, &turned))
            };
            assert!(free(1) || !free(0), "{lock}: {capacity} {producers} {consumers}");
        }
    }
}

#[test]
fn once_it_is_closed_everybody_leaves() {
    for lock in [0, 1] {
        let report = prove(&queue(1, 2, 2, &[("lock", lock)]), purse(CLOSINGS, 1));
        assert!(report.at_rest > 0, "somebody did close it");
    }
    let finite = queue(1, 2, 2, &[("items", 2), ("ending", 1)]);
    assert!(prove(&finite, NOTHING).at_rest > 0);
    // A pipeline is closed stage by stage.
    let stages = queue(1, 1, 1, &[("stages", 3), ("items", 2), ("ending", 1)]);
    assert!(prove(&stages, NOTHING).at_rest > 0);
}

/// A pill tells the consumers, and not the producers: those who make endlessly many wait for ever.
#[test]
fn a_poison_pill_is_for_producers_that_come_to_an_end() {
    let finite = queue(2, 2, 2, &[("items", 2), ("ending", 2)]);
    assert!(prove(&finite, NOTHING).at_rest > 0);
    let (_, witness) = breach(&queue(1, 1, 1, &[]), purse(PILLS, 1), NO_DEADLOCK);
    assert_eq!(witness.why, "producer 1 asleep, and nobody left to wake them");
}

#[test]
fn a_thread_that_dies_with_the_lock_leaves_it_locked() {
    let (_, witness) = breach(&queue(2, 1, 1, &[]), purse(KILLS, 1), NO_DEADLOCK);
    assert!(witness.why.ends_with("died with the lock, and everybody waits for it"));
}

#[test]
fn policies_lose_what_they_say_and_nothing_else() {
    for policy in 0..4 {
        let turned = [("when-full", policy), ("items", 2)];
        prove(&queue(1, 2, 1, &turned), NOTHING);
    }
    prove(&queue(1, 2, 1, &[("items", 2)]), purse(HANDS, 1));
}

#[test]
fn without_a_bound_the_process_dies() {
    let (report, witness) =
        breach(&queue(1, 1, 1, &[("when-full", 4), ("memory", 10)]), NOTHING, "memory lasts");
    assert_eq!(witness.why, "10 items used up the memory, and the process died");
    // The producer alone, three sections an item but for the first.
    assert_eq!((witness.cues.len(), report.outcome), (20, Outcome::Breached));
}

fn run_of(recipe: Recipe) -> Run {
    Run::new(entry().machine(&recipe, None).expect("these knobs go together"), recipe)
}

fn preset(key: &str) -> Recipe {
    let found = entry().presets.iter().find(|preset| preset.key == key);
    entry().recipe(found.expect("the preset is in the list"))
}

fn look<R>(run: &Run, see: impl FnOnce(&BlockingQueue, &State) -> R) -> R {
    let frame = World::<BlockingQueue>::frame(run.machine(), run.playhead().at);
    let frame = frame.expect("it is a run of this lab");
    see(frame.model, frame.state)
}

fn broken(run: &Run) -> Vec<&'static str> {
    let verdicts = run.laws().into_iter().zip(run.verdicts());
    let fallen = verdicts.filter(|(_, verdict)| matches!(verdict, Verdict::Broken(_)));
    fallen.map(|(law, _)| law.name).collect()
}

/// Each preset shows what its note says, under its own seed: which law falls, or that none does.
#[test]
fn presets_show_what_they_promise() {
    let falls = [
        ("one-condition", NO_DEADLOCK),
        ("if-instead-of-while", TWICE),
        ("no-bound", "memory lasts"),
    ];
    for preset in entry().presets {
        let mut run = run_of(entry().recipe(preset));
        run.advance(Time::END, 4_000);
        match falls.iter().find(|(key, _)| *key == preset.key) {
            Some((key, law)) => assert!(broken(&run).contains(law), "{key}: {:?}", broken(&run)),
            None => assert!(broken(&run).is_empty(), "{}: {:?}", preset.key, broken(&run)),
        }
    }
    for key in ["close", "poison-pill"] {
        let mut run = run_of(preset(key));
        run.advance(Time::END, 4_000);
        look(&run, |_, state| {
            assert!(state.threads.iter().all(|worker| worker.doing == Doing::Gone), "{key}");
            assert_eq!((state.record.0.accepted, state.record.0.finished), (12, 12), "{key}");
        });
    }
}

#[test]
fn a_full_pipeline_holds_its_producers_back() {
    let mut run = run_of(preset("pipeline"));
    run.advance(Time::END, 4_000);
    look(&run, |model, state| {
        assert!(state.buffers.iter().all(|b| b.ring.count >= i32::from(model.capacity) - 1));
        assert!(model.levels(state).blocked > 0);
    });
}

/// A slow consumer is as fast as it can be, whether producers wait or not: the bound costs no
/// throughput, and without it the process dies.
#[test]
fn a_bound_costs_no_throughput_where_the_consumer_is_slow() {
    let finished = |key| {
        let mut run = run_of(preset(key));
        run.advance(Time::from_micros(10_000_000), 100_000);
        look(&run, |_, state| (state.record.0.finished, state.record.0.offered, state.is_dead))
    };
    let (bounded, unbounded) = (finished("slow-consumer"), finished("no-bound"));
    assert!(bounded.0.abs_diff(unbounded.0) < 10, "{bounded:?} {unbounded:?}");
    assert!(unbounded.1 > bounded.1 + 20 && !unbounded.2, "{bounded:?} {unbounded:?}");
}

#[test]
fn littles_law_holds_in_a_run() {
    let mut run = run_of(preset("m-m-1-k"));
    run.advance(Time::END, 60_000);
    let law = look(&run, |_, state| state.record.0.little()).expect("items are finished");
    assert!((law.product() / law.present - 1.0).abs() < 0.002, "{law:?}");
}

/// Whoever breaks the opening kills the thread that has the lock, or else takes it next.
#[test]
fn break_it_leaves_the_lock_locked() {
    for steps in [0, 1, 2, 20] {
        let mut run = run_of(preset("two-and-two"));
        run.advance(Time::END, steps);
        let action = entry().sabotage(run.machine()).expect("it is whole");
        run.take(Deed::Say(action.into())).expect("it is on the menu");
        run.advance(Time::END, 1_000);
        assert_eq!(broken(&run), [NO_DEADLOCK], "after {steps} steps");
        assert_eq!(entry().sabotage(run.machine()), None);
    }
}

#[test]
fn what_a_hand_does_is_done_by_the_code_of_threads() {
    let mut run = run_of(preset("two-and-two"));
    run.advance(Time::END, 50);
    for action in ["put", "get", "close"] {
        run.take(Deed::Say(action.into())).unwrap_or_else(|why| panic!("{action}: {why}"));
        run.advance(Time::END, 60);
    }
    run.advance(Time::END, 1_000);
    look(&run, |_, state| {
        assert!(state.buffers[0].is_closed);
        assert!(state.threads.iter().all(|worker| worker.doing == Doing::Gone));
    });
    assert!(broken(&run).is_empty());
}

#[test]
fn what_would_stand_still_in_time_is_refused() {
    let recipe = bare(&[("step", 0)]);
    let why = entry().machine(&recipe, None).err().expect("it is refused").to_string();
    assert!(why.contains("time would stand still"), "{why}");
}

/// Whatever knobs are turned and whatever hands do but kill and poison, `while` and two conditions
/// keep every law; runs tell items apart, so these are judged item by item.
#[test]
fn whatever_hands_do_the_laws_hold() {
    let turn = ["capacity", "producers", "consumers", "notify", "lock", "order", "when-full"];
    let more = ["stages", "arrivals", "services", "grain", "items", "ending"];
    let patience = ["put-patience", "get-patience"];
    for seed in 0..120 {
        let mut draws = (0..).map(|nth| kernel::rng::keyed(seed, 9, 9, nth));
        let mut draw = |bound: u64| draws.next().expect("it is endless") % bound;
        let mut recipe = Recipe { seed, ..bare(&[("memory", 10_000)]) };
        for key in turn.iter().chain(&more).chain(&patience) {
            let index = entry().knobs.iter().position(|knob| knob.key == *key).unwrap();
            let (low, high) = entry().knobs[index].range.bounds();
            // A pill tells no producer, so the last one leaves or closes.
            let most = match *key {
                "ending" => 2,
                key if patience.contains(&key) => 900,
                _ => 4,
            };
            recipe.knobs[index] = low + draw((high - low + 1).min(most) as u64) as i64;
        }
        let mut run = run_of(recipe);
        for _ in 0..12 {
            run.advance(Time::END, 40);
            let mut menu = run.offers().actions;
            menu.retain(|action| !action.text.starts_with("kill") && action.text != "pill");
            if menu.is_empty() {
                continue;
            }
            let text = menu.swap_remove(draw(menu.len() as u64) as usize).text;
            run.take(Deed::Say(text.as_str().into())).unwrap_or_else(|why| panic!("{text}: {why}"));
        }
        run.advance(Time::END, 400);
        let link = kernel::link::write(entry().knobs, &run);
        assert!(broken(&run).is_empty(), "#/lab/blocking-queue?{link}: {:?}", broken(&run));
    }
}

/// Each formula that holds lies within four standard errors of what 24 runs measure.
#[test]
fn runs_measure_what_the_textbooks_say() {
    let timed = [("step", 0), ("grain", 1), ("arrival", 20), ("memory", 2_000)];
    let cases: [&[(&str, i64)]; 6] = [
        &[("when-full", 1), ("capacity", 4), ("producers", 1), ("consumers", 1), ("service", 18)],
        &[("when-full", 2), ("capacity", 3), ("producers", 3), ("consumers", 2), ("service", 50)],
        &[("when-full", 4), ("producers", 2), ("consumers", 1), ("service", 14)],
        &[("when-full", 4), ("producers", 2), ("consumers", 3), ("service", 45)],
        &[("when-full", 0), ("capacity", 2), ("producers", 1), ("consumers", 1), ("service", 18)],
        &[("when-full", 0), ("capacity", 3), ("producers", 4), ("consumers", 2), ("service", 50)],
    ];
    let mut compared = 0;
    for case in cases {
        let mut recipe = preset("m-m-1-k");
        for (key, value) in timed.iter().chain(case) {
            let index = entry().knobs.iter().position(|knob| knob.key == *key).unwrap();
            recipe.knobs[index] = *value;
        }
        let length = Length::after(Span::secs(5), Span::secs(30), 100_000);
        let plan = Plan::new(recipe.clone(), length, Vec::new(), 24, false).expect("it is sound");
        let machine = entry().machine(&plan.recipe(0, 0), None).expect("it builds");
        let metrics = machine.metrics();
        let mut table = Table::new(&plan, metrics.len());
        for chunk in plan.chunks(24) {
            let mut work = Work::new(&plan, chunk, &*machine);
            while !work.advance(10_000) {}
            table.put(chunk, &work.finish());
        }
        for formula in entry().formulas {
            let Ok(value) = formula.of(&recipe) else { continue };
            let at = metrics.iter().position(|info| info.key == formula.metric).unwrap();
            let found = table.distribution(0, at).expect("it was measured");
            let error = found.deviation.unwrap_or_default() / 24_f64.sqrt();
            let place = format!("{} of {} in {case:?}", formula.metric, formula.name);
            assert!((found.mean - value).abs() <= 4.0 * error + 1e-9, "{place}: {value} {found:?}");
            compared += 1;
        }
    }
    assert_eq!(compared, 2 * 7 + 2 * 5 + 2 * 7, "every formula that should hold did");
}
