//! A cluster as the kernel sees it: what may be done, what it costs, and how it is called.

use super::action::{self, Action, Ways};
use super::driver::{CRASHES, CUTS, Cluster, ERRANDS, Event, RESTARTS, lane};
use super::fact::Fact;
use super::portrait;
use super::protocol::{Envelope, Node, Protocol};
use super::state::{Power, State};
use super::telling;
use kernel::{
    Allowance, Budget, Class, Cx, Figure, Lane, Law, Metric, Model, Place, Row, Said, Search, Sign,
    Span, Standing,
};

impl<P: Protocol> Model for Cluster<P> {
    type State = State<P>;
    type Event = Event<P>;
    type Action = Action<P>;
    type Fact = Fact<P>;

    const VERSION: u32 = P::VERSION;
    const LAWS: &'static [Law<Cluster<P>>] = P::LAWS;
    const BUDGETS: &'static [Allowance] = P::BUDGETS;
    const METRICS: &'static [Metric<Cluster<P>>] = P::METRICS;

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (State<P>, Vec<(Span, Event<P>)>) {
        self.begin()
    }

    fn on_event(&self, state: &mut State<P>, event: Event<P>, cx: &mut Cx<'_, Cluster<P>>) {
        self.happen(state, event, cx);
    }

    fn on_action(&self, state: &mut State<P>, action: Action<P>, cx: &mut Cx<'_, Cluster<P>>) {
        self.act(state, action, cx);
    }

    fn actions(&self, state: &State<P>, out: &mut Vec<Action<P>>) {
        self.protocol.errands(&mut |node, errand| {
            let action = Action::Errand(node, errand);
            if self.fits(state, &action) {
                out.push(action);
            }
        });
        for node in (0..self.protocol.nodes()).filter(|node| !self.protocol.is_client(*node)) {
            out.push(match state.server(node).power {
                Power::Down => Action::Restart(node),
                Power::Up | Power::Paused => Action::Crash(node),
            });
        }
        for a in 0..self.protocol.nodes() {
            for b in (a + 1..self.protocol.nodes()).filter(|b| self.can_part(a, *b)) {
                let is_open = state.links.is_open(a, b) && state.links.is_open(b, a);
                out.push(match is_open {
                    true => Action::Cut(a, b, Ways::Both),
                    false => Action::Heal(a, b, Ways::Both),
                });
            }
        }
    }

    fn accepts(&self, state: &State<P>, action: &Action<P>) -> bool {
        self.fits(state, action)
    }

    fn price(&self, action: &Action<P>) -> Option<Budget> {
        match action {
            Action::Crash(_) => Some(CRASHES),
            Action::Cut(..) | Action::Isolate(_) => Some(CUTS),
            Action::Errand(..) => Some(ERRANDS),
            Action::Restart(_) if restarts_cost::<P>() => Some(RESTARTS),
            _ => None,
        }
    }

    fn is_mishap(&self, action: &Action<P>) -> bool {
        matches!(action, Action::Crash(_) | Action::Cut(..))
    }

    fn class(&self, event: &Event<P>) -> Class {
        match event {
            Event::Arrive(_) => Class::Message,
            Event::Ring(..) | Event::Repair(_) | Event::Mend(..) | Event::Notice(..) => {
                Class::Timer
            }
            Event::Disk(_) | Event::Boot(_) => Class::Internal,
        }
    }

    fn lane(&self, event: &Event<P>) -> Option<Lane> {
        match event {
            Event::Arrive(Envelope { from, to, .. }) if self.is_connection(*from) => {
                Some(Lane(lane(*from, *to)))
            }
            _ => None,
        }
    }

    fn calm(&self, state: &State<P>) -> bool {
        state.is_calm()
    }

    fn figures(&self, state: &State<P>) -> Vec<Figure> {
        let count =
            |key, label, count: u64| Figure { key, label, value: Some(count as f64), unit: "" };
        let servers = (0..).zip(&state.servers);
        let up = servers
            .filter(|(node, server)| server.power == Power::Up && !self.protocol.is_client(*node));
        vec![
            count("servers_up", "servers up", up.count() as u64),
            count("sent", "messages sent", state.tally.0.sent),
            count("forced", "records forced", state.tally.0.forced),
        ]
    }

