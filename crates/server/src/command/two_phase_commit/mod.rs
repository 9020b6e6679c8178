//! `faultline two-phase-commit`.

mod crew;
mod files;
mod links;
mod node;
mod report;
mod role;
mod storm;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use labs::cluster::real::{judge, merge};
use labs::two_phase_commit::rules::{KNOBS, TwoPhase};

use super::folder;
use super::output::{bad_input, print, print_json};
use report::Report;
use storm::Storm;

/// Run two-phase commit for real: a process a role, killed and started again while orders go on.
///
/// Coordinator and services are processes that speak over sockets of the loopback and force their
/// logs to disk; what they do is the lab's own text. They are ended without a word (`kill -9`) at
/// random moments and started again from their logs. When all orders are answered and everybody is
/// at rest, what each process wrote down of itself is replayed through the model, which judges every
/// law after every step. Ends with 0 when every law holds, 1 when one is broken or the model
/// refuses what happened.
#[derive(Debug, Args)]
pub struct TwoPhaseCommit {
    /// Run it for real; `faultline replay two-phase-commit` runs the model.
    #[arg(long, required_unless_present = "role")]
    real: bool,

    /// How many orders are placed.
    #[arg(long, value_name = "N", default_value = "50",
          value_parser = clap::value_parser!(u16).range(1..=5_000))]
    orders: u16,

    /// How many roles are killed meanwhile.
    #[arg(long, value_name = "N", default_value = "20",
          value_parser = clap::value_parser!(u32).range(0..=5_000))]
    kills: u32,

    /// The seed of dishes, victims, moments, losses and refusals.
    #[arg(long, default_value_t = 0)]
    seed: u64,

    /// How many services take part in an order, from 2 to 5.
    #[arg(long, value_name = "N", default_value = "2")]
    services: String,

    /// What is presumed of an order that nobody remembers: nothing, abort or commit.
    #[arg(long, value_name = "WHAT", default_value = "abort")]
    presume: String,

    /// What is done wrong: none, impatient, hasty, forgetful, hopeful or repeating.
    #[arg(long, value_name = "WHAT", default_value = "none")]
    mistake: String,

    /// Of a thousand messages between roles, how many are thrown away.
    #[arg(long, value_name = "PER_MILLE", default_value = "0")]
    loss: String,

    /// How long a forced write takes at least, in milliseconds.
    #[arg(long, value_name = "MS", default_value = "0")]
    disk: String,

    /// Keep logs and journals in this folder, which must be empty or not there.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,

    /// Print JSON.
    #[arg(long)]
    json: bool,

    /// Play the role that standard input asks for, as one of the processes.
    #[arg(long, hide = true, exclusive = true)]
    role: bool,
}

/// What is not an option: orders come as fast as they are answered, and what is waited for is
/// waited for briefly, since a message over the loopback takes well below a millisecond.
const SETTINGS: [(&str, i64); 10] = [
    ("order-every", 0),
    ("at-once", 3),
    ("dishes", 4),
    ("stock", 100),
    ("riders", 8),
    ("patience", 300),
    ("back-after", 20),
    ("refusals", 30),
    ("time-out", 150),
    ("ask-every", 20),
];

impl TwoPhaseCommit {
    /// Runs the storm, judges it, and prints what came of it.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if self.role {
            role::serve()?;
            return Ok(ExitCode::SUCCESS);
        }
        let knobs = self.knobs()?;
        let cluster = TwoPhase::of(&knobs);
        // It is removed with this value, whatever happens.
        let passing = match &self.keep {
            Some(folder) => {
                folder::take("--keep", folder)?;
                None
            }
            None => Some(tempfile::tempdir().context("cannot make a folder for the logs")?),
        };
        let folder = match (&passing, &self.keep) {
            (Some(passing), _) => passing.path(),
            (None, keep) => keep.as_deref().context("a folder to keep is given")?,
        };
        let (orders, kills, seed) = (self.orders, self.kills, self.seed);
        let storm = Storm { cluster: &cluster, knobs: &knobs, orders, kills, seed, folder };
        let seen = storm::run(&storm)?;
        let (mut entries, mut logs) = (Vec::new(), Vec::new());
        for node in 0..cluster.protocol.shop.nodes() {
            let (journal, log) = files::read(folder, &cluster.protocol, node)?;
            entries.extend(journal);
            logs.push((node, log));
        }
        let entries = merge(entries);
        let judged = judge(&cluster, entries.clone(), &logs);
        let report = Report { cluster: &cluster, seen, entries: &entries, judged };
        if self.json {
            print_json(&report.json())?;
        } else {
            print(&report.text())?;
        }
        report.verdict()
    }

    /// The values of the lab's knobs, in their order.
    fn knobs(&self) -> anyhow::Result<Vec<i64>> {
        let given = [
            ("services", &self.services),
            ("presume", &self.presume),
            ("mistake", &self.mistake),
            ("loss", &self.loss),
            ("disk", &self.disk),
        ];
        let value = |knob: &kernel::Knob| {
            let given = given.iter().find(|(key, _)| *key == knob.key);
            let set = SETTINGS.iter().find(|(key, _)| *key == knob.key);
            match (given, set) {
                (Some((key, text)), _) => {
                    knob.read(text).map_err(|why| bad_input(format!("--{key}: {why}")))
                }
                (None, Some((_, value))) => Ok(*value),
                (None, None) => Ok(knob.default),
            }
        };
        KNOBS.iter().map(value).collect()
    }
}

impl Report<'_> {
    /// The exit code: a broken law is a verdict, and so is a run that is none of the model.
    fn verdict(&self) -> anyhow::Result<ExitCode> {
        if self.judged.holds() {
            return Ok(ExitCode::SUCCESS);
        }
        if self.is_wrong() {
            return Ok(ExitCode::from(1));
        }
        bail!(
            "it did not come to rest in {} s, so nothing can be said of rest: try fewer kills, or \
             a machine that has less to do",
            self.seen.took.as_secs()
        )
    }
}
