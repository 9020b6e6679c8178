//! What can be wrong with a tree. No operation leaves such a tree; tests and laws look for it.

use super::page::{Leaf, Page, PageId};
use super::{Shape, Tree};

/// What is wrong, and with which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// The keys of a page do not ascend.
    #[error("the keys of page {0} do not ascend")]
    Order(PageId),
    /// A page has keys that belong elsewhere by the keys above it.
    #[error("page {0} has keys that the pages above it lead elsewhere")]
    Bounds(PageId),
    /// A page holds more than its bytes.
    #[error("page {id} uses {used} bytes of {room}")]
    Bytes {
        /// The page.
        id: PageId,
        /// Bytes in use.
        used: u32,
        /// Bytes of a page.
        room: u32,
    },
    /// A page that is neither the root nor at the right edge is less than half full.
    #[error("page {id} holds {holds} of {most}, less than half")]
    Empty {
        /// The page.
        id: PageId,
        /// How many keys it has.
        holds: u32,
        /// How many it can have.
        most: u32,
    },
    /// A page has another number of rows or children than its keys say.
    #[error("page {0} has another number of keys than of what they lead to")]
    Cells(PageId),
    /// A leaf is at another depth than the first.
    #[error("leaf {0} is at another depth than the others")]
    Depth(PageId),
    /// A leaf does not name the one after it.
    #[error("leaf {0} does not lead to the leaf after it")]
    Link(PageId),
    /// What the tree counts is not what it has.
    #[error("the tree counts {counted} of what it has {found} of")]
    Count {
        /// What it says.
        counted: u32,
        /// What is there.
        found: u32,
    },
    /// What the tree has for its hash is not the hash of its pages.
    #[error("the digest is not that of the pages")]
    Digest,
    /// A key is not found.
    #[error("the key {0:#x} is not found")]
    Lost(u128),
}

/// From which key on, and below which, the keys of a page must be.
type Bounds = (Option<u128>, Option<u128>);

/// A walk over the whole tree.
#[derive(Default)]
struct Walk {
    rows: u32,
    pages: u32,
    digest: u64,
    leaves: Vec<PageId>,
}

impl Tree {
    /// Looks at every page. Takes time in proportion to the tree.
    ///
    /// # Errors
    /// The first flaw, from the root down and from left to right.
    pub fn check(&self) -> Result<(), Flaw> {
        let mut walk = Walk::default();
        self.check_below(self.root, 1, (None, None), true, &mut walk)?;
        let link = |id: &PageId| match self.at(*id) {
            Page::Leaf(leaf) => leaf.next,
            Page::Inner(_) => None,
        };
        for (place, id) in walk.leaves.iter().enumerate() {
            if link(id) != walk.leaves.get(place + 1).copied() {
                return Err(Flaw::Link(*id));
            }
        }
        let leaves = walk.leaves.len() as u32;
        let counts = [(self.rows, walk.rows), (self.pages(), walk.pages), (self.leaves, leaves)];
        if let Some((counted, found)) = counts.into_iter().find(|(a, b)| a != b) {
            return Err(Flaw::Count { counted, found });
        }
        if self.digest != walk.digest { Err(Flaw::Digest) } else { Ok(()) }
    }

    fn check_below(
        &self,
        id: PageId,
        depth: u8,
        bounds: Bounds,
        is_edge: bool,
        walk: &mut Walk,
    ) -> Result<(), Flaw> {
        let page = self.at(id);
        walk.pages += 1;
        walk.digest = walk.digest.wrapping_add(page.weight(id));
        self.check_page(id, page, bounds, is_edge)?;
        match page {
            Page::Leaf(leaf) => {
                walk.leaves.push(id);
                walk.rows += leaf.keys.len() as u32;
                if depth != self.height { Err(Flaw::Depth(id)) } else { Ok(()) }
            }
            Page::Inner(inner) => {
                for (place, child) in inner.children.iter().enumerate() {
                    let from = place.checked_sub(1).map_or(bounds.0, |b| Some(inner.keys[b]));
                    let below = inner.keys.get(place).copied().or(bounds.1);
                    let is_edge = is_edge && place == inner.keys.len();
                    self.check_below(*child, depth + 1, (from, below), is_edge, walk)?;
                }
                Ok(())
            }
        }
    }

