//! Index pages: what the order of ids does to the index that holds them.
//!
//! A table keeps its rows in a B+ tree, in the order of their keys, in pages of a fixed size. Keys that
//! ascend go to the last page, fill it and begin the next. Random keys go anywhere: pages are split in
//! the middle and stay about 69 per cent full, and once they no longer all fit in memory nearly every
//! row makes the store read one page and write another.
//!
//! **Who plays**: rows that come at an even pace, each into four tables: under a Snowflake id, a random
//! UUID (version 4), a UUID by time (version 7) and a counter; and you, who insert, look up, write
//! trees anew and change the room in memory.
//!
//! **What can go wrong**: nothing breaks, but pages stay empty and the disk is waited for. The laws
//! say that the tree itself is never wrong, in whatever order rows come.
//!
//! **What to try**: let the opening run until the random tree outgrows its pool; then give it room for
//! everything, and see the penalty go.
//!
//! [`tree`] is the tree itself, [`pool`] the pages in memory, [`keys`] the four kinds of keys, and
//! [`mod@predict`] runs them together without a lab around.

pub mod action;
mod card;
mod formulas;
pub mod history;
pub mod keys;
mod laws;
mod lesson;
mod metrics;
pub mod model;
pub mod pool;
pub mod predict;
mod presets;
pub mod reality;
mod setup;
pub mod sheaf;
pub mod table;
mod telling;
#[cfg(test)]
mod tests;
pub mod tree;
#[cfg(feature = "view")]
mod view;

pub use keys::{KeyKind, Source};
pub use model::IndexPages;
pub use predict::{Plan, PredictError, Prediction, predict};
pub use setup::Setup;
