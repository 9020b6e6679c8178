//! The kernel's rules about what a search hands back: breaches as recipes (8), counts (9), and
//! the same answer everywhere (10). Rules 1 to 4 stand in `rules_time.rs`, 5 to 7 in
//! `rules_faults.rs`.

mod common;

use common::chat::{self, Chat, Resume};
use common::commit::{self, Commit, Tell};
use common::queue::{Conditions, Lock, Queue};
use common::search::{NOTHING, SEED, breach, check, checker, prove, purse};
use common::tiny::{ALLOWED, MAY_REST, Tiny};
use common::two_phase::{Collections, Flat, Layout, TwoPhase};
use kernel::check::{Caps, Checker, Cut, Outcome, Report, Timing, Witness};
use kernel::{
    Budget, Class, Deed, Delay, Draw, Fingerprint, Lane, Machine, Model, Nature, Span, Time, World,
};
use std::hash::{Hash, Hasher};

const MS: Span = Span::millis(1);

/// A message of at most 50 ms (started by event 0) or 120 ms (by event 9), and a timer of 100 ms:
/// the breach needs the message to come second.
fn racing(start: u8) -> Tiny {
    Tiny {
        booked: vec![(Span::ZERO, start)],
        on_event: |state, event, cx| match event {
            0 | 9 => {
                let slowest = if event == 0 { MS * 50 } else { MS * 120 };
                let wire = cx.delay(Draw::next(0), Delay::Between(MS * 5, slowest));
                cx.after(wire, 1);
                cx.after(MS * 100, 2);
            }
            event => state.n = 10 * state.n + u32::from(event),
        },
        class: |event| if event == 1 { Class::Message } else { Class::Timer },
        allowed: |state| state.n != 21,
        ..Tiny::default()
    }
}

fn instants(witness: &Witness) -> Vec<u64> {
    witness.cues.iter().map(|cue| cue.at.as_micros() / 1_000).collect()
}

/// Where the declared delays allow a breach, its cues carry instants at which it can happen.
#[test]
fn rule_8_a_possible_breach_carries_its_instants() {
    let (_, witness) = breach(racing(9), NOTHING, ALLOWED);
    assert_eq!(witness.timing, Timing::Possible);
    assert_eq!(instants(&witness), [0, 100, 100]);
}

/// Where they do not, it is a breach all the same (of a model without time), and says so.
#[test]
fn rule_8_an_impossible_breach_needs_other_delays() {
    let (_, witness) = breach(racing(0), NOTHING, ALLOWED);
    assert_eq!(witness.timing, Timing::NeedsOtherDelays);
}

/// A step of a process has no declared length, or no breach at the grain of a lock would be
/// possible: the step that was booked to take a moment comes after a timer of a minute.
#[test]
fn rule_8_internal_steps_have_free_length() {
    let slow = Tiny {
        booked: vec![(MS, 0), (Span::secs(60), 1)],
        on_event: |state, event, cx| match event {
            0 if state.n == 0 => cx.after(MS, 2),
            event => state.n = 10 * state.n + u32::from(event),
        },
        class: |event| if event == 1 { Class::Timer } else { Class::Internal },
        allowed: |state| state.n != 12,
        ..Tiny::default()
    };
    let (_, witness) = breach(slow.clone(), NOTHING, ALLOWED);
    assert_eq!((witness.timing, witness.cues.len()), (Timing::Possible, 3));
    assert_eq!(witness.cues[2].at, Time::ZERO + Span::secs(60));
    // What was booked before the search began is as free.
    let first = Tiny { allowed: |state| state.n != 10, ..slow };
    let (_, witness) = breach(first.clone(), NOTHING, ALLOWED);
    assert_eq!((witness.timing, witness.cues.len()), (Timing::Possible, 2));
    let timer = Tiny { class: |_| Class::Timer, ..first };
    assert_eq!(breach(timer, NOTHING, ALLOWED).1.timing, Timing::NeedsOtherDelays);
}

/// A message behind another in its lane may wait for that one, but not for ever.
#[test]
fn rule_8_a_lane_delays_within_bounds() {
    let sending = |start: u8| Tiny {
        booked: vec![(Span::ZERO, start)],
        on_event: |state, event, cx| match event {
            0 | 9 => {
                cx.after(MS * 50, 1);
                cx.after(MS, 2);
                cx.after(if event == 0 { MS * 40 } else { MS * 60 }, 3);
            }
            event => state.n = 10 * state.n + u32::from(event),
        },
        lane: |event| (event == 1 || event == 2).then_some(Lane(0)),
        ..Tiny::default()
    };
    // Event 2 is due after 1 ms and waits for event 1, due after 50: 3 comes first after 40 ms,
    let waits = Tiny { allowed: |state| state.n != 312, ..sending(0) };
    assert_eq!(breach(waits, NOTHING, ALLOWED).1.timing, Timing::Possible);
    // and between the two after 60 ms only with other delays.
    let never = Tiny { allowed: |state| state.n != 132, ..sending(9) };
    assert_eq!(breach(never, NOTHING, ALLOWED).1.timing, Timing::NeedsOtherDelays);
}

