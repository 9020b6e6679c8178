//! What waits to be expanded, first come first served. Kept in blocks that are given back as they
//! empty, because one ring that doubles holds three times what it needs while it moves.

use std::collections::VecDeque;

/// A queue of nodes.
pub(super) struct Frontier<T> {
    blocks: VecDeque<VecDeque<T>>,
    len: usize,
}

const BLOCK: usize = 512;

impl<T> Frontier<T> {
    pub(super) fn new() -> Frontier<T> {
        Frontier { blocks: VecDeque::new(), len: 0 }
    }

    /// How many nodes wait.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Whether none waits.
    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A node joins the queue.
    #[inline]
    pub(super) fn push(&mut self, node: T) {
        match self.blocks.back_mut() {
            Some(block) if block.len() < block.capacity() => block.push_back(node),
            _ => {
                let mut block = VecDeque::with_capacity(BLOCK);
                block.push_back(node);
                self.blocks.push_back(block);
            }
        }
        self.len += 1;
    }

    /// The node that came first leaves the queue.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<T> {
        let block = self.blocks.front_mut()?;
        let node = block.pop_front()?;
        if block.is_empty() {
            self.blocks.pop_front();
        }
        self.len -= 1;
        Some(node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_leave_in_the_order_in_which_they_came() {
        let mut frontier = Frontier::new();
        let (mut came, mut left) = (0u32, 0u32);
        // It swells over several blocks, and empties.
        for wave in [3_000, 1, 2_000] {
            for _ in 0..wave {
                frontier.push(came);
                came += 1;
            }
            for _ in 0..wave / 2 {
                assert_eq!(frontier.pop(), Some(left));
                left += 1;
            }
            assert_eq!(frontier.len(), (came - left) as usize);
        }
        while let Some(node) = frontier.pop() {
            assert_eq!(node, left);
            left += 1;
        }
        assert_eq!((came, frontier.is_empty(), frontier.blocks.len()), (left, true, 0));
    }
}
