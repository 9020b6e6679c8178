//! The text below the stage.

use crate::lab::{Lesson, Source};

pub(super) const LESSON: Lesson = Lesson {
    what: "A buffer of bounded size between threads that put items and threads that get them. Who \
           finds it full sleeps until there is room; who finds it empty sleeps until there is an \
           item. One lock keeps them apart while they look and move, and a condition is what they \
           sleep on.",
    why: "Producers and consumers seldom go at one pace. A buffer evens out what is uneven for a \
          while. Its bound makes the fast side wait for the slow one before memory is used up, and \
          whoever feeds the fast side then waits in turn: that is backpressure.",
    when: &[
        "Threads of one process hand work to each other: a pool of workers, a stage of a pipeline, \
         a writer of logs.",
        "Whoever makes the work can wait, or at least be told no: then the bound does good.",
        "Bursts are to be evened out: room for a burst, and no more.",
    ],
    when_not: &[
        "The sides are on different machines: a broker has other failures, and a queue in memory \
         dies with its process.",
        "Whoever makes the work must never wait, as an interrupt or an event loop: reject or drop, \
         or use a ring without locks.",
        "Only the newest value counts, as of a sensor: a single cell that is overwritten is \
         simpler.",
        "Arrivals are faster than services for good: no buffer helps, it only makes everybody wait \
         longer before the same items are lost.",
    ],
    wrong: &[
        "One condition for both sides and a notice to one: the notice may wake a thread of the \
         wrong side, which goes back to sleep, and the one that it was meant for sleeps on. With \
         2 × capacity < producers + consumers all of them can.",
        "If in the place of while: between the notice and the lock another thread takes the item, \
         and who woke takes from an empty buffer, or writes over an item that nobody has read.",
        "A thread may wake for no reason at all: POSIX and Java allow it, and only while is proof \
         against it.",
        "A thread that dies with the lock leaves it locked, and what it guards half done.",
        "No bound: every overload ends with the memory, and with the process.",
        "A poison pill tells consumers to go home and no producer: those who still put fill the \
         queue and wait for ever.",
        "A flag that says closed, set without the lock: a consumer that has just looked goes to \
         sleep after the notice, and nobody wakes it again.",
    ],
    trade_offs: &[
        "A larger buffer evens out longer bursts and makes every item wait longer: by Little's law \
         the wait is what stands in it over the rate at which it leaves.",
        "A notice to one wakes whom it must and needs two conditions to be right; a notice to all \
         is right with one, and wakes a crowd to find that only one can go on.",
        "A lock that lets others barge in keeps the processor busy and is unfair; one that is \
         handed over is fair, and everybody waits for the thread that is next to be woken.",
        "When it is full: to block slows whoever puts, to reject leaves it to them, to drop the \
         newest keeps the past, to drop the oldest keeps what is fresh.",
        "A time-out turns a wait for ever into an error that somebody must handle.",
    ],
    try_this: &[
        "Press a thread to let it take its next line: put two producers to sleep, then bring the \
         consumer.",
        "Break it, and read why nobody goes on.",
        "One condition: check it, and watch the shortest way to where all sleep. Then turn on a \
         notice to all, or two conditions, and check again.",
        "Read the grid on the Check tab: the published law with a lock that lets others barge in, \
         and eight queues more that a lock handed over frees.",
        "If, not while: check it. Then take one producer and one consumer, where if holds, and \
         give the search one spurious wake-up.",
        "A slow consumer, and the same without a bound: as many items are finished, until memory \
         is used up.",
        "A pipeline whose last stage is slow: watch the buffers fill from the back.",
        "M/M/1/K in Many runs: sweep the capacity, and lay the share of items lost beside its \
         formula.",
        "Close, then pill: who goes home, and when?",
    ],
    modelled: &[
        "Lock, test, wait, move, notify and unlock, each a step; what a thread does under the lock \
         is seen by nobody else, so with a step for a section the verdicts are the same.",
        "A thread before a held lock that lets others barge in has no step, for it could only go \
         on waiting.",
        "The buffer as it stands in memory, a ring with a head and a count; beside it a ledger says \
         what should be in it, and the laws hold one against the other.",
        "A search does not tell items apart: no step depends on which item it moves, so what \
         happens to one happens to all. Which items they are is told in every run.",
        "Conditions with signal-and-continue, as POSIX and Java have them; anyone of the waiters \
         may be woken, or the first.",
        "Time-outs, interrupts, closing, poison pills, threads that die; five answers to a full \
         queue; up to four stages.",
        "In a search time-outs may come at any time, and spurious wake-ups, closings and killings \
         as many as its budgets allow.",
    ],
    not_modelled: &[
        "The order in which processors see memory: the lock is taken to order it, as locks do.",
        "Starvation: whoever waits may be passed over for ever. To prove that nobody is needs an \
         assumption of fairness, which a search here does not make.",
        "Cores: each thread runs whenever it may. The lab on threads has them.",
        "What recovers a lock whose holder died: For real shows it.",
    ],
    sources: &[
        Source {
            title: "E. W. Dijkstra, “Cooperating sequential processes” (EWD 123), 1965: the bounded \
                    buffer",
            url: "https://www.cs.utexas.edu/~EWD/transcriptions/EWD01xx/EWD123.html",
        },
        Source {
            title: "C. A. R. Hoare, “Monitors: An Operating System Structuring Concept”, CACM \
                    17(10), 1974",
            url: "https://doi.org/10.1145/355620.361161",
        },
        Source {
            title: "B. W. Lampson, D. D. Redell, “Experience with Processes and Monitors in Mesa”, \
                    CACM 23(2), 1980: why it is while",
            url: "https://doi.org/10.1145/358818.358824",
        },
        Source {
            title: "M. A. Kuppe, BlockingQueue, a TLA+ tutorial: the deadlock and its law",
            url: "https://github.com/lemmy/BlockingQueue",
        },
        Source {
            title: "Java's ArrayBlockingQueue: two conditions, a ring, a fair or a barging lock",
            url: "https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/concurrent/ArrayBlockingQueue.html",
        },
        Source {
            title: "J. D. C. Little, “A Proof for the Queuing Formula: L = λW”, Operations Research \
                    9(3), 1961",
            url: "https://doi.org/10.1287/opre.9.3.383",
        },
        Source {
            title: "L. Kleinrock, “Queueing Systems, Volume 1: Theory”, Wiley 1975",
            url: "https://archive.org/details/queueingsystems00klei",
        },
        Source {
            title: "P. Wolper, “Expressing interesting properties of programs in propositional \
                    temporal logic”, POPL 1986: data independence",
            url: "https://doi.org/10.1145/512644.512661",
        },
    ],
};
