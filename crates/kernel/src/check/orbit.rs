//! States up to renaming: one key for all the states that differ in the names of interchangeable
//! parts alone, and how many those are.
//!
//! The parts are lined up by what is said of each ([`Symmetry::view`]). Among those of whom the same
//! is said, *twins* are found: two whose swap changes nothing. What is left are the arrangements
//! that put twins in each other's place nowhere; each is a renaming of the state, and the same ones
//! come out whichever of the renamings one begins with. Where the views say all there is to say of
//! a part, there is a single one.

use super::key::Keyed;
use crate::agenda::Agenda;
use crate::fingerprint::Fingerprint;
use crate::model::Model;
use crate::symmetry::{Renaming, Symmetry};
use std::hash::Hasher;

/// Keys of orbits, and what it takes to work them out.
pub(super) struct Orbits<M: Model> {
    symmetry: &'static Symmetry<M>,
    count: usize,
    /// A state is renamed on a copy.
    state: M::State,
    agenda: Agenda<M::Event>,
    /// What is said of each part, in 64 bits.
    views: [u64; Renaming::PARTS],
    /// The parts, lined up by what is said of them, twins side by side.
    line: [u8; Renaming::PARTS],
    /// The first of each part's twins.
    twin: [u8; Renaming::PARTS],
    /// The fingerprints of all arrangements.
    prints: Vec<u64>,
    /// How often two fingerprints were compared.
    pub(super) compared: u64,
}

impl<M: Model> Orbits<M> {
    /// For a model with interchangeable parts; `None` where it has none, or fewer than two.
    ///
    /// # Panics
    /// When there are more than [`Renaming::PARTS`].
    pub(super) fn new(model: &M, state: &M::State) -> Option<Orbits<M>> {
        let symmetry = M::SYMMETRY.as_ref()?;
        let count = usize::from(Symmetry::of(model)?.count);
        assert!(count <= Renaming::PARTS, "there are names for eight parts");
        Some(Orbits {
            symmetry,
            count,
            state: state.clone(),
            agenda: Agenda::default(),
            views: [0; Renaming::PARTS],
            line: [0; Renaming::PARTS],
            twin: [0; Renaming::PARTS],
            prints: Vec::new(),
            compared: 0,
        })
    }

    /// How many parts there are.
    pub(super) fn count(&self) -> u8 {
        self.count as u8
    }

    /// The key that a state shares with all its renamings, and with no others: the sum of the
    /// fingerprints of its arrangements. The least of them would do as well, but would crowd into
    /// one end of the table.
    pub(super) fn key(&mut self, here: &Keyed<'_, M>) -> u64 {
        self.line_up(here);
        self.find_twins(here);
        self.prints.clear();
        loop {
            let renaming = Renaming::line_up(&self.line[..self.count]);
            let print = print(&self.renamed(here, &renaming));
            self.prints.push(print);
            if !self.rearrange() {
                break;
            }
        }
        self.prints.iter().fold(0, |sum, print| sum.wrapping_add(*print))
    }

    /// How many states there are up to which the one asked for last was renamed, itself counted:
    /// the ways to give out the names, where parts of whom the same is said come into each other's
    /// place in as many ways as there are different arrangements.
    pub(super) fn size(&mut self) -> u64 {
        self.prints.sort_unstable();
        self.prints.dedup();
        let mut size = factorial(self.count) * self.prints.len() as u64;
        for block in self.blocks() {
            size /= factorial(block.len());
        }
        size
    }

