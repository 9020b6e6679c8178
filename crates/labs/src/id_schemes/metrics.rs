//! Numbers folded over facts: the same of each scheme.

use super::model::{Fact, Given, IdSchemes};
use super::scheme::Scheme;
use super::state::State;
use kernel::{Figure, Fold, Metric, Span};

/// A metric of one scheme.
macro_rules! of {
    ($scheme:ident, $key:literal, $label:literal, $unit:literal, $fold:ident, $of:ident) => {
        Metric {
            key: $key,
            label: $label,
            unit: $unit,
            fold: Fold::$fold($of::<{ Scheme::$scheme as usize }>),
        }
    };
}

pub(super) const METRICS: &[Metric<IdSchemes>] = &[
    of!(Counter, "counter_rate", "ids, counter", "per s", Rate, ids),
    of!(Leases, "leases_rate", "ids, ranges", "per s", Rate, ids),
    of!(Stride, "stride_rate", "ids, stride", "per s", Rate, ids),
    of!(Random, "v4_rate", "ids, UUIDv4", "per s", Rate, ids),
    of!(Dated, "v7_rate", "ids, UUIDv7", "per s", Rate, ids),
    of!(Snowflake, "snowflake_rate", "ids, Snowflake", "per s", Rate, ids),
    of!(Counter, "counter_wait", "wait for an id, counter", "s", Spans, wait),
    of!(Leases, "leases_wait", "wait for an id, ranges", "s", Spans, wait),
    of!(Stride, "stride_wait", "wait for an id, stride", "s", Spans, wait),
    of!(Snowflake, "snowflake_wait", "wait for an id, Snowflake", "s", Spans, wait),
    of!(Counter, "counter_longest", "longest wait, counter", "ms", Greatest, wait_ms),
    of!(Leases, "leases_longest", "longest wait, ranges", "ms", Greatest, wait_ms),
    of!(Stride, "stride_longest", "longest wait, stride", "ms", Greatest, wait_ms),
    of!(Snowflake, "snowflake_longest", "longest wait, Snowflake", "ms", Greatest, wait_ms),
    of!(Counter, "counter_failed", "requests without an id, counter", "", Count, failures),
    of!(Leases, "leases_failed", "requests without an id, ranges", "", Count, failures),
    of!(Stride, "stride_failed", "requests without an id, stride", "", Count, failures),
    of!(Snowflake, "snowflake_failed", "requests without an id, Snowflake", "", Count, failures),
    of!(Counter, "counter_smaller", "smaller than the one before, counter", "%", Sample, smaller),
    of!(Leases, "leases_smaller", "smaller than the one before, ranges", "%", Sample, smaller),
    of!(Stride, "stride_smaller", "smaller than the one before, stride", "%", Sample, smaller),
    of!(Random, "v4_smaller", "smaller than the one before, UUIDv4", "%", Sample, smaller),
    of!(Dated, "v7_smaller", "smaller than the one before, UUIDv7", "%", Sample, smaller),
    of!(
        Snowflake,
        "snowflake_smaller",
        "smaller than the one before, Snowflake",
        "%",
        Sample,
        smaller
    ),
    of!(Counter, "counter_wasted", "numbers lost, counter", "", Count, wasted),
    of!(Leases, "leases_wasted", "numbers lost, ranges", "", Count, wasted),
    of!(Stride, "stride_wasted", "numbers lost, stride", "", Count, wasted),
    of!(Counter, "counter_again", "ids given twice, counter", "", Count, again),
    of!(Leases, "leases_again", "ids given twice, ranges", "", Count, again),
    of!(Stride, "stride_again", "ids given twice, stride", "", Count, again),
    of!(Random, "v4_again", "ids given twice, UUIDv4", "", Count, again),
    of!(Dated, "v7_again", "ids given twice, UUIDv7", "", Count, again),
    of!(Snowflake, "snowflake_again", "ids given twice, Snowflake", "", Count, again),
];

/// The keys of each quantity's metrics, for the curves that are drawn together.
pub(super) const FAMILIES: &[&[&str]] = &[
    &["counter_rate", "leases_rate", "stride_rate", "snowflake_rate"],
    &["counter_wait", "leases_wait", "stride_wait", "snowflake_wait"],
    &["counter_longest", "leases_longest", "stride_longest", "snowflake_longest"],
    &["counter_failed", "leases_failed", "stride_failed", "snowflake_failed"],
    &["leases_smaller", "stride_smaller", "v4_smaller", "snowflake_smaller"],
    &["counter_wasted", "leases_wasted", "stride_wasted"],
    &["counter_again", "stride_again", "v4_again", "snowflake_again"],
];

fn given<const SCHEME: usize>(fact: &Fact) -> Option<&Given> {
    match fact {
        Fact::Given(given) if given.scheme.place() == SCHEME => Some(given),
        _ => None,
    }
}

fn ids<const SCHEME: usize>(fact: &Fact) -> u64 {
    given::<SCHEME>(fact).is_some().into()
}

fn wait<const SCHEME: usize>(fact: &Fact) -> Option<Span> {
    given::<SCHEME>(fact).map(|given| given.waited)
}

fn wait_ms<const SCHEME: usize>(fact: &Fact) -> Option<i64> {
    given::<SCHEME>(fact).map(|given| (given.waited.as_micros() / 1_000) as i64)
}

fn smaller<const SCHEME: usize>(fact: &Fact) -> Option<i64> {
    given::<SCHEME>(fact).map(|given| if given.is_smaller { 100 } else { 0 })
}

fn again<const SCHEME: usize>(fact: &Fact) -> u64 {
    given::<SCHEME>(fact).is_some_and(|given| given.is_again).into()
}

fn failures<const SCHEME: usize>(fact: &Fact) -> u64 {
    matches!(fact, Fact::Failed { scheme, .. } if scheme.place() == SCHEME).into()
}

fn wasted<const SCHEME: usize>(fact: &Fact) -> u64 {
    match fact {
        Fact::Wasted(scheme, numbers) if scheme.place() == SCHEME => *numbers,
        _ => 0,
    }
}

/// What is read off a state: ids and waits of each scheme.
pub(super) fn figures(state: &State) -> Vec<Figure> {
    let count = |scheme: Scheme, key, label| {
        let value = Some(state.score(scheme).given as f64);
        Figure { key, label, value, unit: "" }
    };
    let wait = |scheme: Scheme, key, label| Figure {
        key,
        label,
        value: state.score(scheme).mean_ms(),
        unit: "ms",
    };
    vec![
        count(Scheme::Counter, "counter", "ids, counter"),
        count(Scheme::Leases, "leases", "ids, ranges"),
        count(Scheme::Stride, "stride", "ids, stride"),
        count(Scheme::Random, "v4", "ids, UUIDv4"),
        count(Scheme::Dated, "v7", "ids, UUIDv7"),
        count(Scheme::Snowflake, "snowflake", "ids, Snowflake"),
        wait(Scheme::Counter, "counter_mean", "mean wait, counter"),
        wait(Scheme::Leases, "leases_mean", "mean wait, ranges"),
        wait(Scheme::Stride, "stride_mean", "mean wait, stride"),
        wait(Scheme::Snowflake, "snowflake_mean", "mean wait, Snowflake"),
    ]
}
