//! What a system is: a closed world that moves by events.

use crate::agenda::{Agenda, Lane};
use crate::chart::{Place, Sign, Standing};
use crate::cx::Cx;
use crate::law::Law;
use crate::metric::{Figure, Metric};
use crate::outline::Row;
use crate::symmetry::Symmetry;
use crate::time::{Span, Time};
use std::fmt::Debug;
use std::hash::Hash;

/// A closed world that moves by events. The value *is* the parameters.
///
/// A model reads no clock, no random source, no unordered collection and no environment: time,
/// chance and the future come through [`Cx`] or not at all.
pub trait Model: Clone + 'static {
    /// Everything that there is at one step, but for what is booked. Holds no `usize`.
    type State: Clone + Eq + Hash + Debug;
    /// What the world does by itself: a message arrives, a timer rings.
    type Event: Clone + Ord + Hash + Debug;
    /// What a person does: crash, partition, add a shard.
    type Action: Clone + Ord + Hash + Debug;
    /// What there is to tell about a step, past tense.
    type Fact: Clone + Debug;

    /// Raised whenever the same recipe gives another trace.
    const VERSION: u32 = 1;
    /// What must hold, and what must be seen.
    const LAWS: &'static [Law<Self>];
    /// What a search may spend: the budgets that [`Model::price`] and [`Cx::fault`] name.
    const BUDGETS: &'static [Allowance] = &[];
    /// Parts that are interchangeable, so that a search may take states that differ in their names
    /// for one.
    const SYMMETRY: Option<Symmetry<Self>> = None;
    /// Whether there can be messages that are lost or doubled one by one: whether an event that is
    /// in no lane is ever of [`Class::Message`].
    const MESSAGES: bool = true;
    /// Numbers folded over facts.
    const METRICS: &'static [Metric<Self>] = &[];

    /// How a search treats time.
    fn search(&self) -> Search;
    /// The first state, and what is booked with it (waits from the start).
    fn start(&self) -> (Self::State, Vec<(Span, Self::Event)>);
    /// A booked event happens.
    fn on_event(&self, state: &mut Self::State, event: Self::Event, cx: &mut Cx<'_, Self>);
    /// A person does something that [`Model::accepts`].
    fn on_action(&self, state: &mut Self::State, action: Self::Action, cx: &mut Cx<'_, Self>);

    /// The finite menu that the checker walks, in a fixed order.
    fn actions(&self, state: &Self::State, out: &mut Vec<Self::Action>);

    /// Whether a person may do this now: the menu, and actions with a free argument.
    fn accepts(&self, state: &Self::State, action: &Self::Action) -> bool {
        let mut menu = Vec::new();
        self.actions(state, &mut menu);
        menu.contains(action)
    }

    /// What a search pays for an action; `None` is free.
    fn price(&self, _action: &Self::Action) -> Option<Budget> {
        None
    }

    /// Whether this is one of the accidents that a run's nature may bring about by itself.
    fn is_mishap(&self, action: &Self::Action) -> bool {
        self.price(action).is_some()
    }

    /// What kind of event this is.
    fn class(&self, event: &Self::Event) -> Class;

    /// Events of one lane keep their order: only the head is on offer.
    fn lane(&self, _event: &Self::Event) -> Option<Lane> {
        None
    }

    /// Everybody is up and connected.
    fn calm(&self, _state: &Self::State) -> bool {
        true
    }

    /// A fact in plain words.
    fn say(&self, fact: &Self::Fact) -> Said {
        Said::plain(format!("{fact:?}"))
    }

    /// A booked event in a few words.
    fn name_event(&self, event: &Self::Event) -> String {
        format!("{event:?}")
    }

    /// An action in a few words: what the button says.
    fn name_action(&self, action: &Self::Action) -> String {
        self.write_action(action)
    }

    /// An action in the compact text form that a link carries; see [`Model::read_action`].
    fn write_action(&self, action: &Self::Action) -> String {
        format!("{action:?}")
    }

    /// Reads what [`Model::write_action`] wrote; `None` where it is no action.
    ///
    /// The default finds it in the menu, so a model without free arguments writes nothing here.
    fn read_action(&self, state: &Self::State, text: &str) -> Option<Self::Action> {
        let mut menu = Vec::new();
        self.actions(state, &mut menu);
        menu.into_iter().find(|action| self.write_action(action) == text)
    }

    /// Numbers that are read off a state rather than folded over facts.
    fn figures(&self, _state: &Self::State) -> Vec<Figure> {
        Vec::new()
    }

    /// The nodes by name, for the space-time diagram; a node's place here is its number. Empty for a
    /// system without nodes, which has no such diagram. Nodes may come while a run lasts, at the
    /// end; none goes, and none changes its number.
    fn nodes(&self, _state: &Self::State) -> Vec<String> {
        Vec::new()
    }

    /// How a node stands. Crashes, restarts and pauses of a diagram are read off this.
    fn standing(&self, _state: &Self::State, _node: u8) -> Standing {
        Standing::Up
    }

    /// Where a booked event happens: a message on a wire, a timer at a node. `None` keeps it out of
    /// the space-time diagram.
    fn place(&self, _event: &Self::Event) -> Option<Place> {
        None
    }

    /// A booked event in two or three words that stand on its arrow: what [`Model::name_event`]
    /// says without sender and receiver.
    fn caption(&self, event: &Self::Event) -> String {
        self.name_event(event)
    }

    /// What a fact means to the space-time diagram; its words and its role are those of
    /// [`Model::say`]. `None` for what shows by itself: a message that was sent or received, a timer
    /// that rang, a node that crashed or came back.
    fn sign(&self, _fact: &Self::Fact) -> Option<Sign> {
        None
    }

    /// The state as rows, for the list of what a step changed: each node's memory and log, the locks,
    /// the stock. The order is that of the page and stays the same from step to step.
    fn outline(&self, _state: &Self::State) -> Vec<Row> {
        Vec::new()
    }
}

/// How a search treats time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// Any booked event may come next. A model that reads the clock is not checkable so.
    Untimed,
    /// Events come in the order of their instants, and actions at multiples of a grain.
    Timed {
        /// Actions and delays fall on multiples of this.
        grain: Span,
        /// What keeps the search finite.
        until: Until,
    },
}

