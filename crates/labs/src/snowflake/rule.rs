//! The rule by which a worker makes its next id: a pure function from what it remembers and what its
//! clock says. The generator for real, the lab's model and the blog's shards all run this text.
//!
//! A worker remembers the tick and the sequence of its last id, no more. While the tick stays the
//! same the sequence goes up; a later tick begins at zero. Two things can go wrong: the sequence is
//! exhausted before the tick is over, and the clock goes back.
//!
//! Source: twitter-archive/snowflake, `IdWorker.scala` and its tests (2010).

/// What a worker remembers of its last id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Last {
    /// The tick of that id, in ticks since the epoch.
    pub ticks: u64,
    /// Its sequence.
    pub sequence: u64,
}

/// What a worker does when its clock stands before its last id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Policy {
    /// Refuses until the clock has caught up. Twitter's.
    Refuse,
    /// Lets whoever asked wait until the clock has caught up.
    Wait,
    /// Goes on from the last id as if no time had passed; when the sequence is exhausted it takes the
    /// next tick, so ids run ahead of the clock, by so many ticks at most. A clock that is further
    /// behind is refused, and whoever has used up what was lent waits.
    Borrow {
        /// How many ticks an id may be ahead of the clock.
        ahead: u64,
    },
    /// Refuses, and begins the sequence anew: a mistake that Twitter's tests are there to prevent.
    /// When the clock has come back to the tick of the last id, sequences are given out again.
    Reset,
}

/// What comes of asking for an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// The id of this tick and sequence; the worker remembers it as its last.
    Made(Last),
    /// The sequence of the last tick is exhausted: ask again when the clock says this tick.
    Exhausted {
        /// The first tick that has ids again.
        until: u64,
    },
    /// The clock has gone back, and the policy is to wait: ask again when it says this tick.
    Behind {
        /// The tick of the last id.
        until: u64,
    },
    /// The clock has gone back, and the policy is to refuse.
    Refused {
        /// By how many ticks the clock is behind the last id; at least one.
        behind: u64,
    },
    /// The timestamp has no bits left for what the clock says.
    Spent,
}

/// The most that the fields of a layout hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The last tick.
    pub ticks: u64,
    /// The last sequence of a tick.
    pub sequence: u64,
}

/// How an id follows the last one where there is nothing to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The sequence goes up by one, within the same tick.
    Up,
    /// The sequence begins at zero, in the tick of the clock.
    Anew,
}

/// The ordinary case: the clock stands in the tick of the last id, which has a sequence left, or in
/// a later one. `None` where there is something to decide: see [`next`].
///
/// Nearly every id comes from here, and it is all that a generator has in its inner loop.
#[inline]
pub fn ordinary(last: Option<Last>, now: u64, bounds: Bounds) -> Option<Step> {
    let step = match last {
        Some(id) if id.ticks > now => return None,
        Some(id) if id.ticks == now && id.sequence >= bounds.sequence => return None,
        Some(id) if id.ticks == now => Step::Up,
        Some(_) | None => Step::Anew,
    };
    (now <= bounds.ticks).then_some(step)
}

