//! All that stays as it is from frame to frame: computed once for each state and size.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;

use widgets::ring::Slice;

use super::journey::Journey;
use super::layout::{Layout, Seats};
use super::shown::{Shown, continuum, position, turn};
use crate::hash_ring::continuum::Continuum;
use crate::hash_ring::members::{Members, NodeId};
use crate::hash_ring::spread;

/// A circle with more points than this is drawn in bins, each with the mean load of its owners.
const ARCS_MAX: usize = 1_440;

/// How many bins.
const BINS: usize = 720;

/// How many directions the moved keys are counted in.
pub const FLASHES: usize = 240;

/// Moves are drawn from shard to shard for about so many pairs at most.
const STREAMS_MAX: usize = 120;

/// Something shared: equal only to itself, so that comparing costs nothing.
#[derive(Debug)]
pub struct Same<T>(Rc<T>);

impl<T> Same<T> {
    /// Shares something.
    pub fn new(value: Rc<T>) -> Same<T> {
        Same(value)
    }
}

impl<T> Clone for Same<T> {
    fn clone(&self) -> Same<T> {
        Same(self.0.clone())
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Same<T>) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Same<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// What stays as it is until the state or the size changes.
pub struct Scenery {
    /// What is shown.
    pub shown: Shown,
    /// Where it stands.
    pub layout: Layout,
    /// How each shard's keys compare with its fair share, in the order of the members.
    pub loads: Vec<f64>,
    /// The way of the key in focus.
    pub journey: Journey,
    /// The circle of hashes, where the strategy has one.
    pub arcs: Option<Rc<[Slice]>>,
    /// The shards as bars, in the order of their seats.
    pub bars: Rc<[Slice]>,
    /// What the latest change moved from where to where.
    pub flow: Option<Flow>,
}

/// What a change moved.
pub struct Flow {
    /// How many keys moved, by the direction in which they stand on the circle; empty where the
    /// strategy has none.
    pub flashes: Vec<u32>,
    /// How many keys moved from one shard to another; of very many pairs an even sample. The
    /// first shard may have left.
    pub streams: Vec<(NodeId, NodeId, u32)>,
    /// Who sat where before.
    pub before: Seats,
}

impl Scenery {
    /// Prepares the picture of a state, `width` pixels wide.
    pub fn of(shown: &Shown, width: f64, is_thumb: bool) -> Scenery {
        let members = shown.members();
        let seats = Rc::new(Seats::of(members));
        let loads = spread::ratios(&shown.placed.load.counts, members);
        let bars = bars(&seats, members, &loads);
        let layout =
            if is_thumb { Layout::thumb(width, seats) } else { Layout::stage(width, seats) };
        let circle = continuum(&shown.placed.strategy);
        Scenery {
            arcs: circle.map(|circle| arcs(circle, members, &loads).into()),
            bars,
            flow: flow(shown),
            journey: Journey::of(shown),
            layout,
            loads,
            shown: shown.clone(),
        }
    }

    /// How a shard's keys compare with its fair share.
    pub fn load(&self, id: NodeId) -> f64 {
        let index = self.shown.members().index(id);
        index.map_or(0.0, |index| self.loads[index])
    }

