//! Atomic commitment after Babaoglu and Toueg ("Non-Blocking Atomic Commitment", in Mullender (ed.),
//! Distributed Systems, 2nd edition, 1993), in three broadcasts: the simple one, which blocks when the
//! coordinator dies half-way; one in which everybody forwards the decision before acting on it, which
//! does not; and one that acts first and forwards afterwards, which breaks agreement.
//!
//! Written after the TLA+ modules ACP_SB, ACP_NB and ACP_NB_WRONG_TLC of tlaplus/Examples
//! (specifications/acp): the menu mirrors their disjuncts, quantifiers included, so that it generates
//! as many states. A vote is there from the start and never changes, so their many initial states are
//! searches of their own here: no state belongs to two of them.

use kernel::{Bag, Budget, Change, Class, Cx, Holds, Law, Model, Renaming, Search, Span, Symmetry};
use std::hash::Hash;

/// A participant, by number.
pub type Rank = u8;

/// How a decision is told to all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broadcast {
    /// Message after message; a crash between two leaves some without it (ACP_SB).
    Simple,
    /// Everybody forwards it to all before acting on it (ACP_NB).
    Forwarded,
    /// Everybody acts on it and forwards it afterwards: the mistake (ACP_NB_WRONG_TLC).
    ForwardedTooLate,
}

/// The parameters.
#[derive(Clone, Debug)]
pub struct Acp {
    /// By participant: whether it votes yes.
    pub votes: Vec<bool>,
    pub broadcast: Broadcast,
}

/// The budget of deaths: dying is no way out of waiting for a decision.
pub const DEATHS: Budget = Budget(Budget::FIRST);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    Undecided,
    Commit,
    Abort,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Participant {
    pub votes_yes: bool,
    pub is_alive: bool,
    pub decision: Decision,
    pub vote_sent: bool,
    /// What it has forwarded to each; to itself, what it has predecided.
    pub forward: Vec<Option<Decision>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    pub participants: Vec<Participant>,
    /// The coordinator: to whom it has sent its request, whose vote it has, whom it has told.
    pub requested: Vec<bool>,
    pub votes: Vec<Option<bool>>,
    pub told: Vec<Option<Decision>>,
    pub decision: Decision,
    pub is_alive: bool,
}

/// The disjuncts of the next-state relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    Request(Rank),
    GetVote(Rank),
    DetectFault(Rank),
    MakeDecision,
    Tell(Rank),
    CoordinatorDies,
    SendVote(Rank),
    AbortOnVote(Rank),
    AbortOnTimeoutOfRequest(Rank),
    Decide(Rank),
    Dies(Rank),
    Forward(Rank, Rank),
    PredecideOnForward(Rank, Rank),
    Predecide(Rank),
    AbortOnTimeout(Rank),
}

impl Acp {
    /// So many participants that vote so.
    pub fn new(votes: &[bool], broadcast: Broadcast) -> Acp {
        Acp { votes: votes.to_vec(), broadcast }
    }

    fn everybody(&self) -> impl Iterator<Item = Rank> + Clone + use<> {
        0..self.votes.len() as Rank
    }

    /// What the coordinator can do, but for dying.
    fn of_coordinator(&self, state: &State, out: &mut Vec<Action>) {
        if !state.is_alive {
            return;
        }
        let undecided = state.decision == Decision::Undecided;
        let all_asked = state.requested.iter().all(|asked| *asked);
        if undecided && state.votes.iter().all(Option::is_some) {
            // “There is a no” is there once for every no, as TLC reads it.
            let noes = state.votes.iter().filter(|vote| **vote == Some(false)).count();
            out.extend(std::iter::repeat_n(Action::MakeDecision, noes.max(1)));
        }
        for rank in self.everybody() {
            let at = usize::from(rank);
            let participant = &state.participants[at];
            if !state.requested[at] {
                out.push(Action::Request(rank));
            }
            if undecided && all_asked && state.votes[at].is_none() {
                if participant.vote_sent {
                    out.push(Action::GetVote(rank));
                } else if !participant.is_alive {
                    out.push(Action::DetectFault(rank));
                }
            }
            if !undecided && state.told[at].is_none() {
                out.push(Action::Tell(rank));
            }
        }
    }

