//! Named recipes.

use crate::lab::Preset;

/// One rider for everybody: the second order at once finds none.
const ONE_RIDER: [(&str, i64); 5] =
    [("services", 3), ("riders", 1), ("back-after", 2_500), ("order-every", 900), ("refusals", 0)];

/// One order by hand, and nothing that goes on by itself: small enough for a proof.
const ONE_ORDER: [(&str, i64); 7] = [
    ("order-every", 0),
    ("patience", 0),
    ("back-after", 0),
    ("dishes", 1),
    ("stock", 1),
    ("riders", 1),
    ("at-once", 1),
];

const fn with<const A: usize, const B: usize, const C: usize>(
    one: [(&'static str, i64); A],
    other: [(&'static str, i64); B],
) -> [(&'static str, i64); C] {
    let mut all = [("", 0); C];
    let mut at = 0;
    while at < C {
        all[at] = if at < A { one[at] } else { other[at - A] };
        at += 1;
    }
    all
}

/// The opening preset first.
pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "no-protocol",
        label: "Without a protocol",
        note: "Each service does its part as soon as it hears of an order. There is one rider: the \
               dish is gone, the money is taken, and nobody comes.",
        knobs: &with::<5, 2, 7>(ONE_RIDER, [("protocol", 0), ("conflict", 0)]),
        seed: 4,
        cues: &[],
    },
    Preset {
        key: "two-phase",
        label: "Two-phase commit",
        note: "The same orders and the same one rider: what cannot be done whole is not done at \
               all.",
        knobs: &with::<5, 1, 6>(ONE_RIDER, [("conflict", 0)]),
        seed: 4,
        cues: &[],
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
        cues: &[],
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
];
