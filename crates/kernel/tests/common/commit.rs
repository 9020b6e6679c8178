//! Atomic commit in two phases, with presumed abort, crashes and recovery.
//!
//! The coordinator asks every participant to prepare; each forces its vote to its log before it
//! answers. When all said yes the coordinator forces "commit" to its own log and then tells them;
//! from then on it repeats the decision until all have acknowledged it. A coordinator that
//! recovers without a record aborts. The planted bug tells the participants before the record is
//! forced: a crash between the two forgets a decision that somebody already acted upon.
//!
//! Source: Mohan, Lindsay and Obermarck, "Transaction Management in the R* Distributed Database
//! Management System", ACM TODS 1986.

use kernel::{
    Allowance, Bag, Budget, Class, Cx, Delay, Draw, Holds, Law, Model, Place, Renaming, Row, Said,
    Search, Sign, Span, Standing, Symmetry, Tone,
};
use std::hash::Hash;

/// When the coordinator tells that it commits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tell {
    /// After its record is forced.
    AfterForce,
    /// At once; the record is forced meanwhile. The planted bug.
    BeforeForce,
}

/// The parameters.
#[derive(Clone, Copy, Debug)]
pub struct Commit {
    /// Participants, at most 8.
    pub participants: u8,
    /// When the coordinator tells that it commits.
    pub tell: Tell,
}

/// The budget of crashed nodes.
pub const CRASHES: Budget = Budget(Budget::FIRST);
/// The budget of log writes that fail.
pub const DISK: Budget = Budget(Budget::FIRST + 1);

/// A participant, by number.
pub type Rank = u8;

/// A set of participants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Ranks(u8);

impl Ranks {
    fn with(self, rank: Rank) -> Ranks {
        Ranks(self.0 | 1 << rank)
    }

    fn has(self, rank: Rank) -> bool {
        self.0 >> rank & 1 == 1
    }

    fn len(self) -> u32 {
        self.0.count_ones()
    }
}

/// What all must agree on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    Commit,
    Abort,
}

impl Decision {
    fn name(self) -> &'static str {
        match self {
            Decision::Commit => "commit",
            Decision::Abort => "abort",
        }
    }
}

/// What the coordinator knows; a crash takes it away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// These have voted yes.
    Collecting(Ranks),
    /// The commit record is being forced.
    Forcing,
    /// These have acknowledged the decision that is in the log.
    Telling(Ranks),
    /// All have: nothing is left to do.
    Done,
}

/// A participant's log; a crash leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Record {
    Nothing,
    Prepared,
    Decided(Decision),
}

/// Everything but what is booked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// Whether the coordinator is up.
    pub coordinator_up: bool,
    /// What it knows while it is up.
    pub phase: Phase,
    /// Its log.
    pub decision: Option<Decision>,
    /// Participants that are down.
    pub down: Ranks,
    /// By participant.
    pub records: Vec<Record>,
}

/// What the world does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// The coordinator starts.
    Begin,
    /// A participant is asked to prepare.
    Prepare(Rank),
    /// The coordinator receives a vote.
    Vote(Rank, bool),
    /// The coordinator's commit record is on disk.
    Forced,
    /// A participant is told the decision.
    Decide(Rank, Decision),
    /// The coordinator hears that a participant has recorded it.
    Ack(Rank),
    /// The coordinator repeats what was not answered.
    Retry,
}

/// What a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    CrashCoordinator,
    RecoverCoordinator,
    Crash(Rank),
    Recover(Rank),
}

/// What a step was.
#[derive(Clone, Debug)]
pub enum Fact {
    Prepared(Rank),
    Refused(Rank),
    Voted(Rank, bool),
    Decided(Decision),
    Recorded(Rank, Decision),
    Acknowledged(Rank),
    Crashed,
    Recovered,
}

impl Commit {
    fn send(&self, event: Event, cx: &mut Cx<'_, Commit>) {
        let wire = Delay::Between(Span::millis(5), Span::millis(50));
        let wait = cx.delay(Draw::next(0), wire);
        // What is already on its way is not sent again, or a retry would have no end.
        cx.after_once(wait, event);
    }

    fn retry_later(&self, cx: &mut Cx<'_, Commit>) {
        cx.after_once(Span::millis(200), Event::Retry);
    }

