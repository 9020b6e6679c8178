//! The model: a cluster of shards, clients that look keys up, and hands that change the cluster.

use std::cell::OnceCell;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use kernel::{
    Allowance, Budget, Class, Cx, Delay, Draw, Figure, Law, Metric, Model, Said, Search, Span,
};

use super::action::{Action, Refused};
use super::cluster::Cluster;
use super::comparison::SpreadRow;
use super::laws;
use super::members::{Cannot, NodeId};
use super::metrics;
use super::movement::{Movement, Movements};
use super::placed::{Placed, Places};
use super::placement::Placement;
use super::telling;

/// Changes of the members that a search may make: somebody joins, leaves, gets another weight.
pub const CHANGES: Budget = Budget(Budget::FIRST);
/// Shards or zones that a search may kill.
pub const CRASHES: Budget = Budget(Budget::FIRST + 1);
/// Look-ups that a search may send.
pub const LOOKUPS: Budget = Budget(Budget::FIRST + 2);

/// How long a look-up is on its way: slow, so that one can watch it.
const TRAVEL: Delay = Delay::Between(Span::millis(400), Span::millis(900));

/// Look-ups that come by themselves ask for at most so many of the keys, evenly chosen: a search
/// tries each of them.
pub const ASKED_KEYS_MAX: u32 = 100;

/// Which key the next look-up is for.
const WHICH_KEY: u8 = 0;
/// When the next look-up comes.
const NEXT_ASK: u8 = 1;
/// How long a look-up travels.
const ON_THE_WAY: u8 = 2;
/// Whether another look-up comes at all: always in a run, within a budget in a search.
const GOES_ON: u8 = 3;

/// The parameters. What follows from them is computed once and shared by clones.
#[derive(Clone, Debug)]
pub struct HashRing {
    /// How many shards hold each key, if there are as many.
    pub replicas: u32,
    /// How many zones new shards are dealt to in turn, from 1.
    pub zones: u32,
    /// The weights that new shards get.
    pub weights: Weights,
    /// Look-ups a second of virtual time, on average; zero for none but those that are typed.
    pub lookups_per_second: u32,
    pub(super) first: Cluster,
    pub(super) places: Rc<Places>,
    pub(super) spreads: Rc<OnceCell<Result<Vec<SpreadRow>, Cannot>>>,
}

/// The weights of the shards as they join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// Everybody has weight 1.
    Equal,
    /// 1, 2, 3, and again from 1.
    OneTwoThree,
    /// The first has weight 4, everybody else 1.
    OneHeavy,
}

impl Weights {
    /// Every pattern, in the order in which a menu shows them.
    pub const ALL: [Weights; 3] = [Weights::Equal, Weights::OneTwoThree, Weights::OneHeavy];

    /// The weight of the shard that gets this id; ids begin at 1.
    #[must_use]
    pub fn of(self, id: NodeId) -> u32 {
        match self {
            Weights::Equal => 1,
            Weights::OneTwoThree => 1 + id.saturating_sub(1) % 3,
            Weights::OneHeavy if id == 1 => 4,
            Weights::OneHeavy => 1,
        }
    }
}

/// Everything at one step, but for the look-ups on their way.
#[derive(Clone, Debug)]
pub struct State {
    /// Who is a member, and who of them is dead.
    pub cluster: Cluster,
    /// The key that somebody typed last: the picture shows its walk.
    pub focus: Option<Rc<str>>,
    /// What the latest changes moved. They tell how the run came here and do not enter equality or
    /// hash: two ways to the same cluster lead to one state.
    pub movements: Movements,
}

impl PartialEq for State {
    fn eq(&self, other: &State) -> bool {
        self.cluster == other.cluster && self.focus == other.focus
    }
}

impl Eq for State {}

impl Hash for State {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.cluster.hash(hasher);
        self.focus.hash(hasher);
    }
}

/// A key that is looked up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// One of the keys that are placed, by its index.
    Nth(u32),
    /// One that somebody typed.
    Typed(Rc<str>),
}

/// What happens by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// A client looks some key up.
    Ask,
    /// A look-up arrives at a shard.
    Look {
        /// The key.
        key: Key,
        /// The shard that it goes to.
        to: NodeId,
    },
}

