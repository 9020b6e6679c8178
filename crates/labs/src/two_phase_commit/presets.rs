//! Named recipes.

use crate::lab::{Preset, Way};
use crate::shop::knobs::with;

/// The DeliveryService crashes while the first order is on its way to it, and is back after a while.
const ONE_CRASH: [(&str, i64); 5] =
    [("services", 3), ("order-every", 900), ("refusals", 0), ("time-out", 200), ("repair", 1_500)];

/// One order by hand, and nothing that goes on by itself: small enough for a proof.
const ONE_ORDER: [(&str, i64); 8] = [
    ("order-every", 0),
    ("patience", 0),
    ("back-after", 0),
    ("dishes", 1),
    ("stock", 1),
    ("riders", 1),
    ("at-once", 1),
    ("refusals", 100),
];

/// The opening preset first.
pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "no-protocol",
        label: "Without a protocol",
        note: "Each service does its part as soon as it hears of an order. The DeliveryService \
               crashes on the first one: the dish is gone, the money is taken, and nobody comes.",
        knobs: &with::<5, 1, 6>(ONE_CRASH, [("protocol", 0)]),
        seed: 4,
        cues: &[(4, 170_000, "crash 2")],
    },
    Preset {
        key: "two-phase",
        label: "Two-phase commit",
        note: "The same orders and the same crash: what cannot be done whole is not done at all.",
        knobs: &ONE_CRASH,
        seed: 4,
        cues: &[(4, 170_000, "crash 2")],
    },
    Preset {
        key: "busy",
        label: "A busy evening",
        note: "Four orders at once for two dishes and three riders: who finds a row locked waits.",
        knobs: &[("order-every", 250), ("at-once", 4), ("services", 3)],
        seed: 2,
        cues: &[],
    },
    Preset {
        key: "bad-network",
        label: "A bad network",
        note: "One message of ten is lost, one of twenty comes twice, and a late one overtakes: \
               everything is asked and told again until it is known.",
        knobs: &[("loss", 100), ("copies", 50), ("jitter", 200), ("order-every", 1_200)],
        seed: 6,
        cues: &[],
    },
    Preset {
        key: "crashes",
        label: "Crashes and repairs",
        note: "The coordinator crashes while an order is open, and somebody restarts it after a \
               while: the services wait in doubt, with their locks.",
        knobs: &[("repair", 2_000), ("order-every", 700)],
        seed: 5,
        cues: &[(14, 1_420_000, "crash 0")],
    },
    Preset {
        key: "one-order",
        label: "One order, by hand",
        note: "Nothing goes on by itself: order a dish, deliver, lose and double messages, crash \
               whom you like, and let Check go through all of it.",
        knobs: &ONE_ORDER,
        seed: 1,
        cues: &[(1, 0, "order ramen")],
    },
    Preset {
        key: "lost-prepare",
        label: "A lost prepare",
        note: "The DeliveryService or the InventoryService is never asked to prepare: the coordinator misses a vote and aborts, and whoever holds a lock gives it back.",
        knobs: &with::<8, 1, 9>(ONE_ORDER, [("refusals", 0)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "lost-vote",
        label: "A lost vote",
        note: "A yes never arrives: the coordinator aborts, and the service in doubt asks how it ended.",
        knobs: &with::<8, 1, 9>(ONE_ORDER, [("refusals", 0)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "lost-decision",
        label: "A lost decision",
        note: "The order is committed, and one service does not hear of it: it is in doubt, asks, and is told.",
        knobs: &with::<8, 1, 9>(ONE_ORDER, [("refusals", 0)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "lost-ack",
        label: "A lost acknowledgement",
        note: "Everybody has done it, and the coordinator does not know: it tells again, and is answered again.",
        knobs: &with::<8, 1, 9>(ONE_ORDER, [("refusals", 0)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "blocked",
        label: "Blocked",
        note: "The shortest way to it: both services have said yes, the coordinator crashes, and \
               whatever they ask each other, nobody who is left may decide. Restart it to see how \
               it ends.",
        knobs: &ONE_ORDER,
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "impatient",
        label: "An impatient service",
        note: "It has said yes, hears nothing, and gives up by itself; the coordinator had decided to commit.",
        knobs: &with::<8, 1, 9>(ONE_ORDER, [("mistake", 1)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "hasty",
        label: "A hasty coordinator",
        note: "It tells that it commits before that is on its disk, crashes, and knows nothing of it.",
        knobs: &with::<8, 1, 9>(ONE_ORDER, [("mistake", 2)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "forgetful",
        label: "A forgetful service",
        note: "It says yes before that is on its disk; a crash makes it forget, and the order is committed.",
        knobs: &with::<8, 1, 9>(ONE_ORDER, [("mistake", 3)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "hopeful",
        label: "A hopeful coordinator",
        note: "It takes silence for a yes, and commits what nobody has promised.",
        knobs: &with::<8, 1, 9>(ONE_ORDER, [("mistake", 4)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "repeating",
        label: "A repeating service",
        note: "It hears the decision twice, and takes a second dish for one order.",
        knobs: &with::<8, 1, 9>(ONE_ORDER, [("mistake", 5)]),
        seed: 1,
        cues: &[],
    },
];

/// The first message of a kind lost; and what a search finds: the shortest way to being blocked, and
/// to each disaster.
pub(super) const WAYS: &[Way] = &[
    Way { preset: "lost-prepare", cues: "Sorder%20ramen_5.3bugD" },
    Way { preset: "lost-vote", cues: "Sorder%20ramen_8.4opqD1" },
    Way { preset: "lost-decision", cues: "Sorder%20ramen_c.64h5D1" },
    Way { preset: "lost-ack", cues: "Sorder%20ramen_g.77axD1" },
    Way { preset: "blocked", cues: "A_.n5cF_.n5cF_F_.n5cF1_F_.n5cFX_F1X_F_F_A" },
    Way {
        preset: "impatient",
        cues: "A_.n5cF_.n5cF_F_.n5cF1_F_.n5cFX_F1X_F_F_.n5cF1_.5sc0F2_F_F1_.n5cF3_F1",
    },
    Way {
        preset: "hasty",
        cues: "A_.n5cF_.n5cF_F_.n5cF1_F_.n5cFX_F1X_F_F_.n5cF1_.5sc0F2_F_.n5cF3_F1_A_A_F1_.n5cF1",
    },
    Way { preset: "forgetful", cues: "A_.n5cF_.n5cF_F_.n5cF1_F_.n5cFX_FX_.n5cF1_F_F_A1" },
    Way { preset: "hopeful", cues: "A_.n5cF_.n5cF_F_.n5cF1_F_.8kn4F2_F2" },
    Way {
        preset: "repeating",
        cues: "A_.n5cF_.n5cF_F_.n5cF1_F_.n5cFX_F1X_F_F_.n5cF1_F_F_.n5cF2_.5sc0F4_F1_.n5cF3_F3",
    },
];
