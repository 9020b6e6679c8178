//! The text below the stage.

use crate::lab::{Lesson, Source};

pub(super) const LESSON: Lesson = Lesson {
    what: "Posts live on shards by their author, each shard makes ids of its own that begin with the \
           time, and a timeline is merged from what several shards send, by these ids alone.",
    why: "One machine cannot hold everything, and a counter that all ask would be the one thing that \
          must never fail.",
    when: &["Many authors, many more readers, and more data than one machine holds."],
    when_not: &[
        "All fits on one machine: a sequence of the database is simpler and gives exact order.",
    ],
    wrong: &[
        "Ids that two shards make without knowing of each other collide when their rows meet.",
    ],
    trade_offs: &[
        "Order is as exact as the clocks: what was written within their skew may change places.",
    ],
    try_this: &["Add a shard while somebody reads, then crash one."],
    modelled: &["Shards, ids, pages, moves, crashes, messages that are delayed, lost and doubled."],
    not_modelled: &[
        "Replicas of a shard, caches, and timelines that are made when a post is written.",
    ],
    sources: &[Source {
        title: "Markus Winand, We need tool support for keyset pagination, 2013",
        url: "https://use-the-index-luke.com/no-offset",
    }],
};
