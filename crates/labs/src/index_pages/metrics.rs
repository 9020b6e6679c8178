//! Numbers folded over facts: the same of each kind of key.

use super::keys::KeyKind;
use super::model::{Fact, IndexPages, Sum};
use super::table::Work;
use kernel::{Fold, Metric};

/// One quantity of the four tables: four metrics beside each other.
macro_rules! of_each {
    ($key:literal, $label:literal, $unit:literal, $fold:ident, $of:path, $what:expr) => {
        [
            Metric {
                key: concat!("snowflake_", $key),
                label: concat!($label, ", Snowflake"),
                unit: $unit,
                fold: Fold::$fold(|fact| $of(fact, KeyKind::Snowflake, $what)),
            },
            Metric {
                key: concat!("uuid4_", $key),
                label: concat!($label, ", UUIDv4"),
                unit: $unit,
                fold: Fold::$fold(|fact| $of(fact, KeyKind::UuidV4, $what)),
            },
            Metric {
                key: concat!("uuid7_", $key),
                label: concat!($label, ", UUIDv7"),
                unit: $unit,
                fold: Fold::$fold(|fact| $of(fact, KeyKind::UuidV7, $what)),
            },
            Metric {
                key: concat!("auto_", $key),
                label: concat!($label, ", auto-increment"),
                unit: $unit,
                fold: Fold::$fold(|fact| $of(fact, KeyKind::Auto, $what)),
            },
        ]
    };
}

const QUANTITIES: [[Metric<IndexPages>; 4]; 6] = [
    of_each!("reads", "pages read", "a 1,000 rows", Sample, of_rows, |work| work.read.into()),
    of_each!("fill", "how full leaves are", "‰", Sample, at_end, |sum| {
        i64::from(sum.fill_ppm.div_ceil(1_000))
    }),
    of_each!("splits", "pages split within", "", Count, count, |work| work.inner_splits.into()),
    of_each!("pages", "pages", "", Sample, at_end, |sum| sum.pages.into()),
    of_each!("written", "bytes written a row", "B", Sample, at_end, |sum| {
        (sum.bytes_written / u64::from(sum.rows.max(1))) as i64
    }),
    of_each!("touched", "pages looked at", "a 1,000 rows", Sample, of_rows, |work| {
        work.touched.into()
    }),
];

pub(super) const METRICS: &[Metric<IndexPages>] = QUANTITIES.as_flattened();

/// The keys of each quantity's metrics, for the curves that are drawn together.
pub(super) const FAMILIES: &[&[&str]] = &[
    &["snowflake_reads", "uuid4_reads", "uuid7_reads", "auto_reads"],
    &["snowflake_fill", "uuid4_fill", "uuid7_fill", "auto_fill"],
    &["snowflake_splits", "uuid4_splits", "uuid7_splits", "auto_splits"],
    &["snowflake_pages", "uuid4_pages", "uuid7_pages", "auto_pages"],
    &["snowflake_written", "uuid4_written", "uuid7_written", "auto_written"],
    &["snowflake_touched", "uuid4_touched", "uuid7_touched", "auto_touched"],
];

/// What rows that came together have cost, a thousand of them.
fn of_rows(fact: &Fact, of: KeyKind, what: fn(&Work) -> i64) -> Option<i64> {
    match fact {
        Fact::Inserted(kind, rows, work) if *kind == of && !rows.is_empty() => {
            Some(what(work) * 1_000 / rows.len() as i64)
        }
        _ => None,
    }
}

fn count(fact: &Fact, of: KeyKind, what: fn(&Work) -> u64) -> u64 {
    match fact {
        Fact::Inserted(kind, _, work) | Fact::Loaded(kind, _, work, _) if *kind == of => what(work),
        _ => 0,
    }
}

fn at_end(fact: &Fact, of: KeyKind, what: fn(&Sum) -> i64) -> Option<i64> {
    match fact {
        Fact::Finished(kind, sum) if *kind == of => Some(what(sum)),
        _ => None,
    }
}
