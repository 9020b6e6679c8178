//! The text below the stage.

use crate::lab::{Lesson, Source};

pub(super) const LESSON: Lesson = Lesson {
    what: "A way to do something in several places at once, or in none, without anybody who is up \
           ever having to wait for somebody who is down. The coordinator asks whether everybody can \
           commit; each service forces its yes to its log and says it. When all have said yes, the \
           coordinator lets everybody know that (pre-commit), and only when all have that on disk, \
           it commits. In an order each server is working, uncertain, pre-committed, committed or \
           aborted: Skeen's q, w, p, c and a.",
    why: "In two-phase commit a service that has said yes and loses its coordinator is stuck with \
          its locks: the others may have committed or aborted, and nothing it knows says which. With \
          a phase between, no server is uncertain while another has committed. So whoever is left \
          can tell from how the others stand what cannot have happened, and decide.",
    when: &[
        "Where the network is synchronous, or so nearly that a machine which does not answer in \
         time can be switched off: inside one machine, one chassis, one rack with fencing.",
        "To learn what it is that consensus has to give: three-phase commit is what is left of it \
         when it may assume that crashes are known.",
    ],
    when_not: &[
        "Over a network that may be slow or part, which is nearly every one: two sides that take \
         each other for crashed decide alone, and differently.",
        "Where blocking is rare and short: two-phase commit has a third fewer rounds, and a \
         coordinator that comes back soon.",
        "Where the decision must survive partitions: replicate the coordinator by consensus, as \
         Paxos Commit does.",
    ],
    wrong: &[
        "A time-out is not a crash. Who is taken for crashed and is only slow goes on by itself: \
         one half of the order is done and the other is not.",
        "Whoever loses the coordinator and decides by itself, committed if pre-committed, else \
         aborted: one pre-commit had arrived and the other had not.",
        "A backup that commits before all the others are pre-committed, and crashes: who is left is \
         uncertain, and aborts.",
        "Whoever comes back decides: since it said yes the others may have gone on without it. It \
         asks, and waits for who knows.",
        "Everybody crashes. Then nobody may decide before all are back, because the last one to go \
         may have decided alone.",
    ],
    trade_offs: &[
        "Nobody blocks, for one round of messages more and one forced write more in every server: \
         11 forced writes an order with three services, where two-phase commit has 7.",
        "Locks are held for longer in every order, so that they are not held for very long in a few.",
        "It moves the trust from the coordinator's machine to the failure detector; a detector is \
         right about crashes only where time is bounded.",
    ],
    try_this: &[
        "Crash the coordinator when one service is pre-committed and the other is not: the first \
         moves the second along, and both commit.",
        "Crash it a step earlier: both are uncertain, and both abort.",
        "Choose time-outs as failure detector and open “Taken for crashed”: nobody crashes at all, \
         and half an order is done.",
        "Cut the links in the third phase, with time-outs and without: one side is wrong, or one \
         side waits.",
        "Let Check prove “One order, to be proved” with two crashes and two restarts, then with \
         time-outs and none.",
        "Choose the mistake “alone” and ask Check again: the coordinator's crash is enough.",
    ],
    modelled: &[
        "Every message, every forced write and every lock of an order; crashes lose the memory and \
         whatever had not reached the disk.",
        "The perfect failure detector, as an input: every server that runs hears of every crash, \
         and of no other, and gets nothing more that was sent before it. So a crash in the midst of \
         sending is among what is searched.",
        "Without it, silence: in Check any server that waits may take whomever it waits for for \
         crashed at any time, which is what “asynchronous” means.",
        "Termination by the first service that is left, recovery of every role from its log, and \
         total failure.",
        "An abort before the third phase leaves no trace at the coordinator: of an order that it \
         does not know it says that it was aborted.",
    ],
    not_modelled: &[
        "Elections: the backup is the first that is left by number, which every server can work \
         out. With time-outs two may take themselves for it, as in any asynchronous election.",
        "The last to go: after a total failure everybody has to be back. Skeen (1985) shows how the \
         last one to crash can be found, so that fewer are enough.",
        "Disks that lose or garble what they had written.",
        "Quorums: the variant that blocks the smaller side of a partition (Skeen 1982) and its \
         repair, E3PC.",
    ],
    sources: &[
        Source {
            title: "D. Skeen, “Nonblocking commit protocols”, SIGMOD 1981",
            url: "https://doi.org/10.1145/582318.582339",
        },
        Source {
            title: "D. Skeen, M. Stonebraker, “A formal model of crash recovery in a distributed \
                    system”, IEEE Transactions on Software Engineering 9(3), 1983",
            url: "https://doi.org/10.1109/TSE.1983.236608",
        },
        Source {
            title: "P. A. Bernstein, V. Hadzilacos, N. Goodman, “Concurrency Control and Recovery in \
                    Database Systems”, Addison-Wesley 1987, chapter 7",
            url: "https://www.microsoft.com/en-us/research/people/philbe/book/",
        },
        Source {
            title: "D. Skeen, “Determining the last process to fail”, ACM Transactions on Computer \
                    Systems 3(1), 1985",
            url: "https://doi.org/10.1145/214451.214453",
        },
        Source {
            title: "T. D. Chandra, S. Toueg, “Unreliable failure detectors for reliable distributed \
                    systems”, Journal of the ACM 43(2), 1996",
            url: "https://doi.org/10.1145/226643.226647",
        },
        Source {
            title: "J. Gray, L. Lamport, “Consensus on transaction commit”, ACM Transactions on \
                    Database Systems 31(1), 2006",
            url: "https://doi.org/10.1145/1132863.1132867",
        },
    ],
};
