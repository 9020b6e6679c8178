//! The text below the stage.

use crate::lab::{Lesson, Source};

pub(super) const LESSON: Lesson = Lesson {
    what: "A blog on several machines. A user’s posts are on one shard, which consistent hashing \
           chooses by their name; the shard makes the ids of its posts by itself: the time, its own \
           number, a sequence. A timeline asks the shard of every author and merges what they send, by \
           these ids alone.",
    why: "One machine does not hold everything, and a counter that every post has to ask is a round trip \
          for each and stops everybody when it stops. Ids that begin with the time are unique without \
          asking and in order without comparing anything else.",
    when: &[
        "There are more posts than one machine holds, and each belongs to one author.",
        "Rows of several shards have to come as one list, newest first, and pages of it.",
        "Shards come and go, and no row may get another id for it: links, likes and replies name it.",
    ],
    when_not: &[
        "Everything fits on one machine: its own sequence gives an exact order and no gaps.",
        "The order must be exact across authors: ids are as exact as the clocks, and no more.",
        "Readers follow thousands: to ask every shard for each page costs too much, and timelines are \
         kept ready instead, written when a post is (fan-out on write).",
    ],
    wrong: &[
        "Shards that count 1, 2, 3 by themselves give two posts one id: a merge by id loses one of them, \
         and when users move, rows meet others with their key.",
        "Counting in strides of N stays apart until shard N + 1 joins.",
        "A page that is asked for by offset repeats rows when somebody has written meanwhile, and skips \
         rows when somebody has deleted.",
        "A directory that is switched before the posts are copied makes timelines with holes, and nothing \
         about them looks wrong.",
        "A user who moves to a shard whose clock is behind writes posts below their own last one, unless \
         that id moves along as a floor. The next sequence of its tick is not enough: the worker stands \
         above the sequence in an id, so the whole tick counts as used up.",
        "A timeline that leaves out a shard which is down and does not say so looks like a quiet day.",
    ],
    trade_offs: &[
        "Order against coordination: two posts within the clocks’ skew may change places, and nobody \
         waits for anybody to number them.",
        "Fan-out on read is a request to every shard concerned for each page, N(1 − (1 − 1/N)^f) of them \
         for f authors, and is as slow as the slowest; it stores each post once.",
        "A cursor costs nothing and knows no page numbers; an offset can jump to page 7, and has every \
         shard send all rows before it.",
        "While a user is moved their posts can be read and what they write waits, for two messages and a \
         copy; who would not wait has to write in two places.",
    ],
    try_this: &[
        "Take the two presets of pages side by side in Compare: the same people write the same, and only \
         one of them repeats rows.",
        "Add a shard and follow a user: the hand-over, the copy, the switch, and what is sent elsewhere \
         meanwhile.",
        "Crash the shard that hands a user over, and watch the move go on when it is back.",
        "Set the keys to auto-increment with one shard, and let Check prove that nothing is wrong with \
         it; then with two.",
        "Load posts of your own: a line of JSON each, {\"user\": \"ada\", \"text\": \"…\"}, or CSV with \
         the columns user and text; and save what the shards make of them.",
    ],
    modelled: &[
        "Snowflake ids by the rule and the layout of the lab on them, with a clock for each shard; the \
         ring of the lab on consistent hashing.",
        "Messages between the application and the shards, which take time, overtake each other, are lost \
         and doubled; crashes of shards, who keep what they have stored.",
        "Moves of users one by one while everybody reads and writes, with hand-over, copy, switch, and \
         answers that send elsewhere, as in Redis Cluster.",
        "Complete means: every post that stood when the page was asked for, stands when it is there and \
         belongs on it, is on it. Of what was written meanwhile, the page may have any part.",
        "Time comes in ticks, which a search lets pass between any two steps; in a run a tick is half a \
         second, so that one can watch.",
    ],
    not_modelled: &[
        "Replicas of shards: one that is down is not replaced.",
        "Several applications, each with a directory of its own: here one has it, so that a user is \
         switched for everybody at once.",
        "Timelines that are kept ready, caches, and users so popular that they need a way of their own.",
        "The archive: of each user the shards keep the newest posts, and no timeline looks for the rest.",
        "Clocks that go back: the lab on Snowflake ids is about them.",
    ],
    sources: &[
        Source {
            title: "Twitter Engineering, “Announcing Snowflake”, 2010",
            url: "https://blog.x.com/engineering/en_us/a/2010/announcing-snowflake",
        },
        Source {
            title: "Instagram Engineering, “Sharding & IDs at Instagram”, 2012",
            url: "https://instagram-engineering.com/sharding-ids-at-instagram-1cf5a71e5a5c",
        },
        Source {
            title: "R. Krikorian, “Timelines at Scale”, QCon San Francisco 2012",
            url: "https://qconsf.com/sf2012/sf2012/presentation/Timelines+at+Scale.html",
        },
        Source {
            title: "M. Winand, “We need tool support for keyset pagination”",
            url: "https://use-the-index-luke.com/no-offset",
        },
        Source {
            title: "M. Hahn, “Evolving API Pagination at Slack”, 2017",
            url: "https://slack.engineering/evolving-api-pagination-at-slack/",
        },
        Source {
            title: "“GraphQL Cursor Connections Specification”, Relay",
            url: "https://relay.dev/graphql/connections.htm",
        },
        Source {
            title: "“Redis cluster specification”: redirection and resharding",
            url: "https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/",
        },
        Source {
            title: "D. Karger, E. Lehman, T. Leighton, M. Levine, D. Lewin, R. Panigrahy, “Consistent \
                    Hashing and Random Trees”, STOC 1997",
            url: "https://doi.org/10.1145/258533.258660",
        },
        Source {
            title: "S. Kulkarni, M. Demirbas, D. Madappa, B. Avva, M. Leone, “Logical Physical Clocks”, \
                    OPODIS 2014: a clock that goes on from what it has heard",
            url: "https://doi.org/10.1007/978-3-319-14472-6_2",
        },
    ],
};
