//! The report of a search: how it ended, how each law came out, and the way to each breach.

use super::progress::numbers;
use super::verdict::{collision, headline, of_law};
use crate::hear::on_click;
use crate::laws::signed;
use crate::session::{Msg, Watch};
use crate::worker::protocol::{Answer, Breach, Findings};
use kernel::{Kind, LawInfo, Span, order};
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// The report; `on` hears what the session is to do.
pub fn report(findings: &Findings, laws: &[LawInfo], on: &Callback<Msg>) -> Tag {
    let laws: Vec<_> = laws.iter().zip(&findings.laws).collect();
    // What is broken comes first, what only puts a law to the test last.
    let laws = order::sorted(laws, |(law, answer)| {
        let is_unbroken = !matches!(answer, Answer::Broken(_));
        (u64::from(is_unbroken), u64::from(law.kind == Kind::Sometimes))
    });
    let rows = laws.into_iter().map(|(law, answer)| row(findings, law, answer, on));
    tag!(div, class: "check-report")
        .child(tag!(p, class: "check-headline", role: "status").text(headline(findings)))
        .child(tag!(ul, class: "laws").children(rows))
        .child(
            tag!(div, class: "check-numbers")
                .child(numbers(&findings.count))
                .child(tag!(p, class: "soft").text(small_print(findings))),
        )
}

fn row(findings: &Findings, law: &LawInfo, answer: &Answer, on: &Callback<Msg>) -> Tag {
    let words = of_law(law.kind, answer, findings);
    let said =
        tag!(span).text(law.name).child(tag!(small).text(words.text)).child(way(law, answer, on));
    tag!(li).key(law.name).child(signed(words.tone, words.sign)).child(said)
}

/// The way to a breach.
fn way(law: &LawInfo, answer: &Answer, on: &Callback<Msg>) -> Tag {
    let Answer::Broken(breach) = answer else { return tag!(span, hidden: true) };
    let Some(link) = breach.link.clone() else {
        return tag!(small, class: "error").text(
            "The way there did not come out the same when it was replayed: please report it.",
        );
    };
    let watch = Watch { link, first: breach.first, note: note(law.name, breach) };
    let button = tag!(button)
        .clicked(on_click(on, Msg::Watch(watch)))
        .text(format!("Watch it: {}", steps(breach.steps)));
    tag!(span, class: "row").child(button).child(tag!(small).text(timing(breach)))
}

fn note(law: &str, breach: &Breach) -> String {
    let steps = steps(breach.steps);
    format!("the shortest way to break “{law}”, found by the search: {steps}, {}", timing(breach))
}

fn steps(steps: u64) -> String {
    match steps {
        1 => "1 step".to_owned(),
        steps => format!("{steps} steps"),
    }
}

fn timing(breach: &Breach) -> &'static str {
    if breach.is_possible { "possible under these delays" } else { "needs other delays" }
}

fn small_print(findings: &Findings) -> String {
    let time = match findings.grain_us {
        None => "Any booked event could come next, whatever its delay.".to_owned(),
        Some(us) => {
            format!(
                "Hands could come at multiples of {}; that is the grain of time.",
                Span::micros(us)
            )
        }
    };
    format!(
        "{time} {} Starvation needs fairness, which is not modelled.",
        collision(findings.collision)
    )
}
