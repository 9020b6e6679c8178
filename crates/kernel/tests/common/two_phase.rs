//! TwoPhase, exactly as its TLA+ specification: every action is one disjunct of `TPNext`.
//!
//! The rules are those of the lab, read from the lab's own file; here they are a model of the barest
//! kind, over the two layouts that are measured.
//!
//! Counts are published in tlaplus/Examples (transaction_commit): with 3 resource managers TLC finds
//! 288 distinct states, generates 1,146 and reaches depth 11.

#[path = "../../../labs/src/textbook_two_phase_commit/spec.rs"]
mod spec;

pub use spec::{Action, Flat, Layout, Message, Rm, RmState, Spec, TmState};

use kernel::{Bag, Class, Cx, Holds, Law, Model, Renaming, Search, Span, Symmetry};
use std::collections::BTreeSet;
use std::marker::PhantomData;

/// Collections, as in the example that comes with stateright.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Collections {
    rm: Vec<RmState>,
    tm: TmState,
    tm_prepared: Vec<bool>,
    msgs: BTreeSet<Message>,
}

impl Clone for Collections {
    fn clone(&self) -> Collections {
        Collections {
            rm: self.rm.clone(),
            tm: self.tm,
            tm_prepared: self.tm_prepared.clone(),
            msgs: self.msgs.clone(),
        }
    }

    /// Keeps the allocations of the vectors; a derived one would not.
    fn clone_from(&mut self, source: &Collections) {
        self.rm.clone_from(&source.rm);
        self.tm = source.tm;
        self.tm_prepared.clone_from(&source.tm_prepared);
        self.msgs.clone_from(&source.msgs);
    }
}

impl Layout for Collections {
    fn init(managers: u8) -> Collections {
        Collections {
            rm: vec![RmState::Working; managers as usize],
            tm: TmState::Init,
            tm_prepared: vec![false; managers as usize],
            msgs: BTreeSet::new(),
        }
    }

    fn rm(&self, rm: Rm) -> RmState {
        self.rm[rm as usize]
    }

    fn set_rm(&mut self, rm: Rm, state: RmState) {
        self.rm[rm as usize] = state;
    }

    fn tm(&self) -> TmState {
        self.tm
    }

    fn set_tm(&mut self, state: TmState) {
        self.tm = state;
    }

    fn tm_prepared(&self, rm: Rm) -> bool {
        self.tm_prepared[rm as usize]
    }

    fn set_tm_prepared(&mut self, rm: Rm) {
        self.tm_prepared[rm as usize] = true;
    }

    fn sent(&self, message: Message) -> bool {
        self.msgs.contains(&message)
    }

    fn send(&mut self, message: Message) {
        self.msgs.insert(message);
    }

    fn rename(&mut self, renaming: &Renaming) {
        renaming.places(&mut self.rm);
        renaming.places(&mut self.tm_prepared);
        let renamed = |message: &Message| match message {
            Message::Prepared(rm) => Message::Prepared(renaming.of(*rm)),
            decision => *decision,
        };
        self.msgs = self.msgs.iter().map(renamed).collect();
    }
}

/// The parameters.
#[derive(Clone, Copy, Debug)]
pub struct TwoPhase<L> {
    /// The rules.
    pub spec: Spec,
    layout: PhantomData<L>,
}

impl<L: Layout> TwoPhase<L> {
    /// So many resource managers.
    pub fn new(managers: u8) -> TwoPhase<L> {
        TwoPhase { spec: Spec::new(managers), layout: PhantomData }
    }
}

impl<L: Layout> Model for TwoPhase<L> {
    type State = L;
    /// Messages are a set in the state, as in the specification: nothing is booked.
    type Event = std::convert::Infallible;
    type Action = Action;
    type Fact = ();

    const LAWS: &'static [Law<TwoPhase<L>>] = &[
        Law::always("TCConsistent", consistent),
        Law::sometimes("all commit", |model, state, _| {
            told(model.spec.all_are(state, RmState::Committed), "not all committed")
        }),
        Law::sometimes("all abort", |model, state, _| {
            told(model.spec.all_are(state, RmState::Aborted), "not all aborted")
        }),
    ];
    const MESSAGES: bool = false;
    const SYMMETRY: Option<Symmetry<TwoPhase<L>>> = Some(Symmetry {
        parts: "resource managers",
        count: |model| model.spec.managers,
        state: |_, state, renaming| state.rename(renaming),
        event: |_, event, _| match *event {},
        view: |model, state, _, rm, hasher| model.spec.view(state, rm, hasher),
    });

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (L, Vec<(Span, Self::Event)>) {
        (L::init(self.spec.managers), Vec::new())
    }

    fn on_event(&self, _: &mut L, event: Self::Event, _: &mut Cx<'_, TwoPhase<L>>) {
        match event {}
    }

    fn on_action(&self, state: &mut L, action: Action, _: &mut Cx<'_, TwoPhase<L>>) {
        self.spec.take(state, action);
    }

    fn actions(&self, state: &L, out: &mut Vec<Action>) {
        self.spec.enabled(state, out);
    }

    fn class(&self, event: &Self::Event) -> Class {
        match *event {}
    }
}

fn told(holds: bool, why_not: &'static str) -> Holds {
    if holds { Ok(()) } else { Err(why_not.into()) }
}

fn consistent<L: Layout>(
    model: &TwoPhase<L>,
    state: &L,
    _: &Bag<'_, std::convert::Infallible>,
) -> Holds {
    told(model.spec.is_consistent(state), "one manager committed and another aborted")
}
