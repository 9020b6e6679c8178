//! Metrics: numbers folded over facts, and figures read off a state.

use crate::model::Model;
use crate::time::{Span, Time};

/// A number folded over the facts of a run.
pub struct Metric<M: Model> {
    /// Its key in exports: `moved_keys`.
    pub key: &'static str,
    /// What a page calls it.
    pub label: &'static str,
    /// Its unit; empty for a pure number.
    pub unit: &'static str,
    /// How facts are folded into it.
    pub fold: Fold<M>,
}

/// How facts are folded.
pub enum Fold<M: Model> {
    /// The sum of what each fact adds.
    Count(fn(&M::Fact) -> u64),
    /// That sum per second of virtual time.
    Rate(fn(&M::Fact) -> u64),
    /// The mean over time of a level that facts set; zero before the first.
    Level(fn(&M::Fact) -> Option<i64>),
    /// The mean of samples, pooled over the run.
    Sample(fn(&M::Fact) -> Option<i64>),
    /// Pooled lengths of time that facts carry; their mean is told in seconds.
    Spans(fn(&M::Fact) -> Option<Span>),
    /// The greatest sample.
    Greatest(fn(&M::Fact) -> Option<i64>),
    /// Pooled samples of how long something took, in microseconds; their mean is told in seconds.
    /// A model that may not read the clock still has its rounds measured.
    Lasted(fn(&M::Fact) -> Option<Edge>),
    /// The time that facts account for, over the time of the run: 0.8 where one of something was
    /// in use for four fifths of it, 3.2 where four were.
    Occupied(fn(&M::Fact) -> Span),
}

/// An edge of something that takes time. What has begun again before it ended begins anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// It begins.
    Begins,
    /// It ends.
    Ends,
}

/// A metric without its model: what a table of results calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetricInfo {
    /// Its key in exports.
    pub key: &'static str,
    /// What a page calls it.
    pub label: &'static str,
    /// Its unit; empty for a pure number.
    pub unit: &'static str,
}

/// What one metric has gathered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meter {
    sum: i128,
    count: u64,
    level: i64,
    since: Time,
    begun: Option<Time>,
}

impl Meter {
    /// Folds one fact in.
    #[inline]
    pub fn fold<M: Model>(&mut self, fold: &Fold<M>, at: Time, fact: &M::Fact) {
        match fold {
            Fold::Count(of) | Fold::Rate(of) => self.add(of(fact)),
            Fold::Level(of) => {
                if let Some(level) = of(fact) {
                    self.settle(at);
                    self.level = level;
                }
            }
            Fold::Sample(of) => {
                if let Some(sample) = of(fact) {
                    self.pool(i128::from(sample));
                }
            }
            Fold::Spans(of) => {
                if let Some(span) = of(fact) {
                    self.pool(i128::from(span.as_micros()));
                }
            }
            Fold::Greatest(of) => {
                if let Some(sample) = of(fact).map(i128::from) {
                    self.sum = if self.count == 0 { sample } else { self.sum.max(sample) };
                    self.count += 1;
                }
            }
            Fold::Occupied(of) => self.add(of(fact).as_micros()),
            Fold::Lasted(of) => match of(fact) {
                Some(Edge::Begins) => self.begun = Some(at),
                Some(Edge::Ends) => {
                    if let Some(begun) = self.begun.take() {
                        self.pool(i128::from(at.since(begun).as_micros()));
                    }
                }
                None => {}
            },
        }
    }

    /// Most facts add nothing to most sums: then nothing is read and written.
    #[inline]
    fn add(&mut self, number: u64) {
        if number > 0 {
            self.sum += i128::from(number);
        }
    }

    #[inline]
    fn pool(&mut self, sample: i128) {
        self.sum += sample;
        self.count += 1;
    }

    /// Forgets what came before an instant, but for the level that stands then and for what has
    /// begun.
    pub fn begin(&mut self, at: Time) {
        *self = Meter { sum: 0, count: 0, since: at, ..*self };
    }

    /// Adds the time that the present level has lasted.
    #[inline]
    fn settle(&mut self, at: Time) {
        let lasted = at.since(self.since).as_micros();
        self.sum += area(self.level, lasted);
        self.since = at;
    }

    /// The metric's value over the time from `from` to `end`; `None` where nothing was measured.
    pub fn value<M: Model>(&self, fold: &Fold<M>, from: Time, end: Time) -> Option<f64> {
        let elapsed = end.since(from).as_micros() as f64;
        match fold {
            Fold::Count(_) => Some(self.sum as f64),
            Fold::Rate(_) => (elapsed > 0.0).then(|| self.sum as f64 * 1e6 / elapsed),
            Fold::Level(_) => {
                let mut settled = self.clone();
                settled.settle(end);
                (elapsed > 0.0).then(|| settled.sum as f64 / elapsed)
            }
            Fold::Sample(_) => (self.count > 0).then(|| self.sum as f64 / self.count as f64),
            Fold::Greatest(_) => (self.count > 0).then_some(self.sum as f64),
            Fold::Occupied(_) => (elapsed > 0.0).then(|| self.sum as f64 / elapsed),
            Fold::Spans(_) | Fold::Lasted(_) => {
                (self.count > 0).then(|| self.sum as f64 / 1e6 / self.count as f64)
            }
        }
    }
}

/// A level times how long it lasted. 64 bits hold it nearly always, and where there is no
/// multiplication to 128 bits, as in wasm, that is much faster.
#[inline]
fn area(level: i64, lasted_us: u64) -> i128 {
    if (level.unsigned_abs() | lasted_us) >> 31 == 0 {
        return i128::from(level * lasted_us as i64);
    }
    i128::from(level) * i128::from(lasted_us)
}

/// A number to show, read off a state.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its key in exports.
    pub key: &'static str,
    /// What a page calls it.
    pub label: &'static str,
    /// Its value; `None` where there is none yet.
    pub value: Option<f64>,
    /// Its unit; empty for a pure number.
    pub unit: &'static str,
}
