//! The picture of what is shown: how a metric is distributed over the runs of a point, or how it
//! goes with what is turned.

use super::experiment::{is_log, knob};
use super::sheet::{Digest, Sheet};
use super::units::{self, Scaled};
use crate::figures::amount;
use crate::words::capital;
use kernel::Tone;
use kernel::metric::MetricInfo;
use kernel::sweep::{Axis as Turned, Bin, Interval};
use labs::Entry;
use std::rc::Rc;
use widgets::axis::Spacing;
use widgets::plot::{Axis, Layer, Plot, Point, Shape};
use yew::AttrValue;

/// A curve that varies by less than this part of its height is not drawn from zero.
const FLAT: f64 = 0.25;

/// What is shown large.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The metric or the law.
    pub what: What,
    /// The point whose runs are shown; `None` for the curve over all points.
    pub point: Option<u32>,
}

/// A metric or a law, by its number in the model's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A metric.
    Metric(usize),
    /// The share of runs in which a law broke.
    Law(usize),
}

impl Default for What {
    fn default() -> What {
        What::Metric(0)
    }
}

/// The picture, laid out for a width.
pub fn plot(entry: &Entry, sheet: &Sheet, shown: Shown, width: u32) -> Plot {
    let curve = sheet.plan.axes().first().filter(|_| shown.point.is_none());
    let plot = match (shown.what, curve) {
        (What::Metric(metric), Some(turned)) => metric_curve(entry, sheet, turned, metric),
        (What::Law(law), Some(turned)) => law_curve(entry, sheet, turned, law),
        (What::Metric(metric), None) => histogram(entry, sheet, shown.point.unwrap_or(0), metric),
        (What::Law(_), None) => histogram(entry, sheet, shown.point.unwrap_or(0), 0),
    };
    Plot { width, ..plot }
}

/// A metric's name with its unit, as an axis has it.
pub fn title(metric: &MetricInfo) -> AttrValue {
    match metric.unit {
        "" => capital(metric.label).into(),
        unit => [&capital(metric.label), ", ", unit].concat().into(),
    }
}

fn empty(x: Axis, y: Axis, summary: String) -> Plot {
    Plot { x, y, layers: Vec::new(), summary: summary.into(), width: 0, height: 300 }
}

/// How many runs of a point came to about what, with what theory gives.
fn histogram(entry: &Entry, sheet: &Sheet, point: u32, metric: usize) -> Plot {
    let info = &sheet.metrics[metric];
    let mut plot = spread(title(info), info, sheet.digest(point, metric).map(|digest| &**digest));
    let recipe = sheet.plan.recipe(point, 0);
    for formula in entry.formulas_of(info.key) {
        if let Ok(value) = formula.of(&recipe) {
            plot.layers.push(Layer::toned(formula.name, Tone::Lock, Shape::Mark(value, None)));
        }
    }
    plot
}

/// How many runs came to about what.
pub fn spread(title: AttrValue, info: &MetricInfo, digest: Option<&Digest>) -> Plot {
    let mut plot = empty(Axis::even(title), Axis::from_zero("Runs"), String::new());
    plot.y.spacing = Spacing::Counts;
    let Some(digest) = digest else {
        plot.summary = [info.label, ": nothing is measured yet"].concat().into();
        return plot;
    };
    // A bar of whole numbers stands around them, not from the first on.
    let shift = if digest.is_whole { 0.5 } else { 0.0 };
    let bar = |bin: Bin| (bin.low - shift, bin.high - shift, f64::from(bin.count));
    let bars = digest.histogram.bins().map(bar).collect();
    plot.layers.push(Layer::plain("", Shape::Bars(bars)));
    plot.layers.extend(marks(digest));
    plot.summary = spread_words(info, digest).into();
    plot
}

