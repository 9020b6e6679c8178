//! The gallery: every lab as a small live stage, by chapters.

use crate::lab_ref::LabRef;
use crate::masthead::masthead;
use crate::route::Route;
use crate::thumb::Thumb;
use labs::{LABS, Listing};
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// The list of all labs.
pub fn gallery() -> Html {
    let rest = &LABS[LABS.len().min(1)..];
    let lead = tag!(p, class: "lead").text(
        "Each system here is one small state machine, and the same text of it is played, \
         sabotaged, searched and measured.",
    );
    let words = tag!(div, class: "hero-text")
        .child(tag!(h1).text("Play with a distributed system. Break it. Prove it."))
        .child(lead);
    let hero = tag!(div, class: "hero")
        .child(words)
        .child(ways())
        .children(LABS.first().map(|lab| card(LabRef(lab), true)));
    let main = tag!(main, class: "gallery", id: "main")
        .child(hero)
        .child(tag!(div, class: "chapters").children(chapters(rest).iter().map(chapter)));
    tag!(div).key("gallery").child(masthead(None, vec![])).child(main).into()
}

/// What one can do here, in a few words each.
fn ways() -> Tag {
    const WAYS: [(&str, &str); 6] = [
        ("Play", "Step it, seek back and forth, turn its knobs, choose what arrives next."),
        ("Break", "Crash a node, lose a message, take a shard away, and see which law falls."),
        ("Prove", "Search every way in which it can go; the shortest failure comes back as a run."),
        ("Measure", "Run it under thousands of seeds, with intervals, beside the formula."),
        ("For real", "Let real threads do the same in this tab, and see whether they agree."),
        ("Send", "The address always is a link to the exact moment that you see."),
    ];
    let ways = WAYS.iter().map(|(name, what)| {
        tag!(div).key(*name).child(tag!(dt).text(*name)).child(tag!(dd).text(*what))
    });
    tag!(dl, class: "ways").children(ways)
}

/// The labs by chapter, chapters in the order in which they first appear.
fn chapters(labs: &'static [Listing]) -> Vec<(&'static str, Vec<LabRef<Listing>>)> {
    let mut chapters: Vec<(&'static str, Vec<LabRef<Listing>>)> = Vec::new();
    for lab in labs {
        let name = lab.card.chapter;
        match chapters.iter_mut().find(|(other, _)| *other == name) {
            Some((_, labs)) => labs.push(LabRef(lab)),
            None => chapters.push((name, vec![LabRef(lab)])),
        }
    }
    chapters
}

fn chapter((name, labs): &(&'static str, Vec<LabRef<Listing>>)) -> Tag {
    let cards = tag!(div, class: "cards").children(labs.iter().map(|lab| card(*lab, false)));
    tag!(section, class: "chapter", "data-cards": labs.len())
        .key(*name)
        .child(tag!(h2).text(*name))
        .child(cards)
}

/// One lab: its stage, its name, its question.
fn card(lab: LabRef<Listing>, is_large: bool) -> Tag {
    let class = if is_large { "card large" } else { "card" };
    tag!(a, class: class, href: Route::lab(lab.card.slug).write())
        .key(lab.card.slug)
        .child(html! { <Thumb {lab} /> })
        .child(tag!(b).text(lab.card.title))
        .child(tag!(span).text(lab.card.question))
        .child(tag!(span, class: "button", hidden: !is_large).text("Play it"))
}
