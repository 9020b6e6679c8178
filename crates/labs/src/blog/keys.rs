//! How a shard makes the id of a post.
//!
//! Three schemes, on the same posts: Snowflake ids by the rule and the layout of the lab on them, a
//! column that counts up by itself on every shard, and one that counts in strides so that shards
//! stay out of each other's way, until there is one more.

use crate::snowflake::layout::{Layout, Parts};
use crate::snowflake::rule::{self, Answer, Bounds, Last, Policy};

/// The id of a post. Whoever writes it for JavaScript writes it as a string.
pub type Id = u64;

/// Bits of an id: time, worker, sequence. In hexadecimal the fields are read off, one digit for the
/// worker and one for the sequence.
const BITS: (u8, u8, u8) = (40, 4, 4);

/// How ids are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// Time, worker and sequence in one number.
    Snowflake,
    /// 1, 2, 3 on every shard.
    AutoIncrement,
    /// The shard’s own number, and from there in steps of as many shards as there were when it
    /// joined.
    Stride,
}

/// What a shard remembers of the ids that it has made. It is kept with the posts: a crash does not
/// lose it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Worker {
    /// Snowflake: the tick and the sequence of the last id.
    pub last: Option<Last>,
    /// Counting: the last id, or zero.
    pub counted: Id,
    /// Counting in strides: how many shards there were when this one joined.
    pub stride: u8,
}

/// Why there is no id now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoId {
    /// The clock is behind the last id, or the sequence of its tick is exhausted: later there is.
    Later,
    /// The timestamp has no bits left.
    Spent,
}

/// The layout of the blog's ids: ticks since the blog began, a worker a shard, a sequence.
pub fn layout() -> Layout {
    Layout::own(BITS, 0, 1).expect("the fields fit into 63 bits")
}

fn bounds() -> Bounds {
    let (time, _, sequence) = BITS;
    Bounds { ticks: (1 << time) - 1, sequence: (1 << sequence) - 1 }
}

impl Scheme {
    /// The next id of a shard of this number, whose clock says `now`; ids may run so many ticks
    /// ahead of it.
    ///
    /// # Errors
    /// [`NoId`], where the rule of Snowflake ids has none now.
    pub fn next(self, worker: &mut Worker, shard: u8, now: u64, ahead: u64) -> Result<Id, NoId> {
        match self {
            Scheme::Snowflake => {
                let (last, answer) =
                    rule::next(worker.last, now, Policy::Borrow { ahead }, bounds());
                worker.last = last;
                match answer {
                    Answer::Made(Last { ticks, sequence }) => {
                        let parts = Parts { ticks, worker: u64::from(shard), sequence };
                        layout().pack(parts).map_err(|_| NoId::Spent)
                    }
                    Answer::Exhausted { .. } | Answer::Behind { .. } | Answer::Refused { .. } => {
                        Err(NoId::Later)
                    }
                    Answer::Spent => Err(NoId::Spent),
                }
            }
            Scheme::AutoIncrement => {
                worker.counted += 1;
                Ok(worker.counted)
            }
            Scheme::Stride => {
                let stride = Id::from(worker.stride.max(1));
                let first = Id::from(shard);
                let next = if worker.counted == 0 { first } else { worker.counted + stride };
                worker.counted = next;
                Ok(next)
            }
        }
    }

