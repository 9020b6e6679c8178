//! How long something takes: declared as a law, drawn by a run, never read by a model.

use crate::rng;
use crate::time::Span;
use std::ops::Add;

/// A distribution of lengths of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delay {
    /// Always the same.
    Exactly(Span),
    /// Uniform from the first to the second, both included.
    Between(Span, Span),
    /// Exponential with a mean, cut at a most.
    Exponential {
        /// The mean before the cut.
        mean: Span,
        /// No draw is longer.
        most: Span,
    },
}

impl Delay {
    /// The shortest and the longest length that this law allows.
    pub fn bounds(self) -> (Span, Span) {
        match self {
            Delay::Exactly(span) => (span, span),
            Delay::Between(low, high) => (low, high.max(low)),
            Delay::Exponential { most, .. } => (Span::ZERO, most),
        }
    }

    /// The length that 64 random bits stand for.
    #[inline]
    pub fn sample(self, bits: u64) -> Span {
        match self {
            Delay::Exactly(span) => span,
            Delay::Between(low, high) => {
                let width = (high - low).as_micros();
                low + Span::micros(rng::below(bits, width.saturating_add(1)))
            }
            Delay::Exponential { mean, most } => rng::exponential_span(bits, mean).min(most),
        }
    }
}

/// A length of time on its way into the agenda. It can be booked and added to, but neither read
/// nor compared: a model that could, would be as wrong in an untimed search as one that reads
/// the clock.
#[derive(Clone, Copy, Debug)]
pub struct Wait {
    pub(crate) span: Span,
    pub(crate) low: Span,
    pub(crate) high: Span,
}

impl From<Span> for Wait {
    fn from(span: Span) -> Wait {
        Wait { span, low: span, high: span }
    }
}

impl Add<Span> for Wait {
    type Output = Wait;
    fn add(self, more: Span) -> Wait {
        Wait { span: self.span + more, low: self.low + more, high: self.high + more }
    }
}

impl Add for Wait {
    type Output = Wait;
    fn add(self, more: Wait) -> Wait {
        Wait { span: self.span + more.span, low: self.low + more.low, high: self.high + more.high }
    }
}
