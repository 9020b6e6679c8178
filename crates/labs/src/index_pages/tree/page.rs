//! A page: a leaf with rows, or an inner page with the keys between its children.

use kernel::Fingerprint;

/// Names a page for as long as its tree lives.
pub type PageId = u32;

/// A page of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// Rows, in the order of their keys.
    Leaf(Leaf),
    /// The way down to them.
    Inner(Inner),
}

/// Rows, in the order of their keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaf {
    /// Ascending, no two alike.
    pub keys: Vec<u128>,
    /// The row of each key.
    pub rows: Vec<u32>,
    /// The leaf with the keys that come next.
    pub next: Option<PageId>,
}

/// The way down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inner {
    /// Ascending: whatever is in the child before a key is smaller, whatever is in the child after
    /// it is not.
    pub keys: Vec<u128>,
    /// One more than there are keys.
    pub children: Vec<PageId>,
}

impl Page {
    /// How many keys it has.
    pub fn keys(&self) -> &[u128] {
        match self {
            Page::Leaf(leaf) => &leaf.keys,
            Page::Inner(inner) => &inner.keys,
        }
    }

    /// Whether it holds rows.
    pub fn is_leaf(&self) -> bool {
        matches!(self, Page::Leaf(_))
    }

    /// What it adds to the digest of its tree: the sum of what its cells add, so that a row more is
    /// one addition.
    pub(super) fn weight(&self, id: PageId) -> u64 {
        match self {
            Page::Leaf(leaf) => {
                let rows = leaf.keys.iter().zip(&leaf.rows);
                let link = Fingerprint::of(&(id, leaf.next));
                rows.fold(link, |sum, (key, row)| sum.wrapping_add(cell(id, *key, *row)))
            }
            Page::Inner(inner) => {
                let first = inner.children.first().map_or(0, |child| cell(id, 0, *child));
                let rest = inner.keys.iter().zip(inner.children.iter().skip(1));
                rest.fold(first, |sum, (key, child)| {
                    sum.wrapping_add(cell(id, key.wrapping_add(1), *child))
                })
            }
        }
    }
}

/// What a cell adds to the digest: its page, its key, its row or child.
pub(super) fn cell(id: PageId, key: u128, value: u32) -> u64 {
    Fingerprint::of(&(id, (key >> 64) as u64, key as u64, value))
}
