//! The probe models, played.

mod common;

use common::mm1::Mm1;
use kernel::{Nature, Span, Time, World};

/// The mean over seeds of what a run's meters say about M/M/1 lies within four standard errors of
/// what the formulas say.
#[test]
fn mm1_agrees_with_the_formula_over_seeds() {
    const SEEDS: u64 = 40;
    let model = Mm1 { arrival_mean: Span::millis(10), service_mean: Span::millis(6) };
    let (lambda, mu) = (100.0, 1_000.0 / 6.0);
    let rho: f64 = lambda / mu;
    let formulas = [rho / (1.0 - rho), 1e6 / (mu - lambda), lambda];
    let mut values = [[0.0; SEEDS as usize]; 3];
    for seed in 0..SEEDS {
        let mut world = World::new(model, seed, Nature::default());
        let mut meters = Vec::new();
        let machine: &mut dyn kernel::Machine = &mut world;
        machine.measure(Time::from_micros(500_000_000), u64::MAX, &mut meters);
        for (row, figure) in values.iter_mut().zip(machine.metrics(&meters)) {
            row[seed as usize] = figure.value.expect("five hundred seconds measure something");
        }
    }
    for (formula, row) in formulas.into_iter().zip(values) {
        let n = SEEDS as f64;
        let mean = row.iter().sum::<f64>() / n;
        let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
        let error = (variance / n).sqrt();
        assert!(error > 0.0 && error < formula / 20.0, "the seeds scatter too much: {error}");
        assert!((mean - formula).abs() < 4.0 * error, "{mean} ± {error}, expected {formula}");
    }
}
