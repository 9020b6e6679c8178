//! A table: its rows in a tree, perhaps an index beside it, and the pages of both in one pool.

use super::history::History;
use super::keys::{KeyKind, Source};
use super::pool::{Pool, Traffic};
use super::setup::Setup;
use super::tree::{PageId, Policy, Shape, Touch, Tree};
use kernel::{Aside, rng};

/// The new pages that are shown, at most.
const NEW_MAX: usize = 8;

/// One table of the four.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Table {
    /// Its rows, in the order of their keys.
    pub tree: Tree,
    /// The same rows by another column, where there is such an index: each entry holds the row's key.
    pub index: Option<Tree>,
    /// The pages of both that are in memory.
    pub pool: Pool,
    /// What all rows together have cost.
    pub sum: Aside<Work>,
    /// What the last step did.
    pub latest: Aside<Latest>,
    /// How it went so far.
    pub history: Aside<History>,
}

/// What an operation has cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Work {
    /// Pages that were looked at or begun.
    pub touched: u32,
    /// Pages that had to be read from the disk.
    pub read: u32,
    /// Pages that were written to the disk to make room.
    pub written: u32,
    /// Pages that were begun because the last of its level was full.
    pub edge_splits: u32,
    /// Pages that were begun because another was full.
    pub inner_splits: u32,
    /// Levels that the tree has grown.
    pub grown: u32,
}

/// What the last step did, for the picture.
#[derive(Clone, Debug, Default)]
pub struct Latest {
    /// The row that was put in last.
    pub row: Option<u32>,
    /// The pages that were begun, eight at most.
    pub new: Vec<PageId>,
}

impl Work {
    /// Adds what another operation has cost.
    pub fn add(&mut self, more: Work) {
        self.touched = self.touched.saturating_add(more.touched);
        self.read = self.read.saturating_add(more.read);
        self.written = self.written.saturating_add(more.written);
        self.edge_splits = self.edge_splits.saturating_add(more.edge_splits);
        self.inner_splits = self.inner_splits.saturating_add(more.inner_splits);
        self.grown = self.grown.saturating_add(more.grown);
    }

    fn see(&mut self, touch: Touch) {
        match touch {
            Touch::Read(_) | Touch::Made(_) => self.touched += 1,
            Touch::Split(cut) if cut.is_edge => self.edge_splits += 1,
            Touch::Split(_) => self.inner_splits += 1,
            Touch::Root(_) => self.grown += 1,
            Touch::Write(_) => {}
        }
    }

    fn and_traffic(mut self, traffic: Traffic) -> Work {
        // One operation reads and writes a few pages.
        self.read = u32::try_from(traffic.read).unwrap_or(u32::MAX);
        self.written = u32::try_from(traffic.written).unwrap_or(u32::MAX);
        self
    }
}

/// What a row is found by in the index beside the table: eight bytes without order.
pub fn column(row: u32) -> u128 {
    u128::from(rng::mix(u64::from(row))) << 32 | u128::from(row)
}

/// The number in the pool of a page of the tree, and of one of the index.
fn of_tree(touch: Touch) -> Touch {
    numbered(touch, 0)
}

fn of_index(touch: Touch) -> Touch {
    numbered(touch, 1)
}

fn numbered(touch: Touch, which: PageId) -> Touch {
    match touch {
        Touch::Read(page) => Touch::Read(page * 2 + which),
        Touch::Write(page) => Touch::Write(page * 2 + which),
        Touch::Made(page) => Touch::Made(page * 2 + which),
        other => other,
    }
}

impl Table {
    /// A table without rows. Its first pages have just been begun.
    pub fn new(setup: &Setup, kind: KeyKind) -> Table {
        let (tree, index) = trees(setup, kind);
        let mut pool = Pool::new(setup.pool_pages);
        pool.touch(of_tree(Touch::Made(tree.root())));
        if let Some(index) = &index {
            pool.touch(of_index(Touch::Made(index.root())));
        }
        Table {
            tree,
            index,
            pool,
            sum: Aside::default(),
            latest: Aside::default(),
            history: Aside::default(),
        }
    }

    /// Pages of the tree and of the index.
    pub fn pages(&self) -> u32 {
        self.tree.pages() + self.index.as_ref().map_or(0, Tree::pages)
    }

    /// Whether a page of the tree is in memory, and whether it has been changed there.
    pub fn is_dirty(&self, page: PageId) -> Option<bool> {
        self.pool.is_dirty(page * 2)
    }

