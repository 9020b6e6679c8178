//! How much of a run is measured.

use crate::recipe::Stop;
use crate::time::{Span, Time};

/// The part of a run that is measured: from the end of the warm-up to the stop, or to where the
/// run comes to rest before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// What is left out at the start, so that an empty system does not pull a steady state's mean
    /// down (Law, "Simulation Modeling and Analysis", 5th edition 2015, section 9.5.1).
    pub warm_up: Span,
    /// Where the run ends. Its steps are counted from the start of the run and are never endless.
    pub stop: Stop,
}

impl Length {
    /// So many steps from the start.
    #[must_use]
    pub const fn steps(steps: u64) -> Length {
        Length { warm_up: Span::ZERO, stop: Stop { at: Time::END, steps } }
    }

    /// What comes after the warm-up, for this long; a run that has not come so far after so many
    /// steps in all ends there.
    #[must_use]
    pub const fn after(warm_up: Span, measured: Span, steps: u64) -> Length {
        let at = Time::from_micros(warm_up.as_micros().saturating_add(measured.as_micros()));
        Length { warm_up, stop: Stop { at, steps } }
    }
}
