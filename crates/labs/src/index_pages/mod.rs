//! Index pages: what the order of ids does to the index that holds them.
//!
//! A table keeps its rows in a B+ tree, in the order of their keys, in pages of a fixed size. Keys that
//! ascend go to the last page, fill it and begin the next. Random keys go anywhere: pages are split in
//! the middle and stay about 69 per cent full, and once they no longer all fit in memory nearly every
//! row makes the store read one page and write another.
//!
//! [`tree`] is the tree itself, [`pool`] the pages in memory, [`keys`] the four kinds of keys, and
//! [`predict`] runs them together without a lab around.

pub mod keys;
pub mod pool;
pub mod predict;
pub mod reality;
pub mod sheaf;
pub mod tree;

pub use keys::{KeyKind, Source};
pub use predict::{Plan, PredictError, Prediction, predict};
