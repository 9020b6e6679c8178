//! Named recipes, the opening one first.

use crate::lab::Preset;

pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "two-and-two",
        label: "Two and two",
        note: "Two producers, two consumers, room for three: follow the program counters, then \
               break it.",
        knobs: &[],
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "one-condition",
        label: "One condition",
        note: "The broken twin: producers and consumers wait on one condition, a notice wakes the \
               wrong side, and all of them sleep. Check finds the shortest way.",
        knobs: &[
            ("capacity", 1),
            ("producers", 2),
            ("consumers", 1),
            ("conditions", 0),
            ("arrivals", 0),
            ("services", 0),
            ("grain", 1),
            ("step", 300),
        ],
        seed: 5,
        cues: &[],
    },
    Preset {
        key: "if-instead-of-while",
        label: "If, not while",
        note: "The broken twin: who wakes does not look again, and another was faster. Check finds \
               a take from an empty buffer.",
        knobs: &[
            ("capacity", 1),
            ("producers", 1),
            ("consumers", 2),
            ("guard", 1),
            ("arrivals", 0),
            ("services", 0),
            ("grain", 1),
            ("step", 300),
        ],
        seed: 9,
        cues: &[],
    },
    Preset {
        key: "slow-consumer",
        label: "A slow consumer",
        note: "Items come faster than they are worked off: the queue fills, and then producers go \
               no faster than the consumer. That is backpressure.",
        knobs: &[
            ("capacity", 8),
            ("consumers", 1),
            ("arrival", 20),
            ("service", 30),
            ("step", 0),
            ("grain", 1),
        ],
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "no-bound",
        label: "No bound",
        note: "The same without a bound: nobody waits, the queue grows, and the process dies.",
        knobs: &[
            ("when-full", 4),
            ("consumers", 1),
            ("arrival", 20),
            ("service", 30),
            ("step", 0),
            ("grain", 1),
            ("memory", 200),
        ],
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "m-m-1",
        label: "M/M/1",
        note: "No bound, and a consumer that is a little faster: the line in a post office of the \
               textbooks. Many runs lays their formulas beside it.",
        knobs: &[
            ("when-full", 4),
            ("producers", 1),
            ("consumers", 1),
            ("arrival", 20),
            ("service", 16),
            ("step", 0),
            ("grain", 1),
            ("memory", 2_000),
        ],
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "m-m-1-k",
        label: "M/M/1/K",
        note: "A full queue rejects: a textbook's queue, whose loss, length and waits have \
               formulas. Many runs lays them beside the measured ones.",
        knobs: &[
            ("capacity", 4),
            ("producers", 1),
            ("consumers", 1),
            ("when-full", 1),
            ("arrival", 20),
            ("service", 18),
            ("step", 0),
            ("grain", 1),
        ],
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "pipeline",
        label: "A pipeline",
        note: "Three stages and the last is slow: the buffers fill from the back, until the \
               producers feel it.",
        knobs: &[
            ("stages", 3),
            ("consumers", 1),
            ("capacity", 3),
            ("producers", 1),
            ("arrival", 600),
            ("service", 400),
            ("slowness", 4),
            ("step", 20),
        ],
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "close",
        label: "Close",
        note: "Six items each, then the last producer closes: what is left is worked off, and \
               everybody goes home.",
        knobs: &[("items", 6), ("arrival", 400), ("service", 900)],
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "poison-pill",
        label: "Poison pill",
        note: "A last item that says: go home. Each consumer that meets it leaves it for the next.",
        knobs: &[("items", 6), ("arrival", 400), ("service", 900), ("ending", 2)],
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "offer-and-poll",
        label: "Offer and poll",
        note: "Puts and gets that wait for a while and then give up: nobody waits for ever, and \
               somebody must deal with what was not put.",
        knobs: &[
            ("capacity", 2),
            ("put-patience", 900),
            ("get-patience", 900),
            ("arrivals", 3),
            ("service", 1_400),
            ("consumers", 1),
        ],
        seed: 7,
        cues: &[],
    },
];
