//! The model, searched and driven as a page drives it.

use kernel::check::{Answer, Caps, Checker, Outcome, Report, Timing, Witness};
use kernel::{Budget, Purse, Recipe};

use super::laws::NO_DEADLOCK;
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
