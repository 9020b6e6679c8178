//! The model: workers with clocks of their own, requests that come to them, and hands on the clocks.

use super::action::Action;
use super::clock::{Clock, Pace, Reading};
use super::disorder::Disorder;
use super::fact::{Fact, Made};
use super::ledger::Ledger;
use super::parameters::Restart;
pub use super::parameters::Snowflake;
use super::worker::Worker;
use super::{hands, laws, metrics, telling};
use kernel::{
    Allowance, Aside, Budget, Class, Cx, Delay, Draw, Figure, Law, Metric, Model, Row, Said,
    Search, Span, Time, Until,
};

/// Movements of clocks that a search may make.
pub const MOVES: Budget = Budget(Budget::FIRST);
/// Crashes that a search may make.
pub const CRASHES: Budget = Budget(Budget::FIRST + 1);

/// The most ids that are asked for in a second.
pub const LOAD_MAX: u32 = 100_000;

/// When the next request comes.
const NEXT_ASK: u8 = 0;
/// To which worker it goes.
const WHICH_WORKER: u8 = 1;

/// All workers, and what they have made.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// The workers.
    pub workers: Vec<Worker>,
    /// The ids that were made, by the number in them.
    pub ledgers: Vec<Ledger>,
    /// The latest instant that any id has, where a clock can still come back to it.
    pub front: Option<Front>,
    /// How many ids are asked for in a second, on average.
    pub load: u32,
    /// What tells no states apart.
    pub past: Aside<Past>,
}

/// The id of the latest instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Front {
    /// Where its tick begins on the clocks.
    pub at: Reading,
    /// By how many microseconds its worker's clock was ahead of true time.
    pub error_us: i64,
    /// Who made it.
    pub by: Aside<u8>,
}

/// How a run came here: for pictures and measurements.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// How far the ids are from their order.
    pub disorder: Disorder,
    /// How many ids were made.
    pub made: u64,
    /// How many requests were refused because a clock was behind.
    pub refused: u64,
    /// How many requests found no room, or a worker that was down, or a timestamp that had run out.
    pub lost: u64,
    /// How many ids had been made before.
    pub doubled: u64,
    /// How many ids are smaller than one that was made earlier.
    pub disordered: u64,
    /// The most places by which an id stands behind a larger one.
    pub distance_max: u32,
    /// The most microseconds by which the instant of an id is before that of an earlier one.
    pub late_us_max: u64,
}

impl Past {
    /// Counts an id that was made.
    pub(super) fn count(&mut self, made: &Made) {
        self.made += 1;
        self.doubled += u64::from(made.twin.is_some());
        self.disordered += u64::from(made.larger > 0);
        self.distance_max = self.distance_max.max(made.distance);
        let late_us = made.late.map_or(0, |late| late.late_us);
        self.late_us_max = self.late_us_max.max(late_us);
    }
}

/// What happens by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// Somebody asks for an id.
    Ask,
    /// A worker on which requests wait tries again.
    Wake(u8),
}

impl Snowflake {
    /// The next request is on its way.
    pub(super) fn expect(&self, load: u32, cx: &mut Cx<'_, Self>) {
        if load > 0 {
            let mean = Span::micros(1_000_000 / u64::from(load));
            // A search tries every multiple of a tick up to the most, so that is at least one.
            let gap = Delay::Exponential { mean, most: (mean * 8).max(self.tick()) };
            let gap = cx.delay(Draw::next(NEXT_ASK), gap);
            cx.after(gap, Event::Ask);
        }
    }

    /// Brings the state into the one form that stands for what can still happen.
    fn settle(&self, state: &mut State, now: Time) {
        // No clock reads less than this from now on.
        let oldest = self.tick_of(Reading(now));
        for worker in &mut state.workers {
            worker.clock.settle(now, self.bound);
            worker.last = worker.last.filter(|id| id.at >= oldest);
            worker.top = worker.top.filter(|id| id.at >= oldest);
            worker.not_before = worker.not_before.filter(|instant| *instant > now);
        }
        state.front = state.front.filter(|front| front.at >= oldest);
        for (number, ledger) in (0..).zip(&mut state.ledgers) {
            // Whoever remembers its last id, and will after a crash, makes none before it.
            let last = |worker: &Worker| match self.restart {
                Restart::Remembers => worker.last.map_or(oldest, |id| id.at),
                Restart::Forgets | Restart::WaitsATick => oldest,
            };
            let holders = state.workers.iter().filter(|worker| worker.number == number);
            let reach = holders.map(last).min();
            ledger.settle(oldest, reach);
        }
    }
}

