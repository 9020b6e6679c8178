//! The kernel's rules about chance, hands and faults: 5 to 7. Rules 1 to 4 stand in
//! `rules_time.rs`.

mod common;

use common::commit::{self, Commit, Tell};
use common::search::{breach, check, checker, prove, purse};
use common::tiny::{ALLOWED, GOOD, MAY_REST, State, Tiny};
use kernel::check::{Answer, Caps, Checker};
use kernel::link::{self, Limits};
use kernel::{
    Budget, Class, Cue, Cx, Deed, Delay, Draw, Lane, Misfit, Model, Nature, Pick, Recipe, Run,
    Span, Time, Verdict, World,
};

const S: Span = Span::secs(1);

/// Draws three times from one stream in one step, and tells what it drew.
fn drawing() -> Tiny {
    Tiny {
        booked: vec![(S, 0), (S * 2, 1)],
        on_event: |_, _, cx| {
            for _ in 0..3 {
                let drawn = cx.choose(Draw::next(0), 1_000_000);
                cx.tell(drawn);
            }
        },
        ..Tiny::default()
    }
}

fn told(run: &Run) -> Vec<u32> {
    let frame = World::<Tiny>::frame(run.machine(), Time::END).expect("a machine of this model");
    frame.recent.iter().map(|told| told.fact).collect()
}

fn run_of(tiny: Tiny, cues: Vec<Cue>) -> Run {
    let recipe = Recipe { seed: 3, cues, ..Recipe::default() };
    Run::new(Box::new(World::new(tiny, 3, Nature::default())), recipe)
}

/// A scripted answer stands in for the seed's, and the draws after it are as they would have been.
#[test]
fn rule_5_a_scripted_pick_advances_its_counter() {
    let mut free = run_of(drawing(), Vec::new());
    while free.step() {}
    let scripted = Cue {
        step: 1,
        at: Time::ZERO + S,
        deed: Deed::Fire(0),
        picks: vec![Pick::Choice(11), Pick::Choice(22)],
    };
    let mut run = run_of(drawing(), vec![scripted]);
    while run.step() {}
    let (free, scripted) = (told(&free), told(&run));
    assert_eq!(scripted[..2], [11, 22]);
    assert_eq!(free.len(), 6);
    assert_eq!(scripted[2..], free[2..], "the third draw is the seed's third");
    assert!(free.iter().all(|drawn| ![11, 22].contains(drawn)));
}

/// Picks are tagged by what was asked. An untimed search asks no delays, so its breach has picks
/// for choices alone; the run that replays it draws the delay, which stands between them.
#[test]
fn rule_5_an_untimed_breach_replays_through_delays() {
    let mixed = Tiny {
        booked: vec![(S, 0)],
        on_event: |state, event, cx| {
            let first = cx.choose(Draw::next(0), 3);
            let wait = cx.delay(Draw::next(0), Delay::Between(S, S * 5));
            let second = cx.choose(Draw::next(0), 3);
            state.n = 10 * first + second;
            if event == 0 {
                cx.after(wait, 1);
            }
        },
        allowed: |state| state.n != 21,
        ..Tiny::default()
    };
    let (_, witness) = breach(mixed, [0; 8], ALLOWED);
    assert_eq!(witness.cues[0].picks, [Pick::Choice(2), Pick::Choice(1)]);
}

const CRASHES: Budget = Budget(Budget::FIRST);

/// A fault that the purse no longer pays for is an answer all the same. Were it left out, the
/// next pick would slip into its place, and the run would see a fault that the search did not.
#[test]
fn rule_5_a_fault_without_budget_leaves_its_pick() {
    let failing = Tiny {
        booked: vec![(S, 0)],
        on_event: |state, _, cx| {
            let failed = cx.fault(CRASHES, Draw::next(0), 1, 2);
            let chosen = cx.choose(Draw::next(1), 2);
            state.n = 10 * u32::from(failed) + chosen;
        },
        allowed: |state| state.n != 1,
        ..Tiny::default()
    };
    let (report, witness) = breach(failing.clone(), [0; 8], ALLOWED);
    assert_eq!(witness.cues[0].picks, [Pick::Choice(0), Pick::Choice(1)]);
    assert_eq!(report.distinct, 3, "without budget nothing fails");
    let report = check(failing, purse(&[(CRASHES, 1)]));
    assert_eq!(report.distinct, 5, "with budget it fails or not, and each has two choices");
}

