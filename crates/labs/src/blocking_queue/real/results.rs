//! What is going on, in a sentence; and what came of what was checked and compared.

use super::figures::{count, rate, times};
use super::panel::{Aim, Wish};
use super::race::{Race, Row};
use super::run::{Run, Verdict};
use super::stage::name;
use widgets::tag;
use widgets::tag::Tag;
use yew::Callback;

/// What the panel is about.
pub const INTRODUCTION: &str = "Each thread here is a worker. It blocks in Atomics.wait on memory \
     that all share, and is woken by Atomics.notify: the queue is real, and so is the deadlock when \
     one dies with the lock.";

const CHECKS: [(u32, &str); 2] = [(1_000_000, "1 million"), (10_000_000, "10 million")];

/// What is going on.
pub fn story(run: Option<&Run>, aim: Aim, failed: Option<&str>) -> Tag {
    let (tone, words) = match (failed, run) {
        (Some(why), _) => ("tone-lost", ["✕ It could not be done: ", why, "."].concat()),
        (None, None) => ("soft", "Nothing runs yet.".to_owned()),
        (None, Some(run)) => tell(run, aim),
    };
    tag!(p, class: ["queue-story ", tone].concat(), role: "status").text(words)
}

fn tell(run: &Run, aim: Aim) -> (&'static str, String) {
    let plan = run.plan();
    let name = |thread| name(thread, plan.producers);
    let dead = (0..plan.producers + plan.consumers).find(|thread| run.is_dead(*thread));
    if run.is_over() && aim == Aim::Race {
        return ("tone-ok", "✓ The race is over.".to_owned());
    }
    if run.is_over() {
        return over(run, dead.is_some());
    }
    if run.begun_ms().is_none() {
        return ("soft", "The workers are starting.".to_owned());
    }
    if let Some(victim) = run.victim() {
        return ("tone-wait", ["◷ ", &name(victim), " goes to where it shall die."].concat());
    }
    for (holder, what) in run.holders().into_iter().zip(["entry", "exit"]) {
        if let Some(holder) = holder.filter(|holder| run.is_dead(*holder)) {
            return ("tone-lost", stuck(&name(holder), what));
        }
    }
    match dead {
        Some(dead) if run.repairs() > 0 => (
            "tone-ok",
            [
                "✓ The supervisor found that ",
                &name(dead),
                " was dead and took the lock over; the next holder was told, and went on from the \
                 last whole state. What the dead had half done never became visible, so it is \
                 rolled back.",
            ]
            .concat(),
        ),
        Some(dead) => (
            "tone-wait",
            [
                "✕ ",
                &name(dead),
                " died and held nothing. The others go on; only what it had in hand is gone.",
            ]
            .concat(),
        ),
        None => ("soft", running(run, aim)),
    }
}

fn stuck(holder: &str, what: &str) -> String {
    let side = if what == "entry" { "No item comes in" } else { "No item goes out" };
    [
        "✕ ",
        holder,
        " died with the ",
        what,
        "’s lock, and nobody else can give it up. ",
        side,
        " any more: sooner or later all wait for ever, and only their time-outs tell. Supervise to \
         take the lock over.",
    ]
    .concat()
}

fn running(run: &Run, aim: Aim) -> String {
    let what = match (aim, run.is_closed()) {
        (Aim::Watch, false) => "Running. Kill a thread, or close the queue.",
        (Aim::Watch, true) => "Closed: puts fail, and gets drain what is left.",
        (Aim::Check, _) => {
            "Checking: every consumer looks at the number and content of every item."
        }
        (Aim::Race, _) => "Racing: the ring and messages take turns.",
    };
    what.to_owned()
}

fn over(run: &Run, has_dead: bool) -> (&'static str, String) {
    let (head, tail) = run.positions();
    if has_dead {
        let left = count(tail.wrapping_sub(head).into());
        return ("tone-wait", ["Everybody who lived has left; ", &left, " items stayed."].concat());
    }
    match run.verdict() {
        Some(verdict) if verdict.is_whole() => {
            let items = count(verdict.made);
            let whole = " items were put and arrived: once, in order, whole.";
            ("tone-ok", ["✓ Everybody has left. ", &items, whole].concat())
        }
        _ => ("tone-lost", "✕ Items were lost, doubled or out of order.".to_owned()),
    }
}

