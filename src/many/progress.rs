//! How far the runs are.

use super::sheet::Sheet;
use crate::words::thousands;
use kernel::Span;
use widgets::tag;
use widgets::tag::Tag;

/// When the runs began, and when they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Clock {
    began_ms: f64,
    ended_ms: Option<f64>,
}

impl Clock {
    /// A clock that runs from now on.
    pub fn start(now_ms: f64) -> Clock {
        Clock { began_ms: now_ms, ended_ms: None }
    }

    /// Stops it.
    pub fn stop(&mut self, now_ms: f64) {
        self.ended_ms = Some(now_ms);
    }

    /// Whether it runs.
    pub fn is_running(&self) -> bool {
        self.ended_ms.is_none()
    }

    /// How long it has run.
    fn elapsed_ms(&self, now_ms: f64) -> f64 {
        (self.ended_ms.unwrap_or(now_ms) - self.began_ms).max(0.0)
    }
}

/// How far the runs are, and in a word what they do. The word is said aloud, the numbers are not:
/// they change all the time.
pub fn progress(sheet: &Sheet, clock: &Clock, workers: usize, word: &'static str) -> Tag {
    let (runs, of) = (sheet.runs(), sheet.plan.runs());
    let ms = clock.elapsed_ms(crate::browser::now_ms());
    let per_second = if ms > 0.0 { (runs as f64 * 1e3 / ms) as u64 } else { 0 };
    let at_work = match workers {
        0 => String::new(),
        1 => " · 1 worker".to_owned(),
        workers => format!(" · {workers} workers"),
    };
    let numbers = format!(
        "{} of {} runs · {} a second{at_work} · {}",
        thousands(&runs.to_string()),
        thousands(&of.to_string()),
        thousands(&per_second.to_string()),
        Span::millis(ms as u64),
    );
    let bar = tag!(progress, max: of, value: runs, "aria-label": "Runs that are in",
        hidden: !clock.is_running());
    tag!(div, class: "many-progress")
        .child(tag!(p).child(tag!(b, role: "status").text(word)).text([" · ", &numbers].concat()))
        .child(bar)
}
