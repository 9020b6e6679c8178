//! Where a value stands on its slider.

use kernel::Range;

/// Places on a logarithmic slider.
const PLACES: f64 = 1_000.0;

/// The scale of a slider.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// A place is a value.
    Even(i64, i64),
    /// Places go by the logarithm.
    Log(i64, i64),
}

impl Scale {
    /// The scale of a range.
    pub fn of(range: Range) -> Scale {
        let (low, high) = range.bounds();
        match range {
            Range::Log(..) => Scale::Log(low, high),
            _ => Scale::Even(low, high),
        }
    }

    /// The first place.
    pub fn start(self) -> i64 {
        match self {
            Scale::Even(low, _) => low,
            Scale::Log(..) => 0,
        }
    }

    /// The last place.
    pub fn end(self) -> i64 {
        match self {
            Scale::Even(_, high) => high,
            Scale::Log(..) => PLACES as i64,
        }
    }

    /// How far along the slider a value stands, from 0 to 1.
    pub fn share(self, value: i64) -> f64 {
        match self {
            Scale::Even(low, high) => (value - low) as f64 / (high - low).max(1) as f64,
            Scale::Log(low, high) => ratio(low, value).ln() / ratio(low, high).ln().max(1e-9),
        }
    }

    /// The place of a value.
    pub fn place(self, value: i64) -> i64 {
        match self {
            Scale::Even(..) => value,
            Scale::Log(..) => (self.share(value) * PLACES).round() as i64,
        }
    }

    /// The value at a place, when the slider is moved away from `from`: every move that a hand
    /// makes changes the value, however flat the scale is there.
    pub fn value(self, place: f64, from: i64) -> i64 {
        match self {
            Scale::Even(low, high) => (place as i64).clamp(low, high),
            Scale::Log(low, high) => {
                let value = (low as f64 * ratio(low, high).powf(place / PLACES)).round() as i64;
                let moved = place as i64 - self.place(from);
                let value = if value == from { from + moved.signum() } else { value };
                value.clamp(low, high)
            }
        }
    }
}

fn ratio(low: i64, value: i64) -> f64 {
    value as f64 / low.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_a_slider_are_the_ends_of_the_range() {
        for range in [Range::Linear(-3, 12), Range::Log(1, 1_000_000), Range::Log(100, 2_000)] {
            let scale = Scale::of(range);
            let (low, high) = range.bounds();
            assert_eq!(scale.value(scale.start() as f64, high), low);
            assert_eq!(scale.value(scale.end() as f64, low), high);
            assert_eq!((scale.place(low), scale.place(high)), (scale.start(), scale.end()));
        }
    }

    #[test]
    fn one_key_press_always_changes_the_value_and_reaches_every_end() {
        let scale = Scale::of(Range::Log(1, 2_000));
        let mut value = 1;
        for _ in 0..3_000 {
            let next = scale.value(scale.place(value) as f64 + 1.0, value);
            assert!(next > value || value == 2_000, "stuck at {value}");
            value = next;
        }
        assert_eq!(value, 2_000);
    }
}
