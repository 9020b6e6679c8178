//! The counts that are published, the laws, the mistake, and that managers are interchangeable.

use std::collections::BTreeSet;

use kernel::check::{Answer, Caps, Checker, Outcome, Report, audit};
use kernel::{Budget, Deed, Machine, Model, Nature, Purse, Recipe, Run, Verdict, World};

use super::laws::{CAN_ABORT, CAN_COMMIT, CONSISTENT, IMPLEMENTS};
use super::model::{State, Steps, TextbookTwoPhaseCommit as Lab};
use super::spec::{Action, Layout, Message, RmState, Spec};
use crate::lab::Entry;

/// Nothing here has to be paid for.
const NOTHING: Purse = [0; Budget::KINDS];

fn entry() -> &'static Entry {
    crate::find("textbook-two-phase-commit").expect("the lab is in the list")
}

fn lab(managers: u8, steps: Steps) -> Lab {
    Lab { spec: Spec::new(managers), steps }
}

fn unguarded(managers: u8) -> Lab {
    let spec = Spec { is_guarded: false, ..Spec::new(managers) };
    Lab { spec, steps: Steps::Hand }
}

fn world(lab: Lab) -> World<Lab> {
    World::new(lab, 1, Nature::default())
}

fn search(lab: Lab, symmetry: bool) -> (Checker, Report) {
    let caps = Caps { symmetry, go_on: true, ..Caps::default() };
    let mut checker = Checker::new(&world(lab), NOTHING, caps);
    let report = checker.finish();
    (checker, report)
}

fn law(name: &str) -> usize {
    let laws = world(lab(3, Steps::Hand)).laws();
    laws.iter().position(|info| info.name == name).expect("there is such a law")
}

/// Published: 3 managers 288, 1,146 and 11 (TLC, in the manifest of tlaplus/Examples); 5 managers
/// 8,832 (stateright, example 2pc); 6 managers 50,816 (TLC, in TwoPhase.tla itself).
#[test]
fn counts_are_the_published_ones_whoever_takes_the_steps() {
    for steps in [Steps::Hand, Steps::Seed] {
        let count = |managers| {
            let report = search(lab(managers, steps), false).1;
            assert_eq!(report.outcome, Outcome::Complete);
            (report.distinct, report.generated, report.depth)
        };
        assert_eq!(count(3), (288, 1_146, 11), "{steps:?}");
        assert_eq!(count(5).0, 8_832, "{steps:?}");
    }
    assert_eq!(search(lab(6, Steps::Hand), false).1.distinct, 50_816);
}

/// Every state, and every bag of what is said of the managers: they refer to nothing but themselves,
/// so a bag is what is left of a state without their names.
fn by_hand(managers: u8) -> (u64, u64) {
    let spec = Spec::new(managers);
    let start = State::init(managers);
    let mut seen: BTreeSet<Vec<u8>> = BTreeSet::new();
    let mut bags = BTreeSet::new();
    let mut work = vec![start];
    while let Some(state) = work.pop() {
        let one = |rm| {
            let sent = u8::from(state.sent(Message::Prepared(rm)));
            state.rm(rm) as u8 * 4 + u8::from(state.tm_prepared(rm)) * 2 + sent
        };
        let mut bag: Vec<u8> = spec.everybody().map(one).collect();
        let commit = u8::from(state.sent(Message::Commit));
        let rest = [state.tm() as u8, commit, u8::from(state.sent(Message::Abort))];
        if !seen.insert([&bag[..], &rest].concat()) {
            continue;
        }
        bag.sort_unstable();
        bags.insert([&bag[..], &rest].concat());
        let mut enabled = Vec::new();
        spec.enabled(&state, &mut enabled);
        for action in enabled {
            let mut next = state;
            spec.take(&mut next, action);
            work.push(next);
        }
    }
    (seen.len() as u64, bags.len() as u64)
}

/// One search counts both ways, as an enumeration does that knows nothing of it.
#[test]
fn managers_are_interchangeable() {
    for (managers, states, orbits) in [(3, 288, 80), (5, 8_832, 314)] {
        let found = search(lab(managers, Steps::Hand), true).1;
        assert_eq!((found.in_all, found.distinct), (Some(states), orbits));
        assert_eq!(by_hand(managers), (states, orbits));
        let without = search(lab(managers, Steps::Hand), false).1;
        assert_eq!((found.depth, &found.laws), (without.depth, &without.laws));
    }
    let found = search(lab(7, Steps::Hand), true).1;
    assert_eq!((found.in_all, found.distinct), (Some(296_448), 920));
    for lab in [lab(3, Steps::Hand), lab(3, Steps::Seed), unguarded(3)] {
        audit(&world(lab), NOTHING, 1_000).unwrap_or_else(|unlike| panic!("{unlike}"));
    }
}