    /// The name of a shard that is or was a member.
    pub fn name(&self, id: NodeId) -> String {
        self.shown.model.shard_name(id)
    }
}

/// A bar for each shard, in the order of their seats, with a gap between them while they are few.
fn bars(seats: &Seats, members: &Members, loads: &[f64]) -> Rc<[Slice]> {
    let gap = if seats.order.len() <= 120 { 0.12 / seats.order.len() as f64 } else { 0.0 };
    let bar = |(at, (_, id)): (usize, &(u32, NodeId))| {
        let (from, to) = seats.span(at);
        let load = members.index(*id).map_or(0.0, |index| loads[index]);
        Slice { from: from + gap, to: to - gap, load }
    };
    seats.order.iter().enumerate().map(bar).collect()
}

/// The arcs of a circle, each with the load of its owner: exactly while they are few, else in bins.
fn arcs(circle: &Continuum, members: &Members, loads: &[f64]) -> Vec<Slice> {
    let load = |owner| members.index(owner).map_or(0.0, |index| loads[index]);
    let points = circle.points();
    let mut exact = Vec::new();
    let mut bins = vec![0.0; if points.len() > ARCS_MAX { BINS } else { 0 }];
    // The arc over the top belongs to the first point and is drawn in two parts.
    let wrapped = points.first().map(|first| (1.0, first.owner));
    let ends = points.iter().map(|point| (turn(point.position), point.owner)).chain(wrapped);
    let mut from = 0.0;
    for (to, owner) in ends {
        if bins.is_empty() {
            exact.push(Slice { from, to, load: load(owner) });
        } else {
            fill(&mut bins, from, to, load(owner));
        }
        from = to;
    }
    if bins.is_empty() {
        return exact;
    }
    let bin = |(at, load): (usize, f64)| Slice {
        from: at as f64 / BINS as f64,
        to: (at + 1) as f64 / BINS as f64,
        load,
    };
    bins.into_iter().enumerate().map(bin).collect()
}

/// Adds to each bin what an arc contributes to its mean.
fn fill(bins: &mut [f64], from: f64, to: f64, load: f64) {
    let count = bins.len() as f64;
    let (from, to) = (from * count, to * count);
    for at in from as usize..(to.ceil() as usize).min(bins.len()) {
        let overlap = to.min(at as f64 + 1.0) - from.max(at as f64);
        bins[at] += overlap * load;
    }
}

/// What the latest change moved: the owners before and after are compared key by key.
fn flow(shown: &Shown) -> Option<Flow> {
    let movement = shown.movement()?;
    let places = shown.model.places();
    let (before, after) = (places.of(&movement.before), places.of(&movement.after));
    let mut flashes = vec![0; FLASHES];
    let mut streams = BTreeMap::new();
    for step in before.assignment.moves(&after.assignment) {
        *streams.entry((step.from, step.to)).or_insert(0_u32) += 1;
        let digest = places.digests()[step.key as usize];
        if let Some(position) = position(&after.strategy, digest) {
            flashes[(turn(position) * FLASHES as f64) as usize] += 1;
        }
    }
    if continuum(&after.strategy).is_none() {
        flashes.clear();
    }
    let every = streams.len().div_ceil(STREAMS_MAX).max(1);
    let streams = streams.into_iter().map(|((a, b), keys)| (a, b, keys)).step_by(every).collect();
    Some(Flow { flashes, streams, before: Seats::of(movement.before.members()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash_ring::continuum::Point;
    use crate::hash_ring::members::Shard;

    fn members() -> Members {
        Members::new(vec![Shard::new(1, "a"), Shard::new(2, "b")]).unwrap()
    }

    #[test]
    fn few_arcs_are_exact_and_the_one_over_the_top_is_cut() {
        let point = |position, owner| Point { position, owner };
        let circle = Continuum::new(vec![point(1 << 30, 1), point(3 << 30, 2)]).unwrap();
        let slice = |from, to, load| Slice { from, to, load };
        let expected = [slice(0.0, 0.25, 1.5), slice(0.25, 0.75, 0.5), slice(0.75, 1.0, 1.5)];
        assert_eq!(arcs(&circle, &members(), &[1.5, 0.5]), expected);
    }

    #[test]
    fn many_arcs_become_bins_that_keep_the_mean() {
        let points = (0..10_000).map(|n| Point { position: n * 400_000, owner: 1 + n % 2 });
        let circle = Continuum::new(points.collect()).unwrap();
        let arcs = arcs(&circle, &members(), &[1.5, 0.5]);
        assert_eq!(arcs.len(), BINS);
        let mean = arcs.iter().map(|slice| slice.load).sum::<f64>() / BINS as f64;
        assert!((mean - 1.0).abs() < 0.08, "{mean}");
    }
}
