//! The specification as a model: every disjunct an action, and a scheduler for those who want to see
//! it play.

use kernel::{Class, Cx, Draw, Figure, Law, Metric, Model, Row, Said, Search, Span, Symmetry};

use super::laws::LAWS;
use super::spec::{Action, Flat, Layout, Message, RmState, Spec, TmState};
use super::telling;

/// The time from one step of the seed's to the next.
pub const PACE: Span = Span::millis(480);

/// The parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextbookTwoPhaseCommit {
    /// The rules.
    pub spec: Spec,
    /// Who takes the steps.
    pub steps: Steps,
}

/// Who takes the steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steps {
    /// A person: the enabled disjuncts are the menu, and nothing is booked.
    Hand,
    /// The seed: one enabled disjunct after the other is drawn, all as likely. The menu is empty,
    /// so that a search tries every disjunct once, and counts what it counts with a hand.
    Seed,
}

/// `rmState`, `tmState`, `tmPrepared` and `msgs`.
pub type State = Flat;

/// What happens by itself: the seed draws the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Drawn;

/// A step that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The disjunct.
    pub action: Action,
    /// Whether it changed anything: a message may be received again.
    pub is_new: bool,
    /// Whether it was the first.
    pub is_first: bool,
    /// How it ended, where this step was the last that all resource managers waited for.
    pub outcome: Option<RmState>,
}

const METRICS: &[Metric<TextbookTwoPhaseCommit>] = &telling::METRICS;

impl TextbookTwoPhaseCommit {
    /// The disjuncts that are enabled.
    pub fn enabled(&self, state: &State) -> Vec<Action> {
        let mut enabled = Vec::new();
        self.spec.enabled(state, &mut enabled);
        enabled
    }

    /// How it ended, once every resource manager has decided and all alike.
    pub fn outcome(&self, state: &State) -> Option<RmState> {
        let ends = [RmState::Committed, RmState::Aborted];
        ends.into_iter().find(|end| self.spec.all_are(state, *end))
    }

    fn take(&self, state: &mut State, action: Action) -> Fact {
        let before = *state;
        self.spec.take(state, action);
        let ended = |state: &State| self.outcome(state);
        let outcome = ended(state).filter(|_| ended(&before).is_none());
        let is_first = before == State::init(self.spec.managers);
        Fact { action, is_new: *state != before, is_first, outcome }
    }
}

impl Model for TextbookTwoPhaseCommit {
    type State = State;
    type Event = Drawn;
    type Action = Action;
    type Fact = Fact;

    const VERSION: u32 = 2;
    const LAWS: &'static [Law<Self>] = LAWS;
    const MESSAGES: bool = false;
    const METRICS: &'static [Metric<Self>] = METRICS;
    const SYMMETRY: Option<Symmetry<Self>> = Some(Symmetry {
        parts: "resource managers",
        count: |model| model.spec.managers,
        state: |_, state, renaming| state.rename(renaming),
        event: |_, _, _| {},
        view: |model, state, _, rm, hasher| model.spec.view(state, rm, hasher),
    });

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (State, Vec<(Span, Drawn)>) {
        let booked = match self.steps {
            Steps::Hand => Vec::new(),
            Steps::Seed => vec![(PACE, Drawn)],
        };
        (State::init(self.spec.managers), booked)
    }

    fn on_event(&self, state: &mut State, Drawn: Drawn, cx: &mut Cx<'_, Self>) {
        let enabled = self.enabled(state);
        // There always is one: the transaction manager can abort, or its decision can be received.
        let drawn = cx.choose(Draw::next(0), enabled.len() as u32);
        let fact = self.take(state, enabled[drawn as usize]);
        // Once all have decided, all that can happen is that they hear it again: no news.
        if fact.is_new {
            cx.tell(fact);
        }
        cx.after(PACE, Drawn);
    }

    fn on_action(&self, state: &mut State, action: Action, cx: &mut Cx<'_, Self>) {
        cx.tell(self.take(state, action));
    }

    fn actions(&self, state: &State, out: &mut Vec<Action>) {
        if self.steps == Steps::Hand {
            self.spec.enabled(state, out);
        }
    }

    fn accepts(&self, state: &State, action: &Action) -> bool {
        self.enabled(state).contains(action)
    }

    fn class(&self, _: &Drawn) -> Class {
        Class::Internal
    }

    fn say(&self, fact: &Fact) -> Said {
        telling::say(fact)
    }

    fn name_event(&self, _: &Drawn) -> String {
        "the seed draws the next step".to_owned()
    }

    fn name_action(&self, action: &Action) -> String {
        telling::disjunct(*action)
    }

    fn write_action(&self, action: &Action) -> String {
        telling::write(*action)
    }

    fn read_action(&self, state: &State, text: &str) -> Option<Action> {
        self.enabled(state).into_iter().find(|action| telling::write(*action) == text)
    }

    fn figures(&self, state: &State) -> Vec<Figure> {
        let count = |is| self.spec.everybody().filter(|rm| state.rm(*rm) == is).count();
        let figure =
            |key, label, is| Figure { key, label, value: Some(count(is) as f64), unit: "" };
        vec![
            figure("prepared", "prepared", RmState::Prepared),
            figure("committed", "committed", RmState::Committed),
            figure("aborted", "aborted", RmState::Aborted),
        ]
    }

    fn outline(&self, state: &State) -> Vec<Row> {
        let tm = "transaction manager";
        let mut rows = vec![Row::new(tm, "state", telling::of_tm(state.tm()))];
        for rm in self.spec.everybody() {
            let heard = if state.tm_prepared(rm) { "prepared" } else { "nothing" };
            rows.push(Row::new(tm, format!("heard from {}", rm + 1), heard));
        }
        for rm in self.spec.everybody() {
            rows.push(Row::new(telling::manager(rm), "state", telling::of_rm(state.rm(rm))));
        }
        let messages = self.spec.everybody().map(Message::Prepared);
        for message in messages.chain([Message::Commit, Message::Abort]) {
            if state.sent(message) {
                rows.push(Row::new("messages", telling::message(message), "sent"));
            }
        }
        rows
    }
}

/// Whether the transaction manager has not decided.
pub fn is_undecided(state: &State) -> bool {
    state.tm() == TmState::Init
}