/// Every instant of a possible breach obeys the delays that its bookings declared: what is fired
/// is neither early nor late, and nothing that is on the wire is overdue.
#[test]
fn rule_8_instants_obey_the_declared_delays() {
    let chat = Chat { clients: 2, messages: 2, resume: Resume::ById };
    let (_, witness) = breach(chat, purse(&[(chat::CUTS, 1)]), 0);
    assert_eq!(witness.timing, Timing::Possible);
    obeys(chat, &witness, |event| match event {
        chat::Event::Reconnect(_) => (MS * 200, MS * 200),
        _ => (MS * 5, MS * 50),
    });
    let commit = Commit { participants: 2, tell: Tell::BeforeForce };
    let (_, witness) = breach(commit, purse(&[(commit::CRASHES, 1)]), 0);
    assert_eq!(witness.timing, Timing::Possible);
    obeys(commit, &witness, |event| match event {
        commit::Event::Begin | commit::Event::Forced => (Span::ZERO, Span::secs(3_600)),
        commit::Event::Retry => (MS * 200, MS * 200),
        _ => (MS * 5, MS * 50),
    });
}

/// Replays a witness step by step and compares ages with bounds. Births are those of the replay,
/// whose instants are the cues'; dues are the seed's and say nothing.
fn obeys<M: Model>(model: M, witness: &Witness, bounds: impl Fn(&M::Event) -> (Span, Span)) {
    let mut world = World::new(model, SEED, Nature::default());
    for cue in &witness.cues {
        let machine: &dyn Machine = &world;
        let frame = World::<M>::frame(machine, cue.at).expect("a world of this model");
        for booked in frame.agenda.iter() {
            let age = cue.at.since(booked.born);
            assert!(age <= bounds(&booked.event).1, "{:?} is overdue: {age}", booked.event);
        }
        if let Deed::Fire(index) = cue.deed {
            let booked = frame.agenda.offers()[index as usize];
            let age = cue.at.since(booked.born);
            assert!(age >= bounds(&booked.event).0, "{:?} is early: {age}", booked.event);
        }
        let machine: &mut dyn Machine = &mut world;
        machine.apply(cue, None).expect("the cue fits");
    }
}

/// A breach finishes its level: the counts are those of whole levels, however the search is
/// sliced, and every law that is broken in that level is reported.
#[test]
fn rule_8_a_breach_finishes_its_level() {
    let queue = Queue {
        capacity: 1,
        producers: 2,
        consumers: 2,
        lock: Lock::Barging,
        conditions: Conditions::One,
    };
    let sliced = |nodes: u32| {
        let mut checker = checker(queue, NOTHING);
        while checker.advance(nodes) {}
        checker.report()
    };
    let whole = sliced(u32::MAX);
    assert_eq!(whole.outcome, Outcome::Breached);
    for nodes in [1, 2, 3, 7, 50] {
        assert_eq!(sliced(nodes), whole);
    }
    let branching = Tiny {
        actions: |state| if state.n < 10 { &[1, 2, 3] } else { &[] },
        on_action: |state, action, _| state.n = 10 * state.n + u32::from(action),
        allowed: |state| state.n != 11,
        may_rest: |state| state.n != 33,
        ..Tiny::default()
    };
    let report = check(branching.clone(), NOTHING);
    assert_eq!((report.distinct, report.generated, report.depth), (13, 13, 3));
    let (_, first) = breach(branching.clone(), NOTHING, ALLOWED);
    let (_, last) = breach(branching, NOTHING, MAY_REST);
    assert_eq!((first.cues.len(), last.cues.len()), (2, 2), "both were found in one search");
}

/// What bounds a search is told, and is no proof.
#[test]
fn rule_8_a_cut_is_told() {
    let counting =
        Tiny { actions: |_| &[0], on_action: |state, _, _| state.n += 1, ..Tiny::default() };
    let world = World::new(counting, SEED, Nature::default());
    let cut = |caps| Checker::new(&world, NOTHING, caps).finish();
    let report = cut(Caps { depth: 9, ..Caps::default() });
    assert_eq!((report.outcome, report.depth), (Outcome::Cut(Cut::Depth(9)), 9));
    let report = cut(Caps { states: 5_000, ..Caps::default() });
    assert_eq!(report.outcome, Outcome::Cut(Cut::States(5_000)));
    assert!((5_000..7_000).contains(&report.distinct));
}

