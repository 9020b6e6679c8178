//! A ring: slices of a circle whose shade and height say how much they carry.

use crate::circle::Circle;
use crate::tag;
use crate::tag::Tag;

/// How many shades there are, from light to heavy.
pub const LEVELS: usize = 7;

/// The greatest load, as a ratio to a fair share, that each shade but the last stands for.
pub const LEVEL_ENDS: [f64; LEVELS - 1] = [0.5, 0.8, 0.95, 1.05, 1.25, 2.0];

/// The shade of a load, given as a ratio to a fair share: 0 to [`LEVELS`] - 1.
#[must_use]
pub fn level(ratio: f64) -> usize {
    LEVEL_ENDS.partition_point(|&end| end < ratio)
}

/// At most so many slices are drawn with gaps between them: more would be gaps and little else.
const APART_MAX: usize = 300;

/// The class that colours a shade.
#[must_use]
pub fn level_class(level: usize) -> &'static str {
    ["load-0", "load-1", "load-2", "load-3", "load-4", "load-5", "load-6"][level.min(LEVELS - 1)]
}

/// A part of a ring.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slice {
    /// The turn at which it starts.
    pub from: f64,
    /// The turn at which it ends; not before `from`.
    pub to: f64,
    /// How much it carries, as a ratio to a fair share.
    pub load: f64,
}

/// Slices of a circle, shaded and raised by load.
#[derive(Clone, Copy, Debug)]
pub struct Ring<'a> {
    /// Where the slices stand; they grow outwards from it.
    pub circle: Circle,
    /// The height in pixels of a slice that carries its fair share; none grows higher than twice
    /// that.
    pub height: f64,
    /// The slices. There may be thousands: they become one path a shade.
    pub slices: &'a [Slice],
}

impl Ring<'_> {
    /// Draws it: one path a shade, however many slices.
    pub fn draw(self) -> Tag {
        let shades = self.paths().into_iter().enumerate().filter(|(_, path)| !path.is_empty());
        let shade = |(level, path): (usize, String)| {
            tag!(path, class: level_class(level), d: path).key(level)
        };
        let class = if self.slices.len() <= APART_MAX { "ring apart" } else { "ring" };
        tag!(g, class: class).children(shades.map(shade))
    }

    /// The outlines of all slices of each shade.
    fn paths(self) -> [String; LEVELS] {
        let mut paths: [String; LEVELS] = Default::default();
        for slice in self.slices {
            let top = self.circle.radius + self.height * slice.load.clamp(0.1, 2.0);
            self.circle.sector(top, slice.from, slice.to, &mut paths[level(slice.load)]);
        }
        paths
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circle::Place;

    #[test]
    fn a_fair_share_is_the_middle_shade() {
        assert_eq!(level(0.0), 0);
        assert_eq!(level(1.0), LEVELS / 2);
        assert_eq!(level(1.3), 5);
        assert_eq!(level(9.0), LEVELS - 1);
    }

    #[test]
    fn slices_of_one_shade_share_a_path() {
        let circle = Circle { centre: Place { x: 0.0, y: 0.0 }, radius: 10.0 };
        let slice = |from, load| Slice { from, to: from + 0.25, load };
        let slices = [slice(0.0, 1.0), slice(0.25, 1.0), slice(0.5, 3.0)];
        let paths = Ring { circle, height: 5.0, slices: &slices }.paths();
        assert_eq!(paths.iter().map(|path| path.matches('M').count()).sum::<usize>(), 3);
        assert_eq!(paths[3].matches('M').count(), 2);
        assert!(paths[6].contains("A20 20 "), "twice the fair share is the highest: {}", paths[6]);
    }
}