    /// `parProg(i)` of ACP_SB, but for dying; with a better broadcast the decision is taken elsewhere.
    fn of_participant(&self, state: &State, rank: Rank, out: &mut Vec<Action>) {
        let at = usize::from(rank);
        let me = &state.participants[at];
        if !me.is_alive {
            return;
        }
        let undecided = me.decision == Decision::Undecided;
        if state.requested[at] {
            out.push(Action::SendVote(rank));
        }
        if undecided && me.vote_sent && !me.votes_yes {
            out.push(Action::AbortOnVote(rank));
        }
        if undecided && !state.is_alive && !state.requested[at] {
            out.push(Action::AbortOnTimeoutOfRequest(rank));
        }
        let decides = match self.broadcast {
            Broadcast::Forwarded => me.forward.iter().all(Option::is_some),
            Broadcast::Simple | Broadcast::ForwardedTooLate => {
                undecided && state.told[at].is_some()
            }
        };
        if decides {
            out.push(Action::Decide(rank));
        }
    }

    /// What a better broadcast adds, for a pair as the specification quantifies over pairs.
    fn of_pair(&self, state: &State, (i, j): (Rank, Rank), out: &mut Vec<Action>) {
        let (me, other) =
            (&state.participants[usize::from(i)], &state.participants[usize::from(j)]);
        if !me.is_alive {
            return;
        }
        let told = state.told[usize::from(i)].is_some();
        let mine = me.forward[usize::from(i)].is_some();
        let (may_forward, may_hear) = match self.broadcast {
            Broadcast::Forwarded => (mine, !mine),
            // It forwards whatever it has decided, even nothing, as the module is written.
            _ => (true, me.decision == Decision::Undecided),
        };
        if i != j && may_forward && me.forward[usize::from(j)].is_none() {
            out.push(Action::Forward(i, j));
        }
        if i != j && may_hear && other.forward[usize::from(i)].is_some() {
            out.push(Action::PredecideOnForward(i, j));
        }
        if self.times_out(state, i) {
            out.push(Action::AbortOnTimeout(i));
        }
        if self.broadcast == Broadcast::Forwarded && !mine && told {
            out.push(Action::Predecide(i));
        }
    }

    /// Nobody who is alive has been told, nor forwarded to by the dead.
    fn times_out(&self, state: &State, rank: Rank) -> bool {
        let is_alive = |rank: Rank| state.participants[usize::from(rank)].is_alive;
        let reached = |by: &[Option<Decision>]| {
            self.everybody().any(|rank| is_alive(rank) && by[usize::from(rank)].is_some())
        };
        let dead = state.participants.iter().filter(|participant| !participant.is_alive);
        state.participants[usize::from(rank)].decision == Decision::Undecided
            && !state.is_alive
            && !reached(&state.told)
            && !dead.clone().any(|participant| reached(&participant.forward))
    }
}

impl Model for Acp {
    type State = State;
    /// Messages are in the state, as in the specification: nothing is booked.
    type Event = std::convert::Infallible;
    type Action = Action;
    type Fact = ();