/// Mean and quantiles; those that fall together share a mark.
fn marks(digest: &Digest) -> Vec<Layer> {
    let of = &digest.distribution;
    let interval = of.interval.map(|interval| (interval.low, interval.high));
    let mut marks = vec![("mean".to_owned(), of.mean, interval)];
    for (name, quantile) in [("p50", &of.p50), ("p95", &of.p95), ("p99", &of.p99)] {
        match marks.iter_mut().find(|(_, at, _)| *at == quantile.value) {
            Some((names, ..)) => *names += &[", ", name].concat(),
            None => marks.push((name.to_owned(), quantile.value, None)),
        }
    }
    let mark = |(name, at, interval): (String, f64, _)| {
        Layer::plain([&name, " ", &amount(at, "")].concat(), Shape::Mark(at, interval))
    };
    marks.into_iter().map(mark).collect()
}

/// A distribution in a sentence.
fn spread_words(info: &MetricInfo, digest: &Digest) -> String {
    let of = &digest.distribution;
    let say = |value: f64| amount(value, info.unit);
    format!(
        "{} over {} runs: mean {}, half of them up to {}, 95 % up to {}, 99 % up to {}",
        capital(info.label),
        of.n,
        mean_words(info, digest),
        say(of.p50.value),
        say(of.p95.value),
        say(of.p99.value),
    )
}

/// A mean with its interval: "3.21 ms (95 %: 3.1 to 3.3)".
pub fn mean_words(info: &MetricInfo, digest: &Digest) -> String {
    let of = &digest.distribution;
    let mean = amount(of.mean, info.unit);
    match of.interval {
        Some(Interval { low, high }) => {
            format!("{mean} (95 %: {} to {})", amount(low, ""), amount(high, ""))
        }
        None => mean,
    }
}

/// How a metric goes with what is turned.
fn metric_curve(entry: &Entry, sheet: &Sheet, turned: &Turned, metric: usize) -> Plot {
    let info = &sheet.metrics[metric];
    let places = places(entry, turned);
    let (band, points) = along(sheet, &places, metric);
    let mut plot = curve(entry, turned, title(info), "90 % of runs", band, points);
    if let Some(family) = entry.family_of(info.key) {
        plot.layers = together(sheet, &places, family);
    }
    for formula in entry.formulas_of(info.key) {
        let value = |point| formula.of(&sheet.plan.recipe(point, 0)).unwrap_or(f64::NAN);
        let line: Vec<(f64, f64)> =
            places.iter().zip(0..).map(|(x, point)| (*x, value(point))).collect();
        if line.iter().any(|(_, value)| value.is_finite()) {
            // The dashes of theory are not seen upon a line: the points are enough then.
            plot.layers.retain(|layer| !matches!(layer.shape, Shape::Line(_)));
            plot.layers.push(Layer::toned(formula.name, Tone::Lock, Shape::Reference(line)));
        }
    }
    let ends = [0, places.len() as u32 - 1].map(|point| {
        let words = sheet.digest(point, metric).map(|digest| mean_words(info, digest));
        let at = units::words(entry, turned.dial, turned.values[point as usize]);
        [words.as_deref().unwrap_or("nothing yet"), " at ", &at].concat()
    });
    plot.summary = format!(
        "Mean {} over {}: {}, {}",
        info.label,
        turned.dial.label(entry.knobs),
        ends[0],
        ends[1],
    )
    .into();
    plot
}

/// What a metric comes to along the points: the band of nine runs of ten, and the means.
fn along(sheet: &Sheet, places: &[f64], metric: usize) -> (Vec<(f64, f64, f64)>, Vec<Point>) {
    let digests = || places.iter().zip(0..).map(|(x, point)| (*x, sheet.digest(point, metric)));
    let band = digests().map(|(x, digest)| match digest {
        Some(digest) => (x, digest.p05, digest.distribution.p95.value),
        None => (x, f64::NAN, f64::NAN),
    });
    let point = |(x, digest): (f64, Option<&Rc<Digest>>)| {
        let of = &digest?.distribution;
        let interval = of.interval.map(|interval| (interval.low, interval.high));
        Some(Point { x, y: of.mean, interval })
    };
    (band.collect(), digests().filter_map(point).collect())
}

