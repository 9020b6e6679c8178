//! The text of a lab.

use crate::lab_ref::LabRef;
use yew::prelude::*;

/// Properties of [`LessonText`].
#[derive(Properties, PartialEq)]
pub struct LessonTextProps {
    /// The lab.
    pub lab: LabRef,
}

/// What it is, why, when and when not, what can go wrong, trade-offs, what is modelled, sources.
#[component]
pub fn LessonText(props: &LessonTextProps) -> Html {
    let lesson = &props.lab.0.lesson;
    html! {
        <article class="lesson">
            <div class="lead">
                <section><h2>{ "What it is" }</h2><p>{ prose(lesson.what) }</p></section>
                <section><h2>{ "Why" }</h2><p>{ prose(lesson.why) }</p></section>
            </div>
            { points("Try this", lesson.try_this) }
            { points("When to use it", lesson.when) }
            { points("When not to", lesson.when_not) }
            { points("What can go wrong", lesson.wrong) }
            { points("Trade-offs", lesson.trade_offs) }
            { points("Modelled here", lesson.modelled) }
            { points("Not modelled", lesson.not_modelled) }
            <section>
                <h2>{ "Sources" }</h2>
                <ul>
                    { for lesson.sources.iter().map(|source| html! {
                        <li key={source.url}>
                            <a href={source.url} rel="noreferrer">{ source.title }</a>
                        </li>
                    }) }
                </ul>
            </section>
        </article>
    }
}

fn points(title: &'static str, sentences: &'static [&'static str]) -> Html {
    html! {
        <section hidden={sentences.is_empty()}>
            <h2>{ title }</h2>
            <ul>{ for sentences.iter().map(|text| html! { <li key={*text}>{ prose(text) }</li> }) }</ul>
        </section>
    }
}

/// Plain prose, in which what stands between backticks is to be typed.
fn prose(text: &'static str) -> Html {
    let parts = text.split('`').enumerate();
    parts
        .map(|(nth, part)| {
            if nth % 2 == 1 {
                html! { <code>{ part }</code> }
            } else {
                html! { part }
            }
        })
        .collect()
}
