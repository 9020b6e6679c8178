//! Appending rows that are sorted: pages are filled one after the other, and none is split.

use super::page::{Inner, Leaf, Page, PageId, cell};
use super::{Touch, Tree};

/// A key of a sorted load that is not above all before it. The rows before it were appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key {key:#x} of row {row} is not above {above:#x}: sort the rows by their keys first")]
pub struct Unsorted {
    /// The key.
    pub key: u128,
    /// Its row.
    pub row: u32,
    /// The greatest key before it.
    pub above: u128,
}

impl Tree {
    /// Appends rows whose keys ascend and are above every key in the tree. Every page is filled to
    /// [`super::Policy::fill_percent`] before the next is begun. Each page at the right edge is read
    /// once.
    ///
    /// # Errors
    /// At the first key that is not above all before it.
    pub fn bulk_append(
        &mut self,
        rows: impl IntoIterator<Item = (u128, u32)>,
        mut see: impl FnMut(Touch),
    ) -> Result<(), Unsorted> {
        let mut edge = self.right_edge();
        edge.iter().for_each(|id| see(Touch::Read(*id)));
        let mut above = edge.last().and_then(|leaf| self.at(*leaf).keys().last().copied());
        for (key, row) in rows {
            if let Some(above) = above.filter(|above| *above >= key) {
                return Err(Unsorted { key, row, above });
            }
            above = Some(key);
            self.append(&mut edge, (key, row), &mut see);
            self.rows += 1;
        }
        Ok(())
    }

    /// The last page of each level, from the root down.
    fn right_edge(&self) -> Vec<PageId> {
        let mut edge = vec![self.root];
        let last = |id: &PageId| match self.at(*id) {
            Page::Inner(inner) => inner.children.last().copied(),
            Page::Leaf(_) => None,
        };
        while let Some(child) = edge.last().and_then(last) {
            edge.push(child);
        }
        edge
    }

    fn append(
        &mut self,
        edge: &mut Vec<PageId>,
        (key, row): (u128, u32),
        see: &mut impl FnMut(Touch),
    ) {
        let level = edge.len() - 1;
        let id = edge[level];
        let most = self.policy.kept(self.shape.leaf_rows() as usize);
        if self.at(id).keys().len() < most {
            if let Page::Leaf(leaf) = self.change(id) {
                leaf.keys.push(key);
                leaf.rows.push(row);
            }
            self.digest = self.digest.wrapping_add(cell(id, key, row));
            see(Touch::Write(id));
            return;
        }
        let leaf = Leaf { keys: vec![key], rows: vec![row], next: None };
        let new = self.begin(Page::Leaf(leaf));
        see(Touch::Made(new));
        self.reweigh(id, |page| {
            if let Page::Leaf(leaf) = page {
                leaf.next = Some(new);
            }
        });
        see(Touch::Write(id));
        edge[level] = new;
        self.append_child(edge, level, (key, id, new), see);
    }

    /// Hangs a page that was begun at the right edge of a level below the level above it.
    fn append_child(
        &mut self,
        edge: &mut Vec<PageId>,
        level: usize,
        (key, left, new): (u128, PageId, PageId),
        see: &mut impl FnMut(Touch),
    ) {
        let Some(above) = level.checked_sub(1) else {
            let inner = Inner { keys: vec![key], children: vec![left, new] };
            let root = self.begin(Page::Inner(inner));
            see(Touch::Made(root));
            self.root = root;
            self.height += 1;
            edge.insert(0, root);
            see(Touch::Root(root));
            return;
        };
        let id = edge[above];
        let most = self.shape.inner_keys() as usize + 1;
        // One more than it keeps, because it gives one away.
        if self.units(id) < (self.policy.kept(most) + 1).min(most) {
            self.reweigh(id, |page| {
                if let Page::Inner(inner) = page {
                    inner.keys.push(key);
                    inner.children.push(new);
                }
            });
            see(Touch::Write(id));
            return;
        }
        // The new page takes the last child along, so that it has a key.
        let mut moved = (key, left);
        self.reweigh(id, |page| {
            if let Page::Inner(inner) = page {
                let last = inner.keys.pop().zip(inner.children.pop());
                moved = last.unwrap_or(moved);
            }
        });
        see(Touch::Write(id));
        let inner = Inner { keys: vec![key], children: vec![moved.1, new] };
        let right = self.begin(Page::Inner(inner));
        see(Touch::Made(right));
        edge[above] = right;
        self.append_child(edge, above, (moved.0, id, right), see);
    }

    /// Changes a page and keeps the digest.
    fn reweigh(&mut self, id: PageId, change: impl FnOnce(&mut Page)) {
        let before = self.at(id).weight(id);
        let page = self.change(id);
        change(page);
        let after = page.weight(id);
        self.digest = self.digest.wrapping_sub(before).wrapping_add(after);
    }
}
