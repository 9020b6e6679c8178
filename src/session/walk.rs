//! Watching a way that a search has found: its steps are spread over beats, because their instants
//! may fall together or lie far apart.

use super::{Notice, Session};
use kernel::{Span, Time};

/// How long a step takes, in milliseconds of a person's time.
const BEAT_MS: f64 = 600.0;
/// A long way takes this long as a whole, in milliseconds.
const WALK_MS_MAX: f64 = 24_000.0;

/// A way that a search has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// The run, as a link carries it, at the end of the way.
    pub link: String,
    /// The step before the first of the way.
    pub first: u64,
    /// What it is, in one sentence.
    pub note: String,
}

/// A way that is being watched.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walk {
    /// The last step of the way.
    last: u64,
    beat_ms: f64,
    /// How much of the present beat has passed.
    passed_ms: f64,
    /// The instant at which the present beat began.
    from: Time,
}

impl Session {
    /// Follows the link of a way, and then watches it from its first step.
    pub(super) fn watch(&mut self, watch: Watch) {
        self.follow(&watch.link);
        if self.journey.is_some() {
            self.watched = Some(watch.first);
            self.notices.push(Notice::note(watch.note));
        }
    }

    /// Begins the walk, once the link of a way has been followed to its end.
    pub(super) fn set_out(&mut self, first: u64) {
        let last = self.run.playhead().step;
        self.sought(|run| run.seek(first));
        let steps = last.saturating_sub(first).max(1) as f64;
        self.walk = Some(Walk {
            last,
            beat_ms: BEAT_MS.min(WALK_MS_MAX / steps),
            passed_ms: 0.0,
            from: self.run.playhead().at,
        });
    }

    /// Goes on for so many milliseconds: time passes evenly to the next step, then it is taken.
    pub(super) fn walk_on(&mut self, elapsed_ms: f64) {
        let Some(mut walk) = self.walk.take() else { return };
        walk.passed_ms += elapsed_ms;
        while walk.passed_ms >= walk.beat_ms && self.run.playhead().step < walk.last {
            walk.passed_ms -= walk.beat_ms;
            if !self.run.step() {
                return;
            }
            walk.from = self.run.playhead().at;
        }
        if self.run.playhead().step < walk.last {
            if let Some(next) = self.run.next_instant() {
                let wait = next.since(walk.from).as_micros() as f64;
                let passed = wait * walk.passed_ms / walk.beat_ms;
                self.run.wait(walk.from + Span::micros(passed as u64));
            }
            self.walk = Some(walk);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Msg;
    use kernel::link;

    /// A session on its way to watch the steps from `first` on of a run of six steps.
    fn watching(first: u64) -> Session {
        let mut session =
            Session::new(labs::entries().next().expect("there is a lab")).expect("it opens");
        for _ in 0..6 {
            session.apply(Msg::Step);
        }
        let link = link::write(session.entry().knobs, session.run());
        session.apply(Msg::Watch(Watch { link, first, note: "a way".to_owned() }));
        while session.journey().is_some() {
            session.frame(0.0, &|| true);
        }
        session
    }

    #[test]
    fn a_way_is_watched_step_by_step_and_ends_paused_at_its_last() {
        let mut session = watching(2);
        assert_eq!(session.run().playhead().step, 2);
        let (mut frames, mut at) = (0, session.run().playhead().at);
        while session.is_active() {
            let before = session.run().playhead().step;
            session.frame(50.0, &|| true);
            frames += 1;
            let playhead = session.run().playhead();
            assert!(playhead.step <= before + 1 && playhead.at >= at);
            at = playhead.at;
            assert!(frames < 1_000, "the walk does not end");
        }
        assert_eq!(session.run().playhead().step, 6);
        assert_eq!(frames, 4 * 12, "four steps of 600 ms in frames of 50 ms");
    }

    #[test]
    fn a_hand_that_takes_hold_ends_the_walk() {
        for msg in [Msg::Toggle, Msg::Step, Msg::ToStart, Msg::Break] {
            let mut session = watching(2);
            session.apply(msg);
            assert!(!session.is_active());
        }
    }
}
