//! Named recipes.

use crate::lab::{Preset, Way};

/// Two users who follow each other, on a shard each, and nothing that goes on by itself: small enough
/// for a proof. The clocks hardly move.
pub(super) const SMALL: [(&str, i64); 11] = [
    ("shards", 2),
    ("users", 2),
    ("follows", 1),
    ("first-posts", 2),
    ("kept", 6),
    ("rows", 2),
    ("writes", 0),
    ("reads", 0),
    ("jitter", 1_500),
    ("patience", 0),
    ("tick", 30_000),
];

/// The small world with some knobs turned.
const fn small<const MORE: usize, const ALL: usize>(
    more: [(&'static str, i64); MORE],
) -> [(&'static str, i64); ALL] {
    let mut all = [("", 0); ALL];
    let mut at = 0;
    while at < ALL {
        all[at] = if at < SMALL.len() { SMALL[at] } else { more[at - SMALL.len()] };
        at += 1;
    }
    all
}

/// The opening preset first.
pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "at-work",
        label: "At work",
        note: "Seven users on three shards: each shard numbers its own posts, every timeline is merged \
               by these numbers alone, and after five seconds a fourth shard joins.",
        knobs: &[("joins-after", 5), ("writes", 10), ("reads", 8)],
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "busy-offset",
        label: "Pages by offset",
        note: "Many write while others turn pages by counting rows: what is new at the head pushes rows \
               onto the next page, where they are read again.",
        knobs: &[
            ("paging", 1),
            ("writes", 25),
            ("deletes", 20),
            ("reads", 8),
            ("pages", 3),
            ("rows", 4),
            ("follows", 6),
        ],
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "busy-cursor",
        label: "Pages by cursor",
        note: "The same hands, draws and delays; the next page is asked for by the id of the last row, \
               and every row comes once.",
        knobs: &[
            ("paging", 0),
            ("writes", 25),
            ("deletes", 20),
            ("reads", 8),
            ("pages", 3),
            ("rows", 4),
            ("follows", 6),
        ],
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "counting",
        label: "1, 2, 3 on every shard",
        note: "Each shard counts by itself: posts share ids, rows vanish from timelines that are merged \
               by them, and when a shard joins, its users’ posts meet others of the same id.",
        knobs: &[("keys", 1), ("joins-after", 5), ("writes", 14), ("reads", 8)],
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "shard-down",
        label: "A shard is down",
        note: "After three seconds a shard crashes: pages wait for it, go out without it and say so; \
               nothing is called complete that is not.",
        knobs: &[("patience", 1_500), ("follows", 6)],
        seed: 2,
        cues: &[(36, 3_000_000, "crash 3")],
    },
    Preset {
        key: "by-hand",
        label: "Two users, by hand",
        note: "Nothing goes on by itself: write, read, turn pages, add and remove shards, deliver, lose \
               and double messages, and let Check go through all of it.",
        knobs: &SMALL,
        seed: 1,
        cues: &[(1, 0, "home 0")],
    },
    Preset {
        key: "offset-repeats",
        label: "Read twice",
        note: "Between two pages somebody writes: counted from the head, the last row of the first page \
               is the first of the second.",
        knobs: &small::<1, 12>([("paging", 1)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "offset-skips",
        label: "Never read",
        note: "Between two pages somebody deletes a post that was read: the next one slides onto the \
               page before, where nobody looks any more.",
        knobs: &small::<1, 12>([("paging", 1)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "cursor",
        label: "Read once",
        note: "The same hands as in Read twice, and a cursor: everything that is older than the last \
               row, whatever was written since.",
        knobs: &SMALL,
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "collision",
        label: "Two posts, one id",
        note: "Two shards that count by themselves: two posts, and both are number 1.",
        knobs: &small::<2, 13>([("keys", 1), ("first-posts", 0)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "stride",
        label: "Out of step",
        note: "Two shards count in twos and stay out of each other’s way, until a third joins and counts \
               in threes.",
        knobs: &small::<2, 13>([("keys", 2), ("first-posts", 3)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "hasty",
        label: "Switched too early",
        note: "The directory says where the user’s posts will be, and somebody reads before they are: a \
               timeline with holes that calls itself complete.",
        knobs: &small::<1, 12>([("moving", 1)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "skew",
        label: "Into the past",
        note: "A user moves to a shard whose clock is behind: what they write next has a smaller id than \
               what they wrote before.",
        knobs: &small::<2, 13>([("skew", 6), ("floor", 0)]),
        seed: 1,
        cues: &[],
    },
    Preset {
        key: "floor",
        label: "With the last id",
        note: "The same hands, and the last id moves along: the new shard begins above it, ahead of its \
               own clock, until the clock has caught up.",
        knobs: &small::<1, 12>([("skew", 6)]),
        seed: 1,
        cues: &[],
    },
];

/// What a search finds in them: the shortest way to each mistake’s end, and the same hands where the
/// mistake is not made.
pub(super) const WAYS: &[Way] = &[
    Way { preset: "offset-repeats", cues: WRITTEN_BETWEEN },
    Way { preset: "cursor", cues: WRITTEN_BETWEEN },
    Way {
        preset: "offset-skips",
        cues: "A1_A_.6fhcF1_F2_F_.6fhcF1_F_A1_.6fhcF1_.6fhcF1_F1_.6fhcF1",
    },
    Way { preset: "collision", cues: "A_.6fhcF_A1_.6fhcF" },
    Way { preset: "stride", cues: "A6_.6fhcF_.6fhcF_.6fhcF_A3_.6fhcF" },
    Way { preset: "hasty", cues: "A7_A2_.6fhcF1_.6fhcF" },
    Way { preset: "skew", cues: MOVED_BACK },
    Way { preset: "floor", cues: MOVED_BACK },
];

/// Somebody reads a page, somebody writes, the page is turned.
const WRITTEN_BETWEEN: &str = "A_A_.6fhcF2_F2_F_.6fhcF1_F_A1_.6fhcF1_.6fhcF1_F1_.6fhcF1";

/// A shard leaves, and its user writes on the other.
const MOVED_BACK: &str = "A7_.6fhcF_.6fhcF_.6fhcF_A3_.6fhcF";
