//! The same roles for real: what stands between a role's pure functions and sockets, files and
//! timers, and the judge of what came of it.
//!
//! A [`Host`] is one node that is up. It does no IO of its own either: whoever drives it (a process,
//! a Web Worker) brings it what arrives and carries out what it asks for. It keeps a *journal*,
//! apart from the role's own log: of every step what came to the node and what it did, under a
//! Lamport clock that goes along with messages. The journals of all nodes, merged, are one order of
//! what happened, and [`judge`] replays it through the model.
//!
//! An entry is written before anything it tells of is done outwards, so a crash in between loses
//! messages and forced writes at most, as the model's crash does: no node ever hears of something
//! that no journal holds.

mod entry;
mod host;
mod judge;
mod replay;
mod wire;

pub use entry::{Entry, What};
pub use host::{Host, Past, Step, Task, Unheard};
pub use judge::{Judged, Longest, Refusal, judge, merge};
pub use wire::{BadLog, Chain, Log, Real, Wire, read};
