//! The scale of a timeline: how long it is, and where its marks of time stand.

use kernel::Time;
use kernel::decimal::fixed;

/// A timeline is never shorter than this, in microseconds.
const SHORTEST_US: u64 = 1_000;
/// How many divisions a timeline has, at most.
const DIVISIONS: u64 = 5;

/// The scale of a timeline that starts at zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ruler {
    /// The length of one division, in microseconds: 1, 2 or 5 times a power of ten.
    step_us: u64,
    /// The whole length, in microseconds.
    length_us: u64,
}

impl Ruler {
    /// A ruler that reaches an instant and leaves some room after it, so that it need not grow
    /// at every frame.
    pub fn reaching(end: Time) -> Ruler {
        let needed = end.as_micros().saturating_add(end.as_micros() / 8).max(SHORTEST_US);
        let mut power = 1u64;
        loop {
            for digit in [1, 2, 5] {
                let step_us = power.saturating_mul(digit);
                if step_us.saturating_mul(DIVISIONS) >= needed {
                    return Ruler { step_us, length_us: step_us.saturating_mul(DIVISIONS) };
                }
            }
            power = power.saturating_mul(10);
        }
    }

    /// The instants of its divisions.
    pub fn ticks(&self) -> impl Iterator<Item = Time> + use<> {
        let step = self.step_us;
        (0..=DIVISIONS).map(move |nth| Time::from_micros(step.saturating_mul(nth)))
    }

    /// Its end.
    pub fn end(&self) -> Time {
        Time::from_micros(self.length_us)
    }

    /// Where an instant stands, from 0 to 100.
    pub fn percent(&self, at: Time) -> f64 {
        let share = at.as_micros() as f64 / self.length_us as f64;
        (share * 1e4).round().min(1e4) / 100.0
    }

    /// An instant in as few letters as its divisions need.
    pub fn label(&self, at: Time) -> String {
        let us = at.as_micros();
        match self.step_us {
            0..1_000 => format!("{us} µs"),
            1_000..1_000_000 if self.length_us <= 1_000_000 => format!("{} ms", us / 1_000),
            1_000..1_000_000 => format!("{} s", fixed(us as f64 / 1e6, 1)),
            1_000_000..1_000_000_000 => format!("{} s", us / 1_000_000),
            _ => format!("{} h", fixed(us as f64 / 3.6e9, 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ruler_reaches_what_it_must_and_is_round() {
        for us in [0, 1, 999, 1_000, 4_321, 880_000, 1_000_000, 59_000_000, u64::MAX] {
            let ruler = Ruler::reaching(Time::from_micros(us));
            assert!(ruler.end().as_micros() >= us, "{us} lies beyond {ruler:?}");
            assert!((0.0..=100.0).contains(&ruler.percent(Time::from_micros(us))));
        }
        assert_eq!(Ruler::reaching(Time::from_micros(2_013_000)).end().as_micros(), 2_500_000);
    }

    #[test]
    fn labels_are_told_apart() {
        for us in [500, 5_000, 70_000, 900_000, 7_000_000, 400_000_000, 40_000_000_000] {
            let ruler = Ruler::reaching(Time::from_micros(us));
            let labels: Vec<String> = ruler.ticks().map(|tick| ruler.label(tick)).collect();
            let mut distinct = labels.clone();
            distinct.dedup();
            assert_eq!(distinct, labels);
        }
    }
}
