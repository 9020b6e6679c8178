//! Named recipes. Those that can deadlock run on one core with a quantum in which a thread takes
//! and gives back all that it needs: so they play for ever, and only a search, or a hand, finds
//! what they can come to.

use crate::lab::Preset;

/// The opening preset first.
pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "counter-with-a-mutex",
        label: "Counter with a mutex",
        note: "Three threads on two cores add to one counter under a lock: take the lock away and \
               watch an update get lost.",
        knobs: &[],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "counter-without",
        label: "Counter without",
        note: "Load, add, store: who loads between another's load and store overwrites what that \
               one adds.",
        knobs: &[("sharing", 1)],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "works-on-my-machine",
        label: "Works on my machine",
        note: "The same plain counter on one core, with a quantum in which an addition fits: \
               nothing is ever lost here, and Check loses an update in seven steps.",
        knobs: &[("sharing", 1), ("cores", 1), ("quantum", 6)],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "compare-and-swap",
        label: "Compare and swap",
        note: "Nobody locks: who finds the counter changed reads it again, and somebody always \
               gets on.",
        knobs: &[("sharing", 2)],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "messages",
        label: "Messages",
        note: "Three processes share nothing: each sends copies to the one that owns the counter.",
        knobs: &[("sharing", 3), ("run-as", 2)],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "four-on-four-cores",
        label: "Four on four cores",
        note: "Work that computes, a tenth of it serial: four workers are about three times as \
               fast as one, as Amdahl says.",
        knobs: COMPUTE_4,
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "more-work-with-more-threads",
        label: "More work with more threads",
        note: "Each of four workers brings as much as a lone one has: the serial part stays as it \
               is, and hurts far less, as Gustafson says.",
        knobs: COMPUTE_4_SCALED,
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "interpreter-lock-computing",
        label: "Computing under a GIL",
        note: "The same four workers under a global interpreter lock: one runs, three wait, and \
               it takes as long as with one.",
        knobs: COMPUTE_4_GIL,
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "interpreter-lock-waiting",
        label: "Waiting under a GIL",
        note: "Who waits for an answer lets go of the interpreter lock, so four threads wait at \
               once and are nearly four times as fast.",
        knobs: WAIT_4_GIL,
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "a-process-each",
        label: "A process each",
        note: "Four processes have an interpreter each: computing is parallel again, after a \
               dearer start and with results to copy.",
        knobs: COMPUTE_4_PROCESSES,
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "two-locks-crossed",
        label: "Two locks, crossed",
        note: "One takes A then B, the other B then A: on this core it goes well for ever, until \
               you step the other between the two.",
        knobs: &[("program", 4), ("threads", 2), ("cores", 1), ("quantum", 6)],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "two-locks-ordered",
        label: "Two locks, in order",
        note: "Both take A first: whoever has A gets B, and Check proves that nobody waits for \
               ever.",
        knobs: &[("program", 4), ("threads", 2), ("locking", 1)],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "five-philosophers",
        label: "Five philosophers",
        note: "Left fork, then right: on one core each eats in its turn; Check sits them down so \
               that all hold a left fork.",
        knobs: &[("program", 5), ("threads", 5), ("cores", 1), ("quantum", 6)],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "philosophers-with-a-waiter",
        label: "With a waiter",
        note: "The waiter lets in all but one: a fork is always left over, on however many cores.",
        knobs: &[("program", 5), ("threads", 5), ("cores", 3), ("locking", 3)],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "starvation",
        label: "Starvation",
        note: "By priority on one core, t1 thinks and eats and thinks, and the others are passed \
               over without end: no law is broken, and they never eat.",
        knobs: &[
            ("program", 5),
            ("threads", 3),
            ("cores", 1),
            ("locking", 1),
            ("scheduler", 1),
            ("quantum", 2),
        ],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "started-and-joined",
        label: "Started and joined",
        note: "A main thread starts three workers and joins each: ask one to stop, or crash one.",
        knobs: &[("program", 6)],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "lost-join",
        label: "A lost join",
        note: "The join has a time-out and nobody looks whether the thread had ended: it had not.",
        knobs: &[("program", 6), ("mistake", 1)],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "detached",
        label: "Detached, and gone",
        note: "Nobody waits for a detached thread: when the main thread ends, the others die at \
               their work.",
        knobs: &[("program", 6), ("mistake", 2)],
        seed: 3,
        cues: &[],
    },
    Preset {
        key: "work-after-cancel",
        label: "Work after a cancel",
        note: "Worker t2 is asked to stop, says that it does, and works on.",
        knobs: &[("program", 6), ("mistake", 3)],
        seed: 3,
        cues: &[(6, 650_000, "cancel:2")],
    },
];

const COMPUTE_4: &[(&str, i64)] = &[("program", 1), ("threads", 4), ("cores", 4), ("quantum", 4)];
const COMPUTE_4_SCALED: &[(&str, i64)] =
    &[("program", 1), ("threads", 4), ("cores", 4), ("quantum", 4), ("scaled", 1)];
const COMPUTE_4_GIL: &[(&str, i64)] =
    &[("program", 1), ("threads", 4), ("cores", 4), ("quantum", 4), ("run-as", 1)];
const COMPUTE_4_PROCESSES: &[(&str, i64)] =
    &[("program", 1), ("threads", 4), ("cores", 4), ("quantum", 4), ("run-as", 2)];
const WAIT_4_GIL: &[(&str, i64)] =
    &[("program", 2), ("threads", 4), ("cores", 4), ("quantum", 4), ("run-as", 1), ("serial", 0)];
