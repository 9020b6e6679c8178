//! Fingerprints of states: 64 bits, equal on every machine.
//!
//! A search keeps fingerprints instead of states, so a collision would hide a state: the report
//! states the chance. Numbers are packed before they are mixed, because a derived `Hash` writes
//! every discriminant as 64 bits; one multiplication then serves up to eight of them. Mixing is
//! the folded 128-bit multiplication of wyhash (Wang Yi), which has no output bit that only
//! depends on higher input bits.

use crate::time::{Span, Time};
use std::hash::{Hash, Hasher};

const START: u64 = 0x9E37_79B9_7F4A_7C15;
const FACTOR: u64 = 0xA076_1D64_78BD_642F;
/// A byte that says: the number did not fit in a byte, 64 bits follow.
const ESCAPE: u64 = 0xFF;

/// How an instant inside a state enters the fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instants {
    /// As a date: two states that differ only in dates are different.
    Dates,
    /// As an age before `now`, of at most `cap`, or as the wait until it comes.
    Ages {
        /// The instant that ages are counted from.
        now: Time,
        /// Ages at or above this are all alike.
        cap: Span,
    },
}

/// The hasher behind every fingerprint.
#[derive(Clone, Debug)]
pub struct Fingerprint {
    hash: u64,
    /// Packed bits behind a leading one, which says how many there are.
    word: u64,
    instants: Instants,
}

/// A word without bits.
const NO_BITS: u64 = 1;

impl Default for Fingerprint {
    fn default() -> Fingerprint {
        Fingerprint::new(Instants::Dates)
    }
}

impl Fingerprint {
    /// An empty fingerprint that reads instants in the given way.
    #[inline]
    pub fn new(instants: Instants) -> Fingerprint {
        Fingerprint { hash: START, word: NO_BITS, instants }
    }

    /// The fingerprint of one value, with instants as dates.
    #[inline]
    pub fn of(value: &impl Hash) -> u64 {
        Fingerprint::of_with(value, Instants::Dates)
    }

    /// The fingerprint of one value.
    #[inline]
    pub fn of_with(value: &impl Hash, instants: Instants) -> u64 {
        let mut hasher = Fingerprint::new(instants);
        value.hash(&mut hasher);
        hasher.finish()
    }

    /// Packs a value below `2^bits`, with `bits` below 64.
    #[inline(always)]
    fn push(&mut self, bits: u32, value: u64) {
        if self.word >> (64 - bits) != 0 {
            self.flush();
        }
        self.word = self.word << bits | value;
    }

    #[inline]
    fn flush(&mut self) {
        self.hash = fold(self.hash ^ self.word, FACTOR);
        self.word = NO_BITS;
    }

    /// A number whose type is wide but whose value mostly is not.
    #[inline(always)]
    fn push_number(&mut self, value: u64) {
        if value < ESCAPE {
            self.push(8, value);
        } else {
            self.push_wide(value);
        }
    }

    fn push_wide(&mut self, value: u64) {
        self.push(8, ESCAPE);
        self.flush();
        self.hash = fold(self.hash ^ value, FACTOR);
    }
}

/// The two halves of the 128-bit product, xored.
#[inline]
pub(crate) fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ (product >> 64) as u64
}

