//! Runs: wherever a run has been and however it got here, it is what its recipe says.

#[path = "common/hands.rs"]
mod hands;
#[path = "common/toy.rs"]
mod toy;

use hands::{hand, played, recipes, run_hand};
use kernel::{Cue, Deed, Misfit, Nature, Pick, Playhead, Recipe, Run, Span, Stop, Time, Verdict};
use proptest::prelude::*;

fn us(us: u64) -> Time {
    Time::from_micros(us)
}

fn fresh(recipe: &Recipe) -> Run {
    Run::new(toy::machine(recipe), recipe.clone())
}

/// A run that went straight to a step.
fn straight(recipe: &Recipe, step: u64) -> Run {
    let mut run = fresh(recipe);
    while run.playhead().step < step && run.step() {}
    run
}

/// All that can be seen of a run at its playhead, but for what lies ahead.
type Seen = (u64, Time, u64, Vec<Verdict>, Vec<kernel::Line>, kernel::Offers);

fn seen(run: &Run) -> Seen {
    let machine = run.machine();
    let (step, now) = (machine.step(), machine.now());
    (step, now, machine.fingerprint(), run.verdicts(), run.log(1_000), run.offers())
}

fn cue(step: u64, at: u64, deed: Deed) -> Cue {
    Cue { step, at: us(at), deed, picks: Vec::new() }
}

