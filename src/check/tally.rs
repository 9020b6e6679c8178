//! A tally: how many states there are under each setting of a knob, counted row by row, beside what is
//! published.

use crate::hear::on_click;
use crate::lab_ref::LabRef;
use crate::laws::signed;
use labs::search::{Count, words};
use labs::{Counting, Published, Tally};
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// A tally as far as it was counted.
pub struct Desk {
    /// What was counted.
    pub counting: Counting,
    /// Why it was not carried through.
    pub failure: Option<String>,
}

impl Desk {
    /// A tally of which nothing is counted.
    pub fn new(tally: &'static Tally) -> Desk {
        Desk { counting: Counting::new(tally), failure: None }
    }
}

/// What is shown of a tally, and who hears it.
pub struct Shown<'a> {
    /// The lab.
    pub lab: LabRef,
    /// The tally, as far as it was counted.
    pub desk: &'a Desk,
    /// Whether it is being counted.
    pub is_counting: bool,
    /// Whether the worker is at work.
    pub is_busy: bool,
    /// Hears that it is to be counted.
    pub on_count: Callback<()>,
    /// Hears that it is no longer wanted.
    pub on_cancel: Callback<()>,
}

/// The tally.
pub fn tally(shown: &Shown<'_>) -> Tag {
    let tally = shown.desk.counting.tally;
    let failure = shown.desk.failure.as_ref();
    let failure = failure.map(|why| format!("Not all was counted: {why}. Start it again."));
    tag!(section, class: "check-grid", "aria-label": tally.title)
        .key(tally.key)
        .child(tag!(h2, class: "grid-title").text(tally.title))
        .child(tag!(p, class: "soft").text(
            "Distinct states, the states generated and the depth as TLC counts them: each row is two \
             searches in your browser, one of all states and one up to renaming.",
        ))
        .child(controls(shown))
        .child(table(shown))
        .child(tag!(p, class: "error", role: "alert", hidden: failure.is_none()).text(failure))
}

fn controls(shown: &Shown<'_>) -> Tag {
    let rows = shown.desk.counting.rows();
    let counted = rows.iter().filter(|row| row.all.is_some() && row.alike.is_some()).count();
    let line = tag!(div, class: "row");
    if shown.is_counting {
        let cancel = tag!(button).clicked(on_click(&shown.on_cancel, ())).text("Cancel");
        let bar = tag!(progress, max: rows.len(), value: counted, "aria-label": "Rows counted");
        return line.child(cancel).child(bar);
    }
    let words = if counted == rows.len() { "Count again" } else { "Count them here" };
    let count =
        tag!(button, disabled: shown.is_busy).clicked(on_click(&shown.on_count, ())).text(words);
    line.child(count)
}

fn table(shown: &Shown<'_>) -> Tag {
    let counting = &shown.desk.counting;
    let knob = counting.tally.rows.knob(shown.lab.knobs);
    let columns = [knob.label, "Distinct", "Generated", "Depth", "Up to renaming", "Published"];
    let heads = columns.map(|column| tag!(th, scope: "col").key(column).text(column));
    let rows = (0..counting.rows().len()).map(|row| line(shown, row));
    tag!(table, class: "checked tally")
        .child(tag!(thead).child(tag!(tr).children(heads)))
        .child(tag!(tbody).children(rows))
}

fn line(shown: &Shown<'_>, row: usize) -> Tag {
    let counting = &shown.desk.counting;
    let counted = &counting.rows()[row];
    let (tone, sign) = match (counting.agrees(row), &counted.all) {
        (Some(true), _) => ("tone-ok", "✓"),
        (Some(false), _) => ("tone-wait", "≠"),
        (None, Some(Ok(_))) => ("tone-soft", "·"),
        (None, Some(Err(_))) => ("tone-wait", "◷"),
        (None, None) => ("tone-soft", ""),
    };
    let head = tag!(th, scope: "row")
        .child(signed(tone, sign))
        .text(counting.setting(shown.lab.knobs, row));
    let of = |number: fn(&Count) -> u64| match &counted.all {
        Some(Ok(count)) => words::whole(number(count)),
        Some(Err(why)) => why.clone(),
        None => "–".to_owned(),
    };
    let alike = match &counted.alike {
        Some(Ok(count)) => words::whole(count.distinct),
        Some(Err(_)) | None => "–".to_owned(),
    };
    let mut published = counting.tally.published(row).map(source).peekable();
    let is_ours = published.peek().is_none();
    let ours = tag!(span, class: "soft", hidden: !is_ours).text("computed here");
    tag!(tr)
        .key(row)
        .child(head)
        .child(cell("Distinct").text(of(|count| count.distinct)))
        .child(cell("Generated").text(of(|count| count.generated)))
        .child(cell("Depth").text(of(|count| u64::from(count.depth))))
        .child(cell("Up to renaming").text(alike))
        .child(cell("Published").child(ours).children(published))
}

/// A published count with its source.
fn source(published: &Published) -> Tag {
    tag!(a, class: "source", href: published.source.url, title: published.source.title)
        .key(published.source.url)
        .text(published.say())
}

/// A cell that says on a narrow screen which column it is of.
fn cell(column: &'static str) -> Tag {
    tag!(td, "data-column": column)
}
