//! What a sweep found, as text and as JSON.

use std::fmt::Write;
use std::time::Duration;

use kernel::sweep::{Distribution, Interval, Quantile, Share, Table, differences};
use kernel::{LawInfo, MetricInfo, decimal};
use labs::Data;
use labs::sheet::Sheet;
use serde_json::{Value, json};

/// What a sweep found.
pub struct Report<'a> {
    /// What was run, and what came of it.
    pub sheet: Sheet<'a>,
    /// What came of the second recipe.
    pub other: Option<&'a Table>,
    /// The data that the runs were made with.
    pub data: Option<&'a Data>,
    /// How long it took.
    pub took: Duration,
    /// On how many threads.
    pub threads: usize,
}

impl Report<'_> {
    /// A table a point.
    pub fn text(&self) -> anyhow::Result<String> {
        let Sheet { entry, plan, .. } = &self.sheet;
        let runs = plan.runs() * if self.other.is_some() { 2 } else { 1 };
        let seconds = self.took.as_secs_f64();
        let mut text = format!(
            "{}: {runs} runs in {seconds:.2} s on {} threads, {:.0} a second\nseeds {} to {}{}\n",
            entry.card.slug,
            self.threads,
            runs as f64 / seconds.max(1e-9),
            plan.seed(0),
            plan.seed(plan.seeds() - 1),
            length(self),
        );
        for point in 0..plan.points() {
            self.point(&mut text, point)?;
        }
        Ok(text)
    }

    fn point(&self, text: &mut String, point: u32) -> anyhow::Result<()> {
        let sheet = &self.sheet;
        let turned = sheet.axes().zip(sheet.values(point));
        let turned = turned.map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>();
        text.push('\n');
        if !turned.is_empty() {
            writeln!(text, "{}", turned.join(" "))?;
        }
        if let Some(why) = sheet.table.refused(point) {
            writeln!(text, "  cannot be run: {why}")?;
            return Ok(());
        }
        let what = if self.other.is_some() { "second less first" } else { "metric" };
        let width = sheet.metrics.iter().map(|metric| name(metric).chars().count());
        let width = width.chain([what.len()]).max().unwrap_or(0);
        writeln!(
            text,
            "  {what:width$}  {:>12} {:>11} {:>11} {:>11} {:>11} {:>11}",
            "mean", "± 95 %", "deviation", "p50", "p95", "p99"
        )?;
        for (index, metric) in sheet.metrics.iter().enumerate() {
            let label = name(metric);
            let Some(of) = self.distribution(point, index) else {
                writeln!(text, "  {label:width$}  {:>12}", "not measured")?;
                continue;
            };
            let half = of.interval.map_or_else(String::new, |interval| short(interval.half()));
            let deviation = of.deviation.map_or_else(String::new, short);
            let [p50, p95, p99] = [of.p50, of.p95, of.p99].map(|quantile| short(quantile.value));
            let mean = short(of.mean);
            writeln!(
                text,
                "  {label:width$}  {mean:>12} {half:>11} {deviation:>11} {p50:>11} {p95:>11} {p99:>11}"
            )?;
            if of.missing > 0 {
                writeln!(text, "  {:width$}  not measured in {} runs", "", of.missing)?;
            }
            self.formulas(text, point, metric, &of, width)?;
        }
        self.silent_formulas(text, point)?;
        self.laws(text, point)
    }

    /// What the closed forms say of a metric, where they hold.
    fn formulas(
        &self,
        text: &mut String,
        point: u32,
        metric: &MetricInfo,
        of: &Distribution,
        width: usize,
    ) -> anyhow::Result<()> {
        if self.other.is_some() {
            return Ok(());
        }
        let recipe = self.sheet.plan.recipe(point, 0);
        for formula in self.sheet.entry.formulas_of(metric.key) {
            if let Ok(value) = formula.of(&recipe) {
                let (label, place) = (format!("  {}", formula.name), place(of.interval, value));
                writeln!(text, "  {label:width$}  {:>12}  {place}", short(value))?;
            }
        }
        Ok(())
    }

    /// The closed forms that do not hold, each once, and why.
    fn silent_formulas(&self, text: &mut String, point: u32) -> anyhow::Result<()> {
        let recipe = self.sheet.plan.recipe(point, 0);
        let formulas = self.sheet.entry.formulas.iter().filter(|_| self.other.is_none());
        let mut told = Vec::new();
        for formula in formulas {
            if let Err(why) = formula.of(&recipe)
                && !told.contains(&(formula.name, why.clone()))
            {
                writeln!(text, "  {} does not hold here. {why}", formula.name)?;
                told.push((formula.name, why));
            }
        }
        Ok(())
    }

    fn laws(&self, text: &mut String, point: u32) -> anyhow::Result<()> {
        let sheet = &self.sheet;
        let mut held = 0;
        for (law, info) in sheet.breakable() {
            let share = sheet.table.broken(point, law);
            if share.hits == 0 {
                held += 1;
                continue;
            }
            writeln!(text, "  BROKEN in {}: {}", percent(&share), info.name)?;
            if let Some(link) = self.first(point, law, &share)? {
                writeln!(text, "    first under seed {}: {link}", self.seed(&share))?;
            }
        }
        if held > 0 {
            let runs = sheet.table.done(point);
            writeln!(text, "  {held} laws held in all {runs} runs")?;
        }
        Ok(())
    }

    /// The first run that broke a law, as a link.
    fn first(&self, point: u32, law: u32, share: &Share) -> anyhow::Result<Option<String>> {
        let step = |run| self.sheet.table.broken_at(point, run, law);
        let Some((run, step)) = share.first.and_then(|run| Some((run, step(run)?))) else {
            return Ok(None);
        };
        Ok(Some(self.sheet.link(point, run, step, self.data)?))
    }

    fn seed(&self, share: &Share) -> u64 {
        self.sheet.plan.seed(share.first.unwrap_or_default())
    }

    /// A metric at a point, or by how much the second recipe differs in it.
    fn distribution(&self, point: u32, metric: usize) -> Option<Distribution> {
        let table = self.sheet.table;
        let Some(other) = self.other else { return table.distribution(point, metric) };
        Distribution::of(&differences(&table.column(point, metric), &other.column(point, metric)))
    }

    /// The same as one object.
    pub fn json(&self) -> anyhow::Result<Value> {
        let Sheet { entry, plan, .. } = &self.sheet;
        let points = (0..plan.points()).map(|point| self.point_json(point));
        let stop = plan.length().stop;
        Ok(json!({
            "lab": entry.card.slug,
            "version": entry.version,
            "first_seed": plan.seed(0),
            "seeds": plan.seeds(),
            "warm_up_us": plan.length().warm_up.as_micros(),
            "end_us": (stop.at != kernel::Time::END).then_some(stop.at.as_micros()),
            "steps_most": stop.steps,
            "is_difference": self.other.is_some(),
            "points": points.collect::<anyhow::Result<Vec<_>>>()?,
        }))
    }

    fn point_json(&self, point: u32) -> anyhow::Result<Value> {
        let sheet = &self.sheet;
        let turned = sheet.axes().zip(sheet.values(point));
        let turned = turned.map(|(key, value)| (key.to_owned(), Value::from(value)));
        let metrics = sheet.metrics.iter().enumerate();
        let metrics = metrics.map(|(index, metric)| {
            let mut value = self.distribution(point, index).map_or(json!({}), |of| measured(&of));
            value["key"] = metric.key.into();
            value["unit"] = metric.unit.into();
            value["formulas"] = self.formulas_json(point, metric);
            value
        });
        let laws = sheet.breakable().map(|(law, info)| self.law_json(point, law, info));
        Ok(json!({
            "turned": turned.collect::<serde_json::Map<_, _>>(),
            "refused": sheet.table.refused(point),
            "runs": sheet.table.done(point),
            "metrics": metrics.collect::<Vec<_>>(),
            "laws": laws.collect::<anyhow::Result<Vec<_>>>()?,
        }))
    }

    fn formulas_json(&self, point: u32, metric: &MetricInfo) -> Value {
        let recipe = self.sheet.plan.recipe(point, 0);
        let formulas = self.sheet.entry.formulas_of(metric.key);
        let formulas = formulas.filter(|_| self.other.is_none()).map(|formula| {
            let value = formula.of(&recipe);
            json!({
                "name": formula.name,
                "value": value.as_ref().ok(),
                "why_not": value.as_ref().err(),
                "assumptions": formula.assumptions,
                "source": formula.source.title,
            })
        });
        formulas.collect::<Vec<_>>().into()
    }

    fn law_json(&self, point: u32, law: u32, info: &LawInfo) -> anyhow::Result<Value> {
        let share = self.sheet.table.broken(point, law);
        let link = self.first(point, law, &share)?;
        Ok(json!({
            "law": info.name,
            "broken_in": share.hits,
            "of": share.of,
            "interval": interval(share.interval),
            "first_seed": link.is_some().then(|| self.seed(&share)),
            "link": link,
        }))
    }
}