    /// A state with its parts renamed. It is put together on this value's copies.
    pub(super) fn renamed<'a>(
        &'a mut self,
        here: &Keyed<'a, M>,
        renaming: &Renaming,
    ) -> Keyed<'a, M> {
        let Orbits { symmetry, state, agenda, .. } = self;
        state.clone_from(here.state);
        agenda.clone_from(here.agenda);
        (symmetry.state)(here.model, state, renaming);
        agenda.rename(|event| {
            (symmetry.event)(here.model, event, renaming);
            here.model.lane(event)
        });
        Keyed { state, agenda, ..*here }
    }

    /// What is said of a part, in 64 bits.
    pub(super) fn view(&self, here: &Keyed<'_, M>, part: u8) -> u64 {
        let mut hasher = Fingerprint::new(here.instants());
        (self.symmetry.view)(here.model, here.state, &here.bag(), part, &mut hasher);
        hasher.finish()
    }

    /// Lines the parts up by what is said of each.
    fn line_up(&mut self, here: &Keyed<'_, M>) {
        for part in 0..self.count as u8 {
            self.views[usize::from(part)] = self.view(here, part);
            // Few parts: each goes forward to its place.
            let mut at = usize::from(part);
            self.line[at] = part;
            let said = |part: u8| self.views[usize::from(part)];
            while at > 0 && said(self.line[at - 1]) > said(part) {
                self.line.swap(at - 1, at);
                at -= 1;
            }
        }
    }

    /// The places in the line of parts of whom the same is said.
    fn blocks(&self) -> impl Iterator<Item = std::ops::Range<usize>> + use<M> {
        let (views, line, count) = (self.views, self.line, self.count);
        let said = move |at: usize| views[usize::from(line[at])];
        let mut begin = 0;
        std::iter::from_fn(move || {
            let first = begin;
            let is_same = |at: &usize| said(*at) == said(first);
            begin = (first..count).find(|at| !is_same(at)).unwrap_or(count);
            (first < count).then_some(first..begin)
        })
    }

    /// Finds the twins among parts of whom the same is said, and lines them up side by side.
    /// Whoever is the twin of one is the twin of all its twins, so that one of them is asked.
    fn find_twins(&mut self, here: &Keyed<'_, M>) {
        let mut own = None;
        for block in self.blocks() {
            for at in block.clone() {
                let part = self.line[at];
                let mut twin = part;
                for other in block.start..at {
                    let other = self.line[other];
                    if self.twin[usize::from(other)] != other {
                        continue;
                    }
                    let own = *own.get_or_insert_with(|| print(here));
                    self.compared += 1;
                    if print(&self.renamed(here, &Renaming::swap(part, other))) == own {
                        twin = other;
                        break;
                    }
                }
                self.twin[usize::from(part)] = twin;
            }
            let twin = self.twin;
            self.line[block].sort_unstable_by_key(|part| twin[usize::from(*part)]);
        }
    }

    /// Turns to the next arrangement; false when all were seen, and the line is the first again.
    fn rearrange(&mut self) -> bool {
        let twin = self.twin;
        self.blocks().any(|block| next_permutation(&mut self.line[block], &twin))
    }
}

/// The next order of parts, in which twins are alike; false when it is the first again.
fn next_permutation(line: &mut [u8], twin: &[u8; Renaming::PARTS]) -> bool {
    let rank = |part: u8| twin[usize::from(part)];
    let ascent = (1..line.len()).rev().find(|at| rank(line[at - 1]) < rank(line[*at]));
    let Some(ascent) = ascent else {
        line.reverse();
        return false;
    };
    let pivot = line[ascent - 1];
    let above = (ascent..line.len()).rev().find(|at| rank(line[*at]) > rank(pivot));
    line.swap(ascent - 1, above.expect("the ascent itself is above"));
    line[ascent..].reverse();
    true
}

/// A fingerprint. Never inlined: the hash of a state is long, and wanted in three places.
#[inline(never)]
fn print<M: Model>(here: &Keyed<'_, M>) -> u64 {
    here.print()
}

fn factorial(count: usize) -> u64 {
    (1..=count as u64).product()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permutations_pass_over_twins() {
        let arrangements = |twin: [u8; Renaming::PARTS], parts: u8| {
            let mut line: Vec<u8> = (0..parts).collect();
            line.sort_unstable_by_key(|part| twin[usize::from(*part)]);
            let first = line.clone();
            let mut seen = std::collections::BTreeSet::new();
            loop {
                let ranks: Vec<u8> = line.iter().map(|part| twin[usize::from(*part)]).collect();
                assert!(seen.insert(ranks), "an arrangement came twice");
                if !next_permutation(&mut line, &twin) {
                    break;
                }
            }
            let ranks =
                |line: &[u8]| line.iter().map(|p| twin[usize::from(*p)]).collect::<Vec<_>>();
            assert_eq!(ranks(&line), ranks(&first), "it ends where it began");
            seen.len()
        };
        assert_eq!(arrangements([0, 1, 2, 3, 4, 5, 6, 7], 5), 120);
        assert_eq!(arrangements([0, 0, 0, 0, 0, 0, 0, 0], 5), 1);
        // Five parts, two twins and two twins: 5! / (2! 2!).
        assert_eq!(arrangements([0, 1, 0, 3, 1, 0, 0, 0], 5), 30);
    }
}
