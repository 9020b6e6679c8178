//! UUIDs of the two versions that are used as keys, from bits that the caller has drawn.
//!
//! Source: RFC 9562, *Universally Unique IDentifiers (UUIDs)*, 2024, sections 5.4 and 5.7.

/// How many bits of a version 4 are random.
pub const V4_RANDOM_BITS: u32 = 122;

/// How many bits of a version 7 are random, as made here: all but time, version and variant.
pub const V7_RANDOM_BITS: u32 = 74;

/// Version and variant: four bits and two.
const STAMPED: u128 = 0xf << 76 | 0b11 << 62;

/// A UUID of a version, with the variant of RFC 9562.
const fn stamped(bits: u128, version: u128) -> u128 {
    bits & !STAMPED | version << 76 | 0b10 << 62
}

/// Version 4: random but for version and variant.
pub const fn v4(random: u128) -> u128 {
    stamped(random, 4)
}

/// Version 7: 48 bits of milliseconds since 1970, then random bits. Those of one millisecond are in
/// no order among each other: the counters of section 6.2 are left out. Time beyond 48 bits (the year
/// 10889) is cut off.
pub const fn v7(unix_ms: u64, random: u128) -> u128 {
    stamped((unix_ms as u128) << 80 | random & ((1 << 80) - 1), 7)
}

/// Whether a UUID has the variant of RFC 9562, so that its version means something.
pub const fn is_of_rfc(uuid: u128) -> bool {
    uuid >> 62 & 0b11 == 0b10
}

/// The version of a UUID.
pub const fn version(uuid: u128) -> u8 {
    (uuid >> 76 & 0xf) as u8
}

/// When a version 7 was made, in milliseconds since 1970; `None` for another version.
pub const fn unix_ms(uuid: u128) -> Option<u64> {
    match version(uuid) {
        7 => Some((uuid >> 80) as u64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9562, appendix A.6.
    const EXAMPLE: u128 = 0x017f22e2_79b0_7cc3_98c4_dc0c0c07398f;

    #[test]
    fn the_example_of_version_7_comes_out() {
        assert_eq!(unix_ms(EXAMPLE), Some(0x017f_22e2_79b0));
        assert_eq!(v7(0x017f_22e2_79b0, EXAMPLE), EXAMPLE);
    }

    /// RFC 9562, appendix A.3.
    #[test]
    fn the_example_of_version_4_comes_out() {
        let example = 0x919108f7_52d1_4320_9bac_f847db4148a8;
        assert_eq!((v4(example), version(example), unix_ms(example)), (example, 4, None));
    }

    #[test]
    fn as_many_bits_are_random_as_is_said() {
        let free = |make: fn(u128) -> u128| (make(u128::MAX) ^ make(0)).count_ones();
        assert_eq!(free(v4), V4_RANDOM_BITS);
        assert_eq!(free(|random| v7(5, random)), V7_RANDOM_BITS);
    }

    #[test]
    fn later_ones_of_version_7_are_larger() {
        assert!(v7(6, 0) > v7(5, u128::MAX));
    }
}
