//! `faultline labs`.

use std::fmt::Write;
use std::process::ExitCode;

use clap::Args;
use kernel::{Knob, Range};
use labs::{Entry, LABS, Preset};
use serde_json::{Value, json};

use super::output::{print, print_json};

/// List the labs: slug, title and question.
#[derive(Debug, Args)]
pub struct Labs {
    /// Print JSON, with each lab's knobs and presets.
    #[arg(long)]
    json: bool,
}

impl Labs {
    /// Prints the list.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if self.json {
            print_json(&Value::Array(labs::entries().map(lab).collect()))?;
        } else {
            let width = LABS.iter().map(|entry| entry.card.slug.len()).max().unwrap_or(0);
            let mut text = String::new();
            for entry in LABS {
                let card = &entry.card;
                writeln!(text, "{:width$}  {}: {}", card.slug, card.title, card.question)?;
            }
            print(&text)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn lab(entry: &Entry) -> Value {
    json!({
        "slug": entry.card.slug,
        "title": entry.card.title,
        "question": entry.card.question,
        "chapter": entry.card.chapter,
        "version": entry.version,
        "knobs": entry.knobs.iter().map(knob).collect::<Vec<_>>(),
        "presets": entry.presets.iter().map(preset).collect::<Vec<_>>(),
    })
}

fn knob(knob: &Knob) -> Value {
    let (low, high) = knob.range.bounds();
    let values = match knob.range {
        Range::Linear(..) | Range::Log(..) => json!({ "from": low, "to": high }),
        Range::Choice(_) | Range::Switch => {
            (low..=high).map(|value| knob.write(value)).collect::<Vec<_>>().into()
        }
    };
    json!({
        "key": knob.key,
        "label": knob.label,
        "unit": knob.unit,
        "help": knob.help,
        "values": values,
        "default": knob.write(knob.default),
    })
}

fn preset(preset: &Preset) -> Value {
    json!({ "key": preset.key, "label": preset.label, "note": preset.note })
}
