//! The text below the stage.

use crate::lab::{Lesson, Source};

pub(super) const LESSON: Lesson = Lesson {
    what: "A database keeps a table, or an index of it, in a B+ tree: pages of a fixed size, rows in \
           the leaves in the order of their keys, and above them the keys that lead there. A page \
           that is full is split. The pages used last are kept in memory; the others are on disk.",
    why: "Whoever chooses the ids chooses where in the tree rows go. Ids that ascend all go to the \
          last page, which is in memory, and leave full pages behind. Random ids go to any page: \
          pages are split in the middle and stay about 69 per cent full, and once they do not all \
          fit in memory, nearly every row reads one page and writes another.",
    when: &[
        "Ids by time (Snowflake, UUIDv7) or a counter: where the table grows beyond memory, and \
         mostly what is new is asked for.",
        "8 bytes rather than 16: where a table has many indexes, each of which repeats the key.",
        "Random ids: where everything fits in memory, or where nobody may tell from an id when it \
         was made or which comes next.",
    ],
    when_not: &[
        "Ids by time where hundreds of writers meet at the last page of one index: there the latch \
         of that page is what they wait for.",
        "Ids by time in a store that is split by ranges of keys: its last range takes every row.",
        "A fill factor of 100 where rows come a little late: those that come into a full page split \
         it.",
    ],
    wrong: &[
        "The working set is suddenly every page: the same inserts that took microseconds wait for \
         the disk, as soon as the index is larger than the pool.",
        "A page is read, one row is put in, and it is written back: thousands of bytes for each \
         hundred.",
        "Pages that were split in the middle under ascending keys stay half empty, because nothing \
         ever comes there again.",
        "Ids by time that come a few milliseconds out of order miss the rule for the right edge.",
    ],
    trade_offs: &[
        "Small pages cost less to read for one row, and make the tree higher and the index larger.",
        "To share with neighbours before splitting fills pages, and touches three of them.",
        "To leave pages 90 per cent full at the edge costs a tenth of the space, and saves the split \
         when a row comes late.",
        "To write an index anew packs it, and the next random rows split its full pages all over.",
    ],
    try_this: &[
        "Let the opening run until UUIDv4’s tree is larger than the pool, and watch the curve of \
         pages read leave zero for that one alone.",
        "Press Break it, then give the pool back by “make each pool 1,024 pages”.",
        "Look up 100 recent rows, then 100 random ones: with ids by time the recent ones lie \
         together, with UUIDv4 nothing does.",
        "In Many runs turn “pool” over its range, and look at the four curves of “pages read a \
         row”: they meet where everything fits.",
        "In “A little late” compare the fills 100 and 90.",
        "In Check, with the preset “Every order”, let every order of eight rows be gone through.",
    ],
    modelled: &[
        "A B+ tree with pages in bytes, the same that the predictions for real databases are made \
         with, and that is tested beside an ordered map over a million operations.",
        "A pool for each table, in which the page used least recently makes room, changed pages are \
         written when they go, and at the end.",
        "Snowflake ids by the lab’s own rule, UUIDs of versions 4 and 7 after RFC 9562, and a \
         counter; every table gets the same rows at the same instants.",
    ],
    not_modelled: &[
        "Time: a page that is read costs a count and no milliseconds, so that the figures hold for \
         any disk.",
        "The write-ahead log and checkpoints, which write pages before they must go; deletion, which \
         gives pages back.",
        "Keys that share a beginning and are cut, numbers of variable length, rows too large for a \
         page.",
        "Counters that are only given out when a row arrives: here a row has its number when it is \
         made, so it can come late too.",
        "Writers that wait for each other at one page.",
    ],
    sources: &[
        Source {
            title: "R. Bayer, E. McCreight, Organization and Maintenance of Large Ordered Indexes, \
                    Acta Informatica 1, 1972",
            url: "https://doi.org/10.1007/BF00288683",
        },
        Source {
            title: "D. Comer, The Ubiquitous B-Tree, ACM Computing Surveys 11(2), 1979",
            url: "https://doi.org/10.1145/356770.356776",
        },
        Source {
            title: "A. C. Yao, On Random 2–3 Trees, Acta Informatica 9, 1978",
            url: "https://doi.org/10.1007/BF00289075",
        },
        Source {
            title: "G. Graefe, Modern B-Tree Techniques, Foundations and Trends in Databases 3(4), \
                    2011",
            url: "https://doi.org/10.1561/1900000028",
        },
        Source {
            title: "W. Effelsberg, T. Härder, Principles of Database Buffer Management, ACM TODS \
                    9(4), 1984",
            url: "https://doi.org/10.1145/1994.2022",
        },
        Source {
            title: "SQLite, Database File Format: b-tree pages",
            url: "https://www.sqlite.org/fileformat2.html",
        },
        Source {
            title: "SQLite, Clustered Indexes and the WITHOUT ROWID Optimization",
            url: "https://www.sqlite.org/withoutrowid.html",
        },
        Source {
            title: "PostgreSQL documentation, CREATE INDEX: fillfactor",
            url: "https://www.postgresql.org/docs/current/sql-createindex.html",
        },
        Source {
            title: "MySQL reference manual, The Physical Structure of an InnoDB Index",
            url: "https://dev.mysql.com/doc/refman/8.4/en/innodb-physical-structure.html",
        },
        Source {
            title: "Percona, Store UUID in an optimized way, 2014",
            url: "https://www.percona.com/blog/store-uuid-optimized-way/",
        },
        Source {
            title: "K. Davis, B. Peabody, P. Leach, RFC 9562: Universally Unique IDentifiers, 2024",
            url: "https://www.rfc-editor.org/rfc/rfc9562",
        },
    ],
};
