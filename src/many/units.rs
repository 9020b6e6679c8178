//! What is turned, in words and in the units that a person reads.

use super::experiment::knob;
use kernel::Range;
use kernel::decimal::fixed;
use kernel::sweep::Dial;
use labs::Entry;

/// How a whole number stands for what a person reads: so many of it make one of the unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaled {
    /// How many make one.
    pub one: f64,
    /// The unit; empty for a pure number.
    pub unit: &'static str,
}

impl Scaled {
    /// Parts per million as per cent.
    pub const PERCENT: Scaled = Scaled { one: 1e4, unit: "%" };
    /// Microseconds as milliseconds.
    pub const MILLIS: Scaled = Scaled { one: 1e3, unit: "ms" };
    /// Microseconds as seconds.
    pub const SECONDS: Scaled = Scaled { one: 1e6, unit: "s" };

    /// The scale of a dial.
    pub fn of(entry: &Entry, dial: Dial) -> Scaled {
        match dial {
            Dial::Loss | Dial::Doubling => Scaled::PERCENT,
            Dial::Mishaps => Scaled::SECONDS,
            Dial::Knob(_) => {
                Scaled { one: 1.0, unit: knob(entry, dial).map_or("", |knob| knob.unit) }
            }
        }
    }

    /// The number that a person reads.
    pub fn number(self, whole: i64) -> f64 {
        whole as f64 / self.one
    }

    /// That number as text, in as many places as it has.
    pub fn shown(self, whole: i64) -> String {
        let mut text = fixed(self.number(whole), 6);
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
        text
    }

    /// The whole number for what a person wrote.
    pub fn whole(self, number: f64) -> i64 {
        (number * self.one).round() as i64
    }
}

/// A value of a dial in words, with its unit.
pub fn words(entry: &Entry, dial: Dial, value: i64) -> String {
    let named = knob(entry, dial).filter(|knob| has_names(knob.range));
    match named {
        Some(knob) => knob.write(value),
        None => {
            let scaled = Scaled::of(entry, dial);
            [&scaled.shown(value), " ", scaled.unit].concat().trim_end().to_owned()
        }
    }
}

/// Whether the values of a range are names rather than numbers.
pub fn has_names(range: Range) -> bool {
    matches!(range, Range::Choice(_) | Range::Switch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_is_read() {
        for (scaled, whole, text) in [
            (Scaled::PERCENT, 12_500, "1.25"),
            (Scaled::PERCENT, 1, "0.0001"),
            (Scaled::MILLIS, 1_234_567, "1234.567"),
            (Scaled::SECONDS, 0, "0"),
            (Scaled::SECONDS, 10_000_000, "10"),
        ] {
            assert_eq!(scaled.shown(whole), text);
            assert_eq!(scaled.whole(text.parse().expect("a number")), whole);
        }
    }
}
