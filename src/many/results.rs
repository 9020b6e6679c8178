//! What the runs came to: one picture large, all metrics small, theory, laws, and the small print.

use super::broken::{Found, broken};
use super::export::Saved;
use super::figure::{Shown, What, plot};
use super::metrics::metrics;
use super::sheet::Sheet;
use super::theory::theory;
use super::units;
use crate::hear::{self, on_click};
use crate::measured::measured;
use crate::words::{capital, thousands};
use kernel::sweep::Ended;
use labs::Entry;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// What is shown, and who hears of it.
pub struct Results<'a> {
    /// The lab.
    pub entry: &'static Entry,
    /// What is in.
    pub sheet: &'a Sheet,
    /// What is shown large.
    pub shown: Shown,
    /// The width of the picture in CSS pixels; zero until it is known.
    pub width: u32,
    /// Hears the width.
    pub on_width: Callback<u32>,
    /// Hears what is to be shown large.
    pub on_show: Callback<Shown>,
    /// Hears which run is to be watched.
    pub on_watch: Callback<Found>,
    /// Hears what is to be saved.
    pub on_save: Callback<Saved>,
}

/// The results.
pub fn results(results: &Results) -> Tag {
    let Results { entry, sheet, shown, .. } = *results;
    if sheet.metrics.is_empty() {
        return tag!(p, class: "soft").text("This lab measures nothing yet.");
    }
    let laws = match sheet.plan.judges() {
        true => broken(sheet, shown_point(sheet, shown), &results.on_watch),
        false => tag!(span, hidden: true),
    };
    let theory = (!entry.formulas.is_empty()).then(|| theory(entry, sheet, shown));
    let left = tag!(div, class: "many-column").child(picture(results)).maybe(theory);
    let right = tag!(div, class: "many-column")
        .child(tag!(div, class: "many-beside").child(metrics(sheet, shown, &results.on_show)))
        .child(laws)
        .child(tag!(p, class: "soft").text(small_print(sheet, shown)))
        .child(files(&results.on_save));
    tag!(div, class: "many-results").child(left).child(right)
}

/// What can be taken away as a file.
fn files(on_save: &Callback<Saved>) -> Tag {
    let button =
        |(words, saved)| tag!(button, class: "small").clicked(on_click(on_save, saved)).text(words);
    let files = [
        ("Every run as CSV", Saved::Runs),
        ("Summary as CSV", Saved::Summary),
        ("Picture as SVG", Saved::Picture),
    ];
    tag!(div, class: "row", role: "group", "aria-label": "Save").children(files.map(button))
}

/// The point whose runs are shown; `None` where it is a curve over several.
fn shown_point(sheet: &Sheet, shown: Shown) -> Option<u32> {
    shown.point.or_else(|| sheet.plan.axes().is_empty().then_some(0))
}

/// The large picture, with the choice of its point above and the same as a table below.
fn picture(results: &Results) -> Tag {
    let Results { entry, sheet, shown, width, .. } = *results;
    let drawn = (width > 0).then(|| plot(entry, sheet, shown, width.max(240)));
    let picture: Html = match &drawn {
        Some(plot) => plot.draw().into(),
        None => tag!(div, class: "stage-blank").into(),
    };
    let table = drawn.map(|plot| {
        tag!(details, class: "more")
            .child(tag!(summary).text("The picture as a table"))
            .child(tag!(div, class: "many-table").child(plot.table()))
    });
    let title = match shown.what {
        What::Metric(metric) => capital(sheet.metrics[metric].label),
        What::Law(law) => ["Broken: ", sheet.laws[law].name].concat(),
    };
    tag!(figure, class: "many-picture")
        .child(tag!(figcaption).child(tag!(b).text(title)).child(points(results)))
        .child(measured(results.on_width.clone(), picture))
        .maybe(table)
        .maybe(refusal(sheet, shown))
}

/// The choice between the curve over all points and the runs of one.
fn points(results: &Results) -> Tag {
    let Results { entry, sheet, shown, .. } = *results;
    let Some(turned) = sheet.plan.axes().first() else { return tag!(span, hidden: true) };
    let name = turned.dial.label(entry.knobs);
    let hear = results.on_show.reform(move |event: Event| {
        let point = hear::chosen(&event).checked_sub(1).map(|nth| nth as u32);
        // Of a law there is a curve alone.
        let what = match (shown.what, point) {
            (What::Law(_), Some(_)) => What::default(),
            (what, _) => what,
        };
        Shown { what, point }
    });
    let curve = tag!(option, selected: shown.point.is_none()).text(["Over ", name].concat());
    let options = (0..).zip(&turned.values).map(|(point, value)| {
        let words = ["At ", &units::words(entry, turned.dial, *value)].concat();
        tag!(option, selected: shown.point == Some(point)).text(words)
    });
    tag!(select, "aria-label": ["All of ", name, ", or one value"].concat())
        .changed(hear)
        .child(curve)
        .children(options)
}

/// Why points make no machine, where some do not.
fn refusal(sheet: &Sheet, shown: Shown) -> Option<Tag> {
    let points = match shown.point {
        Some(point) => point..point + 1,
        None => 0..sheet.plan.points(),
    };
    let why = points.into_iter().find_map(|point| sheet.table.refused(point))?;
    Some(tag!(p, class: "error").text(["Not every point can be run: ", why, "."].concat()))
}

/// How the runs were, in sentences.
fn small_print(sheet: &Sheet, shown: Shown) -> String {
    let points = match shown_point(sheet, shown) {
        Some(point) => point..point + 1,
        None => 0..sheet.plan.points(),
    };
    let count = |so: fn(&kernel::sweep::Run) -> bool| -> u64 {
        points.clone().map(|point| u64::from(sheet.table.share(point, so).hits)).sum()
    };
    let rest = count(|run| run.ended == Ended::Rest);
    let steps = count(|run| run.ended == Ended::Steps);
    let dropped = count(|run| run.dropped > 0);
    let missing: u64 = match shown.what {
        What::Metric(metric) => points
            .filter_map(|point| sheet.digest(point, metric))
            .map(|digest| u64::from(digest.distribution.missing))
            .sum(),
        What::Law(_) => 0,
    };
    let number = |count: u64| thousands(&count.to_string());
    let mut text = "Intervals are over seeds, at 95 %.".to_owned();
    for (count, words) in [
        (missing, "runs there was nothing to measure of this metric."),
        (rest, "runs nothing was booked any more before their end."),
        (steps, "runs the steps were used up."),
        (dropped, "runs some deed of the hands did not fit, and was left out."),
    ] {
        if count > 0 {
            text += &[" In ", &number(count), " ", words].concat();
        }
    }
    text
}
