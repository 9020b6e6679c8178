//! Putting a row in, and what becomes of a page that is too full.

use super::page::{Inner, Leaf, Page, PageId, cell};
use super::{Cut, Split, Touch, Tree};
use std::rc::Rc;

/// The key has a row already; nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key {key:#x} has row {row} already")]
pub struct Present {
    /// The key.
    pub key: u128,
    /// Its row.
    pub row: u32,
}

/// How many neighbours share what they have, at most ([`Split::Shared`], [`Split::Packed`]).
const NEIGHBOURS: usize = 3;

/// What came of putting something into a page.
#[derive(Clone, Copy)]
struct Put {
    /// The page holds one more than it can.
    is_overfull: bool,
    /// The page is the last of its level.
    is_last_page: bool,
    /// What was put there stands last in the whole level.
    is_last: bool,
}

impl Tree {
    /// Puts a row in.
    ///
    /// # Errors
    /// When the key has a row already. Nothing was changed then.
    pub fn insert(
        &mut self,
        key: u128,
        row: u32,
        mut see: impl FnMut(Touch),
    ) -> Result<(), Present> {
        let put = self.put(self.root, (key, row), true, &mut see)?;
        self.rows += 1;
        if put.is_overfull {
            let page = Page::Inner(Inner { keys: Vec::new(), children: vec![self.root] });
            let root = self.begin(page);
            see(Touch::Made(root));
            self.root = root;
            self.height += 1;
            self.settle(root, 0, put, &mut see);
            see(Touch::Root(root));
        }
        Ok(())
    }

    /// Puts a row in below a page. The page may be too full then; whoever is above it sees to that.
    fn put(
        &mut self,
        id: PageId,
        (key, row): (u128, u32),
        is_last_page: bool,
        see: &mut impl FnMut(Touch),
    ) -> Result<Put, Present> {
        see(Touch::Read(id));
        let (child, index, is_last) = match self.at(id) {
            Page::Leaf(leaf) => {
                return match leaf.keys.binary_search(&key) {
                    Ok(place) => Err(Present { key, row: leaf.rows[place] }),
                    Err(place) => Ok(self.put_row(id, place, (key, row), is_last_page, see)),
                };
            }
            Page::Inner(inner) => {
                let index = inner.keys.partition_point(|between| *between <= key);
                (inner.children[index], index, index == inner.keys.len())
            }
        };
        let put = self.put(child, (key, row), is_last_page && is_last, see)?;
        if !put.is_overfull {
            return Ok(put);
        }
        self.settle(id, index, put, see);
        let is_overfull = self.at(id).keys().len() > self.shape.inner_keys() as usize;
        Ok(Put { is_overfull, is_last_page, is_last: is_last_page && is_last })
    }

    /// Puts a row in at a place of a leaf.
    fn put_row(
        &mut self,
        id: PageId,
        place: usize,
        (key, row): (u128, u32),
        is_last_page: bool,
        see: &mut impl FnMut(Touch),
    ) -> Put {
        let mut len = 0;
        if let Page::Leaf(leaf) = self.change(id) {
            leaf.keys.insert(place, key);
            leaf.rows.insert(place, row);
            len = leaf.keys.len();
        }
        self.digest = self.digest.wrapping_add(cell(id, key, row));
        see(Touch::Write(id));
        let is_overfull = len > self.shape.leaf_rows() as usize;
        Put { is_overfull, is_last_page, is_last: is_last_page && place + 1 == len }
    }

    /// Mends a child that is too full: it is split, or shares with its neighbours.
    fn settle(&mut self, parent: PageId, index: usize, put: Put, see: &mut impl FnMut(Touch)) {
        let Page::Inner(above) = self.at(parent) else { return };
        let child = above.children[index];
        let is_leaf = self.at(child).is_leaf();
        let is_edge = match self.policy.split {
            Split::Middle | Split::Packed => false,
            Split::Edge => put.is_last_page,
            Split::Shared => put.is_last,
        };
        let is_shared = matches!(self.policy.split, Split::Shared | Split::Packed);
        let first = if is_shared && !is_edge {
            let count = above.children.len().min(NEIGHBOURS);
            let first = index.saturating_sub(1).min(above.children.len() - count);
            (first, count)
        } else {
            (index, 1)
        };
        let olds = above.children[first.0..first.0 + first.1].to_vec();
        for neighbour in olds.iter().filter(|id| **id != child) {
            see(Touch::Read(*neighbour));
        }
        let units = olds.iter().map(|id| self.units(*id)).sum::<usize>();
        let parts = self.parts(is_leaf, is_edge, units, olds.len());
        let news = self.deal(parent, first.0, &olds, &parts);
        for id in &olds {
            see(Touch::Write(*id));
        }
        for id in &news {
            see(Touch::Made(*id));
        }
        see(Touch::Write(parent));
        for into in news {
            see(Touch::Split(Cut { page: child, into, is_leaf, is_edge }));
        }
    }

    /// What a page is dealt out by: rows of a leaf, children of an inner page.
    pub(super) fn units(&self, id: PageId) -> usize {
        match self.at(id) {
            Page::Leaf(leaf) => leaf.keys.len(),
            Page::Inner(inner) => inner.children.len(),
        }
    }

