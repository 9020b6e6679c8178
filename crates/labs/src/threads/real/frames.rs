//! The frames of the page, and those that did not come: what a person feels of a thread that is
//! busy.

/// From one frame to the next, at sixty a second, in milliseconds.
const FRAME_MS: f64 = 1_000.0 / 60.0;

/// A task of more than this holds the page up, in milliseconds.
const LONG_TASK_MS: f64 = 50.0;

/// No more freezes than this are kept.
const FREEZES_MAX: usize = 64;

/// The gaps between frames since some moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frames {
    last_ms: Option<f64>,
    first_ms: f64,
    /// The longest time without a frame, in milliseconds.
    pub longest_ms: f64,
    /// How many frames there should have been and were not.
    pub missed: u32,
    /// When the page stood still, and for how long, in milliseconds since the beginning; so many
    /// of the first as are kept.
    pub freezes: Vec<(f64, f64)>,
}

impl Frames {
    /// A frame has come, at this many milliseconds.
    pub fn note(&mut self, now_ms: f64) {
        if let Some(last_ms) = self.last_ms.replace(now_ms) {
            let gap_ms = now_ms - last_ms;
            self.longest_ms = self.longest_ms.max(gap_ms);
            self.missed += ((gap_ms / FRAME_MS).round() as u32).saturating_sub(1);
            if is_freeze(gap_ms) && self.freezes.len() < FREEZES_MAX {
                self.freezes.push((last_ms - self.first_ms, gap_ms));
            }
        }
    }

    /// Begins anew; the latest frame is the first.
    pub fn restart(&mut self) {
        let first_ms = self.last_ms.unwrap_or_default();
        *self = Frames { last_ms: self.last_ms, first_ms, ..Frames::default() };
    }
}

/// Whether a person feels that the page stood still: a task of more than 50 ms is a long one (W3C,
/// Long Tasks API), and the next frame comes up to a sixtieth of a second after it.
pub fn is_freeze(gap_ms: f64) -> bool {
    gap_ms > LONG_TASK_MS + FRAME_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(instants: &[f64]) -> Frames {
        let mut frames = Frames::default();
        instants.iter().for_each(|now_ms| frames.note(*now_ms));
        frames
    }

    #[test]
    fn steady_frames_miss_none() {
        let frames = of(&[0.0, 16.7, 33.3, 50.0, 66.0]);
        assert_eq!(frames.missed, 0);
        assert!(frames.longest_ms < 17.0);
        // Twice as many a second are no fewer.
        assert_eq!(of(&[0.0, 8.3, 16.7, 25.0]).missed, 0);
    }

    #[test]
    fn a_freeze_is_as_long_as_it_was() {
        let frames = of(&[0.0, 16.0, 516.0, 532.0]);
        assert_eq!((frames.longest_ms, frames.missed), (500.0, 29));
        assert_eq!(frames.freezes, [(16.0, 500.0)]);
        assert!(is_freeze(70.0) && !is_freeze(60.0));
    }

    #[test]
    fn a_new_beginning_forgets_all_but_the_latest_frame() {
        let mut frames = of(&[0.0, 500.0]);
        frames.restart();
        assert_eq!((frames.longest_ms, frames.missed), (0.0, 0));
        frames.note(600.0);
        assert_eq!((frames.longest_ms, frames.missed), (100.0, 5));
        assert_eq!(frames.freezes, [(0.0, 100.0)]);
    }
}
