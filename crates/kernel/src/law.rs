//! Laws: named sentences about a state or a step, and the watch that judges them as a run goes.

use crate::agenda::Agenda;
use crate::model::{Model, Tone};
use crate::time::Time;
use std::borrow::Cow;

/// `Ok`, or why not. The text should be made only on a breach.
pub type Holds = Result<(), Cow<'static, str>>;

/// What a law claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It holds in every state, or at every step.
    Always,
    /// It is seen at least once: the proof beside it is not empty.
    Sometimes,
    /// It holds wherever nothing is booked and everybody is up and connected.
    AtRest,
    /// From every state a state where it holds can be reached without spending a budget.
    Recoverable,
}

/// One law of a model.
pub struct Law<M: Model> {
    /// The sentence: "all agree".
    pub name: &'static str,
    /// What it claims.
    pub kind: Kind,
    /// How it is judged.
    pub test: Test<M>,
}

/// A law that is judged of states: model, state, booked events without instants.
pub type OfState<M> = fn(&M, &<M as Model>::State, &Bag<'_, <M as Model>::Event>) -> Holds;
/// A law that is judged of steps.
pub type OfStep<M> = fn(&M, &Change<'_, M>) -> Holds;

/// A law that is judged of what steps tell: model, the state after, facts. Unlike [`OfStep`] it does
/// not look back, so that nothing has to be kept of the state before: where both would do, this one
/// lets a run go several times as fast.
pub type OfTold<M> = fn(&M, &<M as Model>::State, &[<M as Model>::Fact]) -> Holds;

/// How a law is judged.
pub enum Test<M: Model> {
    /// Once per distinct state.
    State(OfState<M>),
    /// At every transition, also into known states.
    Step(OfStep<M>),
    /// At every transition too, without the state before.
    Told(OfTold<M>),
}

impl<M: Model> Law<M> {
    /// It holds in every state.
    pub const fn always(name: &'static str, test: OfState<M>) -> Law<M> {
        Law { name, kind: Kind::Always, test: Test::State(test) }
    }

    /// It holds at every step.
    pub const fn always_step(name: &'static str, test: OfStep<M>) -> Law<M> {
        Law { name, kind: Kind::Always, test: Test::Step(test) }
    }

    /// It is seen in some state.
    pub const fn sometimes(name: &'static str, test: OfState<M>) -> Law<M> {
        Law { name, kind: Kind::Sometimes, test: Test::State(test) }
    }

    /// It is seen at some step.
    pub const fn sometimes_step(name: &'static str, test: OfStep<M>) -> Law<M> {
        Law { name, kind: Kind::Sometimes, test: Test::Step(test) }
    }

    /// It holds of what every step tells.
    pub const fn always_told(name: &'static str, test: OfTold<M>) -> Law<M> {
        Law { name, kind: Kind::Always, test: Test::Told(test) }
    }

    /// Some step tells it.
    pub const fn sometimes_told(name: &'static str, test: OfTold<M>) -> Law<M> {
        Law { name, kind: Kind::Sometimes, test: Test::Told(test) }
    }

    /// It holds at rest.
    pub const fn at_rest(name: &'static str, test: OfState<M>) -> Law<M> {
        Law { name, kind: Kind::AtRest, test: Test::State(test) }
    }

    /// It can be reached from everywhere.
    pub const fn recoverable(name: &'static str, test: OfState<M>) -> Law<M> {
        Law { name, kind: Kind::Recoverable, test: Test::State(test) }
    }
}

/// What is booked, without instants: all that a law may know of the future.
pub struct Bag<'a, E>(pub(crate) &'a Agenda<E>);

impl<'a, E> Bag<'a, E> {
    /// What an agenda holds: for who judges laws of a world that the kernel does not run.
    pub fn of(agenda: &'a Agenda<E>) -> Bag<'a, E> {
        Bag(agenda)
    }

    /// The booked events, in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = &'a E> {
        self.0.iter().map(|booked| &booked.event)
    }

    /// Whether nothing is booked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One transition, as a law of steps sees it.
pub struct Change<'a, M: Model> {
    /// The state before.
    pub before: &'a M::State,
    /// The state after.
    pub after: &'a M::State,
    /// What the step told.
    pub facts: &'a [M::Fact],
}

/// A law as a page lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LawInfo {
    /// The sentence.
    pub name: &'static str,
    /// What it claims.
    pub kind: Kind,
}

