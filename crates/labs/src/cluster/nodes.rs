//! A set of nodes.

use super::protocol::{NODES, Node};

/// A set of nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Nodes(u8);

impl Nodes {
    /// Whether a node is in it.
    pub fn has(self, node: Node) -> bool {
        self.0 & bit(node) != 0
    }

    /// The same, and a node.
    #[must_use]
    pub fn with(self, node: Node) -> Nodes {
        Nodes(self.0 | bit(node))
    }

    /// The same, without a node.
    #[must_use]
    pub fn without(self, node: Node) -> Nodes {
        Nodes(self.0 & !bit(node))
    }

    /// What is in either.
    #[must_use]
    pub fn or(self, other: Nodes) -> Nodes {
        Nodes(self.0 | other.0)
    }

    /// How many there are.
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Node> for Nodes {
    fn from_iter<I: IntoIterator<Item = Node>>(nodes: I) -> Nodes {
        nodes.into_iter().fold(Nodes::default(), Nodes::with)
    }
}

fn bit(node: Node) -> u8 {
    debug_assert!(usize::from(node) < NODES, "a node is below NODES");
    1 << node
}
