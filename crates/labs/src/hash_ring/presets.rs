//! Named recipes. The steps of the cues are those at which their instants come round under the
//! preset's seed, so that nothing on its way waits for a hand; a test holds them to it.

use crate::lab::Preset;

/// The opening preset first.
pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "eight-on-a-ring",
        label: "Eight on a ring",
        note: "A ninth shard joins and the third leaves: watch how few keys change hands.",
        knobs: &[("virtual-nodes", 16)],
        seed: 7,
        cues: &[
            (1, 40_000, "lookup:alice"),
            (10, 1_200_000, "add:1"),
            (25, 2_600_000, "remove-shard:3"),
        ],
    },
    Preset {
        key: "three-and-a-fourth",
        label: "Three servers and a fourth",
        note: "Modulo's disaster: one server more, and three keys in four are somewhere else.",
        knobs: &[("strategy", 1), ("shards", 3)],
        seed: 7,
        cues: &[(8, 1_200_000, "add:1")],
    },
    Preset {
        key: "the-report",
        label: "The report's experiment",
        note: "1,000 shards of 160 virtual nodes, 10,000 keys: 50 leave, 50 join the 950, 50 join \
               the 1,000. The report measured 4.95 % and 4.55 %.",
        knobs: &[("shards", 1_000), ("virtual-nodes", 160)],
        seed: 7,
        cues: &[(8, 1_200_000, "remove:50"), (22, 2_400_000, "add:50"), (30, 3_600_000, "add:50")],
    },
    Preset {
        key: "1-virtual-node",
        label: "1 virtual node",
        note: "One point a shard: the emptiest shard has next to nothing, the fullest eight times \
               its share.",
        knobs: SPREAD_1,
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "10-virtual-nodes",
        label: "10 virtual nodes",
        note: "Ten points a shard: the standard deviation is still a third of the mean, and the \
               fullest shard has twice its share.",
        knobs: SPREAD_10,
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "100-virtual-nodes",
        label: "100 virtual nodes",
        note: "A hundred points a shard: the standard deviation is about 10 % of the mean, as \
               published.",
        knobs: SPREAD_100,
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "1000-virtual-nodes",
        label: "1,000 virtual nodes",
        note: "A thousand points a shard: about 3.2 % of the mean, as published, and a hundred \
               thousand points to keep.",
        knobs: SPREAD_1_000,
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "one-zone-dies",
        label: "One zone dies",
        note: "Every key has a replica in each of three zones: a zone dies, and every look-up is \
               still answered.",
        knobs: &[
            ("shards", 9),
            ("virtual-nodes", 16),
            ("replicas", 3),
            ("zones", 3),
            ("lookups", 12),
        ],
        seed: 7,
        cues: &[(17, 1_200_000, "kill-zone:2")],
    },
];

/// A hundred shards with ten thousand keys each on average, so that chance in the keys adds but one
/// per cent to the spread of the arcs.
const SPREAD_1: &[(&str, i64)] = &[("shards", 100), ("keys", 1_000_000), ("virtual-nodes", 1)];
const SPREAD_10: &[(&str, i64)] = &[("shards", 100), ("keys", 1_000_000), ("virtual-nodes", 10)];
const SPREAD_100: &[(&str, i64)] = &[("shards", 100), ("keys", 1_000_000), ("virtual-nodes", 100)];
const SPREAD_1_000: &[(&str, i64)] =
    &[("shards", 100), ("keys", 1_000_000), ("virtual-nodes", 1_000)];