fn with_cues(seed: u64, cues: Vec<Cue>) -> Recipe {
    Recipe { cues, ..toy::recipe(seed) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_run_is_what_its_recipe_says(
        recipe in recipes(),
        hands in prop::collection::vec(hand(), 0..32),
    ) {
        let mut run = played(&recipe, &hands);
        let reach = run.reach();
        let again = straight(run.recipe(), run.playhead().step);
        prop_assert_eq!(seen(&run), seen(&again));
        run.seek(reach.step).expect("the toy keeps the rules");
        let again = straight(run.recipe(), reach.step);
        prop_assert_eq!(seen(&run), seen(&again));
        prop_assert_eq!(run.marks(), again.marks());
        prop_assert!(run.take_dropped().is_empty(), "what was taken fits");
    }

    #[test]
    fn a_seek_shows_what_straight_play_shows(
        recipe in recipes(),
        hands in prop::collection::vec(hand(), 0..12),
        places in prop::collection::vec(any::<u64>(), 1..6),
    ) {
        let mut run = played(&recipe, &hands);
        run.advance(Time::END, 1_500);
        let reach = run.reach();
        for place in places {
            let step = place % (reach.step + 1);
            run.seek(step).expect("the toy keeps the rules");
            prop_assert_eq!(seen(&run), seen(&straight(run.recipe(), step)));
            prop_assert_eq!(run.playhead(), Playhead { step, at: run.machine().now() });
            let back = run.step_back().expect("the toy keeps the rules");
            prop_assert_eq!(back, step > 0);
            prop_assert_eq!(seen(&run), seen(&straight(run.recipe(), step.saturating_sub(1))));
            prop_assert_eq!(run.reach(), reach, "a seek forgets nothing");
        }
    }

    #[test]
    fn a_seek_in_time_shows_the_last_step_until_then(
        recipe in recipes(),
        hands in prop::collection::vec(hand(), 0..12),
        places in prop::collection::vec(any::<u64>(), 1..6),
    ) {
        let mut run = played(&recipe, &hands);
        run.advance(run.reach().at + Span::secs(2), 1_500);
        for place in places {
            let at = us(place % (run.reach().at.as_micros() + 1));
            run.seek_time(at).expect("the toy keeps the rules");
            let mut again = fresh(run.recipe());
            again.advance(at, run.reach().step);
            prop_assert_eq!(seen(&run), seen(&again));
            prop_assert_eq!(run.playhead().at, at);
        }
    }

    #[test]
    fn a_cue_in_the_past_forks_and_the_old_future_can_come_back(
        recipe in recipes(),
        before in prop::collection::vec(hand(), 0..16),
        back in any::<u64>(),
        after in prop::collection::vec(hand(), 0..16),
    ) {
        let mut run = played(&recipe, &before);
        run.advance(Time::END, 50);
        while !run.ghosts().is_empty() {
            run.dismiss(0);
        }
        let (old, old_end) = (run.recipe().clone(), run.reach());
        run.seek(back % (old_end.step + 1)).expect("the toy keeps the rules");
        let here = run.playhead();
        let forked = run.take(Deed::Act(0)).is_ok();
        prop_assert_eq!(forked && here.step < old_end.step, !run.ghosts().is_empty());
        prop_assume!(!run.ghosts().is_empty());
        prop_assert_eq!((run.ghosts()[0].from, run.ghosts()[0].end), (here, old_end));

        let plays = |hand: &&hands::Hand| !matches!(hand, hands::Hand::Revive(_) | hands::Hand::Dismiss(_));
        after.iter().filter(plays).take(7).for_each(|hand| run_hand(&mut run, hand));
        let new = run.recipe().clone();
        let new_end = run.reach();
        let ghost = run.ghosts().iter().position(|ghost| ghost.end == old_end);
        prop_assume!(ghost.is_some());
        prop_assert!(run.revive(ghost.unwrap_or(0)).expect("the toy keeps the rules"));
        prop_assert_eq!((run.recipe(), run.reach()), (&old, old_end));
        prop_assert_eq!(seen(&run), seen(&straight(&old, run.playhead().step)));

        let newest = run.ghosts().len() - 1;
        prop_assert!(run.revive(newest).expect("the toy keeps the rules"));
        prop_assert_eq!((run.recipe(), run.reach()), (&new, new_end));
        prop_assert_eq!(seen(&run), seen(&straight(&new, run.playhead().step)));
    }

    #[test]
    fn every_ghost_is_a_run(
        recipe in recipes(),
        hands in prop::collection::vec(hand(), 16..48),
    ) {
        let mut run = played(&recipe, &hands);
        for _ in 0..run.ghosts().len() {
            run.revive(0).expect("the toy keeps the rules");
            let reach = run.reach();
            prop_assert_eq!(seen(&run), seen(&straight(run.recipe(), run.playhead().step)));
            run.seek(reach.step).expect("the toy keeps the rules");
            prop_assert_eq!(seen(&run), seen(&straight(run.recipe(), reach.step)));
        }
    }

    #[test]
    fn turned_knobs_leave_out_what_no_longer_fits(
        recipe in recipes(),
        hands in prop::collection::vec(hand(), 0..24),
        peers in 1..=9i64,
    ) {
        let mut run = played(&recipe, &hands);
        let before = (run.playhead(), seen(&run), run.recipe().clone());
        let cues = run.portable_cues().expect("the toy keeps the rules");
        prop_assert_eq!(&before, &(run.playhead(), seen(&run), run.recipe().clone()));
        prop_assert!(cues.iter().all(|cue| !matches!(cue.deed, Deed::Act(_))));

        let mut turned = Recipe { cues, ..before.2.clone() };
        let mut same = fresh(&turned);
        same.advance(before.0.at, before.0.step);
        prop_assert_eq!(same.machine().fingerprint(), run.machine().fingerprint());
        prop_assert!(same.take_dropped().is_empty(), "by value it is the same run");

        turned.knobs[0] = peers;
        let given = turned.cues.len();
        let mut other = fresh(&turned);
        let last = turned.cues.last().map_or(0, |cue| cue.step);
        other.advance(Time::END, last);
        prop_assert_eq!(other.take_dropped().len() + other.recipe().cues.len(), given);
        prop_assert_eq!(seen(&other), seen(&straight(other.recipe(), other.playhead().step)));
    }
}

#[test]
fn an_action_keeps_its_meaning_under_another_menu() {
    let mut recipe = toy::recipe(5);
    recipe.knobs[0] = 5;
    recipe.cues = vec![cue(3, 900, Deed::Act(4)), cue(9, 5_000, Deed::Act(5))];
    let mut run = fresh(&recipe);
    run.advance(Time::END, 20);
    let portable = run.portable_cues().expect("the toy keeps the rules");
    let said: Vec<_> = portable.iter().map(|cue| cue.deed.clone()).collect();
    assert_eq!(said, [Deed::Say("crash 4".into()), Deed::Say("mint 1 plain".into())]);

    let by_value = |steps| Run::by_value(toy::machine(&recipe), recipe.clone(), steps);
    assert_eq!(by_value(9).expect("the toy keeps the rules").cues, portable);
    let deed = |recipe: Recipe| recipe.cues[1].deed.clone();
    assert_eq!(by_value(8).map(deed), Ok(Deed::Act(5)), "it is beyond the bound");

    recipe.knobs[0] = 3;
    recipe.cues = portable;
    let mut run = fresh(&recipe);
    run.advance(Time::END, 20);
    let dropped = run.take_dropped();
    assert_eq!(dropped.len(), 1, "three peers: nobody is number four");
    assert_eq!(dropped[0].why, Misfit::NotAccepted("crash 4".to_owned()));
    assert_eq!(run.recipe().cues[0].deed, Deed::Say("mint 1 plain".into()));
    assert!(run.log(100).iter().any(|line| line.text == "minted “plain”"));
}

#[test]
fn a_second_fork_before_the_first_does_not_mix_branches() {
    let mut run = fresh(&toy::recipe(1));
    run.advance(Time::END, 40);
    let first = run.recipe().clone();
    run.seek(20).expect("the toy keeps the rules");
    run.take(Deed::Act(0)).expect("it is on the menu");
    run.seek(10).expect("the toy keeps the rules");
    run.take(Deed::Act(1)).expect("it is on the menu");
    // The first ghost left at step 20 of a branch that itself was left at step 10.
    assert!(run.ghosts().iter().all(|ghost| ghost.from.step == 10));
    run.revive(0).expect("the toy keeps the rules");
    assert_eq!((run.recipe(), run.reach().step), (&first, 40));
    run.seek(40).expect("the toy keeps the rules");
    assert_eq!(seen(&run), seen(&straight(&first, 40)));
}

#[test]
fn there_are_eight_ghosts_at_most_and_the_oldest_goes() {
    let mut run = fresh(&toy::recipe(1));
    run.advance(Time::END, 40);
    for step in 1..=12 {
        run.seek(step).expect("the toy keeps the rules");
        run.take(Deed::Act(0)).expect("it is on the menu");
        run.advance(Time::END, 20);
    }
    let left: Vec<_> = run.ghosts().iter().map(|ghost| ghost.from.step).collect();
    assert_eq!(left, [5, 6, 7, 8, 9, 10, 11, 12]);
}

#[test]
fn no_step_is_taken_after_the_stop() {
    let stop = Stop { at: us(30_000), steps: u64::MAX };
    let mut run = fresh(&Recipe { stop, ..toy::recipe(2) });
    assert_eq!(run.advance(us(20_000), u64::MAX), kernel::Halt::Reached);
    assert_eq!(run.advance(Time::END, u64::MAX), kernel::Halt::Stopped);
    assert_eq!(run.playhead().at, us(30_000), "time stops too");
    assert!(run.machine().now() <= us(30_000));
    assert!(run.machine().next_due().is_some_and(|due| due > us(30_000)));
    assert_eq!((run.next_instant(), run.step()), (None, false));
    assert!(run.take(Deed::Act(0)).is_ok(), "a hand comes at the stop, not after it");

    let stop = Stop { at: Time::END, steps: 25 };
    let mut run = fresh(&Recipe { stop, ..toy::recipe(2) });
    assert_eq!(run.advance(Time::END, u64::MAX), kernel::Halt::Stopped);
    let end = run.playhead();
    assert_eq!((end.step, end.at), (25, run.machine().now()));
    assert_eq!(run.advance(Time::END, 5), kernel::Halt::Stopped);
    assert_eq!((run.playhead(), run.step()), (end, false), "the playhead does not run off");
    assert_eq!(run.take(Deed::Act(0)), Err(Misfit::Ended));
}

#[test]
fn at_rest_time_stands_still_and_a_hand_can_begin_anew() {
    let mut recipe = toy::recipe(4);
    recipe.knobs = vec![2, 1, 0, 0];
    let mut run = fresh(&recipe);
    assert_eq!(run.advance(Time::END, u64::MAX), kernel::Halt::Rest);
    let end = run.playhead();
    assert_eq!(end.at, run.machine().now());
    assert_eq!(run.advance(Time::END, 5), kernel::Halt::Rest);
    run.wait(Time::END);
    assert_eq!(run.playhead(), end);
    run.take(Deed::Say("mint 2 anew".into())).expect("it is accepted");
    assert_eq!(run.advance(Time::END, 1), kernel::Halt::Budget);
}

#[test]
fn waiting_takes_no_step_and_goes_no_further_than_the_next() {
    let mut run = fresh(&toy::recipe(6));
    run.advance(Time::END, 10);
    let now = run.machine().now();
    let next = run.next_instant().expect("the toy is endless");
    assert!(next > now, "this seed leaves a gap here");
    run.wait(us(now.as_micros() + 1));
    assert_eq!(run.playhead(), Playhead { step: 10, at: us(now.as_micros() + 1) });
    run.wait(Time::END);
    assert_eq!(run.playhead(), Playhead { step: 10, at: next });
    run.take(Deed::Act(0)).expect("it is on the menu");
    assert_eq!(run.machine().now(), next, "a deed comes where the playhead stands");
    run.seek(3).expect("the toy keeps the rules");
    run.seek_playhead(Playhead { step: 10, at: next }).expect("the toy keeps the rules");
    assert_eq!(run.playhead(), Playhead { step: 10, at: next });
}

#[test]
fn what_is_overdue_after_a_late_cue_happens_at_once() {
    let mut run = fresh(&with_cues(3, vec![cue(2, 50_000, Deed::Act(3))]));
    run.advance(Time::END, 1);
    assert_eq!((run.machine().now(), run.next_instant()), (us(0), Some(us(50_000))));
    assert_eq!(run.advance(us(49_999), 9), kernel::Halt::Reached);
    assert_eq!(run.playhead(), Playhead { step: 1, at: us(49_999) });
    run.advance(us(50_000), u64::MAX);
    assert!(run.machine().step() > 5, "the tokens of the first milliseconds came late");
    assert_eq!(run.machine().now(), us(50_000));
    assert!(run.log(100).iter().all(|line| line.step == 1 || line.at == us(50_000)));
}

#[test]
fn a_cue_whose_instant_goes_back_comes_at_that_of_the_one_before() {
    let cues = vec![cue(9, 7, Deed::Act(0)), cue(4, 5_000, Deed::Act(3)), cue(4, 1, Deed::Act(1))];
    let run = fresh(&with_cues(3, cues));
    let expected = [cue(4, 5_000, Deed::Act(3)), cue(9, 5_000, Deed::Act(0))];
    assert_eq!(run.recipe().cues, expected, "by step, one a step, instants in order");
    let mut late = straight(run.recipe(), 9);
    assert!(late.take_dropped().is_empty());
}

#[test]
fn nature_is_part_of_the_recipe() {
    let calm = toy::recipe(8);
    let rough = Recipe { nature: toy::rough(), ..calm.clone() };
    let (calm, mut rough) = (straight(&calm, 600), straight(&rough, 600));
    assert_ne!(calm.machine().fingerprint(), rough.machine().fingerprint());
    let crashed = |run: &Run| run.offers().actions.iter().any(|a| a.text.starts_with("wake"));
    assert!(crashed(&rough) && !crashed(&calm), "mishaps crash peers, nothing else does");
    let before = seen(&rough);
    rough.seek(100).expect("the toy keeps the rules");
    rough.seek(600).expect("the toy keeps the rules");
    assert_eq!(seen(&rough), before);
}

#[test]
fn nature_loses_every_message_but_those_in_lanes() {
    let nature = Nature { loss_ppm: 1_000_000, ..Nature::default() };
    let mut recipe = Recipe { nature, ..toy::recipe(8) };
    let mut run = fresh(&recipe);
    assert_eq!(run.advance(Time::END, 10_000), kernel::Halt::Rest, "every toss is lost");
    recipe.knobs[2] = 1;
    let mut run = fresh(&recipe);
    assert_eq!(run.advance(Time::END, 10_000), kernel::Halt::Budget, "no toss in a lane is lost");
}

#[test]
fn nature_doubles_every_message() {
    let nature = Nature { copy_ppm: 1_000_000, ..Nature::default() };
    let messages = |run: &Run| {
        let events = run.offers().events;
        events.iter().filter(|event| event.class == kernel::Class::Message).count()
    };
    let recipe = toy::recipe(8);
    let doubled = straight(&Recipe { nature, ..recipe.clone() }, 300);
    assert!(messages(&straight(&recipe, 300)) <= 4, "four tokens were there from the start");
    assert!(messages(&doubled) > 40, "{}", messages(&doubled));
}

#[test]
fn the_end_of_time_does_not_overflow() {
    let cues = vec![
        cue(1, 0, Deed::Delay(3, Span::micros(u64::MAX))),
        cue(5, u64::MAX - 1, Deed::Act(3)),
        cue(9, u64::MAX, Deed::Act(0)),
    ];
    let mut recipe = with_cues(1, cues);
    recipe.nature.mishap_every = Span::micros(u64::MAX);
    let mut run = fresh(&recipe);
    assert_eq!(run.advance(Time::END, 400), kernel::Halt::Budget);
    assert_eq!(run.machine().now(), Time::END);
    assert_eq!(run.take_dropped(), []);
    let end = seen(&run);
    run.seek_time(us(u64::MAX - 1)).expect("the toy keeps the rules");
    assert_eq!(run.machine().now(), us(u64::MAX - 1));
    run.seek(400).expect("the toy keeps the rules");
    assert_eq!(seen(&run), end);
    run.wait(Time::END);
    assert!(run.take(Deed::Act(0)).is_ok());
}

#[test]
fn picks_that_do_not_fit_leave_everything_as_it_was() {
    let picked = |picks: Vec<Pick>| {
        let cue = Cue { picks, ..cue(1, 2_000, Deed::Act(3)) };
        let mut run = fresh(&with_cues(2, vec![cue]));
        run.step();
        (run.take_dropped().len(), run)
    };
    // Minting one token asks for a peer below three, a coin, and a delay.
    let (dropped, run) = picked(vec![Pick::Choice(2), Pick::Choice(0), Pick::Delay(Span::ZERO)]);
    assert_eq!((dropped, run.recipe().cues.len()), (0, 1));
    let offer = &run.offers().events[3];
    assert_eq!((offer.label.as_str(), offer.due), ("Token { to: 2, hops: 0 }", us(2_000)));
    for wrong in [
        vec![Pick::Choice(3)],
        vec![Pick::Choice(2), Pick::Choice(0), Pick::Choice(0)],
        vec![Pick::Delay(Span::ZERO), Pick::Delay(Span::ZERO)],
    ] {
        let (dropped, run) = picked(wrong);
        assert_eq!((dropped, run.recipe().cues.len()), (1, 0));
        assert_eq!(seen(&run), seen(&straight(&toy::recipe(2), 1)), "the next step came instead");
    }
}

#[test]
fn ten_thousand_cues_are_played_and_sought() {
    let toggles = |step: u64| cue(step * 2, step * 10, Deed::Act(0));
    let recipe = with_cues(7, (1..=kernel::run::CUES as u64).map(toggles).collect());
    let mut run = fresh(&recipe);
    run.advance(Time::END, 30_000);
    assert_eq!(run.recipe().cues.len(), kernel::run::CUES, "peer 0 is always there to toggle");
    assert_eq!(run.take(Deed::Act(0)), Err(Misfit::Full));
    for step in [19_999, 4_711, 12_345, 1] {
        run.seek(step).expect("the toy keeps the rules");
        assert_eq!(seen(&run), seen(&straight(&recipe, step)));
    }
    run.take(Deed::Act(0)).expect("there is room again where the future is replaced");
}
