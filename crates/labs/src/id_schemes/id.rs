//! An id as each scheme writes it.

use super::scheme::Scheme;
use crate::snowflake::layout::{Layout, TWITTER};

/// The layout of the Snowflake ids here.
pub const LAYOUT: Layout = TWITTER;

/// When every run begins, in milliseconds since 1970: 2026-01-01T00:00:00Z.
pub const START_MS: u64 = 1_767_225_600_000;

/// An id, as the number that it is: 64 bits of it or 128.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u128);

impl Id {
    /// The whole of it, as it is written by those who use it.
    pub fn whole(self, scheme: Scheme) -> String {
        let Id(bits) = self;
        match scheme {
            Scheme::Random | Scheme::Dated => {
                let part = |shift: u32, digits: u32| bits >> shift & ((1 << (4 * digits)) - 1);
                format!(
                    "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
                    part(96, 8),
                    part(80, 4),
                    part(64, 4),
                    part(48, 4),
                    part(0, 12)
                )
            }
            _ => bits.to_string(),
        }
    }

    /// The part of it that tells it from its neighbours, in eight letters or so: a number; the first
    /// digits of a version 4; of a version 7 the last of the time and the first random ones; of a
    /// Snowflake id the milliseconds of the run, the worker, and the sequence where it is not zero.
    pub fn short(self, scheme: Scheme) -> String {
        let Id(bits) = self;
        match scheme {
            Scheme::Random => format!("{:04x}…", bits >> 112),
            Scheme::Dated => format!("{:04x}·{:03x}", bits >> 80 & 0xffff, bits >> 64 & 0xfff),
            Scheme::Snowflake => {
                let parts = LAYOUT.unpack(bits as u64);
                let first = LAYOUT.tick_at(START_MS).unwrap_or(0);
                let ms = parts.ticks as i64 - first as i64;
                match parts.sequence {
                    0 => format!("{ms}·w{}", parts.worker + 1),
                    sequence => format!("{ms}·w{}·{sequence}", parts.worker + 1),
                }
            }
            Scheme::Counter | Scheme::Leases | Scheme::Stride => bits.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snowflake::layout::Parts;
    use crate::snowflake::uuid;

    #[test]
    fn ids_are_written_as_their_users_write_them() {
        // RFC 9562, appendix A.6.
        let uuid = Id(uuid::v7(0x017f_22e2_79b0, 0xcc3_98c4_dc0c_0c07_398f));
        assert_eq!(uuid.whole(Scheme::Dated), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
        assert_eq!(uuid.short(Scheme::Dated), "79b0·cc3");
        assert_eq!(Id(uuid::v4(0xa5 << 120)).short(Scheme::Random), "a500…");
        assert_eq!(Id(17).whole(Scheme::Counter), "17");
    }

    #[test]
    fn a_snowflake_is_written_by_its_fields() {
        let ticks = LAYOUT.tick_at(START_MS + 812).expect("it is after the epoch");
        let id = |sequence| {
            let parts = Parts { ticks, worker: 1, sequence };
            Id(LAYOUT.pack(parts).expect("it fits").into())
        };
        assert_eq!(id(0).short(Scheme::Snowflake), "812·w2");
        assert_eq!(id(3).short(Scheme::Snowflake), "812·w2·3");
    }
}
