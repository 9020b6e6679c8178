//! What `faultline check --grid` does: every cell of a lab's grids, beside what is published.

use std::fmt::Write;
use std::process::ExitCode;

use labs::search::{Job, Verdict};
use labs::{Entry, Grid, Judged};
use serde_json::{Value, json};

use super::super::output::{bad_input, print, print_json};
use super::report::address;
use super::{code, search};

/// Judges the lab's grids and prints them.
pub fn run(entry: &'static Entry, limit: u64, is_json: bool) -> anyhow::Result<ExitCode> {
    if entry.grids.is_empty() {
        return Err(bad_input(format!("{} has no grid", entry.card.slug)));
    }
    let mut verdict = Verdict::Holds;
    let mut all = Vec::new();
    for grid in entry.grids {
        let cells = 0..grid.cells();
        let cells =
            cells.map(|cell| judge(entry, grid, cell, limit)).collect::<Result<Vec<_>, _>>()?;
        let outcome = grid.outcome(entry.knobs, &cells);
        if outcome.differ > 0 {
            verdict = Verdict::Broken;
        } else if outcome.open > 0 && verdict == Verdict::Holds {
            verdict = Verdict::Unfinished;
        }
        if is_json {
            all.push(json(entry, grid, &cells));
        } else {
            print(&text(entry, grid, &cells)?)?;
        }
    }
    if is_json {
        print_json(&json!({ "lab": entry.card.slug, "grids": all }))?;
    }
    Ok(code(verdict))
}

fn judge(
    entry: &'static Entry,
    grid: &Grid,
    cell: usize,
    limit: u64,
) -> anyhow::Result<Option<Judged>> {
    let order = grid.order(entry, cell, limit)?;
    let mut job = Job::begin(&order, None).map_err(anyhow::Error::msg)?;
    let findings = search(&mut job, limit, false);
    Ok(Some(grid.judged(&job.laws(), &findings)))
}

fn text(entry: &Entry, grid: &Grid, cells: &[Option<Judged>]) -> anyhow::Result<String> {
    let mut text = format!(
        "{}: the law “{}”\npublished: {} ({})\n",
        grid.title, grid.law, grid.claim.text, grid.claim.source.title
    );
    for (cell, judged) in cells.iter().enumerate() {
        let sign = match judged {
            Some(Judged::Holds(_)) => "✓",
            Some(Judged::Broken(..)) => "✕",
            Some(Judged::Open(_)) | None => "◷",
        };
        writeln!(text, "  {sign} {}", grid.say(entry.knobs, cell, judged.as_ref()))?;
        if let Some(Judged::Broken(_, way)) = judged
            && let Some(link) = &way.link
        {
            writeln!(text, "      {}", address(entry, link))?;
        }
    }
    let outcome = grid.outcome(entry.knobs, cells);
    writeln!(text, "{}", outcome.say())?;
    if let Some(why) = grid.claim.differs.filter(|_| outcome.differ > 0) {
        writeln!(text, "{why}")?;
    }
    text.push('\n');
    Ok(text)
}

fn json(entry: &Entry, grid: &Grid, cells: &[Option<Judged>]) -> Value {
    let cell = |(cell, judged): (usize, &Option<Judged>)| {
        let settings: serde_json::Map<_, _> =
            grid.settings(cell).map(|(key, value)| (key.to_owned(), value.into())).collect();
        let (verdict, why, way) = match judged {
            Some(Judged::Holds(_)) => ("holds", None, None),
            Some(Judged::Broken(why, way)) => ("broken", Some(why), Some(way)),
            Some(Judged::Open(why)) => ("unfinished", Some(why), None),
            None => ("unfinished", None, None),
        };
        let link = way.and_then(|way| way.link.as_ref()).map(|link| address(entry, link));
        let agrees = judged.as_ref().and_then(|judged| grid.agrees(entry.knobs, cell, judged));
        json!({
            "knobs": settings,
            "verdict": verdict,
            "why": why,
            "steps": way.map(|way| way.steps),
            "link": link,
            "is_as_published": agrees,
        })
    };
    json!({
        "key": grid.key,
        "title": grid.title,
        "law": grid.law,
        "published": grid.claim.text,
        "source": grid.claim.source.url,
        "cells": cells.iter().enumerate().map(cell).collect::<Vec<_>>(),
    })
}