/// A dropped timer would fabricate a deadlock: only messages are dropped, doubled and delayed.
#[test]
fn rule_6_a_hand_cannot_drop_double_or_delay_a_timer() {
    for class in [Class::Timer, Class::Internal] {
        let ringing = Tiny {
            booked: vec![(S, 0)],
            class: if class == Class::Timer { |_| Class::Timer } else { |_| Class::Internal },
            ..Tiny::default()
        };
        let mut run = run_of(ringing, Vec::new());
        for deed in [Deed::Drop(0), Deed::Copy(0), Deed::Delay(0, S)] {
            assert_eq!(run.take(deed), Err(Misfit::NotAMessage("0".to_owned())));
        }
        assert_eq!(run.playhead().step, 0, "nothing has changed");
        assert_eq!(run.take(Deed::Fire(0)), Ok(()));
    }
    let wired = Tiny { booked: vec![(S, 0)], ..Tiny::default() };
    for deed in [Deed::Drop(0), Deed::Copy(0), Deed::Delay(0, S)] {
        assert_eq!(run_of(wired.clone(), Vec::new()).take(deed), Ok(()));
    }
    // In a lane a message is neither lost nor doubled alone; a delay holds up those behind it.
    let laned = Tiny { lane: |_| Some(Lane(0)), ..wired };
    for deed in [Deed::Drop(0), Deed::Copy(0)] {
        let refused = run_of(laned.clone(), Vec::new()).take(deed);
        assert_eq!(refused, Err(Misfit::InALane("0".to_owned())));
    }
    assert_eq!(run_of(laned, Vec::new()).take(Deed::Delay(0, S)), Ok(()));
}

/// The same for a search, however much it may spend.
#[test]
fn rule_6_a_search_cannot_drop_or_double_a_timer() {
    let spending = purse(&[(Budget::DROP, 3), (Budget::COPY, 3)]);
    let ringing = Tiny {
        booked: vec![(S, 0)],
        on_event: |state, _, _| state.n += 1,
        class: |_| Class::Timer,
        may_rest: |state| state.n == 1,
        ..Tiny::default()
    };
    assert_eq!(prove(ringing.clone(), spending).distinct, 2);
    let wired = Tiny { class: |_| Class::Message, ..ringing };
    breach(wired.clone(), spending, MAY_REST);
    let laned = Tiny { lane: |_| Some(Lane(0)), ..wired };
    assert_eq!(prove(laned, spending).distinct, 2);
}

/// Two ways lead to the same state, and only one has paid. If they were one state, the way that
/// was found first would decide what can still be paid for.
#[test]
fn rule_7_what_was_spent_is_part_of_a_state() {
    let twice = Tiny {
        actions: |state| match state.n {
            0 => &[0, 1],
            1 => &[2],
            _ => &[],
        },
        price: |action| (action != 1).then_some(CRASHES),
        on_action: |state, _, _| state.n += 1,
        allowed: |state| state.n < 2,
        ..Tiny::default()
    };
    // Action 0 pays and comes first; action 1 is free and leads to the same number.
    let (_, witness) = breach(twice.clone(), purse(&[(CRASHES, 1)]), ALLOWED);
    assert_eq!(witness.cues[0].deed, Deed::Act(1));
    prove(twice, [0; 8]);
}

