//! A long list whose clones share what neither of them has changed since.
//!
//! It is kept in chunks behind counted references: a clone copies one reference a chunk, and a change
//! copies one chunk, once after each clone. So a run may keep hundreds of states of a large tree.

use std::rc::Rc;

/// Items of a chunk.
const CHUNK: usize = 64;

/// A list that grows at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheaf<T: Clone> {
    chunks: Vec<Rc<Vec<T>>>,
    len: u32,
}

impl<T: Clone> Default for Sheaf<T> {
    fn default() -> Sheaf<T> {
        Sheaf { chunks: Vec::new(), len: 0 }
    }
}

impl<T: Clone> Sheaf<T> {
    /// How many items there are.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Appends an item and gives its place.
    pub fn push(&mut self, item: T) -> u32 {
        let at = self.len;
        if (at as usize).is_multiple_of(CHUNK) {
            self.chunks.push(Rc::new(Vec::with_capacity(CHUNK)));
        }
        if let Some(chunk) = self.chunks.last_mut() {
            Rc::make_mut(chunk).push(item);
        }
        self.len += 1;
        at
    }

    /// The item at a place, where there is one.
    pub fn get(&self, at: u32) -> Option<&T> {
        self.chunks.get(at as usize / CHUNK)?.get(at as usize % CHUNK)
    }

    /// The item at a place, to be changed, where there is one.
    pub fn get_mut(&mut self, at: u32) -> Option<&mut T> {
        let chunk = self.chunks.get_mut(at as usize / CHUNK)?;
        Rc::make_mut(chunk).get_mut(at as usize % CHUNK)
    }

    /// The items in their order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_keeps_what_was_there_and_shares_the_rest() {
        let mut list = Sheaf::default();
        (0..1_000).for_each(|n| assert_eq!(list.push(n), n));
        let before = list.clone();
        *list.get_mut(130).unwrap() = 7;
        list.push(1_000);
        assert_eq!((before.len(), before.get(130), before.get(1_000)), (1_000, Some(&130), None));
        assert_eq!((list.len(), list.get(130), list.get(1_000)), (1_001, Some(&7), Some(&1_000)));
        let shared = before.chunks.iter().zip(&list.chunks).filter(|(a, b)| Rc::ptr_eq(a, b));
        assert_eq!(shared.count(), 14, "of sixteen chunks two were changed");
        assert_ne!(list, before);
        assert!(before.iter().copied().eq(0..1_000));
    }
}
