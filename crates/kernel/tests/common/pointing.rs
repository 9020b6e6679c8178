//! Parts that point at each other: a relation, which no part's own view can tell whole. In a timed
//! search a part also keeps the instant at which it pointed, and word of it travels in a lane.

use kernel::{Bag, Change, Class, Cx, Holds, Lane, Law, Model, Search, Span, Symmetry, Time};
use std::hash::Hash;

/// The parameters.
#[derive(Clone, Debug)]
pub struct Pointing {
    pub parts: u8,
    pub search: Search,
    /// Whether the view of a part says how many point at it.
    pub is_seen: bool,
    /// What is not symmetric about it.
    pub fault: Option<Fault>,
}

/// Ways in which a model can be less symmetric than it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Whoever is pointed at keeps its old name.
    OnlyPlacesMove,
    /// Whoever is renamed has pointed a moment later.
    InstantsMove,
    ViewNamesThePart,
    LawOfTheFirst,
    StepLawOfTheFirst,
    OnlyTheFirstMayPoint,
    CalmByTheFirst,
}

impl Pointing {
    pub fn new(parts: u8) -> Pointing {
        Pointing { parts, search: Search::Untimed, is_seen: true, fault: None }
    }

    fn is(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }

    fn is_timed(&self) -> bool {
        self.search != Search::Untimed
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// At whom each part points.
    pub to: Vec<Option<u8>>,
    /// When it pointed, in a timed search.
    pub since: Vec<Time>,
}

/// Word that a part points at another, in the lane of the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Heard(u8, u8);

/// A part points at another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point(u8, u8);

fn told(holds: bool) -> Holds {
    if holds { Ok(()) } else { Err("it does not hold".into()) }
}

impl Model for Pointing {
    type State = State;
    type Event = Heard;
    type Action = Point;
    type Fact = Point;

    const LAWS: &'static [Law<Pointing>] = &[
        Law::always("the law", |model, state: &State, _: &Bag<'_, Heard>| {
            told(!model.is(Fault::LawOfTheFirst) || state.to[0] != Some(1))
        }),
        Law::always_step("the law of steps", |model, change: &Change<'_, Pointing>| {
            let by_first = change.facts.iter().any(|point| point.0 == 0);
            told(!model.is(Fault::StepLawOfTheFirst) || !by_first)
        }),
    ];
    const SYMMETRY: Option<Symmetry<Pointing>> = Some(Symmetry {
        parts: "parts",
        count: |model| model.parts,
        state: |model, state, renaming| {
            if !model.is(Fault::OnlyPlacesMove) {
                for to in state.to.iter_mut().flatten() {
                    *to = renaming.of(*to);
                }
            }
            renaming.places(&mut state.to);
            renaming.places(&mut state.since);
            if model.is(Fault::InstantsMove) {
                state.since[0] += Span::micros(1);
            }
        },
        event: |_, event, renaming| *event = Heard(renaming.of(event.0), renaming.of(event.1)),
        view: |model, state, _, part, hasher| {
            if model.is(Fault::ViewNamesThePart) {
                part.hash(hasher);
            }
            if model.is_seen {
                state.to.iter().filter(|to| **to == Some(part)).count().hash(hasher);
            }
        },
    });

    fn search(&self) -> Search {
        self.search
    }

    fn start(&self) -> (State, Vec<(Span, Heard)>) {
        let parts = usize::from(self.parts);
        (State { to: vec![None; parts], since: vec![Time::ZERO; parts] }, Vec::new())
    }

    fn on_event(&self, state: &mut State, Heard(from, to): Heard, _: &mut Cx<'_, Pointing>) {
        // Whoever hears that it is pointed at while it points at nobody points back.
        state.to[usize::from(to)].get_or_insert(from);
    }

    fn on_action(&self, state: &mut State, Point(from, to): Point, cx: &mut Cx<'_, Pointing>) {
        state.to[usize::from(from)] = Some(to);
        if self.is_timed() {
            state.since[usize::from(from)] = cx.now();
            // Twice, so that there is an order in the lane.
            cx.after(Span::millis(1), Heard(from, to));
            cx.after(Span::millis(1), Heard(from, from));
        }
        cx.tell(Point(from, to));
    }

    fn actions(&self, state: &State, out: &mut Vec<Point>) {
        for from in 0..self.parts {
            let may = !self.is(Fault::OnlyTheFirstMayPoint) || from == 0;
            if may && state.to[usize::from(from)].is_none() {
                let others = (0..self.parts).filter(|to| *to != from);
                out.extend(others.map(|to| Point(from, to)));
            }
        }
    }

    fn class(&self, _: &Heard) -> Class {
        Class::Message
    }

    fn lane(&self, event: &Heard) -> Option<Lane> {
        Some(Lane(event.0.into()))
    }

    fn calm(&self, state: &State) -> bool {
        !self.is(Fault::CalmByTheFirst) || state.to[0].is_none()
    }
}
