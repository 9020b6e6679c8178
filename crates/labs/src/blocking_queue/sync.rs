//! What the queue stands on: the standard library's locks, counters and parking. The proof puts
//! loom's in their place (`tests/loom.rs`).

pub use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
pub use std::sync::{Arc, Mutex, MutexGuard};
pub use std::thread::{Thread, current, park, park_timeout};

use std::hint::spin_loop;
use std::thread::yield_now;

/// Looks with a pause between them that doubles: below a microsecond or a few in all.
const PAUSES: u32 = 6;
/// Looks after which the processor is left to whoever else can run.
const YIELDS: u32 = 4;

/// Looks a bounded number of times, for a few microseconds, whether it is worth while to try
/// again before going to sleep: to sleep and be woken costs more than what a running peer takes
/// for an item. Only `may_yield` leaves the processor to others between the last looks, which
/// pays where a peer can pass several items meanwhile, and costs where it can pass but one.
pub fn look_again(may_yield: bool, is_worth_while: impl Fn() -> bool) {
    let rounds = if may_yield { PAUSES + YIELDS } else { PAUSES };
    for round in 0..rounds {
        if is_worth_while() {
            return;
        }
        if round < PAUSES {
            (0..1 << round).for_each(|_| spin_loop());
        } else {
            yield_now();
        }
    }
}
