//! Named recipes, and what searches have found.

use crate::lab::{Preset, Way};

/// Knobs for a search: nobody asks and nothing is repaired by itself, and everything happens on
/// multiples of the search's grain.
macro_rules! searched {
    [$($more:expr),*] => {
        [
            ("request-every", 0),
            ("network", 200),
            ("service", 0),
            ("range", 2),
            ("skew", 0),
            ("set-back", 200),
            ("time-out", 5_000),
            ("repair", 0),
            ("shards", 1),
            $($more),*
        ]
    };
}

/// The opening preset first.
pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "fair-weather",
        label: "Fair weather",
        note: "Six schemes answer the same requests. Look at how long each bar is, then break it: \
               the central server is back after four seconds.",
        knobs: &[],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "centre-crashes",
        label: "The central server crashes",
        note: "The counter falls silent at once, the ranges only when they are used up, and the \
               other four do not notice.",
        knobs: &[],
        seed: 3,
        cues: &[(45, 1_000_000, "crash centre")],
    },
    Preset {
        key: "gaps",
        label: "A writer takes its range along",
        note: "A writer crashes with most of a range of fifty unused: these numbers are of no row. \
               Ids that count nothing may have gaps.",
        knobs: &[("range", 50), ("repair", 1_500)],
        seed: 3,
        cues: &[(45, 1_000_000, "crash writer 1")],
    },
    Preset {
        key: "shard-in-a-hurry",
        label: "A third shard, in a hurry",
        note: "Two shards count by twos; then there are three, and the new one begins at three. \
               Look at the third lane: numbers that were given are given again.",
        knobs: &[],
        seed: 3,
        cues: &[(72, 2_000_000, "add-shard in-a-hurry")],
    },
    Preset {
        key: "eight-random-bits",
        label: "Eight random bits",
        note: "With eight random bits instead of 122 a UUIDv4 comes twice within seconds: after \
               nineteen of them the odds are even. Version 7 needs the same millisecond too.",
        knobs: &[("random-bits", 1), ("request-every", 600)],
        seed: 129,
        cues: &[],
    },
    Preset {
        key: "clock-back",
        label: "A clock is set back",
        note: "The clock of the second writer goes back by 1.8 seconds: its Snowflake worker waits until it \
               has caught up, and its UUIDv7s sort before what is there.",
        knobs: &[("request-every", 500), ("set-back", 1_800)],
        seed: 73,
        cues: &[(49, 1_000_000, "set-back 2")],
    },
    Preset {
        key: "overload",
        label: "More than one server can count",
        note: "Twenty requests a second meet a counter that serves sixteen: its queue grows until \
               requests fail. Two shards share the same load.",
        knobs: &[("request-every", 150), ("range", 20)],
        seed: 4,
        cues: &[],
    },
    Preset {
        key: "cut-off",
        label: "A writer is cut off",
        note: "Nobody else notices: a writer without a network goes on with what it makes by \
               itself, and with what it has leased.",
        knobs: &[("range", 8), ("request-every", 700)],
        seed: 54,
        cues: &[(41, 1_000_000, "cut 2")],
    },
    Preset {
        key: "forgetful-counter",
        label: "The counter forgets",
        note: "Counter and coordinator have their numbers in memory. The shortest way to give one \
               twice: a request, a crash, a restart, a request.",
        knobs: &searched![("writers", 1), ("keeps", 1)],
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "hurried-shard",
        label: "The shortest collision of shards",
        note: "One database has given 1 and 2. A second is added in a hurry; both now count by \
               twos, and it begins at 2.",
        knobs: &searched![("writers", 1)],
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "forgetful-worker",
        label: "Back, and forgetful",
        note: "A writer’s clock goes back, and it crashes: it has forgotten its last id, and makes \
               it again. Either alone does no harm.",
        knobs: &searched![("writers", 1)],
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "two-random-bits",
        label: "Random ids, all tried",
        note: "A search tries every answer of chance. With two random bits it finds at once what \
               122 make unlikely and do not rule out.",
        knobs: &searched![("writers", 2), ("random-bits", 3)],
        seed: 1,
        cues: &[],
    },
];

pub(super) const WAYS: &[Way] = &[
    Way {
        preset: "forgetful-counter",
        cues: "A7X_.4abkF_F2_F1_F1_A_.4abkF_F_A_A7X_.4abkF_F_F_F_F_F_.4abkF1",
    },
    Way {
        preset: "hurried-shard",
        cues: "A7X_A7X_.4abkF_F_F_F_F_F_F_F_F_F_A5_A8X1_.4abkF_F_F_F_F_F_F_F_F_.4abkF2",
    },
    Way { preset: "forgetful-worker", cues: "A7X_A1_A2_A1_.4abkA7X" },
    // In two parts, since three such letters in a row mark what is unfinished.
    Way { preset: "two-random-bits", cues: concat!("AaXX", "X_AaXX", "X") },
];
