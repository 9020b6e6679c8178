//! What the picture shows of a run, and how it is laid out, tried on two-phase commit.

use super::layout::{Layout, Sheet};
use super::read::Source;
use super::shown::{Carries, Choice, Shown};
use crate::cluster::Power;
use crate::lab::Lab;
use crate::two_phase_commit::TwoPhaseCommit;
use kernel::{Cue, Machine, Model, Recipe, Time, World};

const WIDTHS: [u32; 5] = [304, 356, 640, 880, 1_200];

fn world(turned: &[(&str, i64)]) -> World<TwoPhaseCommit> {
    let value = |knob: &kernel::Knob| {
        let turned = turned.iter().find(|(key, _)| *key == knob.key);
        turned.map_or(knob.default, |(_, value)| *value)
    };
    let knobs: Vec<i64> = TwoPhaseCommit::KNOBS.iter().map(value).collect();
    let model = TwoPhaseCommit::build(&knobs, None).expect("these knobs make a model");
    World::new(model, 7, Recipe::default().nature)
}

fn shown(world: &World<TwoPhaseCommit>) -> Shown {
    let frame = World::<TwoPhaseCommit>::frame(world, world.now()).expect("it is of this model");
    Source::alone(&frame, String::new()).shown()
}

fn act(world: &mut World<TwoPhaseCommit>, text: &str) {
    let deed = world.resolve(text).expect(text);
    let cue = Cue { step: world.step() + 1, at: world.now(), deed, picks: Vec::new() };
    world.apply(&cue, None).expect(text);
}

/// Plays until something is shown.
fn until(world: &mut World<TwoPhaseCommit>, holds: impl Fn(&Shown) -> bool) -> Shown {
    for _ in 0..200 {
        let shown = shown(world);
        if holds(&shown) {
            return shown;
        }
        world.advance(Time::END, 1, None);
    }
    panic!("it did not come about");
}

#[test]
fn every_choice_that_is_offered_is_accepted() {
    let mut world = world(&[("cooperative", 1), ("copies", 200), ("loss", 50)]);
    for text in ["clog 0>1", "pause 2", "cut 0-1", "crash 0", "resume 2", "heal 0-1", "restart 0"] {
        world.advance(Time::END, 9, None);
        act(&mut world, text);
        let shown = shown(&world);
        let (model, state) = (world.model(), world.state());
        let of_servers = shown.servers.iter().flat_map(|server| &server.menu);
        let all: Vec<&Choice> =
            of_servers.chain(shown.links.iter().flat_map(|link| &link.menu)).collect();
        assert!(all.len() > 10, "after {text:?} there is little to do");
        for choice in all {
            let action = model.read_action(state, &choice.text).expect(&choice.text);
            assert!(model.accepts(state, &action), "{:?} after {text:?}", choice.text);
        }
    }
}

#[test]
fn a_crash_is_shown_as_it_is() {
    let mut world = world(&[]);
    let before = until(&mut world, |shown| {
        shown.servers[1].status.class == "doubt" && shown.servers[2].status.class == "doubt"
    });
    assert!(before.locks.iter().all(|lock| lock.held >= lock.in_doubt && lock.in_doubt.is_some()));
    act(&mut world, "crash 0");
    let after = shown(&world);
    let [was, is] = [&before, &after].map(|shown| &shown.servers[0]);
    assert_eq!((is.power, is.memory.as_ref()), (Power::Down, None));
    assert_eq!(is.log, was.log);
    assert!(is.status.text.starts_with("✕ crashed"));
    // Who is in doubt waits in vain, with its locks.
    let waits: Vec<_> =
        after.waits.iter().filter(|wait| wait.on == 0 && wait.is_in_doubt).collect();
    assert_eq!(waits.len(), 2);
    assert!(waits.iter().all(|wait| wait.is_vain));
    assert_eq!(after.locks.len(), before.locks.len());
}

#[test]
fn what_is_clogged_waits_before_the_middle_and_what_is_cut_is_lost() {
    let mut world = world(&[]);
    until(&mut world, |shown| {
        shown.messages.iter().any(|message| (message.from, message.to) == (0, 1))
    });
    act(&mut world, "clog 0>1");
    let held = until(&mut world, |shown| shown.messages.iter().any(|message| message.is_held));
    let held = held.messages.iter().find(|message| message.is_held).expect("it was just there");
    assert!(held.part < 0.5 && held.offer.is_none());
    act(&mut world, "cut 0>1");
    let after = shown(&world);
    assert!(after.messages.iter().all(|message| !message.is_held));
    assert_eq!(after.losses.len(), 1);
    let link = after.links.iter().find(|link| (link.a, link.b) == (0, 1)).expect("they talk");
    assert_eq!((link.there, link.back), (Carries::Cut, Carries::Yes));
}

#[test]
fn cards_lie_beside_each_other_and_within_the_picture() {
    for services in 2..=5 {
        let world =
            world(&[("services", services), ("riders", 8), ("dishes", 4), ("cooperative", 1)]);
        let shown = shown(&world);
        for width in WIDTHS {
            let layout = Layout::of(&shown, width);
            let what = format!("{services} services on {width} pixels");
            for (at, card) in layout.cards.iter().enumerate() {
                let Sheet { x, y, width, height } = card.sheet;
                assert!(x >= 0.0 && y >= 0.0, "{what}");
                assert!(x + width <= layout.width && y + height <= layout.height, "{what}");
                for other in &layout.cards[..at] {
                    let other = other.sheet;
                    let is_apart = x + width <= other.x
                        || other.x + other.width <= x
                        || y + height <= other.y
                        || other.y + other.height <= y;
                    assert!(is_apart, "{what}: two cards lie upon each other");
                }
            }
            for (link, way) in shown.links.iter().zip(&layout.ways) {
                for part in [0.0, 0.25, 0.5, 0.75, 1.0] {
                    let (place, _) = way.at(part);
                    assert!((0.0..=layout.width).contains(&place.x), "{what}: {}", link.name);
                    assert!((0.0..=layout.height).contains(&place.y), "{what}: {}", link.name);
                }
            }
        }
    }
}
