//! Snowflake ids: time, worker and sequence in 64 bits.

pub mod decode;
#[cfg(not(target_arch = "wasm32"))]
pub mod id;
pub mod layout;
pub mod rule;
#[cfg(not(target_arch = "wasm32"))]
mod sync;
pub mod uuid;
pub mod written;