    /// The decision is in the log: everybody who has not acknowledged it is told.
    fn tell_decision(&self, state: &State, cx: &mut Cx<'_, Commit>) {
        let (Phase::Telling(acked), Some(decision)) = (state.phase, state.decision) else { return };
        for rank in (0..self.participants).filter(|rank| !acked.has(*rank)) {
            self.send(Event::Decide(rank, decision), cx);
        }
    }

    fn decide(&self, state: &mut State, decision: Decision, cx: &mut Cx<'_, Commit>) {
        state.decision = Some(decision);
        state.phase = Phase::Telling(Ranks::default());
        cx.tell(Fact::Decided(decision));
        self.tell_decision(state, cx);
        self.retry_later(cx);
    }

    fn on_prepare(&self, state: &mut State, rank: Rank, cx: &mut Cx<'_, Commit>) {
        let record = &mut state.records[rank as usize];
        if *record == Record::Nothing {
            let willing = cx.chance(Draw::nth(1, u64::from(rank), 0), 9, 10);
            if willing && !cx.fault(DISK, Draw::next(2), 1, 100) {
                *record = Record::Prepared;
                cx.tell(Fact::Prepared(rank));
            } else {
                *record = Record::Decided(Decision::Abort);
                cx.tell(Fact::Refused(rank));
            }
        }
        match *record {
            Record::Nothing => unreachable!("a participant that was asked has a record"),
            Record::Prepared => self.send(Event::Vote(rank, true), cx),
            Record::Decided(Decision::Abort) => self.send(Event::Vote(rank, false), cx),
            // The coordinator decided long ago: this is a late double.
            Record::Decided(Decision::Commit) => {}
        }
    }

    fn on_vote(&self, state: &mut State, rank: Rank, yes: bool, cx: &mut Cx<'_, Commit>) {
        let Phase::Collecting(voted) = state.phase else { return };
        cx.tell(Fact::Voted(rank, yes));
        if !yes {
            self.decide(state, Decision::Abort, cx);
            return;
        }
        let voted = voted.with(rank);
        state.phase = Phase::Collecting(voted);
        if voted.len() == u32::from(self.participants) {
            state.phase = Phase::Forcing;
            let wait = cx.delay(Draw::next(0), Delay::Between(Span::millis(1), Span::millis(10)));
            cx.after(wait, Event::Forced);
            if self.tell == Tell::BeforeForce {
                for rank in 0..self.participants {
                    self.send(Event::Decide(rank, Decision::Commit), cx);
                }
            }
        }
    }

    fn on_ack(&self, state: &mut State, rank: Rank, cx: &mut Cx<'_, Commit>) {
        let Phase::Telling(acked) = state.phase else { return };
        cx.tell(Fact::Acknowledged(rank));
        let acked = acked.with(rank);
        state.phase = Phase::Telling(acked);
        if acked.len() == u32::from(self.participants) {
            state.phase = Phase::Done;
            cx.cancel(&Event::Retry);
        }
    }

    fn ask_again(&self, state: &State, cx: &mut Cx<'_, Commit>) {
        match state.phase {
            Phase::Collecting(voted) => {
                for rank in (0..self.participants).filter(|rank| !voted.has(*rank)) {
                    self.send(Event::Prepare(rank), cx);
                }
            }
            Phase::Telling(_) => self.tell_decision(state, cx),
            Phase::Forcing | Phase::Done => {}
        }
        self.retry_later(cx);
    }

    fn recover_coordinator(&self, state: &mut State, cx: &mut Cx<'_, Commit>) {
        state.coordinator_up = true;
        cx.tell(Fact::Recovered);
        // No record means abort: nobody can have been told to commit.
        self.decide(state, state.decision.unwrap_or(Decision::Abort), cx);
    }
}

impl State {
    fn rename(&mut self, renaming: &Renaming) {
        if let Phase::Collecting(ranks) | Phase::Telling(ranks) = &mut self.phase {
            ranks.0 = renaming.bits(ranks.0);
        }
        self.down.0 = renaming.bits(self.down.0);
        renaming.places(&mut self.records);
    }
}

