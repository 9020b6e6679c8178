//! The text below the stage.

use crate::lab::{Lesson, Source};

pub(super) const LESSON: Lesson = Lesson {
    what: "A worker makes ids by itself out of three numbers: the time of its own clock, its own \
           number, and a count of the ids that it has made in this tick of the clock.",
    why: "Ids that need no central counter go on when that counter is down, cost no round trip, fit \
          into 64 bits, and sort by the time at which they were made.",
    when: &["When many machines insert rows that are read in the order of time."],
    when_not: &["When an id must not tell when or where it was made."],
    wrong: &["A clock that goes back meets ticks in which ids were made before."],
    trade_offs: &["More bits for the sequence are fewer for the workers or for the years."],
    try_this: &["Set a clock back, and watch what each policy makes of it."],
    modelled: &["The rule of the generator, as it runs for real."],
    not_modelled: &["How a worker comes by its number."],
    sources: &[Source {
        title: "R. King, Announcing Snowflake, Twitter Engineering, 2010",
        url: "https://blog.x.com/engineering/en_us/a/2010/announcing-snowflake",
    }],
};
