//! Numbers folded over facts.

use kernel::{Fold, Metric};

use super::fact::{Fact, Page};
use super::model::Blog;

pub(super) const METRICS: &[Metric<Blog>] = &[
    metric("stored", "posts stored", "a second", Fold::Rate(stored)),
    metric("fullest", "posts on the fullest shard", "% of an equal share", Fold::Sample(fullest)),
    metric("pages", "pages read", "a second", Fold::Rate(|fact| count(fact, |_| 1))),
    metric(
        "latency",
        "time to a complete page",
        "s",
        Fold::Spans(|fact| page(fact).filter(|page| page.silent.is_empty()).map(|page| page.took)),
    ),
    metric(
        "shards_asked",
        "shards asked for a page",
        "",
        Fold::Sample(|fact| page(fact).map(|page| page.shards.into())),
    ),
    metric(
        "rows_sent",
        "rows that shards send for a page",
        "",
        Fold::Sample(|fact| page(fact).map(|page| page.sent.into())),
    ),
    metric(
        "partial",
        "pages without some shard",
        "",
        Fold::Count(|fact| count(fact, |page| usize::from(!page.silent.is_empty()))),
    ),
    metric(
        "lacking",
        "pages that lack a post and do not say so",
        "",
        Fold::Count(|fact| count(fact, |page| usize::from(!page.missing.is_empty()))),
    ),
    metric(
        "repeated",
        "rows that paging repeats",
        "",
        Fold::Count(|fact| count(fact, |page| page.repeated.len())),
    ),
    metric(
        "skipped",
        "posts that paging skips",
        "",
        Fold::Count(|fact| count(fact, |page| page.skipped.len())),
    ),
    metric("movers", "users who move when a shard joins", "%", Fold::Sample(movers)),
    metric(
        "time_to_move",
        "time to move a user",
        "s",
        Fold::Spans(|fact| match fact {
            Fact::Moved { took, .. } => Some(*took),
            _ => None,
        }),
    ),
];

const fn metric(
    key: &'static str,
    label: &'static str,
    unit: &'static str,
    fold: Fold<Blog>,
) -> Metric<Blog> {
    Metric { key, label, unit, fold }
}

fn page(fact: &Fact) -> Option<&Page> {
    match fact {
        Fact::Read(page) => Some(page),
        _ => None,
    }
}

/// How many of something a page has; none where the fact is no page.
fn count(fact: &Fact, of: fn(&Page) -> usize) -> u64 {
    page(fact).map_or(0, of) as u64
}

fn stored(fact: &Fact) -> u64 {
    u64::from(matches!(fact, Fact::Stored { .. }))
}

fn fullest(fact: &Fact) -> Option<i64> {
    match fact {
        Fact::Stored { fullest_percent, .. } => Some((*fullest_percent).into()),
        _ => None,
    }
}

fn movers(fact: &Fact) -> Option<i64> {
    match fact {
        Fact::Joined { movers, users, .. } => Some(i64::from(*movers) * 100 / i64::from(*users)),
        _ => None,
    }
}
