//! The text below the stage.

use crate::lab::{Lesson, Source};

pub(super) const LESSON: Lesson = Lesson {
    what: "A Snowflake id is three numbers side by side in 64 bits: the tick of the worker’s own clock, \
           the worker’s number, and how many ids the worker had made in that tick. Two workers differ \
           in the number, two ids of one worker in tick or sequence, so nobody has to ask anybody.",
    why: "There is no counter that everybody has to reach and that can be down, no round trip, and no \
          lock between machines. The ids fit into a database’s integer, and because the time stands \
          first they sort by when they were made, as far as the clocks agree.",
    when: &[
        "Many machines insert rows, and a round trip for each id would cost too much.",
        "Rows are read in the order of time, page by page, and the id is to serve as the cursor.",
        "Ids have to be 64 bits wide: a UUID is twice that, in the row and in every index.",
    ],
    when_not: &[
        "An id must not tell when and where it was made, or how many others were.",
        "The order has to be exact: across workers it is only as good as the clocks.",
        "Nobody can hand out worker numbers reliably: two machines with one number make equal ids.",
        "JavaScript reads ids as numbers: above 2⁵³ they are rounded, so send them as text.",
    ],
    wrong: &[
        "A clock goes back: NTP steps it, a virtual machine is resumed, a leap second is inserted. The \
         worker must not begin the sequence of a tick a second time.",
        "Two workers have one number, from a copied configuration or a container that was replaced \
         while the old one still ran.",
        "A worker crashes, forgets its last id, and comes back within the same tick, or with a clock \
         that is behind.",
        "More ids are asked for in a tick than the sequence has: whoever comes late waits for the next.",
        "The timestamp runs out: 41 bits of milliseconds last for 69 years from the epoch.",
    ],
    trade_offs: &[
        "Every bit of the sequence doubles the ids of a tick, every bit of the worker’s number the \
         workers, every bit of the time the years; there are 63.",
        "Refusing is honest and makes others fail for as long as the clock is behind; waiting hides it \
         as delay, and the queue can overflow; borrowing goes on at once, and ids are of the future.",
        "NTP that steps a clock is quick and sends it back; NTP that slews it never does, and takes \
         twelve times as long as the error at best. A leap second can be smeared over a day.",
        "Keeping the last id on disk makes a restart safe and costs a write; waiting a tick costs \
         nothing and trusts the clock.",
    ],
    try_this: &[
        "Let a clock run fast, then let NTP step it, and watch each policy; then slew it.",
        "Give two workers one number, and look at what they make in a tick that both begin.",
        "Ask for more than the sequences have, and watch the stall; give the sequence another bit.",
        "Let Check move the clocks of the small field as often as it likes: under three policies no id \
         is ever made twice. Choose reset, and it needs five steps.",
        "In Many runs, turn how far clocks differ, and lay k beside it.",
    ],
    modelled: &[
        "The rule by which a worker makes its next id: the very text that the generator runs for real.",
        "A clock for each worker, right or off, that drifts, stops, is stepped and is slewed; no clock \
         is further off than a bound, and one that would be is held there.",
        "Requests at random, a queue of bounded room at each worker, crashes and what is forgotten.",
        "A search moves clocks by whole ticks and tries every order of requests within a tick. What it \
         keeps of the past is what some clock can still come back to, so its proof has no horizon.",
        "The k of the page is measured over the last 1,024 ids: how many places an id stands behind the first that is \
         larger.",
    ],
    not_modelled: &[
        "How a worker comes by its number. Twitter asked ZooKeeper; here a hand can get it wrong.",
        "The way of a request to its worker and back: it takes no time.",
        "What NTP does to find out how far a clock is off: it knows.",
        "Drift as small as that of real quartz, some hundred parts in a million: it would take hours to \
         see, so it is given in thousandths.",
        "A clock that is off by part of a tick, in a search.",
    ],
    sources: &[
        Source {
            title: "R. King, “Announcing Snowflake”, Twitter Engineering, June 2010",
            url: "https://blog.x.com/engineering/en_us/a/2010/announcing-snowflake",
        },
        Source {
            title: "twitter-archive/snowflake: IdWorker.scala and IdWorkerSpec.scala, 2010",
            url: "https://github.com/twitter-archive/snowflake/tree/snowflake-2010",
        },
        Source {
            title: "Discord, API reference: Snowflakes",
            url: "https://docs.discord.com/developers/reference#snowflakes",
        },
        Source {
            title: "Instagram Engineering, “Sharding & IDs at Instagram”, 2012",
            url: "https://instagram-engineering.com/sharding-ids-at-instagram-1cf5a71e5a5c",
        },
        Source {
            title: "sony/sonyflake: a distributed unique ID generator inspired by Snowflake",
            url: "https://github.com/sony/sonyflake",
        },
        Source {
            title: "V. Estivill-Castro, D. Wood, “A Survey of Adaptive Sorting Algorithms”, ACM \
                    Computing Surveys 24(4), 1992: measures of disorder, Dis among them",
            url: "https://doi.org/10.1145/146370.146381",
        },
        Source {
            title: "T. Altman, Y. Igarashi, “Roughly Sorting: Sequential and Parallel Approach”, Journal \
                    of Information Processing 12(2), 1989: what k-sorted means",
            url: "https://ipsj.ixsq.nii.ac.jp/records/59782",
        },
        Source {
            title: "H. Mannila, “Measures of Presortedness and Optimal Sorting Algorithms”, IEEE \
                    Transactions on Computers C-34(4), 1985",
            url: "https://doi.org/10.1109/TC.1985.5009382",
        },
        Source {
            title: "RFC 5905, Network Time Protocol Version 4, section 11: stepping and slewing, 2010",
            url: "https://www.rfc-editor.org/rfc/rfc5905#section-11",
        },
        Source {
            title: "chrony.conf(5): maxslewrate and makestep",
            url: "https://chrony-project.org/doc/4.5/chrony.conf.html",
        },
        Source {
            title: "Google, “Leap Smear”: a leap second spread over a day",
            url: "https://developers.google.com/time/smear",
        },
    ],
};
