//! TwoPhase for stateright: the same rules over the same layouts, under another checker.

use super::two_phase::{Action, Layout, RmState, TwoPhase};
use stateright::{Model, Property};

/// The model as stateright sees it.
#[derive(Clone, Copy, Debug)]
pub struct Peer<L>(pub TwoPhase<L>);

impl<L: Layout> Model for Peer<L> {
    type State = L;
    type Action = Action;

    fn init_states(&self) -> Vec<L> {
        vec![L::init(self.0.spec.managers)]
    }

    fn actions(&self, state: &L, actions: &mut Vec<Action>) {
        self.0.spec.enabled(state, actions);
    }

    fn next_state(&self, state: &L, action: Action) -> Option<L> {
        let mut next = state.clone();
        self.0.spec.take(&mut next, action);
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Peer<L>>> {
        vec![
            Property::always("TCConsistent", |peer: &Peer<L>, state| {
                peer.0.spec.is_consistent(state)
            }),
            Property::sometimes("all commit", |peer: &Peer<L>, state| {
                peer.0.spec.all_are(state, RmState::Committed)
            }),
            Property::sometimes("all abort", |peer: &Peer<L>, state| {
                peer.0.spec.all_are(state, RmState::Aborted)
            }),
        ]
    }
}
