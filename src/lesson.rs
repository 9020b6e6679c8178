//! The text of a lab.

use crate::lab_ref::LabRef;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// What it is, why, when and when not, what can go wrong, trade-offs, what is modelled, sources.
pub fn lesson(lab: LabRef) -> Html {
    let lesson = &lab.0.lesson;
    let lead = |title: &'static str, text| section(title).child(prose(tag!(p), text));
    let sources = lesson.sources.iter().map(|source| {
        let link = tag!(a, href: source.url, rel: "noreferrer").text(source.title);
        tag!(li).key(source.url).child(link)
    });
    let lists = [
        ("Try this", lesson.try_this),
        ("When to use it", lesson.when),
        ("When not to", lesson.when_not),
        ("What can go wrong", lesson.wrong),
        ("Trade-offs", lesson.trade_offs),
        ("Modelled here", lesson.modelled),
        ("Not modelled", lesson.not_modelled),
    ];
    let lists = lists.into_iter().filter(|(_, sentences)| !sentences.is_empty());
    tag!(article, class: "lesson")
        .child(
            tag!(div, class: "lead")
                .child(lead("What it is", lesson.what))
                .child(lead("Why", lesson.why)),
        )
        .children(lists.map(|(title, sentences)| points(title, sentences)))
        .child(section("Sources").child(tag!(ul).children(sources)))
        .into()
}

fn section(title: &'static str) -> Tag {
    tag!(section).child(tag!(h2).text(title))
}

fn points(title: &'static str, sentences: &'static [&'static str]) -> Tag {
    section(title)
        .child(tag!(ul).children(sentences.iter().map(|text| prose(tag!(li).key(*text), text))))
}

/// Plain prose, in which what stands between backticks is to be typed.
fn prose(into: Tag, text: &'static str) -> Tag {
    text.split('`').enumerate().fold(into, |into, (nth, part)| match nth % 2 {
        0 => into.text(part),
        _ => into.child(tag!(code).text(part)),
    })
}