impl Event {
    fn rename(&mut self, renaming: &Renaming) {
        match self {
            Event::Prepare(rank)
            | Event::Vote(rank, _)
            | Event::Decide(rank, _)
            | Event::Ack(rank) => *rank = renaming.of(*rank),
            Event::Begin | Event::Forced | Event::Retry => {}
        }
    }
}

fn is_for_coordinator(event: &Event) -> bool {
    !matches!(event, Event::Prepare(_) | Event::Decide(..))
}

/// What dies with the coordinator: the rest is on the wire.
fn is_in_memory(event: &Event) -> bool {
    matches!(event, Event::Begin | Event::Forced | Event::Retry)
}

impl Model for Commit {
    type State = State;
    type Event = Event;
    type Action = Action;
    type Fact = Fact;

    const LAWS: &'static [Law<Commit>] = &[
        Law::always("all agree", all_agree),
        Law::at_rest("nothing is in doubt", nothing_in_doubt),
        Law::recoverable("everybody can come to know the decision", nothing_in_doubt),
        Law::sometimes("all commit", |_, state, _| all_recorded(state, Decision::Commit)),
        Law::sometimes("all abort", |_, state, _| all_recorded(state, Decision::Abort)),
    ];
    const BUDGETS: &'static [Allowance] = &[
        Allowance { budget: CRASHES, label: "crashes", limit: 1 },
        Allowance { budget: DISK, label: "failed log writes", limit: 1 },
    ];
    const SYMMETRY: Option<Symmetry<Commit>> = Some(Symmetry {
        parts: "participants",
        count: |model| model.participants,
        state: |_, state, renaming| state.rename(renaming),
        event: |_, event, renaming| event.rename(renaming),
        view: |_, state, _, rank, hasher| {
            let heard = match state.phase {
                Phase::Collecting(ranks) | Phase::Telling(ranks) => ranks.has(rank),
                Phase::Forcing | Phase::Done => false,
            };
            (state.records[rank as usize], state.down.has(rank), heard).hash(hasher);
        },
    });

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (State, Vec<(Span, Event)>) {
        let state = State {
            coordinator_up: true,
            phase: Phase::Collecting(Ranks::default()),
            decision: None,
            down: Ranks::default(),
            records: vec![Record::Nothing; self.participants as usize],
        };
        (state, vec![(Span::ZERO, Event::Begin)])
    }

    fn on_event(&self, state: &mut State, event: Event, cx: &mut Cx<'_, Commit>) {
        if is_for_coordinator(&event) && !state.coordinator_up {
            return;
        }
        match event {
            Event::Prepare(rank) | Event::Decide(rank, _) if state.down.has(rank) => {}
            Event::Prepare(rank) => self.on_prepare(state, rank, cx),
            Event::Vote(rank, yes) => self.on_vote(state, rank, yes, cx),
            Event::Forced => self.decide(state, Decision::Commit, cx),
            Event::Decide(rank, decision) => {
                state.records[rank as usize] = Record::Decided(decision);
                cx.tell(Fact::Recorded(rank, decision));
                self.send(Event::Ack(rank), cx);
            }
            Event::Ack(rank) => self.on_ack(state, rank, cx),
            Event::Begin | Event::Retry => self.ask_again(state, cx),
        }
    }

    fn on_action(&self, state: &mut State, action: Action, cx: &mut Cx<'_, Commit>) {
        match action {
            Action::CrashCoordinator => {
                state.coordinator_up = false;
                // It knows nothing more; recovery reads the log.
                state.phase = Phase::Done;
                cx.cancel_where(is_in_memory);
                cx.tell(Fact::Crashed);
            }
            Action::RecoverCoordinator => self.recover_coordinator(state, cx),
            Action::Crash(rank) => {
                state.down = state.down.with(rank);
                cx.tell(Fact::Crashed);
            }
            Action::Recover(rank) => {
                state.down = Ranks(state.down.0 & !(1 << rank));
                cx.tell(Fact::Recovered);
            }
        }
    }

    fn actions(&self, state: &State, out: &mut Vec<Action>) {
        out.push(match state.coordinator_up {
            true => Action::CrashCoordinator,
            false => Action::RecoverCoordinator,
        });
        for rank in 0..self.participants {
            out.push(match state.down.has(rank) {
                false => Action::Crash(rank),
                true => Action::Recover(rank),
            });
        }
    }

    fn price(&self, action: &Action) -> Option<Budget> {
        matches!(action, Action::CrashCoordinator | Action::Crash(_)).then_some(CRASHES)
    }

    fn class(&self, event: &Event) -> Class {
        match event {
            Event::Retry => Class::Timer,
            Event::Begin | Event::Forced => Class::Internal,
            _ => Class::Message,
        }
    }

    fn calm(&self, state: &State) -> bool {
        state.coordinator_up && state.down == Ranks::default()
    }

    fn say(&self, fact: &Fact) -> Said {
        match fact {
            Fact::Decided(decision) => {
                Said::mark(Tone::Ok, format!("decided to {}", decision.name()))
            }
            Fact::Prepared(_) => Said::plain("prepared"),
            other => Said::plain(format!("{other:?}")),
        }
    }

    fn nodes(&self, _state: &State) -> Vec<String> {
        let ranks = (0..self.participants).map(|rank| format!("Participant {rank}"));
        std::iter::once("Coordinator".to_owned()).chain(ranks).collect()
    }

    fn standing(&self, state: &State, node: u8) -> Standing {
        let is_down = match node.checked_sub(1) {
            None => !state.coordinator_up,
            Some(rank) => state.down.has(rank),
        };
        if is_down { Standing::Down } else { Standing::Up }
    }

    fn place(&self, event: &Event) -> Option<Place> {
        Some(match event {
            Event::Prepare(rank) | Event::Decide(rank, _) => Place::Wire { from: 0, to: rank + 1 },
            Event::Vote(rank, _) | Event::Ack(rank) => Place::Wire { from: rank + 1, to: 0 },
            Event::Begin | Event::Forced | Event::Retry => Place::At(0),
        })
    }

    fn caption(&self, event: &Event) -> String {
        match event {
            Event::Begin => "begin",
            Event::Prepare(_) => "prepare",
            Event::Vote(_, true) => "yes",
            Event::Vote(_, false) => "no",
            Event::Forced => "forced",
            Event::Decide(_, decision) => decision.name(),
            Event::Ack(_) => "ack",
            Event::Retry => "retry",
        }
        .to_owned()
    }

    fn sign(&self, fact: &Fact) -> Option<Sign> {
        match fact {
            Fact::Decided(_) => Some(Sign::Decision(0)),
            Fact::Prepared(rank) => Some(Sign::Note(rank + 1)),
            _ => None,
        }
    }

    fn outline(&self, state: &State) -> Vec<Row> {
        let log = state.decision.map_or("nothing", Decision::name);
        let mut rows = vec![Row::new("Coordinator", "log", log)];
        if state.coordinator_up {
            let phase = match state.phase {
                Phase::Collecting(_) => "collecting",
                Phase::Forcing => "forcing",
                Phase::Telling(_) => "telling",
                Phase::Done => "done",
            };
            rows.push(Row::new("Coordinator", "phase", phase));
        }
        let record = |(rank, record): (usize, &Record)| {
            let value = match record {
                Record::Nothing => "nothing",
                Record::Prepared => "prepared",
                Record::Decided(decision) => decision.name(),
            };
            Row::new(format!("Participant {rank}"), "log", value)
        };
        rows.extend(state.records.iter().enumerate().map(record));
        rows
    }
}

fn all_agree(_: &Commit, state: &State, _: &Bag<'_, Event>) -> Holds {
    let at = |decision| state.records.iter().position(|r| *r == Record::Decided(decision));
    match (at(Decision::Commit), at(Decision::Abort)) {
        (Some(commits), Some(aborts)) => {
            Err(format!("participant {commits} committed, participant {aborts} aborted").into())
        }
        _ => Ok(()),
    }
}

fn nothing_in_doubt(_: &Commit, state: &State, _: &Bag<'_, Event>) -> Holds {
    match state.records.iter().position(|r| !matches!(r, Record::Decided(_))) {
        Some(rank) => Err(format!("participant {rank} does not know the decision").into()),
        None => Ok(()),
    }
}

fn all_recorded(state: &State, decision: Decision) -> Holds {
    let all = state.records.iter().all(|record| *record == Record::Decided(decision));
    if all { Ok(()) } else { Err(format!("not all decided to {decision:?}").into()) }
}
