//! What the page and the command line offer of the lab: its card, its knobs, and how knobs and data
//! make a model.

use std::cell::OnceCell;
use std::rc::Rc;

use kernel::{Knob, Range};

use crate::lab::{Card, Data, Lab, Lesson, Preset, ReadData};

use super::action::Action;
use super::cluster::Cluster;
use super::keys::{KEYS_MAX, Keys};
use super::members::{Cannot, Members};
use super::model::{HashRing, State, Weights};
use super::placed::Places;
use super::strategy::{Kind, Settings};
use super::{data, lesson, presets, telling, words};

/// Rendezvous hashing weighs every shard for every key; beyond this a page would stand still.
const WEIGHINGS_MAX: u64 = 200_000_000;

/// The sizes of Maglev's table in its paper, both primes.
const TABLES: [u32; 2] = [65_537, 655_373];

const STRATEGIES: &[&str] =
    &["ring", "modulo", "ketama", "jump", "rendezvous", "multi-probe", "maglev"];

const KNOBS: &[Knob] = &[
    Knob {
        key: "strategy",
        label: "strategy",
        unit: "",
        help: "How a key finds its shard.",
        range: Range::Choice(STRATEGIES),
        default: 0,
        major: true,
    },
    Knob {
        key: "shards",
        label: "shards",
        unit: "",
        help: "How many shards the cluster starts with.",
        range: Range::Log(1, 2_000),
        default: 8,
        major: true,
    },
    Knob {
        key: "keys",
        label: "keys",
        unit: "",
        help: "How many keys are placed, unless you load your own.",
        range: Range::Log(100, KEYS_MAX as i64),
        default: 10_000,
        major: true,
    },
    Knob {
        key: "virtual-nodes",
        label: "virtual nodes",
        unit: "a shard",
        help: "At how many points of the ring each shard stands; a shard of weight 2 has twice as \
               many.",
        range: Range::Log(1, 1_000),
        default: 160,
        major: true,
    },
    Knob {
        key: "replicas",
        label: "replication factor",
        unit: "",
        help: "How many shards hold each key; with 1, nobody stands in for a dead owner.",
        range: Range::Linear(1, 5),
        default: 1,
        major: true,
    },
    Knob {
        key: "zones",
        label: "zones",
        unit: "",
        help: "Shards are dealt to this many zones in turn, and replicas to different zones while \
               there are enough.",
        range: Range::Linear(1, 5),
        default: 1,
        major: false,
    },
    Knob {
        key: "weights",
        label: "weights",
        unit: "",
        help: "How much of the keys each shard is to take: all alike, 1, 2, 3 in turn, or the \
               first four times as much.",
        range: Range::Choice(&["equal", "one-two-three", "one-heavy"]),
        default: 0,
        major: false,
    },
    Knob {
        key: "lookups",
        label: "look-ups",
        unit: "a second",
        help: "How many look-ups come by themselves, on average.",
        range: Range::Linear(0, 40),
        default: 6,
        major: false,
    },
    Knob {
        key: "probes",
        label: "probes",
        unit: "a key",
        help: "How many places multi-probe hashing tries for a key; the nearest shard of all has \
               it.",
        range: Range::Log(1, 100),
        default: 21,
        major: false,
    },
    Knob {
        key: "table",
        label: "Maglev table",
        unit: "slots",
        help: "The size of Maglev's table, a prime: the larger, the more even, and the fewer keys \
               move without need.",
        range: Range::Choice(&["65537", "655373"]),
        default: 0,
        major: false,
    },
];

impl Lab for HashRing {
    const CARD: Card = Card {
        slug: "hash-ring",
        title: "Consistent hashing",
        question: "When a shard joins or leaves, which keys have to move?",
        chapter: "Spreading data",
        sabotage: "Kills the fullest shard; with one replica a key, nobody answers for it",
        check: Some(
            "Whatever joins, leaves, dies and is looked up within the budgets: can a key move \
             without need, or a look-up stay unanswered?",
        ),
    };
    const KNOBS: &'static [Knob] = KNOBS;
    const PRESETS: &'static [Preset] = presets::PRESETS;
    const LESSON: Lesson = lesson::LESSON;
    const READ_DATA: Option<ReadData> = Some(data::read);

