//! Textbook two-phase commit: the specification TwoPhase, with the counts that are published of it.
//!
//! Resource managers have each done their part of a transaction; either all commit it or all abort
//! it. A transaction manager hears from each that it is prepared and then decides for all. Gray and
//! Lamport wrote this down in a page of TLA+; everybody who writes a model checker counts its states.
//! Here each disjunct of that page is a button, and the counts are made anew on the tab *Check*.
//!
//! **Who plays**: the transaction manager, one to seven resource managers, and the set of messages
//! that were sent, which only ever grows.
//!
//! **What can go wrong**: nothing, and that is the proof. Let the transaction manager commit before it
//! has heard from everybody, and one manager commits while another has aborted.
//!
//! **What to try**: take the steps by hand until the transaction manager may commit; then look at what
//! is still possible.

mod card;
mod counts;
mod laws;
mod lesson;
pub mod model;
mod presets;
pub mod spec;
mod telling;
#[cfg(test)]
mod tests;
#[cfg(feature = "view")]
mod view;

pub use model::TextbookTwoPhaseCommit;
