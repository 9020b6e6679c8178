//! `faultline check`: exhaustive search of a lab's model, without a browser.

use std::fmt::Write;
use std::process::ExitCode;

use clap::Args;
use kernel::check::{Answer, Caps, Checker, Cut, Outcome, Report, Timing, Witness};
use kernel::link;
use kernel::{Budget, Machine, Purse, Recipe, Run, Search, Time};
use labs::Entry;
use serde_json::{Value, json};

use super::output::{bad_input, find_lab, print, print_json};
use super::recipe::{of_preset, pair, turned};

/// Search every way in which a lab's model can go, within budgets.
///
/// A breach is printed as its shortest steps and as a link that shows it.
///
/// Exit codes: 0 when every state was seen and no law is broken, 1 when a law is broken or the
/// search was cut, 64 when the input cannot be used.
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

    /// How much the search may spend: `drops` and `copies` of messages, and the lab's own budgets
    /// by the first word of their names.
    #[arg(long = "budget", value_name = "NAME=N")]
    budgets: Vec<String>,

    /// Stop after so many distinct states.
    #[arg(long, value_name = "N", default_value_t = Caps::default().states)]
    states: u64,

    /// Stop after so many steps from the start.
    #[arg(long, value_name = "N")]
    depth: Option<u32>,

    /// Go on after the first broken law.
    #[arg(long)]
    all: bool,

    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A broken law with the steps that break it.
struct Breach {
    law: &'static str,
    witness: Witness,
    steps: Vec<String>,
    link: String,
}

impl Check {
    /// Searches and prints the report.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let entry = find_lab(&self.lab)?;
        let recipe = self.recipe(entry)?;
        let machine = entry.machine(&recipe, None).map_err(bad_input)?;
        let limits = self.limits(&*machine)?;
        let depth = self.depth.unwrap_or(u32::MAX);
        let caps = Caps { states: self.states, depth, go_on: self.all };
        let mut checker = Checker::new(&*machine, limits, caps);
        let report = checker.finish();
        let broken = report.laws.iter().enumerate();
        let broken = broken.filter(|(_, law)| matches!(law.answer, Answer::Broken(_)));
        let breaches = broken
            .filter_map(|(index, law)| {
                Some(Breach::of(entry, &recipe, law.name, checker.witness(index)?))
            })
            .collect::<anyhow::Result<Vec<_>>>()?;
        if self.json {
            print_json(&json(entry, &report, &breaches))?;
        } else {
            print(&text(&report, &breaches)?)?;
        }
        let proved = report.outcome == Outcome::Complete;
        Ok(if proved { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
        let names = [("drops", Budget::DROP), ("copies", Budget::COPY)];
        let names = names.into_iter().chain(own).collect::<Vec<_>>();
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

impl Breach {
    /// Replays the witness, so that its steps and its link are those of a run.
    fn of(
        entry: &Entry,
        recipe: &Recipe,
        law: &'static str,
        witness: Witness,
    ) -> anyhow::Result<Breach> {
        let recipe = Recipe { cues: witness.cues.clone(), ..recipe.clone() };
        let mut run = Run::new(entry.machine(&recipe, None)?, recipe);
        let mut steps = Vec::new();
        for cue in &witness.cues {
            let what = run.machine().describe(&cue.deed)?;
            run.advance(Time::END, 1);
            steps.push(format!("{} {what}", cue.at));
        }
        let link = format!("#/lab/{}?{}", entry.card.slug, link::write(entry.knobs, &run));
        Ok(Breach { law, witness, steps, link })
    }
}

fn text(report: &Report, breaches: &[Breach]) -> anyhow::Result<String> {
    let Report { distinct, generated, depth, at_rest, .. } = report;
    let mut text = format!(
        "{}\n{distinct} distinct states, {generated} generated, depth {depth}, {at_rest} at rest\n\
         chance that a collision hid a state: {:.1e}\nlaws:\n",
        outcome(report),
        report.collision
    );
    for law in &report.laws {
        let (sign, why) = answer(&law.answer);
        let why = why.map_or_else(String::new, |why| format!(": {why}"));
        writeln!(text, "  {sign:8}  {}{why}", law.name)?;
    }
    for breach in breaches {
        writeln!(text, "\nthe shortest way to break “{}” ({}):", breach.law, timing(breach))?;
        for step in &breach.steps {
            writeln!(text, "  {step}")?;
        }
        writeln!(text, "  {}\n  {}", breach.witness.why, breach.link)?;
    }
    Ok(text)
}

fn json(entry: &Entry, report: &Report, breaches: &[Breach]) -> Value {
    let law = |law: &kernel::check::Finding| {
        let (verdict, why) = answer(&law.answer);
        json!({ "law": law.name, "verdict": verdict.to_lowercase(), "why": why })
    };
    let breach = |breach: &Breach| {
        json!({
            "law": breach.law,
            "why": breach.witness.why,
            "steps": breach.steps,
            "timing": timing(breach),
            "link": breach.link,
        })
    };
    json!({
        "lab": entry.card.slug,
        "outcome": outcome(report),
        "is_complete": report.outcome == Outcome::Complete,
        "distinct": report.distinct,
        "generated": report.generated,
        "depth": report.depth,
        "at_rest": report.at_rest,
        "collision": report.collision,
        "bytes": report.bytes,
        "laws": report.laws.iter().map(law).collect::<Vec<_>>(),
        "breaches": breaches.iter().map(breach).collect::<Vec<_>>(),
    })
}

/// How far the search came, in words.
fn outcome(report: &Report) -> String {
    let how = match report.search {
        Search::Untimed => "in any order of events".to_owned(),
        Search::Timed { grain, .. } => format!("with actions at multiples of {grain}"),
    };
    match &report.outcome {
        Outcome::Running => "the search is not done".to_owned(),
        Outcome::Complete => format!("every state was seen, {how}"),
        Outcome::Breached => format!("a law is broken, {how}"),
        Outcome::Cut(Cut::States(states)) => format!("cut after {states} distinct states"),
        Outcome::Cut(Cut::Depth(depth)) => format!("cut at depth {depth}"),
        Outcome::Cut(Cut::Horizon) => "cut at the horizon of the search".to_owned(),
        Outcome::Cut(Cut::Successors) => {
            "cut: a state has more than 65,535 successors; turn a knob down".to_owned()
        }
        Outcome::NotCheckable(why) => format!("this model cannot be searched: {why}"),
    }
}

fn answer(answer: &Answer) -> (&'static str, Option<&str>) {
    match answer {
        Answer::Holds => ("holds", None),
        Answer::Seen => ("seen", None),
        Answer::NotSeen => ("not seen", None),
        Answer::Open => ("open", None),
        Answer::Broken(why) => ("BROKEN", Some(why)),
    }
}

fn timing(breach: &Breach) -> &'static str {
    match breach.witness.timing {
        Timing::Possible => "possible under these delays",
        Timing::NeedsOtherDelays => "needs other delays",
    }
}
