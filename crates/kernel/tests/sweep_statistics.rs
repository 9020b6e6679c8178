//! What many runs say of a model whose truth is known.

#[path = "common/mm1.rs"]
mod mm1;

use kernel::sweep::{
    Chunk, Distribution, Interval, Length, Plan, Sample, Work, differences, wilson,
};
use kernel::{Nature, Recipe, Span, World};
use mm1::Mm1;

/// λ = 100/s and μ = 166.7/s.
const MODEL: Mm1 = Mm1 { arrival_mean: Span::millis(10), service_mean: Span::millis(6) };

/// One column a metric.
fn columns(model: Mm1, length: Length, first: u64, seeds: u32) -> Vec<Vec<Option<f64>>> {
    let recipe = Recipe { seed: first, ..Recipe::default() };
    let plan = Plan::new(recipe, length, Vec::new(), seeds, true).expect("the plan is sound");
    let world = World::new(model, 0, Nature::default());
    let mut work = Work::new(&plan, Chunk { point: 0, first: 0, runs: seeds }, &world);
    work.advance(u64::MAX);
    let samples: Vec<Sample> = work.finish();
    let column = |metric: usize| samples.iter().map(|sample| sample.values[metric]).collect();
    (0..samples[0].values.len()).map(column).collect()
}

fn distribution(column: &[Option<f64>]) -> Distribution {
    Distribution::of(column).expect("something was measured")
}

/// Number in the system, time in it, and throughput lie within their intervals of what the formulas
/// say, and the intervals are narrow.
#[test]
fn mm1_agrees_with_its_formulas() {
    let length = Length::after(Span::secs(20), Span::secs(200), u64::from(u32::MAX) / 100);
    let (lambda, mu) = (100.0, 1_000.0 / 6.0);
    let rho: f64 = lambda / mu;
    let formulas = [rho / (1.0 - rho), 1e6 / (mu - lambda), lambda];
    for (formula, column) in formulas.into_iter().zip(columns(MODEL, length, 1, 40)) {
        let distribution = distribution(&column);
        let interval = distribution.interval.expect("forty runs have one");
        assert!(interval.holds(formula), "{formula} is not in {interval:?}");
        assert!(interval.half() < formula / 50.0, "{interval:?} says little of {formula}");
    }
}

/// An empty start pulls the mean down; a warm-up takes that away.
#[test]
fn a_warm_up_takes_the_empty_start_out() {
    let busy = Mm1 { arrival_mean: Span::millis(10), service_mean: Span::millis(8) };
    let present = |warm_up| {
        let length = Length::after(warm_up, Span::secs(2), 100_000);
        distribution(&columns(busy, length, 1, 1_500)[0]).interval.expect("there is one")
    };
    let steady = 0.8 / (1.0 - 0.8);
    let (cold, warm) = (present(Span::ZERO), present(Span::secs(10)));
    assert!(cold.high < steady - 0.2, "{cold:?}");
    assert!(warm.holds(steady), "{warm:?}");
}

/// Of 300 intervals over fifteen seeds each, about 95 % hold the truth: arrivals are a Poisson
/// process, so their number in two seconds has a mean of exactly 200. Three standard deviations of
/// a binomial are eleven.
#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    let length = Length::after(Span::millis(100), Span::secs(2), 100_000);
    let rates = (0..300).map(|nth| {
        let throughput =
            &columns(Mm1 { service_mean: Span::ZERO, ..MODEL }, length, nth * 15, 15)[2];
        distribution(throughput).interval.expect("fifteen runs have one")
    });
    let hits = rates.filter(|interval| interval.holds(100.0)).count();
    assert!((274..=296).contains(&hits), "{hits} of 300");
}

