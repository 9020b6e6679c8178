//! The results of a plan as they come in, and what each metric comes to at each point so far.

use crate::worker::protocol::Measured;
use kernel::LawInfo;
use kernel::metric::MetricInfo;
use kernel::sweep::{Chunk, Distribution, Histogram, Plan, Sample, Table};
use labs::Entry;
use std::rc::Rc;

/// The results of one plan.
pub struct Sheet {
    /// What is run.
    pub plan: Plan,
    /// What is in.
    pub table: Table,
    /// The model's metrics.
    pub metrics: Vec<MetricInfo>,
    /// The model's laws.
    pub laws: Vec<LawInfo>,
    /// One a metric and point, point by point.
    digests: Vec<Option<Rc<Digest>>>,
    /// Digests of which more is in than they say.
    is_stale: Vec<bool>,
    /// Digests that are to be worked out before the next look, the last first.
    pending: Vec<usize>,
    runs: u64,
}

/// What a metric comes to at a point, in numbers small enough to keep for all.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest {
    /// Mean, quantiles, intervals. Its list of values is empty: the table has them.
    pub distribution: Distribution,
    /// 5 % of the runs are at or below this.
    pub p05: f64,
    /// How many runs came to about what.
    pub histogram: Histogram,
    /// Whether it came to whole numbers alone.
    pub is_whole: bool,
}

impl Digest {
    /// The digest of a distribution.
    pub fn of(mut distribution: Distribution) -> Digest {
        let histogram = Histogram::of(&distribution);
        let values = std::mem::take(&mut distribution.sorted);
        let p05 = values[(values.len().div_ceil(20)).max(1) - 1];
        let is_whole = values.iter().all(|value| value.fract() == 0.0);
        Digest { distribution, p05, histogram, is_whole }
    }
}

impl Sheet {
    /// An empty sheet of a plan.
    ///
    /// # Errors
    /// When its first point makes no machine; the sentence says why.
    pub fn new(entry: &Entry, plan: Plan) -> Result<Sheet, String> {
        // Which metrics and laws there are is the model's matter, whatever its knobs are.
        let mut machines =
            (0..plan.points()).map(|point| entry.machine(&plan.recipe(point, 0), None));
        let first = machines.next().expect("a plan has a point");
        let machine = first
            .or_else(|why| machines.find_map(Result::ok).ok_or(why))
            .map_err(|why| why.to_string())?;
        drop(machines);
        let (metrics, laws) = (machine.metrics(), machine.laws());
        let count = plan.points() as usize * metrics.len();
        Ok(Sheet {
            table: Table::new(&plan, metrics.len()),
            plan,
            metrics,
            laws,
            digests: vec![None; count],
            is_stale: vec![false; count],
            pending: Vec::new(),
            runs: 0,
        })
    }

    /// Takes in a piece.
    pub fn take(&mut self, measured: Measured) {
        let Measured { point, first, runs, rows, .. } = measured;
        self.runs += u64::from(runs);
        match rows {
            Ok(rows) => {
                let samples: Vec<Sample> = rows.into_iter().map(Sample::from).collect();
                self.table.put(Chunk { point, first, runs }, &samples);
            }
            Err(why) => self.table.refuse(point, why),
        }
        let from = point as usize * self.metrics.len();
        if let Some(of_point) = self.is_stale.get_mut(from..from + self.metrics.len()) {
            of_point.fill(true);
        }
    }

    /// How many runs are in, those included that could not be made.
    pub fn runs(&self) -> u64 {
        self.runs
    }

    /// Whether every run is in.
    pub fn is_full(&self) -> bool {
        self.runs >= self.plan.runs()
    }

    /// What a metric comes to at a point, as far as it was last worked out.
    pub fn digest(&self, point: u32, metric: usize) -> Option<&Rc<Digest>> {
        self.digests.get(self.place(point, metric))?.as_ref()
    }

    /// Whether some digest is behind what is in.
    pub fn is_behind(&self) -> bool {
        self.is_stale.contains(&true)
    }

    /// Works out what is behind while `has_time` allows; true when all is worked out that was
    /// behind when this was begun. What comes in meanwhile is left for the next time, or with many
    /// points there would be no end of it.
    pub fn catch_up(&mut self, has_time: &dyn Fn() -> bool) -> bool {
        if self.pending.is_empty() {
            self.pending = (0..self.is_stale.len()).filter(|at| self.is_stale[*at]).collect();
        }
        while let Some(at) = self.pending.pop() {
            let (point, metric) = (at / self.metrics.len(), at % self.metrics.len());
            self.is_stale[at] = false;
            let distribution = self.table.distribution(point as u32, metric);
            self.digests[at] = distribution.map(|it| Rc::new(Digest::of(it)));
            if !has_time() {
                break;
            }
        }
        self.pending.is_empty()
    }

    fn place(&self, point: u32, metric: usize) -> usize {
        point as usize * self.metrics.len() + metric
    }
}
