//! The race: two-phase commit, three-phase commit and a saga, side by side.
//!
//! One shop three times, each under another protocol, in one world: the same customers order the
//! same dishes at the same instants, a message takes as long on the same link whoever sends it, and
//! whatever is crashed, cut or paused is so in all three. What differs is the protocol's doing.
//!
//! **Who plays**: the coordinator and the services of each shop, and you, whose hand reaches into
//! all three at once.
//!
//! **What to try**: crash the coordinator, and compare who waits with what locked; then cut a link
//! of the coordinator, and look at who still agrees; then turn the loss rate in *Many runs*.
//!
//! Each protocol's own lab proves it. This one is not searched: the states of three shops at once
//! would prove no more.

mod card;
mod knobs;
mod laws;
mod lesson;
mod metrics;
pub mod model;
mod presets;
pub mod racer;
pub mod score;
#[cfg(test)]
mod tests;
#[cfg(feature = "view")]
mod view;

pub use model::CommitRace;
