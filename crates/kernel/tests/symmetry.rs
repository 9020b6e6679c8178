//! Searches up to renaming: as many orbits as there are, verdicts and depth as without, ways that
//! are runs; and an audit that finds what is not symmetric.

mod common;

use common::commit::{self, Commit, Tell};
use common::pointing::{Fault, Pointing};
use common::search::{NOTHING, SEED, checker, prove, purse, replay};
use common::two_phase::{Collections, Flat, Layout, Message, Spec, TwoPhase};
use kernel::check::What;
use kernel::check::{Answer, Caps, Checker, Outcome, Report, audit};
use kernel::{
    Budget, Deed, Model, Nature, Purse, Recipe, Run, Search, Span, Until, Verdict, World,
};
use std::collections::{BTreeSet, VecDeque};

fn world<M: Model>(model: M) -> World<M> {
    World::new(model, SEED, Nature::default())
}

/// A search up to renaming, from the start.
fn symmetric<M: Model>(model: M, limits: Purse) -> Checker {
    let caps = Caps { symmetry: true, ..Caps::default() };
    Checker::new(&world(model), limits, caps)
}

/// What a state says of a manager.
type Local = (u8, bool, bool);

/// Enumerates all states by hand and counts them, and the bags of what they say of the managers:
/// the managers refer to nothing but themselves, so a bag is an orbit.
fn by_hand(managers: u8) -> (u64, u64) {
    let spec = Spec::new(managers);
    let start = Flat::init(managers);
    let mut waiting = VecDeque::from([start]);
    let flat = |state: &Flat| {
        let local = |rm| {
            let sent = state.sent(Message::Prepared(rm));
            (state.rm(rm) as u8, state.tm_prepared(rm), sent)
        };
        let locals: Vec<Local> = (0..managers).map(local).collect();
        let (commit, abort) = (state.sent(Message::Commit), state.sent(Message::Abort));
        (state.tm() as u8, commit, abort, locals)
    };
    let mut seen = BTreeSet::from([flat(&start)]);
    let mut orbits = BTreeSet::new();
    while let Some(state) = waiting.pop_front() {
        let mut bag = flat(&state);
        bag.3.sort_unstable();
        orbits.insert(bag);
        let mut actions = Vec::new();
        spec.enabled(&state, &mut actions);
        for action in actions {
            let mut next = state;
            spec.take(&mut next, action);
            if seen.insert(flat(&next)) {
                waiting.push_back(next);
            }
        }
    }
    (seen.len() as u64, orbits.len() as u64)
}

fn counts_orbits<L: Layout>(managers: u8) -> Report {
    let (states, orbits) = by_hand(managers);
    let without = prove(TwoPhase::<L>::new(managers), NOTHING);
    let with = symmetric(TwoPhase::<L>::new(managers), NOTHING).finish();
    assert_eq!((without.distinct, without.in_all), (states, Some(states)), "{managers} managers");
    assert_eq!((with.distinct, with.in_all), (orbits, Some(states)), "{managers} managers");
    assert_eq!(with.depth, without.depth);
    assert_eq!(with.laws, without.laws);
    assert!(without.symmetry.is_none());
    assert_eq!(with.symmetry.map(|alike| alike.count), (managers > 1).then_some(managers));
    with
}

#[test]
fn there_are_as_many_orbits_as_bags_of_managers() {
    for managers in 1..=6 {
        counts_orbits::<Flat>(managers);
    }
    counts_orbits::<Collections>(4);
}

/// The managers of TwoPhase refer to nobody: what is said of each is all there is to say. Here parts
/// refer to each other, and the views say little or nothing, so that parts are put in each other's
/// place; and some are alike all the same.
#[test]
fn parts_that_refer_to_each_other_are_told_apart_up_to_renaming() {
    for is_seen in [false, true] {
        let model = Pointing { is_seen, ..Pointing::new(4) };
        let report = symmetric(model.clone(), NOTHING).finish();
        assert_eq!(report.in_all, Some(256), "each of four points to one of three others, or none");
        assert_eq!(report.distinct, pointings(4).len() as u64, "view: {is_seen}");
        let without = prove(model, NOTHING);
        assert_eq!((without.distinct, without.depth), (256, report.depth));
    }
}

/// All ways for so many parts to point at each other, each in the least of its renamings.
fn pointings(parts: u8) -> BTreeSet<Vec<u8>> {
    let everybody: Vec<u8> = (0..parts).collect();
    let (mut renamings, mut maps) = (vec![Vec::new()], vec![Vec::new()]);
    for at in 0..parts {
        let longer = |names: &Vec<u8>| {
            let free = everybody.iter().filter(|name| !names.contains(name));
            free.map(|name| [&names[..], &[*name]].concat()).collect::<Vec<_>>()
        };
        renamings = renamings.iter().flat_map(longer).collect();
        // A part that points to itself stands for one that points to nobody.
        let further = |map: &Vec<u8>| {
            everybody.iter().map(|to| [&map[..], &[*to]].concat()).collect::<Vec<_>>()
        };
        maps = maps.iter().flat_map(further).collect();
        assert_eq!(maps[0].len(), usize::from(at) + 1);
    }
    let renamed = |map: &Vec<u8>, names: &Vec<u8>| {
        let mut renamed = vec![0; map.len()];
        for (from, to) in map.iter().enumerate() {
            renamed[usize::from(names[from])] = names[usize::from(*to)];
        }
        renamed
    };
    let least = |map: &Vec<u8>| renamings.iter().map(|names| renamed(map, names)).min();
    maps.iter().filter_map(least).collect()
}

