//! What a search says of its size while it runs, held against the size that it comes to.

mod common;

use common::chat::{self, Chat, Resume};
use common::commit::{self, Commit, Tell};
use common::queue::{Conditions, Lock, Queue};
use common::search::{NOTHING, SEED, purse};
use common::tiny::Tiny;
use common::two_phase::{Flat, TwoPhase};
use kernel::check::{Caps, Checker, Cut, Estimate, Outcome, Report};
use kernel::{Budget, Model, Nature, Purse, World};

/// How many estimates there were, and how many of them were below the truth or above it.
#[derive(Debug, Default)]
struct Tally {
    all: u32,
    below: u32,
    above: u32,
}

impl Tally {
    /// Searches to the end, and notes every estimate on the way that is another one.
    fn note<M: Model>(&mut self, model: M, limits: Purse) {
        let caps = Caps { go_on: true, ..Caps::default() };
        let mut checker = Checker::new(&World::new(model, SEED, Nature::default()), limits, caps);
        let mut said: Vec<Estimate> = Vec::new();
        while checker.advance(256) {
            let estimate = checker.report().estimate;
            said.extend(estimate.filter(|estimate| said.last() != Some(estimate)));
        }
        let report = checker.report();
        assert_ne!(report.outcome, Outcome::Cut(Cut::States(caps.states)));
        for Estimate { least, most } in said {
            self.all += 1;
            self.below += u32::from(most < report.distinct);
            // Near the end a few states too many are no mistake.
            self.above += u32::from(least > report.distinct + report.distinct / 20);
        }
    }
}

fn queue(lock: Lock, conditions: Conditions, [capacity, producers, consumers]: [u8; 3]) -> Queue {
    Queue { capacity, producers, consumers, lock, conditions }
}

/// The truth lies within nine of ten ranges, and hardly ever below one: "more than the limit" is not
/// said lightly.
#[test]
fn the_truth_lies_within_the_range() {
    let mut tally = Tally::default();
    for managers in 4..=7 {
        tally.note(TwoPhase::<Flat>::new(managers), NOTHING);
    }
    for conditions in [Conditions::One, Conditions::Two] {
        for size in [[2, 4, 4], [3, 4, 4], [3, 5, 5], [2, 3, 5]] {
            tally.note(queue(Lock::Barging, conditions, size), NOTHING);
        }
        for size in [[2, 3, 4], [3, 3, 3], [2, 4, 4]] {
            tally.note(queue(Lock::HandOver, conditions, size), NOTHING);
        }
    }
    for (clients, messages, cuts) in [(2, 3, 1), (2, 3, 2), (3, 3, 2)] {
        let chat = Chat { clients, messages, resume: Resume::BySequence };
        tally.note(chat, purse(&[(chat::CUTS, cuts)]));
    }
    for (participants, crashes, drops) in [(2, 0, 0), (2, 1, 0), (2, 1, 1), (3, 0, 0)] {
        let limits = purse(&[(commit::CRASHES, crashes), (Budget::DROP, drops)]);
        tally.note(Commit { participants, tell: Tell::AfterForce }, limits);
    }
    let Tally { all, below, above } = tally;
    assert!(all > 150, "{tally:?}");
    assert!((below + above) * 10 <= all, "{tally:?}");
    assert!(above * 20 <= all, "{tally:?}");
}

/// A limit cuts the search, and what was said before it stands beside what was seen. That the limit
/// may be too low is said at once, that it is comes a good while before it is met.
#[test]
fn too_large_is_said_early_and_stands_in_the_report() {
    let caps = Caps { states: 200_000, ..Caps::default() };
    let world = World::new(TwoPhase::<Flat>::new(8), SEED, Nature::default());
    let mut checker = Checker::new(&world, NOTHING, caps);
    let (mut may_be, mut is) = (None, None);
    while checker.advance(256) {
        let Report { distinct, estimate: Some(estimate), .. } = checker.report() else { continue };
        if estimate.most > caps.states {
            may_be.get_or_insert(distinct);
        }
        if estimate.least > caps.states {
            is.get_or_insert(distinct);
        }
    }
    let report = checker.report();
    assert_eq!(report.outcome, Outcome::Cut(Cut::States(200_000)));
    assert!(may_be.is_some_and(|distinct| distinct < 5_000), "{may_be:?}");
    assert!(is.is_some_and(|distinct| distinct < 150_000), "{is:?}");
    // 1,745,408: as a search without the limit finds.
    let estimate = report.estimate.expect("the search did not end");
    assert!(estimate.least < 1_745_408 && estimate.most > 1_745_408, "{estimate:?}");
}

/// What is complete needs no estimate.
#[test]
fn a_complete_search_says_what_it_saw() {
    let report = common::search::prove(TwoPhase::<Flat>::new(5), NOTHING);
    assert_eq!((report.distinct, report.estimate), (8_832, None));
}

/// A system without end never looks finished.
#[test]
fn a_system_without_end_is_always_more_than_what_was_seen() {
    let walking = Tiny {
        actions: |_| &[1, 2],
        on_action: |state, action, _| state.n += if action == 1 { 1 } else { 1 << 16 },
        ..Tiny::default()
    };
    let world = World::new(walking, SEED, Nature::default());
    let mut checker = Checker::new(&world, NOTHING, Caps { states: 30_000, ..Caps::default() });
    let mut said = 0;
    while checker.advance(64) {
        let report = checker.report();
        if let Some(Estimate { most, .. }) = report.estimate {
            assert!(most > 2 * report.distinct, "{report:?}");
            said += 1;
        }
    }
    assert!(said > 10);
}
