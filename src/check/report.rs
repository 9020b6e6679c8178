//! The report of a search: how it ended, what is broken and how to see it, what holds, and a sample
//! of each thing that was seen.

use super::progress::numbers;
use super::way::{To, watch};
use crate::laws::signed;
use crate::session::Msg;
use crate::tone;
use kernel::{Kind, LawInfo};
use labs::search::{Answer, Findings, Way, words};
use widgets::tag;
use widgets::tag::{Tag, Value};
use yew::prelude::*;

/// The report; `on` hears what the session is to do.
pub fn report(findings: &Findings, laws: &[LawInfo], on: &Callback<Msg>) -> Tag {
    let laws = || laws.iter().zip(&findings.laws);
    let is_broken = |answer: &Answer| matches!(answer, Answer::Broken(..));
    let violations = laws().filter_map(|(law, answer)| match answer {
        Answer::Broken(why, way) => Some(violation(law, why, way, on)),
        _ => None,
    });
    let judged = laws().filter(|(law, answer)| law.kind != Kind::Sometimes && !is_broken(answer));
    let judged = judged.map(|(law, answer)| verdict(findings, law, answer));
    let seen = laws().filter(|(law, _)| law.kind == Kind::Sometimes);
    let seen = seen.map(|(law, answer)| sample(findings, law, answer, on));
    let tables = tag!(div, class: "check-tables")
        .child(table("Violations", &["Law", "Why", "Shortest way", "Watch"], violations))
        .child(table("Laws", &["Law", "Verdict"], judged))
        .child(table("Put to the test", &["What was to be seen", "Sample", "Watch"], seen));
    let numbers = tag!(div, class: "check-numbers")
        .child(numbers(&findings.count))
        .child(tag!(p, class: "soft").text(words::small_print(findings)));
    tag!(div, class: "check-report")
        .child(tag!(p, class: "check-headline", role: "status").text(words::headline(findings)))
        .child(tables)
        .child(numbers)
}

/// A law that is broken: why, and the way there.
fn violation(law: &LawInfo, why: &str, way: &Way, on: &Callback<Msg>) -> Tag {
    row(law, "tone-lost", "✕")
        .child(cell("Why").text(why.to_owned()))
        .child(length(way))
        .child(cell("Watch").child(watch(To::Break(law.name), way, on)))
}

/// A law that is not broken, and what that is worth.
fn verdict(findings: &Findings, law: &LawInfo, answer: &Answer) -> Tag {
    let words = words::of_law(law.kind, answer, findings);
    row(law, tone::class(words.tone), words.sign).child(cell("Verdict").text(words.text))
}

/// What was to be seen, and the shortest way to see it.
fn sample(findings: &Findings, law: &LawInfo, answer: &Answer, on: &Callback<Msg>) -> Tag {
    let words = words::of_law(law.kind, answer, findings);
    let row = row(law, tone::class(words.tone), words.sign);
    match answer {
        Answer::Seen(way) => {
            row.child(length(way)).child(cell("Watch").child(watch(To::See(law.name), way, on)))
        }
        _ => row.child(cell("Sample").text(words.text)).child(cell("Watch")),
    }
}

fn row(law: &LawInfo, tone: &str, sign: &'static str) -> Tag {
    let name = tag!(th, scope: "row").child(signed(tone, sign)).text(law.name);
    tag!(tr).key(law.name).child(name)
}

fn length(way: &Way) -> Tag {
    cell("Shortest way").text(words::way(way))
}

/// A cell that says on a narrow screen which column it is of.
fn cell(column: &'static str) -> Tag {
    tag!(td, "data-column": column)
}

fn table(title: impl Value, columns: &[&'static str], rows: impl Iterator<Item = Tag>) -> Tag {
    let rows: Vec<Tag> = rows.collect();
    let columns = columns.iter().map(|column| tag!(th, scope: "col").key(*column).text(*column));
    tag!(table, class: "checked", hidden: rows.is_empty())
        .child(tag!(caption).text(title))
        .child(tag!(thead).child(tag!(tr).children(columns)))
        .child(tag!(tbody).children(rows))
}
