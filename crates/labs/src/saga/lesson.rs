//! The text below the stage.

use crate::lab::{Lesson, Source};

pub(super) const LESSON: Lesson = Lesson {
    what: "An order takes a dish from one server and a rider from another. A saga does not do both \
           at one moment: it is a sequence of local transactions, each of which commits at once on \
           the server that it belongs to, and each of which has a compensation. When a step is \
           refused, the compensations of the steps before it are carried out in reverse order. \
           Whoever leads it, by a coordinator (orchestration) or by each service telling the next \
           (choreography), writes down how far it is, and goes on from there after a crash. So \
           every saga ends all done or all undone; how long that takes, nobody says.",
    why: "Two-phase commit holds locks while messages travel, and when a server is away, for as \
          long as it is away. A saga holds none: each server answers for itself at once, and the \
          others go on. The price is that everybody can see an order half done.",
    when: &[
        "Steps that take long or belong to others: bookings, payments, shipments.",
        "Every step but the last can be undone, in a way that the business accepts: a refund, a \
         cancellation.",
        "That something is shown gone and is there again after a while does no harm.",
    ],
    when_not: &[
        "A step cannot be taken back and is not the last: the meal is eaten, the letter is read.",
        "What is seen half done leads others to decisions that cannot be taken back.",
        "The servers are shards of one database: a transaction over them costs less than writing \
         and testing every compensation.",
    ],
    wrong: &[
        "There is no isolation: others read what is later undone. A dish is shown gone, somebody \
         is refused for want of it, and then it is there again.",
        "A retry without a key: an answer is lost, the step is asked for again, and a second dish \
         is taken for one order.",
        "A compensation that is tried once: it is lost, or finds the server down, and the order \
         stays half done for ever.",
        "A step is answered before it is on disk: a crash undoes it, and the order is said to be \
         done.",
        "A compensation overtakes its step: it finds nothing to undo, and the step comes after it. \
         A note that the step is not to be done any more, a tombstone, bars its way.",
        "The coordinator forgets how far it was: nobody is left who knows what is to be undone.",
    ],
    trade_offs: &[
        "No lock is held over a message, and nothing is isolated. Countermeasures give a part of \
         it back: a mark on what is pending (a semantic lock), updates that commute, the risky \
         step put last, reading again before writing.",
        "Orchestrated, one place knows how far an order is, and it can give up on a step; it is one \
         server more on the way of every message. Choreographed, fewer messages stand one after \
         the other, nobody knows the whole, and nobody can give up.",
        "The steps come one after the other, so that as little as possible is to be undone: an \
         order takes as many round trips as there are services, where two-phase commit takes two.",
        "A coordinator that gives up soon frees what is taken while a server is down, and undoes \
         orders that would have come through.",
    ],
    try_this: &[
        "Watch an order that finds no rider: its dish goes back, and the mark on the timeline says \
         who was refused for want of it.",
        "Crash the DeliveryService while an order is half done, and look at the others: nobody \
         waits. Then restart it.",
        "Cut the link between two services in the choreographed style: the order stays half done, \
         and the coordinator does not know why.",
        "Take each mistake in turn and let Check find the shortest way to its disaster.",
        "Let Check prove one order with a crash, a lost and a doubled message; then turn on giving \
         up, and see how many states more it takes.",
        "Turn the crash rate in Many runs, and lay the time half done beside the lock time of \
         two-phase commit.",
    ],
    modelled: &[
        "Customers, a coordinator and up to five services with memory, log and table; steps that \
         commit at once; refusals for want of something and for reasons of one’s own.",
        "Orchestration and choreography; compensations in reverse order; retries until everything \
         is answered; giving up on a step that is not answered.",
        "The order’s number as idempotency key, kept until the order cannot be asked about any \
         more; tombstones; recovery of every role from its log.",
        "Crashes, restarts and pauses of every server; links that lose, double, delay and reorder, \
         that are cut or clogged in one direction or both.",
    ],
    not_modelled: &[
        "Compensations that are refused: here each can be carried out sooner or later, which is \
         what Garcia-Molina and Salem ask of them.",
        "Steps that go on side by side, sagas within sagas, save-points.",
        "Countermeasures against the missing isolation: they are named, and not built.",
        "A message broker: what is passed on lies in the log of who passes it on (a transactional \
         outbox), and goes over the same links.",
        "A rider is out from the moment at which the step is done, also when the order is called \
         off later.",
    ],
    sources: &[
        Source {
            title: "H. Garcia-Molina, K. Salem, Sagas, SIGMOD 1987",
            url: "https://doi.org/10.1145/38713.38742",
        },
        Source {
            title: "C. Richardson, Microservices Patterns, chapter 4: Managing transactions with \
                    sagas, Manning 2018",
            url: "https://microservices.io/patterns/data/saga.html",
        },
        Source {
            title: "P. Helland, Life beyond Distributed Transactions: an Apostate’s Opinion, CIDR \
                    2007",
            url: "https://www.cidrdb.org/cidr2007/papers/cidr07p15.pdf",
        },
        Source {
            title: "C. Lee, S. J. Park, A. Kejriwal, S. Matsushita, J. Ousterhout, Implementing \
                    Linearizability at Large Scale and Low Latency, SOSP 2015 (how long a key is \
                    kept)",
            url: "https://doi.org/10.1145/2815400.2815416",
        },
        Source {
            title: "A. Adya, B. Liskov, P. O’Neil, Generalized Isolation Level Definitions, ICDE \
                    2000 (aborted reads)",
            url: "https://doi.org/10.1109/ICDE.2000.839388",
        },
    ],
};