fn counts<M: Model>(model: M) -> (u64, u64, u32) {
    let Report { distinct, generated, depth, .. } = prove(model, NOTHING);
    (distinct, generated, depth)
}

fn tlc_counts<L: Layout>() {
    assert_eq!(counts(TwoPhase::<L>::new(3)), (288, 1_146, 11));
    assert_eq!(counts(TwoPhase::<L>::new(5)).0, 8_832);
}

/// Counts as TLC counts. Source: tlaplus/Examples, the manifest of transaction_commit, for 3
/// resource managers; stateright's example 2pc for 5.
#[test]
fn rule_9_counts_are_those_of_tlc() {
    tlc_counts::<Flat>();
    tlc_counts::<Collections>();
}

/// Duplicates and self-loops are generated and not distinct; the initial state is both.
#[test]
fn rule_9_duplicates_and_self_loops_are_generated() {
    let looping = Tiny {
        actions: |_| &[0, 1, 2],
        // To one, to itself, and to one again.
        on_action: |state, action, _| state.n |= u32::from(action != 1),
        ..Tiny::default()
    };
    assert_eq!(counts(looping), (2, 7, 2));
}

/// A length hashes alike where it has 32 bits and where it has 64; so does a discriminant.
#[test]
fn rule_10_hashes_do_not_depend_on_the_machine() {
    let hash = |write: fn(&mut Fingerprint)| {
        let mut hasher = Fingerprint::default();
        write(&mut hasher);
        hasher.finish()
    };
    assert_eq!(hash(|h| h.write_usize(300)), hash(|h| h.write_u64(300)));
    assert_eq!(hash(|h| h.write_usize(3)), hash(|h| h.write_u64(3)));
    assert_eq!(hash(|h| h.write_isize(-1)), hash(|h| h.write_i64(-1)));
    assert_eq!(hash(|h| h.write_i32(-1)), hash(|h| h.write_u32(u32::MAX)));
    // Golden: a change here changes every trace.
    let value = (vec![1u8, 2, 3], Some("text"), Ok::<u32, ()>(70_000), [-1i16; 2], true);
    assert_eq!(Fingerprint::of(&value), 4_611_930_487_866_174_817);
}

/// One search after the other walks the same way, in an order that is written down here: ordinals
/// are all that a breach is re-derived from, and links hold indices.
#[test]
fn rule_10_the_order_of_successors_is_fixed() {
    let commit = Commit { participants: 2, tell: Tell::BeforeForce };
    let limits = purse(&[(commit::CRASHES, 1), (Budget::DROP, 1)]);
    let (report, witness) = breach(commit, limits, 0);
    let (again, same) = breach(commit, limits, 0);
    assert_eq!((&report, &witness), (&again, &same));
    let deeds: Vec<&Deed> = witness.cues.iter().map(|cue| &cue.deed).collect();
    let written = "[Fire(0), Fire(0), Fire(1), Fire(1), Fire(0), Fire(1), Act(0), Act(0), Fire(2)]";
    assert_eq!(format!("{deeds:?}"), written);
}

/// A bag of bookings is the same however it came about; a lane is not.
#[test]
fn rule_10_the_order_of_booking_is_no_part_of_a_state() {
    let two_ways = Tiny {
        actions: |state| if state.n == 0 { &[1, 2] } else { &[] },
        on_action: |state, action, cx| {
            state.n = 1;
            cx.after(MS, action);
            cx.after(MS, 3 - action);
        },
        ..Tiny::default()
    };
    // The start, both booked, one of each left, none.
    assert_eq!(prove(two_ways.clone(), NOTHING).distinct, 5);
    // In a lane the order is all there is: two more states, in which the other one is ahead.
    let laned = Tiny { lane: |_| Some(Lane(0)), ..two_ways };
    assert_eq!(prove(laned, NOTHING).distinct, 6);
}

/// A timed search tells instants from numbers by their width.
#[test]
fn rule_10_instants_hash_as_nothing_else_does() {
    struct Wide(u32);
    impl Hasher for Wide {
        fn finish(&self) -> u64 {
            u64::from(self.0)
        }
        fn write(&mut self, _: &[u8]) {}
        fn write_u128(&mut self, _: u128) {
            self.0 += 1;
        }
    }
    let wide = |value: &dyn Fn(&mut Wide)| {
        let mut hasher = Wide(0);
        value(&mut hasher);
        hasher.finish()
    };
    assert_eq!(wide(&|h| Time::ZERO.hash(h)), 1);
    assert_eq!(wide(&|h| (MS, Lane(1), Some(7u64)).hash(h)), 0);
}
