//! What a person chooses, and what is seen while it is measured.

use web_sys::HtmlSelectElement;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

use super::frames::Frames;
use super::panel::Wish;
use super::rows::{COUNTS, Step, Way};
use crate::threads::job::{Job, Kind, Size};
use kernel::decimal::fixed;

/// What is chosen.
pub struct Form {
    /// The job.
    pub job: Job,
    /// The most workers.
    pub most: u32,
    /// Whether it is being measured.
    pub is_busy: bool,
    /// Hears what is wanted.
    pub on: Callback<Wish>,
}

/// What is going on.
pub enum Said {
    /// Nothing yet; whether the companion is there to be waited for.
    Idle(bool),
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
    pub frames: Frames,
    /// What is going on.
    pub said: Said,
    /// How many parts are done, and what they come to.
    pub done: Option<(u32, u32)>,
}

impl Form {
    /// Draws it.
    pub fn draw(&self) -> Tag {
        let kinds = Kind::ALL.map(|kind| (kind_label(kind), kind == self.job.kind));
        let sizes = Size::ALL.map(|size| {
            let job = Job { size, ..self.job };
            (size_label(job).into(), size == self.job.size)
        });
        let counts =
            COUNTS[1..].iter().map(|count| (count.to_string().into(), *count == self.most));
        let row = tag!(div, class: "row")
            .child(self.select("Job", kinds, |at| Wish::Kind(Kind::ALL[at % Kind::ALL.len()])))
            .child(self.select("Size", sizes, |at| Wish::Size(Size::ALL[at % Size::ALL.len()])))
            .child(self.select("Workers, at most", counts, |at| {
                Wish::Most(COUNTS[(at + 1) % COUNTS.len()])
            }));
        let (class, wish, label) =
            if self.is_busy { ("", Wish::Stop, "Stop") } else { ("go", Wish::Start, "Measure") };
        let go = tag!(button, class: class)
            .key(label)
            .clicked(self.on.reform(move |_| wish))
            .text(label);
        tag!(div, class: "threads-form").child(row.child(go))
    }

    fn select(
        &self,
        label: &'static str,
        options: impl IntoIterator<Item = (AttrValue, bool)>,
        wish: fn(usize) -> Wish,
    ) -> Tag {
        let hear = self.on.reform(move |event: Event| {
            let select = event.target_unchecked_into::<HtmlSelectElement>();
            wish(usize::try_from(select.selected_index()).unwrap_or(0))
        });
        let option = |(label, is_chosen): (AttrValue, bool)| {
            tag!(option, selected: is_chosen).key(label.to_string()).text(label)
        };
        let select = tag!(select, disabled: self.is_busy)
            .changed(hear)
            .children(options.into_iter().map(option));
        tag!(label, class: "threads-choice").child(tag!(span).text(label)).child(select)
    }
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
            .child(self.meter());
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
            Kind::Primes => number(
                "primes",
                total,
                &["primes below ", &self.job.numbers().to_string()].concat(),
            ),
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
        let Frames { longest_ms, missed, .. } = self.frames;
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

/// Whether a person feels that the page stood still: a task of more than 50 ms is a long one (W3C,
/// Long Tasks API), and the next frame comes up to a sixtieth of a second after it.
pub fn is_freeze(gap_ms: f64) -> bool {
    gap_ms > 50.0 + 1_000.0 / 60.0
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
            Said::Idle(true) => {
                ("Ready. Waits are waits for the companion’s slow answer.".to_owned(), "")
            }
            Said::Idle(false) => {
                ("Ready. Waits are timers: no companion answers here.".to_owned(), "")
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

fn kind_label(kind: Kind) -> AttrValue {
    match kind {
        Kind::Picture => "a picture (computes)",
        Kind::Primes => "primes (computes)",
        Kind::Waits => "waits (input and output)",
    }
    .into()
}

fn size_label(job: Job) -> String {
    let what = match job.kind {
        Kind::Picture => {
            let (width, height) = job.pixels();
            [&width.to_string(), " × ", &height.to_string(), " pixels"].concat()
        }
        Kind::Primes => ["below ", &job.numbers().to_string()].concat(),
        Kind::Waits => {
            let ms = job.wait_ms().unwrap_or_default().to_string();
            [&job.parts().to_string(), " of ", &ms, " ms"].concat()
        }
    };
    [job.size.name(), ": ", &what].concat()
}