/// The run that is checked, and the race, each with what came of it.
pub fn results(
    busy: Option<Aim>,
    run: Option<&Run>,
    checked: Option<Verdict>,
    race: &Race,
    on: &Callback<Wish>,
) -> Tag {
    let check = |(items, label): (u32, &'static str)| {
        tag!(button, disabled: busy.is_some())
            .key(items)
            .clicked(on.reform(move |_| Wish::Check(items)))
            .text(["Check ", label, " items"].concat())
    };
    let progress = (busy == Some(Aim::Check)).then_some(run).flatten().map(|run| {
        tag!(progress, max: run.plan().items, value: run.positions().0,
            "aria-label": "Items that were checked")
    });
    let integrity = section("queue-check", "Nothing lost")
        .child(tag!(div, class: "row").children(CHECKS.map(check)))
        .child(tag!(div).maybe(progress).maybe(checked.map(report)));
    let done = count(race.done() as u64);
    let label = match busy {
        Some(Aim::Race) => ["Racing: ", &done, " of ", &count(Race::RUNS as u64)].concat(),
        _ => "Race with postMessage".to_owned(),
    };
    let go = tag!(button, disabled: busy.is_some()).clicked(on.reform(|_| Wish::Race)).text(label);
    let race = section("queue-race", "Beside messages")
        .child(tag!(div, class: "row").child(go))
        .child(tag!(div).maybe((race.done() > 0).then(|| table(race))));
    tag!(div, class: "queue-results").child(integrity).child(race)
}

fn section(id: &'static str, title: &'static str) -> Tag {
    tag!(section, class: "queue-result", "aria-labelledby": id).child(tag!(h3, id: id).text(title))
}

fn report(verdict: Verdict) -> Tag {
    let (tone, sign) = if verdict.is_whole() {
        ("tone-ok", "✓ nothing lost")
    } else {
        ("tone-lost", "✕ broken")
    };
    let row = |name: &'static str, value: String| {
        tag!(tr).child(tag!(th, scope: "row").text(name)).child(tag!(td).text(value))
    };
    let same = if verdict.is_same { "equal" } else { "different" };
    let body = tag!(tbody)
        .child(row("Put", count(verdict.made)))
        .child(row("Got", count(verdict.arrived)))
        .child(row("Sums of their fingerprints", same.to_owned()))
        .child(row("Out of order, by producer", count(verdict.disorder)))
        .child(row("Torn", count(verdict.torn)))
        .child(row("Items a second", rate(verdict.rate())));
    tag!(table, class: "queue-table").child(tag!(caption, class: tone).text(sign)).child(body)
}

fn table(race: &Race) -> Tag {
    let head = ["Items together", "Ring, items/s", "Messages, items/s", "Ratio"];
    let head = head.map(|name| tag!(th, scope: "col").key(name).text(name));
    let shown = |value: Option<f64>, words: fn(f64) -> String| {
        tag!(td).text(value.map_or_else(|| "–".to_owned(), words))
    };
    let row = |row: Row| {
        tag!(tr)
            .key(row.batch)
            .child(tag!(th, scope: "row").text(count(row.batch.into())))
            .child(shown(row.ring, rate))
            .child(shown(row.messages, rate))
            .child(shown(row.ratio(), times))
    };
    let (tone, sign) = if race.is_whole() {
        (
            "soft",
            "The medians of three turns. Items of 64 bytes, all of them checked; messages have no bound on what waits.",
        )
    } else {
        ("tone-lost", "✕ Items were lost on the way.")
    };
    tag!(table, class: "queue-table")
        .child(tag!(caption, class: tone).text(sign))
        .child(tag!(thead).child(tag!(tr).children(head)))
        .child(tag!(tbody).children(race.rows().map(row)))
}
