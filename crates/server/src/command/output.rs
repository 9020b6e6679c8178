//! What the commands print alike: to standard output, where a reader may leave before the end.

use std::fmt::Display;
use std::io::{self, Write};

use kernel::{Figure, LawInfo, Verdict};
use labs::Entry;
use serde_json::{Value, json};
use thiserror::Error;

/// Input that cannot be used: what was wrong and what would be right. The exit code is 64.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct BadInput(String);

/// Says what was wrong and what would be right.
pub fn bad_input(what: impl Display) -> anyhow::Error {
    anyhow::Error::new(BadInput(what.to_string()))
}

/// Writes to standard output. Whoever reads it may stop reading: that is no error.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

/// Writes one JSON value over several lines.
pub fn print_json(value: &Value) -> anyhow::Result<()> {
    print(&format!("{value:#}\n"))
}

/// The lab of a slug.
pub fn find_lab(slug: &str) -> anyhow::Result<&'static Entry> {
    labs::find(slug).ok_or_else(|| {
        let slugs = labs::LABS.iter().map(|entry| entry.card.slug).collect::<Vec<_>>();
        bad_input(format!("there is no lab “{slug}”: name one of {}", slugs.join(", ")))
    })
}

/// A law and how it stands, on a line of its own.
pub fn law_line(law: &LawInfo, verdict: &Verdict) -> String {
    let name = law.name;
    match verdict {
        Verdict::Holds => format!("  holds     {name}\n"),
        Verdict::Seen(step) => format!("  seen      {name} (step {step})\n"),
        Verdict::NotYet => format!("  not seen  {name}\n"),
        Verdict::Waiting(why) => format!("  open      {name}: {why}\n"),
        Verdict::Broken(breach) => {
            format!("  BROKEN    {name} (step {} at {}): {}\n", breach.step, breach.at, breach.why)
        }
    }
}

/// A law and how it stands, as an object.
pub fn law_json(law: &LawInfo, verdict: &Verdict) -> Value {
    let (state, step, why) = match verdict {
        Verdict::Holds => ("holds", None, None),
        Verdict::Seen(step) => ("seen", Some(*step), None),
        Verdict::NotYet => ("not-seen", None, None),
        Verdict::Waiting(why) => ("open", None, Some(why.as_str())),
        Verdict::Broken(breach) => ("broken", Some(breach.step), Some(breach.why.as_str())),
    };
    json!({ "law": law.name, "verdict": state, "step": step, "why": why })
}

/// A figure on a line of its own; nothing where it has no value yet.
pub fn figure_line(figure: &Figure) -> Option<String> {
    let value = figure.value?;
    // Whole numbers are counts; anything else is rounded for the eye, and exact in JSON.
    let value = if value.fract() == 0.0 { format!("{value}") } else { format!("{value:.4}") };
    let unit = if figure.unit.is_empty() { String::new() } else { format!(" {}", figure.unit) };
    Some(format!("  {}: {value}{unit}\n", figure.label))
}

/// A figure as an object.
pub fn figure_json(figure: &Figure) -> Value {
    json!({
        "key": figure.key,
        "label": figure.label,
        "value": figure.value,
        "unit": figure.unit,
    })
}
