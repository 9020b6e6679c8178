//! Snowflake ids: time, worker and sequence in 64 bits.

pub mod decode;
pub mod layout;
pub mod rule;
pub mod uuid;
