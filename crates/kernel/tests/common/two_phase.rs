//! TwoPhase, exactly as its TLA+ specification: every action is one disjunct of `TPNext`.
//!
//! Source: Gray and Lamport, "Consensus on Transaction Commit", ACM TODS 2006, appendix A.3; the
//! published counts are in REFERENCES of tlaplus/Examples (transaction_commit): with 3 resource
//! managers TLC finds 288 distinct states, generates 1,146 and reaches depth 11.
//!
//! The rules are written once, over a [`Layout`]: what differs is only how a state lies in memory.

use kernel::{Bag, Class, Cx, Holds, Law, Model, Renaming, Search, Span, Symmetry};
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::hash::Hash;
use std::marker::PhantomData;

/// A resource manager, by number.
pub type Rm = u8;

/// `rmState`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RmState {
    Working,
    Prepared,
    Committed,
    Aborted,
}

/// `tmState`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TmState {
    Init,
    Committed,
    Aborted,
}

/// `Messages`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    Prepared(Rm),
    Commit,
    Abort,
}

/// The disjuncts of `TPNext`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    TmCommit,
    TmAbort,
    TmRcvPrepared(Rm),
    RmPrepare(Rm),
    RmChooseToAbort(Rm),
    RmRcvCommitMsg(Rm),
    RmRcvAbortMsg(Rm),
}

/// How a state lies in memory: `rmState`, `tmState`, `tmPrepared` and `msgs`.
pub trait Layout: Clone + Eq + Hash + Debug + Send + Sync + 'static {
    /// `TPInit`.
    fn init(managers: u8) -> Self;
    fn rm(&self, rm: Rm) -> RmState;
    fn set_rm(&mut self, rm: Rm, state: RmState);
    fn tm(&self) -> TmState;
    fn set_tm(&mut self, state: TmState);
    fn tm_prepared(&self, rm: Rm) -> bool;
    fn set_tm_prepared(&mut self, rm: Rm);
    fn sent(&self, message: Message) -> bool;
    fn send(&mut self, message: Message);
    /// The managers get other names.
    fn rename(&mut self, renaming: &Renaming);
}

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

/// Numbers without a pointer, for up to eight managers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Flat {
    rm: [RmState; 8],
    tm: TmState,
    tm_prepared: u8,
    prepared_msgs: u8,
    decision_msgs: u8,
}

/// `Prepared(rm)` is a bit of `prepared_msgs`; the other two are bits of `decision_msgs`.
const COMMIT: u8 = 1;
const ABORT: u8 = 2;

impl Layout for Flat {
    fn init(managers: u8) -> Flat {
        assert!(managers <= 8, "the flat layout has room for eight managers");
        Flat {
            rm: [RmState::Working; 8],
            tm: TmState::Init,
            tm_prepared: 0,
            prepared_msgs: 0,
            decision_msgs: 0,
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
        self.tm_prepared >> rm & 1 == 1
    }

    fn set_tm_prepared(&mut self, rm: Rm) {
        self.tm_prepared |= 1 << rm;
    }

    fn sent(&self, message: Message) -> bool {
        match message {
            Message::Prepared(rm) => self.prepared_msgs >> rm & 1 == 1,
            Message::Commit => self.decision_msgs & COMMIT != 0,
            Message::Abort => self.decision_msgs & ABORT != 0,
        }
    }

    fn send(&mut self, message: Message) {
        match message {
            Message::Prepared(rm) => self.prepared_msgs |= 1 << rm,
            Message::Commit => self.decision_msgs |= COMMIT,
            Message::Abort => self.decision_msgs |= ABORT,
        }
    }

    fn rename(&mut self, renaming: &Renaming) {
        renaming.places(&mut self.rm);
        self.tm_prepared = renaming.bits(self.tm_prepared);
        self.prepared_msgs = renaming.bits(self.prepared_msgs);
    }
}

/// The parameters.
#[derive(Clone, Copy, Debug)]
pub struct TwoPhase<L> {
    /// How many resource managers.
    pub managers: u8,
    layout: PhantomData<L>,
}

impl<L: Layout> TwoPhase<L> {
    /// So many resource managers.
    pub fn new(managers: u8) -> TwoPhase<L> {
        TwoPhase { managers, layout: PhantomData }
    }

