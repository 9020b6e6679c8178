//! Axes: from numbers to pixels, with round ticks.

use yew::AttrValue;

use crate::path::path;
use crate::tag;
use crate::tag::Tag;
use kernel::decimal::fixed;

/// How the numbers of a scale lie along it, and which of them are ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    /// Evenly; ticks are whole numbers, which counts are in.
    Counts,
    /// Evenly; ticks are as fine as they need be.
    Even,
    /// By their logarithm: all of them are above zero.
    Log,
}

/// A map from numbers to pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The number at the first pixel.
    pub from: f64,
    /// The number at the last pixel; greater than `from`.
    pub to: f64,
    /// The first pixel.
    pub start: f64,
    /// The last pixel; it may lie before the first.
    pub end: f64,
    /// How the numbers lie between.
    pub spacing: Spacing,
}

impl Scale {
    /// Where a number stands, in pixels.
    #[must_use]
    pub fn at(&self, number: f64) -> f64 {
        let share = match self.spacing {
            Spacing::Log => (number / self.from).ln() / (self.to / self.from).ln(),
            _ => (number - self.from) / (self.to - self.from),
        };
        self.start + share * (self.end - self.start)
    }

    /// Round numbers within the scale, each with its text: 1, 2 or 5 times a power of ten apart,
    /// or on a logarithmic scale such numbers themselves. At most `count` of them, 2 or more.
    #[must_use]
    pub fn ticks(&self, count: u32) -> Vec<(f64, String)> {
        let count = count.max(2);
        if self.spacing == Spacing::Log {
            return self.log_ticks(count as usize);
        }
        let rough = (self.to - self.from) / f64::from(count - 1);
        let rough = if self.spacing == Spacing::Counts { rough.max(1.0) } else { rough };
        let power = power_below(rough);
        let step = [1.0, 2.0, 5.0, 10.0].map(|round| round * power);
        let step = step.into_iter().find(|&step| step >= rough * 0.999).unwrap_or(rough);
        let (first, last) = ((self.from / step).ceil() as i64, (self.to / step).floor() as i64);
        let tick = |n| (n as f64 * step, short(n as f64 * step, step));
        (first..=last).take(count as usize + 1).map(tick).collect()
    }

    /// Numbers of one leading digit, as many as fit: 1, 2, 5, 10, …, or 1, 10, 100, …, or fewer.
    fn log_ticks(&self, count: usize) -> Vec<(f64, String)> {
        let least = power_below(self.from);
        let powers = (0..40).scan(least, |power, _| {
            let present = *power;
            *power *= 10.0;
            (present <= self.to).then_some(present)
        });
        let powers: Vec<f64> = powers.collect();
        let within = |number: &f64| *number >= self.from * 0.999 && *number <= self.to * 1.001;
        let fine = powers.iter().flat_map(|power| [*power, 2.0 * power, 5.0 * power]);
        let fine: Vec<f64> = fine.filter(within).collect();
        let coarse: Vec<f64> = powers.into_iter().filter(within).collect();
        let chosen = if fine.len() <= count { fine } else { coarse };
        let every = chosen.len().div_ceil(count).max(1);
        chosen.into_iter().step_by(every).map(|tick| (tick, short(tick, tick))).collect()
    }
}

/// The greatest power of ten that is no greater than a number above zero.
fn power_below(number: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= number && power < 1e300 {
        power *= 10.0;
    }
    while power > number && power > 1e-300 {
        power /= 10.0;
    }
    power
}

/// So many numbers stand along the side of a plot at most.
pub const SIDE_TICKS: u32 = 6;

/// Two axes with round ticks and hairlines across.
#[derive(Clone, Debug, PartialEq)]
pub struct Axes {
    /// From left to right.
    pub x: Scale,
    /// From bottom to top.
    pub y: Scale,
    /// What stands along the bottom.
    pub x_label: AttrValue,
    /// What stands along the side; it is written above the axis.
    pub y_label: AttrValue,
    /// What is written along the bottom, each text below its number: as a rule the scale's ticks.
    pub x_ticks: Vec<(f64, String)>,
}

