//! Numbers folded over facts.

use kernel::{Fold, Metric, Span};

use super::fact::{Fact, Page};
use super::model::Blog;

pub(super) const METRICS: &[Metric<Blog>] = &[
    metric(
        "stored",
        "posts stored a second",
        "a second",
        Fold::Rate(|fact| u64::from(matches!(fact, Fact::Stored { .. }))),
    ),
    metric(
        "pages",
        "pages read a second",
        "a second",
        Fold::Rate(|fact| u64::from(matches!(fact, Fact::Read(_)))),
    ),
    metric(
        "latency",
        "time to a complete page",
        "s",
        Fold::Spans(|fact| {
            let page = page(fact).filter(|page| page.silent.is_empty());
            page.map(|page| page.took)
        }),
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
        Fold::Count(|fact| u64::from(page(fact).is_some_and(|page| !page.silent.is_empty()))),
    ),
    metric(
        "lacking",
        "pages that lack a post and do not say so",
        "",
        Fold::Count(|fact| u64::from(page(fact).is_some_and(|page| !page.missing.is_empty()))),
    ),
    metric(
        "repeated",
        "rows that paging repeats",
        "",
        Fold::Count(|fact| page(fact).map_or(0, |page| page.repeated.len() as u64)),
    ),
    metric(
        "skipped",
        "posts that paging skips",
        "",
        Fold::Count(|fact| page(fact).map_or(0, |page| page.skipped.len() as u64)),
    ),
    metric(
        "moved",
        "users moved",
        "",
        Fold::Count(|fact| u64::from(matches!(fact, Fact::Moved { .. }))),
    ),
    metric("time_to_move", "time to move a user", "s", Fold::Spans(moved)),
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

fn moved(fact: &Fact) -> Option<Span> {
    match fact {
        Fact::Moved { took, .. } => Some(*took),
        _ => None,
    }
}