    /// How many units each page gets.
    fn parts(&self, is_leaf: bool, is_edge: bool, units: usize, pages: usize) -> Vec<usize> {
        let most = match is_leaf {
            true => self.shape.leaf_rows() as usize,
            false => self.shape.inner_keys() as usize + 1,
        };
        if is_edge {
            // An inner page keeps two children, so that there is a key between them.
            let least = if is_leaf { 1 } else { 2 };
            let kept = self.policy.kept(most).min(units - least);
            return vec![kept, units - kept];
        }
        let pages = if units > pages * most { pages + 1 } else { pages };
        if self.policy.split == Split::Packed {
            return packed(units, pages, most);
        }
        (0..pages).map(|page| units / pages + usize::from(page < units % pages)).collect()
    }

    /// Deals what neighbours have, and the keys between them in their parent, to as many pages as
    /// there are parts: to the neighbours first, then to new pages, whose numbers come back.
    fn deal(
        &mut self,
        parent: PageId,
        first: usize,
        olds: &[PageId],
        parts: &[usize],
    ) -> Vec<PageId> {
        for id in olds.iter().chain([&parent]) {
            self.digest = self.digest.wrapping_sub(self.at(*id).weight(*id));
        }
        let is_leaf = self.at(olds[0]).is_leaf();
        let empty =
            || if is_leaf { Page::Leaf(Leaf::default()) } else { Page::Inner(Inner::default()) };
        let more = parts.len() - olds.len();
        let news: Vec<PageId> = (0..more).map(|_| self.pages.push(Rc::new(empty()))).collect();
        self.leaves += if is_leaf { more as u32 } else { 0 };
        let ids: Vec<PageId> = olds.iter().chain(&news).copied().collect();
        let between = match self.change(parent) {
            Page::Inner(above) => {
                above.keys.splice(first..first + olds.len() - 1, []).collect::<Vec<_>>()
            }
            Page::Leaf(_) => Vec::new(),
        };
        let taken = olds.iter().map(|id| std::mem::replace(self.change(*id), empty())).collect();
        let (pages, between) = dealt(taken, between, parts, &ids);
        for (id, page) in ids.iter().zip(pages) {
            *self.change(*id) = page;
        }
        if let Page::Inner(above) = self.change(parent) {
            above.keys.splice(first..first, between);
            let behind = first + olds.len();
            above.children.splice(behind..behind, news.iter().copied());
        }
        for id in ids.iter().chain([&parent]) {
            self.digest = self.digest.wrapping_add(self.at(*id).weight(*id));
        }
        news
    }

    /// A page that is to be changed: from here on it is this tree's own.
    pub(super) fn change(&mut self, id: PageId) -> &mut Page {
        let page = self.pages.get_mut(id).expect("a tree names its own pages");
        Rc::make_mut(page)
    }

    /// Begins a page.
    pub(super) fn begin(&mut self, page: Page) -> PageId {
        let id = self.pages.len();
        self.digest = self.digest.wrapping_add(page.weight(id));
        self.leaves += u32::from(page.is_leaf());
        self.pages.push(Rc::new(page))
    }
}

/// So many units in so many pages, as SQLite packs them: full from the left, then each page from the
/// right takes from the one before it until the two have as many.
fn packed(units: usize, pages: usize, most: usize) -> Vec<usize> {
    let left = |page: usize| units.saturating_sub(page * most).min(most);
    let mut parts: Vec<usize> = (0..pages).map(left).collect();
    for page in (1..pages).rev() {
        let both = parts[page - 1] + parts[page];
        if parts[page - 1] > parts[page] + 1 {
            parts[page] = both / 2;
            parts[page - 1] = both - both / 2;
        }
    }
    parts
}

/// What neighbours had, dealt out in these parts to the pages of these numbers; and the keys that
/// stand between them then.
fn dealt(
    taken: Vec<Page>,
    mut between: Vec<u128>,
    parts: &[usize],
    ids: &[PageId],
) -> (Vec<Page>, Vec<u128>) {
    let (mut keys, mut values) = (Vec::new(), Vec::new());
    let (mut is_leaf, mut behind) = (false, None);
    let mut separators = between.drain(..);
    for page in taken {
        match page {
            Page::Leaf(leaf) => {
                is_leaf = true;
                behind = leaf.next;
                keys.extend(leaf.keys);
                values.extend(leaf.rows);
            }
            Page::Inner(inner) => {
                keys.extend(inner.keys);
                keys.extend(separators.next());
                values.extend(inner.children);
            }
        }
    }
    let (mut keys, mut values) = (keys.into_iter(), values.into_iter());
    let (mut pages, mut between) = (Vec::new(), Vec::new());
    for (place, part) in parts.iter().enumerate() {
        let values = values.by_ref().take(*part).collect();
        if is_leaf {
            let keys: Vec<u128> = keys.by_ref().take(*part).collect();
            between.extend(keys.first().filter(|_| place > 0));
            let next = ids.get(place + 1).copied().or(behind);
            pages.push(Page::Leaf(Leaf { keys, rows: values, next }));
        } else {
            between.extend(if place > 0 { keys.next() } else { None });
            let keys = keys.by_ref().take(*part - 1).collect();
            pages.push(Page::Inner(Inner { keys, children: values }));
        }
    }
    (pages, between)
}
