//! {{title}}: one sentence that says what the system is.
//!
//! What it is, why one wants it, and what it costs, in a paragraph.
//!
//! **Who plays**: a node that beats at a steady pace; and you, who crash and restart it.
//!
//! **What can go wrong**: a node that is down does not beat, and nobody hears why.
//!
//! **What to try**: crash the node between two beats and watch the timeline fall silent.

mod card;
pub mod model;
#[cfg(test)]
mod tests;
#[cfg(feature = "view")]
mod view;

pub use model::{{Name}};
