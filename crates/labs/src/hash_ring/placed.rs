//! Where the keys lie: for a list of members, the placement, the owner of every key, and the load.
//!
//! All of it is a function of the members, the strategy's settings and the keys, so a state holds
//! the members alone, and what follows from them stands on a shelf of bounded size. A state that is
//! sought again after its entry has gone costs one more computation, not another answer.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::assignment::Assignment;
use super::cluster::Cluster;
use super::keys::Keys;
use super::members::{Cannot, Change, Members};
use super::movement::Movement;
use super::placement::Placement;
use super::spread::Spread;
use super::strategy::{Kind, Settings, Strategy};

/// What the shelf may hold, by a count of the large lists alone.
const SHELF_BYTES: u64 = 64 << 20;

/// The shelf keeps as many of the latest entries whatever they take: those before and after a
/// change, and one more.
const SHELF_LEAST: usize = 3;

/// The movements that are kept have this many bits, one a key, in all: 16 MiB.
const MOVEMENTS_BITS: u64 = 1 << 27;

/// The most entries on the shelf: it is searched from end to end.
const SHELF_MOST: usize = 1_024;

/// The keys a shard, in the order of [`Members::shards`], and what they amount to.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// How many keys each shard owns.
    pub counts: Rc<[u32]>,
    /// How evenly they are spread.
    pub spread: Spread,
}

/// Everything that follows from a list of members.
#[derive(Debug)]
pub struct Placed {
    /// The placement.
    pub strategy: Strategy,
    /// The owner of every key.
    pub assignment: Assignment,
    /// How many keys each shard owns.
    pub load: Load,
    /// What was found wrong with the preference lists, once somebody asked.
    pub(super) lists: OnceCell<Result<(), String>>,
}

impl Placed {
    fn new(strategy: Strategy, assignment: Assignment) -> Placed {
        let counts = assignment.counts(strategy.members());
        let spread = Spread::of(&counts, strategy.members());
        let load = Load { counts: counts.into(), spread };
        Placed { strategy, assignment, load, lists: OnceCell::new() }
    }

    fn bytes(&self, settings: Settings) -> u64 {
        let placement = match &self.strategy {
            Strategy::Ring(ring) => ring.continuum().bytes(),
            Strategy::Ketama(ketama) => ketama.continuum().bytes(),
            Strategy::MultiProbe(probes) => probes.continuum().bytes(),
            Strategy::Maglev(_) => u64::from(settings.table) * 4,
            Strategy::Modulo(_) | Strategy::Jump(_) | Strategy::Rendezvous(_) => 0,
        };
        placement + size_of_val(self.assignment.owners()) as u64
    }
}

/// Computes and keeps what follows from lists of members.
#[derive(Debug)]
pub struct Places {
    kind: Kind,
    settings: Settings,
    keys: Keys,
    /// The keys' digests, in their order.
    digests: Vec<u64>,
    shelf: RefCell<Shelf>,
    /// What changes moved, by the digests of the members before and after: a search makes the same
    /// change from many states.
    movements: RefCell<BTreeMap<(u64, u64), Rc<Movement>>>,
}

/// What was computed lately, by the digest of its members. The latest used stands last.
#[derive(Debug)]
struct Shelf {
    entries: Vec<(u64, Rc<Placed>)>,
    bytes_max: u64,
}

impl Places {
    /// Places the keys on the first members.
    ///
    /// # Errors
    /// What the strategy has against these members or settings.
    pub fn new(
        kind: Kind,
        settings: Settings,
        keys: Keys,
        cluster: &Cluster,
    ) -> Result<Places, Cannot> {
        let strategy = Strategy::new(kind, cluster.members().clone(), settings)?;
        let digests = keys.digests(&strategy);
        let placed = Placed::new(strategy.clone(), Assignment::of(&strategy, &digests));
        let entries = vec![(cluster.digest(), Rc::new(placed))];
        let shelf = RefCell::new(Shelf { entries, bytes_max: SHELF_BYTES });
        let movements = RefCell::default();
        Ok(Places { kind, settings, keys, digests, shelf, movements })
    }

