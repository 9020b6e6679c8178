//! The text below the stage.

use crate::lab::{Lesson, Source};

pub(super) const LESSON: Lesson = Lesson {
    what: "A row needs an id before anybody can speak of it. Six common ways to make one stand here \
           on the same requests: a central counter, ranges leased from a coordinator, \
           auto-increment in each shard with a stride, UUIDs of version 4 and 7, and Snowflake ids.",
    why: "The choice is made once and stays for years: it decides what has to be up for a row to be \
          written, how long that takes, whether rows lie in the order of their making, how large \
          every index is, and what an id tells whoever reads it in an address bar.",
    when: &[
        "A central counter or one database’s auto-increment: as long as there is one database \
         anyway.",
        "Leased ranges: numbers should be short and central, and a crash of the centre must not be \
         felt at once. Leaf and Hi/Lo are built so.",
        "Stride by shard: a fixed, small number of databases, as Flickr’s two ticket servers.",
        "UUIDv4: ids are made by many who do not know each other, and must not tell anything.",
        "UUIDv7: the same, where the ids are keys of a large index.",
        "Snowflake: many ids a second in 8 bytes, sorted by time, and somebody who gives out \
         workers’ numbers.",
    ],
    when_not: &[
        "A counter, where its crash must not stop all writing.",
        "Stride, where shards come and go: each one changes the stride of all.",
        "UUIDv4 as the clustered key of a table that does not fit in memory: each insert falls on \
         another page. The lab of index pages shows it.",
        "Anything that counts, in an address that strangers see: from a few serial numbers the \
         Allies estimated how many tanks Germany built, better than their spies did.",
        "Snowflake, where clocks are not watched.",
    ],
    wrong: &[
        "The one server is down, and nobody can write.",
        "A counter whose number is in memory begins anew after a crash. InnoDB kept \
         auto-increment so before MySQL 8.0, and gave the ids of deleted rows again.",
        "A shard is added in a hurry: it counts into numbers that others gave, and no database sees \
         the other’s rows, so none refuses.",
        "Random bits that are not random: too few, or a generator seeded alike twice.",
        "A clock that goes back, and a worker that forgot its last id in a crash: Snowflake gives \
         an id twice. Either alone does no harm.",
    ],
    trade_offs: &[
        "Round trips against gaps: the larger a range, the less is asked, and the more is lost with \
         a writer.",
        "Order against coordination: only one counter gives the order of requests; clocks give it \
         up to their skew, strides and ranges up to how unevenly they are used.",
        "8 bytes against 16: a secondary index of InnoDB holds the primary key in each of its \
         entries, so the difference is paid once more for each index.",
        "Uniqueness by construction needs somebody who hands out ranges, offsets or workers’ \
         numbers; uniqueness by odds needs nobody, and 122 good random bits.",
        "What sorts by time tells the time: a UUIDv7 or a Snowflake id says to the millisecond when \
         its row was made.",
    ],
    try_this: &[
        "Break it, and count how many ids each range still has.",
        "Turn “ids a range” up, and compare the waits of the second lane; then crash a writer.",
        "Add a shard with care after one in a hurry, and look at the third lane.",
        "In Many runs turn “a request every” from 100 to 1,000 ms, and look at the waits together.",
        "Check “central server keeps: in memory” for a shortest way to a number that comes twice.",
    ],
    modelled: &[
        "One request is answered by all six schemes at the same instant, under the same seed, \
         network and accidents.",
        "Counter, coordinator and databases serve one request after the other; writers have a \
         connection to each, and ask again when it is back.",
        "Snowflake ids are made by the very rule that the generator of this program has, UUIDs are \
         laid out as RFC 9562 has them.",
        "A search tries every instant on a grid of 200 ms, every shard, and every random bit where \
         they are few.",
    ],
    not_modelled: &[
        "What a row’s insert costs beside its id: every scheme would pay the same.",
        "Retries by whom a request failed: they would count as new requests.",
        "Collisions of UUIDs with all their bits: a search takes them for different, and the table \
         below the stage says how sure that is.",
        "Version 7 with a counter within the millisecond (RFC 9562, section 6.2), which would sort \
         one writer’s ids strictly.",
        "Ids of version 7 and Snowflake are compared with the latest 64 of their kind alone.",
    ],
    sources: &[
        Source {
            title: "K. Davis, B. Peabody, P. Leach, Universally Unique IDentifiers (UUIDs), \
                    RFC 9562, 2024",
            url: "https://www.rfc-editor.org/rfc/rfc9562",
        },
        Source {
            title: "K. Wong, Ticket Servers: Distributed Unique Primary Keys on the Cheap, Flickr \
                    2010",
            url: "https://code.flickr.net/2010/02/08/ticket-servers-distributed-unique-primary-keys-on-the-cheap/",
        },
        Source {
            title: "Sharding & IDs at Instagram, Instagram Engineering 2012",
            url: "https://instagram-engineering.com/sharding-ids-at-instagram-1cf5a71e5a5c",
        },
        Source {
            title: "MySQL 8.4 Reference Manual: auto_increment_increment and auto_increment_offset",
            url: "https://dev.mysql.com/doc/refman/8.4/en/replication-options-source.html",
        },
        Source {
            title: "MySQL 8.4 Reference Manual: AUTO_INCREMENT handling in InnoDB",
            url: "https://dev.mysql.com/doc/refman/8.4/en/innodb-auto-increment-handling.html",
        },
        Source {
            title: "MySQL 8.4 Reference Manual: Clustered and secondary indexes",
            url: "https://dev.mysql.com/doc/refman/8.4/en/innodb-index-types.html",
        },
        Source {
            title: "Meituan, Leaf: a distributed id service, segments and Snowflake, 2017",
            url: "https://tech.meituan.com/2017/04/21/mt-leaf.html",
        },
        Source {
            title: "Hibernate ORM User Guide: optimisers of identifier generators (hi/lo, pooled)",
            url: "https://docs.jboss.org/hibernate/orm/6.6/userguide/html_single/Hibernate_User_Guide.html",
        },
        Source {
            title: "Y. Trudeau, UUIDs are Popular, but Bad for Performance, Percona 2019",
            url: "https://www.percona.com/blog/uuids-are-popular-but-bad-for-performance-lets-discuss/",
        },
        Source {
            title: "R. Ruggles, H. Brodie, An Empirical Approach to Economic Intelligence in World \
                    War II, JASA 42(237), 1947",
            url: "https://doi.org/10.1080/01621459.1947.10501915",
        },
    ],
};
