//! The text below the stage.

use crate::lab::{Lesson, Source};

pub(super) const LESSON: Lesson = Lesson {
    what: "A buffer of bounded size between threads that put items and threads that get them. Who \
           finds it full sleeps until there is room, who finds it empty sleeps until there is an \
           item.",
    why: "Producers and consumers seldom go at one pace. The buffer evens out what is uneven for a \
          while; its bound makes the fast side wait for the slow one before memory is used up, and \
          that wait is passed on to whoever feeds the fast side: backpressure.",
    when: &["Threads of one process hand work to each other."],
    when_not: &["The sides are on different machines."],
    wrong: &["One condition and a notice to one."],
    trade_offs: &["A larger buffer evens out longer bursts, and makes every item wait longer."],
    try_this: &["Break it, and read which law falls."],
    modelled: &["Lock, test, wait, move, notify and unlock."],
    not_modelled: &["The order in which memory is seen."],
    sources: &[Source {
        title: "lemmy/BlockingQueue",
        url: "https://github.com/lemmy/BlockingQueue",
    }],
};
