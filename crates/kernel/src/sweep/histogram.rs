//! How many runs came to about what.

use super::Distribution;

/// Bins of one width, side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// Where the first bin begins.
    pub first: f64,
    /// How wide each bin is.
    pub width: f64,
    /// How many runs are in each.
    pub counts: Vec<u32>,
}

/// One bin: from `low`, included, to `high`, not included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// Where it begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
    /// How many runs are in it.
    pub count: u32,
}

/// As many bins as a picture has room for.
const BINS: f64 = 60.0;

impl Histogram {
    /// The bins of a distribution, as wide as Freedman and Diaconis advise ("On the histogram as a
    /// density estimator", Zeitschrift für Wahrscheinlichkeitstheorie 57, 1981), rounded to 1, 2
    /// or 5 times a power of ten so that they begin at numbers that one can read; whole numbers get
    /// bins of whole numbers.
    #[must_use]
    pub fn of(distribution: &Distribution) -> Histogram {
        let values = &distribution.sorted;
        let (min, max) = (distribution.min, distribution.max);
        let quarter = |nth: usize| values[(values.len() * nth / 4).min(values.len() - 1)];
        let advised = 2.0 * (quarter(3) - quarter(1)) / cube_root(values.len() as f64);
        let least = ((max - min) / BINS).max(min.abs().max(max.abs()) * 1e-12);
        let is_whole = values.iter().all(|value| value.fract() == 0.0);
        // Rounded down, the bins could become more than there is room for.
        let mut width = match readable(advised, 1.5) {
            width if advised > 0.0 && width >= least => width,
            _ => readable(advised.max(least), 1.0),
        };
        if is_whole {
            width = width.max(1.0);
        }
        let first = (min / width).floor() * width;
        let place = |value: f64| ((value - first) / width).floor().max(0.0) as usize;
        let mut counts = vec![0; place(max) + 1];
        for value in values {
            counts[place(*value)] += 1;
        }
        Histogram { first, width, counts }
    }

    /// The bins from left to right.
    pub fn bins(&self) -> impl Iterator<Item = Bin> + '_ {
        (0_u32..).zip(&self.counts).map(|(nth, count)| {
            let low = self.first + self.width * f64::from(nth);
            Bin { low, high: low + self.width, count: *count }
        })
    }
}

/// The least of 1, 2 and 5 times a power of ten that, times the slack, is not below a number; 1 for
/// nothing.
fn readable(number: f64, slack: f64) -> f64 {
    if number <= 0.0 {
        return 1.0;
    }
    let (mut power, mut over) = (1.0_f64, 1.0_f64);
    while power * 10.0 <= number && power < 1e300 {
        power *= 10.0;
    }
    // Below one by division: a tenth is no binary fraction, and its powers drift.
    while power / over > number {
        over *= 10.0;
    }
    let fits = |times: &f64| times * power / over * slack >= number;
    let times = [1.0, 2.0, 5.0, 10.0].into_iter().find(fits).unwrap_or(10.0);
    times * power / over
}

/// By Newton's method, which every machine does alike.
fn cube_root(number: f64) -> f64 {
    let mut root = number.max(1.0);
    for _ in 0..64 {
        root = (2.0 * root + number / (root * root)) / 3.0;
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    fn histogram(values: &[f64]) -> Histogram {
        let column: Vec<_> = values.iter().copied().map(Some).collect();
        Histogram::of(&Distribution::of(&column).expect("there are values"))
    }

    #[test]
    fn widths_can_be_read() {
        let numbers = [0.0, 0.0013, 0.02, 0.3, 1.0, 2.1, 6.0, 76.0, 5e9];
        let up = [1.0, 0.002, 0.02, 0.5, 1.0, 5.0, 10.0, 100.0, 5e9];
        assert_eq!(numbers.map(|number| readable(number, 1.0)), up);
        let near = [1.0, 0.001, 0.02, 0.2, 1.0, 2.0, 5.0, 100.0, 5e9];
        assert_eq!(numbers.map(|number| readable(number, 1.5)), near);
    }

    #[test]
    fn every_value_is_in_the_bin_that_holds_it() {
        let values: Vec<f64> = (0..1_000).map(|n| f64::from(n * n % 977) * 0.37 - 40.0).collect();
        let histogram = histogram(&values);
        assert!(histogram.counts.len() <= BINS as usize + 2, "{histogram:?}");
        for bin in histogram.bins() {
            let inside = values.iter().filter(|value| (bin.low..bin.high).contains(*value));
            assert_eq!(inside.count() as u32, bin.count, "{bin:?}");
        }
        assert_eq!(histogram.counts.iter().sum::<u32>(), 1_000);
    }

    #[test]
    fn one_value_has_one_bin_and_whole_numbers_have_whole_ones() {
        assert_eq!(histogram(&[3.5; 4]).counts, [4]);
        assert_eq!(histogram(&[0.0; 4]).counts, [4]);
        let histogram = histogram(&[0.0, 1.0, 1.0, 2.0]);
        assert_eq!((histogram.first, histogram.width), (0.0, 1.0));
        assert_eq!(histogram.counts, [1, 2, 1]);
    }

    #[test]
    fn far_outliers_do_not_make_endless_bins() {
        let mut values = vec![0.001; 500];
        values.extend([0.002, 0.0015, 1e9]);
        assert!(histogram(&values).counts.len() <= BINS as usize + 2);
    }
}
