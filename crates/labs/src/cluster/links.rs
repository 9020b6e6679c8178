//! Which links carry what is sent.

use super::protocol::{NODES, Node};

/// The links of a cluster, by direction. Every two nodes have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Links {
    cut: u64,
    clogged: u64,
}

fn bit(from: Node, to: Node) -> u64 {
    debug_assert!(usize::from(from.max(to)) < NODES, "a node is below NODES");
    1 << (usize::from(from) * NODES + usize::from(to))
}

impl Links {
    /// Whether what is sent is lost.
    pub fn is_cut(self, from: Node, to: Node) -> bool {
        self.cut & bit(from, to) != 0
    }

    /// Whether what arrives has to wait.
    pub fn is_clogged(self, from: Node, to: Node) -> bool {
        self.clogged & bit(from, to) != 0
    }

    /// Whether everything gets through in this direction.
    pub fn is_open(self, from: Node, to: Node) -> bool {
        (self.cut | self.clogged) & bit(from, to) == 0
    }

    /// Whether everything gets through everywhere.
    pub fn all_open(self) -> bool {
        self.cut | self.clogged == 0
    }

    pub(super) fn cut(&mut self, from: Node, to: Node) {
        self.cut |= bit(from, to);
        self.clogged &= !bit(from, to);
    }

    pub(super) fn clog(&mut self, from: Node, to: Node) {
        self.clogged |= bit(from, to);
    }

    pub(super) fn heal(&mut self, from: Node, to: Node) {
        self.cut &= !bit(from, to);
        self.clogged &= !bit(from, to);
    }
}
