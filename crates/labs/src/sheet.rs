//! The results of many runs as files: comma-separated values (RFC 4180), byte for byte the same
//! from the page and from the command line.

use crate::lab::{Data, Entry, Unbuildable};
use kernel::link::{self, Limits};
use kernel::sweep::{Distribution, Ended, Plan, Quantile, Share, Table, differences};
use kernel::{Kind, LawInfo, Machine, MetricInfo, Recipe, Run, Stop, Time, decimal};

/// A plan of a lab, and what came of it.
pub struct Sheet<'a> {
    /// The lab.
    pub entry: &'a Entry,
    /// What was run.
    pub plan: &'a Plan,
    /// What came of it, as far as it is in.
    pub table: &'a Table,
    /// The model's metrics, in the order of the table.
    pub metrics: Vec<MetricInfo>,
    /// The model's laws, in the order of the table.
    pub laws: Vec<LawInfo>,
}

impl<'a> Sheet<'a> {
    /// The sheet of a lab's plan; the machine is one of the lab's.
    pub fn new(
        entry: &'a Entry,
        plan: &'a Plan,
        table: &'a Table,
        machine: &dyn Machine,
    ) -> Sheet<'a> {
        Sheet { entry, plan, table, metrics: machine.metrics(), laws: machine.laws() }
    }

    /// One row a run: what was turned, the seed (in decimal; a link has it in hexadecimal), how the
    /// run went, and the value of each metric. Points that make no machine have no rows.
    #[must_use]
    pub fn per_seed(&self) -> String {
        let mut csv = Csv::default();
        let how = ["seed", "steps", "end_us", "ended", "cues_dropped", "broken_law", "broken_step"];
        self.axes().chain(how).for_each(|name| csv.text(name));
        self.metrics.iter().for_each(|metric| csv.text(metric.key));
        csv.end();
        for point in 0..self.plan.points() {
            let columns = 0..self.metrics.len();
            let columns: Vec<_> = columns.map(|metric| self.table.column(point, metric)).collect();
            for run in 0..self.plan.seeds() {
                let Some(how) = self.table.run(point, run) else { continue };
                self.values(point).for_each(|value| csv.text(&value));
                csv.whole(self.plan.seed(run));
                csv.whole(how.steps);
                csv.whole(how.end.as_micros());
                csv.text(ended(how.ended));
                csv.whole(u64::from(how.dropped));
                let law = how.broken.and_then(|broken| self.laws.get(broken.law as usize));
                csv.text(law.map_or("", |law| law.name));
                csv.text(&how.broken.map_or_else(String::new, |broken| broken.step.to_string()));
                columns.iter().for_each(|column| csv.number(column[run as usize]));
                csv.end();
            }
        }
        csv.text
    }

    /// One row a point and metric, and one a point and law: the share of runs in which it broke.
    /// Intervals are at 95 %.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut csv = self.head(&["formula", "formula_value"]);
        for point in 0..self.plan.points() {
            let recipe = self.plan.recipe(point, 0);
            for (index, metric) in self.metrics.iter().enumerate() {
                let Some(distribution) = self.table.distribution(point, index) else { continue };
                self.row(&mut csv, point, metric, &distribution);
                let mut formulas = self.entry.formulas_of(metric.key);
                let formula = formulas.find_map(|form| Some((form.name, form.of(&recipe).ok()?)));
                csv.text(formula.map_or("", |(name, _)| name));
                csv.number(formula.map(|(_, value)| value));
                csv.end();
            }
            for (law, info) in self.breakable() {
                self.share(&mut csv, point, info, &self.table.broken(point, law));
            }
        }
        csv.text
    }

    /// One row a point and metric of how another plan differs from this one, run by run: the same
    /// seeds under another recipe.
    #[must_use]
    pub fn differences(&self, other: &Table) -> String {
        let mut csv = self.head(&[]);
        for point in 0..self.plan.points() {
            for (index, metric) in self.metrics.iter().enumerate() {
                let ours = self.table.column(point, index);
                let theirs = other.column(point, index);
                if let Some(distribution) = Distribution::of(&differences(&ours, &theirs)) {
                    self.row(&mut csv, point, metric, &distribution);
                    csv.end();
                }
            }
        }
        csv.text
    }

    /// The laws that a run can break, with their numbers; none where laws are not judged.
    pub fn breakable(&self) -> impl Iterator<Item = (u32, &LawInfo)> {
        let laws = (0..).zip(&self.laws).filter(|_| self.plan.judges());
        laws.filter(|(_, law)| matches!(law.kind, Kind::Always | Kind::AtRest))
    }

    /// A run as the address of a page that shows it after so many steps.
    ///
    /// # Errors
    /// When the recipe makes no machine; its data must be at hand.
    pub fn link(
        &self,
        point: u32,
        run: u32,
        step: u64,
        data: Option<&Data>,
    ) -> Result<String, Unbuildable> {
        // Without the measurement's end, so that the run can be watched beyond it.
        let recipe = Recipe { stop: Stop::default(), ..self.plan.recipe(point, run) };
        let mut run = Run::new(self.entry.machine(&recipe, data)?, recipe);
        run.advance(Time::END, step.min(Limits::default().steps));
        Ok(format!("#/lab/{}?{}", self.entry.card.slug, link::write(self.entry.knobs, &run)))
    }

    /// What was turned, by its key.
    pub fn axes(&self) -> impl Iterator<Item = &'static str> {
        self.plan.axes().iter().map(|axis| axis.dial.key(self.entry.knobs))
    }

    /// To what it was turned at a point.
    pub fn values(&self, point: u32) -> impl Iterator<Item = String> {
        let values = self.plan.values(point);
        let axes = self.plan.axes().iter().zip(values);
        axes.map(|(axis, value)| axis.dial.write(self.entry.knobs, value))
    }

    fn head(&self, more: &[&str]) -> Csv {
        let mut csv = Csv::default();
        self.axes().for_each(|key| csv.text(key));
        let names = [
            "metric",
            "unit",
            "n",
            "missing",
            "mean",
            "mean_low",
            "mean_high",
            "deviation",
            "min",
            "p50",
            "p50_low",
            "p50_high",
            "p95",
            "p95_low",
            "p95_high",
            "p99",
            "p99_low",
            "p99_high",
            "max",
        ];
        names.iter().chain(more).for_each(|name| csv.text(name));
        csv.end();
        csv
    }

    fn row(&self, csv: &mut Csv, point: u32, metric: &MetricInfo, of: &Distribution) {
        self.values(point).for_each(|value| csv.text(&value));
        csv.text(metric.key);
        csv.text(metric.unit);
        csv.whole(u64::from(of.n));
        csv.whole(u64::from(of.missing));
        csv.number(Some(of.mean));
        csv.number(of.interval.map(|interval| interval.low));
        csv.number(of.interval.map(|interval| interval.high));
        csv.number(of.deviation);
        csv.number(Some(of.min));
        for Quantile { value, low, high } in [of.p50, of.p95, of.p99] {
            csv.number(Some(value));
            csv.number(low);
            csv.number(high);
        }
        csv.number(Some(of.max));
    }

    fn share(&self, csv: &mut Csv, point: u32, law: &LawInfo, share: &Share) {
        self.values(point).for_each(|value| csv.text(&value));
        csv.text(law.name);
        csv.text("share of runs that broke it");
        csv.whole(u64::from(share.of));
        csv.whole(0);
        csv.number((share.of > 0).then(|| f64::from(share.hits) / f64::from(share.of)));
        csv.number(share.interval.map(|interval| interval.low));
        csv.number(share.interval.map(|interval| interval.high));
        // Deviation, extremes, quantiles and formula mean nothing of a share.
        (0..14).for_each(|_| csv.text(""));
        csv.end();
    }
}