/// What there is to tell about a step.
#[derive(Clone, Debug)]
pub enum Fact {
    /// Shards joined, left, or got another weight.
    Changed(Rc<Movement>),
    /// Shards died, in the order of their ids.
    Killed(Vec<NodeId>),
    /// A shard is alive again.
    Revived(NodeId),
    /// Something could not be done, and nothing changed.
    Refused {
        /// What was asked for.
        action: Action,
        /// What stands against it.
        why: Refused,
    },
    /// Somebody typed a key; this is its preference list.
    Typed {
        /// The key.
        key: Rc<str>,
        /// The shards that hold it, the owner first.
        list: Vec<NodeId>,
    },
    /// A shard answered a look-up.
    Answered {
        /// The key.
        key: Key,
        /// The shard.
        by: NodeId,
        /// Its place on the key's preference list: 0 for the owner.
        rank: u32,
        /// Its keys beside a fair share of them, per mille.
        load_permille: u32,
    },
    /// A look-up reached a shard that is dead or has the key no more, and went on.
    PassedOn {
        /// The key.
        key: Key,
        /// Where it had come.
        from: NodeId,
        /// Where it goes.
        to: NodeId,
    },
    /// Nobody on the key's preference list is alive.
    Unanswered {
        /// The key.
        key: Key,
        /// The dead shards that hold it.
        list: Vec<NodeId>,
    },
}

impl HashRing {
    /// Everything that follows from the members of this state: placement, owners, load.
    #[must_use]
    pub fn placed(&self, state: &State) -> Rc<Placed> {
        self.places.of(&state.cluster)
    }

    /// What places the keys, and the keys.
    #[must_use]
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// The digest by which a key is looked up.
    #[must_use]
    pub fn digest(&self, state: &State, key: &Key) -> u64 {
        match key {
            Key::Nth(index) => self.places.digests()[*index as usize],
            Key::Typed(key) => self.placed(state).strategy.digest(key.as_bytes()),
        }
    }

    /// The shards that hold a key, the owner first, dead or alive.
    #[must_use]
    pub fn preference(&self, state: &State, key: &Key) -> Vec<NodeId> {
        let mut list = Vec::new();
        let digest = self.digest(state, key);
        self.placed(state).strategy.preference(digest, self.replicas, &mut list);
        list
    }

    /// The key as text.
    #[must_use]
    pub fn key_name(&self, key: &Key) -> String {
        match key {
            Key::Nth(index) => self.places.keys().get(*index).unwrap_or_default(),
            Key::Typed(key) => key.to_string(),
        }
    }

    /// The name of a shard that is, was, or may become a member.
    #[must_use]
    pub fn shard_name(&self, id: NodeId) -> String {
        match self.first.members().get(id) {
            Some(shard) => shard.name.to_string(),
            None => format!("s{id}"),
        }
    }

    /// Sends a look-up to the first living shard on its key's preference list: a client knows who
    /// is dead when it sends, but not who dies while the look-up is on its way.
    pub(super) fn send(
        &self,
        state: &State,
        key: Key,
        from: Option<NodeId>,
        cx: &mut Cx<'_, Self>,
    ) {
        let list = self.preference(state, &key);
        let Some(to) = list.iter().copied().find(|id| state.cluster.is_alive(*id)) else {
            cx.tell(Fact::Unanswered { key, list });
            return;
        };
        if let Some(from) = from {
            cx.tell(Fact::PassedOn { key: key.clone(), from, to });
        }
        let travel = cx.delay(Draw::next(ON_THE_WAY), TRAVEL);
        cx.after(travel, Event::Look { key, to });
    }

    /// The keys of a shard beside its fair share of them, which goes by its weight, per mille.
    fn load_permille(&self, state: &State, id: NodeId) -> u32 {
        let (placed, members) = (self.placed(state), state.cluster.members());
        let Some(index) = members.index(id) else { return 0 };
        let own = u128::from(placed.load.counts[index]) * u128::from(members.weight());
        let weight = u128::from(members.shards()[index].weight);
        let fair = u128::from(placed.load.spread.keys) * weight;
        u32::try_from(own * 1_000 / fair.max(1)).unwrap_or(u32::MAX)
    }

