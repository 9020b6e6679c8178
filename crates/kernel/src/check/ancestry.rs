//! Who led to whom. Kept in blocks, because a vector that doubles holds three times what it needs
//! while it moves.

/// For every state by its order of arrival: its parent, and which of the parent's successors it is.
#[derive(Debug, Default)]
pub(super) struct Ancestry {
    blocks: Vec<Block>,
    len: u32,
}

#[derive(Debug)]
struct Block {
    parents: Vec<u32>,
    ordinals: Vec<u16>,
}

const BLOCK: usize = 4_096;

impl Ancestry {
    /// How many states there are.
    #[inline]
    pub(super) fn len(&self) -> u32 {
        self.len
    }

    /// Notes the next state.
    #[inline]
    pub(super) fn push(&mut self, parent: u32, ordinal: u16) {
        if (self.len as usize).is_multiple_of(BLOCK) {
            let (parents, ordinals) = (Vec::with_capacity(BLOCK), Vec::with_capacity(BLOCK));
            self.blocks.push(Block { parents, ordinals });
        }
        let block = self.blocks.last_mut().expect("there is a block with room");
        block.parents.push(parent);
        block.ordinals.push(ordinal);
        self.len += 1;
    }

    /// The parent of a state, and which of its successors the state is.
    pub(super) fn of(&self, state: u32) -> (u32, u16) {
        let (block, at) = (state as usize / BLOCK, state as usize % BLOCK);
        (self.blocks[block].parents[at], self.blocks[block].ordinals[at])
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        self.blocks.len() * BLOCK * 6
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_remembers_across_blocks() {
        let mut ancestry = Ancestry::default();
        for state in 0..10_000u32 {
            assert_eq!(ancestry.len(), state);
            ancestry.push(state / 2, (state % 7) as u16);
        }
        for state in 0..10_000u32 {
            assert_eq!(ancestry.of(state), (state / 2, (state % 7) as u16));
        }
        assert_eq!(ancestry.bytes(), 3 * 4_096 * 6);
    }
}
