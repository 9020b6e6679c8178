//! Three shops in one world.

use super::racer::Racer;
use super::score::Score;
use super::{laws, metrics};
use crate::cluster::{self, Action, Cluster, Event as Booked, Fact as Told, Port};
use crate::saga::rules::Sagas;
use crate::three_phase_commit::rules::ThreePhase;
use crate::two_phase_commit::rules::TwoPhase;
use kernel::{
    Aside, Budget, Class, Cx, Delay, Draw, Figure, Lane, Law, Metric, Model, Said, Search, Span,
    Time, Wait,
};

/// One shop under three protocols.
#[derive(Clone, Debug)]
pub struct CommitRace {
    /// Under two-phase commit.
    pub two: Cluster<TwoPhase>,
    /// Under three-phase commit.
    pub three: Cluster<ThreePhase>,
    /// Under a saga.
    pub saga: Cluster<Sagas>,
}

/// One shop.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shop<P: Racer> {
    /// Its servers and links.
    pub state: cluster::State<P>,
    /// How it has done so far.
    pub score: Aside<Score>,
}

/// All three.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// Under two-phase commit.
    pub two: Shop<TwoPhase>,
    /// Under three-phase commit.
    pub three: Shop<ThreePhase>,
    /// Under a saga.
    pub saga: Shop<Sagas>,
}

/// Something of one of the three.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Of<A, B, C> {
    /// Of two-phase commit.
    Two(A),
    /// Of three-phase commit.
    Three(B),
    /// Of the saga.
    Saga(C),
}

/// What the world does by itself.
pub type Event = Of<Booked<TwoPhase>, Booked<ThreePhase>, Booked<Sagas>>;
/// What a step was.
pub type Fact = Of<Told<TwoPhase>, Told<ThreePhase>, Told<Sagas>>;

/// The door of one shop to the world that it shares.
struct Door<'c, 'x, P: Racer> {
    cx: &'c mut Cx<'x, CommitRace>,
    event: fn(Booked<P>) -> Event,
    of_event: fn(&Event) -> Option<&Booked<P>>,
    fact: fn(Told<P>) -> Fact,
    score: Score,
}

impl<P: Racer> Port<P> for Door<'_, '_, P> {
    fn after(&mut self, wait: Wait, event: Booked<P>) {
        self.cx.after(wait, (self.event)(event));
    }

    fn after_once(&mut self, wait: Wait, event: Booked<P>) -> bool {
        self.cx.after_once(wait, (self.event)(event))
    }

    fn cancel_where(&mut self, which: &dyn Fn(&Booked<P>) -> bool) {
        let of_event = self.of_event;
        self.cx.cancel_where(|event| of_event(event).is_some_and(which));
    }

    fn choose(&mut self, draw: Draw, bound: u32) -> u32 {
        self.cx.choose(draw, bound)
    }

    fn chance(&mut self, draw: Draw, num: u32, den: u32) -> bool {
        self.cx.chance(draw, num, den)
    }

    fn fault(&mut self, budget: Budget, draw: Draw, num: u32, den: u32) -> bool {
        self.cx.fault(budget, draw, num, den)
    }

    fn delay(&mut self, draw: Draw, law: Delay) -> Wait {
        self.cx.delay(draw, law)
    }

    fn instant(&mut self) -> Option<Time> {
        let mut instant = None;
        self.cx.record(|now| instant = Some(now));
        instant
    }

    fn tell(&mut self, fact: Told<P>) {
        self.score.take(&fact);
        self.cx.tell((self.fact)(fact));
    }
}

/// Does something in one shop: `$variant` of the events, `$shop` of the state.
macro_rules! within {
    ($model:expr, $state:expr, $cx:expr, $shop:ident, $variant:ident, $does:expr) => {{
        let shop = &mut $state.$shop;
        let mut door = Door {
            cx: $cx,
            event: Of::$variant,
            of_event: |event| match event {
                Of::$variant(event) => Some(event),
                _ => None,
            },
            fact: Of::$variant,
            score: std::mem::take(&mut shop.score.0),
        };
        $does(&$model.$shop, &mut shop.state, &mut door);
        shop.score.0 = door.score;
    }};
}

/// The same deed in another shop.
fn alike<P: Racer, Q: Racer>(action: &Action<P>) -> Action<Q> {
    match *action {
        Action::Crash(node) => Action::Crash(node),
        Action::Restart(node) => Action::Restart(node),
        Action::Pause(node) => Action::Pause(node),
        Action::Resume(node) => Action::Resume(node),
        Action::Cut(a, b, ways) => Action::Cut(a, b, ways),
        Action::Clog(a, b, ways) => Action::Clog(a, b, ways),
        Action::Heal(a, b, ways) => Action::Heal(a, b, ways),
        Action::Isolate(node) => Action::Isolate(node),
        Action::Rejoin(node) => Action::Rejoin(node),
        Action::Errand(node, errand) => Action::Errand(node, errand),
    }
}

/// Does a deed where it can be done.
fn try_it<P: Racer>(
    cluster: &Cluster<P>,
    state: &mut cluster::State<P>,
    action: Action<P>,
    door: &mut Door<'_, '_, P>,
) {
    if cluster.accepts(state, &action) {
        cluster.act(state, action, door);
    }
}

impl Model for CommitRace {
    type State = State;
    type Event = Event;
    type Action = Action<TwoPhase>;
    type Fact = Fact;

