//! Hostile links cost bounded time and memory. One test alone, for it watches the allocator.

#[path = "common/toy.rs"]
mod toy;

use kernel::Model;
use kernel::link::{self, Limits};
use peak_alloc::PeakAlloc;
use std::time::{Duration, Instant};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const MIB: usize = 1 << 20;

/// Runs something; how long it took and how many bytes it held at most.
fn cost<T>(what: impl FnOnce() -> T) -> (T, Duration, usize) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let start = Instant::now();
    let result = what();
    (result, start.elapsed(), MEMORY.peak_usage().saturating_sub(before))
}

/// As much of a text as a link may have, again and again.
fn filled(head: &str, filler: &str) -> String {
    head.to_owned() + &filler.repeat((link::LENGTH_MAX - head.len()) / filler.len())
}

#[test]
fn hostile_links_cost_bounded_time_and_memory() {
    let read = |text: &str| link::read(toy::KNOBS, toy::Toy::VERSION, text);

    let million = "cues=A_".repeat(1_000_000 / 7);
    let (refused, _, bytes) = cost(|| read(&million).is_err());
    assert!(refused && bytes < 1_024, "{bytes} bytes to refuse a million");

    for (head, filler) in [
        ("", "&"),
        ("", "x=1&"),
        ("v=1&", "x=1&"),
        ("wire=", "%41"),
        ("cues=S", "%41"),
        ("cues=A", "X1"),
        ("cues=A", "_A"),
        ("cues=", "AX1W1_"),
        ("cues=", "9"),
        ("seed=", "f"),
    ] {
        let text = filled(head, filler);
        let (_, time, bytes) = cost(|| read(&text).is_ok());
        assert!(time < Duration::from_secs(2), "{time:?} for {head}{filler}…");
        assert!(bytes < 8 * MIB, "{bytes} bytes for {head}{filler}…");
    }

    // Valid, and as much work as can be asked for: tokens without end, then events fired among
    // very many, with answers that have to be tried on a copy.
    let mints = vec!["Smint%205%20"; 500].join("_");
    let fires = vec!["FX1"; 500].join("_");
    let text = format!("cues={mints}_{fires}&at=99999999999.99999999999999999");
    let link = read(&text).expect("it is a link");
    let machine = toy::machine(&link.recipe);
    let ((step, notices), time, bytes) = cost(|| {
        let opened = link::open(link, machine, Limits { steps: 5_000 });
        (opened.run.playhead().step, opened.notices.len())
    });
    assert_eq!(step, 5_000);
    assert!(notices <= 3, "{notices} notices");
    assert!(time < Duration::from_secs(30), "{time:?} to open");
    assert!(bytes < 64 * MIB, "{bytes} bytes to open");
}
