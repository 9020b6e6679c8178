//! Named recipes.

use crate::lab::{Preset, Way};
use crate::shop::knobs::with;

/// One order by hand, and nothing that goes on by itself: small enough for a proof. No message is
/// lost there but with its sender, so nothing has to be asked again.
const ONE_ORDER: [(&str, i64); 9] = [
    ("order-every", 0),
    ("patience", 0),
    ("back-after", 0),
    ("dishes", 1),
    ("stock", 1),
    ("riders", 1),
    ("at-once", 1),
    ("refusals", 100),
    ("ask-every", 0),
];

/// The opening preset first.
pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "three-phase",
        label: "Three-phase commit",
        note: "Can you commit, everybody can, commit: crash the coordinator in any phase, and \
               whoever is left decides.",
        knobs: &[("repair", 3_000)],
        seed: 2,
        cues: &[],
    },
    Preset {
        key: "one-order",
        label: "One order, by hand",
        note: "Nothing goes on by itself: order a dish, deliver messages, crash whom you like, and \
               let Check prove that nobody who stays up has to wait for who is down.",
        knobs: &ONE_ORDER,
        seed: 2,
        cues: &[(1, 0, "order ramen")],
    },
    Preset {
        key: "all-uncertain",
        label: "Crash after the votes",
        note: "Everybody has said yes and nobody knows it: whoever is left is uncertain, so nobody \
               can have committed, and they abort without asking the dead.",
        knobs: &ONE_ORDER,
        seed: 2,
        cues: &[(1, 0, "order ramen"), (13, 250_000, "crash 0")],
    },
    Preset {
        key: "one-is-ahead",
        label: "Crash between two pre-commits",
        note: "One service knows that everybody said yes, the other does not: the first moves the \
               second along, and both commit.",
        knobs: &ONE_ORDER,
        seed: 2,
        cues: BETWEEN,
    },
    Preset {
        key: "alone",
        label: "Each for itself",
        note: "The same crash, but whoever loses the coordinator decides alone: one commits, the \
               other aborts. It takes a termination protocol, and not only a third phase.",
        knobs: &with::<9, 1, 10>(ONE_ORDER, [("mistake", 1)]),
        seed: 2,
        cues: BETWEEN,
    },
    Preset {
        key: "taken-for-crashed",
        label: "Taken for crashed",
        note: "Time-outs instead of a perfect detector, and the delivery cut off in the third \
               phase: nobody crashes, both sides take each other for crashed, and half an order is \
               done.",
        knobs: &with::<9, 1, 10>(ONE_ORDER, [("detector", 1)]),
        seed: 2,
        cues: &[(1, 0, "order ramen"), (16, 305_000, "isolate 2")],
    },
    Preset {
        key: "known-to-be-up",
        label: "Cut off, and known to be up",
        note: "The same cut with a perfect detector: nobody is down, so everybody waits until the \
               link carries again. It blocks, and it is right.",
        knobs: &with::<9, 1, 10>(ONE_ORDER, [("ask-every", 300)]),
        seed: 2,
        cues: &[(1, 0, "order ramen"), (16, 305_000, "isolate 2"), (42, 2_150_000, "rejoin 2")],
    },
    Preset {
        key: "silence",
        label: "Silence, and nothing else",
        note: "The shortest way to half an order: nobody crashes, nothing is lost, and a service \
               and the coordinator take each other's silence for a crash.",
        knobs: &with::<9, 1, 10>(ONE_ORDER, [("detector", 1)]),
        seed: 2,
        cues: &[],
    },
    Preset {
        key: "hasty",
        label: "A hasty backup",
        note: "It finds itself pre-committed and commits before the other service is, too; then it \
               crashes, and who is left is uncertain.",
        knobs: &with::<9, 1, 10>(ONE_ORDER, [("mistake", 2)]),
        seed: 2,
        cues: &[],
    },
    Preset {
        key: "slow-network",
        label: "A slow network, and time-outs",
        note: "Nothing is lost and nobody crashes. A message now and then takes longer than the \
               time-out, and that is enough.",
        knobs: &[("detector", 1), ("time-out", 500), ("jitter", 300), ("refusals", 0)],
        seed: 2,
        cues: &[],
    },
];

/// The first pre-commit has arrived, the second is lost, and the coordinator crashes.
const BETWEEN: &[(u64, u64, &str)] =
    &[(1, 0, "order ramen"), (16, 305_000, "cut 0>2"), (17, 306_000, "crash 0")];

/// What a search finds in them: the shortest way to half an order.
pub(super) const WAYS: &[Way] = &[
    Way {
        preset: "silence",
        cues: "A_.n5cF_.n5cF1_F_.n5cF1_F_.n5cFX_F1X_F_F_.n5cF_.7xhsF3_F_.8kn4F3_F1_F2_.8kn4F6_F6",
    },
    Way {
        preset: "hasty",
        cues: "A_.n5cF_.n5cF1_F_.n5cF1_F_.n5cFX_F1X_F_F_.n5cF_F_F_.n5cF_F_A_.8kn4F2_F2_.n5cF2_F1_A1\
               _.8kn4F4_F2",
    },
];
