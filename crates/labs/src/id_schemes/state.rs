//! Writers, servers, and the requests that have not got all their ids.

use std::collections::VecDeque;

use super::leases::{Dispenser, Stock};
use super::scheme::{SCHEMES, Scheme, Set};
use super::score::Score;
use super::stride::Shard;
use crate::snowflake::rule::Last;
use kernel::{Aside, Time};

/// So many ids of a local scheme are remembered, to see one that is given again.
const REMEMBERED: usize = 64;

/// Everything that there is at one step.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// The application servers.
    pub writers: Vec<Writer>,
    /// Whether the central server is up, on which counter and coordinator run.
    pub is_centre_up: bool,
    /// The central counter: a dispenser of one number at a time.
    pub counter: Dispenser,
    /// The coordinator of ranges.
    pub coordinator: Dispenser,
    /// The shards.
    pub shards: Vec<Shard>,
    /// Requests that lack an id in some scheme, by their numbers.
    pub open: VecDeque<Open>,
    /// The number of the latest request; the first is one.
    pub asked: u32,
    /// What UUIDs of version 4 were given, a bit each, where they have few random bits.
    pub random: [u64; 4],
    /// The latest UUIDs of version 7: milliseconds, then the random bits.
    pub dated: Remembered,
    /// The latest Snowflake ids.
    pub snowflakes: Remembered,
    /// How each scheme has done so far.
    pub score: Aside<[Score; SCHEMES]>,
}

/// An application server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Writer {
    /// Whether it is up.
    pub is_up: bool,
    /// Whether it is cut off from all servers.
    pub is_cut: bool,
    /// How far its clock is behind, in milliseconds.
    pub behind_ms: u32,
    /// Its last Snowflake id; forgotten in a crash.
    pub last: Option<Last>,
    /// Its ranges; lost in a crash.
    pub stock: Stock,
}

/// A request that lacks an id in some scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Open {
    /// Its number.
    pub request: u32,
    /// The writer that it came to.
    pub writer: u8,
    /// The shard on which its row lies.
    pub shard: u8,
    /// When it came.
    pub since: Time,
    /// Where an id is lacking.
    pub lacks: Set,
}

/// The latest of something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Remembered(VecDeque<u64>);

impl Remembered {
    /// Adds one; whether it was there before.
    pub fn add(&mut self, id: u64) -> bool {
        if self.0.contains(&id) {
            return true;
        }
        if self.0.len() == REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(id);
        false
    }
}

impl State {
    /// A writer that is up and can reach the servers.
    pub fn reaches(&self, writer: u8) -> bool {
        let writer = &self.writers[usize::from(writer)];
        writer.is_up && !writer.is_cut
    }

    /// The request of this number, if it lacks an id in a scheme.
    pub fn lacking(&self, request: u32, scheme: Scheme) -> Option<Open> {
        let place = self.open.binary_search_by_key(&request, |open| open.request).ok()?;
        self.open.get(place).copied().filter(|open| open.lacks.has(scheme))
    }

    /// The requests that lack an id in a scheme, the oldest first.
    pub fn lackers(&self, scheme: Scheme) -> impl Iterator<Item = &Open> {
        self.open.iter().filter(move |open| open.lacks.has(scheme))
    }

    /// Notes that a request lacks nothing more in a scheme.
    pub fn close(&mut self, request: u32, scheme: Scheme) {
        let Ok(place) = self.open.binary_search_by_key(&request, |open| open.request) else {
            return;
        };
        let lacks = &mut self.open[place].lacks;
        lacks.remove(scheme);
        if lacks.is_empty() {
            self.open.remove(place);
        }
    }

    /// How a scheme has done so far.
    pub fn score(&self, scheme: Scheme) -> &Score {
        &self.score.0[scheme.place()]
    }
}
