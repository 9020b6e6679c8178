//! Named recipes. The steps of the cues are those at which their instants come round under the
//! preset's seed, so that nothing waits for a hand; a test holds them to it.

use crate::lab::{Preset, Way};

/// A field small enough to be seen whole: two workers, four ids a tick, clocks that are a tick off at
/// most, room for one that waits, and the last id on disk. Between two requests passes no time or a tick.
pub(super) const FIELD: [(&str, i64); 8] = [
    ("workers", 2),
    ("worker-bits", 1),
    ("sequence-bits", 2),
    ("tick", 1_000),
    ("clock-bound", 1_000),
    ("load", 8),
    ("room", 1),
    ("restart", 2),
];

/// The field with another knob turned.
const fn field(turned: (&'static str, i64)) -> [(&'static str, i64); 9] {
    let [a, b, c, d, e, f, g, h] = FIELD;
    [a, b, c, d, e, f, g, h, turned]
}

/// The clock of worker 2 runs fast until NTP steps it back.
const STEPPED: &[(u64, u64, &str)] = &[(8, 300_000, "drift:1:400"), (29, 2_700_000, "sync:1")];

/// The opening preset first.
pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "stepped-back",
        label: "A clock is stepped back",
        note: "The clock of worker 2 runs fast until NTP steps it back: the worker refuses until its \
               clock has caught up with its last id.",
        knobs: &[],
        seed: 3,
        cues: STEPPED,
    },
    Preset {
        key: "wait",
        label: "It waits instead",
        note: "The same clock, the same requests: they wait for more than a second, and then get their \
               ids all at once.",
        knobs: &[("policy", 1)],
        seed: 3,
        cues: STEPPED,
    },
    Preset {
        key: "borrow",
        label: "It borrows instead",
        note: "The same again: the worker goes on from its last id as if no time had passed, so its ids \
               are ahead of its clock for a while.",
        knobs: &[("policy", 2)],
        seed: 3,
        cues: STEPPED,
    },
    Preset {
        key: "slewed",
        label: "NTP slews it instead",
        note: "The same clock is not stepped but slowed until it is right: it never goes back, and \
               nobody is refused.",
        knobs: &[],
        seed: 3,
        cues: &[(8, 300_000, "drift:1:400"), (29, 2_700_000, "slew:1")],
    },
    Preset {
        key: "reset",
        label: "The sequence begins anew",
        note: "The historical mistake, by the shortest way: the clock goes back and comes again, and an \
               id is made a second time.",
        knobs: &field(("policy", 3)),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "same-number",
        label: "Two workers, one number",
        note: "Worker 2 is given the number of worker 1: both make the same ids whenever they begin the \
               same tick.",
        knobs: &[],
        seed: 3,
        cues: &[(21, 1_500_000, "number:1:0")],
    },
    Preset {
        key: "forgotten",
        label: "A worker forgets its last id",
        note: "The shortest way: it crashes, comes back within the same tick, and makes its first id \
               again.",
        knobs: &field(("restart", 0)),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "waited-a-tick",
        label: "Waiting a tick is not enough",
        note: "It waits a tick after a crash; its clock is set back as that ends, so it comes to the same \
               tick after all.",
        knobs: &field(("restart", 1)),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "exhausted",
        label: "The sequence is exhausted",
        note: "Eighty ids a second are asked for, and three workers have forty-eight: whoever comes late \
               in a tick waits for the next, and many find no room.",
        knobs: &[("load", 6)],
        seed: 3,
        cues: &[(21, 2_000_000, "load:80"), (275, 5_000_000, "load:6")],
    },
    Preset {
        key: "k-sorted",
        label: "Sorted, but for the clocks",
        note: "Each clock is 300 ms ahead of the one before: two ids in three are smaller than one made \
               earlier, and none by more than the clocks are apart and a tick.",
        knobs: &[("workers", 4), ("skew", 300), ("load", 12)],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "twitter",
        label: "Twitter at 10,000 ids a second",
        note: "Four workers are far from their ceiling of 4,096 a millisecond; a clock goes back by 5 ms \
               and refuses, another goes ahead by 10 ms, and from then on most ids of the others are \
               out of order.",
        knobs: &[("layout", 2), ("workers", 4), ("load", 10_000), ("clock-bound", 100)],
        seed: 3,
        cues: &[(51, 4_000, "jump:0:-5"), (156, 15_000, "jump:1:10")],
    },
    Preset {
        key: "prototype",
        label: "The prototypes’ layout",
        note: "Milliseconds since 1970 in 41 bits: its ids run out in September 2039, and six bits are \
               never used.",
        knobs: &[("layout", 1), ("load", 2_000), ("clock-bound", 100)],
        seed: 3,
        cues: &[(51, 20_000, "set:1:-15")],
    },
    Preset {
        key: "sonyflake",
        label: "Sonyflake at its ceiling",
        note: "Ticks of ten milliseconds with 256 ids: two workers make 51,200 a second and no more, and \
               60,000 are asked for.",
        knobs: &[
            ("layout", 5),
            ("workers", 2),
            ("load", 60_000),
            ("clock-bound", 100),
            ("room", 64),
        ],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "runs-out",
        label: "The timestamp runs out",
        note: "Five bits of time are 32 ticks: after seven seconds there are no ids any more.",
        knobs: &[("time-bits", 5)],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "field",
        label: "The field that is proved",
        note: "Two workers with four ids a tick, whose clocks are moved as often as one likes: small \
               enough for Check to see every state.",
        knobs: &field(("moves", 1)),
        seed: 3,
        cues: &[],
    },
];

/// What a search finds: the shortest ways to make an id twice.
pub(super) const WAYS: &[Way] = &[
    Way { preset: "reset", cues: "FWX_FWX_A_FWlflsX_.lflsFWX" },
    Way { preset: "forgotten", cues: "FWX_A3_A3_FWX" },
    Way { preset: "waited-a-tick", cues: "FWX_A3_A3_FWlflsX_.lflsA" },
];
