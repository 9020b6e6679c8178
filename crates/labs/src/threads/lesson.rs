//! The text below the stage.

use crate::lab::{Lesson, Source};

pub(super) const LESSON: Lesson = Lesson {
    what: "A thread is a list of things to do with a place in it: a program counter, registers and \
           a stack of its own, and a memory that it shares with the other threads of its process. \
           A scheduler lends threads to cores, a quantum at a time. Concurrency is that several \
           have begun and not ended; parallelism is that several run at the same instant, and for \
           that there must be several cores. A process is a sheet around its threads: what one of \
           them does to the memory it does to all, and a crash takes the whole sheet and nothing \
           beside it.",
    why: "There are two reasons for threads, and they are not the same. Work that computes is done \
          sooner when several cores do parts of it at once. Work that waits, for a disk or for a \
          server, is done sooner when other work goes on meanwhile, and for that one core is \
          enough. What is paid for either is that anything can happen between any two steps.",
    when: &[
        "Work that computes and falls into parts that need little of each other: as many threads \
         as cores.",
        "Work that waits for many others at once: as many threads as there are waits, or one \
         thread and an event loop.",
        "Something must go on being answered while something else takes long.",
        "Processes, where a crash must stay inside, where a runtime has a lock around everything, \
         or where memory is better not shared.",
    ],
    when_not: &[
        "The work is a chain: each part needs the one before it, and a second thread only waits.",
        "The parts are so small that starting, switching and locking cost more than they are.",
        "Work that computes, under a global interpreter lock: take processes, or a runtime \
         without one.",
        "A great many connections that mostly wait: tasks on an event loop cost less memory than \
         threads.",
    ],
    wrong: &[
        "Lost update: two threads load the same value, both add one, both store. A language that \
         writes it as one line does not make it one step, and an interpreter lock does not \
         either.",
        "Deadlock: each holds what another waits for. It takes four conditions at once (mutual \
         exclusion, hold and wait, no taking away, a cycle), and it is enough to deny one.",
        "It only happens under another schedule. One core with a long quantum hides for years \
         what two cores show in a second.",
        "Starvation: nobody is stuck and somebody never has a turn. Whether everybody gets on is a \
         question of fairness, which is not modelled in Check; it is shown here and not proved.",
        "Threads that nobody joins: their errors are seen by nobody, and they die at their work \
         when the process ends.",
        "A cancel that is a request: until it is acknowledged the thread works on, and one that \
         acknowledges too early works on memory that others believe free.",
    ],
    trade_offs: &[
        "Mutex: simple and general; who is inside makes the others wait, and several locks need \
         an order.",
        "Compare and swap: nobody waits for somebody who sleeps; under contention work is done \
         again, and it guards one word.",
        "Messages: no shared memory and no race on it; every message is copied, travels, and one \
         thread does all the work on what it owns.",
        "Threads are cheap to start and share everything, mistakes too; processes cost more to \
         start, to switch and to share with, and a crash stays inside.",
        "One order of locks costs discipline, a try costs work that is given back and may be \
         given back for ever, a waiter costs a place that could have been used.",
        "A longer quantum saves switches and makes others wait longer for their turn.",
    ],
    try_this: &[
        "Break it: take the lock away, and wait for the first update to get lost.",
        "Works on my machine: play it as long as you like, then let Check lose an update. Then \
         click the threads yourself: load, load, store, store.",
        "Compute with four threads: turn the cores from 1 to 4, then run under the interpreter \
         lock. Do the same with work that waits.",
        "Raise the serial part to 50 % and read off the curve what eight cores are worth.",
        "Let the work grow with the threads: the same serial part hurts far less, which was \
         Gustafson's answer to Amdahl.",
        "Five philosophers: click each one's left fork in turn, until all wait in a circle. Take \
         the forks in order, with a waiter, with a try, and ask Check again.",
        "Crash a thread as one of three threads, then as one of three processes.",
    ],
    modelled: &[
        "Cores, a run queue, a quantum in steps, the cost of a switch and of a start. Times are \
         about a thousand times as long as on a machine, so that one can watch.",
        "One step is one access to what is shared; between any two steps a search lets any thread \
         go on that could. Cores and quantum decide when something happens in a run, never \
         what can, so Check holds for every machine.",
        "The interpreter lock goes to another thread after a quantum, and at once when its holder \
         waits for an answer. Between two steps any thread may have it: so it saves no update.",
        "A process has a memory of its own, is ten times as dear to start and twice as dear to \
         switch to, and its results are copied.",
        "A thread that finds a lock held gives its core up, and tries again when the lock is free: \
         a lock lets others barge in.",
        "Locks of who crashed are free again, as file locks are, and what they guarded may be half \
         written.",
    ],
    not_modelled: &[
        "The memory models of processors and languages: here every access is seen by all at once. \
         On a machine a plain access may be seen later and in another order.",
        "Caches, hyper-threads, memory bandwidth: what makes eight real cores less than eight.",
        "Fairness: that a thread which could go on does so in the end. A search tries schedules \
         that starve a thread, and no law forbids them.",
        "Condition variables and bounded queues, which have a lab of their own.",
    ],
    sources: &[
        Source {
            title: "G. M. Amdahl, “Validity of the single processor approach to achieving large \
                    scale computing capabilities”, AFIPS 1967",
            url: "https://doi.org/10.1145/1465482.1465560",
        },
        Source {
            title: "J. L. Gustafson, “Reevaluating Amdahl's law”, CACM 31(5), 1988",
            url: "https://doi.org/10.1145/42411.42415",
        },
        Source {
            title: "E. W. Dijkstra, “Cooperating sequential processes” (EWD 123), 1965",
            url: "https://www.cs.utexas.edu/~EWD/transcriptions/EWD01xx/EWD123.html",
        },
        Source {
            title: "E. W. Dijkstra, “Hierarchical ordering of sequential processes” (EWD 310), Acta \
                    Informatica 1, 1971",
            url: "https://doi.org/10.1007/BF00289519",
        },
        Source {
            title: "E. G. Coffman, M. J. Elphick, A. Shoshani, “System Deadlocks”, ACM Computing \
                    Surveys 3(2), 1971",
            url: "https://doi.org/10.1145/356586.356588",
        },
        Source {
            title: "M. Herlihy, N. Shavit, “The Art of Multiprocessor Programming”, 2nd edition, \
                    Morgan Kaufmann 2020",
            url: "https://dl.acm.org/doi/book/10.5555/3445002",
        },
        Source {
            title: "A. Silberschatz, P. B. Galvin, G. Gagne, “Operating System Concepts”, 10th \
                    edition, Wiley 2018, chapters 4 to 8",
            url: "https://www.os-book.com/OS10/",
        },
        Source {
            title: "D. Beazley, “Understanding the Python GIL”, PyCon 2010",
            url: "https://www.dabeaz.com/GIL/",
        },
        Source {
            title: "R. Pike, “Concurrency is not parallelism”, 2012",
            url: "https://go.dev/blog/waza-talk",
        },
    ],
};
