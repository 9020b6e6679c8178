//! What is seen while it is measured: the picture or the number, what is going on, the meter of
//! frames, and how long each way took.

use kernel::decimal::fixed;
use widgets::tag;
use widgets::tag::Tag;
use yew::NodeRef;

use super::form::millions;
use super::frames::{Frames, is_freeze};
use super::rows::{Row, Step, Way};
use super::strips::strips;
use crate::threads::job::{Job, Kind};

/// What is going on.
pub enum Said {
    /// Nothing yet.
    Idle,
    /// Nothing yet; whether the companion is there to be waited for.
    IdleWaits(bool),
    /// So many workers start.
    Hiring(u32),
    /// The page comes to rest before this.
    Resting(Step, Kind),
    /// It is measured.
    Running(Step, Kind),
    /// All is measured.
    Done,
    /// It could not be done, and why.
    Failed(String),
}

/// What is seen while it is measured.
pub struct Live<'a> {
    /// The job.
    pub job: Job,
    /// Where the picture is painted.
    pub canvas: &'a NodeRef,
    /// The hand of the meter.
    pub hand: &'a NodeRef,
    /// The page's frames.
    pub frames: &'a Frames,
    /// What is going on.
    pub said: Said,
    /// How many parts are done, and what they come to.
    pub done: Option<(u32, u32)>,
    /// What was measured so far.
    pub rows: &'a [Row],
    /// The width of the panel in CSS pixels.
    pub width: u32,
}

impl Live<'_> {
    /// Draws it.
    pub fn draw(self) -> Tag {
        let (said, tone) = self.said.words();
        let parts = self.job.parts();
        let (done, total) = self.done.unwrap_or_default();
        let progress = tag!(progress, max: parts, value: done, "aria-label": "Parts that are done");
        let beside = tag!(div, class: "threads-beside")
            .child(tag!(p, class: tone, role: "status").text(said))
            .child(progress)
            .child(
                tag!(p, class: "soft")
                    .text([&done.to_string(), " of ", &parts.to_string(), " parts"].concat()),
            )
            .child(self.meter())
            .child(strips(self.rows, self.width));
        tag!(div, class: "threads-live").child(self.product(total)).child(beside)
    }

    /// What the job makes: a picture, or a number.
    fn product(&self, total: u32) -> Tag {
        match self.job.kind {
            Kind::Picture => {
                let (width, height) = self.job.pixels();
                let canvas = tag!(canvas, width: width, height: height, role: "img",
                    "aria-label": "The edge of the Mandelbrot set, as far as it is computed")
                .key(width)
                .node_ref(self.canvas.clone());
                tag!(div, class: "threads-product picture").key("picture").child(canvas)
            }
            Kind::Primes => {
                number("primes", total, &["primes below ", &millions(self.job.numbers())].concat())
            }
            Kind::Waits => number("waits", total, "waits are over"),
        }
    }

    /// The meter of frames: its hand turns with each of them, so it stands when they stop.
    fn meter(&self) -> Tag {
        let hand = tag!(line, class: "hand", x1: "0", y1: "4", x2: "0", y2: "-19")
            .node_ref(self.hand.clone());
        let face = tag!(svg, class: "picture", "aria-hidden": "true", width: "56", height: "56", viewBox: "-28 -28 56 56")
            .child(tag!(circle, class: "face", r: "26"))
            .child(tag!(path, class: "ticks", d: "M0 -26V-22M26 0H22M0 26V22M-26 0H-22"))
            .child(hand);
        let Frames { longest_ms, missed, .. } = *self.frames;
        let is_frozen = is_freeze(longest_ms);
        let longest =
            tag!(p, class: if is_frozen { "threads-freeze tone-lost" } else { "threads-freeze" })
                .text([if is_frozen { "✕ " } else { "" }, &fixed(longest_ms, 0), " ms"].concat());
        let missed =
            ["longest time without a frame, ", &missed.to_string(), " frames missed"].concat();
        tag!(div, class: "threads-meter")
            .child(face)
            .child(tag!(div).child(longest).child(tag!(p, class: "soft").text(missed)))
    }
}

fn number(key: &'static str, number: u32, what: &str) -> Tag {
    tag!(div, class: "threads-product")
        .key(key)
        .child(tag!(p, class: "threads-number").text(number))
        .child(tag!(p, class: "soft").text(what.to_owned()))
}

impl Said {
    /// In words, and the class of their role.
    fn words(&self) -> (String, &'static str) {
        match self {
            Said::Idle => ("Ready.".to_owned(), ""),
            Said::IdleWaits(true) => {
                ("Ready. Each wait is for the companion’s slow answer.".to_owned(), "")
            }
            Said::IdleWaits(false) => {
                ("Ready. Each wait is a timer, for no companion answers here.".to_owned(), "")
            }
            Said::Hiring(count) => (["Starting ", &count.to_string(), " workers"].concat(), ""),
            Said::Resting((way, count), kind) => {
                (["Next: ", &doing(*way, *count, *kind)].concat(), "")
            }
            Said::Running((way, count), kind) => (doing(*way, *count, *kind), ""),
            Said::Done => ("Measured. Measure again to see how much is chance.".to_owned(), ""),
            Said::Failed(why) => (["It could not be done: ", why, "."].concat(), "error"),
        }
    }
}

fn doing(way: Way, count: u32, kind: Kind) -> String {
    let count = count.to_string();
    match (way, kind) {
        (Way::Page, Kind::Waits) => ["The page’s own thread, ", &count, " at a time"].concat(),
        (Way::Page, _) => "The page’s own thread".to_owned(),
        (Way::Shared, _) => [&count, " sharing memory"].concat(),
        (Way::Copies, Kind::Waits) => [&count, " workers that block"].concat(),
        (Way::Copies, _) => [&count, " returning copies"].concat(),
    }
}
