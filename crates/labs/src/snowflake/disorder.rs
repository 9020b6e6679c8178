//! How far the order of the ids is from the order in which they were made, measured.
//!
//! A sequence is k-sorted where nothing stands more than `k` places before something smaller (Altman
//! and Igarashi, 1989). The least such `k` is its radius, or `Dis` in the survey of Estivill-Castro
//! and Wood (1992).

use std::collections::VecDeque;

/// How many ids are looked back: what lies further back than that is not seen.
pub const WINDOW: usize = 1_024;

/// The ids that were made last, in the order in which they were made.
#[derive(Clone, Debug, Default)]
pub struct Disorder {
    recent: VecDeque<u64>,
    greatest: u64,
}

/// Where an id stands among those that were made before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Late {
    /// How many of the last 1,024 before it are larger.
    pub larger: u32,
    /// How many places before it the first of these stands; nought where there is none.
    pub distance: u32,
}

impl Disorder {
    /// The next id that was made.
    pub fn note(&mut self, id: u64) -> Late {
        let late = if self.greatest > id { self.look_back(id) } else { Late::default() };
        self.greatest = self.greatest.max(id);
        if self.recent.len() == WINDOW {
            self.recent.pop_front();
        }
        self.recent.push_back(id);
        late
    }

    fn look_back(&self, id: u64) -> Late {
        let is_larger = |earlier: &u64| *earlier > id;
        let first = self.recent.iter().position(is_larger);
        let distance = first.map_or(0, |first| self.recent.len() - first) as u32;
        Late {
            larger: self.recent.iter().filter(|earlier| is_larger(earlier)).count() as u32,
            distance,
        }
    }

    /// The ids that were made last, oldest first.
    pub fn recent(&self) -> impl DoubleEndedIterator<Item = u64> {
        self.recent.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_late_behind_the_first_that_is_larger() {
        let mut disorder = Disorder::default();
        let late = [3, 5, 9, 4, 10, 1].map(|id| disorder.note(id));
        let of = |larger, distance| Late { larger, distance };
        assert_eq!(late, [of(0, 0), of(0, 0), of(0, 0), of(2, 2), of(0, 0), of(5, 5)]);
        assert_eq!(disorder.note(9), of(1, 2));
    }

    #[test]
    fn what_lies_too_far_back_is_not_seen() {
        let mut disorder = Disorder::default();
        disorder.note(u64::MAX);
        let last = (0..WINDOW as u64).map(|id| disorder.note(id)).last();
        assert_eq!(last, Some(Late { larger: 1, distance: WINDOW as u32 }));
        assert_eq!(disorder.note(WINDOW as u64), Late::default());
        assert_eq!(disorder.recent().count(), WINDOW);
    }
}
