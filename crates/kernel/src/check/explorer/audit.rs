//! Whether a model is as symmetric as it says: each state is held against its renamings.

use super::{Explorer, Node, Seen};
use crate::check::ledger::{Admitted, Ledger};
use crate::check::orbit::Orbits;
use crate::law::{Bag, Change, Test};
use crate::model::Model;
use crate::oracle::Purse;
use crate::symmetry::Renaming;
use crate::world::World;
use std::fmt;

/// A state that differs from one of its renamings in more than names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlike {
    /// The state, as it is written for debugging.
    pub state: String,
    /// The two parts that changed names.
    pub swapped: (u8, u8),
    /// What is not alike.
    pub what: What,
}

/// What is not alike between a state and its renaming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Swapped twice, the parts have not their own names again.
    Names,
    /// What is said of this part is not what is said of it under its new name.
    View(u8),
    /// The key that they should share.
    Key,
    /// How this law is judged.
    Law(&'static str),
    /// Whether everybody is up and connected.
    Calm,
    /// What can happen, or how a law judges it.
    Successors,
}

impl fmt::Display for Unlike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (one, other) = self.swapped;
        match self.what {
            What::Names => write!(f, "swapped twice, {one} and {other} are not as they were")?,
            What::View(part) => {
                write!(f, "the view of {part} changes when {one} and {other} change names")?;
            }
            What::Key => write!(f, "the key changes when {one} and {other} change names")?,
            What::Law(law) => {
                write!(f, "“{law}” is judged otherwise when {one} and {other} change names")?;
            }
            What::Calm => write!(f, "it is calm or not by the names of {one} and {other}")?,
            What::Successors => {
                write!(f, "other things can happen when {one} and {other} change names")?;
            }
        }
        write!(f, ", in {}", self.state)
    }
}

impl std::error::Error for Unlike {}

/// Holds the states that a search without symmetry meets first, at most `states`, against their
/// renamings by every swap of neighbours, of which all renamings are made up: their keys, how laws
/// judge them, and what can happen in them. Says how many states were looked at; none where the
/// model has no interchangeable parts.
///
/// # Errors
/// The first that is not alike.
pub fn audit<M: Model>(world: &World<M>, limits: Purse, states: u64) -> Result<u64, Unlike> {
    let mut explorer = Explorer::new(world, limits, false);
    let Some(mut orbits) = Orbits::new(world.model(), world.state()) else { return Ok(0) };
    let mut ledger = Ledger::new(std::iter::empty());
    let root = explorer.root();
    explorer.take_up(&root);
    ledger.admit_root(explorer.plain_key());
    let mut waiting = std::collections::VecDeque::from([root]);
    let mut looked_at = 0;
    while let Some(node) = waiting.pop_front() {
        looked_at += 1;
        let fan = explorer.fan(&node);
        for one in 0..orbits.count() - 1 {
            let swapped = (one, one + 1);
            let unlike = |what| Unlike { state: format!("{:?}", node.state), swapped, what };
            explorer.compare(&mut orbits, &node, &fan, swapped).map_err(unlike)?;
        }
        for (next, _) in fan {
            explorer.take_up(&next);
            let key = explorer.plain_key();
            let is_new = matches!(ledger.admit(key, 0, 0), Admitted::New(_));
            if is_new && u64::from(ledger.distinct()) <= states {
                waiting.push_back(next);
            }
        }
    }
    Ok(looked_at)
}

impl<M: Model> Explorer<M> {
    /// Puts a node into `core` and `state`.
    fn take_up(&mut self, node: &Node<M>) {
        self.reset_to(node);
        self.core.now = node.now;
        self.asker.rewind(node.spent);
    }

    /// All that can happen in a node, and whether each law of steps holds there.
    fn fan(&mut self, node: &Node<M>) -> Vec<(Node<M>, Vec<bool>)> {
        let mut fan = Vec::new();
        let mut ledger = Ledger::new(std::iter::empty());
        self.each_successor(&mut ledger, node, |this, _, _, _| {
            fan.push((this.set_down(), this.step_verdicts(node)));
            Seen::More
        });
        fan
    }