impl Axes {
    /// Draws them, for a picture that fills the scales.
    pub fn draw(self) -> Tag {
        let Axes { x, y, .. } = self;
        let row = |(tick, text): (f64, String)| {
            let line = path(&[('M', &[x.start, y.at(tick)]), ('H', &[x.end])]);
            let number = tag!(text, class: "end", x: x.start - 6.0, y: y.at(tick) + 4.0);
            let row = tag!(g).key(["y", &text].concat()).child(tag!(path, d: line));
            row.child(number.text(text))
        };
        let column = |(tick, text): (f64, String)| {
            let number = tag!(text, class: "middle", x: x.at(tick), y: y.start + 15.0);
            number.key(["x", &text].concat()).text(text)
        };
        let base = path(&[('M', &[x.start, y.start]), ('H', &[x.end])]);
        tag!(g, class: "axes")
            .child(tag!(text, class: "label", x: "0", y: y.end - 10.0).text(self.y_label))
            .child(tag!(text, class: "label end", x: x.end, y: y.start + 30.0).text(self.x_label))
            .children(y.ticks(SIDE_TICKS).into_iter().map(row))
            .children(self.x_ticks.into_iter().map(column))
            .child(tag!(path, class: "base", d: base))
    }
}

/// A number among others that lie `step` apart, in six characters or so: `0.25`, `950`, `1.5k`,
/// `250k`, `1M`.
fn short(number: f64, step: f64) -> String {
    let (value, step, unit) = match number.abs() {
        size if size >= 1e6 => (number / 1e6, step / 1e6, "M"),
        size if size >= 1e3 => (number / 1e3, step / 1e3, "k"),
        _ => (number, step, ""),
    };
    let mut text = fixed(value, places(step)).replace('-', "−");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    text + unit
}

/// How many places after the point tell numbers apart that lie so far from each other.
fn places(step: f64) -> u32 {
    (0..9).find(|places| step * 10_f64.powi(*places) >= 0.999).unwrap_or(9) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([0.0, 950.0, 1_500.0].map(|number| short(number, 50.0)), ["0", "950", "1.5k"]);
        assert_eq!([250_000.0, 1e6].map(|number| short(number, 50_000.0)), ["250k", "1M"]);
        assert_eq!([0.25, 0.5, 1.0].map(|number| short(number, 0.05)), ["0.25", "0.5", "1"]);
        assert_eq!(short(0.002, 0.001), "0.002");
    }

    fn scale(from: f64, to: f64) -> Scale {
        Scale { from, to, start: 0.0, end: 100.0, spacing: Spacing::Counts }
    }

    fn ticks(scale: Scale, count: u32) -> Vec<f64> {
        scale.ticks(count).into_iter().map(|(tick, _)| tick).collect()
    }

    #[test]
    fn numbers_map_to_pixels() {
        assert_eq!(scale(0.0, 50.0).at(25.0), 50.0);
        assert_eq!(Scale { start: 90.0, end: 10.0, ..scale(0.0, 8.0) }.at(2.0), 70.0);
    }

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(scale(0.0, 10.0), 5), [0.0, 5.0, 10.0]);
        assert_eq!(ticks(scale(0.0, 1_342.0), 4), [0.0, 500.0, 1_000.0]);
        assert_eq!(ticks(scale(760.0, 1_280.0), 5), [800.0, 1_000.0, 1_200.0]);
        assert_eq!(ticks(scale(0.0, 1.5), 4), [0.0, 1.0]);
        for to in 1..500 {
            let ticks = ticks(scale(0.0, f64::from(to)), 4);
            assert!((1..=4).contains(&ticks.len()), "{to}: {ticks:?}");
        }
    }

    #[test]
    fn fine_ticks_lie_below_one() {
        let even = |from, to| Scale { spacing: Spacing::Even, ..scale(from, to) };
        let texts: Vec<String> = even(0.0, 0.5).ticks(6).into_iter().map(|tick| tick.1).collect();
        assert_eq!(texts, ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
        assert_eq!(even(3.0, 3.004).ticks(5).len(), 5);
    }

    #[test]
    fn a_logarithmic_scale_has_equal_room_for_equal_ratios() {
        let log = |from, to| Scale { spacing: Spacing::Log, ..scale(from, to) };
        assert!((log(1.0, 100.0).at(10.0) - 50.0).abs() < 1e-9);
        assert_eq!(ticks(log(1.0, 10.0), 5), [1.0, 2.0, 5.0, 10.0]);
        assert_eq!(ticks(log(1.0, 1e4), 5), [1.0, 10.0, 100.0, 1_000.0, 10_000.0]);
        assert!((2..=5).contains(&ticks(log(1.0, 1e12), 5).len()));
        assert!(ticks(log(0.004, 0.3), 6).iter().all(|tick| (0.004..=0.3).contains(tick)));
    }
}
