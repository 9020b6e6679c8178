//! How much sooner the work is done: the laws, and what was measured.

use kernel::Tone;
use kernel::decimal::fixed;
use widgets::plot::{Axis, Layer, Plot, Point, Shape};
use widgets::tag;
use yew::{Html, Properties, component};

use crate::threads::Threads;
use crate::threads::formulas::{amdahl, gustafson};
use crate::threads::program::Division;
use crate::threads::setup::Setup;
use crate::threads::speed_up::{Point as Measured, WORKERS_MAX};

/// What the curves are drawn from. Equal setups have equal curves, which are never drawn anew.
#[derive(Clone, Properties)]
pub struct CurvesProps {
    /// The model, which measures itself.
    pub model: Threads,
    /// The width in pixels.
    pub width: u32,
}

impl PartialEq for CurvesProps {
    fn eq(&self, other: &CurvesProps) -> bool {
        self.model.setup == other.model.setup && self.width == other.width
    }
}

/// Amdahl's and Gustafson's laws with the measured points on them.
#[component]
pub fn Curves(props: &CurvesProps) -> Html {
    let setup = &props.model.setup;
    let measured = props.model.measured();
    let serial = measured.serial_share;
    let (points, law, name): (_, fn(f64, f64) -> f64, _) = match setup.is_scaled {
        false => (&measured.fixed, amdahl, "Amdahl"),
        true => (&measured.scaled, gustafson, "Gustafson"),
    };
    let curve = (4..=4 * u32::from(WORKERS_MAX)).map(|quarters| f64::from(quarters) / 4.0);
    let curve = curve.map(|workers| (workers, law(serial, workers))).collect();
    let point =
        |point: &Measured| Point { x: point.workers.into(), y: point.measured, interval: None };
    let here = Point { x: setup.threads.into(), y: measured.here, interval: None };
    let ideal = vec![(1.0, 1.0), (f64::from(WORKERS_MAX), f64::from(WORKERS_MAX))];
    let speed_up = fixed(measured.here, 2);
    let plot = Plot {
        x: Axis { reach: Some((1.0, WORKERS_MAX.into())), ..Axis::even("workers, a core each") },
        y: Axis::from_zero("speed-up, in lone cores"),
        layers: vec![
            Layer::plain("ideal", Shape::Line(ideal)),
            Layer::toned(name, Tone::Lock, Shape::Reference(curve)),
            Layer::toned("measured", Tone::Ok, Shape::Points(points.iter().map(point).collect())),
            Layer::toned("here", Tone::Lost, Shape::Points(vec![here])),
        ],
        summary: format!("Speed-up with one to eight workers: {name}'s law, and measured").into(),
        width: props.width,
        height: 220,
    };
    tag!(figure, class: "curves")
        .child(plot.draw())
        .child(tag!(figcaption).text(caption(setup, serial, &speed_up)))
        .into()
}

/// What the picture comes to, in words.
fn caption(setup: &Setup, serial: f64, speed_up: &str) -> String {
    let workers = setup.threads;
    let cores = setup.cores;
    let tasks = Division::of(setup).tasks();
    format!(
        "{tasks} tasks, {} % of a lone worker's serial. Here {workers} {} on {cores} {} come to \
         {speed_up} lone cores.",
        fixed(serial * 100.0, 0),
        if workers == 1 { "worker" } else { "workers" },
        if cores == 1 { "core" } else { "cores" },
    )
}
