//! The stores that rows go into, and what is told of them.

use std::path::Path;

use labs::index_pages::KeyKind;
use labs::index_pages::reality::{Load, Store};

use super::{redb, sqlite};

/// Hears how many rows are in, after each transaction; an error ends the run.
pub type Tell<'a> = &'a mut dyn FnMut(u32) -> anyhow::Result<()>;

/// What filling a store has moved, where the system counts it.
#[derive(Clone, Copy, Debug)]
pub struct Moved {
    /// Pages that the store has read because they were not in its cache.
    pub pages_read: u64,
    /// Pages that it has written where the table lies.
    pub pages_written: u64,
    /// Bytes that it has written to its log besides.
    pub log_bytes: u64,
    /// Bytes that the disk was made to write for it.
    pub disk_bytes: u64,
}

/// What a store's file holds.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// How many rows, counted one by one.
    pub rows: u32,
    /// Whether each key is above the one before.
    pub is_sorted: bool,
    /// Pages of the tree that have no pages below them.
    pub leaf_pages: u64,
    /// Pages of the tree above those.
    pub inner_pages: u64,
    /// How much of the leaves is in use, bytes of the format included, in parts of a million.
    pub fill_ppm: u64,
}

/// Fills a file that is not there yet. Every transaction is on disk when it is committed.
pub fn fill(
    store: Store,
    file: &Path,
    load: &Load,
    kind: KeyKind,
    tell: Tell<'_>,
) -> anyhow::Result<Option<Moved>> {
    match store {
        Store::Sqlite => sqlite::fill(file, load, kind, tell),
        Store::Redb => redb::fill(file, load, kind, tell),
    }
}

/// Reads a file that was filled from beginning to end.
pub fn look(store: Store, file: &Path, kind: KeyKind) -> anyhow::Result<Look> {
    match store {
        Store::Sqlite => sqlite::look(file),
        Store::Redb => redb::look(file, kind),
    }
}

/// The version of a store's library.
pub fn version(store: Store) -> String {
    match store {
        Store::Sqlite => rusqlite::version().to_owned(),
        Store::Redb => redb::VERSION.to_owned(),
    }
}

/// What part of so many bytes is in use, in parts of a million.
pub fn used_ppm(free: u64, of: u64) -> u64 {
    of.saturating_sub(free) * 1_000_000 / of.max(1)
}