    fn nodes(&self, _: &State<P>) -> Vec<String> {
        (0..self.protocol.nodes()).map(|node| self.protocol.name(node).to_owned()).collect()
    }

    fn standing(&self, state: &State<P>, node: u8) -> Standing {
        match state.server(node).power {
            Power::Up => Standing::Up,
            Power::Paused => Standing::Paused,
            Power::Down => Standing::Down,
        }
    }

    fn place(&self, event: &Event<P>) -> Option<Place> {
        match event {
            Event::Arrive(Envelope { from, to, .. }) => Some(Place::Wire { from: *from, to: *to }),
            Event::Ring(node, _)
            | Event::Disk(node)
            | Event::Boot(node)
            | Event::Notice(node, _) => Some(Place::At(*node)),
            Event::Repair(_) | Event::Mend(..) => None,
        }
    }

    fn caption(&self, event: &Event<P>) -> String {
        telling::caption(&self.protocol, event)
    }

    fn sign(&self, fact: &Fact<P>) -> Option<Sign> {
        telling::sign(&self.protocol, fact)
    }

    fn outline(&self, state: &State<P>) -> Vec<Row> {
        portrait::outline(&self.protocol, state)
    }

    fn say(&self, fact: &Fact<P>) -> Said {
        telling::say(&self.protocol, fact)
    }

    fn name_event(&self, event: &Event<P>) -> String {
        telling::name_event(&self.protocol, event)
    }

    fn name_action(&self, action: &Action<P>) -> String {
        action::name(&self.protocol, action)
    }

    fn write_action(&self, action: &Action<P>) -> String {
        action::write(&self.protocol, action)
    }

    fn read_action(&self, _: &State<P>, text: &str) -> Option<Action<P>> {
        action::read(&self.protocol, text)
    }
}

impl<P: Protocol> Cluster<P> {
    /// Whether a person can do this now.
    fn fits(&self, state: &State<P>, action: &Action<P>) -> bool {
        let nodes = self.protocol.nodes();
        let power = |node: &Node| {
            (*node < nodes && !self.protocol.is_client(*node)).then(|| state.server(*node).power)
        };
        let links = |a: Node, b: Node, ways: Ways, wanted: fn(&State<P>, Node, Node) -> bool| {
            a.max(b) < nodes
                && self.can_part(a, b)
                && ways.of(a, b).any(|(from, to)| wanted(state, from, to))
        };
        match action {
            Action::Crash(node) => power(node).is_some_and(|power| power != Power::Down),
            Action::Restart(node) => power(node) == Some(Power::Down),
            Action::Pause(node) => power(node) == Some(Power::Up),
            Action::Resume(node) => power(node) == Some(Power::Paused),
            Action::Cut(a, b, ways) => {
                links(*a, *b, *ways, |state, from, to| !state.links.is_cut(from, to))
            }
            Action::Clog(a, b, ways) => {
                links(*a, *b, *ways, |state, from, to| state.links.is_open(from, to))
            }
            Action::Heal(a, b, ways) => {
                links(*a, *b, *ways, |state, from, to| !state.links.is_open(from, to))
            }
            Action::Isolate(node) => {
                power(node).is_some()
                    && self.peers(*node).any(|peer| !state.links.is_cut(*node, peer))
            }
            Action::Rejoin(node) => {
                power(node).is_some()
                    && self.peers(*node).any(|peer| {
                        !state.links.is_open(*node, peer) || !state.links.is_open(peer, *node)
                    })
            }
            Action::Errand(node, errand) => {
                *node < nodes
                    && state.server(*node).power == Power::Up
                    && self.protocol.admits(state.server(*node), *node, errand)
            }
        }
    }
}

fn restarts_cost<P: Protocol>() -> bool {
    P::BUDGETS.iter().any(|allowance| allowance.budget == RESTARTS)
}