impl Model for Snowflake {
    type State = State;
    type Event = Event;
    type Action = Action;
    type Fact = Fact;

    const VERSION: u32 = 3;
    const LAWS: &'static [Law<Self>] = laws::LAWS;
    const BUDGETS: &'static [Allowance] = &[
        Allowance { budget: MOVES, label: "movements of clocks", limit: 2 },
        Allowance { budget: CRASHES, label: "crashes", limit: 0 },
    ];
    const MESSAGES: bool = false;
    const METRICS: &'static [Metric<Self>] = metrics::METRICS;

    /// What is kept of the past is dropped as soon as no clock comes back to it, and a clock that
    /// drifts is held at the bound after a thousand times the bound at most: no age counts for longer.
    /// A timestamp that runs out soon is a date, and wants a horizon.
    fn search(&self) -> Search {
        let until = if self.is_spent_soon() {
            Until::Horizon(Time::ZERO + Span::millis(self.left_ms() as u64) + self.bound)
        } else {
            Until::Ages(self.bound * 2_000 + self.lent() + self.tick() * 2)
        };
        Search::Timed { grain: self.tick(), until }
    }

    fn start(&self) -> (State, Vec<(Span, Event)>) {
        let worker = |place: u8| {
            let number = if self.is_alike && place == 1 { 0 } else { place };
            let mut clock = Clock::off_by(self.first_error_us(place), self.bound);
            if place == 1 {
                let (since, permille) = (Time::ZERO, self.drift_permille);
                clock.run(Pace::Drifting { since, permille }, since, self.bound);
            }
            Worker::new(number, clock)
        };
        let workers: Vec<_> = (0..self.workers).map(worker).collect();
        let ledgers = vec![Ledger::default(); workers.len()];
        let (front, load, past) = (None, self.load, Aside::default());
        let asks = (load > 0).then_some((Span::ZERO, Event::Ask));
        (State { workers, ledgers, front, load, past }, asks.into_iter().collect())
    }

    fn on_event(&self, state: &mut State, event: Event, cx: &mut Cx<'_, Self>) {
        match event {
            Event::Ask => {
                self.expect(state.load, cx);
                let worker = cx.choose(Draw::next(WHICH_WORKER), u32::from(self.workers));
                self.ask(state, worker as u8, cx);
            }
            Event::Wake(worker) => self.serve(state, worker, cx),
        }
        let now = cx.now();
        self.settle(state, now);
    }

    fn on_action(&self, state: &mut State, action: Action, cx: &mut Cx<'_, Self>) {
        self.act(state, action, cx);
        let now = cx.now();
        self.settle(state, now);
    }

    fn actions(&self, state: &State, out: &mut Vec<Action>) {
        hands::menu(state, out);
    }

    fn accepts(&self, state: &State, action: &Action) -> bool {
        hands::accepts(self, state, action)
    }

    fn price(&self, action: &Action) -> Option<Budget> {
        hands::price(self, action)
    }

    fn is_mishap(&self, action: &Action) -> bool {
        matches!(action, Action::Jump(..) | Action::Freeze(_) | Action::Crash(_))
    }

    fn class(&self, _: &Event) -> Class {
        Class::Timer
    }

    fn calm(&self, state: &State) -> bool {
        state.workers.iter().all(|worker| worker.is_up)
    }

    fn say(&self, fact: &Fact) -> Said {
        telling::say(fact)
    }

    fn name_event(&self, event: &Event) -> String {
        telling::name_event(event)
    }

    fn name_action(&self, action: &Action) -> String {
        telling::name_action(action)
    }

    fn write_action(&self, action: &Action) -> String {
        action.to_string()
    }

    fn read_action(&self, _: &State, text: &str) -> Option<Action> {
        Action::read(text)
    }

    fn figures(&self, state: &State) -> Vec<Figure> {
        telling::figures(state)
    }

    fn outline(&self, state: &State) -> Vec<Row> {
        telling::outline(self, state)
    }
}
