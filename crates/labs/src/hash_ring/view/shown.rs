//! What a picture is drawn from: the shared parts of a state, and what happens at this instant.

use std::rc::Rc;

use kernel::{Frame, Span, order};

use crate::hash_ring::continuum::{Continuum, Point};
use crate::hash_ring::hash;
use crate::hash_ring::members::{Members, NodeId};
use crate::hash_ring::model::{Event, Fact, HashRing, Key, State};
use crate::hash_ring::movement::Movement;
use crate::hash_ring::placed::Placed;

use crate::hash_ring::strategy::Strategy;

/// A state with what follows from it. Equal ones draw equal pictures, and comparing them costs
/// nothing in proportion to the keys: they share their parts.
#[derive(Clone)]
pub struct Shown {
    /// The parameters.
    pub model: HashRing,
    /// The state.
    pub state: State,
    /// Placement, owners and load.
    pub placed: Rc<Placed>,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Shown) -> bool {
        let movement = |shown: &Shown| shown.movement().map(Rc::as_ptr);
        Rc::ptr_eq(&self.placed, &other.placed)
            && Rc::ptr_eq(&self.model.places, &other.model.places)
            && self.model.replicas == other.model.replicas
            && self.state == other.state
            && movement(self) == movement(other)
    }
}

impl Shown {
    /// What there is in a frame, but for what moves.
    pub fn of(frame: &Frame<'_, HashRing>) -> Shown {
        let placed = frame.model.placed(frame.state);
        Shown { model: frame.model.clone(), state: frame.state.clone(), placed }
    }

    /// The shards.
    pub fn members(&self) -> &Members {
        self.state.cluster.members()
    }

    /// What the latest change moved.
    pub fn movement(&self) -> Option<&Rc<Movement>> {
        self.state.movements.last()
    }

    /// The key whose way is drawn out: the one that was typed last, or else the first of all.
    pub fn focus(&self) -> Key {
        match &self.state.focus {
            Some(key) => Key::Typed(key.clone()),
            None => Key::Nth(0),
        }
    }
}

/// What happens at this instant.
#[derive(Clone, PartialEq)]
pub struct Live {
    /// The look-ups on their way.
    pub look_ups: Vec<LookUp>,
    /// How long ago the members changed, if that is among the latest facts.
    pub since_change: Option<Span>,
}

/// A look-up on its way.
#[derive(Clone, PartialEq)]
pub struct LookUp {
    /// A number that no other booking has.
    pub number: u64,
    /// The key.
    pub key: Key,
    /// Its digest.
    pub digest: u64,
    /// The shard that it goes to.
    pub to: NodeId,
    /// How much of its way is behind it: 0 to 1.
    pub part: f64,
}

impl Live {
    /// What happens in a frame.
    pub fn of(frame: &Frame<'_, HashRing>) -> Live {
        let is_change = |fact: &&kernel::Told<Fact>| matches!(fact.fact, Fact::Changed(_));
        let changed = frame.recent.iter().rev().find(is_change);
        let look_ups = (frame.agenda.iter())
            .filter_map(|booked| match &booked.event {
                Event::Ask => None,
                Event::Look { key, to } => {
                    let whole = booked.due.since(booked.born).as_micros().max(1);
                    let gone = frame.now.since(booked.born).as_micros();
                    Some(LookUp {
                        number: booked.number(),
                        key: key.clone(),
                        digest: frame.model.digest(frame.state, key),
                        to: *to,
                        part: (gone as f64 / whole as f64).min(1.0),
                    })
                }
            })
            .collect();
        let look_ups = order::sorted(look_ups, |look_up: &LookUp| (look_up.number, 0));
        Live { look_ups, since_change: changed.map(|fact| frame.now.since(fact.at)) }
    }
}

/// The circle of a strategy that has one.
pub fn continuum(strategy: &Strategy) -> Option<&Continuum> {
    match strategy {
        Strategy::Ring(ring) => Some(ring.continuum()),
        Strategy::Ketama(ketama) => Some(ketama.continuum()),
        Strategy::MultiProbe(probes) => Some(probes.continuum()),
        Strategy::Modulo(_) | Strategy::Jump(_) | Strategy::Rendezvous(_) | Strategy::Maglev(_) => {
            None
        }
    }
}

/// Where a key with this digest stands on the circle of a strategy that has one; with several
/// probes, where the one stands that decides.
pub fn position(strategy: &Strategy, digest: u64) -> Option<u32> {
    match strategy {
        Strategy::Ring(_) => Some(hash::position(digest)),
        Strategy::Ketama(_) => Some(digest as u32),
        Strategy::MultiProbe(probes) => {
            probes.positions(digest).min_by_key(|&position| reach(probes.continuum(), position))
        }
        Strategy::Modulo(_) | Strategy::Jump(_) | Strategy::Rendezvous(_) | Strategy::Maglev(_) => {
            None
        }
    }
}

/// How far it is clockwise from a position to the next point.
pub fn reach(circle: &Continuum, position: u32) -> u32 {
    circle.successor(position).position.wrapping_sub(position)
}

/// All points clockwise from a position, once round.
pub fn clockwise(circle: &Continuum, from: u32) -> impl Iterator<Item = &Point> {
    let points = circle.points();
    let first = points.partition_point(|point| point.position < from);
    points[first..].iter().chain(&points[..first])
}

/// A position on the circle as a turn from the top: 0 up to 1.
pub fn turn(position: u32) -> f64 {
    f64::from(position) / 2_f64.powi(32)
}