/// Why a run ended, in a word.
#[must_use]
pub fn ended(ended: Ended) -> &'static str {
    match ended {
        Ended::Time => "time",
        Ended::Steps => "steps",
        Ended::Rest => "rest",
    }
}

/// Rows of cells, each row ended by a line feed.
#[derive(Default)]
struct Csv {
    text: String,
    is_inside: bool,
}

impl Csv {
    fn text(&mut self, text: &str) {
        if self.is_inside {
            self.text.push(',');
        }
        self.is_inside = true;
        cell(&mut self.text, "", text);
    }

    fn whole(&mut self, number: u64) {
        self.text(&number.to_string());
    }

    fn number(&mut self, number: Option<f64>) {
        self.text(&number.map_or_else(String::new, decimal::plain));
    }

    fn end(&mut self) {
        self.text.push('\n');
        self.is_inside = false;
    }
}

/// Writes a cell with a mark before its text, in quotes where it holds what else would end it (RFC
/// 4180, section 2, rules 5 to 7). The writer of the library that reads such files can also tell
/// which cells are numbers, and brings the parser of floating-point numbers with its tables into
/// the page for that: 14 KB.
pub fn cell(csv: &mut String, mark: &str, text: &str) {
    if text.contains([',', '"', '\r', '\n']) {
        csv.extend(["\"", mark, &text.replace('"', "\"\""), "\""]);
    } else {
        csv.extend([mark, text]);
    }
}
