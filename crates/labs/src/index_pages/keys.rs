//! The four kinds of keys, each a function of the row's number: so the same rows get the same keys in
//! the model, in a prediction, and in a real database.

use crate::snowflake::layout::{Layout, Parts, Role, TWITTER};
use crate::snowflake::uuid;
use kernel::rng;

/// What rows are named by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// Time, worker and sequence in 64 bits.
    Snowflake,
    /// 122 random bits of 128.
    UuidV4,
    /// Milliseconds, then 74 random bits, in 128.
    UuidV7,
    /// 1, 2, 3 and so on in 64 bits, from one counter.
    Auto,
}

impl KeyKind {
    /// Every kind, in the order in which pages show them.
    pub const ALL: [KeyKind; 4] =
        [KeyKind::Snowflake, KeyKind::UuidV4, KeyKind::UuidV7, KeyKind::Auto];

    /// What a page calls it.
    pub const fn label(self) -> &'static str {
        match self {
            KeyKind::Snowflake => "Snowflake",
            KeyKind::UuidV4 => "UUIDv4",
            KeyKind::UuidV7 => "UUIDv7",
            KeyKind::Auto => "auto-increment",
        }
    }

    /// What the head of a narrow column calls it.
    pub const fn short(self) -> &'static str {
        match self {
            KeyKind::Auto => "auto",
            kind => kind.label(),
        }
    }

    /// In files and on the command line, in kebab-case.
    pub const fn key(self) -> &'static str {
        match self {
            KeyKind::Snowflake => "snowflake",
            KeyKind::UuidV4 => "uuid-v4",
            KeyKind::UuidV7 => "uuid-v7",
            KeyKind::Auto => "auto-increment",
        }
    }

    /// Bytes of a key.
    pub const fn bytes(self) -> u32 {
        match self {
            KeyKind::Snowflake | KeyKind::Auto => 8,
            KeyKind::UuidV4 | KeyKind::UuidV7 => 16,
        }
    }
}

/// When row 0 is made, in milliseconds since 1970: 2025-01-01T00:00:00Z.
pub const BEGINNING_MS: u64 = 1_735_689_600_000;

/// Who makes the keys: rows come at an even pace to workers in turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// What the random bits follow from.
    pub seed: u64,
    /// Rows a second, at least 1 and at most a million.
    pub rate: u32,
    /// Among how many workers Snowflake ids are made, from 1 to 1,024.
    pub workers: u16,
}

/// Ten rows a millisecond among four workers: a busy table.
pub const BUSY: Source = Source { seed: 0, rate: 10_000, workers: 4 };

/// The high half of a UUID's random bits; the low half is one stream on.
const RANDOM: u64 = 0;

impl Source {
    /// When a row is made, in milliseconds since the first.
    pub fn made_ms(&self, row: u32) -> u64 {
        u64::from(row) * 1_000 / u64::from(self.rate.max(1))
    }

    /// The key of a row. The numbers of rows begin at zero.
    pub fn key(&self, kind: KeyKind, row: u32) -> u128 {
        let unix_ms = BEGINNING_MS + self.made_ms(row);
        match kind {
            KeyKind::Auto => u128::from(row) + 1,
            KeyKind::Snowflake => u128::from(self.snowflake(unix_ms, row)),
            KeyKind::UuidV4 => uuid::v4(self.random(kind, row)),
            KeyKind::UuidV7 => uuid::v7(unix_ms, self.random(kind, row)),
        }
    }

    /// The keys of all rows from the first on.
    pub fn keys(self, kind: KeyKind) -> impl Iterator<Item = u128> {
        (0..=u32::MAX).map(move |row| self.key(kind, row))
    }

    fn random(&self, kind: KeyKind, row: u32) -> u128 {
        let bits = |half| rng::keyed(self.seed, half, kind as u64, u64::from(row));
        u128::from(bits(RANDOM)) << 64 | u128::from(bits(RANDOM + 1))
    }

    /// What the rule of Snowflake ids gives to a worker whose clock is right: the sequence counts the
    /// rows that it had before in this millisecond.
    fn snowflake(&self, unix_ms: u64, row: u32) -> u64 {
        const LAYOUT: Layout = TWITTER;
        let workers = u32::from(self.workers.max(1));
        let since = unix_ms - BEGINNING_MS;
        // The first row of this millisecond.
        let first = (since * u64::from(self.rate.max(1))).div_ceil(1_000) as u32;
        let parts = Parts {
            ticks: LAYOUT.tick_at(unix_ms).unwrap_or(0),
            worker: u64::from(row % workers) & LAYOUT.most(Role::Worker),
            sequence: u64::from((row - first) / workers) & LAYOUT.most(Role::Sequence),
        };
        LAYOUT.pack(parts).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snowflake::rule::{self, Answer, Bounds, Last, Policy};
    use std::collections::BTreeSet;

    #[test]
    fn keys_are_unique_and_of_their_kind() {
        for kind in KeyKind::ALL {
            let keys: BTreeSet<u128> = BUSY.keys(kind).take(20_000).collect();
            assert_eq!(keys.len(), 20_000, "{kind:?}");
            let fits = |key: &u128| kind.bytes() == 16 || *key <= u128::from(u64::MAX);
            assert!(keys.iter().all(fits), "{kind:?}");
        }
        assert_eq!(uuid::version(BUSY.key(KeyKind::UuidV4, 5)), 4);
        assert_eq!(uuid::unix_ms(BUSY.key(KeyKind::UuidV7, 25)), Some(BEGINNING_MS + 2));
    }

    /// The workers' own rule, asked row by row, gives the ids that the formula has.
    #[test]
    fn snowflake_ids_are_those_that_the_rule_makes() {
        for (rate, workers) in [(1, 1), (700, 3), (10_000, 4), (999_999, 7), (1_000_000, 1)] {
            let source = Source { seed: 0, rate, workers };
            let mut lasts: Vec<Option<Last>> = vec![None; usize::from(workers)];
            let most = |role| TWITTER.most(role);
            let bounds = Bounds { ticks: most(Role::Time), sequence: most(Role::Sequence) };
            for row in 0..5_000 {
                let worker = (row % u32::from(workers)) as usize;
                let now = TWITTER.tick_at(BEGINNING_MS + source.made_ms(row)).unwrap();
                let (last, answer) = rule::next(lasts[worker], now, Policy::Refuse, bounds);
                lasts[worker] = last;
                let Answer::Made(Last { ticks, sequence }) = answer else {
                    panic!("row {row} of {rate} a second: {answer:?}");
                };
                let parts = Parts { ticks, worker: worker as u64, sequence };
                let id = TWITTER.pack(parts).unwrap();
                assert_eq!(source.key(KeyKind::Snowflake, row), u128::from(id), "row {row}");
            }
        }
    }

    /// A row a millisecond or fewer: what has time in front ascends.
    #[test]
    fn at_a_slow_pace_all_but_random_keys_ascend() {
        let source = Source { rate: 1_000, ..BUSY };
        for kind in KeyKind::ALL {
            let keys: Vec<u128> = source.keys(kind).take(5_000).collect();
            assert_eq!(keys.is_sorted(), kind != KeyKind::UuidV4, "{kind:?}");
        }
    }

    #[test]
    fn another_seed_changes_random_bits_alone() {
        let other = Source { seed: 1, ..BUSY };
        let same = |kind| BUSY.key(kind, 77) == other.key(kind, 77);
        assert_eq!(KeyKind::ALL.map(same), [true, false, false, true]);
    }
}
