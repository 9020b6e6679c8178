//! The results of a plan, each at its place however they came in.

use super::{Broken, Chunk, Distribution, Ended, Interval, Plan, Sample, wilson};
use crate::time::Time;

/// What the runs of a plan came to, as far as they are in.
#[derive(Clone, Debug)]
pub struct Table {
    seeds: u32,
    metrics: usize,
    points: Vec<Point>,
}

/// The runs of one point, by the number of their seed. Columns, not rows: a plan may have millions
/// of runs, and what is asked for is a metric over all of them.
#[derive(Clone, Debug, Default)]
struct Point {
    /// One column a metric, one after the other; what is missing is not a number.
    values: Vec<f64>,
    runs: Vec<Option<Run>>,
    /// Every breach: the run and the law.
    broken: Vec<(u32, Broken)>,
    done: u32,
    refused: Option<String>,
}

/// How one run went, beside its metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// How many steps it took.
    pub steps: u64,
    /// Where its measurement ends.
    pub end: Time,
    /// Why it ended.
    pub ended: Ended,
    /// Cues that did not fit.
    pub dropped: u32,
    /// The law that broke first.
    pub broken: Option<Broken>,
}

/// In how many runs something happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// So many runs.
    pub hits: u32,
    /// Of so many.
    pub of: u32,
    /// Where the true share lies; `None` of no runs.
    pub interval: Option<Interval>,
    /// The first run in which it happened.
    pub first: Option<u32>,
}

impl Table {
    /// An empty table of a plan for a model with so many metrics.
    #[must_use]
    pub fn new(plan: &Plan, metrics: usize) -> Table {
        let points = vec![Point::default(); plan.points() as usize];
        Table { seeds: plan.seeds(), metrics, points }
    }

    /// Puts the samples of a chunk where they belong. What has no place in this plan, and what is in
    /// already, is left out.
    pub fn put(&mut self, chunk: Chunk, samples: &[Sample]) {
        let (seeds, metrics) = (self.seeds as usize, self.metrics);
        let Some(point) = self.points.get_mut(chunk.point as usize) else { return };
        if point.runs.is_empty() {
            point.runs.resize(seeds, None);
            point.values.resize(seeds * metrics, f64::NAN);
        }
        for (run, sample) in (chunk.first..).zip(samples).take(chunk.runs as usize) {
            let Some(place) = point.runs.get_mut(run as usize) else { return };
            if place.is_some() {
                continue;
            }
            let Sample { steps, end, ended, dropped, .. } = *sample;
            *place = Some(Run { steps, end, ended, dropped, broken: sample.first_broken() });
            point.done += 1;
            point.broken.extend(sample.broken.iter().map(|broken| (run, *broken)));
            for (metric, value) in sample.values.iter().enumerate().take(metrics) {
                point.values[metric * seeds + run as usize] = value.unwrap_or(f64::NAN);
            }
        }
    }

    /// Notes that a point makes no machine, and why.
    pub fn refuse(&mut self, point: u32, why: String) {
        if let Some(point) = self.points.get_mut(point as usize) {
            point.refused.get_or_insert(why);
        }
    }

    /// Why a point makes no machine.
    #[must_use]
    pub fn refused(&self, point: u32) -> Option<&str> {
        self.points.get(point as usize)?.refused.as_deref()
    }

    /// How many runs of a point are in.
    #[must_use]
    pub fn done(&self, point: u32) -> u32 {
        self.points.get(point as usize).map_or(0, |point| point.done)
    }

    /// How a run went; `None` where it is not in.
    #[must_use]
    pub fn run(&self, point: u32, run: u32) -> Option<Run> {
        *self.points.get(point as usize)?.runs.get(run as usize)?
    }

    /// A metric at a point, one value a seed; `None` where it is missing or not in.
    #[must_use]
    pub fn column(&self, point: u32, metric: usize) -> Vec<Option<f64>> {
        let seeds = self.seeds as usize;
        let column = (self.points.get(point as usize))
            .filter(|_| metric < self.metrics)
            .and_then(|point| point.values.get(metric * seeds..(metric + 1) * seeds));
        let present = |value: &f64| (!value.is_nan()).then_some(*value);
        column.unwrap_or_default().iter().map(present).collect()
    }

    /// The distribution of a metric at a point over the runs that are in; `None` where nothing was
    /// measured.
    #[must_use]
    pub fn distribution(&self, point: u32, metric: usize) -> Option<Distribution> {
        let distribution = Distribution::of(&self.column(point, metric))?;
        // What is not in yet is not missing.
        let missing = self.done(point).saturating_sub(distribution.n);
        Some(Distribution { missing, ..distribution })
    }

    /// In how many runs of a point a law broke.
    #[must_use]
    pub fn broken(&self, point: u32, law: u32) -> Share {
        let Some(of) = self.points.get(point as usize) else { return Share::of(0, 0, None) };
        let runs = || of.broken.iter().filter(|(_, broken)| broken.law == law).map(|(run, _)| *run);
        Share::of(runs().count() as u32, of.done, runs().min())
    }

    /// The step at which a law first broke in a run; `None` where it did not.
    #[must_use]
    pub fn broken_at(&self, point: u32, run: u32, law: u32) -> Option<u64> {
        let broken = &self.points.get(point as usize)?.broken;
        let found = broken.iter().find(|(of, broken)| *of == run && broken.law == law);
        found.map(|(_, broken)| broken.step)
    }

    /// In how many runs of a point something was so.
    #[must_use]
    pub fn share(&self, point: u32, so: impl Fn(&Run) -> bool) -> Share {
        let Some(of) = self.points.get(point as usize) else { return Share::of(0, 0, None) };
        let is_so = |(nth, run): (u32, &Option<Run>)| run.filter(&so).map(|_| nth);
        let runs = || (0..).zip(&of.runs).filter_map(is_so);
        Share::of(runs().count() as u32, of.done, runs().next())
    }
}

impl Share {
    fn of(hits: u32, of: u32, first: Option<u32>) -> Share {
        Share { hits, of, interval: wilson(hits, of), first }
    }
}
