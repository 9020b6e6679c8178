//! Merging timelines by id alone, and turning their pages.
//!
//! Each list comes from one shard, newest first; nothing but ids is compared, so no shard needs to
//! know of another and nobody numbers all posts. A row that two shards sent (it is being moved)
//! comes once.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What can be merged: something with an id.
pub trait Row: Clone {
    /// Greater for what is newer.
    fn id(&self) -> u64;
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Start {
    /// Behind this id: with the newest row that is older. `None` for the very newest.
    Cursor(Option<u64>),
    /// After so many rows, counted when the page is made.
    Offset(u32),
}

impl Start {
    /// The id below which every row of the page is.
    pub fn before(self) -> Option<u64> {
        match self {
            Start::Cursor(before) => before,
            Start::Offset(_) => None,
        }
    }

    /// How many rows a list must give so that a page of `limit` rows can be made of them: with an
    /// offset, all that are skipped as well.
    pub fn wanted(self, limit: u32) -> u32 {
        match self {
            Start::Cursor(_) => limit,
            Start::Offset(skipped) => limit.saturating_add(skipped),
        }
    }
}

/// The newest `wanted` rows of one list, newest first, from where a page begins.
pub fn head<T: Row>(list: &[T], start: Start, wanted: u32) -> &[T] {
    let first = match start.before() {
        Some(before) => list.partition_point(|row| row.id() >= before),
        None => 0,
    };
    let rest = &list[first..];
    &rest[..rest.len().min(wanted as usize)]
}

/// The newest `wanted` rows of all lists together, newest first, each id once. Every list is sorted,
/// newest first; of equal ids the row of the earlier list is taken. With n rows taken of k lists
/// this is n·log k comparisons.
pub fn merge<T: Row>(lists: &[&[T]], wanted: u32) -> Vec<T> {
    let mut heads = BinaryHeap::new();
    heads.extend(lists.iter().enumerate().filter_map(|(list, rows)| {
        let row = rows.first()?;
        Some((row.id(), Reverse(list), 0))
    }));
    let mut merged: Vec<T> = Vec::new();
    while let Some((id, Reverse(list), place)) = heads.pop() {
        if merged.last().is_none_or(|last| last.id() != id) {
            if merged.len() == wanted as usize {
                break;
            }
            merged.push(lists[list][place].clone());
        }
        if let Some(next) = lists[list].get(place + 1) {
            heads.push((next.id(), Reverse(list), place + 1));
        }
    }
    merged
}

/// A page of at most `limit` rows of all lists together, and how many rows were merged and skipped
/// before it.
pub fn page<T: Row>(lists: &[&[T]], start: Start, limit: u32) -> (Vec<T>, u32) {
    let heads: Vec<&[T]> =
        lists.iter().map(|list| head(list, start, start.wanted(limit))).collect();
    let mut rows = merge(&heads, start.wanted(limit));
    let skipped = match start {
        Start::Cursor(_) => 0,
        Start::Offset(skipped) => rows.len().min(skipped as usize),
    };
    rows.drain(..skipped);
    (rows, skipped as u32)
}
