//! What the picture shows of a run, and how it is laid out.

use super::layout::{Layout, ORDER, STRIP};
use super::shown::{Note, Shown};
use crate::lab::Lab;
use crate::snowflake::Snowflake;
use kernel::{Cue, Machine, Model, Recipe, Time, World};

const WIDTHS: [f64; 4] = [280.0, 370.0, 846.0, 1_200.0];

fn world(turned: &[(&str, i64)]) -> World<Snowflake> {
    let value = |knob: &kernel::Knob| {
        let turned = turned.iter().find(|(key, _)| *key == knob.key);
        turned.map_or(knob.default, |(_, value)| *value)
    };
    let knobs: Vec<i64> = Snowflake::KNOBS.iter().map(value).collect();
    let model = Snowflake::build(&knobs, None).expect("these knobs make a model");
    World::new(model, 7, Recipe::default().nature)
}

fn shown(world: &World<Snowflake>) -> Shown {
    Shown::of(&World::<Snowflake>::frame(world, world.now()).expect("it is of this model"))
}

fn act(world: &mut World<Snowflake>, text: &str) {
    let deed = world.resolve(text).expect(text);
    let cue = Cue { step: world.step() + 1, at: world.now(), deed, picks: Vec::new() };
    world.apply(&cue, None).expect(text);
}

#[test]
fn every_choice_that_is_offered_is_accepted() {
    let mut world = world(&[]);
    for text in ["freeze:0", "crash:1", "drift:2:200", "number:2:0", "thaw:0", "restart:1"] {
        world.advance(Time::END, 5, None);
        act(&mut world, text);
        let (model, state) = (world.model(), world.state());
        let mut count = 0;
        for (_, text, _) in shown(&world).lanes.iter().flat_map(|lane| &lane.menu) {
            let action = model.read_action(state, text).expect(text);
            assert!(model.accepts(state, &action), "{text}");
            count += 1;
        }
        assert!(count > 20, "after {text:?} there is little to do");
    }
}

#[test]
fn a_clock_behind_its_last_id_is_said_and_so_is_a_number_that_two_have() {
    let mut world = world(&[("workers", 1), ("load", 10)]);
    world.advance(Time::END, 6, None);
    assert_eq!((shown(&world).lanes[0].role, shown(&world).ids.len()), ("ok", 6));
    act(&mut world, "jump:0:-2");
    let lane = shown(&world).lanes.remove(0);
    assert_eq!((lane.role, lane.error_us), ("lost", -500_000));
    assert!(lane.status.contains("2 ticks behind"), "{}", lane.status);
    act(&mut world, "sync:0");
    act(&mut world, "crash:0");
    assert_eq!(shown(&world).lanes[0].status, "✕ crashed");
}

#[test]
fn twins_are_marked_once_and_both_workers_say_why() {
    let mut world = world(&[("numbers", 1), ("load", 40)]);
    world.advance(Time::END, 12, None);
    let shown = shown(&world);
    let alike: Vec<bool> = shown.lanes.iter().map(|lane| lane.is_alike).collect();
    assert_eq!(alike, [true, true, false]);
    let twins = shown.ids.iter().filter(|id| id.note == Note::Twin).count();
    let mut ids: Vec<u64> = shown.ids.iter().map(|id| id.id).collect();
    ids.sort_unstable();
    let made = ids.len();
    ids.dedup();
    assert!(twins > 0);
    assert_eq!(twins, made - ids.len());
}

/// A layout with thousands of ids a tick shows bars and a curve, and they are bounded.
#[test]
fn a_crowd_is_bounded() {
    let mut world = world(&[("layout", 2), ("load", 100_000)]);
    world.advance(Time::END, 4_000, None);
    let shown = shown(&world);
    assert!(shown.is_crowd());
    assert!((100..=240).contains(&shown.crowd.len()), "{}", shown.crowd.len());
    assert!(shown.lanes.iter().all(|lane| !lane.bars.is_empty() && lane.bars.len() <= 2_100));
}

#[test]
fn nothing_overlaps_and_every_clock_is_in_sight() {
    for workers in 1..=4 {
        for skew in [0, 40, -300] {
            let mut world = world(&[("workers", workers), ("skew", skew), ("layout", 2)]);
            world.advance(Time::END, 20, None);
            let shown = shown(&world);
            for width in WIDTHS {
                let layout = Layout::of(&shown, width, None);
                let tops = layout.strips.iter().chain([&layout.order]);
                let tops: Vec<f64> = tops.copied().collect();
                assert!(tops.windows(2).all(|pair| pair[1] - pair[0] >= STRIP), "{tops:?}");
                assert!(layout.order + ORDER <= layout.height);
                for lane in &shown.lanes {
                    let x = layout.x(shown.right_us + lane.error_us);
                    assert!((layout.strip.0..=layout.strip.1).contains(&x), "{x} at {width}");
                }
            }
        }
    }
}
