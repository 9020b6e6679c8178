//! Every lab: one folder, one system. The list below is the product's table of contents.

pub mod chunk;
#[cfg(feature = "view")]
pub mod clipboard;
pub mod cluster;
#[cfg(feature = "view")]
mod download;
#[cfg(feature = "view")]
pub mod face;
mod findings;
pub mod formula;
pub mod grid;
pub mod lab;
pub mod listing;
#[cfg(feature = "view")]
mod pick;
#[cfg(feature = "view")]
pub mod real;
pub mod search;
pub mod sheet;
pub mod shop;
#[cfg(feature = "view")]
pub mod space_time;
pub mod tally;
pub mod words;

pub mod blocking_queue;
pub mod blog;
pub mod commit_race;
pub mod hash_ring;
pub mod id_schemes;
pub mod index_pages;
pub mod saga;
pub mod snowflake;
pub mod textbook_two_phase_commit;
pub mod threads;
pub mod three_phase_commit;
pub mod two_phase_commit;

pub use chunk::{Chunk, Missing};
pub use formula::Formula;
pub use grid::{Axis, Claim, Grid, Judged};
pub use lab::{Card, Data, Entry, Lab, Lesson, Preset, Source, Unbuildable, Way};
pub use listing::Listing;
use listing::lab;
pub use tally::{Counting, Published, Tally};

/// Every lab, in the gallery's order.
pub static LABS: &[Listing] = &[
    lab!(hash_ring::HashRing),
    lab!(blog::Blog),
    lab!(snowflake::Snowflake),
    lab!(id_schemes::IdSchemes),
    lab!(index_pages::IndexPages),
    lab!(blocking_queue::BlockingQueue),
    lab!(threads::Threads),
    lab!(two_phase_commit::TwoPhaseCommit),
    lab!(three_phase_commit::ThreePhaseCommit),
    lab!(saga::Saga),
    lab!(commit_race::CommitRace),
    lab!(textbook_two_phase_commit::TextbookTwoPhaseCommit),
];

/// The listing of a slug. Takes `hash-ring` and `hash_ring` alike.
pub fn listed(slug: &str) -> Option<&'static Listing> {
    LABS.iter().find(|lab| lab.card.slug == slug.replace('_', "-"))
}

/// The lab of a slug, where it is here: of a program that is loaded whole, every lab is.
pub fn find(slug: &str) -> Option<&'static Entry> {
    listed(slug)?.here()
}

/// The labs that are here, in the gallery's order.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    LABS.iter().filter_map(Listing::here)
}
