//! Threads: how much sooner they get work done, and what they can do to each other.
//!
//! Several threads have begun and not ended: that is concurrency. Several run at the same instant:
//! that is parallelism, and it takes several cores. A scheduler lends threads to cores for a
//! quantum at a time, and between any two steps of one another may have its turn.
//!
//! **Who plays**: threads, each with a program counter and a few lines of pseudo-code; cores and a
//! run queue; processes, whose threads share a memory and a fate; and you, who step any thread that
//! could go on, crash one, ask one to stop, or take the locks away.
//!
//! **What can go wrong**: an update that is lost between a load and a store; threads that wait for
//! each other in a circle; a join that does not wait; work that dies with the main thread; work
//! after a cancel was acknowledged; threads that nobody ever lets go on.
//!
//! **What to try**: the plain counter on one core, where nothing is ever lost, and the same counter
//! in Check; four workers under a global interpreter lock, computing and then waiting; five
//! philosophers, left fork then right.
//!
//! What the threads do is data: [`program`] has a list of operations for each. [`model`] has the
//! rules, `stepping` what an operation does, `scheduler` who gets a core. Where a thread runs
//! decides when something happens and never what can ([`room`]), so one text serves a run, which
//! keeps to cores and quantum, and a search, which tries every order. How much sooner work is done
//! is measured by running the model ([`speed_up`]) and laid beside the laws ([`formulas`]).
//!
//! Real threads share out the jobs of [`job`], in the tab *For real* and by `faultline threads`; what
//! their times say is in [`timing`].

mod card;
mod closed_forms;
pub mod formulas;
mod grids;
pub mod job;
mod knobs;
mod laws;
mod lesson;
mod metrics;
pub mod model;
mod presets;
pub mod program;
#[cfg(feature = "view")]
mod real;
pub mod room;
mod scheduler;
pub mod setup;
pub mod speed_up;
pub mod state;
mod stepping;
pub mod telling;
#[cfg(test)]
mod tests;
pub mod timing;
#[cfg(feature = "view")]
mod view;

pub use model::Threads;