    const LAWS: &'static [Law<Acp>] = &[
        Law::always("AC1: all that decide decide alike", |_, state: &State, _: &Bag<'_, _>| {
            told(!(some(state, Decision::Commit) && some(state, Decision::Abort)))
        }),
        Law::always("AC2: who commits has everybody's yes", |_, state: &State, _| {
            let all_yes = state.participants.iter().all(|participant| participant.votes_yes);
            told(!some(state, Decision::Commit) || all_yes)
        }),
        Law::always("AC3: who aborts has a no or a fault", |_, state: &State, _| {
            let any_no = state.participants.iter().any(|participant| !participant.votes_yes);
            let any_fault = !state.is_alive || state.participants.iter().any(|p| !p.is_alive);
            told(!some(state, Decision::Abort) || any_no || any_fault)
        }),
        Law::always_step("AC4: a decision is for good", |_, change: &Change<'_, Acp>| {
            let (before, after) = (&change.before.participants, &change.after.participants);
            let mut kept = before.iter().zip(after);
            told(kept.all(|(was, is)| {
                was.decision == Decision::Undecided || was.decision == is.decision
            }))
        }),
        Law::recoverable(
            "AC5: who is alive can decide without another death",
            |_, state: &State, _| {
                let mut alive =
                    state.participants.iter().filter(|participant| participant.is_alive);
                told(alive.all(|participant| participant.decision != Decision::Undecided))
            },
        ),
        Law::sometimes("somebody commits", |_, state: &State, _| {
            told(some(state, Decision::Commit))
        }),
        Law::sometimes("somebody aborts", |_, state: &State, _| told(some(state, Decision::Abort))),
    ];
    const MESSAGES: bool = false;
    const SYMMETRY: Option<Symmetry<Acp>> = Some(Symmetry {
        parts: "participants",
        count: |model| model.votes.len() as u8,
        state: |_, state, renaming| state.rename(renaming),
        event: |_, event, _| match *event {},
        view: |_, state, _, rank, hasher| {
            let at = usize::from(rank);
            let Participant { votes_yes, is_alive, decision, vote_sent, forward } =
                &state.participants[at];
            (votes_yes, is_alive, decision, vote_sent, forward[at]).hash(hasher);
            (state.requested[at], state.votes[at], state.told[at]).hash(hasher);
        },
    });

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (State, Vec<(Span, Self::Event)>) {
        let all = self.votes.len();
        let participant = |votes_yes: &bool| Participant {
            votes_yes: *votes_yes,
            is_alive: true,
            decision: Decision::Undecided,
            vote_sent: false,
            forward: vec![None; all],
        };
        let state = State {
            participants: self.votes.iter().map(participant).collect(),
            requested: vec![false; all],
            votes: vec![None; all],
            told: vec![None; all],
            decision: Decision::Undecided,
            is_alive: true,
        };
        (state, Vec::new())
    }

    fn on_event(&self, _: &mut State, event: Self::Event, _: &mut Cx<'_, Acp>) {
        match event {}
    }

    fn on_action(&self, state: &mut State, action: Action, _: &mut Cx<'_, Acp>) {
        let State { participants, requested, votes, told, decision, is_alive } = state;
        match action {
            Action::Request(i) => requested[usize::from(i)] = true,
            Action::GetVote(i) => {
                votes[usize::from(i)] = Some(participants[usize::from(i)].votes_yes);
            }
            Action::DetectFault(_) => *decision = Decision::Abort,
            Action::MakeDecision => {
                let all_yes = votes.iter().all(|vote| *vote == Some(true));
                *decision = if all_yes { Decision::Commit } else { Decision::Abort };
            }
            Action::Tell(i) => told[usize::from(i)] = Some(*decision),
            Action::CoordinatorDies => *is_alive = false,
            Action::SendVote(i) => participants[usize::from(i)].vote_sent = true,
            Action::AbortOnVote(i)
            | Action::AbortOnTimeoutOfRequest(i)
            | Action::AbortOnTimeout(i) => {
                participants[usize::from(i)].decision = Decision::Abort;
            }
            Action::Decide(i) => {
                let me = &mut participants[usize::from(i)];
                let heard = match self.broadcast {
                    Broadcast::Forwarded => me.forward[usize::from(i)],
                    Broadcast::Simple | Broadcast::ForwardedTooLate => told[usize::from(i)],
                };
                me.decision = heard.unwrap_or(me.decision);
            }
            Action::Dies(i) => participants[usize::from(i)].is_alive = false,
            Action::Forward(i, j) => {
                let me = &mut participants[usize::from(i)];
                me.forward[usize::from(j)] = match self.broadcast {
                    Broadcast::Forwarded => me.forward[usize::from(i)],
                    Broadcast::Simple | Broadcast::ForwardedTooLate => Some(me.decision),
                };
            }
            Action::PredecideOnForward(i, j) => {
                let heard = participants[usize::from(j)].forward[usize::from(i)];
                let me = &mut participants[usize::from(i)];
                match self.broadcast {
                    Broadcast::Forwarded => me.forward[usize::from(i)] = heard,
                    _ => me.decision = heard.unwrap_or(me.decision),
                }
            }
            Action::Predecide(i) => {
                participants[usize::from(i)].forward[usize::from(i)] = told[usize::from(i)];
            }
        }
    }

    fn actions(&self, state: &State, out: &mut Vec<Action>) {
        for i in self.everybody() {
            let pairs = if self.broadcast == Broadcast::Simple { 1 } else { self.votes.len() };
            // A disjunct that does not name j is there for every j.
            for j in 0..pairs as Rank {
                if state.participants[usize::from(i)].is_alive {
                    out.push(Action::Dies(i));
                }
                self.of_participant(state, i, out);
                if self.broadcast != Broadcast::Simple {
                    self.of_pair(state, (i, j), out);
                }
            }
        }
        if state.is_alive {
            out.push(Action::CoordinatorDies);
        }
        self.of_coordinator(state, out);
    }

    fn price(&self, action: &Action) -> Option<Budget> {
        matches!(action, Action::Dies(_) | Action::CoordinatorDies).then_some(DEATHS)
    }

    fn class(&self, event: &Self::Event) -> Class {
        match *event {}
    }
}

impl State {
    fn rename(&mut self, renaming: &Renaming) {
        for participant in &mut self.participants {
            renaming.places(&mut participant.forward);
        }
        renaming.places(&mut self.participants);
        renaming.places(&mut self.requested);
        renaming.places(&mut self.votes);
        renaming.places(&mut self.told);
    }
}

fn some(state: &State, decision: Decision) -> bool {
    state.participants.iter().any(|participant| participant.decision == decision)
}

fn told(holds: bool) -> Holds {
    if holds { Ok(()) } else { Err("it does not hold".into()) }
}
