//! Consistent hashing: which shard keeps which key, and how few keys move when the shards change.
//!
//! Seven strategies, one file each, stand behind one trait, [`placement::Placement`].

pub mod continuum;
pub mod hash;
pub mod members;
pub mod placement;
pub mod ring;