/// What keeps a timed search finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Dates are part of a state, and nothing after this instant is searched.
    Horizon(Time),
    /// Instants are ages, and ages at or above this span are alike: no horizon. For models that
    /// compare instants with each other, never with a date, and ages with nothing longer.
    Ages(Span),
}

/// What kind of event a booking is; what a hand may do with it follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// On the wire: may be fired, dropped, doubled, delayed.
    Message,
    /// Rings at its instant: may be fired.
    Timer,
    /// A step of a process, of free length: may be fired.
    Internal,
}

/// Names one budget of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Budget(pub u8);

impl Budget {
    /// Messages that the search may drop.
    pub const DROP: Budget = Budget(0);
    /// Messages that the search may double.
    pub const COPY: Budget = Budget(1);
    /// The first number that is the model's own; it has [`Budget::KINDS`] minus two.
    pub const FIRST: u8 = 2;
    /// How many budgets there can be.
    pub const KINDS: usize = 8;
}

/// A budget of the model's own, as the checker's form offers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// The budget.
    pub budget: Budget,
    /// What is counted, plural: "crashes".
    pub label: &'static str,
    /// How many a search may spend unless it is told otherwise.
    pub limit: u8,
}

/// The role that a text plays; every role has a colour and a second sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// Something went right.
    Ok,
    /// Somebody waits.
    Wait,
    /// Something is held.
    Lock,
    /// Something was lost, crashed or broken.
    Lost,
}

/// A fact in plain words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// One short sentence without a full stop.
    pub text: String,
    /// Its role.
    pub tone: Tone,
    /// Whether it is a mark on the timeline.
    pub mark: bool,
}

impl Said {
    /// A sentence of no special role and without a mark.
    pub fn plain(text: impl Into<String>) -> Said {
        Said { text: text.into(), tone: Tone::Plain, mark: false }
    }

    /// A sentence that is a mark on the timeline.
    pub fn mark(tone: Tone, text: impl Into<String>) -> Said {
        Said { text: text.into(), tone, mark: true }
    }
}

/// What a view may see of one instant. Nothing reachable from it can change a run:
///
/// ```compile_fail,E0594
/// fn cheat<M: kernel::Model>(frame: &kernel::Frame<'_, M>, other: M::State) {
///     *frame.state = other;
/// }
/// ```
pub struct Frame<'a, M: Model> {
    /// The parameters.
    pub model: &'a M,
    /// The state after the last step.
    pub state: &'a M::State,
    /// What is booked.
    pub agenda: &'a Agenda<M::Event>,
    /// The instant that is shown: at or after that of the last step.
    pub now: Time,
    /// How many steps led here.
    pub step: u64,
    /// The latest facts, oldest first.
    pub recent: &'a std::collections::VecDeque<Told<M::Fact>>,
}

/// A fact with its place in the run.
#[derive(Clone, Debug)]
pub struct Told<F> {
    /// The step that told it: the first step of a run is 1.
    pub step: u64,
    /// The instant of that step.
    pub at: Time,
    /// What it told.
    pub fact: F,
}
