//! What a measured run gathers.

use crate::law::Watch;
use crate::machine::Machine;
use crate::metric::{Meter, Metric};
use crate::model::Model;
use crate::time::Time;

/// One meter a metric, and the watch that judges the laws where that is wanted.
#[derive(Clone, Debug)]
pub struct Gauge {
    pub(crate) meters: Vec<Meter>,
    pub(crate) watch: Option<Watch>,
    from: Time,
}

impl Gauge {
    /// A gauge for a machine at step 0.
    pub fn new(machine: &mut dyn Machine, judges: bool) -> Gauge {
        let meters = vec![Meter::default(); machine.metrics().len()];
        let watch = judges.then(|| {
            let mut watch = Watch::of_breaches(&machine.laws());
            machine.judge(&mut watch);
            watch
        });
        Gauge { meters, watch, from: Time::ZERO }
    }

    /// Forgets what was measured before an instant; what the laws have seen stays.
    pub fn begin(&mut self, at: Time) {
        self.from = at;
        self.meters.iter_mut().for_each(|meter| meter.begin(at));
    }

    /// Folds one fact into every meter.
    #[inline]
    pub(crate) fn fold<M: Model>(
        meters: &mut [Meter],
        metrics: &[Metric<M>],
        at: Time,
        fact: &M::Fact,
    ) {
        for (meter, metric) in meters.iter_mut().zip(metrics) {
            meter.fold(&metric.fold, at, fact);
        }
    }

    /// Each metric's value where the measurement ends at `end`.
    pub(crate) fn readings<M: Model>(&self, metrics: &[Metric<M>], end: Time) -> Vec<Option<f64>> {
        let value =
            |(metric, meter): (&Metric<M>, &Meter)| meter.value(&metric.fold, self.from, end);
        metrics.iter().zip(&self.meters).map(value).collect()
    }

    /// The laws that were broken, by their number, and the step of the first breach of each.
    pub(crate) fn broken(&self) -> Vec<super::Broken> {
        let breaches = self.watch.iter().flat_map(|watch| watch.first_breach.iter());
        let broken = |(law, breach): (u32, &Option<crate::law::Breach>)| {
            breach.as_ref().map(|breach| super::Broken { law, step: breach.step })
        };
        (0..).zip(breaches).filter_map(broken).collect()
    }
}
