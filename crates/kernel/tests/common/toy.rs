//! A small noisy world for tests of runs and links: peers toss tokens to each other.
//!
//! It has all that a run has to cope with: messages in lanes and outside, timers, internal steps,
//! choices, chances, delays, faults, priced actions, an action with a free argument, laws that
//! break, and rest when nobody has a token.

#![allow(dead_code, reason = "every test binary uses another part of it")]

use kernel::{
    Budget, Class, Cx, Delay, Draw, Fold, Knob, Lane, Law, Machine, Metric, Model, Nature, Range,
    Recipe, Said, Search, Span, Time, Tone, World,
};

const TOSS: u8 = 0;
const AIM: u8 = 1;
const FLIP: u8 = 2;
const TRIP: u8 = 3;

/// The parameters.
#[derive(Clone, Debug)]
pub struct Toy {
    pub peers: u8,
    pub tokens: u8,
    /// Every peer's wire keeps its order.
    pub lanes: bool,
    /// No token is ever put away: the world never rests.
    pub endless: bool,
}

pub const KNOBS: &[Knob] = &[
    Knob {
        key: "peers",
        label: "Peers",
        unit: "",
        help: "How many toss.",
        range: Range::Linear(1, 9),
        default: 3,
        major: true,
    },
    Knob {
        key: "tokens",
        label: "Tokens",
        unit: "",
        help: "How many are tossed.",
        range: Range::Log(1, 40),
        default: 4,
        major: true,
    },
    Knob {
        key: "wire",
        label: "Wire",
        unit: "",
        help: "Whether messages overtake each other.",
        range: Range::Choice(&["any order", "first in, first out"]),
        default: 0,
        major: true,
    },
    Knob {
        key: "endless",
        label: "Endless",
        unit: "",
        help: "Whether tokens are never put away.",
        range: Range::Switch,
        default: 1,
        major: false,
    },
];

/// The machine that a recipe makes.
pub fn machine(recipe: &Recipe) -> Box<dyn Machine> {
    let knob = |index: usize| u8::try_from(recipe.knobs[index]).expect("a knob in its range");
    let toy = Toy { peers: knob(0), tokens: knob(1), lanes: knob(2) == 1, endless: knob(3) == 1 };
    Box::new(World::new(toy, recipe.seed, recipe.nature))
}

/// The recipe of the default knobs.
pub fn recipe(seed: u64) -> Recipe {
    let knobs = KNOBS.iter().map(|knob| knob.default).collect();
    Recipe { knobs, seed, ..Recipe::default() }
}

