//! The text below the stage.

use crate::lab::{Lesson, Source};

pub(super) const LESSON: Lesson = Lesson {
    what: "Three ways to do an order at several servers as a whole. Two-phase commit asks everybody, \
           decides on one disk, and tells. Three-phase commit puts a round between the votes and \
           the decision, so that whoever is left can decide when the coordinator is gone. A saga \
           lets each server do its part at once, and undoes what was done when a later part \
           cannot be.",
    why: "Each is right where its price is small. Seen alone, each looks like the answer; under the \
          same orders and the same faults one sees what is paid: messages, writes that are waited \
          for, locks that others wait for, orders that nobody can end, and what others see before \
          it is taken back.",
    when: &[
        "Two-phase commit: servers near each other, short orders, and half of one may never be \
         seen.",
        "Three-phase commit: where crashes can be told from slowness, which a network and a clock \
         alone cannot do. In practice the decision is replicated by consensus instead.",
        "Saga: long orders over servers that belong to others, where each part can be undone and \
         others may see it meanwhile.",
    ],
    when_not: &[
        "Two-phase commit, where one server that is away must not hold up the others.",
        "Three-phase commit, where the network can part: both sides decide.",
        "Saga, where a part cannot be undone, or must not be seen before the whole is done.",
    ],
    wrong: &[
        "Two-phase commit blocks: the services are in doubt, with their locks, for as long as the \
         coordinator is down.",
        "Three-phase commit under a cut: each side takes the other for crashed, and one commits \
         while the other aborts.",
        "A saga that stands half done: the customer sees the dish gone and no rider, until \
         somebody comes back.",
    ],
    trade_offs: &[
        "Messages and forced writes: three phases cost half as much again as two; a saga forces \
         one record a step and has no votes.",
        "Time: two and three phases ask all services at once, a saga one after the other.",
        "Isolation: locks keep others from seeing half of an order, and keep them waiting; a saga \
         locks nothing, and is seen.",
    ],
    try_this: &[
        "Crash the coordinator, and compare how long locks are held and orders are in doubt.",
        "Isolate a service with the detector on time-outs, and watch “three-phase commit: all \
         agree”.",
        "In Many runs turn “messages lost” or the rate of crashes, and look at the three curves of \
         each quantity, drawn together.",
    ],
    modelled: &[
        "The same roles that the labs two-phase-commit, three-phase-commit and saga prove, \
         unchanged.",
        "The same customers, dishes, delays, refusals and hands in all three: chance is asked under \
         the same keys, and the nth message of a link takes as long, and is lost or not, in each.",
    ],
    not_modelled: &[
        "That the three shops share servers: each has its own, and none slows another.",
        "Orders after the first difference may meet another stock in each shop: that is the \
         point, and the reason why single orders cannot always be compared.",
    ],
    sources: &[
        Source {
            title: "D. Skeen, Nonblocking Commit Protocols, SIGMOD 1981",
            url: "https://doi.org/10.1145/582318.582339",
        },
        Source {
            title: "H. Garcia-Molina, K. Salem, Sagas, SIGMOD 1987",
            url: "https://doi.org/10.1145/38713.38742",
        },
        Source {
            title: "C. Mohan, B. Lindsay, R. Obermarck, Transaction Management in the R* \
                    Distributed Database Management System, ACM TODS 11(4), 1986",
            url: "https://doi.org/10.1145/7239.7266",
        },
    ],
};
