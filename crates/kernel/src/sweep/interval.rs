//! Confidence intervals at 95 %.
//!
//! Arithmetic and square roots alone: they give the same bits on every machine, and logarithms and
//! powers do not.

/// Between which numbers something lies, with a confidence of 95 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The least.
    pub low: f64,
    /// The greatest.
    pub high: f64,
}

/// The 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The 97.5 % quantiles of Student's t for 1 to 9 degrees of freedom.
const T: [f64; 9] = [
    12.706_204_736_432,
    4.302_652_729_696,
    3.182_446_305_284,
    2.776_445_105_198,
    2.570_581_835_636,
    2.446_911_851_145,
    2.364_624_251_593,
    2.306_004_135_204,
    2.262_157_162_741,
];

impl Interval {
    /// An interval around the mean of `n` independent numbers with this standard deviation, by
    /// Student's t (Law, "Simulation Modeling and Analysis", 5th edition 2015, equation 4.12);
    /// `None` of fewer than two.
    #[must_use]
    pub fn of_mean(n: u32, mean: f64, deviation: f64) -> Option<Interval> {
        let freedom = n.checked_sub(1).filter(|freedom| *freedom > 0)?;
        let half = student(freedom) * deviation / f64::from(n).sqrt();
        Some(Interval { low: mean - half, high: mean + half })
    }

    /// Whether a number lies in it.
    #[must_use]
    pub fn holds(&self, number: f64) -> bool {
        (self.low..=self.high).contains(&number)
    }

    /// Half its width.
    #[must_use]
    pub fn half(&self) -> f64 {
        (self.high - self.low) / 2.0
    }
}

/// The 97.5 % quantile of Student's t. From ten degrees of freedom on by its expansion around the
/// normal quantile (Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, 26.7.5),
/// within 3e-6 of the exact value.
fn student(freedom: u32) -> f64 {
    if let Some(exact) = T.get(freedom as usize - 1) {
        return *exact;
    }
    let v = f64::from(freedom);
    let z2 = Z * Z;
    let first = (z2 + 1.0) * Z / 4.0;
    let second = ((5.0 * z2 + 16.0) * z2 + 3.0) * Z / 96.0;
    let third = (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) * Z / 384.0;
    let fourth =
        ((((79.0 * z2 + 776.0) * z2 + 1_482.0) * z2 - 1_920.0) * z2 - 945.0) * Z / 92_160.0;
    Z + (first + (second + (third + fourth / v) / v) / v) / v
}

/// An interval around a share: `hits` of `n` (Wilson, "Probable Inference, the Law of Succession,
/// and Statistical Inference", JASA 22, 1927); `None` of nothing. It is sound where a share is 0
/// or 1 too.
#[must_use]
pub fn wilson(hits: u32, n: u32) -> Option<Interval> {
    if n == 0 {
        return None;
    }
    let (n, z2) = (f64::from(n), Z * Z);
    let share = f64::from(hits) / n;
    let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    // Rounding may lead past what a share can be.
    Some(Interval { low: (middle - half).max(0.0), high: (middle + half).min(1.0) })
}

/// The places, from 0, of the two order statistics of `n` between which the quantile `p` lies with
/// a confidence of at least 95 % (Conover, "Practical Nonparametric Statistics", 3rd edition 1999,
/// section 3.2): how many of `n` are below it is binomial. `None` on a side where even the last
/// number is not far enough out.
pub(super) fn quantile_places(n: u32, p: f64) -> (Option<u32>, Option<u32>) {
    let binomial = Binomial::new(n, p);
    (binomial.below().checked_sub(1), Some(binomial.above()).filter(|place| *place < n))
}

/// The probabilities of a binomial around its mode, relative to the mode's.
struct Binomial {
    /// From which number on.
    first: u32,
    weights: Vec<f64>,
}

impl Binomial {
    /// Tails lighter than this do not count.
    const LIGHTEST: f64 = 1e-12;

    fn new(n: u32, p: f64) -> Binomial {
        let mode = ((f64::from(n) + 1.0) * p) as u32;
        let mode = mode.min(n);
        // P(k + 1) / P(k)
        let ratio = |k: u32| f64::from(n - k) / f64::from(k + 1) * (p / (1.0 - p));
        let mut below = Vec::new();
        let (mut k, mut weight) = (mode, 1.0);
        while k > 0 && weight > Binomial::LIGHTEST {
            k -= 1;
            weight /= ratio(k);
            below.push(weight);
        }
        below.reverse();
        let mut weights = below;
        weights.push(1.0);
        let (mut last, mut weight) = (mode, 1.0);
        while last < n && weight > Binomial::LIGHTEST {
            weight *= ratio(last);
            last += 1;
            weights.push(weight);
        }
        Binomial { first: k, weights }
    }

    /// The greatest k with P(B < k) ≤ 2.5 %.
    fn below(&self) -> u32 {
        let tail = self.tail();
        let mut sum = 0.0;
        let fits = |weight: &&f64| {
            sum += **weight;
            sum <= tail
        };
        self.first + self.weights.iter().take_while(fits).count() as u32
    }

    /// The least k with P(B > k) ≤ 2.5 %.
    fn above(&self) -> u32 {
        let tail = self.tail();
        let mut sum = 0.0;
        let fits = |weight: &&f64| {
            sum += **weight;
            sum <= tail
        };
        let light = self.weights.iter().rev().take_while(fits).count();
        self.first + (self.weights.len() - 1 - light) as u32
    }

    fn tail(&self) -> f64 {
        self.weights.iter().sum::<f64>() * 0.025
    }
}
