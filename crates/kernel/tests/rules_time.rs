//! Each rule of the kernel closes a hole through which a false proof or a breach that cannot be
//! replayed came, and has tests that fail without it. Here: what a search makes of time, rules 1
//! to 4. Rules 5 to 7 stand in `rules_faults.rs`, 8 to 10 in `rules_reports.rs`.

mod common;

use common::search::{breach, check, prove};
use common::tiny::{ALLOWED, MAY_REST, MAY_TELL, Tiny};
use kernel::check::{Cut, Outcome};
use kernel::{Delay, Draw, Nature, Recipe, Run, Search, Span, Time, Until, Verdict, Wait, World};
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

    // Nothing is booked and no instant kept, at 3 s by the event and at 0 s by an action: only
    // from the latter is there a press at 1 s.
    let two_ways = Tiny {
        search: until(6),
        booked: vec![(S * 3, 0)],
        on_event: |state, _, _| state.n = 1,
        actions: |state| match state.n {
            0 => &[0],
            1 => &[1],
            _ => &[],
        },
        on_action: |state, action, cx| {
            state.n += 1;
            let seconds = cx.now().as_micros() / 1_000_000;
            match action {
                0 => {
                    cx.cancel(&0);
                }
                _ => cx.tell(seconds as u32),
            }
        },
        may_tell: |facts| !facts.contains(&1),
        ..Tiny::default()
    };
    breach(two_ways, [0; 8], MAY_TELL);
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

/// An action comes at multiples of the grain, so what an age-wise search may try next depends on
/// where it stands between two of them, and that is part of the state.
#[test]
fn rule_3_where_now_stands_in_the_grain_is_part_of_a_state() {
    // The same state and the same ages, at 0.5 s by an event and at 0 s by an action.
    let two_ways = Tiny {
        search: ages(S * 3),
        booked: vec![(Span::millis(500), 0)],
        on_event: |state, _, cx| (state.n, state.at) = (1, cx.now()),
        actions: |state| match state.n {
            0 => &[0],
            1 => &[1],
            _ => &[],
        },
        on_action: |state, action, cx| {
            let now = cx.now();
            match action {
                0 => {
                    cx.cancel(&0);
                    (state.n, state.at) = (1, now);
                }
                _ => {
                    let waited = now.since(state.at).as_micros() / 1_000;
                    state.n = 2;
                    cx.tell(waited as u32);
                }
            }
        },
        may_tell: |facts| !facts.contains(&1_000),
        ..Tiny::default()
    };
    breach(two_ways.clone(), [0; 8], MAY_TELL);
    breach(Tiny { may_tell: |facts| !facts.contains(&1_500), ..two_ways }, [0; 8], MAY_TELL);
}

/// Too fine a grain is told, and neither hangs nor fills the memory.
#[test]
fn rule_3_too_fine_a_grain_cuts_the_search() {
    let waiting = Tiny {
        search: Search::Timed { grain: Span::micros(1), until: Until::Ages(S) },
        booked: vec![(Span::secs(1_000_000_000), 0)],
        actions: |state| if state.n == 0 { &[0] } else { &[] },
        on_action: |state, _, _| state.n = 1,
        ..Tiny::default()
    };
    assert_eq!(check(waiting.clone(), [0; 8]).outcome, Outcome::Cut(Cut::Successors));
    assert_eq!(
        check(Tiny { booked: Vec::new(), ..waiting.clone() }, [0; 8]).outcome,
        Outcome::Cut(Cut::Successors)
    );
}

/// An instant that never comes is no reason to wait for it, and does not come nearer.
#[test]
fn rule_3_never_is_not_waited_for() {
    let never = Tiny {
        search: ages(S * 3),
        actions: |_| &[0],
        on_action: |state, _, _| state.at = Time::END,
        ..Tiny::default()
    };
    assert_eq!(prove(never, [0; 8]).distinct, 2);
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

/// An instant that is written beside the state, or told, decides nothing: a search does not even
/// ask for it, and gives its proof.
#[test]
fn rule_4_a_record_is_kept_in_runs_and_not_in_searches() {
    let recording = Tiny {
        booked: vec![(S, 0)],
        on_event: |_, _, cx| {
            let mut told = 0;
            cx.record(|at| told = at.since(Time::ZERO).as_micros() as u32);
            cx.tell(told);
        },
        may_tell: |facts| !facts.contains(&1_000_000),
        ..Tiny::default()
    };
    prove(recording.clone(), [0; 8]);
    let world = World::new(recording, 7, Nature::default());
    let mut run = Run::new(Box::new(world), Recipe::default());
    run.advance(Time::END, 1);
    assert!(matches!(run.verdicts()[MAY_TELL], Verdict::Broken(_)), "{:?}", run.verdicts());
}
