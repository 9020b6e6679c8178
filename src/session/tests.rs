//! What a session promises, held for every lab in the list.

use super::*;
use kernel::Time;
use kernel::link;

/// Frames are never short of time here.
fn always() -> bool {
    true
}

fn each_lab(test: impl Fn(Session)) {
    for entry in labs::entries() {
        test(Session::new(entry).expect("the opening preset makes a machine"));
    }
}

/// Plays for so many seconds of a person's time.
fn play(session: &mut Session, seconds: u32) {
    for _ in 0..seconds * 20 {
        session.frame(50.0, &always);
    }
}

fn link_of(session: &Session) -> String {
    link::write(session.entry().knobs, session.run())
}

/// Follows a link to its end.
fn arrive(session: &mut Session, link: &str) {
    session.follow(link);
    while session.journey().is_some() {
        session.frame(16.0, &always);
    }
}

#[test]
fn the_opening_preset_plays_at_once_and_shows_something_within_ten_seconds() {
    each_lab(|mut session| {
        assert!(session.is_playing());
        play(&mut session, 10);
        assert!(session.run().playhead().step >= 3, "{}", session.entry().card.slug);
        assert!(!session.reading().lines.is_empty());
    });
}

#[test]
fn a_frame_without_time_still_makes_a_little_way() {
    each_lab(|mut session| {
        session.apply(Msg::Seek(Time::from_micros(60_000_000)));
        let before = session.run().playhead();
        assert!(session.frame(16.0, &|| false));
        assert!(session.run().playhead().step <= before.step + STEPS_PER_LOOK);
    });
}

#[test]
fn breaking_it_is_possible_at_once_and_in_the_past_leaves_a_ghost() {
    each_lab(|mut session| {
        play(&mut session, 5);
        session.apply(Msg::ToStart);
        let branch = session.branch();
        session.apply(Msg::Break);
        assert_eq!(session.run().ghosts().len(), 1);
        assert!(session.branch() > branch, "the former future can be gone back to");
        assert!(session.reading().notices.is_empty());
        session.apply(Msg::Revive(0));
        assert_eq!(session.run().ghosts().len(), 1);
        session.apply(Msg::Dismiss(0));
        assert!(session.run().ghosts().is_empty());
    });
}

#[test]
fn a_link_leads_to_the_same_moment() {
    each_lab(|mut session| {
        play(&mut session, 5);
        session.apply(Msg::Break);
        play(&mut session, 1);
        let (link, playhead) = (link_of(&session), session.run().playhead());
        let print = session.run().machine().fingerprint();
        let mut other = Session::new(session.entry()).unwrap();
        arrive(&mut other, &link);
        assert!(other.reading().notices.is_empty());
        assert_eq!(other.run().playhead(), playhead);
        assert_eq!(other.run().machine().fingerprint(), print);
        assert!(!other.is_playing(), "a moment stands still");
    });
}

#[test]
fn a_bad_link_leaves_the_last_good_run_and_says_why() {
    each_lab(|mut session| {
        play(&mut session, 3);
        let before = session.run().playhead();
        for bad in ["seed=no", "nothing=1", "cues=", "cues=%00", "at=1", "=&=&=", "seed=1&seed=2"] {
            arrive(&mut session, bad);
            assert_eq!(session.run().playhead(), before, "{bad}");
            let notices = session.reading().notices;
            let last = notices.last().expect("a notice");
            assert_eq!(last.weight, Weight::Error, "{bad}");
        }
    });
}

#[test]
fn a_link_to_data_waits_for_them() {
    each_lab(|mut session| {
        session.follow("data=00000000000000ff");
        assert!(session.journey().is_none());
        assert!(session.parked.is_some());
        assert!(session.reading().notices.last().unwrap().text.contains("load the same file"));
    });
}

#[test]
fn a_turned_knob_starts_again_and_a_refused_one_leaves_everything() {
    each_lab(|mut session| {
        play(&mut session, 3);
        for (nth, knob) in session.entry().knobs.iter().enumerate() {
            let (low, high) = knob.range.bounds();
            let seed = session.run().recipe().seed;
            let before = session.run().playhead();
            session.apply(Msg::Turn(nth, high + 1));
            assert_eq!(session.run().playhead(), before, "{} is refused beyond its end", knob.key);
            let value = if session.run().recipe().knobs[nth] == low { low + 1 } else { low };
            session.apply(Msg::Turn(nth, value));
            let recipe = session.run().recipe();
            if recipe.knobs[nth] == value {
                assert_eq!(session.run().playhead().step, 0, "{}", knob.key);
                assert_eq!(recipe.seed, seed);
            }
            session.apply(Msg::Reset);
            assert!(session.reading().preset.is_some());
        }
    });
}

#[test]
fn every_preset_starts_and_is_known_again_by_its_link() {
    each_lab(|mut session| {
        for nth in 0..session.entry().presets.len() {
            session.apply(Msg::Preset(nth));
            assert_eq!(session.reading().preset, Some(nth));
            let link = link_of(&session);
            let mut other = Session::new(session.entry()).unwrap();
            arrive(&mut other, &link);
            assert_eq!(other.reading().preset, Some(nth), "{link}");
            assert!(other.is_playing(), "a start begins to play");
        }
    });
}

#[test]
fn a_booked_event_is_found_again_by_its_number() {
    each_lab(|mut session| {
        play(&mut session, 2);
        let offers = session.run().offers().events;
        let Some(last) = offers.last() else { return };
        let number = last.number;
        session.apply(Msg::Event(number, Handling::Fire));
        assert!(session.run().offers().events.iter().all(|offer| offer.number != number));
        session.apply(Msg::Event(number, Handling::Fire));
        assert_eq!(session.reading().notices.last().unwrap().weight, Weight::Error);
    });
}

#[test]
fn stepping_back_undoes_a_step_and_marks_are_met_in_order() {
    each_lab(|mut session| {
        play(&mut session, 6);
        let end = session.run().playhead().step;
        session.apply(Msg::Back);
        assert_eq!(session.run().playhead().step, end - 1);
        session.apply(Msg::Step);
        assert_eq!(session.run().playhead().step, end);
        session.apply(Msg::ToStart);
        let steps: Vec<u64> = session.run().marks().iter().map(|mark| mark.step).collect();
        let mut before = 0;
        for _ in 0..steps.len() {
            session.apply(Msg::MarkAfter);
            let here = session.run().playhead().step;
            assert!(here >= before && (here == before || steps.contains(&here)));
            before = here;
        }
        assert_eq!(Some(&before), steps.last().or(Some(&0)));
    });
}

#[test]
fn a_hand_that_takes_hold_ends_a_journey() {
    each_lab(|mut session| {
        play(&mut session, 5);
        let link = link_of(&session);
        let mut other = Session::new(session.entry()).unwrap();
        other.follow(&link);
        assert!(other.journey().is_some() && other.is_active());
        other.apply(Msg::Toggle);
        assert!(other.journey().is_none() && !other.is_active());
        other.apply(Msg::Toggle);
        assert!(other.is_playing());
    });
}
