//! Geometry on a circle. Angles are turns: 0 is at the top, 0.25 at three o'clock, 1 at the top
//! again.

use std::f64::consts::TAU;

use crate::path::{command, path};

/// A place in a picture, in pixels from its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

impl Place {
    /// How far it is to another, in a straight line.
    #[must_use]
    pub fn distance(self, other: Place) -> f64 {
        let (x, y) = (other.x - self.x, other.y - self.y);
        (x * x + y * y).sqrt()
    }

    /// The place at a part of the way to another: 0 is here, 1 is there.
    #[must_use]
    pub fn towards(self, other: Place, part: f64) -> Place {
        Place { x: self.x + (other.x - self.x) * part, y: self.y + (other.y - self.y) * part }
    }
}

/// A circle in a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circle {
    /// Its centre.
    pub centre: Place,
    /// Its radius in pixels.
    pub radius: f64,
}

impl Circle {
    /// The circle round the same centre with another radius.
    #[must_use]
    pub fn with_radius(self, radius: f64) -> Circle {
        Circle { radius, ..self }
    }

    /// The place on the circle after so many turns clockwise from the top.
    #[must_use]
    pub fn at(self, turn: f64) -> Place {
        let (right, up) = (sine(turn), sine(turn + 0.25));
        Place { x: self.centre.x + self.radius * right, y: self.centre.y - self.radius * up }
    }

    /// The turn, 0 up to 1, of the direction in which a place lies.
    #[must_use]
    pub fn turn_of(self, place: Place) -> f64 {
        let (right, up) = (place.x - self.centre.x, self.centre.y - place.y);
        (right.atan2(up) / TAU).rem_euclid(1.0)
    }

    /// The path of the arc from one turn to a later one.
    #[must_use]
    pub fn arc(self, from: f64, to: f64) -> String {
        let start = self.at(from);
        let mut path = path(&[('M', &[start.x, start.y])]);
        self.sweep(from, to, &mut path);
        path
    }

    /// Adds to `path` the closed area between this circle and a wider (or narrower) one, from one
    /// turn to a later one.
    pub fn sector(self, other_radius: f64, from: f64, to: f64, path: &mut String) {
        let other = self.with_radius(other_radius);
        let (start, turn_back) = (self.at(from), other.at(to));
        command(path, 'M', &[start.x, start.y]);
        self.sweep(from, to, path);
        command(path, 'L', &[turn_back.x, turn_back.y]);
        other.sweep(to, from, path);
        path.push('Z');
    }

    /// An elliptical arc command cannot go half round or more without ambiguity, so that a long
    /// way is cut into thirds of a turn.
    fn sweep(self, from: f64, to: f64, path: &mut String) {
        let parts = ((to - from).abs() * 3.0).ceil().max(1.0);
        let clockwise = f64::from(u8::from(to > from));
        for part in 1..=parts as u32 {
            let end = self.at(from + (to - from) * f64::from(part) / parts);
            let radius = self.radius;
            command(path, 'A', &[radius, radius, 0.0, 0.0, clockwise, end.x, end.y]);
        }
    }
}

/// The sine of an angle in turns, to eleven places: its series within a quarter turn. The one of
/// the standard library is for angles of any size in radians, and brings ten kilobytes of tables
/// and code into the page to reduce them.
fn sine(turn: f64) -> f64 {
    let turn = turn - turn.round();
    let turn = if turn.abs() > 0.25 { turn.signum() / 2.0 - turn } else { turn };
    let angle = turn * TAU;
    let (mut term, mut sum) = (angle, angle);
    for n in 1..=8 {
        term *= -angle * angle / f64::from(2 * n * (2 * n + 1));
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const CIRCLE: Circle = Circle { centre: Place { x: 100.0, y: 50.0 }, radius: 40.0 };

    #[test]
    fn turns_go_clockwise_from_the_top() {
        let close = |a: Place, x: f64, y: f64| (a.x - x).abs() < 1e-9 && (a.y - y).abs() < 1e-9;
        assert!(close(CIRCLE.at(0.0), 100.0, 10.0));
        assert!(close(CIRCLE.at(0.25), 140.0, 50.0));
        assert!(close(CIRCLE.at(0.5), 100.0, 90.0));
        for turn in [0.0, 0.1, 0.25, 0.6, 0.99] {
            assert!((CIRCLE.turn_of(CIRCLE.at(turn)) - turn).abs() < 1e-9);
        }
    }

    #[test]
    fn the_sine_is_the_one_of_the_library() {
        for step in -4_000..4_000 {
            let turn = f64::from(step) / 997.0;
            assert!((sine(turn) - (turn * TAU).sin()).abs() < 1e-11, "{turn}");
        }
    }

    #[test]
    fn a_whole_turn_is_drawn_in_three_arcs_that_end_where_they_start() {
        let path = CIRCLE.arc(0.0, 1.0);
        assert_eq!(path.matches('A').count(), 3);
        assert!(path.starts_with("M100 10A") && path.ends_with(" 100 10"), "{path}");
    }

    #[test]
    fn a_sector_goes_out_and_comes_back() {
        let mut path = String::new();
        CIRCLE.sector(50.0, 0.0, 0.25, &mut path);
        assert_eq!(path, "M100 10A40 40 0 0 1 140 50L150 50A50 50 0 0 0 100 0Z");
    }
}
