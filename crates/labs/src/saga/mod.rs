//! Saga: an order as a sequence of local transactions, each with a compensation.
//!
//! Every service does its step at once, on its own disk, for everybody to see, and no lock is held
//! while a message travels. When a service refuses, the steps before it are compensated in reverse
//! order. What has been asked for is asked for again until it is answered, and the order's number
//! is the key by which a service knows what it has done.
//!
//! **Who plays**: customers with orders; the Coordinator; the InventoryService with dishes, the
//! DeliveryService with riders, by knob also payment, loyalty and receipt. Orchestrated, the
//! coordinator asks one service after the other; choreographed, each service tells the next, and
//! compensations travel backwards.
//!
//! **What can go wrong**: sooner or later every saga is all done or all undone; until then it is
//! half done, and others see that: a dish is gone and then there again, and who was refused
//! meanwhile was refused for nothing. Every rule that is left out breaks more: see
//! [`Mistake`](rules::Mistake).
//!
//! **What to try**: let the last rider be refused and watch the dish go back. Then take a mistake
//! from the knobs, and let *Check* find the shortest way to the disaster.
//!
//! Read [`rules`] (the parameters), [`protocol`] (who says what), [`journal`] (what is written),
//! [`coordinator`] and [`participant`] (what they do), then the laws.
//!
//! Sources: Garcia-Molina and Salem, "Sagas", SIGMOD 1987; Richardson, "Microservices Patterns",
//! 2018, chapter 4.

mod card;
pub mod coordinator;
pub mod journal;
mod laws;
mod lesson;
mod metrics;
pub mod participant;
mod presets;
pub mod protocol;
pub mod rules;
mod showing;
mod telling;
#[cfg(test)]
mod tests;
#[cfg(feature = "view")]
mod view;

use crate::cluster::Cluster;

/// A shop whose orders are sagas.
pub type Saga = Cluster<rules::Sagas>;
