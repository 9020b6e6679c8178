//! How many states a search may meet, said while it runs.
//!
//! Nobody can know it beforehand. What a breadth-first search has at hand is how its levels grow.
//! Most spaces swell and shrink again, and their growth slows from level to level; an end that comes
//! sooner than this slowing says is a floor, and how far above it the truth lies was measured on the
//! kernel's probes (`tests/estimate.rs`): an order of magnitude is all that can be said while a space
//! swells. Dives at random told less: they stay among the states that a search meets first. A space
//! without an end looks the same for as long as its growth slows.

/// How many distinct states a search may meet, when all is said and done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Hardly fewer than this.
    pub least: u64,
    /// As a rule no more than this.
    pub most: u64,
}

/// The sizes of the latest levels, the last one first: the one that is being expanded.
#[derive(Clone, Debug, Default)]
pub(super) struct Levels {
    sizes: [u64; PAIRS],
    count: u32,
    /// Distinct states when the last level began.
    before: u64,
    /// What the levels said when the last one began.
    said: Option<Estimate>,
}

/// Levels are taken in pairs, because in some systems every second one is small: four pairs.
const PAIRS: usize = 8;
/// With fewer levels than [`PAIRS`] single ones must do, where they do nothing but grow.
const SINGLES: usize = 4;
/// Before so many states there is nothing to say: the search is over in no time.
const STATES: u64 = 1_000;
/// So many states of a level must be expanded to say how many come of the others.
const EXPANDED: u64 = 64;
/// Growth slows at least by this factor from one step to the next, `exp(-1/4)`.
const SLOWING: f64 = 0.78;
/// How many times the floor there may be while the levels grow.
const SWELLING: u64 = 50;
/// What no search sees is not counted out.
const TOO_MANY: f64 = 1e15;

impl Levels {
    /// Notes that the next level begins, how many states it has, and how many there are so far.
    pub(super) fn push(&mut self, states: u64, distinct: u64) {
        self.sizes.rotate_right(1);
        self.sizes[0] = states;
        self.count += 1;
        self.before = distinct;
        self.said = self.of_levels(distinct);
    }

    /// What they say of the whole, now that there are `distinct` states of which `waiting` are to be
    /// expanded; none while it is too early.
    pub(super) fn estimate(&self, distinct: u64, waiting: u64) -> Option<Estimate> {
        let begun = self.of_level(distinct, waiting);
        let least = self.said.map(|said| said.least).max(begun)?.max(distinct);
        // Where the levels say nothing yet, they swell.
        let factor = self.said.map_or(SWELLING, |said| said.most / said.least);
        Some(Estimate { least, most: least.saturating_mul(factor) })
    }

    /// What the level that is being expanded says by itself: the others of it have half as many new
    /// successors as those before them had. In a wide and shallow space that is known long before
    /// there are levels enough to compare.
    fn of_level(&self, distinct: u64, waiting: u64) -> Option<u64> {
        let new = distinct.saturating_sub(self.before);
        let left = waiting.saturating_sub(new);
        let expanded = self.sizes[0].saturating_sub(left);
        let is_early = distinct < STATES || expanded < EXPANDED;
        (!is_early).then(|| distinct + (left as f64 * new as f64 / expanded as f64 / 2.0) as u64)
    }

    /// What the sizes of the levels say.
    fn of_levels(&self, distinct: u64) -> Option<Estimate> {
        if distinct < STATES {
            return None;
        }
        let steps = self.steps()?;
        let growth = [0, 1, 2].map(|at| steps[at] / steps[at + 1]);
        // The slowing of the last step, or over the last two where that was greater; and half as
        // much again, so that the end comes sooner rather than later.
        let slowing = (growth[0] / growth[1]).min((growth[0] / growth[2]).sqrt()).min(SLOWING);
        let slowing = slowing * slowing.sqrt();
        let (mut step, mut growing, mut all) = (steps[0], growth[0], distinct as f64);
        // What is met already are the levels up to the last one noted.
        while step >= 1.0 && all < TOO_MANY {
            growing *= slowing;
            step *= growing;
            all += step;
        }
        let least = all as u64;
        let factor = match growth[0] {
            growth if growth < 0.8 => 2,
            growth if growth < 1.0 => 5,
            _ => SWELLING,
        };
        Some(Estimate { least, most: least.saturating_mul(factor) })
    }

    /// The sizes of the last four steps (pairs of levels, or levels), the last one first.
    fn steps(&self) -> Option<[f64; 4]> {
        let sizes = self.sizes.map(|states| states as f64);
        if self.count as usize >= PAIRS {
            let pairs = [0, 2, 4, 6].map(|at| sizes[at] + sizes[at + 1]);
            return pairs.iter().all(|states| *states > 0.0).then_some(pairs);
        }
        let singles = [sizes[0], sizes[1], sizes[2], sizes[3]];
        let is_growing = singles.windows(2).all(|two| two[0] > two[1]);
        (self.count as usize >= SINGLES && is_growing).then_some(singles)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(sizes: &[u64]) -> (Levels, u64) {
        let (mut levels, mut distinct) = (Levels::default(), 0);
        for states in sizes {
            distinct += states;
            levels.push(*states, distinct);
        }
        (levels, distinct)
    }

    #[test]
    fn a_swelling_space_is_more_than_what_was_seen() {
        let (levels, distinct) = levels(&[1, 16, 105, 462, 1_456]);
        let estimate =
            levels.estimate(distinct, levels.sizes[0]).expect("there is enough to go by");
        assert!(estimate.least > 2 * distinct, "{estimate:?}");
        assert_eq!(estimate.most, 50 * estimate.least);
    }

    #[test]
    fn a_shrinking_space_is_nearly_seen() {
        let (levels, distinct) = levels(&[900, 800, 650, 500, 330, 200, 100, 50, 20]);
        let estimate =
            levels.estimate(distinct, levels.sizes[0]).expect("there is enough to go by");
        assert!((distinct..distinct * 11 / 10).contains(&estimate.least), "{estimate:?}");
    }

    #[test]
    fn nothing_is_said_too_early() {
        let few = levels(&[1, 16, 105, 462]);
        assert_eq!(few.0.estimate(few.1, 462), None);
        let uneven = levels(&[1_000, 10, 2_000, 20]);
        assert_eq!(uneven.0.estimate(uneven.1, 20), None);
    }

    /// Of a level of a thousand states a hundred are expanded, and have three new successors each.
    #[test]
    fn a_level_tells_of_itself_before_there_are_levels_to_compare() {
        let (levels, distinct) = levels(&[1, 1_000]);
        assert_eq!(levels.estimate(distinct, 1_000), None);
        let estimate = levels.estimate(distinct + 300, 900 + 300);
        assert_eq!(estimate, Some(Estimate { least: 1_301 + 1_350, most: 50 * 2_651 }));
    }

    #[test]
    fn growth_without_end_comes_to_an_end_here() {
        let mut endless = Levels::default();
        for level in 0..60 {
            endless.push(1 << level, 2 << level);
        }
        assert!(endless.estimate(1 << 60, 1 << 59).is_some());
        let (even, distinct) = levels(&[500; 20]);
        let estimate = even.estimate(distinct, 500).expect("there is enough to go by");
        assert!(estimate.least > distinct, "{estimate:?}");
    }
}
