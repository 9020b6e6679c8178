//! A circle of 2³² positions with points on it, each owned by a shard: what the ring, ketama and
//! multi-probe hashing search.
//!
//! Points lie sorted in one flat array, position and owner side by side, eight bytes a point. A
//! prefix index over the upper bits of the position says where to start, so that a lookup reads one
//! index entry and then one or two neighbouring points: constant expected time where a binary
//! search would miss the cache on every step. Index and points together take 10 to 12 bytes a
//! point.

use kernel::order;

use super::hash;
use super::members::{Cannot, NodeId, Shard};

/// The most points on one circle: 64 MiB of them.
pub const POINTS_MAX: u64 = 1 << 23;

/// A place on the circle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Where it stands, clockwise from 0.
    pub position: u32,
    /// Who owns the arc that ends here.
    pub owner: NodeId,
}

impl Point {
    /// A shard's points: the first `count` numbers of the stream that the digest of its name
    /// starts, so that more weight keeps the points there were and adds to them.
    pub fn of(shard: &Shard, count: u64) -> impl Iterator<Item = Self> + use<> {
        let (owner, seed) = (shard.id, hash::digest(shard.name.as_bytes()));
        (0..count).map(move |n| Self { position: hash::position(hash::nth(seed, n)), owner })
    }

    /// Points go by position. Where two coincide the younger shard (greater id) comes first and so
    /// owns the arc, as in spymemcached, where it replaces the older in the map. That order does not
    /// depend on who else is on the circle, so an addition still moves keys to the added alone.
    fn rank(self) -> u64 {
        u64::from(self.position) << 32 | u64::from(!self.owner)
    }

    /// The point with this rank.
    fn ranked(rank: u64) -> Self {
        Self { position: (rank >> 32) as u32, owner: !(rank as u32) }
    }
}

/// Puts points in the order of their ranks, which say all there is about them.
fn sort(points: &mut [Point]) {
    let mut ranks = points.iter().map(|point| point.rank()).collect::<Vec<_>>();
    order::numbers(&mut ranks);
    points.iter_mut().zip(ranks).for_each(|(point, rank)| *point = Point::ranked(rank));
}

/// The sorted points and the index over them. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continuum {
    /// Sorted by [`Point::rank`]; a copy of the first point stands at the end, at the last
    /// position, so that a search past the last point wraps without a test.
    points: Vec<Point>,
    /// For each prefix the index of the first point at or behind it.
    starts: Vec<u32>,
    /// How far a position is shifted right to get its prefix.
    shift: u32,
}

impl Continuum {
    /// Sorts and indexes points.
    ///
    /// # Errors
    /// [`Cannot::Empty`] without points, [`Cannot::TooManyPoints`] above [`POINTS_MAX`].
    pub fn new(mut points: Vec<Point>) -> Result<Self, Cannot> {
        check_count(points.len() as u64)?;
        if points.is_empty() {
            return Err(Cannot::Empty);
        }
        sort(&mut points);
        let mut continuum = Self { points, starts: Vec::new(), shift: 0 };
        continuum.index();
        continuum.points.shrink_to_fit();
        Ok(continuum)
    }

    /// Adds points and takes out those of the `removed` shards (in ascending order), in place: one
    /// pass over the sorted points instead of sorting them anew. The strategies see to it
    /// beforehand that points are left and that they are not too many.
    pub(super) fn change(&mut self, mut added: Vec<Point>, removed: &[NodeId]) {
        self.points.pop();
        if let Some(&last) = removed.last() {
            // Everybody behind the last removed shard shares the last entry, which spares a branch.
            let mut gone = vec![false; last as usize + 2];
            removed.iter().for_each(|&id| gone[id as usize] = true);
            self.points.retain(|point| !gone[point.owner.min(last + 1) as usize]);
        }
        if !added.is_empty() {
            sort(&mut added);
            self.merge(&added);
        }
        self.index();
    }

    /// Merges sorted points into the sorted points, from the last place to the first, so that
    /// nothing is overwritten before it has moved.
    fn merge(&mut self, added: &[Point]) {
        let mut left = self.points.len();
        self.points.reserve_exact(added.len() + 1);
        self.points.extend_from_slice(added);
        for (merged, point) in added.iter().enumerate().rev() {
            while left > 0 && self.points[left - 1].rank() > point.rank() {
                left -= 1;
                self.points[left + merged + 1] = self.points[left];
            }
            self.points[left + merged] = *point;
        }
    }

    /// Counts the points of each prefix, sums the counts up, and closes the circle.
    fn index(&mut self) {
        // Between one and two points a prefix, on average.
        let bits = self.points.len().ilog2().max(1);
        self.shift = u32::BITS - bits;
        self.starts.clear();
        self.starts.reserve_exact((1 << bits) + 1);
        self.starts.resize((1 << bits) + 1, 0);
        for point in &self.points {
            self.starts[(point.position >> self.shift) as usize + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut self.starts {
            sum += *start;
            *start = sum;
        }
        self.points.push(Point { position: u32::MAX, owner: self.points[0].owner });
    }

    /// The points in clockwise order.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.points[..self.points.len() - 1]
    }

    /// How many bytes the circle takes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        (size_of_val(&*self.points) + size_of_val(&*self.starts)) as u64
    }

    /// Who owns `position`: the owner of the first point at or clockwise after it.
    #[inline]
    #[must_use]
    pub fn owner(&self, position: u32) -> NodeId {
        self.points[self.search(position)].owner
    }

    /// The first point at or clockwise after `position`; past the last one that is the first.
    #[inline]
    #[must_use]
    pub fn successor(&self, position: u32) -> Point {
        let index = self.search(position);
        self.points[if index + 1 == self.points.len() { 0 } else { index }]
    }

    /// The owners of all points, clockwise from `position`, once round.
    pub fn clockwise(&self, position: u32) -> impl Iterator<Item = NodeId> {
        let points = self.points();
        let start = self.search(position) % points.len();
        points[start..].iter().chain(&points[..start]).map(|point| point.owner)
    }

    /// The index of the first point at or behind `position`; the end's copy stops every search.
    ///
    /// Most searches end within two steps. These are taken without a branch, since whether they are
    /// needed is a coin toss that no processor predicts.
    #[inline]
    fn search(&self, position: u32) -> usize {
        let mut index = self.starts[(position >> self.shift) as usize] as usize;
        index += usize::from(self.points[index].position < position);
        index += usize::from(self.points[index].position < position);
        while self.points[index].position < position {
            index += 1;
        }
        index
    }
}

/// Refuses a circle that would be too large, before it is made.
///
/// # Errors
/// [`Cannot::TooManyPoints`] above [`POINTS_MAX`].
pub fn check_count(points: u64) -> Result<(), Cannot> {
    if points > POINTS_MAX {
        return Err(Cannot::TooManyPoints { points, max: POINTS_MAX });
    }
    Ok(())
}
