//! Named recipes.

use crate::lab::Preset;

/// The opening preset first.
pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "fair-weather",
        label: "Fair weather",
        note: "Nothing fails: look at what each protocol spends on the same orders. Then break it: \
               what crashes is restarted after some seconds.",
        knobs: &[("repair", 3_000)],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "coordinator-crashes",
        label: "The coordinator crashes",
        note: "Every coordinator crashes at the same instant, and is back after some seconds: two \
               phases wait with their locks, three elect a backup, a saga stands half done.",
        knobs: &[("repair", 4_000)],
        seed: 3,
        cues: &[(60, 1_500_000, "crash 0")],
    },
    Preset {
        key: "cut-off",
        label: "A service is cut off",
        note: "Nobody reaches the DeliveryService for some seconds. Three-phase commit takes \
               silence for a crash, as all must who only have a network and a clock.",
        knobs: &[("repair", 4_000), ("detector", 1)],
        seed: 5,
        cues: &[(60, 1_500_000, "isolate 2")],
    },
    Preset {
        key: "scarce",
        label: "One rider",
        note: "There is one rider for everybody. A saga shows a dish gone that comes back; the \
               others lock it.",
        knobs: &[("riders", 1), ("stock", 2), ("order-every", 400), ("at-once", 3)],
        seed: 2,
        cues: &[],
    },
    Preset {
        key: "bad-network",
        label: "A bad network",
        note: "One message of ten is lost, one of twenty comes twice, and a late one overtakes.",
        knobs: &[("loss", 100), ("copies", 50), ("jitter", 200), ("order-every", 1_200)],
        seed: 6,
        cues: &[],
    },
];
