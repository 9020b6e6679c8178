//! Named recipes.

use crate::lab::Preset;

/// The opening preset first.
pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "four-keys",
        label: "Four keys",
        note: "The same rows under four kinds of keys: three go to the right edge, UUIDv4 goes \
               anywhere. Watch its tree outgrow the pool, and then read and write at every row.",
        knobs: &[],
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "everything-fits",
        label: "Everything fits",
        note: "The same with room for every page: nothing is read, whatever the key. What is left of \
               the penalty is pages that are two thirds full.",
        knobs: &[("pool", 2_048)],
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "always-in-the-middle",
        label: "Always in the middle",
        note: "The textbook’s split, and keys that ascend: every page that is left behind stays half \
               empty for ever.",
        knobs: &[("split", 0), ("pool", 2_048)],
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "neighbours-share",
        label: "Neighbours share",
        note: "Full pages share with their neighbours before they split, as in SQLite: random keys \
               fill pages to nearly 90 per cent, and still go anywhere.",
        knobs: &[("split", 2)],
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "a-little-late",
        label: "A little late",
        note: "Rows may be overtaken by four. A page that was left full at the edge has no room for \
               them and is split, and all leaves stay half empty: leave the edge 90 per cent full.",
        knobs: &[("late", 4), ("page", 4), ("rows", 8_000), ("batch", 10), ("pool", 32)],
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "a-busy-table",
        label: "A busy table",
        note: "20,000 rows a second among four workers: twenty rows share each millisecond, and ids \
               by time no longer ascend row by row.",
        knobs: &[("rate", 20_000), ("batch", 20), ("rows", 20_000), ("page", 4), ("pool", 64)],
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "an-index-beside-it",
        label: "An index beside it",
        note: "Another column has an index, in no order for any key: 16 bytes of key make it larger \
               than 8, and all four wait for the disk.",
        knobs: &[("index", 1), ("pool", 64)],
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "a-hundred-thousand",
        label: "A hundred thousand rows",
        note: "Pages of 4,096 bytes and rows of 100, as a database has them. Play it fast.",
        knobs: &[
            ("page", 5),
            ("row", 100),
            ("pool", 256),
            ("rows", 100_000),
            ("batch", 20),
            ("rate", 1_000),
        ],
        seed: 7,
        cues: &[],
    },
    Preset {
        key: "every-order",
        label: "Every order",
        note: "Eight rows that may come in any order, two to a page: small enough for the tab Check \
               to go through all 40,320 orders.",
        knobs: &[
            ("page", 0),
            ("pool", 4),
            ("late", 8),
            ("rows", 8),
            ("batch", 1),
            ("rate", 2),
            ("row", 32),
        ],
        seed: 7,
        cues: &[
            (10, 5_000_000, "look-up:any"),
            (11, 6_000_000, "look-up:recent"),
            (12, 7_000_000, "rebuild"),
        ],
    },
];
