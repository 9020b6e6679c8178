//! Consistent hashing: which shard keeps which key, and how few keys move when the shards change.
//!
//! A cluster keeps its keys on shards, and whoever looks a key up must know on which. Hash the key
//! and take the remainder by the number of shards, and a shard more moves nearly every key. Hash
//! shards and keys to points on a circle, give each key to the first shard clockwise, and a shard
//! that leaves hands over its own arcs and nothing else (Karger et al., STOC 1997).
//!
//! **Who plays**: shards with a weight and a zone; clients, whose look-ups come by themselves and go
//! to the first living shard on a key's preference list; and you, who add, remove, re-weight, kill
//! and revive.
//!
//! **What can go wrong**: arcs of random length make uneven load, so each shard stands at many
//! points; replicas that share a shard or a zone die together, so a preference list skips both; a
//! strategy may move keys that need not move, and the laws name one that did.
//!
//! **What to try**: the three servers that become four under modulo hashing, then the same under a
//! ring; one virtual node, then a thousand; a zone that dies with and without replicas.
//!
//! Seven strategies, one file each, stand behind one trait, [`placement::Placement`]. The model is
//! in [`model`], what follows from a list of members in [`placed`], the sources in the lesson.

pub mod action;
pub mod assignment;
mod card;
pub mod cluster;
pub mod comparison;
pub mod continuum;
mod data;
pub mod export;
mod hands;
pub mod hash;
pub mod jump;
pub mod ketama;
pub mod key_file;
pub mod keys;
mod laws;
mod lesson;
pub mod maglev;
pub mod members;
mod metrics;
pub mod model;
pub mod modulo;
pub mod movement;
pub mod multi_probe;
pub mod placed;
pub mod placement;
mod presets;
pub mod rendezvous;
pub mod ring;
pub(crate) mod rows;
pub mod shard_file;
pub mod spread;
pub mod strategy;
mod telling;
#[cfg(test)]
mod tests;
#[cfg(feature = "view")]
mod view;
pub mod words;

pub use card::Setup;
pub use model::HashRing;
