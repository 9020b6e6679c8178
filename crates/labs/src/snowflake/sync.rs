//! What the generator stands on: an atomic word and a way to let time pass. The proof puts loom's
//! in their place (`tests/loom_id.rs`).

pub use std::sync::atomic::{AtomicU64, Ordering};

use std::hint::spin_loop;
use std::thread::{sleep, yield_now};
use std::time::Duration;

/// Pauses that double, below a microsecond or a few in all.
const SPINS: u32 = 6;
/// Pauses that leave the processor to whoever else can run.
const YIELDS: u32 = 8;

/// How long to sleep once it has become clear that it takes longer: at least so long, at most.
const SLEEP_MIN: Duration = Duration::from_micros(50);
const SLEEP_MAX: Duration = Duration::from_millis(50);

/// Lets a little time pass before the next look: a moment at first, and half of what the clock
/// says is `missing` later, but no longer than what is `left`.
pub fn pause(looks: u32, missing: Duration, left: Duration) {
    if looks < SPINS {
        (0..1 << looks).for_each(|_| spin_loop());
    } else if looks < SPINS + YIELDS {
        yield_now();
    } else {
        sleep((missing / 2).clamp(SLEEP_MIN, SLEEP_MAX).min(left));
    }
}
