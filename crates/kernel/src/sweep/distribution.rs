//! What one metric came to over seeds.

use super::interval::{Interval, quantile_places};
use crate::order;

/// A metric over the runs of one point.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// Runs in which it was measured.
    pub n: u32,
    /// Runs in which there was nothing to measure.
    pub missing: u32,
    /// The mean over the runs.
    pub mean: f64,
    /// The standard deviation of a single run, estimated with n − 1; `None` of one run.
    pub deviation: Option<f64>,
    /// Where the true mean lies; `None` of one run.
    pub interval: Option<Interval>,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
    /// Half of the runs are at or below this.
    pub p50: Quantile,
    /// 95 % of the runs are.
    pub p95: Quantile,
    /// 99 % of the runs are.
    pub p99: Quantile,
    /// Every value, in ascending order.
    pub sorted: Vec<f64>,
}

/// A quantile over runs: the least value that so many runs do not exceed (Hyndman and Fan, "Sample
/// Quantiles in Statistical Packages", The American Statistician 50, 1996, definition 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantile {
    /// The value, which some run had.
    pub value: f64,
    /// The least value of a 95 % interval; `None` where there are too few runs to say.
    pub low: Option<f64>,
    /// The greatest value of that interval; `None` where there are too few runs to say.
    pub high: Option<f64>,
}

impl Distribution {
    /// The distribution of a column, in the order of the seeds; `None` where nothing was measured
    /// in any run. The sums go in that order, so that the bits are the same whoever measured first.
    #[must_use]
    pub fn of(column: &[Option<f64>]) -> Option<Distribution> {
        let values: Vec<f64> = column.iter().copied().flatten().collect();
        let n = u32::try_from(values.len()).ok().filter(|n| *n > 0)?;
        let mean = values.iter().sum::<f64>() / f64::from(n);
        // In two passes: the sum of squares less the square of the sum loses every digit where the
        // values differ by little.
        let squares = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
        let deviation = (n > 1).then(|| (squares / f64::from(n - 1)).sqrt());
        let sorted = ascending(&values);
        let quantile = |p| Quantile::of(&sorted, p);
        Some(Distribution {
            n,
            missing: (column.len() - values.len()) as u32,
            mean,
            deviation,
            interval: deviation.and_then(|deviation| Interval::of_mean(n, mean, deviation)),
            min: sorted[0],
            max: sorted[sorted.len() - 1],
            p50: quantile(0.5),
            p95: quantile(0.95),
            p99: quantile(0.99),
            sorted,
        })
    }
}

impl Quantile {
    fn of(sorted: &[f64], p: f64) -> Quantile {
        let n = sorted.len() as u32;
        let rank = ((f64::from(n) * p).ceil() as usize).clamp(1, sorted.len());
        let (low, high) = quantile_places(n, p);
        let at = |place: u32| sorted[place as usize];
        Quantile { value: sorted[rank - 1], low: low.map(at), high: high.map(at) }
    }
}

/// The second column less the first, run by run; missing where either is. Under common seeds its
/// distribution says how two points differ far more sharply than their own two do.
#[must_use]
pub fn differences(from: &[Option<f64>], to: &[Option<f64>]) -> Vec<Option<f64>> {
    from.iter().zip(to).map(|(from, to)| Some((*to)? - (*from)?)).collect()
}

/// Numbers in ascending order, by the sort that all share.
fn ascending(values: &[f64]) -> Vec<f64> {
    // The bits of a negative number fall as it grows; those of others rise, above every negative.
    const SIGN: u64 = 1 << 63;
    let rank = |value: &f64| match value.to_bits() {
        bits if bits & SIGN == 0 => bits | SIGN,
        bits => !bits,
    };
    let value = |rank: u64| f64::from_bits(if rank & SIGN == 0 { !rank } else { rank & !SIGN });
    let mut ranks: Vec<u64> = values.iter().map(rank).collect();
    order::numbers(&mut ranks);
    ranks.into_iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_either_sign_are_put_in_order() {
        let values = [0.5, -3.0, 1e300, -0.0, -1e-300, 7.0];
        assert_eq!(ascending(&values), [-3.0, -1e-300, -0.0, 0.5, 7.0, 1e300]);
    }
}
