//! Backpressure over time: how deep, who waits, how fast, how long.

use std::rc::Rc;

use kernel::{Span, Time, Tone};
use widgets::plot::{Axis, Layer, Plot, Shape};
use widgets::tag;
use yew::{Html, Properties, component};

use crate::blocking_queue::record::{Record, Sample};

/// From this width on two plots stand beside each other.
const PAIR: u32 = 560;
/// Between plots, and around them, as in the style sheet.
const GAP: u32 = 16;
/// How high a plot is.
const HEIGHT: u32 = 150;
/// Rates and waits are means over so many parts of what is shown.
const PARTS: usize = 20;

/// What is drawn.
#[derive(Clone, Properties)]
pub struct PlotsProps {
    /// What happened.
    pub record: Rc<Record>,
    /// How many items fit into all buffers; `None` without a bound.
    pub room: Option<u32>,
    /// The width of the stage.
    pub width: u32,
}

/// Records are written anew whenever something happens: the same one shows the same.
impl PartialEq for PlotsProps {
    fn eq(&self, other: &PlotsProps) -> bool {
        Rc::ptr_eq(&self.record, &other.record)
            && (self.room, self.width) == (other.room, other.width)
    }
}

/// The four plots.
#[component]
pub fn Plots(props: &PlotsProps) -> Html {
    let inner = props.width.saturating_sub(2 * GAP);
    let width = if props.width >= PAIR { (inner - GAP) / 2 } else { inner };
    let plots = plots(props, width.max(160));
    let figure = |(caption, plot): (&'static str, Plot)| {
        tag!(figure).key(caption).child(tag!(figcaption).text(caption)).child(plot.draw())
    };
    let class = if props.width >= PAIR { "plots pair" } else { "plots" };
    tag!(div, class: class).children(plots.into_iter().map(figure)).into()
}

fn plots(props: &PlotsProps, width: u32) -> [(&'static str, Plot); 4] {
    let record = &props.record;
    let steps = |of: fn(&Sample) -> u32| {
        let points = record.samples.iter().map(|s| (seconds(s.at), f64::from(of(s))));
        Shape::Steps(points.collect())
    };
    let now = record.samples.back().map(|sample| sample.levels).unwrap_or_default();
    let mut depth = vec![Layer::plain("items", steps(|sample| sample.levels.depth))];
    if let Some(room) = props.room {
        depth.insert(0, Layer::toned("capacity", Tone::Lost, Shape::Level(f64::from(room))));
    }
    let waiting = vec![
        Layer::toned("consumers", Tone::Lock, steps(|sample| sample.levels.starved)),
        Layer::toned("producers", Tone::Wait, steps(|sample| sample.levels.blocked)),
    ];
    let rate =
        parts(record, |from, to, elapsed| Some((to.finished - from.finished) as f64 / elapsed));
    let wait = parts(record, |from, to, _| {
        let taken = (to.taken - from.taken) as f64;
        (taken > 0.0).then(|| (to.waits - from.waits).as_micros() as f64 / 1e6 / taken)
    });
    let plot = |y: &'static str, layers: Vec<Layer>, summary: String| Plot {
        x: Axis::even("s"),
        y: Axis::from_zero(y),
        layers,
        summary: summary.into(),
        width,
        height: HEIGHT,
    };
    [
        ("Depth", plot("", depth, format!("{} items wait in the buffers now", now.depth))),
        (
            "Threads that wait",
            plot(
                "",
                waiting,
                format!("{} producers and {} consumers wait now", now.blocked, now.starved),
            ),
        ),
        (
            "Throughput, items a second",
            plot(
                "",
                vec![Layer::plain("finished", Shape::Line(rate))],
                format!("{} items are finished so far", record.finished),
            ),
        ),
        (
            "Time in a buffer, seconds",
            plot(
                "",
                vec![Layer::plain("mean", Shape::Line(wait))],
                format!("of {} items taken so far, over time", record.taken),
            ),
        ),
    ]
}

/// What comes of each of a few parts of what is shown, at its end.
fn parts(record: &Record, of: impl Fn(&Sample, &Sample, f64) -> Option<f64>) -> Vec<(f64, f64)> {
    let (Some(first), Some(last)) = (record.samples.front(), record.samples.back()) else {
        return Vec::new();
    };
    let part = Span::micros(last.at.since(first.at).as_micros() / PARTS as u64);
    let (mut points, mut from) = (Vec::new(), first);
    for to in &record.samples {
        let elapsed = to.at.since(from.at);
        if elapsed >= part && elapsed > Span::ZERO {
            let elapsed = elapsed.as_micros() as f64 / 1e6;
            points.extend(of(from, to, elapsed).map(|value| (seconds(to.at), value)));
            from = to;
        }
    }
    points
}

fn seconds(at: Time) -> f64 {
    at.as_micros() as f64 / 1e6
}
