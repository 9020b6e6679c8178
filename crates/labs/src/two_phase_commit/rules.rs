//! The parameters: which rules of two-phase commit are followed, and which are broken.

use crate::cluster::{Cluster, Ground, knobs::GROUND};
use crate::shop::knobs::{SHOP, after};
use crate::shop::{Outcome, Shop};
use kernel::{Knob, Range, Span};

/// Two-phase commit, and what is done without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TwoPhase {
    /// How much there is of everything, and how much is ordered.
    pub shop: Shop,
    /// Whether the services agree before they act.
    pub agreement: Agreement,
    /// What is presumed of an order that nobody remembers.
    pub presumption: Presumption,
    /// Whether an order waits for another's lock.
    pub waits_for_locks: bool,
    /// Whether a service in doubt also asks the others.
    pub is_cooperative: bool,
    /// How long the coordinator waits for answers, in milliseconds.
    pub time_out_ms: u16,
    /// How often is asked and told again, in milliseconds.
    pub ask_every_ms: u16,
    /// What is done wrong.
    pub mistake: Mistake,
}

/// Whether the services agree before they act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Agreement {
    /// Each does its part as soon as it hears of it.
    None,
    /// Gray, "Notes on Data Base Operating Systems", 1978; Lampson and Sturgis, 1976.
    TwoPhase,
}

/// What is presumed of an order that nobody remembers: Mohan, Lindsay and Obermarck, "Transaction
/// Management in the R* Distributed Database Management System", ACM TODS 1986.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presumption {
    /// Nothing: both outcomes are forced and acknowledged, then forgotten.
    Nothing,
    /// That it was aborted: an abort is neither written by the coordinator nor acknowledged.
    Abort,
    /// That it was committed: who takes part is forced before phase one, a commit is not
    /// acknowledged.
    Commit,
}

/// What is done wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mistake {
    /// Nothing.
    None,
    /// A service that has said yes and hears nothing gives up by itself.
    Impatient,
    /// The coordinator tells that it commits before that is on its disk.
    Hasty,
    /// A service says yes before that is on its disk, and a crash makes it forget.
    Forgetful,
    /// The coordinator takes silence for a yes.
    Hopeful,
    /// A service that hears again that it commits does it again.
    Repeating,
}

const OWN: [Knob; 7] = [
    Knob {
        key: "protocol",
        label: "protocol",
        unit: "",
        help: "Whether the services agree before they act, or each does its part as soon as it \
               hears of it.",
        range: Range::Choice(&["none", "two-phase"]),
        default: 1,
        major: true,
    },
    Knob {
        key: "presume",
        label: "presume",
        unit: "",
        help: "What is presumed of an order that nobody remembers. It decides what has to be \
               written and acknowledged.",
        range: Range::Choice(&["nothing", "abort", "commit"]),
        default: 1,
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
        key: "cooperative",
        label: "ask each other",
        unit: "",
        help: "Whether a service in doubt also asks the other services (cooperative termination).",
        range: Range::Switch,
        default: 0,
        major: false,
    },
    Knob {
        key: "time-out",
        label: "time-out",
        unit: "ms",
        help: "How long the coordinator waits for answers; a service that holds a lock waits twice \
               as long to be asked to prepare.",
        range: Range::Linear(20, 5_000),
        default: 400,
        major: false,
    },
    Knob {
        key: "ask-every",
        label: "ask every",
        unit: "ms",
        help: "How often a service in doubt asks, and the coordinator repeats a decision.",
        range: Range::Linear(20, 5_000),
        default: 300,
        major: false,
    },
    Knob {
        key: "mistake",
        label: "mistake",
        unit: "",
        help: "What is done wrong: a service gives up in doubt, the coordinator tells before it \
               has written, a service forgets its yes, silence is taken for a yes, a repeated \
               decision is applied again.",
        range: Range::Choice(&["none", "impatient", "hasty", "forgetful", "hopeful", "repeating"]),
        default: 0,
        major: true,
    },
];

/// In the order of the link.
pub const KNOBS: &[Knob] = &after::<{ OWN.len() }, { OWN.len() + SHOP.len() + GROUND.len() }>(OWN);

impl TwoPhase {
    /// From the values of [`KNOBS`], in its order.
    pub fn of(values: &[i64]) -> Cluster<TwoPhase> {
        let (own, rest) = values.split_at(OWN.len());
        let (shop, ground) = rest.split_at(SHOP.len());
        let ms = |value: i64| u16::try_from(value).unwrap_or(u16::MAX);
        let protocol = TwoPhase {
            shop: Shop::read(shop),
            agreement: [Agreement::None, Agreement::TwoPhase][own[0] as usize],
            presumption: [Presumption::Nothing, Presumption::Abort, Presumption::Commit]
                [own[1] as usize],
            waits_for_locks: own[2] == 1,
            is_cooperative: own[3] == 1,
            time_out_ms: ms(own[4]),
            ask_every_ms: ms(own[5]),
            mistake: [
                Mistake::None,
                Mistake::Impatient,
                Mistake::Hasty,
                Mistake::Forgetful,
                Mistake::Hopeful,
                Mistake::Repeating,
            ][own[6] as usize],
        };
        Cluster { protocol, ground: Ground::read(ground) }
    }

    /// How long the coordinator waits for answers.
    pub fn time_out(&self) -> Span {
        Span::millis(u64::from(self.time_out_ms))
    }

    /// How often is asked and told again.
    pub fn ask_every(&self) -> Span {
        Span::millis(u64::from(self.ask_every_ms))
    }

    /// Whether a service forces an outcome to its log, and acknowledges it when it is there.
    pub fn is_acknowledged(&self, outcome: Outcome) -> bool {
        match self.presumption {
            Presumption::Nothing => true,
            Presumption::Abort => outcome == Outcome::Commit,
            Presumption::Commit => outcome == Outcome::Abort,
        }
    }

    /// How an order ended of which the coordinator knows nothing.
    pub fn presumed(&self) -> Outcome {
        match self.presumption {
            Presumption::Nothing | Presumption::Abort => Outcome::Abort,
            Presumption::Commit => Outcome::Commit,
        }
    }

    pub(super) fn errs(&self, mistake: Mistake) -> bool {
        self.mistake == mistake
    }
}