fn measured(of: &Distribution) -> Value {
    let quantile = |of: Quantile| json!({ "value": of.value, "low": of.low, "high": of.high });
    json!({
        "n": of.n,
        "missing": of.missing,
        "mean": of.mean,
        "mean_interval": interval(of.interval),
        "deviation": of.deviation,
        "min": of.min,
        "p50": quantile(of.p50),
        "p95": quantile(of.p95),
        "p99": quantile(of.p99),
        "max": of.max,
    })
}

fn interval(interval: Option<Interval>) -> Value {
    interval.map_or(Value::Null, |Interval { low, high }| json!([low, high]))
}

/// How much of each run is measured, in words.
fn length(report: &Report) -> String {
    let length = report.sheet.plan.length();
    let mut text = String::new();
    if length.warm_up > kernel::Span::ZERO {
        text += &format!(", measured from {} on", length.warm_up);
    }
    if length.stop.at != kernel::Time::END {
        text += &format!(", up to {}", length.stop.at);
    }
    text + &format!(", at most {} steps a run", length.stop.steps)
}

/// What a metric is called, with its unit.
fn name(metric: &MetricInfo) -> String {
    let MetricInfo { label, unit, .. } = metric;
    if unit.is_empty() { (*label).to_owned() } else { format!("{label} ({unit})") }
}

/// Where a formula's value lies.
fn place(interval: Option<Interval>, value: f64) -> &'static str {
    match interval {
        None => "",
        Some(interval) if interval.holds(value) => "inside the interval",
        Some(interval) if value < interval.low => "below the interval",
        Some(_) => "above the interval",
    }
}

/// A share with its interval.
fn percent(share: &Share) -> String {
    let of = f64::from(share.hits) / f64::from(share.of.max(1)) * 100.0;
    let interval = share.interval.map_or_else(String::new, |Interval { low, high }| {
        format!(" ({} to {} %)", short(low * 100.0), short(high * 100.0))
    });
    format!("{} %{interval}", short(of))
}

/// Five digits that count, for the eye; files have them all.
fn short(number: f64) -> String {
    let size = number.abs();
    let places = match size {
        size if size >= 10_000.0 => 0,
        size if size >= 1_000.0 => 1,
        size if size >= 100.0 => 2,
        size if size >= 10.0 => 3,
        size if size >= 0.1 || size == 0.0 => 4,
        _ => 7,
    };
    let text = decimal::fixed(number, places);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
}
