//! A ring that agrees with the clients of memcached, point by point (libketama by R. Jones, 2007;
//! Couchbase SDK RFC 26; spymemcached's `KetamaNodeLocator`).
//!
//! The MD5 digest of `host:port-n`, for n from 0 to 39, gives four points, each from four bytes in
//! little-endian order; the first four bytes of a key's MD5 digest are its position. Weights follow
//! libketama: of N servers with the summed weight W, one of weight w has ⌊40·N·w/W⌋ digests.
//! libketama computes that in single precision; here it is exact.
//!
//! With unequal weights every change of members changes W, and with it the points of those who
//! stay: some keys then move between shards that were not touched. Equal weights do not have this
//! fault, and [`Ring`](super::ring::Ring) never has it.

use std::ops::ControlFlow;

use md5::{Digest, Md5};

use super::continuum::{Continuum, Point, check_count};
use super::members::{Cannot, Change, Members, NodeId, Shard};
use super::placement::Placement;

/// MD5 digests of a server of mean weight.
const REPETITIONS: u64 = 40;

/// Points that one digest gives.
const POINTS_PER_DIGEST: u64 = 4;

/// A ketama-compatible ring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ketama {
    members: Members,
    continuum: Continuum,
}

impl Ketama {
    /// The continuum of servers whose names are `host:port`.
    ///
    /// # Errors
    /// [`Cannot::TooManyPoints`] above 52,428 servers.
    pub fn new(members: Members) -> Result<Self, Cannot> {
        let total = members.weight();
        let servers = u64::from(members.count());
        check_count(REPETITIONS * POINTS_PER_DIGEST * servers)?;
        let digests = |shard: &Shard| REPETITIONS * servers * u64::from(shard.weight) / total;
        let points = members.shards().iter().flat_map(|shard| points(shard, digests(shard)));
        let continuum = Continuum::new(points.collect())?;
        Ok(Self { members, continuum })
    }

    /// The circle itself, for a picture of it.
    #[must_use]
    pub fn continuum(&self) -> &Continuum {
        &self.continuum
    }
}

impl Placement for Ketama {
    fn members(&self) -> &Members {
        &self.members
    }

    /// The first four bytes of the MD5 digest; the upper half stays zero.
    fn digest(&self, key: &[u8]) -> u64 {
        let digest = Md5::digest(key);
        u64::from(u32::from_le_bytes([digest[0], digest[1], digest[2], digest[3]]))
    }

    #[inline]
    fn locate(&self, key: u64) -> NodeId {
        self.continuum.owner(key as u32)
    }

    /// Clockwise, and after that everybody: a shard of very little weight may have no point.
    fn candidates(&self, key: u64, visit: &mut dyn FnMut(NodeId) -> ControlFlow<()>) {
        let all = self.members.shards().iter().map(|shard| shard.id);
        let _ = self.continuum.clockwise(key as u32).chain(all).try_for_each(visit);
    }

    fn apply(&mut self, change: &Change) -> Result<(), Cannot> {
        *self = Self::new(change.members().clone())?;
        Ok(())
    }
}

fn points(shard: &Shard, digests: u64) -> impl Iterator<Item = Point> {
    (0..digests).flat_map(move |n| {
        let digest = Md5::digest(format!("{}-{n}", shard.name).as_bytes());
        let (words, _) = digest.as_chunks::<4>();
        let positions = [words[0], words[1], words[2], words[3]].map(u32::from_le_bytes);
        positions.map(|position| Point { position, owner: shard.id })
    })
}
