//! The checker beside stateright's single-threaded breadth-first search: TwoPhase with seven
//! resource managers, the same rules over the same two layouts of a state.

#[path = "../tests/common/mod.rs"]
mod common;

use common::peer::Peer;
use common::search::{NOTHING, SEED, checker};
use common::two_phase::{Collections, Flat, Layout, TwoPhase};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use kernel::check::{Caps, Checker};
use kernel::{Nature, World};
use stateright::{Checker as _, Model as _};
use std::hint::black_box;
use std::time::Duration;

const MANAGERS: u8 = 7;
/// What both must find, or they did not do the same work.
const DISTINCT: u64 = 296_448;

fn ours<L: Layout>() {
    let report = checker(TwoPhase::<L>::new(MANAGERS), NOTHING).finish();
    assert_eq!(black_box(report).distinct, DISTINCT);
}

/// The same system, and its proof, with managers that differ in their names alone taken for alike.
fn up_to_renaming<L: Layout>() {
    let caps = Caps { symmetry: true, ..Caps::default() };
    let world = World::new(TwoPhase::<L>::new(MANAGERS), SEED, Nature::default());
    let report = Checker::new(&world, NOTHING, caps).finish();
    assert_eq!(black_box(report).in_all, Some(DISTINCT));
}

fn stateright<L: Layout>() {
    let found = Peer(TwoPhase::<L>::new(MANAGERS)).checker().threads(1).spawn_bfs().join();
    assert_eq!(black_box(found).unique_state_count() as u64, DISTINCT);
}

fn beside<L: Layout>(criterion: &mut Criterion, layout: &str) {
    let mut group = criterion.benchmark_group("checker/two-phase-7");
    group.sample_size(10).warm_up_time(Duration::from_secs(1));
    group.measurement_time(Duration::from_secs(6)).throughput(Throughput::Elements(DISTINCT));
    group.bench_function(BenchmarkId::new("faultline", layout), |b| b.iter(ours::<L>));
    group.bench_function(BenchmarkId::new("faultline up to renaming", layout), |b| {
        b.iter(up_to_renaming::<L>);
    });
    group.bench_function(BenchmarkId::new("stateright", layout), |b| b.iter(stateright::<L>));
    group.finish();
}

fn check(criterion: &mut Criterion) {
    beside::<Flat>(criterion, "flat states");
    beside::<Collections>(criterion, "states of collections");
}

criterion_group!(benches, check);
criterion_main!(benches);
