//! Named recipes.

use crate::lab::{Preset, Way};
use crate::shop::knobs::with;

/// One rider for everybody: the second order at once finds none.
const ONE_RIDER: [(&str, i64); 5] =
    [("services", 3), ("riders", 1), ("back-after", 2_500), ("order-every", 900), ("refusals", 0)];

/// One order by hand, and nothing that goes on by itself: small enough for a proof.
const ONE_ORDER: [(&str, i64); 8] = [
    ("order-every", 0),
    ("patience", 0),
    ("back-after", 0),
    ("dishes", 1),
    ("stock", 2),
    ("riders", 2),
    ("at-once", 1),
    ("refusals", 100),
];

/// The opening preset first.
pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "orchestrated",
        label: "Orchestrated",
        note: "Dish, rider, money, one after the other. There is one rider: who finds none gives \
               the dish back, and everybody has seen it gone.",
        knobs: &ONE_RIDER,
        seed: 4,
        cues: &[],
    },
    Preset {
        key: "choreographed",
        label: "Choreographed",
        note: "The same orders, and nobody leads: each service tells the next, and what has to be \
               undone travels back the same way.",
        knobs: &with::<5, 1, 6>(ONE_RIDER, [("style", 1)]),
        seed: 4,
        cues: &[],
    },
    Preset {
        key: "refused-for-nothing",
        label: "Refused for nothing",
        note: "One dish and one rider: an order has the dish and no rider, another is refused for \
               want of the dish, and then it is there again.",
        knobs: &[
            ("dishes", 1),
            ("stock", 1),
            ("riders", 1),
            ("at-once", 4),
            ("order-every", 250),
            ("back-after", 2_000),
            ("refusals", 0),
        ],
        seed: 4,
        cues: &[],
    },
    Preset {
        key: "bad-network",
        label: "A bad network",
        note: "One message of ten is lost, one of twenty comes twice, and a late one overtakes: \
               everything is said again until it is answered, and done once.",
        knobs: &[("loss", 100), ("copies", 50), ("jitter", 200), ("order-every", 1_200)],
        seed: 6,
        cues: &[],
    },
    Preset {
        key: "gives-up",
        label: "Giving up",
        note: "The coordinator does not wait for a step for ever: it compensates, and where the \
               compensation comes first, the step that comes late is not done any more.",
        knobs: &[
            ("loss", 150),
            ("jitter", 400),
            ("give-up", 350),
            ("retry", 200),
            ("order-every", 1_200),
        ],
        seed: 6,
        cues: &[],
    },
    Preset {
        key: "crashes",
        label: "Crashes and repairs",
        note: "Crash whom you like, and somebody restarts it after a while: orders stay half done \
               for as long as that takes, and nobody else has to wait.",
        knobs: &[("repair", 2_000), ("order-every", 700)],
        seed: 5,
        cues: &[],
    },
    Preset {
        key: "one-order",
        label: "One order, by hand",
        note: "Nothing goes on by itself: order a dish, deliver, lose and double messages, crash \
               whom you like, and let Check go through all of it.",
        knobs: &ONE_ORDER,
        seed: 2,
        cues: &[(1, 0, "order ramen")],
    },
    Preset {
        key: "keyless",
        label: "No key",
        note: "The answer is late and the step is asked for again: a service that does not look at the \
               order’s number takes a second dish.",
        knobs: &with::<8, 1, 9>(ONE_ORDER, [("mistake", 1)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "one-try",
        label: "One try",
        note: "The rider is refused, the message that is to bring the dish back is lost, and nobody says \
               it again: half done for ever.",
        knobs: &with::<8, 1, 9>(ONE_ORDER, [("mistake", 2)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "hasty",
        label: "Said before written",
        note: "The InventoryService says that its step is done while its disk still writes, and \
               crashes: the order has ended well, and no dish is taken.",
        knobs: &with::<8, 1, 9>(ONE_ORDER, [("mistake", 3)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "no-tombstone",
        label: "Overtaken",
        note: "The coordinator gives up, and its compensation overtakes the step: there is nothing to \
               undo, nobody notes that, and then the step comes.",
        knobs: &with::<8, 2, 10>(ONE_ORDER, [("mistake", 4), ("give-up", 900)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "forgetful",
        label: "A forgetful coordinator",
        note: "It asks for a step before it has written that the order has begun, and crashes: a dish \
               is taken for an order of which nobody knows. Restart it, and hear what it answers.",
        knobs: &with::<8, 2, 10>(ONE_ORDER, [("mistake", 5), ("patience", 1_500)]),
        seed: 1,
        cues: &[],
    },
];

/// What a search finds in them: the shortest way to each disaster.
pub(super) const WAYS: &[Way] = &[
    Way { preset: "keyless", cues: "A_.n5cF_F_.n5cFX_.5sc0F1_F_.n5cFX_F" },
    Way { preset: "one-try", cues: "A_.n5cF_F_.n5cFX_F_.n5cF_F_.n5cFX1_F_.n5cF_F_D" },
    Way { preset: "hasty", cues: "A_.n5cF_F_.n5cFX_.n5cF1_F1_.n5cF1X_.n5cF2_F2_A1" },
    Way { preset: "no-tombstone", cues: "A_.n5cF_F_.jag0F2_F1_.n5cF1_FX_.n5cF1_F1" },
    Way { preset: "forgetful", cues: "A_.n5cF_.n5cFX_F_A" },
];
