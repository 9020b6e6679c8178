//! The laws of a lab, each with a verdict and the reason for a no.

use crate::hear::on_click;
use crate::session::{LawRow, Msg};
use kernel::{Kind, Verdict};
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// The list of laws; what must be seen at least once, so that they are not empty, folded under it.
pub fn laws(laws: &[LawRow], on: &Callback<Msg>) -> Html {
    let (hopes, laws): (Vec<_>, Vec<_>) = laws.iter().partition(|law| law.kind == Kind::Sometimes);
    let seen = hopes.iter().filter(|law| matches!(law.verdict, Verdict::Seen(_))).count();
    let list = |laws: Vec<&LawRow>| {
        tag!(ul, class: "laws").children(laws.into_iter().map(|law| row(law, on)))
    };
    let summary = tag!(summary, title: "A law that is never put to the test proves nothing")
        .text(format!("Put to the test: {seen} of {}", hopes.len()));
    let folded = tag!(details, class: "more", hidden: hopes.is_empty()).child(summary);
    tag!(section, class: "panel", "aria-labelledby": "laws-title")
        .child(tag!(h2, id: "laws-title").text("Laws"))
        .child(list(laws))
        .child(folded.child(list(hopes)))
        .into()
}

fn row(law: &LawRow, on: &Callback<Msg>) -> Tag {
    let (tone, sign, word) = face(law);
    let said = tag!(span)
        .text(law.name)
        .child(tag!(span, class: "unseen").text([": ", word].concat()))
        .child(reason(&law.verdict, on));
    tag!(li).key(law.name).child(signed(tone, sign)).child(said)
}

/// The sign of a verdict, in its colour.
pub fn signed(tone: &str, sign: &'static str) -> Tag {
    tag!(span, class: ["sign ", tone].concat(), "aria-hidden": "true").text(sign)
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
fn reason(verdict: &Verdict, on: &Callback<Msg>) -> Tag {
    let place = |step: u64| {
        tag!(button, class: "place", title: "Go there")
            .clicked(on_click(on, Msg::SeekStep(step)))
            .text(format!("step {step}"))
    };
    let reason = tag!(small, hidden: *verdict == Verdict::Holds);
    match verdict {
        Verdict::Holds => reason,
        Verdict::NotYet => reason.text("not seen yet"),
        Verdict::Seen(step) => reason.text("seen at ").child(place(*step)),
        Verdict::Waiting(why) => reason.text(why.clone()),
        Verdict::Broken(breach) => {
            reason.child(place(breach.step)).text(format!(": {}", breach.why))
        }
    }
}
