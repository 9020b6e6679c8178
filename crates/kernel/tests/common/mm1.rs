//! M/M/1: one server, arrivals and services with exponential intervals, first come first served.
//!
//! With arrival rate λ below service rate μ, the mean number in the system is ρ/(1 − ρ) with
//! ρ = λ/μ, and the mean time in it 1/(μ − λ) (Kleinrock, "Queueing Systems", volume 1, 1975).

use kernel::{Class, Cx, Delay, Draw, Fold, Law, Metric, Model, Search, Span, Time};
use std::collections::VecDeque;

/// The parameters.
#[derive(Clone, Copy, Debug)]
pub struct Mm1 {
    /// The mean time between arrivals.
    pub arrival_mean: Span,
    /// The mean time of a service.
    pub service_mean: Span,
}

/// When each customer in the system arrived; the first is being served.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct State(pub VecDeque<Time>);

/// What the world does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    Arrival,
    Departure,
}

/// What a step was.
#[derive(Clone, Debug)]
pub enum Fact {
    /// Somebody came; so many are in the system now.
    Arrived { present: u32 },
    /// Somebody left after so long; so many are in the system now.
    Departed { present: u32, stay: Span },
}

impl Mm1 {
    fn book(&self, event: Event, cx: &mut Cx<'_, Mm1>) {
        let (stream, mean) = match event {
            Event::Arrival => (0, self.arrival_mean),
            Event::Departure => (1, self.service_mean),
        };
        let law = Delay::Exponential { mean, most: mean * 64 };
        let wait = cx.delay(Draw::next(stream), law);
        cx.after(wait, event);
    }
}

impl Model for Mm1 {
    type State = State;
    type Event = Event;
    type Action = std::convert::Infallible;
    type Fact = Fact;

    const LAWS: &'static [Law<Mm1>] = &[];
    const METRICS: &'static [Metric<Mm1>] = &[
        Metric {
            key: "present",
            label: "customers in the system",
            unit: "",
            fold: Fold::Level(|fact| match fact {
                Fact::Arrived { present } | Fact::Departed { present, .. } => {
                    Some(i64::from(*present))
                }
            }),
        },
        Metric {
            key: "stay_us",
            label: "time in the system",
            unit: "us",
            fold: Fold::Sample(|fact| match fact {
                Fact::Departed { stay, .. } => Some(stay.as_micros() as i64),
                Fact::Arrived { .. } => None,
            }),
        },
        Metric {
            key: "throughput_per_s",
            label: "customers served",
            unit: "1/s",
            fold: Fold::Rate(|fact| u64::from(matches!(fact, Fact::Departed { .. }))),
        },
    ];

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (State, Vec<(Span, Event)>) {
        (State::default(), vec![(Span::ZERO, Event::Arrival)])
    }

    #[inline]
    fn on_event(&self, state: &mut State, event: Event, cx: &mut Cx<'_, Mm1>) {
        let now = cx.now();
        match event {
            Event::Arrival => {
                state.0.push_back(now);
                cx.tell(Fact::Arrived { present: state.0.len() as u32 });
                self.book(Event::Arrival, cx);
                if state.0.len() == 1 {
                    self.book(Event::Departure, cx);
                }
            }
            Event::Departure => {
                let arrived = state.0.pop_front().expect("who departs is in the system");
                let present = state.0.len() as u32;
                cx.tell(Fact::Departed { present, stay: now.since(arrived) });
                if present > 0 {
                    self.book(Event::Departure, cx);
                }
            }
        }
    }

    fn on_action(&self, _: &mut State, action: Self::Action, _: &mut Cx<'_, Mm1>) {
        match action {}
    }

    fn actions(&self, _: &State, _: &mut Vec<Self::Action>) {}

    fn class(&self, _: &Event) -> Class {
        Class::Internal
    }
}