    const VERSION: u32 = 2;
    const LAWS: &'static [Law<CommitRace>] = laws::LAWS;
    const METRICS: &'static [Metric<CommitRace>] = metrics::METRICS;

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (State, Vec<(Span, Event)>) {
        fn shop<P: Racer>(state: cluster::State<P>) -> Shop<P> {
            Shop { state, score: Aside::default() }
        }
        let ((two, of_two), (three, of_three), (saga, of_saga)) =
            (self.two.begin(), self.three.begin(), self.saga.begin());
        let of_two = of_two.into_iter().map(|(wait, event)| (wait, Of::Two(event)));
        let of_three = of_three.into_iter().map(|(wait, event)| (wait, Of::Three(event)));
        let of_saga = of_saga.into_iter().map(|(wait, event)| (wait, Of::Saga(event)));
        let state = State { two: shop(two), three: shop(three), saga: shop(saga) };
        (state, of_two.chain(of_three).chain(of_saga).collect())
    }

    fn on_event(&self, state: &mut State, event: Event, cx: &mut Cx<'_, CommitRace>) {
        match event {
            Of::Two(event) => {
                within!(self, state, cx, two, Two, |cluster: &Cluster<_>, state, door| {
                    cluster.happen(state, event, door)
                })
            }
            Of::Three(event) => {
                within!(self, state, cx, three, Three, |cluster: &Cluster<_>, state, door| {
                    cluster.happen(state, event, door)
                });
            }
            Of::Saga(event) => {
                within!(self, state, cx, saga, Saga, |cluster: &Cluster<_>, state, door| {
                    cluster.happen(state, event, door)
                });
            }
        }
    }

    fn on_action(&self, state: &mut State, action: Action<TwoPhase>, cx: &mut Cx<'_, CommitRace>) {
        let (of_three, of_saga) = (alike(&action), alike(&action));
        within!(self, state, cx, two, Two, |cluster, state, door: &mut _| try_it(
            cluster, state, action, door
        ));
        within!(self, state, cx, three, Three, |cluster, state, door: &mut _| try_it(
            cluster, state, of_three, door
        ));
        within!(self, state, cx, saga, Saga, |cluster, state, door: &mut _| try_it(
            cluster, state, of_saga, door
        ));
    }

    fn actions(&self, state: &State, out: &mut Vec<Action<TwoPhase>>) {
        self.two.actions(&state.two.state, out);
    }

    fn accepts(&self, state: &State, action: &Action<TwoPhase>) -> bool {
        self.two.accepts(&state.two.state, action)
            || self.three.accepts(&state.three.state, &alike(action))
            || self.saga.accepts(&state.saga.state, &alike(action))
    }

    fn price(&self, action: &Action<TwoPhase>) -> Option<Budget> {
        self.two.price(action)
    }

    fn is_mishap(&self, action: &Action<TwoPhase>) -> bool {
        self.two.is_mishap(action)
    }

    fn class(&self, event: &Event) -> Class {
        match event {
            Of::Two(event) => self.two.class(event),
            Of::Three(event) => self.three.class(event),
            Of::Saga(event) => self.saga.class(event),
        }
    }

    fn lane(&self, event: &Event) -> Option<Lane> {
        let (lane, shop) = match event {
            Of::Two(event) => (self.two.lane(event), 0),
            Of::Three(event) => (self.three.lane(event), 1),
            Of::Saga(event) => (self.saga.lane(event), 2),
        };
        lane.map(|Lane(lane)| Lane(lane | shop << 16))
    }

    fn calm(&self, state: &State) -> bool {
        state.two.state.is_calm() && state.three.state.is_calm() && state.saga.state.is_calm()
    }

    fn say(&self, fact: &Fact) -> Said {
        let (said, name) = match fact {
            Of::Two(fact) => (self.two.say(fact), "2PC"),
            Of::Three(fact) => (self.three.say(fact), "3PC"),
            Of::Saga(fact) => (self.saga.say(fact), "Saga"),
        };
        Said { text: format!("{name}: {}", said.text), ..said }
    }

    fn name_event(&self, event: &Event) -> String {
        match event {
            Of::Two(event) => format!("2PC: {}", self.two.name_event(event)),
            Of::Three(event) => format!("3PC: {}", self.three.name_event(event)),
            Of::Saga(event) => format!("Saga: {}", self.saga.name_event(event)),
        }
    }

    fn name_action(&self, action: &Action<TwoPhase>) -> String {
        self.two.name_action(action)
    }

    fn write_action(&self, action: &Action<TwoPhase>) -> String {
        self.two.write_action(action)
    }

    fn read_action(&self, state: &State, text: &str) -> Option<Action<TwoPhase>> {
        self.two.read_action(&state.two.state, text)
    }

    fn figures(&self, state: &State) -> Vec<Figure> {
        let count =
            |key, label, count: u64| Figure { key, label, value: Some(count as f64), unit: "" };
        vec![
            count("two_committed", "committed, 2PC", state.two.score.0.committed),
            count("three_committed", "committed, 3PC", state.three.score.0.committed),
            count("saga_committed", "committed, saga", state.saga.score.0.committed),
            count("two_sent", "messages, 2PC", state.two.state.tally.0.sent),
            count("three_sent", "messages, 3PC", state.three.state.tally.0.sent),
            count("saga_sent", "messages, saga", state.saga.state.tally.0.sent),
        ]
    }
}