    /// The actions that are enabled, in the order of the specification.
    pub fn enabled(&self, state: &L, out: &mut Vec<Action>) {
        let everybody = 0..self.managers;
        let undecided = state.tm() == TmState::Init;
        if undecided && everybody.clone().all(|rm| state.tm_prepared(rm)) {
            out.push(Action::TmCommit);
        }
        if undecided {
            out.push(Action::TmAbort);
        }
        for rm in everybody {
            if undecided && state.sent(Message::Prepared(rm)) {
                out.push(Action::TmRcvPrepared(rm));
            }
            if state.rm(rm) == RmState::Working {
                out.push(Action::RmPrepare(rm));
                out.push(Action::RmChooseToAbort(rm));
            }
            if state.sent(Message::Commit) {
                out.push(Action::RmRcvCommitMsg(rm));
            }
            if state.sent(Message::Abort) {
                out.push(Action::RmRcvAbortMsg(rm));
            }
        }
    }

    /// What an enabled action does.
    pub fn take(&self, state: &mut L, action: Action) {
        match action {
            Action::TmCommit => {
                state.set_tm(TmState::Committed);
                state.send(Message::Commit);
            }
            Action::TmAbort => {
                state.set_tm(TmState::Aborted);
                state.send(Message::Abort);
            }
            Action::TmRcvPrepared(rm) => state.set_tm_prepared(rm),
            Action::RmPrepare(rm) => {
                state.set_rm(rm, RmState::Prepared);
                state.send(Message::Prepared(rm));
            }
            Action::RmChooseToAbort(rm) => state.set_rm(rm, RmState::Aborted),
            Action::RmRcvCommitMsg(rm) => state.set_rm(rm, RmState::Committed),
            Action::RmRcvAbortMsg(rm) => state.set_rm(rm, RmState::Aborted),
        }
    }

    /// `TCConsistent`: no two managers have decided differently.
    pub fn is_consistent(&self, state: &L) -> bool {
        let some = |decided| (0..self.managers).any(|rm| state.rm(rm) == decided);
        !(some(RmState::Committed) && some(RmState::Aborted))
    }

    /// Every manager has decided so.
    pub fn all_are(&self, state: &L, decided: RmState) -> bool {
        (0..self.managers).all(|rm| state.rm(rm) == decided)
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
            told(model.all_are(state, RmState::Committed), "not all committed")
        }),
        Law::sometimes("all abort", |model, state, _| {
            told(model.all_are(state, RmState::Aborted), "not all aborted")
        }),
    ];

    const MESSAGES: bool = false;
    const SYMMETRY: Option<Symmetry<TwoPhase<L>>> = Some(Symmetry {
        parts: "resource managers",
        count: |model| model.managers,
        state: |_, state, renaming| state.rename(renaming),
        event: |_, event, _| match *event {},
        view: |_, state, _, rm, hasher| {
            let sent = state.sent(Message::Prepared(rm));
            (state.rm(rm), state.tm_prepared(rm), sent).hash(hasher);
        },
    });

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (L, Vec<(Span, Self::Event)>) {
        (L::init(self.managers), Vec::new())
    }

    fn on_event(&self, _: &mut L, event: Self::Event, _: &mut Cx<'_, TwoPhase<L>>) {
        match event {}
    }

    fn on_action(&self, state: &mut L, action: Action, _: &mut Cx<'_, TwoPhase<L>>) {
        self.take(state, action);
    }

    fn actions(&self, state: &L, out: &mut Vec<Action>) {
        self.enabled(state, out);
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
    told(model.is_consistent(state), "one manager committed and another aborted")
}
