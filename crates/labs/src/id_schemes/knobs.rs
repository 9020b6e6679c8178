//! Every scalar parameter, once.

use super::model::IdSchemes;
use kernel::{Knob, Range, Span};

const fn millis(
    key: &'static str,
    label: &'static str,
    help: &'static str,
    (low, high): (i64, i64),
    default: i64,
    major: bool,
) -> Knob {
    Knob { key, label, unit: "ms", help, range: Range::Linear(low, high), default, major }
}

const fn count(
    key: &'static str,
    label: &'static str,
    help: &'static str,
    range: Range,
    default: i64,
    major: bool,
) -> Knob {
    Knob { key, label, unit: "", help, range, default, major }
}

/// How many random bits each choice of the knob leaves; the first is what RFC 9562 has.
const RANDOM_BITS: [Option<u8>; 4] = [None, Some(8), Some(4), Some(2)];

/// In the order of the link.
pub(super) const KNOBS: &[Knob] = &[
    count("writers", "writers", "Application servers that need ids.", Range::Linear(1, 4), 3, true),
    millis(
        "request-every",
        "a request every",
        "The mean time between two requests at a writer; 0 where none comes by itself.",
        (0, 5_000),
        900,
        true,
    ),
    millis(
        "network",
        "one way",
        "How long a message takes between a writer and a server.",
        (0, 1_000),
        120,
        true,
    ),
    count(
        "range",
        "ids a range",
        "How many numbers the coordinator leases at once.",
        Range::Log(1, 1_000),
        5,
        true,
    ),
    count(
        "indexes",
        "secondary indexes",
        "How many secondary indexes the table has: each holds the key of every row once more.",
        Range::Linear(0, 8),
        3,
        true,
    ),
    millis(
        "service",
        "service",
        "How long a server is busy with one request.",
        (0, 1_000),
        60,
        false,
    ),
    count(
        "prefetch",
        "fetch ahead",
        "Whether a writer asks for its next range when half of one is used up.",
        Range::Switch,
        0,
        false,
    ),
    count(
        "shards",
        "shards",
        "Databases that count with a stride, at the start.",
        Range::Linear(1, 4),
        2,
        false,
    ),
    count(
        "keeps",
        "the central server keeps",
        "Where counter and coordinator have their numbers: on disk, or in memory, which a crash \
         takes.",
        Range::Choice(&["on-disk", "in-memory"]),
        0,
        false,
    ),
    count(
        "random-bits",
        "random bits",
        "How random UUIDs are: 122 bits in version 4 and 74 in version 7, or fewer in both.",
        Range::Choice(&["as-it-should-be", "eight", "four", "two"]),
        0,
        false,
    ),
    millis(
        "skew",
        "skew",
        "How far the last writer’s clock is behind the first one’s; the others lie between.",
        (0, 1_000),
        150,
        false,
    ),
    millis(
        "set-back",
        "a clock is set back by",
        "How far a clock goes back when a hand or an accident sets it back.",
        (1, 5_000),
        1_000,
        false,
    ),
    millis(
        "time-out",
        "time-out",
        "After how long a request without an id has failed.",
        (100, 5_000),
        2_500,
        false,
    ),
    millis(
        "repair",
        "repair",
        "After how long what is broken is repaired by itself; 0 for never.",
        (0, 20_000),
        4_000,
        false,
    ),
];

impl IdSchemes {
    /// From the values of [`KNOBS`], in its order.
    ///
    /// # Errors
    /// When their number is wrong, or when requests would come faster than the page can hold.
    pub(super) fn of(values: &[i64]) -> Result<IdSchemes, String> {
        let &[
            writers,
            request_every,
            network,
            range,
            indexes,
            service,
            prefetch,
            shards,
            keeps,
            random_bits,
            skew,
            set_back,
            time_out,
            repair,
        ] = values
        else {
            return Err(format!("{} knobs were given, this lab has {}", values.len(), KNOBS.len()));
        };
        if (1..REQUEST_EVERY_LEAST).contains(&request_every) {
            return Err(format!(
                "A request every {request_every} ms is more than the lanes can show: choose \
                 {REQUEST_EVERY_LEAST} ms or more, or 0 for none."
            ));
        }
        let ms = |value: i64| Span::millis(value.unsigned_abs());
        let whole = |value: i64| u32::try_from(value).unwrap_or(0);
        Ok(IdSchemes {
            writers: writers as u8,
            request_every: ms(request_every),
            network: ms(network),
            range: whole(range).max(1),
            indexes: indexes as u8,
            service: ms(service),
            prefetches: prefetch == 1,
            shards: shards as u8,
            forgets: keeps == 1,
            random_bits: RANDOM_BITS.get(random_bits as usize).copied().flatten(),
            skew_ms: whole(skew),
            set_back_ms: whole(set_back),
            time_out: ms(time_out),
            repair: ms(repair),
        })
    }
}

/// Requests at one writer come no faster, in milliseconds: then at most so many are open at once as
/// a time-out holds.
const REQUEST_EVERY_LEAST: i64 = 50;
