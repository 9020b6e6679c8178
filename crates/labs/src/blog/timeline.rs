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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
    use std::collections::BTreeSet;

    impl Row for u64 {
        fn id(&self) -> u64 {
            *self
        }
    }

    fn slices(lists: &[Vec<u64>]) -> Vec<&[u64]> {
        lists.iter().map(Vec::as_slice).collect()
    }

    fn sorted(sets: &[BTreeSet<u64>]) -> Vec<Vec<u64>> {
        sets.iter().map(|set| set.iter().rev().copied().collect()).collect()
    }

    fn all(sets: &[BTreeSet<u64>]) -> Vec<u64> {
        sets.iter().flatten().copied().collect::<BTreeSet<u64>>().into_iter().rev().collect()
    }

    #[test]
    fn of_equal_ids_the_earlier_list_gives_the_row() {
        #[derive(Clone, Debug, PartialEq)]
        struct Named(u64, char);
        impl Row for Named {
            fn id(&self) -> u64 {
                self.0
            }
        }
        let (first, second) = ([Named(7, 'a'), Named(3, 'a')], [Named(7, 'b'), Named(5, 'b')]);
        let merged = merge(&[&first, &second], 9);
        assert_eq!(merged, [Named(7, 'a'), Named(5, 'b'), Named(3, 'a')]);
    }

    proptest! {
        /// A merge is the sorted union of its lists, each id once, cut at what is wanted.
        #[test]
        fn a_merge_is_the_sorted_union(sets in vec(btree_set(0..60_u64, 0..20), 0..6), wanted in 0..40_u32) {
            let lists = sorted(&sets);
            let mut union = all(&sets);
            union.truncate(wanted as usize);
            prop_assert_eq!(merge(&slices(&lists), wanted), union);
        }

        /// The pages of one cursor after the other are the whole, whatever their length.
        #[test]
        fn pages_by_cursor_are_the_whole(sets in vec(btree_set(0..60_u64, 0..20), 0..6), limit in 1..7_u32) {
            let lists = sorted(&sets);
            let (mut read, mut before) = (Vec::new(), None);
            loop {
                let (rows, skipped) = page(&slices(&lists), Start::Cursor(before), limit);
                prop_assert_eq!(skipped, 0);
                prop_assert!(rows.len() <= limit as usize);
                let Some(last) = rows.last() else { break };
                before = Some(*last);
                read.extend(rows);
            }
            prop_assert_eq!(read, all(&sets));
        }

        /// Whatever is written and deleted between two pages by cursor, what was there before and is
        /// there after it comes exactly once.
        #[test]
        fn a_cursor_neither_skips_nor_repeats(
            kept in btree_set(0..200_u64, 0..30),
            gone in btree_set(0..200_u64, 0..10),
            new in btree_set(0..300_u64, 0..10),
            limit in 1..9_u32,
        ) {
            let before: Vec<u64> = all(&[kept.clone(), gone.clone()]);
            let after: Vec<u64> = all(&[kept.clone(), new]);
            let (mut read, _) = page(&[&before[..]], Start::Cursor(None), limit);
            let (rest, _) = page(&[&after[..]], Start::Cursor(read.last().copied()), 1_000);
            read.extend(if read.len() < limit as usize { Vec::new() } else { rest });
            for row in kept.difference(&gone) {
                prop_assert_eq!(read.iter().filter(|read| *read == row).count(), 1);
            }
        }

        /// While nothing changes, an offset gives the same pages as a cursor, and shards have to send
        /// all rows before them.
        #[test]
        fn without_changes_offset_and_cursor_agree(
            sets in vec(btree_set(0..60_u64, 0..20), 0..6),
            limit in 1..7_u32,
        ) {
            let lists = sorted(&sets);
            let whole = all(&sets);
            for nth in 0..4 {
                let offset = Start::Offset(nth * limit);
                let (rows, skipped) = page(&slices(&lists), offset, limit);
                prop_assert_eq!(skipped as usize, whole.len().min((nth * limit) as usize));
                prop_assert_eq!(offset.wanted(limit), (nth + 1) * limit);
                let rest = &whole[skipped as usize..];
                prop_assert_eq!(&rows[..], &rest[..rest.len().min(limit as usize)]);
            }
        }
    }
}
