//! How fast items go: now, and since the beginning.

use std::collections::VecDeque;

/// “Now” is so long, in milliseconds.
const NOW_MS: f64 = 1_000.0;

/// How fast items go.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Speed {
    /// Items in all.
    pub total: u64,
    position: u32,
    begun_ms: f64,
    samples: VecDeque<(f64, u64)>,
}

impl Speed {
    /// Takes note of a position, which wraps, at an instant.
    pub fn note(&mut self, begun_ms: f64, now_ms: f64, position: u32) {
        self.begun_ms = begun_ms;
        self.total += u64::from(position.wrapping_sub(self.position));
        self.position = position;
        self.samples.push_back((now_ms, self.total));
        while self.samples.len() > 2 && self.samples[1].0 <= now_ms - NOW_MS {
            self.samples.pop_front();
        }
    }

    /// Items a second over the last second.
    pub fn now(&self) -> Option<f64> {
        let ((from, before), (to, after)) = (self.samples.front()?, self.samples.back()?);
        (to > from).then(|| (after - before) as f64 * 1e3 / (to - from))
    }

    /// Items a second since the beginning.
    pub fn overall(&self) -> Option<f64> {
        let (now, total) = self.samples.back()?;
        (*now > self.begun_ms).then(|| *total as f64 * 1e3 / (now - self.begun_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn now_is_the_last_second_and_overall_is_all() {
        let mut speed = Speed::default();
        assert_eq!((speed.now(), speed.overall()), (None, None));
        for (at, position) in [(0.0, 0), (1_000.0, 100), (2_000.0, 100), (3_000.0, 400)] {
            speed.note(0.0, at, position);
        }
        assert_eq!((speed.now(), speed.overall()), (Some(300.0), Some(400.0 / 3.0)));
    }

    #[test]
    fn positions_wrap_and_totals_do_not() {
        let mut speed = Speed::default();
        speed.note(0.0, 1.0, u32::MAX);
        speed.note(0.0, 2.0, 4);
        assert_eq!(speed.total, u64::from(u32::MAX) + 5);
    }
}