    /// Looks at the keys of one page, in time in proportion to them.
    fn check_page(
        &self,
        id: PageId,
        page: &Page,
        bounds: Bounds,
        is_edge: bool,
    ) -> Result<(), Flaw> {
        if !page.keys().is_sorted_by(|a, b| a < b) {
            return Err(Flaw::Order(id));
        }
        self.check_size(id, page, is_edge)?;
        check_bounds(id, page, bounds)
    }

    /// Looks at how much a page holds, at once.
    fn check_size(&self, id: PageId, page: &Page, is_edge: bool) -> Result<(), Flaw> {
        let shape = self.shape;
        let holds = page.keys().len() as u32;
        let (used, most, least, cells) = sizes(shape, page, holds);
        if !cells {
            return Err(Flaw::Cells(id));
        }
        if used > shape.page_bytes() {
            return Err(Flaw::Bytes { id, used, room: shape.page_bytes() });
        }
        let may_be_empty = id == self.root || is_edge;
        if holds < least && !may_be_empty {
            return Err(Flaw::Empty { id, holds, most });
        }
        Ok(())
    }

    /// Looks at the way down to a key, at the leaf around it, and at whether it is found: what an
    /// insertion can have spoilt, in time in proportion to the tree's height.
    ///
    /// # Errors
    /// The first flaw on the way.
    pub fn check_way(&self, key: u128) -> Result<(), Flaw> {
        let (mut id, mut bounds, mut is_edge, mut depth) = (self.root, (None, None), true, 1);
        loop {
            let page = self.at(id);
            self.check_size(id, page, is_edge)?;
            check_bounds(id, page, bounds)?;
            let place = page.keys().partition_point(|between| *between <= key);
            let around =
                page.keys().get(place.saturating_sub(2)..(place + 2).min(page.keys().len()));
            if !around.is_none_or(|keys| keys.is_sorted_by(|a, b| a < b)) {
                return Err(Flaw::Order(id));
            }
            match page {
                Page::Leaf(_) if depth != self.height => return Err(Flaw::Depth(id)),
                Page::Leaf(leaf) => return self.check_leaf(id, leaf, key, bounds.1),
                Page::Inner(inner) => {
                    bounds.0 = place.checked_sub(1).map_or(bounds.0, |b| Some(inner.keys[b]));
                    bounds.1 = inner.keys.get(place).copied().or(bounds.1);
                    is_edge &= place == inner.keys.len();
                    id = inner.children[place];
                    depth += 1;
                }
            }
        }
    }

    /// Looks at whether a leaf has a key and leads to the leaf after it.
    fn check_leaf(
        &self,
        id: PageId,
        leaf: &Leaf,
        key: u128,
        below: Option<u128>,
    ) -> Result<(), Flaw> {
        if leaf.keys.binary_search(&key).is_err() {
            return Err(Flaw::Lost(key));
        }
        let next = leaf.next.map(|next| self.at(next).keys().first().copied());
        match (next, below) {
            (Some(Some(first)), Some(below)) if first >= below => Ok(()),
            (None, None) => Ok(()),
            _ => Err(Flaw::Link(id)),
        }
    }
}

/// Bytes in use, the most keys, the least, and whether there is something for each key.
fn sizes(shape: Shape, page: &Page, holds: u32) -> (u32, u32, u32, bool) {
    match page {
        Page::Leaf(leaf) => {
            let most = shape.leaf_rows();
            (shape.leaf_used(holds), most, most / 2, leaf.rows.len() == leaf.keys.len())
        }
        Page::Inner(inner) => {
            // Of children a page that is half full has half; of keys, one fewer.
            let most = shape.inner_keys();
            let least = most.div_ceil(2).saturating_sub(1).max(1);
            (shape.inner_used(holds), most, least, inner.children.len() == inner.keys.len() + 1)
        }
    }
}

fn check_bounds(id: PageId, page: &Page, (from, below): Bounds) -> Result<(), Flaw> {
    let is_right = |first: &u128, last: &u128| {
        from.is_none_or(|from| *first >= from) && below.is_none_or(|below| *last < below)
    };
    match (page.keys().first(), page.keys().last()) {
        (Some(first), Some(last)) if !is_right(first, last) => Err(Flaw::Bounds(id)),
        _ => Ok(()),
    }
}
