//! How evenly the keys are spread over the shards.

use super::members::Members;

/// Figures of a distribution of keys. Ratios are of a shard's keys to its fair share, which is its
/// part of the summed weights; under equal weights the fair share is the mean. Only sums, quotients
/// and a square root of integers are taken, which round alike everywhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Keys in all.
    pub keys: u64,
    /// Keys of the emptiest shard.
    pub min: u32,
    /// Keys of the fullest shard.
    pub max: u32,
    /// Keys a shard.
    pub mean: f64,
    /// Standard deviation of the keys a shard, in keys, over all shards (not a sample of them).
    pub standard_deviation: f64,
    /// The greatest ratio to the fair share; 1 without keys.
    pub peak_to_mean: f64,
    /// The least ratio to the fair share; 1 without keys.
    pub least_to_mean: f64,
    /// Standard deviation of the ratios to the fair share; 0 without keys.
    pub relative_deviation: f64,
}

impl Spread {
    /// The spread of `counts`, keys a shard in the order of [`Members::shards`].
    ///
    /// # Panics
    /// If there is not one count for each shard.
    #[must_use]
    pub fn of(counts: &[u32], members: &Members) -> Self {
        assert_eq!(counts.len(), members.shards().len(), "one count for each shard");
        let keys = counts.iter().copied().map(u64::from).sum::<u64>();
        let ratios = ratios(counts, members);
        let squares = ratios.iter().map(|ratio| (ratio - 1.0) * (ratio - 1.0)).sum::<f64>();
        let shards = counts.len() as f64;
        Self {
            keys,
            min: counts.iter().copied().min().unwrap_or(0),
            max: counts.iter().copied().max().unwrap_or(0),
            mean: keys as f64 / shards,
            standard_deviation: standard_deviation(counts, keys),
            peak_to_mean: ratios.iter().copied().fold(0.0, f64::max),
            least_to_mean: ratios.iter().copied().fold(f64::INFINITY, f64::min),
            relative_deviation: (squares / shards).sqrt(),
        }
    }
}

/// How each shard's keys compare with its fair share, in the order of [`Members::shards`]; 1 for
/// everybody if there are no keys.
#[must_use]
pub fn ratios(counts: &[u32], members: &Members) -> Vec<f64> {
    let keys = counts.iter().copied().map(u64::from).sum::<u64>();
    let total = members.weight();
    let ratio = |(&count, weight): (&u32, u32)| {
        if keys == 0 {
            return 1.0;
        }
        (u64::from(count) * total) as f64 / (u64::from(weight) * keys) as f64
    };
    counts.iter().zip(members.shards().iter().map(|shard| shard.weight)).map(ratio).collect()
}

/// √(n·Σx² − (Σx)²) / n: in integers up to the root.
fn standard_deviation(counts: &[u32], keys: u64) -> f64 {
    let shards = counts.len() as u128;
    let squares = counts.iter().map(|&count| u128::from(count) * u128::from(count)).sum::<u128>();
    ((shards * squares - u128::from(keys) * u128::from(keys)) as f64).sqrt() / shards as f64
}

/// One bar of a histogram: how many shards have a number of keys from `from` up to, but without,
/// `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bin {
    /// The least number of keys.
    pub from: u64,
    /// The first number of keys that is too great.
    pub until: u64,
    /// How many shards.
    pub shards: u32,
}

/// Divides the range from the emptiest to the fullest shard into bins of equal width, `bins` of
/// them at most (at least 1 is taken): a whole number of keys wide, so fewer where the range is
/// short. Empty without counts.
#[must_use]
pub fn histogram(counts: &[u32], bins: u32) -> Vec<Bin> {
    let (Some(&min), Some(&max)) = (counts.iter().min(), counts.iter().max()) else {
        return Vec::new();
    };
    let (min, span) = (u64::from(min), u64::from(max - min));
    let width = span / u64::from(bins.max(1)) + 1;
    let bin = |n| Bin { from: min + n * width, until: min + (n + 1) * width, shards: 0 };
    let mut histogram = (0..=span / width).map(bin).collect::<Vec<_>>();
    for &count in counts {
        histogram[((u64::from(count) - min) / width) as usize].shards += 1;
    }
    histogram
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash_ring::members::Shard;

    fn members(weights: &[u32]) -> Members {
        let shard = |(id, &weight)| Shard { weight, ..Shard::new(id, format!("shard-{id}")) };
        Members::new((0..).zip(weights).map(shard).collect()).unwrap()
    }

    /// A textbook example: 2 4 4 4 5 5 7 9 has the mean 5 and the standard deviation 2.
    #[test]
    fn figures_of_a_known_distribution() {
        let spread = Spread::of(&[2, 4, 4, 4, 5, 5, 7, 9], &members(&[1; 8]));
        assert_eq!((spread.keys, spread.min, spread.max), (40, 2, 9));
        assert_eq!((spread.mean, spread.standard_deviation), (5.0, 2.0));
        assert_eq!((spread.peak_to_mean, spread.least_to_mean), (1.8, 0.4));
        assert!((spread.relative_deviation - 0.4).abs() < 1e-12);
    }

    #[test]
    fn a_heavy_shard_with_its_fair_share_is_no_peak() {
        let spread = Spread::of(&[30, 10], &members(&[3, 1]));
        assert_eq!((spread.peak_to_mean, spread.relative_deviation), (1.0, 0.0));
        assert_eq!(spread.standard_deviation, 10.0);
    }

    #[test]
    fn no_keys_are_spread_evenly() {
        let spread = Spread::of(&[0, 0], &members(&[1, 1]));
        assert_eq!((spread.peak_to_mean, spread.standard_deviation), (1.0, 0.0));
    }

    #[test]
    fn bins_cover_every_shard_once() {
        let bins = histogram(&[2, 4, 4, 4, 5, 5, 7, 9], 4);
        assert_eq!(bins.iter().map(|bin| bin.shards).collect::<Vec<_>>(), [1, 5, 1, 1]);
        assert_eq!((bins[0].from, bins[3].from, bins[3].until), (2, 8, 10));
        assert_eq!(histogram(&[7, 7], 10), [Bin { from: 7, until: 8, shards: 2 }]);
        assert_eq!(histogram(&[0, u32::MAX], 1).len(), 1);
        assert_eq!(histogram(&[], 3), []);
    }
}
