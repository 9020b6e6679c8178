//! What `faultline check --counts` does: a lab's tallies, counted row by row beside what is published.

use std::fmt::Write;
use std::process::ExitCode;

use labs::search::{Job, Verdict, words};
use labs::tally::{Errand, Row};
use labs::{Counting, Entry};
use serde_json::{Value, json};

use super::super::output::{bad_input, print, print_json};
use super::{code, search};

/// Counts the lab's tallies and prints them.
pub fn run(entry: &'static Entry, limit: u64, is_json: bool) -> anyhow::Result<ExitCode> {
    if entry.tallies.is_empty() {
        return Err(bad_input(format!("nothing is published of {}", entry.card.slug)));
    }
    let mut verdict = Verdict::Holds;
    let mut all = Vec::new();
    for tally in entry.tallies {
        let mut counting = Counting::new(tally);
        while let Some(errand) = counting.next() {
            count(entry, &mut counting, errand, limit)?;
        }
        let rows = 0..counting.rows().len();
        if rows.clone().any(|row| counting.agrees(row) == Some(false)) {
            verdict = Verdict::Broken;
        } else if verdict == Verdict::Holds && counting.rows().iter().any(|row| !is_counted(row)) {
            verdict = Verdict::Unfinished;
        }
        if is_json {
            let rows = rows.map(|row| row_json(entry, &counting, row)).collect::<Vec<_>>();
            all.push(json!({ "key": tally.key, "title": tally.title, "rows": rows }));
        } else {
            print(&text(entry, &counting)?)?;
        }
    }
    if is_json {
        print_json(&json!({ "lab": entry.card.slug, "tallies": all }))?;
    }
    Ok(code(verdict))
}

fn is_counted(row: &Row) -> bool {
    matches!(row.all, Some(Ok(_)))
}

fn count(
    entry: &'static Entry,
    counting: &mut Counting,
    errand: Errand,
    limit: u64,
) -> anyhow::Result<()> {
    let order = counting.tally.order(entry, errand, limit)?;
    match Job::begin(&order, None) {
        Ok(mut job) => counting.note(errand, &search(&mut job, limit, false)),
        // Nobody has anybody to change names with.
        Err(why) => counting.refuse(errand, why),
    }
    Ok(())
}

fn text(entry: &Entry, counting: &Counting) -> anyhow::Result<String> {
    let knob = counting.tally.rows.knob(entry.knobs);
    let mut text = format!("{}, by {}\n", counting.tally.title, knob.key);
    for (at, row) in counting.rows().iter().enumerate() {
        let setting = counting.setting(entry.knobs, at);
        let sign = match (counting.agrees(at), is_counted(row)) {
            (Some(true), _) => "✓",
            (Some(false), _) => "≠",
            (None, true) => "·",
            (None, false) => "◷",
        };
        let counted = match &row.all {
            Some(Ok(count)) => format!(
                "{} distinct, {} generated, depth {}",
                words::whole(count.distinct),
                words::whole(count.generated),
                count.depth
            ),
            Some(Err(why)) => why.clone(),
            None => String::new(),
        };
        let alike = match &row.alike {
            Some(Ok(count)) => format!(", {} up to renaming", words::whole(count.distinct)),
            _ => String::new(),
        };
        let published = counting.tally.published(at).map(|published| published.say());
        let published = published.collect::<Vec<_>>().join("; ");
        let published =
            if published.is_empty() { published } else { format!(" (published: {published})") };
        writeln!(text, "  {sign} {setting}: {counted}{alike}{published}")?;
    }
    Ok(text)
}

fn row_json(entry: &Entry, counting: &Counting, at: usize) -> Value {
    let row = &counting.rows()[at];
    let count = row.all.as_ref().and_then(|all| all.as_ref().ok());
    let alike = row.alike.as_ref().and_then(|alike| alike.as_ref().ok());
    let published = counting.tally.published(at).map(|published| {
        json!({
            "distinct": published.distinct,
            "generated": published.generated,
            "depth": published.depth,
            "by": published.by,
            "source": published.source.url,
        })
    });
    json!({
        counting.tally.rows.knob: counting.setting(entry.knobs, at),
        "distinct": count.map(|count| count.distinct),
        "generated": count.map(|count| count.generated),
        "depth": count.map(|count| count.depth),
        "up_to_renaming": alike.map(|alike| alike.distinct),
        "published": published.collect::<Vec<_>>(),
        "is_as_published": counting.agrees(at),
    })
}