    /// The strategy.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What the strategy was told.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.settings
    }

    /// The keys.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The digests of the keys, in their order.
    #[must_use]
    pub fn digests(&self) -> &[u64] {
        &self.digests
    }

    /// What follows from the members of a cluster.
    #[must_use]
    pub fn of(&self, cluster: &Cluster) -> Rc<Placed> {
        let found = self.shelf.borrow_mut().take_down(cluster.digest());
        if let Some(placed) = found {
            return placed;
        }
        let members = cluster.members().clone();
        let strategy = Strategy::new(self.kind, members, self.settings)
            .expect("members that a change was accepted with can be placed anew");
        let assignment = Assignment::of(&strategy, &self.digests);
        self.put_up(cluster.digest(), Placed::new(strategy, assignment))
    }

    /// What a change moves, with no more work than it asks for.
    ///
    /// # Errors
    /// What the strategy has against the change.
    pub fn change(&self, cluster: &Cluster, change: Change) -> Result<Rc<Movement>, Cannot> {
        let after = cluster.after(&change);
        let ends = (cluster.digest(), after.digest());
        if let Some(movement) = self.movements.borrow().get(&ends) {
            return Ok(movement.clone());
        }
        let placed_before = self.of(cluster);
        let mut strategy = placed_before.strategy.clone();
        strategy.apply(&change)?;
        let assignment = placed_before.assignment.after(&strategy, &self.digests, &change);
        let placed_after = self.put_up(after.digest(), Placed::new(strategy, assignment));
        let movement =
            Movement::between(self, (cluster, &placed_before), (&after, &placed_after), change);
        let movement = Rc::new(movement);
        let mut movements = self.movements.borrow_mut();
        if movements.len() as u64 * u64::from(self.keys.count()) > MOVEMENTS_BITS {
            movements.clear();
        }
        movements.insert(ends, movement.clone());
        Ok(movement)
    }

    /// Another number of virtual nodes under the same members and keys.
    ///
    /// # Errors
    /// What the ring has against it.
    pub fn ring_of(&self, members: &Members, virtual_nodes: u32) -> Result<Load, Cannot> {
        let settings = Settings { virtual_nodes, ..self.settings };
        let ring = Strategy::new(Kind::Ring, members.clone(), settings)?;
        let assignment = Assignment::of(&ring, &self.keys.digests(&ring));
        Ok(Placed::new(ring, assignment).load)
    }

    fn put_up(&self, digest: u64, placed: Placed) -> Rc<Placed> {
        self.shelf.borrow_mut().put_up(digest, placed, self.settings)
    }
}

impl Shelf {
    fn take_down(&mut self, digest: u64) -> Option<Rc<Placed>> {
        let at = self.entries.iter().rposition(|(of, _)| *of == digest)?;
        let last = self.entries.len() - 1;
        if at < last {
            let entry = self.entries.remove(at);
            self.entries.push(entry);
        }
        Some(self.entries[last].1.clone())
    }

    fn put_up(&mut self, digest: u64, placed: Placed, settings: Settings) -> Rc<Placed> {
        let placed = Rc::new(placed);
        let entries = &mut self.entries;
        entries.retain(|(of, _)| *of != digest);
        entries.push((digest, placed.clone()));
        let mut bytes = entries.iter().map(|(_, placed)| placed.bytes(settings)).sum::<u64>();
        let mut gone = 0;
        while entries.len() - gone > SHELF_LEAST
            && (bytes > self.bytes_max || entries.len() - gone > SHELF_MOST)
        {
            bytes -= entries[gone].1.bytes(settings);
            gone += 1;
        }
        entries.drain(..gone);
        placed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash_ring::members::Shard;

    #[test]
    fn what_has_left_the_shelf_is_computed_anew_and_is_the_same() {
        let shards = (1..=9).map(|id| Shard::new(id, format!("s{id}")));
        let mut cluster = Cluster::new(Members::new(shards.collect()).unwrap());
        let keys = Keys::Generated { seed: 0, count: 500 };
        let places = Places::new(Kind::Ring, Settings::default(), keys, &cluster).unwrap();
        places.shelf.borrow_mut().bytes_max = 0;
        let (first, first_placed) = (cluster.clone(), places.of(&cluster));
        for id in 1..=5 {
            let change = cluster.members().without(&[id]).unwrap();
            let movement = places.change(&cluster, change.clone()).unwrap();
            let again = places.change(&cluster, change.clone()).unwrap();
            assert!(Rc::ptr_eq(&movement, &again), "a movement is computed once");
            cluster = cluster.after(&change);
            assert_eq!(places.of(&cluster).load, movement.load_after);
            assert!(places.shelf.borrow().entries.len() <= SHELF_LEAST);
        }
        let again = places.of(&first);
        assert!(!Rc::ptr_eq(&again, &first_placed), "the first had left the shelf");
        assert_eq!(again.assignment, first_placed.assignment);
        assert_eq!(again.strategy, first_placed.strategy);
    }
}