/// How a law stands at the playhead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It held at every step so far.
    Holds,
    /// A `Sometimes` law has been seen, first at this step.
    Seen(u64),
    /// A `Sometimes` law has not been seen yet.
    NotYet,
    /// It cannot be judged here, and why.
    Waiting(String),
    /// It was broken, first here.
    Broken(Breach),
}

/// The first place at which a law was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The step.
    pub step: u64,
    /// Its instant.
    pub at: Time,
    /// Why the law does not hold there.
    pub why: String,
}

/// A place on the timeline worth a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The step.
    pub step: u64,
    /// Its instant.
    pub at: Time,
    /// The role of what happened.
    pub tone: Tone,
    /// What happened.
    pub text: String,
}

/// What a run remembers of the steps that it has judged, however it is sought afterwards.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    pub(crate) first_breach: Vec<Option<Breach>>,
    pub(crate) first_seen: Vec<Option<u64>>,
    settled: Vec<bool>,
    pub(crate) marks: Vec<Mark>,
}

/// More marks than this are thinned: no timeline has more pixels.
const MARKS: usize = 4_096;

impl Watch {
    pub(crate) fn new(laws: &[LawInfo]) -> Watch {
        // Whether a good state can be reached is no single run's to say.
        let settled = laws.iter().map(|law| law.kind == Kind::Recoverable).collect();
        let (first_breach, first_seen) = (vec![None; laws.len()], vec![None; laws.len()]);
        Watch { first_breach, first_seen, settled, marks: Vec::new() }
    }

    /// A watch for breaches alone: what need only be seen once is not looked for.
    pub(crate) fn of_breaches(laws: &[LawInfo]) -> Watch {
        let breaks = |law: &LawInfo| matches!(law.kind, Kind::Always | Kind::AtRest);
        let settled = laws.iter().map(|law| !breaks(law)).collect();
        Watch { settled, ..Watch::new(laws) }
    }

    /// Notes how a law that is not settled was judged at one step.
    #[inline]
    pub(crate) fn note(&mut self, law: usize, kind: Kind, step: u64, at: Time, holds: Holds) {
        match (kind, holds) {
            (Kind::Sometimes, Ok(())) => {
                self.first_seen[law] = Some(step);
                self.settled[law] = true;
            }
            (Kind::Always | Kind::AtRest, Err(why)) => {
                self.first_breach[law] = Some(Breach { step, at, why: why.into_owned() });
                self.settled[law] = true;
            }
            _ => {}
        }
    }

    /// Whether judging this law again could teach nothing.
    #[inline]
    pub(crate) fn is_settled(&self, law: usize) -> bool {
        self.settled[law]
    }

    pub(crate) fn mark(&mut self, mark: Mark) {
        if self.marks.len() >= MARKS {
            // Every second plain mark goes; those with a role stay, up to the bound.
            let mut nth = 0;
            self.marks.retain(|mark| {
                nth += 1;
                mark.tone != Tone::Plain || nth % 2 == 0
            });
            self.marks.truncate(MARKS - 1);
        }
        self.marks.push(mark);
    }

    /// Forgets everything after a step.
    pub(crate) fn truncate(&mut self, step: u64) {
        for (law, settled) in self.settled.iter_mut().enumerate() {
            let breach = self.first_breach[law].take_if(|breach| breach.step > step);
            let seen = self.first_seen[law].take_if(|seen| *seen > step);
            *settled &= breach.is_none() && seen.is_none();
        }
        self.marks.retain(|mark| mark.step <= step);
    }
}
