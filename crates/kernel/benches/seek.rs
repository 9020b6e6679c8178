//! Going back: a seek from the end of a run of 100,000 steps to any step of it.

#[path = "../tests/common/mm1.rs"]
#[allow(dead_code, reason = "metrics are measured elsewhere")]
mod mm1;

use criterion::{Criterion, criterion_group, criterion_main};
use kernel::{Nature, Recipe, Run, Span, Time, World, rng};
use mm1::Mm1;
use std::time::{Duration, Instant};

const STEPS: u64 = 100_000;
/// A page has this long for a frame.
const GOAL: Duration = Duration::from_millis(16);

fn long_run() -> Run {
    let model = Mm1 { arrival_mean: Span::millis(10), service_mean: Span::millis(8) };
    let world = World::new(model, 1, Nature::default());
    let mut run = Run::new(Box::new(world), Recipe { seed: 1, ..Recipe::default() });
    run.advance(Time::END, STEPS);
    run
}

/// To the `n`-th of a fixed series of steps, and how long that took from the end of the run.
fn seek_back(run: &mut Run, n: u64) -> Duration {
    run.seek(STEPS).expect("the model is deterministic");
    let step = rng::below(rng::keyed(1, 0, 0, n), STEPS);
    let start = Instant::now();
    run.seek(step).expect("the model is deterministic");
    start.elapsed()
}

fn seek(criterion: &mut Criterion) {
    let mut run = long_run();
    let worst = (0..500).map(|n| seek_back(&mut run, n)).max().expect("500 seeks were made");
    println!(
        r#"{{"group": "seek/{STEPS}-steps, the worst of 500", "function": "faultline", "value": "(goal {GOAL:?})", "nanoseconds": {}}}"#,
        worst.as_nanos()
    );
    let mut group = criterion.benchmark_group("seek/100000-steps");
    group.sample_size(20).warm_up_time(Duration::from_secs(1));
    group.measurement_time(Duration::from_secs(3));
    group.bench_function("faultline", |b| {
        b.iter_custom(|times| (0..times).map(|n| seek_back(&mut run, n)).sum());
    });
    group.finish();
}

criterion_group!(benches, seek);
criterion_main!(benches);