    fn on_ask(&self, state: &State, cx: &mut Cx<'_, Self>) {
        if !cx.fault(LOOKUPS, Draw::next(GOES_ON), 1, 1) {
            return;
        }
        let keys = self.places.keys().count();
        let asked = keys.min(ASKED_KEYS_MAX);
        let nth = cx.choose(Draw::next(WHICH_KEY), asked);
        self.send(state, Key::Nth(nth * (keys / asked)), None, cx);
        let mean = Span::micros(1_000_000 / u64::from(self.lookups_per_second.max(1)));
        let gap = Delay::Exponential { mean, most: mean * 8 };
        let gap = cx.delay(Draw::next(NEXT_ASK), gap);
        cx.after(gap, Event::Ask);
    }

    fn on_look(&self, state: &State, key: Key, to: NodeId, cx: &mut Cx<'_, Self>) {
        let list = self.preference(state, &key);
        match list.iter().position(|id| *id == to) {
            Some(rank) if state.cluster.is_alive(to) => {
                let load_permille = self.load_permille(state, to);
                cx.tell(Fact::Answered { key, by: to, rank: rank as u32, load_permille });
            }
            _ => self.send(state, key, Some(to), cx),
        }
    }
}

impl Model for HashRing {
    type State = State;
    type Event = Event;
    type Action = Action;
    type Fact = Fact;

    const VERSION: u32 = 2;
    const LAWS: &'static [Law<HashRing>] = laws::LAWS;
    const BUDGETS: &'static [Allowance] = &[
        Allowance { budget: CHANGES, label: "changes of the members", limit: 1 },
        Allowance { budget: CRASHES, label: "crashes of shards or zones", limit: 1 },
        Allowance { budget: LOOKUPS, label: "look-ups", limit: 1 },
    ];
    const METRICS: &'static [Metric<HashRing>] = metrics::METRICS;

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (State, Vec<(Span, Event)>) {
        let state =
            State { cluster: self.first.clone(), focus: None, movements: Movements::default() };
        let asks = self.lookups_per_second > 0;
        (state, asks.then_some((Span::millis(50), Event::Ask)).into_iter().collect())
    }

    fn on_event(&self, state: &mut State, event: Event, cx: &mut Cx<'_, HashRing>) {
        match event {
            Event::Ask => self.on_ask(state, cx),
            Event::Look { key, to } => self.on_look(state, key, to, cx),
        }
    }

    fn on_action(&self, state: &mut State, action: Action, cx: &mut Cx<'_, HashRing>) {
        if let Err(why) = self.act(state, &action, cx) {
            cx.tell(Fact::Refused { action, why });
        }
    }

    fn actions(&self, state: &State, out: &mut Vec<Action>) {
        self.menu(state, out);
    }

    /// Everything that can be read can be asked for: what cannot be done is refused with a fact
    /// that says why.
    fn accepts(&self, _state: &State, _action: &Action) -> bool {
        true
    }

    fn price(&self, action: &Action) -> Option<Budget> {
        match action {
            Action::Add(_) | Action::Remove(_) | Action::RemoveShard(_) | Action::Weight(..) => {
                Some(CHANGES)
            }
            Action::Kill(_) | Action::KillZone(_) => Some(CRASHES),
            Action::Revive(_) | Action::LookUp(_) => None,
        }
    }

    fn class(&self, event: &Event) -> Class {
        match event {
            Event::Ask => Class::Timer,
            Event::Look { .. } => Class::Message,
        }
    }

    fn calm(&self, state: &State) -> bool {
        state.cluster.dead().is_empty()
    }

    fn say(&self, fact: &Fact) -> Said {
        telling::say(self, fact)
    }

    fn name_event(&self, event: &Event) -> String {
        telling::name_event(self, event)
    }

    fn name_action(&self, action: &Action) -> String {
        telling::name_action(self, action)
    }

    fn write_action(&self, action: &Action) -> String {
        action.to_string()
    }

    fn read_action(&self, _state: &State, text: &str) -> Option<Action> {
        Action::read(text)
    }

    fn figures(&self, state: &State) -> Vec<Figure> {
        telling::figures(self, state)
    }
}
