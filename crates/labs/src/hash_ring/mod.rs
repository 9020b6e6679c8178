//! Consistent hashing: which shard keeps which key, and how few keys move when the shards change.
//!
//! Seven strategies, one file each, stand behind one trait, [`placement::Placement`].

pub mod assignment;
pub mod continuum;
pub mod export;
pub mod hash;
pub mod jump;
pub mod ketama;
pub mod key_file;
pub mod keys;
pub mod maglev;
pub mod members;
pub mod modulo;
pub mod multi_probe;
pub mod placement;
pub mod rendezvous;
pub mod ring;
pub mod spread;
pub mod strategy;
