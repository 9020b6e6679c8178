//! Twenty thousand measured runs of an M/M/1 queue, of a thousand events each, and nothing else:
//! `benches/peers/mm1_wasm.mjs` runs it in wasm, to be compared with the native benchmark.

#[path = "../tests/common/mm1.rs"]
mod mm1;

use kernel::sweep::{Length, Plan, Table, Work};
use kernel::{Model, Nature, Recipe, Span, World};
use mm1::Mm1;
use std::hint::black_box;

const RUNS: u32 = 20_000;

fn main() {
    let model = Mm1 { arrival_mean: Span::millis(10), service_mean: Span::millis(8) };
    let plan = Plan::new(Recipe::default(), Length::steps(1_000), Vec::new(), RUNS, true)
        .expect("the plan is sound");
    let machine = World::new(model, 0, Nature::default());
    let mut table = Table::new(&plan, Mm1::METRICS.len());
    for chunk in plan.chunks(64) {
        let mut work = Work::new(&plan, chunk, &machine);
        while !work.advance(u64::MAX) {}
        table.put(chunk, &work.finish());
    }
    assert!(black_box(table.distribution(0, 0)).is_some(), "somebody was served");
}
