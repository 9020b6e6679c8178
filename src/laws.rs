//! The laws of a lab, each with a verdict and the reason for a no.

use crate::session::{LawRow, Msg};
use kernel::{Kind, Verdict};
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Laws`].
#[derive(Properties, PartialEq)]
pub struct LawsProps {
    /// The laws, and how each stands.
    pub laws: Rc<[LawRow]>,
    /// Hears what is asked.
    pub on: Callback<Msg>,
}

/// The list of laws; what must be seen at least once, so that they are not empty, folded under it.
#[component]
pub fn Laws(props: &LawsProps) -> Html {
    let (hopes, laws): (Vec<_>, Vec<_>) =
        props.laws.iter().partition(|law| law.kind == Kind::Sometimes);
    let seen = hopes.iter().filter(|law| matches!(law.verdict, Verdict::Seen(_))).count();
    html! {
        <section class="panel" aria-labelledby="laws-title">
            <h2 id="laws-title">{ "Laws" }</h2>
            <ul class="laws">{ for laws.into_iter().map(|law| row(law, &props.on)) }</ul>
            <details class="more" hidden={hopes.is_empty()}>
                <summary title="A law that is never put to the test proves nothing">
                    { format!("Put to the test: {seen} of {}", hopes.len()) }
                </summary>
                <ul class="laws">{ for hopes.into_iter().map(|law| row(law, &props.on)) }</ul>
            </details>
        </section>
    }
}

fn row(law: &LawRow, on: &Callback<Msg>) -> Html {
    let (tone, sign, word) = face(law);
    html! {
        <li key={law.name}>
            <span class={classes!("sign", tone)} aria-hidden="true">{ sign }</span>
            <span>
                { law.name }
                <span class="unseen">{ format!(": {word}") }</span>
                { reason(&law.verdict, on) }
            </span>
        </li>
    }
}

/// Class, sign and word of a verdict.
pub fn face(law: &LawRow) -> (&'static str, &'static str, &'static str) {
    match (&law.verdict, law.kind) {
        (Verdict::Holds, _) => ("tone-ok", "✓", "holds so far"),
        (Verdict::Seen(_), _) => ("tone-ok", "✓", "seen"),
        (Verdict::NotYet, Kind::Sometimes) => ("tone-soft", "○", "not seen yet"),
        (Verdict::NotYet, _) => ("tone-soft", "○", "not judged yet"),
        (Verdict::Waiting(_), _) => ("tone-wait", "◷", "cannot be judged now"),
        (Verdict::Broken(_), _) => ("tone-lost", "✕", "broken"),
    }
}

/// Why a law does not hold, or where it was seen.
fn reason(verdict: &Verdict, on: &Callback<Msg>) -> Html {
    let go = |step: u64| on.reform(move |_: MouseEvent| Msg::SeekStep(step));
    let place = |step: u64| {
        html! {
            <button class="place" onclick={go(step)} title="Go there">
                { format!("step {step}") }
            </button>
        }
    };
    match verdict {
        Verdict::Holds => html! { <small hidden=true /> },
        Verdict::NotYet => html! { <small>{ "not seen yet" }</small> },
        Verdict::Seen(step) => html! { <small>{ "seen at " }{ place(*step) }</small> },
        Verdict::Waiting(why) => html! { <small>{ why }</small> },
        Verdict::Broken(breach) => html! {
            <small>{ place(breach.step) }{ format!(": {}", breach.why) }</small>
        },
    }
}
