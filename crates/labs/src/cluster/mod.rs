//! Servers that crash, disks that stay, and links that lose: the ground of every lab whose servers
//! talk to each other.
//!
//! A lab says what its servers do ([`Protocol`], pure functions from inputs to effects); this
//! module runs them as a model. A server has a memory and a disk. A crash takes the memory, and
//! whatever was written but had not reached the disk; the disk stays. A link takes a while, may
//! lose, double and reorder, can be cut (what is sent over it is lost) or clogged (it waits). A
//! paused server does nothing, and what comes to it waits.
//!
//! Read [`protocol`] first, then `state`, then `driver`.

mod action;
mod detector;
mod driver;
mod fact;
pub mod knobs;
mod links;
mod model;
mod nodes;
mod port;
mod portrait;
pub mod protocol;
pub mod real;
mod state;
mod telling;
#[cfg(feature = "view")]
pub mod view;

pub use action::{Action, Ways};
pub use detector::Notice;
pub use driver::{CRASHES, CUTS, Cluster, ERRANDS, Event, RESTARTS, budgets};
pub use fact::{Fact, Loss};
pub use knobs::Ground;
pub use links::Links;
pub use nodes::Nodes;
pub use port::Port;
pub use portrait::{Line, Shelf, Waiting};
pub use protocol::{Effect, Envelope, Input, NODES, Node, On, Outbox, Protocol, Stretch, Toss};
pub use state::{Lasting, Power, Server, State, Tally, Unwritten};