/// Metrics of one quantity as curves of one picture, each with its band.
fn together(sheet: &Sheet, places: &[f64], family: &[&str]) -> Vec<Layer> {
    let members = sheet.metrics.iter().enumerate();
    let members = members.filter(|(_, info)| family.contains(&info.key));
    let mut curves = Vec::new();
    let mut layers = Vec::new();
    for ((metric, info), tone) in members.zip([Tone::Lock, Tone::Wait, Tone::Ok, Tone::Lost]) {
        let (band, points) = along(sheet, places, metric);
        let line = points.iter().map(|point| (point.x, point.y)).collect();
        // The quantity stands at the axis; what is left of the name is whose it is.
        let name = info.label.rsplit(", ").next().unwrap_or(info.label);
        layers.push(Layer::toned("", tone, Shape::Band(band)));
        curves.push(Layer::toned("", tone, Shape::Line(line)));
        curves.push(Layer::toned(name, tone, Shape::Points(points)));
    }
    layers.append(&mut curves);
    layers
}

/// In how many runs a law broke, as it goes with what is turned.
fn law_curve(entry: &Entry, sheet: &Sheet, turned: &Turned, law: usize) -> Plot {
    let name = sheet.laws[law].name;
    let share = |(x, point): (f64, u32)| {
        let share = sheet.table.broken(point, law as u32);
        let Interval { low, high } = share.interval?;
        let y = 100.0 * f64::from(share.hits) / f64::from(share.of);
        Some(Point { x, y, interval: Some((100.0 * low, 100.0 * high)) })
    };
    let points: Vec<Point> = places(entry, turned).into_iter().zip(0..).filter_map(share).collect();
    let label = ["Runs in which “", name, "” broke, %"].concat();
    let mut plot = curve(entry, turned, label.clone().into(), "", Vec::new(), points);
    plot.summary = label.into();
    plot
}

/// A measured curve: points with their intervals, joined, over a band.
fn curve(
    entry: &Entry,
    turned: &Turned,
    label: AttrValue,
    band_name: &'static str,
    band: Vec<(f64, f64, f64)>,
    points: Vec<Point>,
) -> Plot {
    let line = points.iter().map(|point| (point.x, point.y)).collect();
    let heights = || points.iter().map(|point| point.y);
    let (low, high) = (heights().fold(f64::MAX, f64::min), heights().fold(f64::MIN, f64::max));
    // Where nothing comes near zero, an axis from there would show a flat line.
    let is_far = low > 0.0 && high - low < high * FLAT;
    let side = if is_far { Axis::even(label) } else { Axis::from_zero(label) };
    let mut plot = empty(bottom(entry, turned), side, String::new());
    let name = if band.is_empty() { "" } else { "mean" };
    plot.layers = vec![
        Layer::plain(band_name, Shape::Band(band)),
        Layer::plain("", Shape::Line(line)),
        Layer::plain(name, Shape::Points(points)),
    ];
    plot
}

/// Where the points of a curve stand along the bottom.
fn places(entry: &Entry, turned: &Turned) -> Vec<f64> {
    let scaled = Scaled::of(entry, turned.dial);
    let is_named = is_named(entry, turned);
    let place = |(nth, value): (u32, &i64)| match is_named {
        true => f64::from(nth),
        false => scaled.number(*value),
    };
    (0..).zip(&turned.values).map(place).collect()
}

fn is_named(entry: &Entry, turned: &Turned) -> bool {
    knob(entry, turned.dial).is_some_and(|knob| units::has_names(knob.range))
}

fn bottom(entry: &Entry, turned: &Turned) -> Axis {
    let unit = Scaled::of(entry, turned.dial).unit;
    let name = capital(turned.dial.label(entry.knobs));
    let label = if unit.is_empty() { name } else { [&name, ", ", unit].concat() };
    if is_named(entry, turned) {
        let words = |value: &i64| units::words(entry, turned.dial, *value).into();
        return Axis::named(label, turned.values.iter().map(words).collect());
    }
    let is_log = is_log(entry, turned.dial) && turned.values.iter().all(|value| *value > 0);
    if is_log { Axis::log(label) } else { Axis::even(label) }
}
