//! How likely it is that two of many random ids are the same: the birthday problem.
//!
//! Sources: W. Feller, “An Introduction to Probability Theory and Its Applications”, volume 1, 3rd
//! edition, Wiley 1968, section II.3; RFC 9562, section 6.7, *Collision Resistance*.

/// The probability that two of `ids` ids are the same, each of which is one of 2^`bits` at random.
///
/// With N = 2^bits the probability of none is ∏ (1 − i/N) for i below `ids`; its logarithm is summed
/// here by the first three terms of its series in 1/N: within a thousandth of it where `ids` is a tenth
/// of N or less.
#[must_use]
pub fn probability(ids: f64, bits: u32) -> f64 {
    let all = 2_f64.powi(bits as i32);
    if ids <= 1.0 {
        return 0.0;
    }
    if ids > all {
        return 1.0;
    }
    let pairs = ids * (ids - 1.0) / 2.0;
    let first = pairs / all;
    let second = pairs * (2.0 * ids - 1.0) / 6.0 / all / all;
    let third = first * first / 3.0 / all;
    -f64::exp_m1(-(first + second + third))
}

/// How many ids of so many random bits there are when the probability that two of them are the same
/// reaches `probability`, from 0 to 1 but neither: n ≈ ½ + √(¼ − 2N·ln(1 − p)).
#[must_use]
pub fn ids_until(probability: f64, bits: u32) -> f64 {
    let all = 2_f64.powi(bits as i32);
    0.5 + (0.25 - 2.0 * all * f64::ln_1p(-probability)).sqrt()
}

/// The probability that two ids are the same when ids come at random instants at `rate_s` a second
/// for `seconds`, and of each 2^`bits` are possible in its millisecond: in one millisecond there are
/// λ²/2 pairs on average (λ = rate_s/1000, a Poisson variable), and no pair spans two.
#[must_use]
pub fn probability_by_ms(rate_s: f64, seconds: f64, bits: u32) -> f64 {
    let a_ms = rate_s / 1e3;
    let pairs = a_ms * a_ms / 2.0 * seconds * 1e3;
    -f64::exp_m1(-pairs / 2_f64.powi(bits as i32))
}

/// How many seconds it takes until that probability reaches `probability`.
#[must_use]
pub fn seconds_until_by_ms(probability: f64, rate_s: f64, bits: u32) -> f64 {
    let a_ms = rate_s / 1e3;
    let pairs = -f64::ln_1p(-probability) * 2_f64.powi(bits as i32);
    pairs * 2.0 / (a_ms * a_ms) / 1e3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snowflake::uuid::{V4_RANDOM_BITS, V7_RANDOM_BITS};

    fn is_near(found: f64, published: f64, part: f64) {
        assert!((found / published - 1.0).abs() < part, "{found} is not {published}");
    }

    /// The product itself.
    fn exact(ids: u32, bits: u32) -> f64 {
        let all = 2_f64.powi(bits as i32);
        1.0 - (0..ids).map(|id| 1.0 - f64::from(id) / all).product::<f64>()
    }

    #[test]
    fn it_is_the_product_where_that_can_be_worked_out() {
        for (ids, bits) in [(20, 8), (23, 9), (300, 16), (5_000, 24)] {
            is_near(probability(ids.into(), bits), exact(ids, bits), 2e-3);
        }
        assert_eq!(
            (probability(1.0, 8), probability(0.0, 8), probability(257.0, 8)),
            (0.0, 0.0, 1.0)
        );
    }

    /// What is commonly published of UUIDs of version 4: 103 trillion for one in a billion, 2.71
    /// quintillion for even odds; and the odds of 2³⁶, 2⁴¹ and 2⁴⁶ of them.
    #[test]
    fn version_4_is_as_published() {
        is_near(ids_until(1e-9, V4_RANDOM_BITS), 103e12, 5e-3);
        is_near(ids_until(0.5, V4_RANDOM_BITS), 2.71e18, 5e-3);
        for (power, published) in [(36, 4e-16), (41, 4e-13), (46, 4e-10)] {
            let found = probability(2_f64.powi(power), V4_RANDOM_BITS);
            assert!((found / published - 1.0).abs() < 0.2, "{found}");
        }
    }

    #[test]
    fn until_is_the_inverse() {
        for odds in [1e-12, 1e-9, 1e-3, 0.5] {
            is_near(probability(ids_until(odds, 122), 122), odds, 1e-6);
            let seconds = seconds_until_by_ms(odds, 1e6, V7_RANDOM_BITS);
            is_near(probability_by_ms(1e6, seconds, V7_RANDOM_BITS), odds, 1e-6);
        }
    }

    /// A version 7 spends 48 bits on the time. Over T milliseconds at the same rate it collides
    /// 2⁴⁸/T times as often as a version 4: over a year, some 9,000 times.
    #[test]
    fn version_7_pays_for_its_time() {
        let year_s = 31_557_600.0;
        let v4 = probability(1e6 * year_s, V4_RANDOM_BITS);
        let v7 = probability_by_ms(1e6, year_s, V7_RANDOM_BITS);
        is_near(v7 / v4, 2_f64.powi(48) / (year_s * 1e3), 1e-3);
    }
}