    /// Lets a shard of this number make no id below or at `floor` any more: what a user's new shard
    /// does with the last id that the old one gave.
    ///
    /// With Snowflake ids the whole tick counts as used up. It is not enough to take its next
    /// sequence: the worker stands above the sequence in an id, so of two ids of one tick the one of
    /// the smaller worker is the smaller, whatever its sequence. A counter is raised as MySQL raises
    /// `AUTO_INCREMENT` when a larger id is inserted.
    pub fn raise(self, worker: &mut Worker, shard: u8, floor: Id) {
        match self {
            Scheme::Snowflake => {
                let used = Last { ticks: layout().unpack(floor).ticks, ..Last::default() };
                let used = Last { sequence: bounds().sequence, ..used };
                worker.last = worker.last.max(Some(used));
            }
            Scheme::AutoIncrement => worker.counted = worker.counted.max(floor),
            Scheme::Stride => {
                let (stride, first) = (Id::from(worker.stride.max(1)), Id::from(shard));
                if floor >= first {
                    let raised = first + (floor - first) / stride * stride;
                    worker.counted = worker.counted.max(raised);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop_assert, proptest};

    const ALL: [Scheme; 3] = [Scheme::Snowflake, Scheme::AutoIncrement, Scheme::Stride];

    #[test]
    fn the_fields_of_an_id_are_read_off_its_hexadecimal_digits() {
        let mut worker = Worker::default();
        let ids = [5, 5, 6].map(|now| Scheme::Snowflake.next(&mut worker, 3, now, 1));
        assert_eq!(ids, [Ok(0x530), Ok(0x531), Ok(0x630)]);
    }

    /// Why the whole tick counts as used up: the sequence after the floor's would be below it.
    #[test]
    fn the_next_sequence_of_the_same_tick_is_not_above_the_floor() {
        let floor = 0x2a30;
        let mut naive =
            Worker { last: Some(Last { ticks: 0x2a, sequence: 0 }), ..Worker::default() };
        assert!(Scheme::Snowflake.next(&mut naive, 2, 0x29, 9).is_ok_and(|id| id < floor));
        let mut raised = Worker::default();
        Scheme::Snowflake.raise(&mut raised, 2, floor);
        assert_eq!(Scheme::Snowflake.next(&mut raised, 2, 0x29, 9), Ok(0x2b20));
    }

    #[test]
    fn strides_stay_apart_until_one_more_joins() {
        let mut workers = [2, 2, 3].map(|stride| Worker { stride, ..Worker::default() });
        let mut ids = |shard: u8, count: usize| -> Vec<Id> {
            let worker = &mut workers[usize::from(shard) - 1];
            (0..count).map(|_| Scheme::Stride.next(worker, shard, 0, 0).unwrap()).collect()
        };
        assert_eq!((ids(1, 3), ids(2, 3), ids(3, 2)), (vec![1, 3, 5], vec![2, 4, 6], vec![3, 6]));
    }

    #[test]
    fn a_full_tick_and_a_spent_timestamp_have_no_id() {
        let mut worker = Worker::default();
        let made = (0..40).filter(|_| Scheme::Snowflake.next(&mut worker, 1, 9, 1).is_ok()).count();
        assert_eq!(made, 32, "sixteen of its own tick and sixteen ahead");
        assert_eq!(Scheme::Snowflake.next(&mut worker, 1, 9, 1), Err(NoId::Later));
        assert_eq!(Scheme::Snowflake.next(&mut worker, 1, 1 << 40, 1), Err(NoId::Spent));
    }

    proptest! {
        /// After a floor every id is above it, in every scheme, whatever a clock says within what
        /// ids may run ahead of it.
        #[test]
        fn ids_after_a_floor_are_above_it(
            floor_ticks in 0..1_000_u64,
            (theirs, own) in (1..9_u8, 1..9_u8),
            behind in 0..20_u64,
            made in 0..20_u8,
            stride in any::<u8>(),
        ) {
            for scheme in ALL {
                let parts = Parts { ticks: floor_ticks, worker: theirs.into(), sequence: 3 };
                let floor = match scheme {
                    Scheme::Snowflake => layout().pack(parts).unwrap(),
                    Scheme::AutoIncrement | Scheme::Stride => floor_ticks,
                };
                let now = floor_ticks.saturating_sub(behind);
                let mut worker = Worker { stride, ..Worker::default() };
                for _ in 0..made {
                    let _ = scheme.next(&mut worker, own, now, 21);
                }
                scheme.raise(&mut worker, own, floor);
                let next = scheme.next(&mut worker, own, now, 21).expect("it may run ahead so far");
                prop_assert!(next > floor, "{scheme:?}: {next} after {floor}");
            }
        }
    }
}
