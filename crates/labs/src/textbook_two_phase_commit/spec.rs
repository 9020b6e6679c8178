//! The specification's own text: TwoPhase, disjunct by disjunct. The kernel's tests and benchmarks
//! read this same file, so what stands beside other checkers there is what the page shows.
//!
//! Source: Gray and Lamport, "Consensus on Transaction Commit", ACM TODS 31(1), 2006, appendix A.
//!
//! The rules are written over a [`Layout`]: what differs between two of those is only how a state
//! lies in memory.

use kernel::Renaming;
use std::fmt::Debug;
use std::hash::Hash;

/// A resource manager, by number.
pub type Rm = u8;

/// `rmState` of one resource manager.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RmState {
    /// It has not said whether it can commit.
    Working,
    /// It can commit, and may no longer decide alone.
    Prepared,
    /// It has committed.
    Committed,
    /// It has aborted.
    Aborted,
}

/// `tmState`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TmState {
    /// It has not decided.
    Init,
    /// It has decided to commit.
    Committed,
    /// It has decided to abort.
    Aborted,
}

/// `Message`: what has been sent is never unsent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    /// From a resource manager: it is prepared.
    Prepared(Rm),
    /// From the transaction manager, to all.
    Commit,
    /// From the transaction manager, to all.
    Abort,
}

/// The disjuncts of `TPNext`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// The transaction manager commits, once it has heard from everybody.
    TmCommit,
    /// The transaction manager aborts, of its own accord.
    TmAbort,
    /// The transaction manager hears that a resource manager is prepared.
    TmRcvPrepared(Rm),
    /// A resource manager prepares, and says so.
    RmPrepare(Rm),
    /// A resource manager aborts, of its own accord, and tells nobody.
    RmChooseToAbort(Rm),
    /// A resource manager hears that it is to commit.
    RmRcvCommitMsg(Rm),
    /// A resource manager hears that it is to abort.
    RmRcvAbortMsg(Rm),
}

/// How a state lies in memory: `rmState`, `tmState`, `tmPrepared` and `msgs`.
pub trait Layout: Clone + Eq + Hash + Debug + Send + Sync + 'static {
    /// `TPInit`.
    fn init(managers: u8) -> Self;
    /// How a resource manager is.
    fn rm(&self, rm: Rm) -> RmState;
    /// A resource manager is otherwise.
    fn set_rm(&mut self, rm: Rm, state: RmState);
    /// How the transaction manager is.
    fn tm(&self) -> TmState;
    /// The transaction manager is otherwise.
    fn set_tm(&mut self, state: TmState);
    /// Whether the transaction manager has heard from a resource manager.
    fn tm_prepared(&self, rm: Rm) -> bool;
    /// It has heard from a resource manager.
    fn set_tm_prepared(&mut self, rm: Rm);
    /// Whether a message has been sent.
    fn sent(&self, message: Message) -> bool;
    /// A message is sent.
    fn send(&mut self, message: Message);
    /// The resource managers get other names.
    fn rename(&mut self, renaming: &Renaming);
}

/// The parameters of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// How many resource managers there are: from 1 to 8.
    pub managers: u8,
    /// Whether the transaction manager waits for everybody before it commits. Without that it is
    /// another protocol, and a wrong one.
    pub is_guarded: bool,
}

impl Spec {
    /// The specification as it is published.
    #[must_use]
    pub fn new(managers: u8) -> Spec {
        Spec { managers, is_guarded: true }
    }

    /// All resource managers.
    pub fn everybody(&self) -> impl DoubleEndedIterator<Item = Rm> + Clone + use<> {
        0..self.managers
    }

    /// Adds the disjuncts that are enabled, in the order of the specification.
    pub fn enabled(&self, state: &impl Layout, out: &mut Vec<Action>) {
        let undecided = state.tm() == TmState::Init;
        let has_all = || self.everybody().all(|rm| state.tm_prepared(rm));
        if undecided && (!self.is_guarded || has_all()) {
            out.push(Action::TmCommit);
        }
        if undecided {
            out.push(Action::TmAbort);
        }
        for rm in self.everybody() {
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

    /// Does what an enabled disjunct does.
    pub fn take(&self, state: &mut impl Layout, action: Action) {
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

    /// The first resource manager that is so.
    pub fn first(&self, state: &impl Layout, is: RmState) -> Option<Rm> {
        self.everybody().find(|rm| state.rm(*rm) == is)
    }

    /// `TCConsistent`: no two resource managers have decided differently.
    pub fn is_consistent(&self, state: &impl Layout) -> bool {
        let some = |is| self.first(state, is).is_some();
        !(some(RmState::Committed) && some(RmState::Aborted))
    }

    /// Whether every resource manager is so.
    pub fn all_are(&self, state: &impl Layout, is: RmState) -> bool {
        self.everybody().all(|rm| state.rm(rm) == is)
    }

    /// Hashes what a state says of one resource manager, but for its name.
    pub fn view(&self, state: &impl Layout, rm: Rm, hasher: &mut impl std::hash::Hasher) {
        (state.rm(rm), state.tm_prepared(rm), state.sent(Message::Prepared(rm))).hash(hasher);
    }
}

/// Numbers without a pointer, for up to eight resource managers.
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
        self.rm[usize::from(rm)]
    }

    fn set_rm(&mut self, rm: Rm, state: RmState) {
        self.rm[usize::from(rm)] = state;
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
