//! What a search may spend and how far it may go.

use kernel::model::Allowance;
use kernel::{Budget, Purse};

/// The limits on distinct states that the form offers.
pub const STATES: [u64; 4] = [10_000, 100_000, 1_000_000, 4_000_000];
/// The limits on levels that the form offers.
pub const DEPTHS: [u32; 5] = [u32::MAX, 8, 16, 32, 64];

/// What a search may spend and how far it may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What it may spend, by budget.
    pub limits: Purse,
    /// An index among [`STATES`].
    pub states: usize,
    /// An index among [`DEPTHS`].
    pub depth: usize,
    /// Whether to go on after a law was broken.
    pub go_on: bool,
    /// Whether interchangeable parts are taken for alike.
    pub symmetry: bool,
}

/// Something of a plan that is another.
#[derive(Clone, Copy, Debug)]
pub enum Turn {
    /// A budget gets another limit.
    Limit(Budget, u8),
    /// Another limit on states: an index among [`STATES`].
    States(usize),
    /// Another limit on levels: an index among [`DEPTHS`].
    Depth(usize),
    /// To go on after a law was broken, or not.
    GoOn,
    /// To take interchangeable parts for alike, or not.
    Symmetry,
}

impl Plan {
    /// The plan that a model proposes.
    pub fn new(allowances: &[Allowance]) -> Plan {
        let mut limits = Purse::default();
        for allowance in allowances {
            limits[usize::from(allowance.budget.0)] = allowance.limit;
        }
        Plan { limits, states: 2, depth: 0, go_on: false, symmetry: false }
    }

    /// No more distinct states than this.
    pub fn most_states(&self) -> u64 {
        STATES[self.states]
    }

    /// No more levels than this.
    pub fn most_levels(&self) -> u32 {
        DEPTHS[self.depth]
    }

    /// Makes something of it another.
    pub fn turn(&mut self, turn: Turn) {
        match turn {
            Turn::Limit(budget, limit) => self.limits[usize::from(budget.0)] = limit,
            Turn::States(states) => self.states = states.min(STATES.len() - 1),
            Turn::Depth(depth) => self.depth = depth.min(DEPTHS.len() - 1),
            Turn::GoOn => self.go_on = !self.go_on,
            Turn::Symmetry => self.symmetry = !self.symmetry,
        }
    }
}