/// A way back that spends a budget is none: there may be nothing left to spend.
#[test]
fn rule_7_recovery_spends_nothing() {
    let stuck = Tiny {
        actions: |state| if state.n == 0 { &[0] } else { &[1] },
        price: |_| Some(CRASHES),
        on_action: |state, _, _| state.n = 1 - state.n,
        good: |state| state.n == 0,
        ..Tiny::default()
    };
    let report = check(stuck.clone(), purse(&[(CRASHES, 9)]));
    assert!(matches!(report.laws[GOOD].answer, Answer::Broken(_)), "{:?}", report.laws[GOOD]);
    let mut search = checker(stuck.clone(), purse(&[(CRASHES, 9)]));
    search.finish();
    let witness = search.witness(GOOD).expect("it was broken");
    assert_eq!(witness.cues.len(), 1, "the first state without a way back");

    let free_return = Tiny { price: |action| (action == 0).then_some(CRASHES), ..stuck };
    prove(free_return, purse(&[(CRASHES, 9)]));
}

/// A state that nothing can be done about is not recoverable through a fault or a lost message.
#[test]
fn rule_7_a_fault_is_no_way_back() {
    fn fails(state: &mut State, event: u8, cx: &mut Cx<'_, Tiny>) {
        state.n = u32::from(cx.fault(CRASHES, Draw::next(0), 1, 2));
        cx.after(S, event);
    }
    let lucky = Tiny {
        booked: vec![(S, 0)],
        on_event: fails,
        class: |_| Class::Timer,
        good: |state| state.n == 1,
        ..Tiny::default()
    };
    let report = check(lucky.clone(), purse(&[(CRASHES, 1)]));
    assert!(matches!(report.laws[GOOD].answer, Answer::Broken(_)));
    prove(Tiny { good: |state| state.n == 0, ..lucky }, purse(&[(CRASHES, 1)]));
}

/// A search from the middle of a run in which nature loses and doubles messages: nature had its part
/// in how it came there, and has none in the ways that the search found. Each of them comes out in
/// that same run, from its link too.
#[test]
fn rule_5_a_way_comes_out_where_nature_loses_and_doubles() {
    let nature = Nature { loss_ppm: 250_000, copy_ppm: 250_000, mishap_every: Span::millis(300) };
    let commit = Commit { participants: 2, tell: Tell::BeforeForce };
    let (mut broken, mut seen) = (0, 0);
    for seed in 0..24 {
        let recipe = Recipe { seed, nature, ..Recipe::default() };
        let opened =
            |recipe: &Recipe| Run::new(Box::new(World::new(commit, seed, nature)), recipe.clone());
        let mut played = opened(&recipe);
        while played.playhead().step < seed % 8 && played.step() {}
        let first = played.playhead().step;
        let caps = Caps { go_on: true, ..Caps::default() };
        let mut checker = Checker::new(played.machine(), purse(&[(commit::CRASHES, 1)]), caps);
        let report = checker.finish();
        for (law, finding) in report.laws.iter().enumerate() {
            let Some(witness) = checker.witness(law) else {
                let is_neither = !matches!(finding.answer, Answer::Broken(_) | Answer::Seen);
                assert!(is_neither, "seed {seed}: no way to {finding:?}");
                continue;
            };
            let last = first + witness.cues.len() as u64;
            let mut run = opened(&Recipe { cues: witness.cues.clone(), ..recipe.clone() });
            while run.playhead().step < last && run.step() {}
            let text = link::write(&[], &run);
            let read = link::read(&[], Commit::VERSION, &text).expect("what was written is read");
            let again =
                link::open(read, Box::new(World::new(commit, seed, nature)), Limits::default());
            assert_eq!(again.notices, [], "{text}");
            for mut run in [run, again.run] {
                assert_eq!(run.take_dropped(), [], "seed {seed}: {finding:?}");
                match (&run.verdicts()[law], &finding.answer) {
                    (Verdict::Broken(breach), Answer::Broken(why)) => {
                        assert_eq!((breach.step, &breach.why), (last, why));
                    }
                    // It may have been seen on the way to where the search began.
                    (Verdict::Seen(step), Answer::Seen) => assert!(*step <= last),
                    (verdict, answer) => panic!("seed {seed}: {verdict:?} but {answer:?}"),
                }
            }
            match finding.answer {
                Answer::Broken(_) => broken += 1,
                _ => seen += 1,
            }
        }
    }
    assert!(broken > 5 && seen > 5, "{broken} broken, {seen} seen");
}
