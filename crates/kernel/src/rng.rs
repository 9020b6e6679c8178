//! Keyed chance: a draw is a pure function of (seed, stream, key, count).
//!
//! No generator is carried along, so two models that ask under the same keys see the same
//! workload, whatever else they draw. Each (seed, stream, key) names one SplitMix64 sequence
//! (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014) and
//! the count is the position in it.

use crate::fingerprint::fold;
use crate::time::Span;
use std::hash::{Hash, Hasher};

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
const KEY: u64 = 0xD6E8_FEB8_6659_FD93;

/// How many streams the kernel counts by itself.
pub const STREAMS: usize = 8;

/// Names one draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    pub(crate) stream: u8,
    pub(crate) named: Option<(u64, u64)>,
}

impl Draw {
    /// The next draw of a stream, counted by the kernel.
    ///
    /// # Panics
    /// When `stream` is not below [`STREAMS`].
    pub const fn next(stream: u8) -> Draw {
        assert!((stream as usize) < STREAMS, "a counted stream is below STREAMS");
        Draw { stream, named: None }
    }

    /// The `count`-th draw under a key that the model numbers itself (an order, a message).
    pub const fn nth(stream: u8, key: u64, count: u64) -> Draw {
        Draw { stream, named: Some((key, count)) }
    }
}

/// The counters behind [`Draw::next`], and the seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draws {
    seed: u64,
    counts: [u64; STREAMS],
    /// Where each counted stream begins: a function of the seed, worked out once.
    starts: [u64; STREAMS],
}

impl Hash for Draws {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        (self.seed, self.counts).hash(hasher);
    }
}

impl Draws {
    /// Counters at zero.
    pub fn new(seed: u64) -> Draws {
        let starts = std::array::from_fn(|stream| start(seed, stream as u64, 0));
        Draws { seed, counts: [0; STREAMS], starts }
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The 64 bits of a draw; advances the stream's counter where the kernel counts.
    #[inline]
    pub fn bits(&mut self, draw: Draw) -> u64 {
        match draw.named {
            Some((key, count)) => keyed(self.seed, u64::from(draw.stream) + 256, key, count),
            None => {
                let stream = draw.stream as usize;
                let count = self.counts[stream];
                self.counts[stream] += 1;
                nth(self.starts[stream], count)
            }
        }
    }

    /// Passes a draw over, as a scripted pick does.
    #[inline]
    pub fn skip(&mut self, draw: Draw) {
        if draw.named.is_none() {
            self.counts[draw.stream as usize] += 1;
        }
    }
}

/// The finaliser of SplitMix64: a bijection of 64 bits.
#[inline]
pub const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// The draw at (seed, stream, key, count).
#[inline]
pub fn keyed(seed: u64, stream: u64, key: u64, count: u64) -> u64 {
    nth(start(seed, stream, key), count)
}

/// Where the sequence of (seed, stream, key) begins.
#[inline]
fn start(seed: u64, stream: u64, key: u64) -> u64 {
    // Folded with no bit set, or with all, every name becomes the same: all streams of those two
    // seeds would be alike.
    let seed = match seed ^ GOLDEN {
        0 | u64::MAX => 1,
        seed => seed,
    };
    fold(seed, mix(key ^ stream.wrapping_mul(KEY)) | 1)
}

/// The number at a place of the sequence that begins there.
#[inline]
fn nth(start: u64, count: u64) -> u64 {
    mix(start.wrapping_add(count.wrapping_add(1).wrapping_mul(GOLDEN)))
}

/// A number below `bound`, uniform without bias (Lemire, "Fast Random Integer Generation in an
/// Interval", 2019); a rejected draw is mixed again.
///
/// # Panics
/// When `bound` is zero.
#[inline]
pub fn below(mut bits: u64, bound: u64) -> u64 {
    assert!(bound > 0, "a number below zero was asked for");
    let mut product = u128::from(bits) * u128::from(bound);
    if (product as u64) < bound {
        let threshold = bound.wrapping_neg() % bound;
        while (product as u64) < threshold {
            bits = mix(bits.wrapping_add(GOLDEN));
            product = u128::from(bits) * u128::from(bound);
        }
    }
    (product >> 64) as u64
}

/// ln 2 with 32 fractional bits.
const LN_2: u64 = 2_977_044_472;
const LN_BITS: u32 = 8;

/// ln(1 + i/256) with 32 fractional bits, for i from 0 to 256, made by repeated squaring in
/// integers so that every machine has the same table.
static LN: [u32; (1 << LN_BITS) + 1] = ln_table();

const fn ln_table() -> [u32; (1 << LN_BITS) + 1] {
    let mut table = [0; (1 << LN_BITS) + 1];
    let mut i = 0;
    while i < table.len() {
        table[i] = ((log2(i as u64) as u128 * LN_2 as u128 + (1 << 31)) >> 32) as u32;
        i += 1;
    }
    table
}

/// log2(1 + i/256) with 32 fractional bits: squaring doubles the logarithm, and each time the
/// square passes two, one more binary digit is a one.
const fn log2(i: u64) -> u64 {
    let mut value = ((1u64 << LN_BITS) + i) << (62 - LN_BITS);
    let mut digits = value >> 63;
    if digits == 1 {
        value >>= 1;
    }
    let mut digit = 0;
    while digit < 32 {
        let square = (value as u128 * value as u128) >> 62;
        let carry = (square >> 63) as u64;
        value = (square >> carry) as u64;
        digits = digits << 1 | carry;
        digit += 1;
    }
    digits
}

/// -ln(u) with 32 fractional bits, for u uniform in (0, 1]: an exponential variate of mean one,
/// in integers alone. The table is interpolated on a line: within 2e-6 of the exact value.
#[inline]
pub fn exponential(bits: u64) -> u64 {
    let bits = bits | 1;
    let zeros = bits.leading_zeros();
    let fraction = (bits << zeros) << 1;
    let index = (fraction >> (64 - LN_BITS)) as usize;
    let rest = (fraction << LN_BITS) >> 32;
    let (low, high) = (u64::from(LN[index]), u64::from(LN[index + 1]));
    let ln_mantissa = low + (((high - low) * rest) >> 32);
    (u64::from(zeros) + 1) * LN_2 - ln_mantissa
}

/// An exponential span of the given mean, at most 45 times as long.
#[inline]
pub fn exponential_span(bits: u64, mean: Span) -> Span {
    let (mean, variate) = (mean.as_micros(), exponential(bits));
    // A variate has at most 38 bits, so 64 hold the product with a mean of up to a minute: where
    // there is no multiplication to 128 bits, as in wasm, that is much faster.
    if mean >> 26 == 0 {
        return Span::micros((mean * variate) >> 32);
    }
    let product = u128::from(mean) * u128::from(variate);
    Span::micros(u64::try_from(product >> 32).unwrap_or(u64::MAX))
}
