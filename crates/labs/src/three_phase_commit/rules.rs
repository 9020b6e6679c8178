//! The parameters: who hears of crashes, how long is waited, and which rule is broken.

use crate::cluster::{Cluster, Ground, knobs::GROUND};
use crate::shop::Shop;
use crate::shop::knobs::{SHOP, after};
use kernel::{Knob, Range, Span};

/// Three-phase commit after Skeen, "Nonblocking commit protocols", SIGMOD 1981.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ThreePhase {
    /// How much there is of everything, and how much is ordered.
    pub shop: Shop,
    /// How servers know that another has crashed.
    pub detector: Detector,
    /// Whether an order waits for another's lock.
    pub waits_for_locks: bool,
    /// How long after a crash it is known, or how long is waited before one is suspected, in
    /// milliseconds.
    pub time_out_ms: u16,
    /// How often is asked and told again, in milliseconds; zero for never.
    pub ask_every_ms: u16,
    /// What is done wrong.
    pub mistake: Mistake,
}

/// How servers know that another has crashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Detector {
    /// They hear of every crash, and of no crash that was not: Skeen's assumption.
    Perfect,
    /// They take silence for a crash, as all must who only have a network and a clock.
    TimeOuts,
}

/// What is done wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mistake {
    /// Nothing.
    None,
    /// Whoever loses the coordinator decides alone: commits if pre-committed, else aborts.
    Alone,
    /// A backup that finds somebody pre-committed commits before all the others are, too.
    Hasty,
}

const OWN: [Knob; 5] = [
    Knob {
        key: "detector",
        label: "failure detector",
        unit: "",
        help: "How servers know that another has crashed: a perfect detector tells them of every \
               crash and of no other; with time-outs they take silence for one.",
        range: Range::Choice(&["perfect", "time-outs"]),
        default: 0,
        major: true,
    },
    Knob {
        key: "conflict",
        label: "locked rows",
        unit: "",
        help: "What becomes of an order that wants what another has locked.",
        range: Range::Choice(&["refuse", "wait"]),
        default: 1,
        major: false,
    },
    Knob {
        key: "time-out",
        label: "time-out",
        unit: "ms",
        help: "How long after a crash the perfect detector tells of it; without it, how long a \
               server waits before it takes silence for a crash.",
        range: Range::Linear(20, 5_000),
        default: 400,
        major: true,
    },
    Knob {
        key: "ask-every",
        label: "ask every",
        unit: "ms",
        help: "How often is asked and told again what was not answered; zero for never, which is \
               enough where no message is lost.",
        range: Range::Linear(0, 5_000),
        default: 300,
        major: false,
    },
    Knob {
        key: "mistake",
        label: "mistake",
        unit: "",
        help: "What is done wrong: who loses the coordinator decides alone, or a backup commits \
               before all the others are pre-committed.",
        range: Range::Choice(&["none", "alone", "hasty"]),
        default: 0,
        major: true,
    },
];

/// In the order of the link.
pub const KNOBS: &[Knob] = &after::<{ OWN.len() }, { OWN.len() + SHOP.len() + GROUND.len() }>(OWN);

impl ThreePhase {
    /// From the values of [`KNOBS`], in its order.
    pub fn of(values: &[i64]) -> Cluster<ThreePhase> {
        let (own, rest) = values.split_at(OWN.len());
        let (shop, ground) = rest.split_at(SHOP.len());
        let ms = |value: i64| u16::try_from(value).unwrap_or(u16::MAX);
        let protocol = ThreePhase {
            shop: Shop::read(shop),
            detector: [Detector::Perfect, Detector::TimeOuts][own[0] as usize],
            waits_for_locks: own[1] == 1,
            time_out_ms: ms(own[2]),
            ask_every_ms: ms(own[3]),
            mistake: [Mistake::None, Mistake::Alone, Mistake::Hasty][own[4] as usize],
        };
        Cluster { protocol, ground: Ground::read(ground) }
    }

    /// How long after a crash it is known, or how long is waited before one is suspected.
    pub fn time_out(&self) -> Span {
        Span::millis(u64::from(self.time_out_ms))
    }

    /// How often is asked and told again.
    pub fn ask_every(&self) -> Span {
        Span::millis(u64::from(self.ask_every_ms))
    }

    /// Whether silence is taken for a crash.
    pub fn suspects(&self) -> bool {
        self.detector == Detector::TimeOuts
    }

    pub(super) fn errs(&self, mistake: Mistake) -> bool {
        self.mistake == mistake
    }
}
