//! The gallery: every lab as a small live stage, by chapters.

use crate::lab_ref::LabRef;
use crate::masthead::Masthead;
use crate::route::Route;
use crate::thumb::Thumb;
use labs::{Entry, LABS};
use yew::prelude::*;

/// The list of all labs.
#[component]
pub fn Gallery() -> Html {
    let rest = &LABS[LABS.len().min(1)..];
    html! {
        <div>
            <Masthead />
            <main class="gallery" id="main">
                <div class="hero">
                    <div class="hero-text">
                        <h1>{ "Play with a distributed system. Break it. Prove it." }</h1>
                        <p class="lead">
                            { "Each system here is one small state machine, and the same text of \
                               it is played, sabotaged and searched." }
                        </p>
                    </div>
                    { ways() }
                    { for LABS.first().map(|lab| html! { <Card lab={LabRef(lab)} is_large=true /> }) }
                </div>
                <div class="chapters">{ for chapters(rest).iter().map(chapter) }</div>
            </main>
        </div>
    }
}

/// What one can do here, in a few words each.
fn ways() -> Html {
    const WAYS: [(&str, &str); 4] = [
        ("Play", "Step it, seek back and forth, turn its knobs, choose what arrives next."),
        ("Break", "Crash a node, lose a message, take a shard away, and see which law falls."),
        ("Prove", "Search every way in which it can go; the shortest failure comes back as a run."),
        ("Send", "The address always is a link to the exact moment that you see."),
    ];
    html! {
        <dl class="ways">
            { for WAYS.iter().map(|(name, what)| html! {
                <div key={*name}><dt>{ *name }</dt><dd>{ *what }</dd></div>
            }) }
        </dl>
    }
}

/// The labs by chapter, chapters in the order in which they first appear.
fn chapters(entries: &'static [Entry]) -> Vec<(&'static str, Vec<LabRef>)> {
    let mut chapters: Vec<(&'static str, Vec<LabRef>)> = Vec::new();
    for entry in entries {
        let name = entry.card.chapter;
        match chapters.iter_mut().find(|(other, _)| *other == name) {
            Some((_, labs)) => labs.push(LabRef(entry)),
            None => chapters.push((name, vec![LabRef(entry)])),
        }
    }
    chapters
}

fn chapter((name, labs): &(&'static str, Vec<LabRef>)) -> Html {
    html! {
        <section key={*name} class="chapter" data-cards={labs.len().to_string()}>
            <h2>{ *name }</h2>
            <div class="cards">
                { for labs.iter().map(|lab| html! {
                    <Card key={lab.card.slug} lab={*lab} is_large=false />
                }) }
            </div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct CardProps {
    lab: LabRef,
    is_large: bool,
}

/// One lab: its stage, its name, its question.
#[component]
fn Card(props: &CardProps) -> Html {
    let lab = props.lab;
    html! {
        <a class={classes!("card", props.is_large.then_some("large"))}
            href={Route::lab(lab.card.slug).write()}>
            <Thumb {lab} />
            <b>{ lab.card.title }</b>
            <span>{ lab.card.question }</span>
            <span class="button" hidden={!props.is_large}>{ "Play it" }</span>
        </a>
    }
}
