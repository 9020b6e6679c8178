//! Every lab: one folder, one system. The list below is the product's table of contents.

#[cfg(feature = "view")]
pub mod face;
mod findings;
pub mod formula;
pub mod grid;
pub mod lab;
#[cfg(feature = "view")]
pub mod real;
pub mod search;
pub mod sheet;
pub mod words;

pub mod blocking_queue;
pub mod hash_ring;
pub mod threads;

pub use formula::Formula;
pub use grid::{Axis, Claim, Grid, Judged};
pub use lab::{Card, Data, Entry, Lab, Lesson, Preset, Source, Unbuildable};

/// Every lab, in the gallery's order.
pub static LABS: &[Entry] = &[
    Entry::of::<hash_ring::HashRing>(),
    Entry::of::<blocking_queue::BlockingQueue>(),
    Entry::of::<threads::Threads>(),
];

/// The lab of a slug. Takes `hash-ring` and `hash_ring` alike.
pub fn find(slug: &str) -> Option<&'static Entry> {
    LABS.iter().find(|entry| entry.card.slug == slug.replace('_', "-"))
}
