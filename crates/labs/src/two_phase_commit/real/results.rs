//! What is going on, in words and counts, and what the files hold.

use super::picture::span;
use super::run::{Phase, Run};
use super::verdict::Sentence;
use crate::cluster::view::since;
use crate::cluster::{Node, Power, Protocol};
use kernel::decimal::thousands;
use widgets::tag;
use widgets::tag::Tag;

/// What the panel is about.
pub const INTRODUCTION: &str = "Each server here is a worker, a thread of its own, that runs the very \
     role functions of the model and keeps its log in a file. To crash is to be terminated in the \
     midst of whatever it does; to restart is to read the file. Messages go through the page, which \
     shows, loses and holds them up.";

/// Lines of a file that are shown.
const TAIL: usize = 5;

/// What is going on.
pub fn story(
    run: Option<&Run>,
    is_making: bool,
    sentence: Option<&Sentence>,
    failed: Option<&str>,
    now_ms: f64,
) -> Tag {
    let (tone, words) = match (failed, run, sentence) {
        (Some(why), ..) => ("tone-lost", ["✕ It could not be done: ", why, "."].concat()),
        (None, None, _) if is_making => ("soft", "Making a folder for the logs.".to_owned()),
        (None, None, _) => ("soft", "Nothing runs yet.".to_owned()),
        (None, Some(run), Some(sentence)) => {
            let tone = if sentence.holds() { "tone-ok" } else { "tone-lost" };
            (tone, [&restless(run), sentence.words().as_str()].concat())
        }
        (None, Some(run), None) => tell(run, now_ms),
    };
    tag!(p, class: ["commit-story ", tone].concat(), role: "status").text(words)
}

/// That it did not come to rest, where it did not.
fn restless(run: &Run) -> String {
    match run.phase {
        Phase::Restless => "It has not come to rest in half a minute. ".to_owned(),
        _ => String::new(),
    }
}

fn tell(run: &Run, now_ms: f64) -> (&'static str, String) {
    if let Phase::Settling(_) = run.phase {
        let words = "◷ Nothing fails any more, and nobody orders: what is open comes to its end.";
        return ("tone-wait", words.to_owned());
    }
    let down: Vec<&str> = (0 as Node..)
        .zip(&run.servers)
        .filter(|(_, server)| server.power == Power::Down && !server.is_starting)
        .map(|(node, _)| run.cluster.protocol.name(node))
        .collect();
    let doubt = run.tally.open_doubt(now_ms);
    match (doubt, down.is_empty()) {
        (Some(_), false) => (
            "tone-wait",
            [
                "◷ Somebody has said yes and may not decide alone: locks are held for as long as \
                 the answer is out. Down: ",
                &down.join(", "),
                ".",
            ]
            .concat(),
        ),
        (None, false) => ("tone-wait", ["✕ Down: ", &down.join(", "), "."].concat()),
        _ if run.has_trap => {
            ("soft", "Running. The coordinator goes when all services are in doubt.".to_owned())
        }
        _ => ("soft", "Running. Crash somebody, or let a storm do it.".to_owned()),
    }
}

/// Counts.
pub fn figures(run: &Run, now_ms: f64) -> Tag {
    let tally = &run.tally;
    let count = |count: u64| thousands(&count.to_string());
    let rows = [
        ("Committed", count(tally.committed)),
        ("Aborted", count(tally.aborted)),
        ("In doubt now", count(tally.in_doubt() as u64)),
        ("Longest doubt", since(span(tally.longest_doubt(now_ms)))),
        ("Crashes", count(tally.crashes)),
        ("Messages", count(run.mail.sent)),
        ("of them lost", count(run.mail.lost)),
        ("Files written", count(tally.forced)),
    ];
    let row = |(name, value): (&'static str, String)| {
        tag!(div).key(name).child(tag!(dt).text(name)).child(tag!(dd).text(value))
    };
    tag!(dl, class: "commit-figures").children(rows.map(row))
}

/// The ends of the files, as they stand there.
pub fn files(run: &Run) -> Tag {
    let file = |(node, text): (Node, &String)| {
        let lines = text.lines().count();
        let skipped = lines.saturating_sub(TAIL);
        let tail = text.lines().enumerate().skip(skipped);
        let tail = tail.map(|(nth, line)| tag!(li).key(nth).text(line.to_owned()));
        let head = match lines {
            0 => " · empty".to_owned(),
            1 => " · 1 record".to_owned(),
            n => [" · ", &thousands(&n.to_string()), " records"].concat(),
        };
        tag!(div, class: "commit-file")
            .key(u64::from(node))
            .child(
                tag!(h4)
                    .text(run.cluster.protocol.name(node))
                    .child(tag!(span, class: "soft").text(head)),
            )
            .child(tag!(ol, class: "mono").children(tail))
    };
    let files = (0..).zip(&run.tally.files).map(file);
    tag!(section, class: "commit-files", "aria-labelledby": "commit-files-title")
        .child(tag!(h3, id: "commit-files-title").text("In the files"))
        .child(tag!(div, class: "commit-columns").children(files))
}

/// The latest happenings.
pub fn happenings(run: &Run, began_ms: f64) -> Tag {
    let line = |(nth, (at_ms, what)): (usize, &(f64, String))| {
        tag!(li)
            .key(nth)
            .child(tag!(time).text(since(span(at_ms - began_ms))))
            .child(tag!(span).text(what.clone()))
    };
    tag!(section, class: "commit-said", "aria-labelledby": "commit-said-title")
        .child(tag!(h3, id: "commit-said-title").text("What the servers say"))
        .child(tag!(ol).children(run.tally.said.iter().enumerate().map(line)))
}
