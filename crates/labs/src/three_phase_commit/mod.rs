//! Three-phase commit: nobody has to wait for a server that is down, as long as all know who is.
//!
//! In two-phase commit a service that has said yes may have to wait for a coordinator that is down,
//! with its locks: the others may have committed or aborted, and nothing that it knows says which.
//! Skeen put a phase between the votes and the commit, in which everybody learns that everybody has
//! said yes. Then nobody who is left is uncertain while another has committed, and whoever is left
//! can decide alone.
//!
//! **Who plays**: customers, a coordinator, and services that lock what an order wants. In each
//! order a server is *working*, *uncertain*, *pre-committed*, *committed* or *aborted* (Skeen's q,
//! w, p, c, a), and the stage that counts is the one on its disk.
//!
//! **What can go wrong**: servers must know who is down. With a perfect failure detector, which a
//! synchronous network gives, nobody blocks and all agree. With time-outs, a server that is slow or
//! cut off is taken for crashed, two sides decide alone, and decide differently.
//!
//! **What to try**: crash the coordinator in each phase; then choose time-outs and cut a link.
//!
//! [`coordinator`] and [`participant`] are the protocol, `termination` is what the services do when
//! nobody is left to tell them, [`journal`] what is on the disks.

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
mod termination;
#[cfg(test)]
mod tests;
#[cfg(feature = "view")]
mod view;

pub use rules::ThreePhase;

/// The lab's model.
pub type ThreePhaseCommit = crate::cluster::Cluster<ThreePhase>;
