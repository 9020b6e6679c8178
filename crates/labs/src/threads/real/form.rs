//! What a person chooses.

use web_sys::HtmlSelectElement;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

use super::panel::Wish;
use super::rows::COUNTS;
use crate::threads::job::{Job, Kind, Size};

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
            .child(self.select(("threads-job", "Job"), kinds, |at| {
                Wish::Kind(Kind::ALL[at % Kind::ALL.len()])
            }))
            .child(self.select(("threads-size", "Size"), sizes, |at| {
                Wish::Size(Size::ALL[at % Size::ALL.len()])
            }))
            .child(self.select(("threads-most", "Workers, at most"), counts, |at| {
                Wish::Most(COUNTS[(at + 1) % COUNTS.len()])
            }));
        let (class, wish, label) =
            if self.is_busy { ("", Wish::Stop, "Stop") } else { ("go", Wish::Start, "Measure") };
        // One button for both, so that it keeps the focus.
        let go = tag!(button, class: class).clicked(self.on.reform(move |_| wish)).text(label);
        tag!(div, class: "threads-form").child(row.child(go))
    }

    fn select(
        &self,
        (id, label): (&'static str, &'static str),
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
        let select = tag!(select, id: id, disabled: self.is_busy)
            .changed(hear)
            .children(options.into_iter().map(option));
        let label = tag!(label, "for": id).text(label);
        tag!(div, class: "threads-choice").child(label).child(select)
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
        Kind::Primes => ["below ", &millions(job.numbers())].concat(),
        Kind::Waits => {
            let ms = job.wait_ms().unwrap_or_default().to_string();
            [&job.parts().to_string(), " of ", &ms, " ms"].concat()
        }
    };
    [job.size.name(), ": ", &what].concat()
}

/// A round number in words.
pub fn millions(number: u32) -> String {
    let (unit, name) =
        if number < 1_000_000 { (1_000, " thousand") } else { (1_000_000, " million") };
    (number / unit).to_string() + name
}
