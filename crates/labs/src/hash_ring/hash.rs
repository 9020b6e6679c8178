//! The hash functions that every strategy shares.
//!
//! All of them work on `u64` alone: the same key lands on the same shard natively and in wasm32,
//! where a `usize` is narrower.

use xxhash_rust::xxh3::xxh3_64;

/// The odd constant of SplitMix64: 2⁶⁴ divided by the golden ratio.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The 64-bit XXH3 digest of a key or of a shard's name.
#[must_use]
pub fn digest(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// SplitMix64's finaliser (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
/// Generators", OOPSLA 2014): a bijection that lets every input bit reach every output bit.
#[inline]
#[must_use]
pub fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The `n`-th number of the SplitMix64 stream that `seed` starts: a family of hashes of one digest.
#[inline]
#[must_use]
pub fn nth(seed: u64, n: u64) -> u64 {
    mix(seed.wrapping_add(GOLDEN.wrapping_mul(n.wrapping_add(1))))
}

/// The place of a digest on a circle of 2³² positions: its upper half.
#[inline]
#[must_use]
pub fn position(digest: u64) -> u32 {
    (digest >> 32) as u32
}

/// Maps a digest to `0..bound` by multiplication instead of division (Lemire, "Fast Random Integer
/// Generation in an Interval", ACM TOMACS 2019); the bias is at most `bound` / 2³².
#[inline]
#[must_use]
pub fn below(digest: u64, bound: u32) -> u32 {
    ((u64::from(position(digest)) * u64::from(bound)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs of SplitMix64 from seed 1234567, as in the published C program's vectors
    /// (prng.di.unimi.it, repeated by Rosetta Code "Pseudo-random numbers/Splitmix64").
    #[test]
    fn nth_is_splitmix64() {
        let published = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        for (n, expected) in (0..).zip(published) {
            assert_eq!(nth(1_234_567, n), expected);
        }
    }

    /// xxHash's own sanity value for the empty input.
    #[test]
    fn digest_is_xxh3() {
        assert_eq!(digest(b""), 0x2d06_8005_38d3_94c2);
    }

    #[test]
    fn below_covers_its_range_and_no_more() {
        assert_eq!(below(0, 7), 0);
        assert_eq!(below(u64::MAX, 7), 6);
        let mut seen = [0_u32; 7];
        for n in 0..7_000 {
            seen[below(nth(1, n), 7) as usize] += 1;
        }
        assert!(seen.iter().all(|&count| (850..1_150).contains(&count)), "{seen:?}");
    }
}