#[test]
fn the_laws_are_proved_and_both_ends_are_seen() {
    for steps in [Steps::Hand, Steps::Seed] {
        let (mut checker, report) = search(lab(3, steps), false);
        let answers = report.laws.iter().map(|law| law.answer.clone()).collect::<Vec<_>>();
        assert_eq!(answers, [Answer::Holds, Answer::Holds, Answer::Seen, Answer::Seen]);
        // To commit, each prepares, is heard and is told, and one decides; to abort, each does so by
        // itself.
        for (name, steps) in [(CAN_COMMIT, 3 * 3 + 1), (CAN_ABORT, 3)] {
            let way = checker.witness(law(name)).expect("what was seen has a sample");
            assert_eq!(way.cues.len(), steps, "{name}");
        }
    }
}

/// Without its guard the transaction manager may tell one manager to commit that is not prepared,
/// which transaction commit does not know, and then another has aborted.
#[test]
fn a_transaction_manager_that_does_not_wait_breaks_both_laws() {
    for symmetry in [false, true] {
        let (mut checker, report) = search(unguarded(3), symmetry);
        for (name, steps) in [(IMPLEMENTS, 2), (CONSISTENT, 3)] {
            let law = law(name);
            assert!(matches!(report.laws[law].answer, Answer::Broken(_)), "{name}");
            let way = checker.witness(law).expect("what is broken has a way");
            assert_eq!(way.cues.len(), steps, "{name}");
        }
    }
    let one = search(unguarded(1), false).1;
    assert_eq!(one.laws[law(CONSISTENT)].answer, Answer::Holds, "one manager agrees with itself");
}

/// Each preset ends as its name says.
#[test]
fn presets_end_as_they_say() {
    let ends = [
        ("the-seed-draws", Some(RmState::Committed)),
        ("all-commit", Some(RmState::Committed)),
        ("one-aborts", Some(RmState::Aborted)),
        ("abort-after-all-prepared", Some(RmState::Aborted)),
        ("commit-too-early", None),
    ];
    assert_eq!(ends.map(|(key, _)| key).to_vec(), {
        entry().presets.iter().map(|preset| preset.key).collect::<Vec<_>>()
    });
    for (preset, (key, end)) in entry().presets.iter().zip(ends) {
        let recipe = entry().recipe(preset);
        let mut run = Run::new(entry().machine(&recipe, None).expect("it builds"), recipe);
        run.advance(kernel::Time::END, 60);
        let frame = World::<Lab>::frame(run.machine(), run.playhead().at).expect("it is this lab");
        let is_broken = run.verdicts().iter().any(|law| matches!(law, Verdict::Broken(_)));
        assert_eq!(frame.model.outcome(frame.state).filter(|_| !is_broken), end, "{key}");
        assert_eq!(is_broken, end.is_none(), "{key}");
    }
}

/// What is not enabled is refused, whoever takes the steps; what is enabled is done.
#[test]
fn a_hand_takes_enabled_steps_only() {
    for steps in [0, 1] {
        let recipe = Recipe { knobs: vec![2, steps, 1], seed: 1, ..Recipe::default() };
        let mut run = Run::new(entry().machine(&recipe, None).expect("it builds"), recipe);
        for refused in ["tm-commit", "hear:1", "commit:1", "prepare:3", "prepare:0", "prepare"] {
            assert!(run.take(Deed::Say(refused.into())).is_err(), "{refused}");
        }
        for taken in ["prepare:1", "prepare:2", "hear:1", "hear:2", "tm-commit", "commit:2"] {
            run.take(Deed::Say(taken.into())).unwrap_or_else(|why| panic!("{taken}: {why}"));
        }
        assert!(run.log(1)[0].text.starts_with("manager 2 committed"), "{:?}", run.log(1));
        run.take(Deed::Say("commit:2".into())).expect("a message may be received again");
        assert!(run.log(1)[0].text.ends_with("which changes nothing"), "{:?}", run.log(1));
    }
}

/// Every disjunct has a text of its own, which is read again where it is enabled.
#[test]
fn actions_are_read_as_they_are_written() {
    let lab = lab(7, Steps::Seed);
    let mut texts = BTreeSet::new();
    let mut state = State::init(7);
    let mut read_all = |state: &State| {
        for action in lab.enabled(state) {
            let text = lab.write_action(&action);
            assert_eq!(lab.read_action(state, &text), Some(action));
            texts.insert(text);
        }
    };
    read_all(&state);
    for action in [Action::RmPrepare(0), Action::TmAbort] {
        lab.spec.take(&mut state, action);
        read_all(&state);
    }
    // 7 prepare, 7 choose to abort, one is heard, 7 are told to abort, and the manager aborts.
    assert_eq!(texts.len(), 7 + 7 + 1 + 7 + 1);
}