/// Under common seeds the difference of two points is told far more sharply than by two samples
/// that know nothing of each other.
#[test]
fn common_seeds_sharpen_a_difference() {
    let length = Length::after(Span::secs(5), Span::secs(20), 100_000);
    let slower = Mm1 { service_mean: Span::micros(6_060), ..MODEL };
    let stay = |model, first| columns(model, length, first, 100).swap_remove(1);
    let (ours, theirs) = (stay(MODEL, 1), stay(slower, 1));
    let paired = distribution(&differences(&ours, &theirs)).interval.expect("there is one");
    let apart =
        distribution(&differences(&ours, &stay(slower, 5_000))).interval.expect("there is one");
    assert!(paired.low > 0.0 && paired.half() * 5.0 < apart.half(), "{paired:?}, {apart:?}");
    assert_eq!(
        differences(&[Some(1.0), None, Some(2.0)], &[Some(4.0), Some(1.0), None]),
        [Some(3.0), None, None]
    );
}

/// Quantiles of Student's t as tables print them (Abramowitz and Stegun, table 26.10), here as the
/// half width of an interval over n numbers of deviation √n.
#[test]
fn students_t_is_that_of_the_tables() {
    let printed = [
        (2, 12.706),
        (3, 4.303),
        (5, 2.776),
        (10, 2.262),
        (11, 2.228),
        (12, 2.201),
        (13, 2.179),
        (16, 2.131),
        (21, 2.086),
        (31, 2.042),
        (41, 2.021),
        (61, 2.000),
        (121, 1.980),
        (1_000_001, 1.960),
    ];
    for (n, t) in printed {
        let interval = Interval::of_mean(n, 0.0, f64::from(n).sqrt()).expect("more than one");
        assert!((interval.half() - t).abs() < 6e-4, "{n}: {interval:?}");
    }
    assert_eq!(Interval::of_mean(1, 3.0, 1.0), None);
    assert_eq!(Interval::of_mean(0, 3.0, 1.0), None);
}

/// Wilson's interval as Newcombe prints it ("Two-sided confidence intervals for the single
/// proportion", Statistics in Medicine 17, 1998, table I, method 3).
#[test]
fn shares_have_wilsons_interval() {
    let printed = [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ];
    for (hits, n, low, high) in printed {
        let interval = wilson(hits, n).expect("there were some");
        assert!((interval.low - low).abs() < 6e-5, "{hits} of {n}: {interval:?}");
        assert!((interval.high - high).abs() < 6e-5, "{hits} of {n}: {interval:?}");
    }
    assert_eq!(wilson(0, 0), None);
    assert_eq!(wilson(7, 7).map(|interval| interval.high), Some(1.0));
}

/// The order statistics around a median at 95 %: of ten numbers the second and the ninth, which
/// hold it with 1 − 2 · 11/1024. Five are too few, since 2/32 is more than 5 %; and quantiles by
/// their definition.
#[test]
fn quantiles_lie_between_order_statistics() {
    let of = |n: u32| {
        // In an order of their own: what counts is the rank.
        let column: Vec<_> = (0..n).map(|k| Some(f64::from(k * 7 % n) + 1.0)).collect();
        distribution(&column)
    };
    let median = |n| (of(n).p50.low, of(n).p50.high);
    assert_eq!(median(5), (None, None));
    assert_eq!(median(6), (Some(1.0), Some(6.0)));
    assert_eq!(median(10), (Some(2.0), Some(9.0)));
    assert_eq!(median(20), (Some(6.0), Some(15.0)));
    let hundred = of(100);
    assert_eq!(
        [hundred.p50, hundred.p95, hundred.p99].map(|quantile| quantile.value),
        [50.0, 95.0, 99.0]
    );
    assert_eq!((hundred.p99.low, hundred.p99.high), (Some(97.0), None));
    assert_eq!((hundred.min, hundred.max, hundred.mean), (1.0, 100.0, 50.5));
    assert!((hundred.deviation.expect("of a hundred") - 29.011_491_975_882).abs() < 1e-9);
}

#[test]
fn what_is_missing_is_counted_and_not_averaged() {
    let distribution = distribution(&[None, Some(2.0), None, Some(4.0)]);
    assert_eq!((distribution.n, distribution.missing, distribution.mean), (2, 2, 3.0));
    assert_eq!(Distribution::of(&[None, None]), None);
    let one = Distribution::of(&[Some(2.5)]).expect("of one run");
    assert_eq!((one.deviation, one.interval, one.p99.value), (None, None, 2.5));
}
