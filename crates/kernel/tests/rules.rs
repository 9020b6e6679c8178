//! Each rule of the kernel closes a hole through which a false proof or a breach that cannot be
//! replayed came. Each has a test here that fails without it; the tests of rules 8 to 10, which
//! are about what a search hands back, stand in `rules_reports.rs`.

mod common;

use common::search::{breach, check, checker, prove, purse};
use common::tiny::{ALLOWED, GOOD, MAY_REST, MAY_TELL, State, Tiny};
use kernel::check::{Answer, Outcome};
use kernel::{
    Budget, Class, Cue, Cx, Deed, Delay, Draw, Lane, Misfit, Nature, Pick, Recipe, Run, Search,
    Span, Time, Until, Wait, World,
};
use std::marker::PhantomData;

const S: Span = Span::secs(1);

fn ages(cap: Span) -> Search {
    Search::Timed { grain: S, until: Until::Ages(cap) }
}

fn until(seconds: u64) -> Search {
    Search::Timed { grain: S, until: Until::Horizon(Time::ZERO + S * seconds) }
}

/// An instant that is kept in a state is a part of it: the agenda is the same, one event in a
/// second, in every state of this model, and yet three seconds after the start is another state.
#[test]
fn rule_1_an_instant_in_a_state_tells_states_apart() {
    let ticking = Tiny {
        search: ages(S * 5),
        booked: vec![(S, 0)],
        on_event: |state, event, cx| {
            if cx.now().since(state.at) >= S * 3 {
                cx.tell(1);
            }
            cx.after(S, event);
        },
        may_tell: |facts| facts.is_empty(),
        ..Tiny::default()
    };
    let (report, witness) = breach(ticking, [0; 8], MAY_TELL);
    assert_eq!(witness.cues.len(), 3);
    assert_eq!(report.distinct, 4);
}

/// An instant that an event carries counts as well.
#[test]
fn rule_1_ages_in_a_state_come_to_an_end() {
    // An event books its successor; the state keeps the instant of the last one but four.
    let ticking = Tiny {
        search: ages(S * 5),
        booked: vec![(S, 0)],
        on_event: |state, event, cx| {
            state.n = (state.n + 1) % 4;
            if state.n == 0 {
                state.at = cx.now();
            }
            cx.after(S, event);
        },
        ..Tiny::default()
    };
    // Four ages from nought to three seconds, and the first round's ages from the start.
    let report = prove(ticking, [0; 8]);
    assert_eq!(report.distinct, 4, "the first round's ages are those of every later round");
    assert_eq!(report.outcome, Outcome::Complete);
}

/// With dates, two states at different dates are different, however alike what is to come is.
#[test]
fn rule_2_a_horizon_goes_with_dates() {
    let ticking = Tiny {
        search: until(6),
        booked: vec![(S, 0)],
        on_event: |_, event, cx| {
            if cx.now() >= Time::ZERO + S * 5 {
                cx.tell(1);
            }
            cx.after(S, event);
        },
        may_tell: |facts| facts.is_empty(),
        ..Tiny::default()
    };
    let (_, witness) = breach(ticking, [0; 8], MAY_TELL);
    assert_eq!(witness.cues.len(), 5);
}

/// What lies behind a horizon was not looked at, and the search says so, be it an event or an
/// action.
#[test]
fn rule_2_a_horizon_is_never_a_proof() {
    let late_event = Tiny {
        search: until(3),
        booked: vec![(S * 5, 0)],
        on_event: |state, _, _| state.n = 1,
        allowed: |state| state.n == 0,
        ..Tiny::default()
    };
    assert!(matches!(check(late_event.clone(), [0; 8]).outcome, Outcome::Cut(_)));
    let seen = Tiny { search: until(5), ..late_event };
    breach(seen, [0; 8], ALLOWED);

    let late_action = Tiny {
        search: until(3),
        actions: |_| &[0],
        on_action: |state, _, cx| {
            if cx.now() >= Time::ZERO + S * 5 {
                state.n = 1;
            }
        },
        allowed: |state| state.n == 0,
        ..Tiny::default()
    };
    assert!(matches!(check(late_action.clone(), [0; 8]).outcome, Outcome::Cut(_)));
    breach(Tiny { search: until(5), ..late_action }, [0; 8], ALLOWED);
}

