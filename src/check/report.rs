//! The report of a search: how it ended, how each law came out, and the way to each breach.

use super::progress::numbers;
use super::verdict::{collision, headline, of_law};
use crate::session::{Msg, Watch};
use crate::worker::protocol::{Answer, Breach, Findings};
use kernel::{Kind, LawInfo, Span};
use yew::prelude::*;

/// The report; `on` hears what the session is to do.
pub fn report(findings: &Findings, laws: &[LawInfo], on: &Callback<Msg>) -> Html {
    let mut laws: Vec<_> = laws.iter().zip(&findings.laws).collect();
    // What is broken comes first, what only puts a law to the test last.
    laws.sort_by_key(|(law, answer)| {
        (!matches!(answer, Answer::Broken(_)), law.kind == Kind::Sometimes)
    });
    let rows = laws.into_iter().map(|(law, answer)| row(findings, law, answer, on));
    html! {
        <div class="check-report">
            <p class="check-headline" role="status">{ headline(findings) }</p>
            <ul class="laws">{ for rows }</ul>
            <div class="check-numbers">
                { numbers(&findings.count) }
                <p class="soft">{ small_print(findings) }</p>
            </div>
        </div>
    }
}

fn row(findings: &Findings, law: &LawInfo, answer: &Answer, on: &Callback<Msg>) -> Html {
    let words = of_law(law.kind, answer, findings);
    html! {
        <li key={law.name}>
            <span class={classes!("sign", words.tone)} aria-hidden="true">{ words.sign }</span>
            <span>
                { law.name }
                <small>{ words.text }</small>
                { way(law, answer, on) }
            </span>
        </li>
    }
}

/// The way to a breach.
fn way(law: &LawInfo, answer: &Answer, on: &Callback<Msg>) -> Html {
    let Answer::Broken(breach) = answer else { return html! { <span hidden=true /> } };
    let Some(link) = breach.link.clone() else {
        return html! {
            <small class="error">
                { "The way there did not come out the same when it was replayed: please report it." }
            </small>
        };
    };
    let watch = Watch { link, first: breach.first, note: note(law.name, breach) };
    let onclick = on.reform(move |_: MouseEvent| Msg::Watch(watch.clone()));
    html! {
        <span class="row">
            <button {onclick}>{ format!("Watch it: {}", steps(breach.steps)) }</button>
            <small>{ timing(breach) }</small>
        </span>
    }
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
