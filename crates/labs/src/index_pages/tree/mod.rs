//! A B+ tree in pages: rows in the leaves, in the order of their keys, and above them the keys that
//! lead there.
//!
//! Pages have numbers and live in an arena, as they live in a file; what a page holds follows from
//! sizes in bytes ([`Shape`]). Clones share their pages until one of them changes a page. Every
//! operation shows which pages it read and wrote, in order ([`Touch`]), for a buffer pool or a
//! picture; whoever does not care passes a closure that does nothing.
//!
//! There is no deletion: what is asked here is what ids do to an index that grows.
//!
//! Sources: R. Bayer, E. McCreight, *Organization and Maintenance of Large Ordered Indexes*, 1972;
//! D. Comer, *The Ubiquitous B-Tree*, 1979; G. Graefe, *Modern B-Tree Techniques*, 2011.

mod bulk;
mod flaw;
mod insert;
mod page;
mod shape;

pub use bulk::Unsorted;
pub use flaw::Flaw;
pub use insert::Present;
pub use page::{Inner, Leaf, Page, PageId};
pub use shape::{CELL_BYTES, CHILD_BYTES, HEADER_BYTES, PAGE_BYTES_MAX};
pub use shape::{Policy, Shape, ShapeError, Split};

use super::sheaf::Sheaf;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// What an operation does to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// The page is looked at.
    Read(PageId),
    /// The page, which was looked at before, is changed.
    Write(PageId),
    /// A page is begun.
    Made(PageId),
    /// A page was too full and has been split; told after the pages were written.
    Split(Cut),
    /// This page, just begun, is the root from now on: the tree is one level higher.
    Root(PageId),
}

/// How a page that was too full was split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The page.
    pub page: PageId,
    /// The page that was begun beside it.
    pub into: PageId,
    /// Whether it is a leaf.
    pub is_leaf: bool,
    /// Whether it was split at the right edge rather than within.
    pub is_edge: bool,
}

/// A B+ tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    shape: Shape,
    policy: Policy,
    pages: Sheaf<Rc<Page>>,
    root: PageId,
    rows: u32,
    leaves: u32,
    height: u8,
    /// The sum of what all pages weigh: a hash of the tree that is kept up to date.
    digest: u64,
}

/// Equal trees have equal hashes, at no cost in proportion to the tree.
impl Hash for Tree {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        (self.digest, self.root, self.rows).hash(hasher);
    }
}

impl Tree {
    /// A tree without rows: one empty leaf.
    pub fn new(shape: Shape, policy: Policy) -> Tree {
        let mut pages = Sheaf::default();
        let page = Page::Leaf(Leaf::default());
        let digest = page.weight(0);
        let root = pages.push(Rc::new(page));
        Tree { shape, policy, pages, root, rows: 0, leaves: 1, height: 1, digest }
    }

    /// The sizes of its pages.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// How its pages are filled.
    pub fn policy(&self) -> Policy {
        self.policy
    }

    /// How many rows it has.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// How many leaves it has; one at least.
    pub fn leaves(&self) -> u32 {
        self.leaves
    }

    /// How many pages it has above the leaves.
    pub fn inner_pages(&self) -> u32 {
        self.pages.len() - self.leaves
    }

    /// How many pages it has. Their numbers are those below this.
    pub fn pages(&self) -> u32 {
        self.pages.len()
    }

    /// How many levels it has; a tree of one leaf has one.
    pub fn height(&self) -> u8 {
        self.height
    }

    /// The page from which every way down begins.
    pub fn root(&self) -> PageId {
        self.root
    }

    /// How full the leaves are, in parts of a million of the rows that they could hold.
    pub fn fill_ppm(&self) -> u32 {
        let room = u64::from(self.leaves) * u64::from(self.shape.leaf_rows());
        // No more rows than room: at most a million.
        (u64::from(self.rows) * 1_000_000 / room.max(1)) as u32
    }

    /// A page by its number, where there is one.
    pub fn page(&self, id: PageId) -> Option<&Page> {
        self.pages.get(id).map(Rc::as_ref)
    }

    /// A page that is known to be there: every number in the tree is one of its pages.
    fn at(&self, id: PageId) -> &Page {
        self.page(id).expect("a tree names its own pages")
    }

    /// The row of a key, where there is one.
    pub fn search(&self, key: u128, mut see: impl FnMut(Touch)) -> Option<u32> {
        let mut id = self.root;
        loop {
            see(Touch::Read(id));
            match self.at(id) {
                Page::Leaf(leaf) => {
                    let place = leaf.keys.binary_search(&key).ok()?;
                    return leaf.rows.get(place).copied();
                }
                Page::Inner(inner) => id = inner.child(key),
            }
        }
    }

    /// The leaf in which a key is or would be.
    pub fn leaf_of(&self, key: u128) -> PageId {
        let mut id = self.root;
        while let Page::Inner(inner) = self.at(id) {
            id = inner.child(key);
        }
        id
    }

    /// The rows from a key on, in order, along the links of the leaves.
    pub fn range(&self, from: u128) -> impl Iterator<Item = (u128, u32)> + '_ {
        let mut id = Some(self.leaf_of(from));
        let leaves = std::iter::from_fn(move || match self.at(id?) {
            Page::Leaf(leaf) => {
                id = leaf.next;
                Some(leaf)
            }
            Page::Inner(_) => None,
        });
        let rows = leaves.flat_map(|leaf| leaf.keys.iter().copied().zip(leaf.rows.iter().copied()));
        rows.skip_while(move |(key, _)| *key < from)
    }

    /// The pages of each level, from the root down, each level from left to right.
    pub fn levels(&self) -> Vec<Vec<PageId>> {
        let mut levels = vec![vec![self.root]];
        loop {
            let above = levels.last().map_or(&[][..], Vec::as_slice);
            let children = |id: &PageId| match self.at(*id) {
                Page::Leaf(_) => &[][..],
                Page::Inner(inner) => &inner.children,
            };
            let below: Vec<PageId> = above.iter().flat_map(children).copied().collect();
            if below.is_empty() {
                return levels;
            }
            levels.push(below);
        }
    }
}

impl Inner {
    /// The child in which a key is or would be.
    fn child(&self, key: u128) -> PageId {
        self.children[self.keys.partition_point(|between| *between <= key)]
    }
}
