//! How far the runs are.

use super::engine::{Engine, Phase};
use super::sheet::Sheet;
use crate::browser;
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

/// How far the runs are, and in a word what they do; before the first, what they are for. The word
/// is said aloud, the numbers are not: they change all the time.
pub fn progress(engine: &Engine, introduction: &'static str) -> Tag {
    let word = match &engine.phase {
        Phase::Idle => return tag!(p, class: "soft").text(introduction),
        Phase::Failed(why) => {
            return tag!(p, class: "error", role: "alert")
                .text(format!("The runs did not come about: {why}. Run them again to retry."));
        }
        Phase::Running => "Running",
        Phase::Done => "Done",
        Phase::Cancelled => "Cancelled: these are the runs that came in",
    };
    let sum = |of: fn(&Sheet) -> u64| engine.sheets.iter().map(of).sum::<u64>();
    let (runs, of) = (sum(Sheet::runs), sum(|sheet| sheet.plan.runs()));
    let ms = engine.clock.elapsed_ms(browser::now_ms());
    let per_second = if ms > 0.0 { (runs as f64 * 1e3 / ms) as u64 } else { 0 };
    let at_work = match engine.workers() {
        0 => String::new(),
        1 => " · 1 worker".to_owned(),
        workers => format!(" · {workers} workers"),
    };
    let numbers = format!(
        " · {} of {} runs · {} a second{at_work} · {}",
        thousands(&runs.to_string()),
        thousands(&of.to_string()),
        thousands(&per_second.to_string()),
        Span::millis(ms as u64),
    );
    let bar = tag!(progress, max: of, value: runs, "aria-label": "Runs that are in",
        hidden: !engine.clock.is_running());
    tag!(div, class: "many-progress")
        .child(tag!(p).child(tag!(b, role: "status").text(word)).text(numbers))
        .child(bar)
}