/// Only what is past grows old. A wait that is longer than the cap still has its length: here a
/// choice between two of them leads to one breach, which a cap on waits would hide.
#[test]
fn rule_2_the_cap_is_for_ages_and_not_for_waits() {
    let waiting = Tiny {
        search: ages(S * 2),
        booked: vec![(Span::ZERO, 0)],
        on_event: |state, event, cx| match event {
            0 => {
                let wait = if cx.choose(Draw::next(0), 2) == 0 { S * 4 } else { S * 6 };
                cx.after(wait, 1);
                cx.after(S * 5, 2);
            }
            1 => state.n += 1,
            _ => state.n *= 10,
        },
        // Event 2 comes before event 1 only where the wait was the longer one.
        may_rest: |state| state.n != 1,
        ..Tiny::default()
    };
    breach(waiting, [0; 8], MAY_REST);

    let leasing = Tiny {
        search: ages(S * 2),
        booked: vec![(Span::ZERO, 0), (S * 5, 1)],
        on_event: |state, event, cx| match event {
            0 => {
                let lease = if cx.choose(Draw::next(0), 2) == 0 { S * 4 } else { S * 6 };
                state.at = cx.now() + lease;
            }
            _ => {
                let is_held = cx.now() < state.at;
                cx.tell(u32::from(is_held));
            }
        },
        may_tell: |facts| !facts.contains(&1),
        ..Tiny::default()
    };
    breach(leasing, [0; 8], MAY_TELL);

    // Nothing is booked, and the lease is longer than the cap: the press comes after it as well.
    let pressing = Tiny {
        search: ages(S * 2),
        actions: |state| match state.n {
            0 => &[0],
            1 => &[1],
            _ => &[],
        },
        on_action: |state, action, cx| {
            state.n += 1;
            let now = cx.now();
            match action {
                0 => state.at = now + S * 9,
                _ => cx.tell(u32::from(now > state.at)),
            }
        },
        may_tell: |facts| !facts.contains(&1),
        ..Tiny::default()
    };
    breach(pressing, [0; 8], MAY_TELL);
}

/// Waiting is folded into an action's instant: between two events an action is tried at every
/// multiple of the grain and at the event's own instant, and depth counts steps.
#[test]
fn rule_3_an_action_comes_at_a_multiple_of_the_grain() {
    let pressed = Tiny {
        search: ages(S * 10),
        booked: vec![(Span::millis(7_500), 0)],
        actions: |state| if state.n == 0 { &[0] } else { &[] },
        on_action: |state, _, cx| {
            state.n = 1;
            let at = cx.now().as_micros() / 1_000;
            cx.tell(at as u32);
        },
        ..Tiny::default()
    };
    for at in [0, 1_000, 4_000, 7_000, 7_500, 8_000] {
        let never = match at {
            0 => |facts: &[u32]| !facts.contains(&0),
            1_000 => |facts: &[u32]| !facts.contains(&1_000),
            4_000 => |facts: &[u32]| !facts.contains(&4_000),
            7_000 => |facts: &[u32]| !facts.contains(&7_000),
            7_500 => |facts: &[u32]| !facts.contains(&7_500),
            _ => |facts: &[u32]| !facts.contains(&8_000),
        };
        let (report, witness) =
            breach(Tiny { may_tell: never, ..pressed.clone() }, [0; 8], MAY_TELL);
        let steps = if at == 8_000 { 2 } else { 1 };
        assert_eq!(witness.cues.len(), steps, "pressed at {at} ms");
        assert_eq!(witness.cues[steps - 1].at, Time::ZERO + Span::millis(at));
        assert!(report.depth <= 3);
        assert_eq!(report.search, ages(S * 10), "the report names the grain");
    }
    let between = Tiny { may_tell: |facts| !facts.contains(&500), ..pressed };
    assert_eq!(prove(between, [0; 8]).depth, 3, "no instant lies between multiples of the grain");
}

struct Has<T>(PhantomData<T>);

/// Says no where a type lacks a trait: an inherent constant, where its bound holds, comes first.
trait Lacks {
    const EQUALITY: bool = false;
    const ORDER: bool = false;
    const HASH: bool = false;
}

impl<T> Lacks for Has<T> {}

impl<T: PartialEq> Has<T> {
    const EQUALITY: bool = true;
}

impl<T: PartialOrd> Has<T> {
    const ORDER: bool = true;
}

impl<T: std::hash::Hash> Has<T> {
    const HASH: bool = true;
}

/// A model that could compare a wait would be wrong in an untimed search, where waits have no
/// length. Nor can a wait hide in a state, which must be equal to others and hashed.
#[test]
fn rule_4_a_wait_is_neither_read_nor_compared() {
    const { assert!(Has::<Span>::EQUALITY && Has::<Span>::ORDER && Has::<Span>::HASH) };
    const { assert!(!Has::<Wait>::EQUALITY && !Has::<Wait>::ORDER && !Has::<Wait>::HASH) };
    // It can be added to and booked; an untimed search tries one length, which it never tells.
    let adding = Tiny {
        booked: vec![(S, 0)],
        on_event: |state, event, cx| {
            let wait = cx.delay(Draw::next(0), Delay::Between(S, S * 9));
            state.n += 1;
            if state.n < 3 {
                cx.after(wait + S + wait, event);
            }
        },
        ..Tiny::default()
    };
    assert_eq!(prove(adding, [0; 8]).distinct, 4);
}

/// A model that asks for the time in an untimed search gets no proof, whatever it does with it.
#[test]
fn rule_4_a_clock_that_is_read_is_not_checkable_untimed() {
    let reading = Tiny {
        booked: vec![(S, 0)],
        on_event: |_, _, cx| {
            let _ = cx.now();
        },
        ..Tiny::default()
    };
    let report = check(reading.clone(), [0; 8]);
    assert!(matches!(report.outcome, Outcome::NotCheckable(_)), "{:?}", report.outcome);
    prove(Tiny { search: ages(S), ..reading }, [0; 8]);
}

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
