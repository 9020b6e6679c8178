//! The text below the stage.

use crate::lab::{Lesson, Source};

pub(super) const LESSON: Lesson = Lesson {
    what: "An order takes a dish from one server and a rider from another: both, or neither. In the \
           first phase a coordinator asks every participant to prepare. A participant that can \
           do its part locks what it needs, forces that to its log and says yes: from then on it \
           may neither do it nor give it up until it is told. In the second phase, when all have \
           said yes, the coordinator forces “commit” to its own log and tells everybody; one no, \
           or one silence for too long, and it tells everybody to abort. The moment at which that \
           record reaches the coordinator’s disk is the moment at which the order happens.",
    why: "Each server alone can make its own changes all or nothing, with a log. Over several \
          servers there is no common log, any of them may crash between any two messages, and any \
          message may be lost: so one has done its part and another has not, the money is taken \
          and nothing comes. Two-phase commit makes one disk write the only one that decides.",
    when: &[
        "Few participants, near each other, that are up most of the time: the shards of one \
         database, a queue and a table.",
        "What is locked meanwhile may stay locked for a while when something fails.",
        "Half of it is not to be seen by anybody, not even for a moment.",
    ],
    when_not: &[
        "Participants belong to others, are slow or are often away: each of them can hold up all. \
         A saga gives back what was done instead of locking it.",
        "Nobody may ever wait for one machine: replicate the coordinator with consensus (Paxos \
         Commit; what Spanner does), so that it does not stay down.",
        "One server can do it all. That is always simpler.",
    ],
    wrong: &[
        "Blocking: the coordinator crashes after the votes and before the decision was heard. Who \
         has said yes waits with its locks, for the coordinator and for nobody else. Asking each \
         other helps unless all of them are in doubt.",
        "An impatient participant gives up in doubt, while the coordinator had decided to commit.",
        "The coordinator tells before its log is forced: it crashes, finds nothing on its disk, \
         and presumes an abort that others have not heard of.",
        "A participant says yes before its log is forced, and a crash makes it forget that it \
         did.",
        "Silence is taken for a yes: the silent one had given up.",
        "A decision that comes twice is applied twice: messages are repeated, so every effect \
         must be tied to the order’s number.",
    ],
    trade_offs: &[
        "A commit costs two rounds of messages and two forced writes one after the other before \
         anybody may be told, and locks are held for all of it.",
        "Presumed abort saves the writing and acknowledging of aborts and costs nothing: it is \
         what most systems do. Presumed commit saves the acknowledging of commits and costs one \
         forced write before the first phase.",
        "Short time-outs abort orders that would have come through; long ones hold locks for the \
         sake of a server that is down. No time-out resolves doubt.",
        "Waiting for locks commits more orders, and keeps them waiting; refusing answers at once.",
    ],
    try_this: &[
        "Crash the coordinator while the services are in doubt, and watch how long which locks are \
         held; then restart it, and watch what its log makes of it.",
        "Do the same with “ask each other”, with one service not yet asked to prepare, and with \
         all in doubt.",
        "Lose one message of each kind: prepare, vote, decision, acknowledgement. Each ends as it \
         should.",
        "Take each mistake in turn and let Check find the shortest way to its disaster.",
        "On the tab For real let a storm terminate the servers’ threads while orders go on, stop, \
         and see what the model says of all that happened. Then do it with a mistake.",
        "Turn the crash rate and the loss rate in Many runs, and look at how long locks are held.",
    ],
    modelled: &[
        "Customers, a coordinator and up to five services with memory, log and table; locks a row; \
         orders that wait for each other’s locks or are refused.",
        "The log’s tail: a record that is not forced is lost in a crash unless a later one was.",
        "Presumed nothing, presumed abort and presumed commit; cooperative termination; recovery \
         of every role from its log; forgetting.",
        "Crashes, restarts and pauses of every server; links that lose, double, delay and reorder, \
         that are cut or clogged in one direction or both.",
    ],
    not_modelled: &[
        "Participants that only read and drop out after phase one; transfer of the coordination; \
         trees of coordinators.",
        "Disks that fail or lie: what was forced stays.",
        "Two orders that wait for each other’s locks at different services are ended by time-out: \
         there is no detection of deadlocks.",
        "A customer who gives up: an order is asked about until there is an answer.",
    ],
    sources: &[
        Source {
            title: "J. Gray, Notes on Data Base Operating Systems, in: Operating Systems, LNCS 60, \
                    Springer 1978",
            url: "https://doi.org/10.1007/3-540-08755-9_9",
        },
        Source {
            title: "C. Mohan, B. Lindsay, R. Obermarck, Transaction Management in the R* \
                    Distributed Database Management System, ACM TODS 11(4), 1986",
            url: "https://doi.org/10.1145/7239.7266",
        },
        Source {
            title: "P. Bernstein, V. Hadzilacos, N. Goodman, Concurrency Control and Recovery in \
                    Database Systems, chapter 7, Addison-Wesley 1987",
            url: "https://www.microsoft.com/en-us/research/people/philbe/book/",
        },
        Source {
            title: "D. Skeen, Nonblocking Commit Protocols, SIGMOD 1981",
            url: "https://doi.org/10.1145/582318.582339",
        },
        Source {
            title: "J. Gray, L. Lamport, Consensus on Transaction Commit, ACM TODS 31(1), 2006",
            url: "https://doi.org/10.1145/1132863.1132867",
        },
    ],
};