/// Crashes, losses, doubles, what is on the wire and what can be recovered from: verdicts and depth
/// stay, and the orbits hold all the states.
#[test]
fn a_protocol_with_faults_is_judged_alike() {
    let faults = [(0, 0, 0), (1, 0, 0), (0, 1, 1)];
    for (crashes, drops, copies) in faults {
        let limits =
            purse(&[(commit::CRASHES, crashes), (Budget::DROP, drops), (Budget::COPY, copies)]);
        for participants in [2, 3] {
            if participants == 3 && crashes + drops + copies > 0 {
                continue;
            }
            let commit = Commit { participants, tell: Tell::AfterForce };
            let without = prove(commit, limits);
            let with = symmetric(commit, limits).finish();
            let kinds = |report: &Report| {
                report
                    .laws
                    .iter()
                    .map(|law| std::mem::discriminant(&law.answer))
                    .collect::<Vec<_>>()
            };
            assert_eq!(with.in_all, Some(without.distinct), "{limits:?}");
            assert!(with.distinct < without.distinct, "{limits:?}");
            assert_eq!((with.depth, kinds(&with)), (without.depth, kinds(&without)));
            assert_eq!(with.outcome, Outcome::Complete);
            audit(&world(commit), limits, 2_000).unwrap_or_else(|unlike| panic!("{unlike}"));
        }
    }
}

/// The state that was met first stays in the frontier, under its own names: so a way is a run.
#[test]
fn a_breach_is_as_short_and_replays() {
    let commit = Commit { participants: 3, tell: Tell::BeforeForce };
    let limits = purse(&[(commit::CRASHES, 1)]);
    let mut without = checker(commit, limits);
    let mut with = symmetric(commit, limits);
    let (plain, report) = (without.finish(), with.finish());
    assert!(report.distinct < plain.distinct, "{report:?}");
    let witness = with.witness(0).expect("the planted bug is found");
    assert_eq!(witness.cues.len(), without.witness(0).expect("so it is without").cues.len());
    let run = replay(commit, &witness);
    match &run.verdicts()[0] {
        Verdict::Broken(breach) => {
            assert_eq!((breach.step, &breach.why), (witness.cues.len() as u64, &witness.why));
        }
        verdict => panic!("the run says {verdict:?}"),
    }
    for (law, finding) in report.laws.iter().enumerate() {
        if finding.answer == Answer::Seen {
            let sample = with.witness(law).expect("what was seen has a sample");
            let steps = sample.cues.len() as u64;
            assert_eq!(replay(commit, &sample).verdicts()[law], Verdict::Seen(steps));
        }
    }
}

/// Instants are no names: a renamed part keeps its own, and lanes keep their order.
#[test]
fn a_timed_search_is_up_to_renaming_too() {
    let ms = Span::millis(1);
    for until in [Until::Ages(ms * 2), Until::Horizon(kernel::Time::ZERO + ms * 3)] {
        let timed = Pointing { search: Search::Timed { grain: ms, until }, ..Pointing::new(3) };
        let without = checker(timed.clone(), NOTHING).finish();
        let with = symmetric(timed.clone(), NOTHING).finish();
        assert_eq!(with.in_all, Some(without.distinct), "{until:?}");
        assert!(with.distinct * 3 < without.distinct, "{with:?}");
        assert_eq!(with.depth, without.depth);
        audit(&world(timed), NOTHING, 1_000).unwrap_or_else(|unlike| panic!("{unlike}"));
    }
}

/// From a state in which the parts differ, what they would do under each other's names is part of
/// what is counted, and of no search without symmetry.
#[test]
fn who_starts_from_parts_that_differ_hears_no_count_of_all() {
    let model = Pointing::new(3);
    let mut run = Run::new(Box::new(world(model)), Recipe { seed: SEED, ..Recipe::default() });
    run.take(Deed::Act(0)).expect("somebody can point");
    let search = |symmetry| {
        let caps = Caps { symmetry, ..Caps::default() };
        Checker::new(run.machine(), NOTHING, caps).finish()
    };
    let (with, without) = (search(true), search(false));
    assert_eq!((with.in_all, without.in_all), (None, Some(without.distinct)));
    assert!(with.distinct < without.distinct && with.outcome == Outcome::Complete);
    assert_eq!(with.depth, without.depth);
}

#[test]
fn an_audit_finds_what_is_not_symmetric() {
    let audited = |model: Pointing| audit(&world(model), NOTHING, 500);
    assert_eq!(audited(Pointing::new(3)), Ok(27));
    assert_eq!(audit(&world(TwoPhase::<Flat>::new(3)), NOTHING, 1_000), Ok(288));
    assert_eq!(audited(Pointing::new(1)), Ok(0), "nobody to change names with");
    let found = |fault| {
        let unlike = audited(Pointing { fault: Some(fault), ..Pointing::new(3) }).unwrap_err();
        assert!(unlike.to_string().contains("State"), "{unlike}");
        unlike.what
    };
    assert_eq!(found(Fault::OnlyPlacesMove), What::Successors);
    assert_eq!(found(Fault::InstantsMove), What::Names);
    assert_eq!(found(Fault::ViewNamesThePart), What::View(0));
    assert_eq!(found(Fault::LawOfTheFirst), What::Law("the law"));
    assert_eq!(found(Fault::StepLawOfTheFirst), What::Successors);
    assert_eq!(found(Fault::OnlyTheFirstMayPoint), What::Successors);
    assert_eq!(found(Fault::CalmByTheFirst), What::Calm);
}

/// A debug build asks it of every new state, so that a search does not call an asymmetric model
/// proved.
#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "the model is not symmetric")]
fn a_debug_build_looks_for_what_is_not_symmetric() {
    let _ = symmetric(Pointing { fault: Some(Fault::LawOfTheFirst), ..Pointing::new(3) }, NOTHING)
        .finish();
}
