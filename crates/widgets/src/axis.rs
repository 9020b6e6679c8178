//! Axes: from numbers to pixels, with round ticks.

use yew::AttrValue;

use crate::path::path;
use crate::tag;
use crate::tag::Tag;
use kernel::decimal::fixed;

/// A straight map from numbers to pixels.
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
}

impl Scale {
    /// Where a number stands, in pixels.
    #[must_use]
    pub fn at(&self, number: f64) -> f64 {
        self.start + (number - self.from) / (self.to - self.from) * (self.end - self.start)
    }

    /// Round numbers within the scale: steps of 1, 2 or 5 times a power of ten, and never less
    /// than 1, which counts are in. At most `count` of them, 2 or more.
    #[must_use]
    pub fn ticks(&self, count: u32) -> Vec<f64> {
        let rough = ((self.to - self.from) / f64::from(count.max(2) - 1)).max(1.0);
        let mut power = 1.0;
        while power * 10.0 <= rough && power < 1e300 {
            power *= 10.0;
        }
        let step = [1.0, 2.0, 5.0, 10.0].map(|round| round * power);
        let step = step.into_iter().find(|&step| step >= rough * 0.999).unwrap_or(rough);
        let (first, last) = ((self.from / step).ceil() as i64, (self.to / step).floor() as i64);
        (first..=last).map(|n| n as f64 * step).collect()
    }
}

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
    /// Whether the bottom has numbers; without, what stands on it is labelled by who draws it.
    pub x_has_ticks: bool,
}

impl Axes {
    /// Draws them, for a picture that fills the scales.
    pub fn draw(self) -> Tag {
        let Axes { x, y, .. } = self;
        let row = |tick: f64| {
            let line = path(&[('M', &[x.start, y.at(tick)]), ('H', &[x.end])]);
            let number = tag!(text, class: "end", x: x.start - 6.0, y: y.at(tick) + 4.0);
            let row = tag!(g).key(format!("y{}", short(tick))).child(tag!(path, d: line));
            row.child(number.text(short(tick)))
        };
        let column = |tick: f64| {
            let number = tag!(text, class: "middle", x: x.at(tick), y: y.start + 15.0);
            number.key(format!("x{}", short(tick))).text(short(tick))
        };
        let columns = if self.x_has_ticks { x.ticks(5) } else { Vec::new() };
        let base = path(&[('M', &[x.start, y.start]), ('H', &[x.end])]);
        tag!(g, class: "axes")
            .child(tag!(text, class: "label", x: "0", y: y.end - 10.0).text(self.y_label))
            .child(tag!(text, class: "label end", x: x.end, y: y.start + 30.0).text(self.x_label))
            .children(y.ticks(5).into_iter().map(row))
            .children(columns.into_iter().map(column))
            .child(tag!(path, class: "base", d: base))
    }
}

/// A number in five characters at most: `950`, `1.5k`, `250k`, `1M`.
fn short(number: f64) -> String {
    let (value, unit) = match number.abs() {
        size if size >= 1e6 => (number / 1e6, "M"),
        size if size >= 1e3 => (number / 1e3, "k"),
        _ => (number, ""),
    };
    let text = fixed(value, 1);
    text.strip_suffix(".0").unwrap_or(&text).to_owned() + unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([0.0, 950.0, 1_500.0].map(short), ["0", "950", "1.5k"]);
        assert_eq!([250_000.0, 1e6].map(short), ["250k", "1M"]);
    }

    fn scale(from: f64, to: f64) -> Scale {
        Scale { from, to, start: 0.0, end: 100.0 }
    }

    #[test]
    fn numbers_map_to_pixels() {
        assert_eq!(scale(0.0, 50.0).at(25.0), 50.0);
        assert_eq!(Scale { start: 90.0, end: 10.0, ..scale(0.0, 8.0) }.at(2.0), 70.0);
    }

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(scale(0.0, 10.0).ticks(5), [0.0, 5.0, 10.0]);
        assert_eq!(scale(0.0, 1_342.0).ticks(4), [0.0, 500.0, 1_000.0]);
        assert_eq!(scale(760.0, 1_280.0).ticks(5), [800.0, 1_000.0, 1_200.0]);
        assert_eq!(scale(0.0, 1.5).ticks(4), [0.0, 1.0]);
        for to in 1..500 {
            let ticks = scale(0.0, f64::from(to)).ticks(4);
            assert!((1..=4).contains(&ticks.len()), "{to}: {ticks:?}");
        }
    }
}
