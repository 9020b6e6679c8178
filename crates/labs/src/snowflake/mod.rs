//! Snowflake ids: time, worker and sequence in 64 bits.
//!
//! Many workers make ids without asking each other. Each puts together the tick of its own clock,
//! its own number, and how many ids it has made in that tick; what two workers make differs in the
//! number, what one worker makes differs in tick or sequence, and the ids of all are in the order
//! of time as far as their clocks agree.
//!
//! **Who plays**: workers, each with a clock of its own; whoever asks them for ids; and you, whose
//! hand is on the clocks.
//!
//! **What can go wrong**: a clock goes back; a worker forgets what it has made; two workers have
//! one number; more ids are asked for in a tick than its sequence has.
//!
//! **What to try**: set a clock back under each policy; give two workers one number; ask for more
//! than the sequence has.
//!
//! `rule` is the whole of it, and a pure function: the generator for real, this lab and others run
//! that text.

pub mod action;
pub mod bulk;
mod card;
pub mod clock;
mod closed_forms;
pub mod decode;
pub mod disorder;
pub mod fact;
mod grids;
mod hands;
#[cfg(not(target_arch = "wasm32"))]
pub mod id;
mod issuing;
mod knobs;
mod laws;
pub mod layout;
pub mod ledger;
mod lesson;
mod metrics;
pub mod model;
pub mod overtaking;
pub mod parameters;
pub mod places;
mod presets;
pub mod rule;
#[cfg(not(target_arch = "wasm32"))]
mod sync;
pub mod telling;
#[cfg(test)]
mod tests;
pub mod uuid;
#[cfg(feature = "view")]
mod view;
pub mod worker;
pub mod written;

pub use model::Snowflake;