    fn build(knobs: &[i64], data: Option<&Data>) -> Result<HashRing, String> {
        let setup = Setup::of(knobs)?;
        let generated = Keys::Generated { seed: 0, count: setup.keys };
        let loaded = data.map(data::loaded).transpose()?;
        let keys = loaded.and_then(|loaded| loaded.keys.clone()).unwrap_or(generated);
        let members = match loaded.and_then(|loaded| loaded.members.clone()) {
            Some(members) => members,
            None => setup.members().map_err(|cannot| cannot.to_string())?,
        };
        setup.model(keys, members)
    }

    fn sabotage(&self, state: &State) -> Option<Action> {
        let counts = &self.placed(state).load.counts;
        let shards = state.cluster.members().shards().iter().zip(&**counts);
        let alive = shards.filter(|(shard, _)| state.cluster.is_alive(shard.id));
        let fullest = alive.max_by_key(|(shard, count)| (**count, std::cmp::Reverse(shard.id)));
        fullest.map(|(shard, _)| Action::Kill(shard.id))
    }

    fn summary(&self, state: &State) -> String {
        telling::summary(self, state)
    }
}

/// The knobs' values by name.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// The strategy.
    pub kind: Kind,
    /// What it is told.
    pub settings: Settings,
    /// How many shards there are at the start.
    pub shards: u32,
    /// How many keys are generated.
    pub keys: u32,
    /// How many shards hold each key.
    pub replicas: u32,
    /// How many zones there are.
    pub zones: u32,
    /// The weights of the shards.
    pub weights: Weights,
    /// Look-ups a second.
    pub lookups_per_second: u32,
}

/// What the page opens with before a preset turns a knob.
impl Default for Setup {
    fn default() -> Setup {
        let defaults = KNOBS.iter().map(|knob| knob.default).collect::<Vec<_>>();
        Setup::of(&defaults).expect("every knob has a default within its range")
    }
}

impl Setup {
    /// A new cluster of these settings: shards `s1`, `s2` and so on.
    ///
    /// # Errors
    /// When there are too few or too many shards.
    pub fn members(&self) -> Result<Members, Cannot> {
        let shard = |id| HashRing::shard(id, self.weights, self.zones);
        Members::new((1..=self.shards).map(shard).collect())
    }

    fn of(knobs: &[i64]) -> Result<Setup, String> {
        let knob = |key: &str| {
            let index = KNOBS.iter().position(|knob| knob.key == key);
            let value = index.and_then(|index| knobs.get(index).copied());
            let value = value.and_then(|value| u32::try_from(value).ok());
            value.ok_or_else(|| format!("{key} has no value: give one from 0 to {}", u32::MAX))
        };
        fn choice<T: Copy>(all: &[T], index: u32) -> T {
            all[(index as usize).min(all.len() - 1)]
        }
        Ok(Setup {
            kind: choice(&Kind::ALL, knob("strategy")?),
            settings: Settings {
                virtual_nodes: knob("virtual-nodes")?,
                probes: knob("probes")?,
                table: choice(&TABLES, knob("table")?),
            },
            shards: knob("shards")?,
            keys: knob("keys")?,
            replicas: knob("replicas")?,
            zones: knob("zones")?.max(1),
            weights: choice(&Weights::ALL, knob("weights")?),
            lookups_per_second: knob("lookups")?,
        })
    }

    /// The model of these settings on the given keys and members.
    ///
    /// # Errors
    /// When the strategy has something against them; the sentence says what would be right.
    pub fn model(self, keys: Keys, members: Members) -> Result<HashRing, String> {
        let weighings = u64::from(keys.count()) * members.weight();
        if self.kind == Kind::Rendezvous && weighings > WEIGHINGS_MAX {
            return Err(format!(
                "rendezvous hashing weighs every shard for every key, and {} times {} is too much \
                 for a page: {} at most; take fewer keys or shards",
                words::count(keys.count()),
                words::count(members.weight()),
                words::count(WEIGHINGS_MAX),
            ));
        }
        let first = Cluster::new(members);
        let places = Places::new(self.kind, self.settings, keys, &first);
        Ok(HashRing {
            replicas: self.replicas,
            zones: self.zones,
            weights: self.weights,
            lookups_per_second: self.lookups_per_second,
            places: Rc::new(places.map_err(|cannot| cannot.to_string())?),
            first,
            spreads: Rc::new(OnceCell::new()),
        })
    }
}
