//! How a scheme has done so far.

use super::model::{Fact, Given};
use super::scheme::SCHEMES;
use kernel::Span;

/// How a scheme has done so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// Ids given.
    pub given: u64,
    /// Of them those that are smaller than the one given before.
    pub smaller: u64,
    /// Of them those that were given before.
    pub again: u64,
    /// Requests that got none in time.
    pub failed: u64,
    /// Numbers that nobody got.
    pub wasted: u64,
    /// How long was waited for ids, together.
    pub waited: Span,
    /// How long at most.
    pub longest: Span,
    /// The id given last.
    pub last: u128,
}

impl Score {
    /// The mean time that was waited for an id, in milliseconds; `None` where none was given.
    pub fn mean_ms(&self) -> Option<f64> {
        let waited_us = self.waited.as_micros() as f64;
        (self.given > 0).then(|| waited_us / 1e3 / self.given as f64)
    }

    /// Which per cent of the ids are smaller than the one given before; `None` before the second.
    pub fn disorder(&self) -> Option<f64> {
        (self.given > 1).then(|| self.smaller as f64 * 100.0 / (self.given - 1) as f64)
    }
}

/// Takes in what was told.
pub(super) fn note(scores: &mut [Score; SCHEMES], fact: &Fact) {
    match fact {
        Fact::Given(Given { scheme, id, waited, is_smaller, is_again, .. }) => {
            let score = &mut scores[scheme.place()];
            score.given += 1;
            score.smaller += u64::from(*is_smaller);
            score.again += u64::from(*is_again);
            score.waited = score.waited + *waited;
            score.longest = score.longest.max(*waited);
            score.last = id.0;
        }
        Fact::Failed { scheme, .. } => scores[scheme.place()].failed += 1,
        Fact::Wasted(scheme, numbers) => scores[scheme.place()].wasted += numbers,
        _ => {}
    }
}
