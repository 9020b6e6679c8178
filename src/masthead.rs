//! The head that all pages share, with room for the tools of the page below it.

use crate::icons;
use crate::lab_ref::LabRef;
use crate::route::Route;
use crate::theme::ThemeSwitch;
use labs::{Card, Unbuildable};
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// The site's name, where one is (the lab whose page it is), and the tools of the page.
pub fn masthead(lab: Option<&Card>, tools: Vec<Tag>) -> Tag {
    let crumbs = lab.map(|card| {
        let labs = tag!(a, href: Route::Gallery.write()).text("Labs");
        let list = tag!(ol)
            .child(tag!(li).child(labs))
            .child(tag!(li).text(card.chapter))
            .child(tag!(li, "aria-current": "page").text(card.title));
        tag!(nav, "aria-label": "Where you are").child(list)
    });
    let brand = tag!(a, class: "brand", href: Route::Gallery.write())
        .child(icons::mark())
        .text("Faultline");
    tag!(header, class: "masthead")
        .child(tag!(a, class: "skip", href: "#main").text("Skip to the content"))
        .child(brand)
        .child(tag!(div, class: "crumbs").children(crumbs))
        .child(tag!(div, class: "tools").child(html! { <ThemeSwitch /> }).children(tools))
}

/// A page that is no more than a few words, with the way back.
pub fn message(lab: Option<&Card>, title: &'static str, what: String) -> Html {
    let back = tag!(a, href: Route::Gallery.write()).text("All labs");
    let main = tag!(main, class: "message", id: "main")
        .child(tag!(h1).text(title))
        .child(tag!(p, role: "alert").text(what))
        .child(tag!(p).child(back));
    tag!(div).key(title).child(masthead(lab, vec![])).child(main).into()
}

/// A lab whose recipe makes no system.
pub fn unplayable(lab: LabRef, why: &Unbuildable) -> Html {
    message(Some(&lab.card), lab.card.title, format!("This lab cannot be started: {why}."))
}
