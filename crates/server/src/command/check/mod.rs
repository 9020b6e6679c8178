//! `faultline check`: exhaustive search of a lab's model, without a browser.

mod counts;
mod grid;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use kernel::{Budget, Caps, Checker, Machine, Purse, Recipe, Run, link};
use labs::search::{Findings, From, Job, Order, Verdict, words};
use labs::{Data, Entry};

use super::output::{bad_input, find_lab, print, print_json};
use super::recipe::{address, of_preset, pair, read_data, turned};
use report::Report;

/// States between two looks at how far the search is.
const NODES_PER_LOOK: u32 = 4_096;

/// Search every way in which a lab's model can go, within budgets.
///
/// A violation is printed as its shortest steps and as a link that shows it; so is a sample of what
/// the laws want to see. Where there are too many states, that is said early, with an estimate, and
/// the search stops at its limit with what it knows.
///
/// Exit codes: 0 when every state was seen and no law is broken, 1 when a law is broken, 2 when the
/// search was not finished, 64 when the input cannot be used. With --grid and
/// --counts: 0 when everything came out as it is published, 1 when something did otherwise, 2 when
/// something was not finished.
#[derive(Debug, Args)]
pub struct Check {
    /// The lab.
    #[arg(value_name = "LAB")]
    lab: String,

    /// Start from this preset's knobs instead of the defaults.
    #[arg(long, value_name = "KEY")]
    preset: Option<String>,

    /// Turn a knob.
    #[arg(long = "knob", value_name = "KEY=VALUE")]
    knobs: Vec<String>,

    /// Start from the frame of a link: a whole address, the part of it from the `#`, or only the
    /// part behind the `?`.
    #[arg(long, value_name = "LINK", conflicts_with_all = ["preset", "knobs"])]
    from: Option<String>,

    /// The data that the link's run was made with, where it names their digest.
    #[arg(long, value_name = "FILE", requires = "from")]
    data: Option<PathBuf>,

    /// How much the search may spend: `drops` and `copies` of messages, where there are any, and the
    /// lab's own budgets by the first word of their names.
    #[arg(long = "budget", value_name = "NAME=N")]
    budgets: Vec<String>,

    /// Stop after so many distinct states.
    #[arg(long, value_name = "N", default_value_t = Caps::default().states)]
    limit: u64,

    /// Stop after so many levels, the initial one counted.
    #[arg(long, value_name = "N")]
    depth: Option<u32>,

    /// Go on after the first broken law.
    #[arg(long)]
    all: bool,

    /// Take identical parts for alike: states that differ in their names alone count as one. Both
    /// counts are printed.
    #[arg(long)]
    symmetry: bool,

    /// Judge the lab's grids instead, and lay every cell beside what is published.
    #[arg(long, conflicts_with_all = ["preset", "knobs", "from", "budgets", "depth", "all", "symmetry"])]
    grid: bool,

    /// Count the states of the lab's tallies instead, and lay every row beside what is published.
    #[arg(long, conflicts_with_all = ["preset", "knobs", "from", "budgets", "depth", "all", "symmetry", "grid"])]
    counts: bool,

    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Check {
    /// Searches and prints the report.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let entry = find_lab(&self.lab)?;
        if self.grid {
            return grid::run(entry, self.limit, self.json);
        }
        if self.counts {
            return counts::run(entry, self.limit, self.json);
        }
        let data = self.data.as_deref().map(|path| read_data(entry, path)).transpose()?;
        let order = self.order(entry, data.as_ref())?;
        let mut job = Job::begin(&order, data.as_ref()).map_err(bad_input)?;
        let findings = search(&mut job, self.limit, !self.json);
        let report = Report::new(entry, &job.laws(), &findings, data.as_ref())?;
        if self.json {
            print_json(&report.json())?;
        } else {
            print(&report.text()?)?;
        }
        Ok(code(findings.verdict()))
    }

