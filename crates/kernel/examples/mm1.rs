//! Twenty million events of an M/M/1 queue and nothing else: `benches/peers/mm1_wasm.mjs` runs it
//! in wasm, to be compared with the native benchmark.

#[path = "../tests/common/mm1.rs"]
#[allow(dead_code, reason = "metrics are measured elsewhere")]
mod mm1;

use kernel::{Nature, Span, Time, World};
use mm1::{Fact, Mm1};
use std::hint::black_box;

const EVENTS: u64 = 20_000_000;

fn main() {
    let model = Mm1 { arrival_mean: Span::millis(10), service_mean: Span::millis(8) };
    let mut world = World::new(model, 1, Nature::default());
    let mut stays_us = 0;
    world.drive(Time::END, EVENTS, |_, fact| {
        if let Fact::Departed { stay, .. } = fact {
            stays_us += stay.as_micros();
        }
    });
    assert!(black_box(stays_us) > 0, "somebody was served");
}
