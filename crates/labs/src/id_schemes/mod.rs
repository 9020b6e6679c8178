//! Six ways to give rows their ids, on the same requests.
//!
//! Several writers need an id for each row that they write. They can ask one central counter, lease
//! ranges from a coordinator, let the database of each shard count with a stride, or make the id
//! themselves: a UUID of version 4 or 7, or a Snowflake id. Here all six answer the same requests at
//! the same instants, and whatever is crashed, cut or set back is so for all of them. What differs is
//! the scheme's doing.
//!
//! **Who plays**: writers (application servers), a central server that runs the counter and the
//! coordinator of ranges, shards with a database each, and you.
//!
//! **What can go wrong**: a server that everybody needs is down; a database forgets where it was; a
//! shard is added and counts into numbers that are taken; random bits come twice; a clock goes back.
//!
//! **What to try**: crash the central server and look at which lanes fall silent, and when; add a
//! shard in a hurry; set a clock back; leave UUIDs eight random bits, and wait.

mod card;
mod formulas;
mod hands;
pub mod id;
mod knobs;
mod laws;
mod leases;
mod lesson;
mod local;
mod metrics;
pub mod model;
mod presets;
mod remote;
pub mod scheme;
pub mod score;
mod server;
pub mod state;
mod stride;
mod telling;
#[cfg(test)]
mod tests;
#[cfg(feature = "view")]
mod view;

pub use model::IdSchemes;
