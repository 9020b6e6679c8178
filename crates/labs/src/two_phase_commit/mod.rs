//! Two-phase commit: everybody does it, or nobody does.
//!
//! An order must take a dish from the InventoryService and a rider from the DeliveryService, both
//! or neither. A coordinator asks everybody to prepare; who says yes has forced that to its log and
//! may not decide alone any more; when all have said yes the coordinator forces its decision to its
//! own log and tells them.
//!
//! **Who plays**: customers with orders; the Coordinator; the InventoryService with dishes, the
//! DeliveryService with riders, by knob also payment, loyalty and receipt. Each has a memory, which
//! a crash takes, and a log on its disk, which stays.
//!
//! **What can go wrong**: without the protocol, one service does its part and another cannot. With
//! it, a coordinator that crashes at the wrong moment leaves everybody in doubt with their locks
//! held: that is the price, and no change of time-outs takes it away (Skeen 1981). Every rule that
//! is left out breaks something else: see [`Mistake`](rules::Mistake).
//!
//! **What to try**: crash the coordinator while the votes are on their way. Then take a mistake
//! from the knobs, and let *Check* find the shortest way to the disaster.
//!
//! Read [`rules`] (the parameters), [`protocol`] (who says what), [`journal`] (what is written),
//! [`coordinator`] and [`participant`] (what they do), [`laws`](self) last.
//!
//! Sources: Gray, "Notes on Data Base Operating Systems", 1978; Mohan, Lindsay and Obermarck,
//! "Transaction Management in the R* Distributed Database Management System", ACM TODS 1986;
//! Bernstein, Hadzilacos and Goodman, "Concurrency Control and Recovery in Database Systems", 1987,
//! chapter 7.

mod card;
pub mod coordinator;
pub mod costs;
pub mod journal;
mod laws;
mod lesson;
mod metrics;
pub mod participant;
mod presets;
pub mod protocol;
#[cfg(feature = "view")]
mod real;
pub mod rules;
mod showing;
mod telling;
#[cfg(test)]
mod tests;
#[cfg(feature = "view")]
mod view;
mod wire;

use crate::cluster::Cluster;

/// A shop whose orders are committed in two phases.
pub type TwoPhaseCommit = Cluster<rules::TwoPhase>;
