//! Random hands: what a person may do with a run of the toy, as values that proptest can shrink.

#![allow(dead_code, reason = "every test binary uses another part of it")]

use super::toy;
use kernel::{Deed, Nature, Recipe, Run, Span, Stop, Time};
use proptest::prelude::*;

/// Something done with a run. Indices and places are taken modulo what is on offer.
#[derive(Clone, Debug)]
pub enum Hand {
    Play { us: u64, steps: u64 },
    Wait(u64),
    Act(u32),
    Mint(u8, String),
    Fire(u32),
    Drop(u32),
    Copy(u32),
    Delay(u32, u64),
    StepBack,
    Seek(u64),
    SeekTime(u64),
    Revive(usize),
    Dismiss(usize),
}

/// A knob setting, a seed, a nature and a stop.
pub fn recipes() -> impl Strategy<Value = Recipe> {
    let knobs = (1..=9i64, 1..=40i64, 0..=1i64, 0..=1i64).prop_map(|(a, b, c, d)| vec![a, b, c, d]);
    let nature = (0..100_000u32, 0..100_000u32, 0..50_000u64).prop_map(|(loss, copy, every)| {
        Nature { loss_ppm: loss, copy_ppm: copy, mishap_every: Span::micros(every) }
    });
    let nature = prop_oneof![2 => Just(Nature::default()), 1 => nature];
    let stop = (0..3_000_000u64, 0..2_000u64)
        .prop_map(|(at, steps)| Stop { at: Time::from_micros(at), steps });
    let stop = prop_oneof![4 => Just(Stop::default()), 1 => stop];
    (knobs, any::<u64>(), nature, stop).prop_map(|(knobs, seed, nature, stop)| Recipe {
        knobs,
        data: None,
        seed,
        nature,
        stop,
        cues: Vec::new(),
    })
}

/// One thing done.
pub fn hand() -> impl Strategy<Value = Hand> {
    prop_oneof![
        6 => (0..40_000u64, 0..400u64).prop_map(|(us, steps)| Hand::Play { us, steps }),
        1 => (0..2_000u64).prop_map(Hand::Wait),
        3 => any::<u32>().prop_map(Hand::Act),
        1 => (1..=5u8, "\\PC{0,20}").prop_map(|(count, text)| Hand::Mint(count, text)),
        2 => any::<u32>().prop_map(Hand::Fire),
        2 => any::<u32>().prop_map(Hand::Drop),
        2 => any::<u32>().prop_map(Hand::Copy),
        2 => (any::<u32>(), 0..50_000u64).prop_map(|(index, us)| Hand::Delay(index, us)),
        2 => Just(Hand::StepBack),
        2 => any::<u64>().prop_map(Hand::Seek),
        2 => any::<u64>().prop_map(Hand::SeekTime),
        1 => any::<usize>().prop_map(Hand::Revive),
        1 => any::<usize>().prop_map(Hand::Dismiss),
    ]
}

/// A run that random hands have played with.
pub fn played(recipe: &Recipe, hands: &[Hand]) -> Run {
    let mut run = Run::new(toy::machine(recipe), recipe.clone());
    for hand in hands {
        run_hand(&mut run, hand);
    }
    run
}

/// Does one thing. A deed that does not fit is refused, and nothing happens.
pub fn run_hand(run: &mut Run, hand: &Hand) {
    let deed = match hand.clone() {
        Hand::Play { us, steps } => {
            run.advance(run.playhead().at + Span::micros(us), steps);
            return;
        }
        Hand::Wait(us) => return run.wait(run.playhead().at + Span::micros(us)),
        Hand::StepBack => {
            run.step_back().expect("the toy keeps the rules");
            return;
        }
        Hand::Seek(to) => {
            let step = to % (run.reach().step + 1);
            return run.seek(step).expect("the toy keeps the rules");
        }
        Hand::SeekTime(to) => {
            let at = to % (run.reach().at.as_micros() + 1);
            return run.seek_time(Time::from_micros(at)).expect("the toy keeps the rules");
        }
        Hand::Revive(ghost) => {
            let ghosts = run.ghosts().len().max(1);
            run.revive(ghost % ghosts).expect("the toy keeps the rules");
            return;
        }
        Hand::Dismiss(ghost) => return run.dismiss(ghost % run.ghosts().len().max(1)),
        Hand::Mint(count, text) => Deed::Say(format!("mint {count} {text}").into()),
        Hand::Act(index) => Deed::Act(index % actions(run)),
        Hand::Fire(index) => Deed::Fire(index % events(run)),
        Hand::Drop(index) => Deed::Drop(index % events(run)),
        Hand::Copy(index) => Deed::Copy(index % events(run)),
        Hand::Delay(index, us) => Deed::Delay(index % events(run), Span::micros(us)),
    };
    let before = (run.playhead(), run.reach(), run.machine().fingerprint(), run.recipe().clone());
    if run.take(deed).is_err() {
        let after =
            (run.playhead(), run.reach(), run.machine().fingerprint(), run.recipe().clone());
        assert_eq!(before, after, "a refused deed changes nothing");
    }
}

fn actions(run: &Run) -> u32 {
    run.offers().actions.len().max(1) as u32
}

fn events(run: &Run) -> u32 {
    run.offers().events.len().max(1) as u32
}
