//! What a search writes down: who led to whom, and how the laws stand. One type for all models.

use super::ancestry::Ancestry;
use super::table::Table;
use crate::law::Kind;

/// A place in the search: a state by its order of arrival, and one of its successors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) state: u32,
    /// The successor's ordinal, where the breach is of a step and not of a state.
    pub(crate) successor: Option<u16>,
}

/// What the search knows of one law.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) kind: Kind,
    /// The first place at which it was broken, and why.
    pub(crate) breach: Option<(Place, String)>,
    /// The first place at which a `Sometimes` law was seen.
    pub(crate) seen: Option<Place>,
    /// For a `Recoverable` law: whether each state is good, by id.
    pub(crate) good: Vec<bool>,
}

/// Why a search ended before it had seen everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The bound on distinct states.
    States(u64),
    /// The bound on depth.
    Depth(u32),
    /// The horizon of a timed search by dates: what comes later was not looked at.
    Horizon,
    /// A state had more than 65,536 successors.
    Successors,
}

/// What a search up to renaming counts beside its states.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Renamed {
    /// The renamings of the initial state, itself counted.
    pub(crate) of_root: u64,
    /// The renamings of all states met, themselves counted.
    pub(crate) in_all: u64,
    /// How often fingerprints were compared to find twins.
    pub(crate) compared: u64,
}

/// What a search writes down.
pub(crate) struct Ledger {
    table: Table,
    ancestry: Ancestry,
    /// Moves that spend nothing, kept only where a `Recoverable` law is judged.
    pub(crate) edges: Option<Vec<(u32, u32)>>,
    pub(crate) judged: Vec<Judged>,
    pub(crate) generated: u64,
    pub(crate) at_rest: u64,
    pub(crate) depth: u32,
    /// How the states are counted, where the search is up to renaming.
    pub(crate) renamed: Option<Renamed>,
    pub(crate) cut: Option<Cut>,
    pub(crate) not_checkable: Option<&'static str>,
}

/// The parent of the initial state.
const ROOT: u32 = u32::MAX;

impl Ledger {
    pub(crate) fn new(kinds: impl Iterator<Item = Kind>) -> Ledger {
        let judged = |kind| Judged { kind, breach: None, seen: None, good: Vec::new() };
        let judged: Vec<Judged> = kinds.map(judged).collect();
        let keep_edges = judged.iter().any(|law| law.kind == Kind::Recoverable);
        Ledger {
            table: Table::new(keep_edges),
            ancestry: Ancestry::default(),
            edges: keep_edges.then(Vec::new),
            judged,
            generated: 0,
            at_rest: 0,
            depth: 0,
            renamed: None,
            cut: None,
            not_checkable: None,
        }
    }

    /// How many distinct states there are.
    #[inline]
    pub(crate) fn distinct(&self) -> u32 {
        self.ancestry.len()
    }

    /// Notes the initial state.
    pub(crate) fn admit_root(&mut self, fingerprint: u64) {
        self.admit(fingerprint, ROOT, 0);
    }

    /// Notes a successor: its id if it is new, else the id it has (zero where ids are not kept).
    #[inline]
    pub(crate) fn admit(&mut self, fingerprint: u64, parent: u32, ordinal: u16) -> Admitted {
        self.generated += 1;
        let id = self.distinct();
        match self.table.insert(fingerprint, id) {
            Some(known) => Admitted::Known(known),
            None => {
                self.ancestry.push(parent, ordinal);
                Admitted::New(id)
            }
        }
    }

    /// Notes a breach, the first of its law.
    pub(crate) fn breach(&mut self, law: usize, place: Place, why: String) {
        self.judged[law].breach.get_or_insert((place, why));
    }

    /// Whether some law is broken.
    pub(crate) fn is_breached(&self) -> bool {
        self.judged.iter().any(|law| law.breach.is_some())
    }

    /// The ordinals that lead from the initial state to a place.
    pub(crate) fn path(&self, place: Place) -> Vec<u16> {
        let mut path: Vec<u16> = place.successor.into_iter().collect();
        let (mut parent, mut ordinal) = self.ancestry.of(place.state);
        while parent != ROOT {
            path.push(ordinal);
            (parent, ordinal) = self.ancestry.of(parent);
        }
        path.reverse();
        path
    }

    /// Judges the `Recoverable` laws once every state and edge is known.
    pub(crate) fn judge_recoverable(&mut self) {
        let Some(edges) = &self.edges else { return };
        let states = self.distinct() as usize;
        // Edges by their target, as offsets into one array.
        let mut offsets = vec![0u32; states + 1];
        for (_, to) in edges {
            offsets[*to as usize + 1] += 1;
        }
        for at in 0..states {
            offsets[at + 1] += offsets[at];
        }
        let mut sources = vec![0u32; edges.len()];
        let mut filled = offsets.clone();
        for (from, to) in edges {
            let at = &mut filled[*to as usize];
            sources[*at as usize] = *from;
            *at += 1;
        }
        for law in self.judged.iter_mut().filter(|law| law.kind == Kind::Recoverable) {
            let mut reached = law.good.clone();
            let good = |(id, good): (usize, &bool)| good.then_some(id as u32);
            let mut work: Vec<u32> = law.good.iter().enumerate().filter_map(good).collect();
            while let Some(state) = work.pop() {
                let range = offsets[state as usize] as usize..offsets[state as usize + 1] as usize;
                for source in &sources[range] {
                    if !std::mem::replace(&mut reached[*source as usize], true) {
                        work.push(*source);
                    }
                }
            }
            // The least id is the shallowest state.
            if let Some(state) = reached.iter().position(|reached| !reached) {
                let place = Place { state: state as u32, successor: None };
                let why = "no way back without another fault".to_owned();
                law.breach.get_or_insert((place, why));
            }
        }
    }

    /// Bytes held, but for the frontier.
    pub(crate) fn bytes(&self) -> usize {
        let edges = self.edges.as_ref().map_or(0, |edges| edges.capacity() * 8);
        self.table.bytes() + self.ancestry.bytes() + edges
    }
}

/// What became of a successor.
pub(crate) enum Admitted {
    New(u32),
    Known(u32),
}
