//! Which stretch of a run is in sight, and how large.

use super::Look;
use kernel::Playhead;
use kernel::chart::{Arrow, End};
use widgets::space_time::{Axis, Layout};

/// So long is the middling message when nobody has chosen a scale, in pixels.
const MESSAGE: f64 = 60.0;
/// Pixels for a step, at first.
const STEP: f64 = 40.0;
/// Pixels for a microsecond while no message has arrived: a second in 800.
const UNKNOWN: f64 = 8e-4;
/// Pixels for a unit, at least and at most.
const SCALES: (f64, f64) = (1e-7, 400.0);
/// While the playhead is followed it stands between these parts of what is in sight.
const KEPT: (f64, f64) = (0.06, 0.72);
/// What lies before the start of a run, in pixels.
const BEFORE: f64 = 14.0;

/// What is in sight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// What the length of the picture stands for.
    pub axis: Axis,
    /// Pixels for a unit of the axis.
    pub scale: f64,
    /// Whether a person has chosen it.
    is_scaled: bool,
    /// The unit at the first pixel.
    pub left: f64,
    /// Whether the playhead is kept in sight.
    pub follows: bool,
}

impl Camera {
    /// At the start of a run, by time.
    pub fn new() -> Camera {
        let (axis, scale) = (Axis::Time, UNKNOWN);
        Camera { axis, scale, is_scaled: false, left: -BEFORE / scale, follows: true }
    }

    /// Another axis, around the playhead.
    pub fn turn(&mut self, axis: Axis, playhead: Playhead, room: f64) {
        let scale = if axis == Axis::Steps { STEP } else { UNKNOWN };
        *self = Camera { axis, scale, is_scaled: false, left: -BEFORE / scale, follows: true };
        self.follow(playhead, room);
    }

    /// As large as the messages ask for, unless a person has chosen. It is changed only where it is
    /// far off, so that the picture stands still.
    pub fn fit(&mut self, arrows: &[Arrow], playhead: Playhead, room: f64) {
        if self.is_scaled || self.axis == Axis::Steps {
            return;
        }
        let took = |arrow: &Arrow| match arrow.end {
            End::Arrived(end) => Some(end.at.since(arrow.sent.at).as_micros()),
            _ => None,
        };
        let mut took: Vec<u64> = arrows.iter().filter_map(took).filter(|us| *us > 0).collect();
        kernel::order::numbers(&mut took);
        let Some(middling) = took.get(took.len() / 2) else { return };
        let scale = MESSAGE / *middling as f64;
        if !(0.5..=2.0).contains(&(scale / self.scale)) {
            self.scale = scale.clamp(SCALES.0, SCALES.1);
            self.left = -BEFORE / self.scale;
            self.follow(playhead, room);
        }
    }

    /// Where a place stands in the picture, in pixels.
    pub fn along(&self, place: Playhead) -> f64 {
        (Layout::unit(self.axis, place) - self.left) * self.scale
    }

    /// Larger or smaller, around a place in the picture.
    pub fn zoom(&mut self, by: f64, around: f64) {
        let unit = self.left + around / self.scale;
        self.scale = (self.scale * by).clamp(SCALES.0, SCALES.1);
        self.left = unit - around / self.scale;
        self.is_scaled = true;
        self.hold();
    }

    /// Moves by so many pixels, and does not follow any more.
    pub fn pan(&mut self, pixels: f64, reach: Playhead) {
        let end = Layout::unit(self.axis, reach);
        self.left = (self.left + pixels / self.scale).min(end);
        self.follows = false;
        self.hold();
    }

    /// Not before the start.
    fn hold(&mut self) {
        self.left = self.left.max(-BEFORE / self.scale);
    }

    /// Keeps the playhead in sight.
    pub fn follow(&mut self, playhead: Playhead, room: f64) {
        if self.follows {
            self.show(playhead, room);
        }
    }

    /// Moves no further than it takes to have a place in sight.
    pub fn show(&mut self, place: Playhead, room: f64) {
        let (unit, span) = (Layout::unit(self.axis, place), room / self.scale);
        let (least, most) = (unit - KEPT.1 * span, unit - KEPT.0 * span);
        if self.left < least {
            self.left = least;
        } else if self.left > most {
            // Somebody went back: there is more to see before than behind.
            self.left = unit - span / 2.0;
        }
        self.hold();
    }

    /// Whether a stretch holds all that is in sight, and not so much more that it may be cut short for
    /// what is out of sight.
    pub fn is_held_by(&self, look: Look, room: f64) -> bool {
        let span = room / self.scale;
        let (from, until) = (look.from as f64, look.until as f64);
        look.axis == self.axis
            && from <= self.left.max(0.0)
            && self.left + span <= until
            && until - from <= 12.0 * span
    }

    /// A stretch that holds what is in sight and as much again on either side.
    pub fn look(&self, room: f64) -> Look {
        let span = room / self.scale;
        let unit = |unit: f64| unit.max(0.0) as u64;
        let until = unit(self.left + 2.0 * span + 1.0);
        Look { axis: self.axis, from: unit(self.left - span), until }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Time;

    const ROOM: f64 = 800.0;

    fn at(us: u64) -> Playhead {
        Playhead { step: 1, at: Time::from_micros(us) }
    }

    fn of_scale(scale: f64) -> Camera {
        Camera { scale, is_scaled: true, left: 0.0, ..Camera::new() }
    }

    #[test]
    fn the_playhead_stays_in_sight_and_the_picture_stands_still_meanwhile() {
        let mut camera = of_scale(1.0);
        camera.follow(at(500), ROOM);
        assert_eq!(camera.left, 0.0, "it is in sight");
        camera.follow(at(900), ROOM);
        assert_eq!(camera.left, 900.0 - KEPT.1 * ROOM);
        camera.pan(-200.0, at(900));
        let left = camera.left;
        camera.follow(at(5_000), ROOM);
        assert_eq!(camera.left, left, "a person holds it");
    }

    #[test]
    fn what_is_pointed_at_stays_there_when_it_grows() {
        let mut camera = Camera { left: 1_000.0, ..of_scale(1.0) };
        let before = camera.left + 300.0 / camera.scale;
        camera.zoom(2.0, 300.0);
        assert!((camera.left + 300.0 / camera.scale - before).abs() < 1e-9);
        (0..200).for_each(|_| camera.zoom(0.5, ROOM));
        assert_eq!((camera.scale, camera.left), (SCALES.0, -BEFORE / SCALES.0));
    }

    #[test]
    fn a_stretch_is_asked_for_once_and_holds_what_is_in_sight() {
        let mut camera = Camera { left: 5_000.0, ..of_scale(1.0) };
        assert!(!camera.is_held_by(Look::default(), ROOM), "it is far too wide");
        let look = camera.look(ROOM);
        assert!(camera.is_held_by(look, ROOM));
        camera.pan(700.0, at(100_000));
        assert!(camera.is_held_by(look, ROOM));
        camera.pan(200.0, at(100_000));
        assert!(!camera.is_held_by(look, ROOM));
        camera.turn(Axis::Steps, at(0), ROOM);
        assert!(!camera.is_held_by(look, ROOM));
    }
}
