//! A model of which a test says only what matters: everything is a field, and does nothing
//! unless it is given.

use kernel::{Bag, Budget, Change, Class, Cx, Holds, Lane, Law, Model, Search, Span, Time};

/// A number and an instant, to be used as a test likes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct State {
    pub n: u32,
    pub at: Time,
}

/// An event or an action, by number.
pub type Number = u8;

/// The parameters are the rules.
#[derive(Clone)]
pub struct Tiny {
    pub search: Search,
    pub booked: Vec<(Span, Number)>,
    pub on_event: fn(&mut State, Number, &mut Cx<'_, Tiny>),
    pub on_action: fn(&mut State, Number, &mut Cx<'_, Tiny>),
    pub actions: fn(&State) -> &'static [Number],
    pub class: fn(Number) -> Class,
    pub lane: fn(Number) -> Option<Lane>,
    pub price: fn(Number) -> Option<Budget>,
    /// Judged of every state.
    pub allowed: fn(&State) -> bool,
    /// Judged of every step, by the facts that it told.
    pub may_tell: fn(&[u32]) -> bool,
    /// Judged at rest.
    pub may_rest: fn(&State) -> bool,
    /// What can be reached from everywhere.
    pub good: fn(&State) -> bool,
}

impl Default for Tiny {
    fn default() -> Tiny {
        Tiny {
            search: Search::Untimed,
            booked: Vec::new(),
            on_event: |_, _, _| {},
            on_action: |_, _, _| {},
            actions: |_| &[],
            class: |_| Class::Message,
            lane: |_| None,
            price: |_| None,
            allowed: |_| true,
            may_tell: |_| true,
            may_rest: |_| true,
            good: |_| true,
        }
    }
}

/// The places of the laws among [`Model::LAWS`].
pub const ALLOWED: usize = 0;
pub const MAY_TELL: usize = 1;
pub const MAY_REST: usize = 2;
pub const GOOD: usize = 3;

fn told(holds: bool) -> Holds {
    if holds { Ok(()) } else { Err("it does not hold".into()) }
}

impl Model for Tiny {
    type State = State;
    type Event = Number;
    type Action = Number;
    type Fact = u32;

    const LAWS: &'static [Law<Tiny>] = &[
        Law::always("allowed", |tiny, state, _: &Bag<'_, Number>| told((tiny.allowed)(state))),
        Law::always_step("may tell", |tiny, change: &Change<'_, Tiny>| {
            told((tiny.may_tell)(change.facts))
        }),
        Law::at_rest("may rest", |tiny, state, _| told((tiny.may_rest)(state))),
        Law::recoverable("good", |tiny, state, _| told((tiny.good)(state))),
    ];

    fn search(&self) -> Search {
        self.search
    }

    fn start(&self) -> (State, Vec<(Span, Number)>) {
        (State::default(), self.booked.clone())
    }

    fn on_event(&self, state: &mut State, event: Number, cx: &mut Cx<'_, Tiny>) {
        (self.on_event)(state, event, cx);
    }

    fn on_action(&self, state: &mut State, action: Number, cx: &mut Cx<'_, Tiny>) {
        (self.on_action)(state, action, cx);
    }

    fn actions(&self, state: &State, out: &mut Vec<Number>) {
        out.extend((self.actions)(state));
    }

    fn price(&self, action: &Number) -> Option<Budget> {
        (self.price)(*action)
    }

    fn class(&self, event: &Number) -> Class {
        (self.class)(*event)
    }

    fn lane(&self, event: &Number) -> Option<Lane> {
        (self.lane)(*event)
    }
}
