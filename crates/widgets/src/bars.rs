//! A histogram of before and after: hollow bars behind full ones.

use crate::axis::{Axes, Scale};
use std::rc::Rc;
use yew::{AttrValue, Html, Properties, component, html};

/// One bar, or the gap where one was.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Where it starts on the bottom axis.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// How high it was before; `None` where there was none.
    pub before: Option<f64>,
    /// How high it is now; `None` where it is gone.
    pub after: Option<f64>,
    /// What stands below it, where the axis has no numbers.
    pub name: AttrValue,
}

/// What a [`Histogram`] shows.
#[derive(Clone, PartialEq, Properties)]
pub struct HistogramProps {
    /// The bars, from left to right; at least one.
    pub bars: Rc<[Bar]>,
    /// What stands along the bottom; it may be empty.
    pub x_label: AttrValue,
    /// What the heights count.
    pub y_label: AttrValue,
    /// Whether the bottom axis has numbers rather than a name for each bar.
    pub is_numeric: bool,
    /// A line across at this height, or along at this number where the bottom axis has numbers.
    #[prop_or_default]
    pub mean: Option<f64>,
    /// The whole picture in a sentence.
    pub summary: AttrValue,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

/// Bars before (hollow) and after (full) on the same axes.
#[component]
pub fn Histogram(props: &HistogramProps) -> Html {
    let (x, y) = scales(props);
    let (width, height) = (props.width.to_string(), props.height.to_string());
    html! {
        <svg class="picture histogram" role="img" aria-label={props.summary.clone()} {width} {height}>
            <Axes {x} {y} x_label={props.x_label.clone()} y_label={props.y_label.clone()}
                x_has_ticks={props.is_numeric} />
            <path class="before" d={hollow(&props.bars, x, y)} />
            <path class="after" d={full(&props.bars, x, y)} />
            { mean_mark(props, x, y) }
            { for names(props, x, y) }
        </svg>
    }
}

/// The line of the mean, with its name.
fn mean_mark(props: &HistogramProps, x: Scale, y: Scale) -> Html {
    let Some(mean) = props.mean else { return html!(<g />) };
    let (path, name) = if props.is_numeric {
        let at = x.at(mean);
        (format!("M{at:.1} {:.1}V{:.1}", y.start, y.end - 8.0), (at + 4.0, y.end - 2.0))
    } else {
        let at = y.at(mean);
        (format!("M{:.1} {at:.1}H{:.1}", x.start, x.end), (x.end - 28.0, y.end - 10.0))
    };
    html! {
        <g class="mean">
            <path d={path} />
            <text x={format!("{:.1}", name.0)} y={format!("{:.1}", name.1)}>{ "mean" }</text>
        </g>
    }
}

/// The axes that hold every bar.
fn scales(props: &HistogramProps) -> (Scale, Scale) {
    let heights = props.bars.iter().flat_map(|bar| [bar.before, bar.after]).flatten();
    let mean = props.mean.filter(|_| !props.is_numeric);
    let top = heights.chain(mean).fold(1.0, f64::max);
    let from = props.bars.iter().map(|bar| bar.from).fold(f64::INFINITY, f64::min);
    let to = props.bars.iter().map(|bar| bar.to).fold(f64::NEG_INFINITY, f64::max);
    // Without a single bar there still is an axis.
    let (from, to) = if from < to { (from, to) } else { (0.0, 1.0) };
    let (width, height) = (f64::from(props.width), f64::from(props.height));
    // One line for numbers or names, and one for what they are.
    let below = if props.x_label.is_empty() { 20.0 } else { 36.0 };
    (
        Scale { from, to, start: 36.0, end: width - 4.0 },
        Scale { from: 0.0, to: top * 1.05, start: height - below, end: 24.0 },
    )
}

/// The outlines of the bars before: one path, however many bars.
fn hollow(bars: &[Bar], x: Scale, y: Scale) -> String {
    let outline = |bar: &Bar| {
        let (left, right) = (x.at(bar.from) + 0.5, x.at(bar.to) - 0.5);
        bar.before.map(|before| {
            format!("M{left:.1} {:.1}V{:.1}H{right:.1}V{:.1}", y.start, y.at(before), y.start)
        })
    };
    bars.iter().filter_map(outline).collect()
}

/// The bars after: narrower than those before, so that both are seen at equal heights.
fn full(bars: &[Bar], x: Scale, y: Scale) -> String {
    let area = |bar: &Bar| {
        let (left, right) = (x.at(bar.from), x.at(bar.to));
        let inset = ((right - left) * 0.2).min(6.0);
        bar.after.map(|after| {
            format!(
                "M{:.1} {:.1}V{:.1}H{:.1}V{:.1}Z",
                left + inset,
                y.start,
                y.at(after),
                right - inset,
                y.start
            )
        })
    };
    bars.iter().filter_map(area).collect()
}

/// What stands below the bars: as many names as fit.
fn names(props: &HistogramProps, x: Scale, y: Scale) -> Vec<Html> {
    if props.is_numeric {
        return Vec::new();
    }
    let widest =
        props.bars.iter().map(|bar| crate::token::text_width(&bar.name)).fold(1.0, f64::max);
    let room = (x.end - x.start) / props.bars.len().max(1) as f64;
    let every = ((widest + 4.0) / room).ceil().max(1.0) as usize;
    let name = |bar: &Bar| {
        let (middle, below) = (x.at(bar.from.midpoint(bar.to)), y.start + 15.0);
        html! {
            <text key={bar.name.to_string()} class="middle" x={format!("{middle:.1}")} y={below.to_string()}>
                { bar.name.clone() }
            </text>
        }
    };
    props.bars.iter().step_by(every).map(name).collect()
}
