//! How long a timed search waits before an action.

use super::explorer::SUCCESSORS;
use crate::model::Until;
use crate::time::{Span, Time};

/// The instants after `now` at which an action may come: multiples of the grain until the next
/// event, and the event's own. Where nothing is booked, until the search can tell no difference:
/// every instant in the state, the latest of which is `reach`, is as old as the cap. There may be
/// too many to try: as many as a state can have successors, beside `now`, are enough to tell.
pub(super) fn later_instants(
    now: Time,
    reach: Time,
    (next, grain, until): (Option<Time>, Span, Until),
) -> Vec<Time> {
    let grain = grain.as_micros().max(1);
    let end = match (next, until) {
        (Some(next), Until::Ages(_)) => next,
        (Some(next), Until::Horizon(end)) => next.min(end),
        (None, Until::Ages(cap)) => {
            let old = (reach + cap).as_micros() / grain + 1;
            Time::from_micros(old.saturating_mul(grain))
        }
        (None, Until::Horizon(end)) => end,
    };
    let first = now.as_micros() / grain + 1;
    let last = end.as_micros() / grain;
    let multiples = (first..=last).map(|n| Time::from_micros(n * grain)).filter(|at| *at < end);
    multiples.chain((end > now).then_some(end)).take(SUCCESSORS).collect()
}
