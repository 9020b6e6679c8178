//! Interchangeable parts: whoever renames them sees the same system.
//!
//! Participants that differ in nothing but their names lead a search through the same states over
//! and over, once for each way of giving out the names. A model that says how its parts are renamed
//! lets a search take such states for one (Ip and Dill, "Better Verification Through Symmetry",
//! 1996): each is still met as it is, and only its key is that of its whole orbit.
//!
//! That is sound where everything commutes with renaming: what can happen in a renamed state is
//! what can happen in the state, renamed; and every law says of both the same. A law that singles
//! one part out ("the first participant is up") has to do without it.
//! [`crate::check::audit`] looks for what does not commute, and belongs into the tests of every
//! model with a symmetry.

use crate::fingerprint::Fingerprint;
use crate::law::Bag;
use crate::model::Model;

/// Parts of a model that are interchangeable, and how they are renamed.
pub struct Symmetry<M: Model> {
    /// What they are, plural: "resource managers".
    pub parts: &'static str,
    /// How many there are under these parameters, numbered from 0: at most [`Renaming::PARTS`].
    /// Fewer than two have nobody to change names with.
    pub count: fn(&M) -> u8,
    /// Renames them wherever a state names them. Instants stay.
    pub state: fn(&M, &mut M::State, &Renaming),
    /// Renames them wherever a booked event names them.
    pub event: fn(&M, &mut M::Event, &Renaming),
    /// Hashes what a state, and what is booked, say of one part, without any part's name. The more
    /// it says the fewer renamings a search has to try; it may say nothing.
    pub view: View<M>,
}

impl<M: Model> Symmetry<M> {
    /// What a model may take for alike; `None` where it has no interchangeable parts, or fewer than
    /// two.
    pub(crate) fn of(model: &M) -> Option<Interchangeable> {
        let symmetry = M::SYMMETRY.as_ref()?;
        let count = (symmetry.count)(model);
        (count > 1).then_some(Interchangeable { parts: symmetry.parts, count })
    }
}

/// Hashes what is said of one part: model, state, what is booked, the part.
pub type View<M> =
    fn(&M, &<M as Model>::State, &Bag<'_, <M as Model>::Event>, u8, &mut Fingerprint);

/// Interchangeable parts as a page and a command line list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interchangeable {
    /// What they are, plural.
    pub parts: &'static str,
    /// How many there are: at least two.
    pub count: u8,
}

/// Who gets whose name: a permutation of the first few parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renaming {
    to: [u8; Renaming::PARTS],
}

impl Renaming {
    /// No model has more interchangeable parts than this.
    pub const PARTS: usize = 8;

    /// Everybody keeps its name.
    pub const fn nobody() -> Renaming {
        Renaming { to: [0, 1, 2, 3, 4, 5, 6, 7] }
    }

    /// Two parts change names.
    ///
    /// # Panics
    /// When there is no such part.
    pub fn swap(one: u8, other: u8) -> Renaming {
        let mut renaming = Renaming::nobody();
        renaming.to.swap(usize::from(one), usize::from(other));
        renaming
    }

    /// The part that is named in the first place gets the name 0, and so on.
    pub(crate) fn line_up(parts: &[u8]) -> Renaming {
        let mut renaming = Renaming::nobody();
        for (name, part) in (0..).zip(parts) {
            renaming.to[usize::from(*part)] = name;
        }
        renaming
    }

    /// The new name of a part; a number that is no part's stays.
    #[inline]
    pub fn of(&self, part: u8) -> u8 {
        self.to.get(usize::from(part)).copied().unwrap_or(part)
    }

    /// Moves what belongs to each part to the place of its new name. What stands behind the parts
    /// stays.
    pub fn places<T>(&self, places: &mut [T]) {
        let mut to = self.to;
        let parts = places.len().min(Renaming::PARTS);
        for at in 0..parts {
            // Whoever stands here goes where it belongs, until the right one has come.
            while usize::from(to[at]) != at && usize::from(to[at]) < parts {
                let goal = usize::from(to[at]);
                places.swap(at, goal);
                to.swap(at, goal);
            }
        }
    }

    /// Moves the bit of each part to that of its new name.
    #[inline]
    pub fn bits(&self, bits: u8) -> u8 {
        let moved = |(part, name): (usize, &u8)| (bits >> part & 1) << name;
        self.to.iter().enumerate().map(moved).fold(0, |all, bit| all | bit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_bits_and_names_go_the_same_way() {
        // Part 2 gets the name 0, part 0 the name 1, part 3 the name 2, part 1 the name 3.
        let renaming = Renaming::line_up(&[2, 0, 3, 1]);
        assert_eq!([0, 1, 2, 3, 4, 99].map(|part| renaming.of(part)), [1, 3, 0, 2, 4, 99]);
        let mut places = ["zero", "one", "two", "three", "behind"];
        renaming.places(&mut places);
        assert_eq!(places, ["two", "zero", "three", "one", "behind"]);
        for part in 0..8 {
            assert_eq!(renaming.bits(1 << part), 1 << renaming.of(part));
        }
        assert_eq!(renaming.bits(0b1_0110), 0b1_1001);
    }

    #[test]
    fn a_swap_undoes_itself() {
        let swap = Renaming::swap(1, 4);
        let mut places: Vec<u8> = (0..6).collect();
        swap.places(&mut places);
        assert_eq!(places, [0, 4, 2, 3, 1, 5]);
        swap.places(&mut places);
        assert_eq!(places, [0, 1, 2, 3, 4, 5]);
    }
}
