//! `faultline sweep`: a lab's recipe under many seeds, on all cores.

mod pool;
mod report;
mod request;

use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use clap::Args;
use kernel::Recipe;
use kernel::sweep::{Dial, Plan, Table};
use labs::Entry;
use labs::sheet::Sheet;

use self::report::Report;
use super::output::{bad_input, find_lab, print, print_json};
use super::recipe::{DataFile, knob, pair, turned};

/// Measure a lab over many seeds: each metric's distribution with confidence intervals, the laws
/// that broke and how often, beside the closed form where one is known.
///
/// The same seeds give the same results, bit for bit, on the page's tab Many runs.
///
/// Exit codes: 0 when every run is measured, whatever came of it, 64 when the input cannot be used.
#[derive(Debug, Args)]
pub struct Sweep {
    /// The lab.
    #[arg(value_name = "LAB")]
    lab: String,

    /// Start from a link's run: its knobs, its first seed, and what hands did in it.
    #[arg(long, value_name = "LINK", conflicts_with = "preset")]
    from: Option<String>,

    /// Start from this preset instead of the defaults.
    #[arg(long, value_name = "KEY")]
    preset: Option<String>,

    /// The data that the run is made with, where the lab takes some.
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,

    /// Turn a knob (capacity=4), or sweep it over values (capacity=1,2,8), over a range
    /// (capacity=1..64), or over so many values of a range (capacity=1..64/7).
    #[arg(long = "knob", value_name = "KEY=VALUES")]
    knobs: Vec<String>,

    /// The share of messages that nature loses, from 0 to 1, or a sweep: 0..0.1/11.
    #[arg(long, value_name = "SHARES")]
    loss: Option<String>,

    /// The share of messages that nature doubles, from 0 to 1, or a sweep.
    #[arg(long, value_name = "SHARES")]
    doubling: Option<String>,

    /// The mean time in seconds between mishaps that nature chooses from what a search may spend on
    /// (crashes, cuts), or a sweep; 0 for none.
    #[arg(long, value_name = "SECONDS")]
    mishap_every: Option<String>,

    /// How many seeds each point is run under.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    seeds: u32,

    /// The first seed; those that follow count up. Without it, that of the link or preset.
    #[arg(long, value_name = "N")]
    first_seed: Option<u64>,

    /// End each run after so many steps.
    #[arg(long, value_name = "N")]
    steps: Option<u64>,

    /// End each run when so much virtual time was measured: 10s, 500ms.
    #[arg(long, value_name = "TIME")]
    time: Option<humantime::Duration>,

    /// Leave so much virtual time at the start out of the metrics.
    #[arg(long, value_name = "TIME")]
    warm_up: Option<humantime::Duration>,

    /// Do not judge the laws: faster where they look at the whole state.
    #[arg(long)]
    no_laws: bool,

    /// Turn a knob in a second recipe, run it under the same seeds, and tell by how much each metric
    /// differs from the first.
    #[arg(long, value_name = "KEY=VALUE")]
    against: Vec<String>,

    /// Write comma-separated values to a file, or to standard output for “-” or no name.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    csv: Option<PathBuf>,

    /// Write one row a run instead of one row a metric.
    #[arg(long, requires = "csv", conflicts_with = "against")]
    per_seed: bool,

    /// Print JSON.
    #[arg(long)]
    json: bool,

    /// How many threads to use; without it, as many as the machine runs at once.
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
}

impl Sweep {
    /// Measures and prints.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let entry = find_lab(&self.lab)?;
        let data = self.data.as_deref().map(|path| DataFile::open(entry, path)).transpose()?;
        let recipe = self.recipe(entry, data.as_ref())?;
        let plan = self.plan(entry, recipe.clone())?;
        let against = self.against(entry, recipe, &plan)?;
        let parsed = data.as_ref().map(DataFile::parse).transpose()?;
        let machine = (0..plan.points())
            .map(|point| entry.machine(&plan.recipe(point, 0), parsed.as_ref()))
            .reduce(|first, next| first.or(next))
            .context("a plan has a point")?
            .map_err(bad_input)?;

        let threads = self.threads.map_or_else(pool::cores, NonZero::get);
        let begun = Instant::now();
        let measure = |plan: &Plan| -> anyhow::Result<Table> {
            let mut table = Table::new(plan, machine.metrics().len());
            pool::measure(entry, plan, data.as_ref(), threads, &mut table)?;
            Ok(table)
        };
        let table = measure(&plan)?;
        let other = against.as_ref().map(measure).transpose()?;
        let took = begun.elapsed();

        let sheet = Sheet::new(entry, &plan, &table, &*machine);
        let report = Report { sheet, other: other.as_ref(), data: parsed.as_ref(), took, threads };
        if let Some(path) = &self.csv {
            let csv = match &other {
                _ if self.per_seed => report.sheet.per_seed(),
                Some(other) => report.sheet.differences(other),
                None => report.sheet.summary(),
            };
            if path.as_os_str() == "-" {
                print(&csv)?;
            } else {
                std::fs::write(path, csv).with_context(|| path.display().to_string())?;
            }
        }
        if self.json {
            print_json(&report.json()?)?;
        } else if self.csv.as_deref().is_none_or(|path| path.as_os_str() != "-") {
            print(&report.text()?)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The same plan for the second recipe, if there is one.
    fn against(&self, entry: &Entry, recipe: Recipe, first: &Plan) -> anyhow::Result<Option<Plan>> {
        for given in &self.against {
            let (key, _) = pair(given, "KEY=VALUE")?;
            let dial = Dial::Knob(knob(entry, key)? as u32);
            if first.axes().iter().any(|axis| axis.dial == dial) {
                return Err(bad_input(format!(
                    "{key} is swept in both recipes: turn another knob in the second, or sweep \
                     another one"
                )));
            }
        }
        let turn = |recipe, given: &String| turned(entry, recipe, given);
        let second = |recipe| self.against.iter().try_fold(recipe, turn);
        let plan = || self.plan_with(entry, recipe, second);
        (!self.against.is_empty()).then(plan).transpose()
    }
}