impl Hasher for Fingerprint {
    #[inline]
    fn finish(&self) -> u64 {
        fold(fold(self.hash ^ self.word, FACTOR), START)
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            let mut word = [0; 8];
            word.copy_from_slice(chunk);
            self.push_wide(u64::from_le_bytes(word));
        }
        for byte in chunks.remainder() {
            self.push(8, u64::from(*byte));
        }
    }

    #[inline]
    fn write_u8(&mut self, value: u8) {
        self.push(8, u64::from(value));
    }

    #[inline]
    fn write_u16(&mut self, value: u16) {
        self.push(16, u64::from(value));
    }

    #[inline]
    fn write_u32(&mut self, value: u32) {
        self.push(32, u64::from(value));
    }

    #[inline]
    fn write_u64(&mut self, value: u64) {
        self.push_number(value);
    }

    /// Only [`Time`] writes 128 bits.
    #[inline]
    fn write_u128(&mut self, value: u128) {
        let instant = value as u64;
        match self.instants {
            Instants::Dates => self.push_number(instant),
            Instants::Ages { now, cap } => {
                let now = now.as_micros();
                let past = instant <= now;
                // Only what is past is capped: a wait decides what comes first. What never comes
                // does not come nearer.
                let distance = match Time::from_micros(instant) {
                    Time::END => u64::MAX,
                    _ if past => now.abs_diff(instant).min(cap.as_micros()),
                    _ => now.abs_diff(instant),
                };
                self.push(8, u64::from(past));
                self.push_number(distance);
            }
        }
    }

    /// 64 bits wherever it runs: a length must hash alike on a 32-bit machine.
    #[inline]
    fn write_usize(&mut self, value: usize) {
        self.push_number(value as u64);
    }

    #[inline]
    fn write_i8(&mut self, value: i8) {
        self.write_u8(value as u8);
    }

    #[inline]
    fn write_i16(&mut self, value: i16) {
        self.write_u16(value as u16);
    }

    #[inline]
    fn write_i32(&mut self, value: i32) {
        self.write_u32(value as u32);
    }

    #[inline]
    fn write_i64(&mut self, value: i64) {
        self.push_number(value as u64);
    }

    /// A derived `Hash` writes discriminants so: sign-extended, or -1 would differ by machine.
    #[inline]
    fn write_isize(&mut self, value: isize) {
        self.push_number(value as i64 as u64);
    }
}

/// The latest instant that a value keeps and that comes at all; the start of the run where it
/// keeps none.
pub(crate) fn furthest_instant(value: &impl Hash) -> Time {
    let mut seeker = Furthest(Time::ZERO);
    value.hash(&mut seeker);
    seeker.0
}

/// Looks for instants on the path that every hash takes through a value.
struct Furthest(Time);

impl Hasher for Furthest {
    fn finish(&self) -> u64 {
        self.0.as_micros()
    }

    fn write(&mut self, _: &[u8]) {}

    /// Only [`Time`] writes 128 bits.
    fn write_u128(&mut self, value: u128) {
        let instant = Time::from_micros(value as u64);
        if instant != Time::END {
            self.0 = self.0.max(instant);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_do_not_run_together() {
        assert_ne!(Fingerprint::of(&(1u8, 2u8)), Fingerprint::of(&(2u8, 1u8)));
        assert_ne!(Fingerprint::of(&(0u8,)), Fingerprint::of(&(0u8, 0u8)));
        assert_ne!(Fingerprint::of(&vec![0u64; 7]), Fingerprint::of(&vec![0u64; 8]));
        assert_ne!(Fingerprint::of(&255u64), Fingerprint::of(&254u64));
    }

    #[test]
    fn a_high_bit_and_a_low_bit_of_the_next_word_do_not_cancel() {
        // A rotate-and-multiply hash maps these two to one value.
        let base = Fingerprint::of(&[0u32, 0, 0, 0]);
        for bit in 0..64u32 {
            let second = 1u64 << bit;
            let other = [0, 1 << 31, second as u32, (second >> 32) as u32];
            assert_ne!(base, Fingerprint::of(&other));
        }
    }

    #[test]
    fn instants_are_dates_or_ages() {
        let at = |us| Time::from_micros(us);
        assert_ne!(Fingerprint::of(&at(5)), Fingerprint::of(&at(6)));
        let aged = |t, now| {
            let instants = Instants::Ages { now: at(now), cap: Span::micros(10) };
            Fingerprint::of_with(&at(t), instants)
        };
        assert_eq!(aged(5, 7), aged(105, 107), "the same age is the same state");
        assert_ne!(aged(5, 7), aged(5, 8));
        assert_eq!(aged(5, 15), aged(5, 500), "ages at the cap and above are alike");
        assert_ne!(aged(5, 3), aged(1, 3), "the future is not the past");
        assert_ne!(aged(50, 3), aged(60, 3), "a wait is never capped");
        assert_eq!(aged(u64::MAX, 3), aged(u64::MAX, 4), "never does not come nearer");
    }
}
