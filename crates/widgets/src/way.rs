//! The way of a wire: a curve on which messages move at an even pace.

use crate::circle::Place;
use crate::path::{command, path};

/// Pieces of which a bend is made up when its length is measured.
const PIECES: usize = 24;

/// A curve from one card to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    places: Vec<Place>,
}

impl Way {
    /// A straight line.
    pub fn straight(from: Place, to: Place) -> Way {
        Way { places: vec![from, to] }
    }

    /// A cubic Bézier curve: where it begins and ends, and where it is drawn to from there.
    pub fn bent(from: Place, leave: (f64, f64), to: Place, arrive: (f64, f64)) -> Way {
        let first = Place { x: from.x + leave.0, y: from.y + leave.1 };
        let second = Place { x: to.x + arrive.0, y: to.y + arrive.1 };
        let place = |nth: usize| {
            // De Casteljau's construction.
            let part = nth as f64 / PIECES as f64;
            let a = from.towards(first, part);
            let b = first.towards(second, part);
            let c = second.towards(to, part);
            a.towards(b, part).towards(b.towards(c, part), part)
        };
        Way { places: (0..=PIECES).map(place).collect() }
    }

    /// This way and another that begins where it ends.
    #[must_use]
    pub fn then(mut self, next: Way) -> Way {
        self.places.extend(next.places.into_iter().skip(1));
        self
    }

    /// The same way, backwards.
    #[must_use]
    pub fn reversed(mut self) -> Way {
        self.places.reverse();
        self
    }

    /// How long it is, in pixels.
    pub fn length(&self) -> f64 {
        self.places.windows(2).map(|pair| pair[0].distance(pair[1])).sum()
    }

    /// The place at a part of the way, and the direction there, as a step of one pixel.
    pub fn at(&self, part: f64) -> (Place, (f64, f64)) {
        let mut left = self.length() * part.clamp(0.0, 1.0);
        for pair in self.places.windows(2) {
            let piece = pair[0].distance(pair[1]);
            if left <= piece {
                return (pair[0].towards(pair[1], left / piece.max(1e-6)), heading(pair));
            }
            left -= piece;
        }
        let last = &self.places[self.places.len() - 2..];
        (last[1], heading(last))
    }

    /// So many pixels to the right of it, as seen by one who goes along.
    #[must_use]
    pub fn beside(&self, right: f64) -> Way {
        let last = self.places.len() - 1;
        let shifted = |at: usize| {
            let pair = [self.places[at.saturating_sub(1)], self.places[(at + 1).min(last)]];
            let (x, y) = heading(&pair);
            let place = self.places[at];
            Place { x: place.x - y * right, y: place.y + x * right }
        };
        Way { places: (0..=last).map(shifted).collect() }
    }

    /// The part of it between two parts.
    #[must_use]
    pub fn between(&self, from: f64, to: f64) -> Way {
        let place = |nth: usize| self.at(from + (to - from) * nth as f64 / PIECES as f64).0;
        Way { places: (0..=PIECES).map(place).collect() }
    }

    /// As the data of a path.
    pub fn draw(&self) -> String {
        let [first, rest @ ..] = self.places.as_slice() else { return String::new() };
        let mut data = path(&[('M', &[first.x, first.y])]);
        for place in rest {
            command(&mut data, 'L', &[place.x, place.y]);
        }
        data
    }
}

/// The direction from the first of two places to the second, as a step of one pixel.
fn heading(pair: &[Place]) -> (f64, f64) {
    let length = pair[0].distance(pair[1]).max(1e-6);
    ((pair[1].x - pair[0].x) / length, (pair[1].y - pair[0].y) / length)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Place = Place { x: 0.0, y: 0.0 };
    const THERE: Place = Place { x: 100.0, y: 40.0 };

    #[test]
    fn a_message_moves_at_an_even_pace_from_end_to_end() {
        let way = Way::bent(HERE, (50.0, 0.0), THERE, (-50.0, 0.0));
        assert_eq!((way.at(0.0).0, way.at(1.0).0), (HERE, THERE));
        let steps: Vec<f64> = (0..10)
            .map(|nth| nth as f64 / 10.0)
            .map(|part| way.at(part).0.distance(way.at(part + 0.1).0))
            .collect();
        for step in steps {
            assert!((step - way.length() / 10.0).abs() < 0.3, "{step} of {}", way.length());
        }
    }

    #[test]
    fn backwards_it_is_the_same_way() {
        let way = Way::bent(HERE, (50.0, 0.0), THERE, (-50.0, 0.0));
        let back = way.clone().reversed();
        for part in [0.0, 0.3, 0.5, 0.9] {
            assert!(way.at(part).0.distance(back.at(1.0 - part).0) < 1e-6);
        }
    }

    #[test]
    fn the_two_directions_of_a_link_lie_on_either_side_of_it() {
        let way = Way::straight(HERE, Place { x: 100.0, y: 0.0 });
        assert_eq!(way.beside(4.0).at(0.5).0, Place { x: 50.0, y: 4.0 });
        assert_eq!(way.clone().reversed().beside(4.0).at(0.5).0, Place { x: 50.0, y: -4.0 });
    }
}
