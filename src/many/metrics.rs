//! All metrics as a table of small pictures, of which one is shown large.

use super::figure::{Shown, What, title};
use super::sheet::{Digest, Sheet};
use crate::figures::amount;
use crate::hear::on_click;
use crate::words::truth;
use kernel::decimal::significant;
use widgets::path::{command, path};
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// The size of a small picture, in pixels.
const SPARK: (f64, f64) = (88.0, 22.0);

/// The table; `on_show` hears which row is to be shown large.
pub fn metrics(sheet: &Sheet, shown: Shown, on_show: &Callback<Shown>) -> Tag {
    let is_curve = !sheet.plan.axes().is_empty() && shown.point.is_none();
    let heads: &[&str] = match is_curve {
        true => &["Mean", "Curve", "First", "Last"],
        false => &["Metric", "Spread", "Mean", "p50", "p95", "p99"],
    };
    let head = heads.iter().map(|head| tag!(th, scope: "col").text(*head));
    let rows = sheet.metrics.iter().enumerate().map(|(nth, info)| {
        let cells = match is_curve {
            true => ends(sheet, nth),
            false => numbers(sheet, shown.point.unwrap_or(0), nth),
        };
        row(What::Metric(nth), &title(info), shown, on_show).children(cells)
    });
    let laws = (0..sheet.laws.len()).filter(|law| is_curve && breaks(sheet, *law));
    let laws = laws.map(|law| {
        let name = ["Broken: ", sheet.laws[law].name, ", %"].concat();
        row(What::Law(law), &name, shown, on_show).children(shares(sheet, law))
    });
    tag!(table, class: "many-metrics")
        .child(tag!(caption, class: "unseen").text("Metrics"))
        .child(tag!(thead).child(tag!(tr).children(head)))
        .child(tag!(tbody).children(rows).children(laws))
}

/// A row that begins with the button that shows it large.
fn row(what: What, label: &str, shown: Shown, on_show: &Callback<Shown>) -> Tag {
    let is_shown = shown.what == what;
    let button = tag!(button, class: "plain", "aria-pressed": truth(is_shown))
        .clicked(on_click(on_show, Shown { what, ..shown }))
        .text(label.to_owned());
    tag!(tr, class: if is_shown { "shown" } else { "" }).child(tag!(th, scope: "row").child(button))
}

/// Whether a law broke in any run.
fn breaks(sheet: &Sheet, law: usize) -> bool {
    (0..sheet.plan.points()).any(|point| sheet.table.broken(point, law as u32).hits > 0)
}

/// A point's numbers of a metric.
fn numbers(sheet: &Sheet, point: u32, metric: usize) -> Vec<Tag> {
    let Some(digest) = sheet.digest(point, metric) else { return missing(5) };
    let of = &digest.distribution;
    let half = of.interval.map(|interval| ["± ", &significant(interval.half(), 2)].concat());
    let mean = tag!(td).text(amount(of.mean, "")).child(tag!(small).text(half.unwrap_or_default()));
    let quantile = |value: f64| tag!(td).text(amount(value, ""));
    vec![bars(digest), mean, quantile(of.p50.value), quantile(of.p95.value), quantile(of.p99.value)]
}

/// A distribution as a cell of a table.
pub fn bars(digest: &Digest) -> Tag {
    let bins = digest.histogram.bins();
    let top = bins.map(|bin| bin.count).max().unwrap_or(1).max(1);
    let (width, height) = SPARK;
    // A single bar stands in the middle, and does not fill the picture.
    let bars = digest.histogram.counts.len().max(9) as f64;
    let step = width / bars;
    let first = (bars - digest.histogram.counts.len() as f64) / 2.0;
    let mut drawn = String::new();
    for (nth, bin) in (0..).zip(digest.histogram.bins()) {
        let left = step * (first + f64::from(nth));
        let level = height * (1.0 - f64::from(bin.count) / f64::from(top));
        command(&mut drawn, 'M', &[left, height]);
        command(&mut drawn, 'V', &[level]);
        command(&mut drawn, 'H', &[left + step]);
        command(&mut drawn, 'V', &[height]);
    }
    spark("bars", drawn)
}

/// A metric's mean along the points.
fn ends(sheet: &Sheet, metric: usize) -> Vec<Tag> {
    let mean = |point| sheet.digest(point, metric).map(|digest| digest.distribution.mean);
    curve(sheet, mean)
}

/// The share of runs in which a law broke along the points, in per cent.
fn shares(sheet: &Sheet, law: usize) -> Vec<Tag> {
    let share = |point| {
        let share = sheet.table.broken(point, law as u32);
        (share.of > 0).then(|| 100.0 * f64::from(share.hits) / f64::from(share.of))
    };
    curve(sheet, share)
}

fn curve(sheet: &Sheet, number: impl Fn(u32) -> Option<f64>) -> Vec<Tag> {
    let numbers: Vec<Option<f64>> = (0..sheet.plan.points()).map(number).collect();
    let known = || numbers.iter().copied().flatten();
    let (low, high) = (known().fold(0.0, f64::min), known().fold(0.0, f64::max));
    let (width, height) = SPARK;
    let step = width / (numbers.len().max(2) - 1) as f64;
    let mut drawn = String::new();
    for (nth, number) in (0..).zip(&numbers) {
        let Some(number) = number else { continue };
        let share = (number - low) / (high - low).max(f64::MIN_POSITIVE);
        let letter = if drawn.is_empty() { 'M' } else { 'L' };
        command(&mut drawn, letter, &[step * f64::from(nth), (height - 2.0) * (1.0 - share) + 1.0]);
    }
    let say = |number: Option<&Option<f64>>| {
        let number = number.copied().flatten();
        tag!(td).text(number.map_or_else(|| "–".to_owned(), |number| amount(number, "")))
    };
    vec![spark("line", drawn), say(numbers.first()), say(numbers.last())]
}

fn spark(class: &'static str, drawn: String) -> Tag {
    let (width, height) = SPARK;
    let base = path(&[('M', &[0.0, height]), ('H', &[width])]);
    let drawing = tag!(svg, class: "picture plot spark", width: width, height: height + 1.0,
        "aria-hidden": "true")
    .child(tag!(g, class: "axes").child(tag!(path, class: "base", d: base)))
    .child(tag!(path, class: class, d: drawn));
    tag!(td).child(drawing)
}

fn missing(cells: usize) -> Vec<Tag> {
    (0..cells).map(|_| tag!(td).text("–")).collect()
}
