//! Peak memory of the checker beside stateright's: what the allocator gave out at most during one
//! search of TwoPhase with seven resource managers. Kept apart from the times, because counting
//! costs time.

#[path = "../tests/common/mod.rs"]
mod common;

use common::peer::Peer;
use common::search::{NOTHING, checker};
use common::two_phase::{Collections, Flat, Layout, TwoPhase};
use peak_alloc::PeakAlloc;
use stateright::{Checker as _, Model as _};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const MANAGERS: u8 = 7;

/// Bytes at the peak of some work, beyond what was held before it.
fn peak<R>(work: impl FnOnce() -> R) -> usize {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let result = work();
    let peak = ALLOCATOR.peak_usage();
    drop(result);
    peak - before
}

fn beside<L: Layout>(layout: &str) {
    let ours = peak(|| checker(TwoPhase::<L>::new(MANAGERS), NOTHING).finish());
    let model = Peer(TwoPhase::<L>::new(MANAGERS));
    let theirs = peak(|| model.checker().threads(1).spawn_bfs().join());
    for (function, bytes) in [("faultline", ours), ("stateright", theirs)] {
        println!(
            r#"{{"group": "checker/two-phase-7, peak memory", "function": "{function}", "value": "{layout}", "bytes": {bytes}}}"#
        );
    }
}

fn main() {
    beside::<Flat>("flat states");
    beside::<Collections>("states of collections");
}
