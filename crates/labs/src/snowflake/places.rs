//! Where the parts of an id go: what a generator's inner loop needs of its layout, worked out once.
//!
//! Of a layout that is known when the program is compiled, all of it is constants in that loop: a
//! tenth of the loop's time hangs on that (`benches/id.rs`).

use super::layout::{LAYOUTS, Layout, Role};
use super::rule::{Bounds, Last};
use std::num::NonZeroU64;

/// Where a generator puts ticks and sequences, and how it tells its ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// The last tick and the last sequence.
    pub bounds: Bounds,
    /// How far left the ticks go.
    pub time_shift: u32,
    /// How far left the sequence goes.
    pub sequence_shift: u32,
    /// How long a tick lasts, in milliseconds.
    pub tick_ms: NonZeroU64,
    /// When the first tick began, in milliseconds since 1970.
    pub epoch_ms: i64,
}

impl Places {
    /// The places of a layout.
    pub const fn of(layout: &Layout) -> Places {
        Places {
            bounds: Bounds {
                ticks: layout.most(Role::Time),
                sequence: layout.most(Role::Sequence),
            },
            time_shift: layout.shift(Role::Time),
            sequence_shift: layout.shift(Role::Sequence),
            tick_ms: match NonZeroU64::new(layout.tick_ms) {
                Some(tick_ms) => tick_ms,
                None => NonZeroU64::MIN,
            },
            // A later epoch than any clock can tell is as good as the latest.
            epoch_ms: if layout.epoch_ms > i64::MAX as u64 {
                i64::MAX
            } else {
                layout.epoch_ms as i64
            },
        }
    }

    /// The tick of an instant in milliseconds since 1970; `None` before the epoch.
    #[inline]
    pub fn tick(self, now_ms: i64) -> Option<u64> {
        if now_ms < self.epoch_ms {
            return None;
        }
        let since = now_ms.abs_diff(self.epoch_ms);
        // Most ticks are a millisecond, and a division takes as long as all the rest.
        Some(if self.tick_ms.get() == 1 { since } else { since / self.tick_ms })
    }

    /// An id without its worker: one word.
    #[inline]
    pub fn word(self, last: Last) -> u64 {
        last.ticks << self.time_shift | last.sequence << self.sequence_shift
    }

    /// What a word says.
    #[inline]
    pub fn last(self, word: u64) -> Last {
        let sequence = word >> self.sequence_shift & self.bounds.sequence;
        Last { ticks: word >> self.time_shift, sequence }
    }

    /// The word of the next sequence, which the rule allows ([`Step::Up`](super::rule::Step::Up)). To take the word apart
    /// and to put it together again would be half of a generator's work.
    #[inline]
    pub fn up(self, word: u64) -> u64 {
        word + (1 << self.sequence_shift)
    }

    /// The first word of a tick ([`Step::Anew`](super::rule::Step::Anew)).
    #[inline]
    pub fn anew(self, now: u64) -> u64 {
        now << self.time_shift
    }
}

/// What a generator follows: a layout with its places.
pub trait Shape {
    /// The layout.
    fn layout(&self) -> Layout;
    /// Its places.
    fn places(&self) -> Places;
}

/// A layout that is chosen while the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    layout: Layout,
    places: Places,
}

impl From<Layout> for Measured {
    fn from(layout: Layout) -> Measured {
        Measured { layout, places: Places::of(&layout) }
    }
}

impl Shape for Measured {
    fn layout(&self) -> Layout {
        self.layout
    }

    #[inline]
    fn places(&self) -> Places {
        self.places
    }
}

/// A layout that is known when the program is compiled, by its place among [`LAYOUTS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known<const PLACE: usize>;

/// [`PROTOTYPE`](super::layout::PROTOTYPE), when compiled.
pub type Prototype = Known<0>;
/// [`TWITTER`](super::layout::TWITTER), when compiled.
pub type Twitter = Known<1>;

impl<const PLACE: usize> Shape for Known<PLACE> {
    fn layout(&self) -> Layout {
        LAYOUTS[PLACE]
    }

    #[inline]
    fn places(&self) -> Places {
        const { Places::of(&LAYOUTS[PLACE]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snowflake::layout::{PROTOTYPE, Parts, SONYFLAKE, TWITTER};
    use crate::snowflake::rule::{self, Answer, Policy, Step};

    #[test]
    fn compiled_layouts_are_those_of_their_names() {
        let prototype = Prototype::default();
        assert_eq!((prototype.layout(), prototype.places()), (PROTOTYPE, Places::of(&PROTOTYPE)));
        let twitter = Twitter::default();
        assert_eq!(
            (twitter.layout(), twitter.places()),
            (TWITTER, Measured::from(TWITTER).places())
        );
    }

    #[test]
    fn words_are_ids_without_a_worker() {
        for layout in LAYOUTS.iter().copied().chain(Layout::own((41, 10, 0), 5, 1)) {
            let places = Places::of(&layout);
            let ends = |end: u64| [0, end / 2, end];
            for ticks in ends(places.bounds.ticks) {
                for sequence in ends(places.bounds.sequence) {
                    let last = Last { ticks, sequence };
                    let parts = Parts { ticks, worker: 0, sequence };
                    assert_eq!(layout.pack(parts), Ok(places.word(last)), "{}", layout.key);
                    assert_eq!(places.last(places.word(last)), last, "{}", layout.key);
                }
            }
        }
        assert_eq!(Places::of(&SONYFLAKE).time_shift, 24);
    }

    /// The step of a word and the rule's own come to the same.
    #[test]
    fn a_stepped_word_is_what_the_rule_makes() {
        for layout in LAYOUTS {
            let places = Places::of(layout);
            let last = Last { ticks: 7, sequence: 3 };
            for now in [7, 8, 900] {
                let Some(step) = rule::ordinary(Some(last), now, places.bounds) else {
                    panic!("{}: there is nothing to decide", layout.key)
                };
                let (_, answer) = rule::next(Some(last), now, Policy::Refuse, places.bounds);
                let stepped = match step {
                    Step::Up => places.up(places.word(last)),
                    Step::Anew => places.anew(now),
                };
                assert_eq!(answer, Answer::Made(places.last(stepped)), "{}", layout.key);
            }
        }
    }
}
