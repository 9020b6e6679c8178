//! labs

pub mod hash_ring;