/// A nature in which everything goes wrong now and then.
pub fn rough() -> Nature {
    Nature { loss_ppm: 20_000, copy_ppm: 30_000, mishap_every: Span::millis(40) }
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct State {
    up: Vec<bool>,
    held: Vec<u32>,
    tosses: u64,
    last: Time,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Event {
    Token { to: u8, hops: u8 },
    Rethrow(u8),
    Sort(u8),
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Action {
    Crash(u8),
    Wake(u8),
    /// Free argument: so many tokens with this inscription.
    Mint(u8, String),
}

#[derive(Clone, Debug)]
pub enum Fact {
    Caught(u8),
    Lost(u8),
    Tripped(u8),
    Minted(String),
}

impl Toy {
    fn toss(&self, hops: u8, cx: &mut Cx<'_, Toy>) {
        let to = cx.choose(Draw::next(AIM), u32::from(self.peers)) as u8;
        let mean = Span::millis(3);
        let law = if cx.chance(Draw::next(FLIP), 1, 3) {
            Delay::Exponential { mean, most: Span::millis(60) }
        } else {
            Delay::Between(Span::ZERO, Span::millis(5))
        };
        let wait = cx.delay(Draw::next(TOSS), law);
        cx.after(wait, Event::Token { to, hops });
    }

    fn catch(&self, state: &mut State, to: u8, hops: u8, cx: &mut Cx<'_, Toy>) {
        let peer = usize::from(to);
        let is_up = state.up[peer];
        if is_up && !cx.fault(Budget(Budget::FIRST), Draw::nth(TRIP, state.tosses, 0), 1, 50) {
            state.held[peer] += 1;
            cx.tell(Fact::Caught(to));
            if self.endless || hops < 6 {
                cx.after(Span::micros(700), Event::Sort(to));
                cx.after_once(Span::millis(9), Event::Rethrow(to));
            }
            return;
        }
        cx.cancel(&Event::Rethrow(to));
        cx.tell(if is_up { Fact::Tripped(to) } else { Fact::Lost(to) });
        if self.endless {
            state.tosses += 1;
            self.toss(hops, cx);
        }
    }
}

impl Model for Toy {
    type State = State;
    type Event = Event;
    type Action = Action;
    type Fact = Fact;

    const VERSION: u32 = 7;
    const LAWS: &'static [Law<Toy>] = &[
        Law::always("nobody holds more than three tokens", |_, state: &State, _| {
            match state.held.iter().position(|held| *held > 3) {
                Some(peer) => Err(format!("peer {peer} holds {}", state.held[peer]).into()),
                None => Ok(()),
            }
        }),
        Law::sometimes_told("a token is lost", |_, _, facts| {
            let lost = facts.iter().any(|fact| matches!(fact, Fact::Lost(_)));
            if lost { Ok(()) } else { Err("none was lost".into()) }
        }),
        Law::always_step("tosses are counted up", |_, change| {
            let is_up = change.after.tosses >= change.before.tosses;
            if is_up { Ok(()) } else { Err("they went down".into()) }
        }),
        Law::at_rest("everybody holds something", |_, state: &State, _| {
            let is_so = state.held.iter().all(|held| *held > 0);
            if is_so { Ok(()) } else { Err("somebody holds nothing".into()) }
        }),
    ];

    const METRICS: &'static [Metric<Toy>] = &[
        Metric {
            key: "caught",
            label: "tokens caught",
            unit: "",
            fold: Fold::Count(|fact| u64::from(matches!(fact, Fact::Caught(_)))),
        },
        Metric {
            key: "catcher",
            label: "who caught last",
            unit: "",
            fold: Fold::Level(|fact| match fact {
                Fact::Caught(peer) => Some(i64::from(*peer)),
                _ => None,
            }),
        },
        Metric {
            key: "tripped_most",
            label: "the last peer that tripped",
            unit: "",
            fold: Fold::Greatest(|fact| match fact {
                Fact::Tripped(peer) => Some(i64::from(*peer)),
                _ => None,
            }),
        },
    ];

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (State, Vec<(Span, Event)>) {
        let peers = usize::from(self.peers);
        let state =
            State { up: vec![true; peers], held: vec![0; peers], tosses: 0, last: Time::ZERO };
        let token =
            |n: u8| (Span::millis(u64::from(n)), Event::Token { to: n % self.peers, hops: n % 3 });
        (state, (0..self.tokens).map(token).collect())
    }

    fn on_event(&self, state: &mut State, event: Event, cx: &mut Cx<'_, Toy>) {
        state.last = cx.now();
        match event {
            Event::Token { to, hops } => self.catch(state, to, hops, cx),
            Event::Sort(peer) => {
                let held = &mut state.held[usize::from(peer)];
                if *held > 0 {
                    *held -= 1;
                    state.tosses += 1;
                    self.toss((state.tosses % 7) as u8, cx);
                }
            }
            Event::Rethrow(peer) => {
                if state.held[usize::from(peer)] > 0 {
                    cx.after(Span::ZERO, Event::Sort(peer));
                }
            }
        }
    }

    fn on_action(&self, state: &mut State, action: Action, cx: &mut Cx<'_, Toy>) {
        match action {
            Action::Crash(peer) => {
                state.up[usize::from(peer)] = false;
                cx.cancel_where(|event| *event == Event::Rethrow(peer));
            }
            Action::Wake(peer) => state.up[usize::from(peer)] = true,
            Action::Mint(count, inscription) => {
                (0..count).for_each(|hops| self.toss(hops, cx));
                cx.tell(Fact::Minted(inscription));
            }
        }
    }

    fn actions(&self, state: &State, out: &mut Vec<Action>) {
        for peer in 0..self.peers {
            let is_up = state.up[usize::from(peer)];
            out.push(if is_up { Action::Crash(peer) } else { Action::Wake(peer) });
        }
        out.push(Action::Mint(1, "plain".to_owned()));
    }

    fn accepts(&self, state: &State, action: &Action) -> bool {
        match action {
            Action::Crash(peer) => state.up.get(usize::from(*peer)) == Some(&true),
            Action::Wake(peer) => state.up.get(usize::from(*peer)) == Some(&false),
            Action::Mint(count, inscription) => {
                (1..=5).contains(count) && inscription.chars().count() <= 20
            }
        }
    }

    fn price(&self, action: &Action) -> Option<Budget> {
        matches!(action, Action::Crash(_)).then_some(Budget(Budget::FIRST))
    }

    fn class(&self, event: &Event) -> Class {
        match event {
            Event::Token { .. } => Class::Message,
            Event::Rethrow(_) => Class::Timer,
            Event::Sort(_) => Class::Internal,
        }
    }

    fn lane(&self, event: &Event) -> Option<Lane> {
        match event {
            Event::Token { to, .. } if self.lanes => Some(Lane(u32::from(*to))),
            _ => None,
        }
    }

    fn calm(&self, state: &State) -> bool {
        state.up.iter().all(|up| *up)
    }

    fn say(&self, fact: &Fact) -> Said {
        match fact {
            Fact::Caught(peer) => Said::plain(format!("peer {peer} caught a token")),
            Fact::Lost(peer) => Said::mark(Tone::Lost, format!("peer {peer} was down")),
            Fact::Tripped(peer) => Said::mark(Tone::Wait, format!("peer {peer} tripped")),
            Fact::Minted(inscription) => Said::mark(Tone::Ok, format!("minted “{inscription}”")),
        }
    }

    fn write_action(&self, action: &Action) -> String {
        match action {
            Action::Crash(peer) => format!("crash {peer}"),
            Action::Wake(peer) => format!("wake {peer}"),
            Action::Mint(count, inscription) => format!("mint {count} {inscription}"),
        }
    }

    fn read_action(&self, _state: &State, text: &str) -> Option<Action> {
        let (verb, rest) = text.split_once(' ')?;
        match verb {
            "crash" => rest.parse().ok().map(Action::Crash),
            "wake" => rest.parse().ok().map(Action::Wake),
            "mint" => {
                let (count, inscription) = rest.split_once(' ')?;
                Some(Action::Mint(count.parse().ok()?, inscription.to_owned()))
            }
            _ => None,
        }
    }
}
