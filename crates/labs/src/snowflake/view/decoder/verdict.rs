//! What an id says: when it was made and by whom, what speaks against it, and what the same bits
//! would say under another layout.

use widgets::tag;
use widgets::tag::Tag;
use yew::Callback;

use super::answer::Found;
use super::chosen;
use crate::snowflake::decode::{Decoded, Reading};
use crate::snowflake::layout::{Layout, Role};
use crate::snowflake::view::{bits, dates, words};

/// What the last bits of a layout can say of an instant that no date has.
const NO_DATE: &str = "after the last year that a date can name";

/// Which of the ids of a link is shown.
pub fn which(found: &Found, choose: Callback<usize>) -> Tag {
    let one = |(nth, reading): (usize, &Reading)| {
        let choose = choose.clone();
        let label = match reading.names {
            Some(names) => [&names.to_string(), " ", &reading.id.to_string()].concat(),
            None => reading.id.to_string(),
        };
        tag!(button, type: "button", class: "small",
            "aria-pressed": if nth == found.nth { "true" } else { "false" })
        .key(nth)
        .on_click(move |_| choose.emit(nth))
        .text(label)
    };
    let ids = (found.all.len() > 1).then(|| found.all.iter().enumerate().map(one));
    tag!(div, class: "row", hidden: ids.is_none()).children(ids.into_iter().flatten())
}

/// The bits, the fields, time and age, and what speaks against all that.
pub fn id(found: &Found, width: u32) -> Tag {
    let Decoded { id, layout, unix_ms, doubts, .. } = &found.decoded;
    let fields: Vec<String> = layout
        .values(*id)
        .filter(|(field, _)| matches!(field.role, Role::Worker | Role::Sequence))
        .map(|(field, value)| [field.name, " ", &value.to_string()].concat())
        .collect();
    let reading = &found.all[found.nth];
    let read = match reading.names {
        Some(names) => [&reading.form.to_string(), ", naming a ", &names.to_string()].concat(),
        None => reading.form.to_string(),
    };
    let rows = [
        ("Made, UTC", dates::utc(*unix_ms).unwrap_or_else(|| NO_DATE.to_owned())),
        ("Made, here", dates::local(*unix_ms).unwrap_or_else(|| NO_DATE.to_owned())),
        ("That is", words::ago(*unix_ms, found.now_ms.into())),
        ("By", fields.join(" · ")),
        ("Read as", read),
    ];
    let note = |text: String| tag!(li).key(text.clone()).text(text);
    let against = doubts.iter().map(|doubt| {
        let text = ["✕ ", &doubt.to_string()].concat();
        tag!(li, class: "tone-lost").key(text.clone()).text(text)
    });
    let hints = found.hints.iter().map(|hint| note(hint.to_string()));
    tag!(div, class: "verdict")
        .child(bits::row(layout, *id, f64::from(width)))
        .child(tag!(ul, class: "notes").children(against).children(hints))
        .child(tag!(dl).children(rows.map(pair)))
}

/// What a UUID says.
pub fn uuid(uuid: u128, version: Option<u8>, unix_ms: Option<u64>) -> Tag {
    let what = match version {
        Some(4) => "A UUID of version 4: 122 of its 128 bits are random, so it tells neither time nor maker.".to_owned(),
        Some(7) => "A UUID of version 7: 128 bits that begin with 48 of Unix milliseconds; the rest is random, or counts.".to_owned(),
        Some(version) => ["A UUID of version ", &version.to_string(), ": 128 bits, and no time that is read here."].concat(),
        None => "128 bits written as a UUID, but of no variant that RFC 9562 describes.".to_owned(),
    };
    let made = unix_ms.map(u128::from).and_then(|ms| {
        let rows = [
            ("Made, UTC", dates::utc(ms)?),
            ("Made, here", dates::local(ms)?),
            ("That is", words::ago(ms, dates::now_ms().into())),
        ];
        Some(tag!(dl).children(rows.map(pair)))
    });
    tag!(div, class: "verdict")
        .child(tag!(p).text(what))
        .child(tag!(p, class: "soft").text("It does not fit into the 64 bits of a Snowflake id."))
        .child(tag!(p, class: "mono").text(format!("{uuid:#034x}")))
        .maybe(made)
}

/// The same bits under every layout: an id does not say whose it is.
pub fn layouts(found: &Found, prefer: Callback<Layout>) -> Tag {
    let all: Vec<Layout> = found.each.iter().map(|each| each.layout).collect();
    let hear = Callback::from(move |event| {
        if let Some(layout) = chosen(&event).and_then(|nth| all.get(nth)) {
            prefer.emit(*layout);
        }
    });
    let line = |(nth, each): (usize, &Decoded)| {
        let is_chosen = each.layout == found.decoded.layout;
        let radio = tag!(input, type: "radio", name: "flake-layout", value: nth)
            .checked(is_chosen)
            .changed(hear.clone());
        let made = dates::utc(each.unix_ms).map(|text| text.chars().take(16).collect());
        let (class, verdict) = match each.doubts.first() {
            None => ("tone-ok", "✓ plausible".to_owned()),
            Some(doubt) => ("tone-lost", ["✕ ", &doubt.to_string()].concat()),
        };
        tag!(label, class: is_chosen.then_some("chosen"))
            .key(each.layout.key)
            .child(radio)
            .child(tag!(b).text(each.layout.title))
            .child(tag!(span, class: "mono").text(made.unwrap_or_else(|| NO_DATE.to_owned())))
            .child(tag!(span, class: class).text(verdict))
    };
    tag!(fieldset, class: "layouts")
        .child(tag!(legend).text("An id does not say whose it is. Under each layout it would be:"))
        .children(found.each.iter().enumerate().map(line))
}

/// A name and what it says.
fn pair((name, text): (&'static str, String)) -> Tag {
    tag!(div).key(name).child(tag!(dt).text(name)).child(tag!(dd).text(text))
}
