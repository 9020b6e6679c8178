//! A circle of 2³² positions with points on it, each owned by a shard: what the ring, ketama and
//! multi-probe hashing search.
//!
//! Points lie sorted in one flat array, position and owner side by side, eight bytes a point. A
//! prefix index over the upper bits of the position says where to start, so that a lookup reads one
//! index entry and then one or two neighbouring points: constant expected time where a binary
//! search would miss the cache on every step. Index and points together take 10 to 12 bytes a
//! point.

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
        points.sort_unstable_by_key(|point| point.rank());
        Self::index(points)
    }

    /// The circle with further points and without those of the `removed` shards (in ascending
    /// order): one merge over the sorted points instead of sorting them anew.
    ///
    /// # Errors
    /// As [`Continuum::new`].
    pub fn changed(&self, mut added: Vec<Point>, removed: &[NodeId]) -> Result<Self, Cannot> {
        added.sort_unstable_by_key(|point| point.rank());
        let mut merged = Vec::with_capacity(self.points.len() + added.len());
        let mut added = added.into_iter().peekable();
        let stays = |point: &&Point| removed.binary_search(&point.owner).is_err();
        for &point in self.points().iter().filter(stays) {
            while let Some(earlier) = added.next_if(|new| new.rank() < point.rank()) {
                merged.push(earlier);
            }
            merged.push(point);
        }
        merged.extend(added);
        Self::index(merged)
    }

    fn index(mut points: Vec<Point>) -> Result<Self, Cannot> {
        check_count(points.len() as u64)?;
        let Some(&first) = points.first() else { return Err(Cannot::Empty) };
        // Between one and two points a prefix, on average.
        let bits = points.len().ilog2().max(1);
        let shift = u32::BITS - bits;
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for point in &points {
            starts[(point.position >> shift) as usize + 1] += 1;
        }
        for prefix in 1..starts.len() {
            starts[prefix] += starts[prefix - 1];
        }
        points.push(Point { position: u32::MAX, owner: first.owner });
        points.shrink_to_fit();
        Ok(Self { points, starts, shift })
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
    #[inline]
    fn search(&self, position: u32) -> usize {
        let mut index = self.starts[(position >> self.shift) as usize] as usize;
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