    /// What is asked of the search.
    fn order(&self, entry: &'static Entry, data: Option<&Data>) -> anyhow::Result<Order> {
        let (link, from) = match &self.from {
            Some(given) => (self.link(entry, given)?, From::Playhead),
            None => (link_of(entry, self.recipe(entry)?)?, From::Start),
        };
        let read = link::read(entry.knobs, entry.version, &link).map_err(bad_input)?;
        let machine = entry.machine(&read.recipe, data).map_err(bad_input)?;
        let limits = self.limits(&*machine)?;
        Ok(Order {
            from,
            limits,
            states: self.limit,
            depth: self.depth.unwrap_or(u32::MAX),
            go_on: self.all,
            symmetry: self.symmetry,
            ..Order::new(entry.card.slug, link)
        })
    }

    /// The link's own text.
    fn link(&self, entry: &'static Entry, given: &str) -> anyhow::Result<String> {
        let (slug, link) = address(given, Some(entry.card.slug))?;
        let of = find_lab(&slug)?;
        if of.card.slug != entry.card.slug {
            return Err(bad_input(format!(
                "the link is of {}, not of {}",
                of.card.slug, entry.card.slug
            )));
        }
        match entry.presets.first() {
            // A page without a link shows its opening preset.
            Some(preset) if link.is_empty() => link_of(entry, entry.recipe(preset)),
            _ => Ok(link),
        }
    }

    fn recipe(&self, entry: &Entry) -> anyhow::Result<Recipe> {
        let recipe = match &self.preset {
            Some(key) => Recipe { cues: Vec::new(), ..of_preset(entry, key)? },
            None => Recipe { knobs: entry.defaults(), ..Recipe::default() },
        };
        self.knobs.iter().try_fold(recipe, |recipe, given| turned(entry, recipe, given))
    }

    fn limits(&self, machine: &dyn Machine) -> anyhow::Result<Purse> {
        let mut limits = Checker::limits(machine, 0, 0);
        let own = machine.allowances().iter();
        let own = own.map(|own| (own.label.split(' ').next().unwrap_or(own.label), own.budget));
        let of_messages = [("drops", Budget::DROP), ("copies", Budget::COPY)];
        let of_messages = of_messages.into_iter().filter(|_| machine.has_messages());
        let names = of_messages.chain(own).collect::<Vec<_>>();
        for given in &self.budgets {
            let (name, value) = pair(given, "NAME=N")?;
            let budget = names.iter().find(|(of, _)| *of == name).ok_or_else(|| {
                let names = names.iter().map(|(name, _)| *name).collect::<Vec<_>>();
                bad_input(format!("no budget “{name}”: name one of {}", names.join(", ")))
            })?;
            let bad = |_| bad_input(format!("{name} cannot be “{value}”: it is 0 to 255"));
            limits[usize::from(budget.1.0)] = value.parse().map_err(bad)?;
        }
        Ok(limits)
    }
}

/// The link of a recipe at its start.
fn link_of(entry: &Entry, recipe: Recipe) -> anyhow::Result<String> {
    let machine = entry.machine(&recipe, None).map_err(bad_input)?;
    Ok(link::write(entry.knobs, &Run::new(machine, recipe)))
}

/// Searches to the end. What is on its way to its limit is said as soon as it can be known, where a
/// person reads along.
fn search(job: &mut Job, limit: u64, is_told: bool) -> Findings {
    let began = Instant::now();
    let elapsed = || u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
    // Once where it may be too large, and once more where it is.
    let mut told = 0;
    while job.advance(NODES_PER_LOOK) {
        let count = job.count(elapsed());
        let (least, most) = count.estimate.unwrap_or_default();
        let news = u8::from(most > limit) + u8::from(least > limit);
        if is_told && news > told {
            eprintln!("faultline: {}", words::prospect(&count, limit));
            told = news;
        }
    }
    job.findings(elapsed())
}

fn code(verdict: Verdict) -> ExitCode {
    match verdict {
        Verdict::Holds => ExitCode::SUCCESS,
        Verdict::Broken => ExitCode::from(1),
        Verdict::Unfinished => ExitCode::from(2),
    }
}
