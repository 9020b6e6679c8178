//! `faultline replay`: a link's run, without a browser.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use kernel::link::{self, Limits, Notice, Opened};
use kernel::{Line, Playhead, Run, Trace};
use labs::Entry;
use serde_json::{Value, json};

use super::output::{
    bad_input, figure_json, figure_line, find_lab, law_json, law_line, print, print_json,
};
use super::recipe::{address, read_data};

/// Replay a link and say how it came out: trace digest, laws, figures.
///
/// Exit codes: 0 when the run comes out as the link says, 1 when it does not (another version of
/// the model, cues that do not fit, another fingerprint), 64 when it is no link.
#[derive(Debug, Args)]
pub struct Replay {
    /// A link: an address of a lab's page, the part of it from the `#`, or with --lab only the
    /// part behind the `?`.
    link: String,

    /// The lab, where the link does not name it.
    #[arg(long, value_name = "SLUG")]
    lab: Option<String>,

    /// The data that the run was made with, where the link names their digest.
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,

    /// How many of the first facts to tell.
    #[arg(long, value_name = "N", default_value_t = 20)]
    facts: usize,

    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What a replay found.
struct Replayed {
    entry: &'static Entry,
    run: Run,
    trace: Trace,
    playhead: Playhead,
    notices: Vec<Notice>,
}

impl Replay {
    /// Replays the link.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let replayed = self.replay()?;
        if self.json {
            print_json(&replayed.json())?;
        } else {
            print(&replayed.text()?)?;
        }
        let differs = |notice: &Notice| !matches!(notice, Notice::Unsealed);
        Ok(if replayed.notices.iter().any(differs) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    fn replay(&self) -> anyhow::Result<Replayed> {
        let (slug, text) = address(&self.link, self.lab.as_deref())?;
        let entry = find_lab(&slug)?;
        let opening = text.is_empty().then(|| entry.presets.first()).flatten();
        let link = match link::read(entry.knobs, entry.version, &text) {
            Ok(link) => link,
            Err(why) => return Err(bad_input(why)),
        };
        let link = match opening {
            Some(preset) => link::Link { recipe: entry.recipe(preset), ..link },
            None => link,
        };
        let data = self.data.as_deref().map(|path| read_data(entry, path)).transpose()?;
        let machine = entry.machine(&link.recipe, data.as_ref()).map_err(bad_input)?;
        let Opened { mut run, notices } = link::open(link, machine, Limits::default());
        let playhead = run.playhead();
        let trace = Trace::of(&mut run, playhead.step, self.facts)?;
        Ok(Replayed { entry, run, trace, playhead, notices })
    }
}

impl Replayed {
    fn text(&self) -> anyhow::Result<String> {
        let Replayed { entry, run, trace, playhead, notices } = self;
        let mut text = trace.text(entry.card.slug);
        writeln!(text, "\nplayhead: step {} at {}", playhead.step, playhead.at)?;
        writeln!(text, "laws:")?;
        for (law, verdict) in run.laws().iter().zip(run.verdicts()) {
            text += &law_line(law, &verdict);
        }
        writeln!(text, "figures:")?;
        text.extend(run.machine().figures().iter().filter_map(figure_line));
        for notice in notices {
            writeln!(text, "notice: {notice}")?;
        }
        Ok(text)
    }

    fn json(&self) -> Value {
        let Replayed { entry, run, trace, playhead, notices } = self;
        let laws = run.laws();
        let laws = laws.iter().zip(run.verdicts()).map(|(law, verdict)| law_json(law, &verdict));
        json!({
            "lab": entry.card.slug,
            "version": trace.version,
            "seed": format!("{:x}", trace.seed),
            "steps": trace.steps,
            "end_us": trace.end.as_micros(),
            "digest": format!("{:016x}", trace.digest),
            "playhead": { "step": playhead.step, "at_us": playhead.at.as_micros() },
            "laws": laws.collect::<Vec<_>>(),
            "figures": run.machine().figures().iter().map(figure_json).collect::<Vec<_>>(),
            "facts": trace.lines.iter().map(fact_json).collect::<Vec<_>>(),
            "notices": notices.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })
    }
}

fn fact_json(line: &Line) -> Value {
    json!({ "step": line.step, "at_us": line.at.as_micros(), "text": line.text })
}