    /// Does something with the tree, its pages going through the pool, and adds up what it cost.
    fn count(&mut self, act: impl FnOnce(&mut Table, &mut Work)) -> Work {
        let (mut work, before) = (Work::default(), self.pool.traffic());
        act(self, &mut work);
        let work = work.and_traffic(self.pool.traffic().since(before));
        self.sum.0.add(work);
        work
    }

    /// Puts a row in. Rows have one key each, so none is there twice.
    pub fn insert(&mut self, key: u128, row: u32) -> Work {
        self.latest.0.row = Some(row);
        self.count(|table, work| {
            let Table { tree, index, pool, latest, .. } = table;
            let _ = tree.insert(key, row, |touch| {
                work.see(touch);
                pool.touch(of_tree(touch));
                if let Touch::Made(page) = touch
                    && latest.0.new.len() < NEW_MAX
                {
                    latest.0.new.push(page);
                }
            });
            if let Some(index) = index {
                let _ = index.insert(column(row), row, |touch| {
                    // What it is about is the tree: its splits alone are counted.
                    match touch {
                        Touch::Split(_) | Touch::Root(_) => {}
                        touch => work.see(touch),
                    }
                    pool.touch(of_index(touch));
                });
            }
        })
    }

    /// Looks a row up; says what it cost and whether it was there.
    pub fn look_up(&mut self, key: u128) -> (Work, bool) {
        let (mut work, before) = (Work::default(), self.pool.traffic());
        let pool = &mut self.pool;
        let row = self.tree.search(key, |touch| {
            work.see(touch);
            pool.touch(of_tree(touch));
        });
        (work.and_traffic(self.pool.traffic().since(before)), row.is_some())
    }

    /// Puts rows in that are sorted by their keys: appends them where they come after all that is
    /// there, and says whether it could.
    pub fn load(&mut self, rows: &[(u128, u32)]) -> (Work, bool) {
        let first = rows.first().map_or(0, |(key, _)| *key);
        let is_after = self.tree.range(first).next().is_none();
        if !is_after || self.index.is_some() {
            let mut work = Work::default();
            rows.iter().for_each(|(key, row)| work.add(self.insert(*key, *row)));
            return (work, false);
        }
        self.latest.0.row = rows.last().map(|(_, row)| *row);
        let work = self.count(|table, work| {
            let Table { tree, pool, .. } = table;
            let _ = tree.bulk_append(rows.iter().copied(), |touch| {
                work.see(touch);
                pool.touch(of_tree(touch));
            });
        });
        (work, true)
    }

    /// Writes the tree anew, from its first row to its last, into pages that are filled one after the
    /// other. The index is left as it is.
    pub fn rebuild(&mut self, setup: &Setup, kind: KeyKind) {
        let rows: Vec<(u128, u32)> = self.tree.range(0).collect();
        // Whoever rebuilds reads every page once, and then needs none of them.
        let levels = self.tree.levels();
        let old: Vec<PageId> = levels.into_iter().flatten().collect();
        old.iter().for_each(|page| self.pool.touch(of_tree(Touch::Read(*page))));
        self.pool.forget(|page| page % 2 == 0);
        self.tree = trees(setup, kind).0;
        let Table { tree, pool, .. } = self;
        pool.touch(of_tree(Touch::Made(tree.root())));
        let _ = tree.bulk_append(rows, |touch| pool.touch(of_tree(touch)));
        self.latest.0 = Latest::default();
    }

    /// Bytes that went to the disk.
    pub fn bytes_written(&self) -> u64 {
        self.pool.traffic().written * u64::from(self.tree.shape().page_bytes())
    }
}

/// The tree of a table and its index, without rows.
fn trees(setup: &Setup, kind: KeyKind) -> (Tree, Option<Tree>) {
    let policy: Policy = setup.policy;
    let index = setup.index_shape(kind).map(|shape| Tree::new(shape, policy));
    (Tree::new(setup.shape(kind), policy), index)
}

impl Setup {
    /// The sizes of the pages of a table. The knobs were refused if there are none such.
    pub fn shape(&self, kind: KeyKind) -> Shape {
        let shape = Shape::new(self.page_bytes, kind.bytes(), self.row_bytes);
        shape.expect("these sizes were tried when the model was built")
    }

    /// The sizes of the pages of the index: eight bytes of a column lead to the row's key.
    fn index_shape(&self, kind: KeyKind) -> Option<Shape> {
        let shape = Shape::new(self.page_bytes, 8, kind.bytes());
        self.has_index.then_some(shape).and_then(Result::ok)
    }

    /// What makes the keys, once the random bits are drawn.
    pub fn source(&self, salt: u64) -> Source {
        Source { seed: salt, rate: self.rate, workers: self.workers }
    }
}
