//! Every scalar parameter, once.

use super::model::CommitRace;
use crate::cluster::{Cluster, Ground, knobs::GROUND};
use crate::saga::rules::{Mistake as SagaMistake, Sagas, Style};
use crate::shop::Shop;
use crate::shop::knobs::{SHOP, after};
use crate::three_phase_commit::rules::{Detector, Mistake as ThreeMistake, ThreePhase};
use crate::two_phase_commit::rules::{Agreement, Mistake as TwoMistake, Presumption, TwoPhase};
use kernel::{Knob, Range};

const OWN: [Knob; 6] = [
    Knob {
        key: "presume",
        label: "presume",
        unit: "",
        help: "Two-phase commit: what is presumed of an order that nobody remembers.",
        range: Range::Choice(&["nothing", "abort", "commit"]),
        default: 1,
        major: false,
    },
    Knob {
        key: "detector",
        label: "failure detector",
        unit: "",
        help: "Three-phase commit: whether servers hear of every crash and of no other, or take \
               silence for one.",
        range: Range::Choice(&["perfect", "time-outs"]),
        default: 0,
        major: true,
    },
    Knob {
        key: "style",
        label: "style",
        unit: "",
        help: "Saga: whether the coordinator asks one service after the other, or each tells the \
               next.",
        range: Range::Choice(&["orchestrated", "choreographed"]),
        default: 0,
        major: true,
    },
    Knob {
        key: "conflict",
        label: "locked rows",
        unit: "",
        help: "What becomes of an order that wants what another has locked. A saga locks nothing.",
        range: Range::Choice(&["refuse", "wait"]),
        default: 1,
        major: false,
    },
    Knob {
        key: "time-out",
        label: "time-out",
        unit: "ms",
        help: "How long is waited for answers before an order is aborted; how long after a crash \
               it is known.",
        range: Range::Linear(20, 5_000),
        default: 400,
        major: true,
    },
    Knob {
        key: "ask-every",
        label: "ask every",
        unit: "ms",
        help: "How often is asked and told again what was not answered.",
        range: Range::Linear(20, 5_000),
        default: 300,
        major: false,
    },
];

/// In the order of the link.
pub(super) const KNOBS: &[Knob] =
    &after::<{ OWN.len() }, { OWN.len() + SHOP.len() + GROUND.len() }>(OWN);

impl CommitRace {
    /// From the values of [`KNOBS`], in its order.
    pub(super) fn of(values: &[i64]) -> CommitRace {
        let (own, rest) = values.split_at(OWN.len());
        let (shop, ground) = rest.split_at(SHOP.len());
        let (shop, ground) = (Shop::read(shop), Ground::read(ground));
        let ms = |value: i64| u16::try_from(value).unwrap_or(u16::MAX);
        let (time_out_ms, ask_every_ms) = (ms(own[4]), ms(own[5]));
        let waits_for_locks = own[3] == 1;
        let two = TwoPhase {
            shop,
            agreement: Agreement::TwoPhase,
            presumption: [Presumption::Nothing, Presumption::Abort, Presumption::Commit]
                [own[0] as usize],
            waits_for_locks,
            is_cooperative: false,
            time_out_ms,
            ask_every_ms,
            mistake: TwoMistake::None,
        };
        let three = ThreePhase {
            shop,
            detector: [Detector::Perfect, Detector::TimeOuts][own[1] as usize],
            waits_for_locks,
            time_out_ms,
            ask_every_ms,
            mistake: ThreeMistake::None,
        };
        let saga = Sagas {
            shop,
            style: [Style::Orchestrated, Style::Choreographed][own[2] as usize],
            retry_ms: ask_every_ms,
            give_up_ms: time_out_ms.saturating_mul(4),
            mistake: SagaMistake::None,
        };
        CommitRace {
            two: Cluster { protocol: two, ground },
            three: Cluster { protocol: three, ground },
            saga: Cluster { protocol: saga, ground },
        }
    }
}