/// What a worker answers that remembers `last` (`None` before its first id) and whose clock says
/// `now`, in ticks since the epoch; and what it remembers from then on.
#[inline]
pub fn next(
    last: Option<Last>,
    now: u64,
    policy: Policy,
    bounds: Bounds,
) -> (Option<Last>, Answer) {
    let made = |ticks, sequence| {
        let id = Last { ticks, sequence };
        (Some(id), Answer::Made(id))
    };
    // Without a last id, only an instant after the last tick is out of the ordinary.
    let id = match (ordinary(last, now, bounds), last) {
        (Some(Step::Up), Some(id)) => return made(id.ticks, id.sequence + 1),
        (Some(_), _) => return made(now, 0),
        (None, Some(id)) if now <= bounds.ticks => id,
        (None, _) => return (last, Answer::Spent),
    };
    let behind = id.ticks - now;
    if behind > 0 {
        match policy {
            Policy::Refuse => return (last, Answer::Refused { behind }),
            Policy::Wait => return (last, Answer::Behind { until: id.ticks }),
            Policy::Reset => {
                let forgetful = Last { sequence: 0, ..id };
                return (Some(forgetful), Answer::Refused { behind });
            }
            Policy::Borrow { ahead } if behind > ahead => {
                return (last, Answer::Refused { behind });
            }
            Policy::Borrow { .. } => {}
        }
    }
    if id.sequence < bounds.sequence {
        return made(id.ticks, id.sequence + 1);
    }
    let lent = match policy {
        Policy::Borrow { ahead } => ahead,
        Policy::Refuse | Policy::Wait | Policy::Reset => 0,
    };
    if behind < lent && id.ticks < bounds.ticks {
        return made(id.ticks + 1, 0);
    }
    (last, Answer::Exhausted { until: (id.ticks + 1).saturating_sub(lent).max(now + 1) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Bounds = Bounds { ticks: 100, sequence: 3 };

    fn at(ticks: u64, sequence: u64) -> Last {
        Last { ticks, sequence }
    }

    /// Asks at these ticks, one after the other.
    fn ask(policy: Policy, clock: &[u64]) -> Vec<Answer> {
        let mut last = None;
        let mut answers = Vec::new();
        for now in clock {
            let (kept, answer) = next(last, *now, policy, SMALL);
            last = kept;
            answers.push(answer);
        }
        answers
    }

    #[test]
    fn sequences_go_up_within_a_tick_and_begin_anew_after_it() {
        let made = [at(5, 0), at(5, 1), at(7, 0)].map(Answer::Made);
        assert_eq!(ask(Policy::Refuse, &[5, 5, 7]), made);
    }

    #[test]
    fn an_exhausted_sequence_waits_for_the_next_tick() {
        let answers = ask(Policy::Wait, &[5, 5, 5, 5, 5, 6]);
        assert_eq!(answers[4], Answer::Exhausted { until: 6 });
        assert_eq!(answers[5], Answer::Made(at(6, 0)));
    }

    /// `IdWorkerSpec.scala`: a clock that goes back is refused, and the sequence is kept.
    #[test]
    fn a_clock_that_goes_back_does_not_reset_the_sequence() {
        let answers = ask(Policy::Refuse, &[5, 5, 4, 5]);
        assert_eq!(answers[2], Answer::Refused { behind: 1 });
        assert_eq!(answers[3], Answer::Made(at(5, 2)));
    }

    #[test]
    fn the_mistake_gives_a_sequence_out_again() {
        let answers = ask(Policy::Reset, &[5, 5, 4, 5]);
        assert_eq!(answers[1], answers[3]);
    }

    #[test]
    fn waiting_says_until_when() {
        assert_eq!(ask(Policy::Wait, &[5, 3])[1], Answer::Behind { until: 5 });
    }

    #[test]
    fn borrowing_runs_ahead_of_the_clock_so_far_and_no_further() {
        let answers = ask(Policy::Borrow { ahead: 2 }, &[5; 13]);
        assert_eq!(answers[4], Answer::Made(at(6, 0)));
        assert_eq!(answers[11], Answer::Made(at(7, 3)));
        assert_eq!(answers[12], Answer::Exhausted { until: 6 });
        assert_eq!(ask(Policy::Borrow { ahead: 2 }, &[5, 2])[1], Answer::Refused { behind: 3 });
    }

    #[test]
    fn after_the_last_tick_there_are_no_ids() {
        assert_eq!(ask(Policy::Wait, &[101]), [Answer::Spent]);
        let answers = ask(Policy::Borrow { ahead: 9 }, &[100; 5]);
        assert_eq!(answers[4], Answer::Exhausted { until: 101 });
    }
}
