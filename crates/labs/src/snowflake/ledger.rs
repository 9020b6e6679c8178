//! The ids that were made under one number, as far back as a clock can still come.
//!
//! The ids of a tick are always the first few of its sequence, whoever made them: a worker begins a
//! tick at nought and goes up, and one that has forgotten begins at nought again. So a tick is told
//! by its last sequence.

use super::clock::Reading;
use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

/// A tick under one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Used {
    /// Where the tick begins on the clocks.
    pub at: Reading,
    /// The last sequence that was given out in it.
    pub last: u16,
    /// Who made the last of its ids.
    pub by: u8,
}

/// The ids that were made under one number.
///
/// States are told apart by the part of it that somebody who has the number now can come back to. The
/// rest is kept because a worker may be given the number later, by a hand.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    used: VecDeque<Used>,
    /// The first tick that whoever has the number may still make ids in.
    floor: Option<Reading>,
}

impl Ledger {
    /// Writes an id down; says who had made the same one before.
    pub fn note(&mut self, at: Reading, sequence: u16, by: u8) -> Option<u8> {
        // Nearly always it belongs to the last tick or begins another.
        let place = self.used.iter().rposition(|used| used.at <= at);
        match place {
            Some(place) if self.used[place].at == at => {
                let used = &mut self.used[place];
                let twin = (sequence <= used.last).then_some(used.by);
                (used.last, used.by) = (used.last.max(sequence), by);
                twin
            }
            place => {
                let after = place.map_or(0, |place| place + 1);
                self.used.insert(after, Used { at, last: sequence, by });
                None
            }
        }
    }

    /// Forgets ticks before `oldest`: no clock comes back there. Whoever has the number comes back to
    /// `floor` at most.
    pub fn settle(&mut self, oldest: Reading, floor: Option<Reading>) {
        while self.used.front().is_some_and(|used| used.at < oldest) {
            self.used.pop_front();
        }
        self.floor = floor;
    }

    /// The ticks that whoever has the number can come back to, oldest first.
    pub fn within_reach(&self) -> impl Iterator<Item = &Used> {
        let floor = self.floor;
        self.used.iter().filter(move |used| floor.is_some_and(|floor| used.at >= floor))
    }
}

impl Ledger {
    /// Every tick that is still kept, oldest first: for pictures.
    pub fn kept(&self) -> impl DoubleEndedIterator<Item = &Used> {
        self.used.iter()
    }
}

impl PartialEq for Ledger {
    fn eq(&self, other: &Ledger) -> bool {
        let key = |used: &Used| (used.at, used.last);
        self.within_reach().map(key).eq(other.within_reach().map(key))
    }
}

impl Eq for Ledger {}

impl Hash for Ledger {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        for used in self.within_reach() {
            (used.at, used.last).hash(hasher);
        }
        // The end is told from another tick.
        u16::MAX.hash(hasher);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Fingerprint, Time};

    fn at(us: u64) -> Reading {
        Reading(Time::from_micros(us))
    }

    #[test]
    fn an_id_that_was_made_before_is_known() {
        let mut ledger = Ledger::default();
        let ids = [(5, 0, 1), (5, 1, 1), (7, 0, 1), (5, 2, 2), (6, 0, 2)];
        for (tick, sequence, by) in ids {
            assert_eq!(ledger.note(at(tick), sequence, by), None, "{tick}, {sequence}");
        }
        assert_eq!(ledger.note(at(5), 1, 3), Some(2));
        assert_eq!(ledger.note(at(6), 0, 1), Some(2));
        assert_eq!(ledger.note(at(5), 3, 1), None);
    }

    #[test]
    fn what_nobody_comes_back_to_tells_no_states_apart() {
        let of = |ids: &[(u64, u16)], floor| {
            let mut ledger = Ledger::default();
            ids.iter().for_each(|(tick, sequence)| {
                ledger.note(at(*tick), *sequence, 0);
            });
            ledger.settle(at(0), floor);
            ledger
        };
        let (one, other) = (&[(3, 0), (9, 0)][..], &[(9, 0)][..]);
        assert_eq!(of(one, Some(at(4))), of(other, Some(at(9))));
        let print = |ledger: &Ledger| Fingerprint::of(ledger);
        assert_eq!(print(&of(one, Some(at(4)))), print(&of(other, Some(at(9)))));
        assert_ne!(print(&of(one, Some(at(3)))), print(&of(other, Some(at(3)))));
        assert_eq!(of(one, None), of(&[], None));
    }

    #[test]
    fn what_is_too_old_is_forgotten() {
        let mut ledger = Ledger::default();
        (0..100).for_each(|tick| {
            ledger.note(at(tick), 0, 0);
            ledger.settle(at(tick.saturating_sub(3)), Some(at(0)));
        });
        assert_eq!(ledger.within_reach().count(), 4);
    }
}