    /// Whether each law of steps holds from a node to what `state` holds.
    fn step_verdicts(&self, node: &Node<M>) -> Vec<bool> {
        let (before, after, facts) = (&node.state, &self.state, &self.facts[..]);
        let holds = |test: &Test<M>| match test {
            Test::State(_) => None,
            Test::Step(test) => Some(test(&self.model, &Change { before, after, facts }).is_ok()),
            Test::Told(test) => Some(test(&self.model, after, facts).is_ok()),
        };
        M::LAWS.iter().filter_map(|law| holds(&law.test)).collect()
    }

    /// Holds a node, from which all that can happen is known, against its renaming by one swap.
    fn compare(
        &mut self,
        orbits: &mut Orbits<M>,
        node: &Node<M>,
        fan: &[(Node<M>, Vec<bool>)],
        (one, other): (u8, u8),
    ) -> Result<(), What> {
        let swap = Renaming::swap(one, other);
        let image = self.rename(orbits, node, &swap);
        let again = self.rename(orbits, &image, &swap);
        if self.key_of(&again) != self.key_of(node) {
            return Err(What::Names);
        }
        self.compare_states(orbits, node, &image, &swap)?;
        let mut there = Vec::with_capacity(fan.len());
        for (next, verdicts) in fan {
            let renamed = self.rename(orbits, next, &swap);
            there.push((self.key_of(&renamed), verdicts.clone()));
        }
        let mut here = Vec::with_capacity(fan.len());
        for (next, verdicts) in self.fan(&image) {
            here.push((self.key_of(&next), verdicts));
        }
        there.sort_unstable();
        here.sort_unstable();
        if here == there { Ok(()) } else { Err(What::Successors) }
    }

    /// Holds a state against its image: views, key, laws.
    fn compare_states(
        &mut self,
        orbits: &mut Orbits<M>,
        node: &Node<M>,
        image: &Node<M>,
        renaming: &Renaming,
    ) -> Result<(), What> {
        self.take_up(node);
        let parts = 0..orbits.count();
        let views: Vec<u64> = parts.map(|part| orbits.view(&self.keyed(), part)).collect();
        let key = orbits.key(&self.keyed());
        self.take_up(image);
        for (part, view) in (0..).zip(views) {
            if orbits.view(&self.keyed(), renaming.of(part)) != view {
                return Err(What::View(part));
            }
        }
        if orbits.key(&self.keyed()) != key {
            return Err(What::Key);
        }
        for law in M::LAWS {
            let Test::State(test) = &law.test else { continue };
            let holds = |node: &Node<M>| test(&self.model, &node.state, &Bag(&node.agenda)).is_ok();
            if holds(node) != holds(image) {
                return Err(What::Law(law.name));
            }
        }
        let calm = |node: &Node<M>| self.model.calm(&node.state);
        if calm(node) == calm(image) { Ok(()) } else { Err(What::Calm) }
    }

    fn rename(&mut self, orbits: &mut Orbits<M>, node: &Node<M>, renaming: &Renaming) -> Node<M> {
        self.take_up(node);
        let renamed = orbits.renamed(&self.keyed(), renaming);
        let (state, agenda) = (renamed.state.clone(), renamed.agenda.clone());
        Node { state, agenda, now: node.now, spent: node.spent }
    }

    fn key_of(&mut self, node: &Node<M>) -> u64 {
        self.take_up(node);
        self.plain_key()
    }

    /// What is not alike between what `core` and `state` hold and its renaming by turning the line
    /// of names round; for debug builds, which ask it of every new state.
    pub(super) fn unlike_reversed(&mut self) -> Option<What> {
        let mut orbits = self.orbits.take()?;
        let (asker, compared) = (self.asker.clone(), orbits.compared);
        let here = self.set_down();
        let mut names: Vec<u8> = (0..orbits.count()).collect();
        names.reverse();
        let reversed = Renaming::line_up(&names);
        let image = self.rename(&mut orbits, &here, &reversed);
        let found = self.compare_states(&mut orbits, &here, &image, &reversed).err();
        self.take_up(&here);
        // The search goes on with the answers that it is at.
        self.asker = asker;
        orbits.compared = compared;
        self.orbits = Some(orbits);
        found
    }
}
