//! The parameters: who leads a saga, how long is waited, and which rules are broken.

use crate::cluster::{Cluster, Ground, knobs::GROUND};
use crate::shop::Shop;
use crate::shop::knobs::{SHOP, after};
use kernel::{Knob, Range, Span};

/// Sagas: orders as sequences of local transactions with compensations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sagas {
    /// How much there is of everything, and how much is ordered.
    pub shop: Shop,
    /// Who leads a saga from step to step.
    pub style: Style,
    /// How long is waited for an answer before the same is said again, in milliseconds.
    pub retry_ms: u16,
    /// How long the coordinator waits for a step before it turns the saga back, in milliseconds;
    /// zero for ever.
    pub give_up_ms: u16,
    /// What is done wrong.
    pub mistake: Mistake,
}

/// Who leads a saga from step to step: Richardson, "Microservices Patterns", 2018, chapter 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// The coordinator asks one service after the other.
    Orchestrated,
    /// Each service tells the next; the coordinator takes the order and hears how it ended.
    Choreographed,
}

/// What is done wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mistake {
    /// Nothing.
    None,
    /// A service does not look whether it has done a step before.
    Keyless,
    /// A compensation is asked for once and never again.
    OneTry,
    /// A service says that its step is done before that is on its disk.
    Hasty,
    /// A service keeps no note of what it has compensated, so a step that comes late is done.
    NoTombstone,
    /// The coordinator does not wait for its disk, and a crash makes it forget how far a saga is.
    Forgetful,
}

const OWN: [Knob; 4] = [
    Knob {
        key: "style",
        label: "style",
        unit: "",
        help: "Orchestrated: the coordinator asks one service after the other. Choreographed: each \
               service tells the next.",
        range: Range::Choice(&["orchestrated", "choreographed"]),
        default: 0,
        major: true,
    },
    Knob {
        key: "retry",
        label: "retry after",
        unit: "ms",
        help: "How long is waited for an answer before the same is said again.",
        range: Range::Linear(20, 5_000),
        default: 300,
        major: false,
    },
    Knob {
        key: "give-up",
        label: "give up after",
        unit: "ms",
        help: "How long the coordinator waits for a step before it compensates the saga, that step \
               included; zero for never. Choreographed, nobody is there to give up.",
        range: Range::Linear(0, 10_000),
        default: 0,
        major: false,
    },
    Knob {
        key: "mistake",
        label: "mistake",
        unit: "",
        help: "What is done wrong: a service does a step again when asked again, a compensation \
               is tried once, a step is answered before it is on disk, what was compensated \
               leaves no note, the coordinator does not wait for its disk.",
        range: Range::Choice(&["none", "keyless", "one-try", "hasty", "no-tombstone", "forgetful"]),
        default: 0,
        major: true,
    },
];

/// In the order of the link.
pub const KNOBS: &[Knob] = &after::<{ OWN.len() }, { OWN.len() + SHOP.len() + GROUND.len() }>(OWN);

impl Sagas {
    /// From the values of [`KNOBS`], in its order.
    pub fn of(values: &[i64]) -> Cluster<Sagas> {
        let (own, rest) = values.split_at(OWN.len());
        let (shop, ground) = rest.split_at(SHOP.len());
        let ms = |value: i64| u16::try_from(value).unwrap_or(u16::MAX);
        let protocol = Sagas {
            shop: Shop::read(shop),
            style: [Style::Orchestrated, Style::Choreographed][own[0] as usize],
            retry_ms: ms(own[1]),
            give_up_ms: ms(own[2]),
            mistake: [
                Mistake::None,
                Mistake::Keyless,
                Mistake::OneTry,
                Mistake::Hasty,
                Mistake::NoTombstone,
                Mistake::Forgetful,
            ][own[3] as usize],
        };
        Cluster { protocol, ground: Ground::read(ground) }
    }

    /// How long is waited before the same is said again.
    pub fn retry(&self) -> Span {
        Span::millis(u64::from(self.retry_ms))
    }

    /// How long the coordinator waits for a step.
    pub fn give_up(&self) -> Span {
        Span::millis(u64::from(self.give_up_ms))
    }

    pub(super) fn is_orchestrated(&self) -> bool {
        self.style == Style::Orchestrated
    }

    pub(super) fn errs(&self, mistake: Mistake) -> bool {
        self.mistake == mistake
    }
}
