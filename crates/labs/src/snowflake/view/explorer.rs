//! What each layout holds, side by side: how many workers, how many ids, and until when.

use widgets::tag;
use widgets::tag::Tag;
use yew::{Html, Properties, component};

use super::{bits, dates, words};
use crate::snowflake::layout::{LAYOUTS, Layout, Role};

/// What the table needs. It is drawn anew when the layout has changed, not when time goes on.
#[derive(Clone, PartialEq, Properties)]
pub struct ExplorerProps {
    /// The layout in force.
    pub layout: Layout,
}

/// The width of the picture of a layout's fields, in pixels.
const BAR: f64 = 256.0;

/// The table of layouts.
#[component]
pub fn Explorer(props: &ExplorerProps) -> Html {
    let layout = &props.layout;
    let now_ms = dates::now_ms();
    let is_own = LAYOUTS.iter().all(|named| named != layout);
    let all = LAYOUTS.iter().chain(is_own.then_some(layout));
    let heads = ["Layout", "Fields, in bits", "Workers", "Ids a worker", "Ids in all", "Runs out"];
    let head =
        tag!(tr).children(heads.iter().map(|head| tag!(th, scope: "col").key(*head).text(*head)));
    let rows = all.map(|each| row(each, each == layout, now_ms));
    let table = tag!(table, class: "flake-layouts")
        .child(tag!(caption, class: "unseen").text("Layouts of ids, and what they hold"))
        .child(tag!(thead).child(head))
        .child(tag!(tbody).children(rows));
    tag!(section, class: "flake-explorer", "aria-label": "What the layouts hold")
        .child(tag!(h2).text("What the layout holds"))
        .child(tag!(p, class: "soft", role: "status").text(sentence(layout, now_ms)))
        .child(table)
        .into()
}

/// The layout in force in a sentence.
fn sentence(layout: &Layout, now_ms: u64) -> String {
    let end = match dates::day(layout.spent_ms()) {
        Some(day) => ["on ", &day].concat(),
        None => "long after the last year that a date can name".to_owned(),
    };
    let is_over = layout.spent_ms() <= u128::from(now_ms);
    [
        layout.title,
        ": ",
        &words::count(layout.workers(), "worker"),
        " of ",
        &words::count(layout.per_tick(), "id"),
        " every ",
        &words::lasting(layout.tick_ms.into()),
        " each; the timestamp ",
        if is_over { "ran out " } else { "runs out " },
        &end,
        ".",
    ]
    .concat()
}

fn row(layout: &Layout, is_chosen: bool, now_ms: u64) -> Tag {
    let chosen = is_chosen.then_some("chosen");
    let title = tag!(th, scope: "row").child(tag!(b).text(layout.title));
    let title = title.maybe(is_chosen.then(|| tag!(span, class: "here").text("◂ in force")));
    let each = words::large(layout.per_second().into());
    let all = u128::from(layout.per_second()) * u128::from(layout.workers());
    let tick = [
        &words::large(layout.per_tick().into()),
        " every ",
        &words::lasting(layout.tick_ms.into()),
    ];
    let worker = [&words::count(u64::from(layout.bits(Role::Worker)), "bit"), " of number"];
    tag!(tr, class: chosen, "aria-current": chosen.map(|_| "true"))
        .key(layout.key)
        .child(title)
        .child(cell("Fields, in bits", bits::bar(layout, BAR)))
        .child(number("Workers", words::large(layout.workers().into()), worker.concat()))
        .child(number("Ids a worker", [&each, " a second"].concat(), tick.concat()))
        .child(number("Ids in all", [&words::large(all), " a second"].concat(), String::new()))
        .child(end(layout, now_ms))
}

/// When the timestamp runs out.
fn end(layout: &Layout, now_ms: u64) -> Tag {
    let spent_ms = layout.spent_ms();
    let when = words::ago(spent_ms, now_ms.into());
    match dates::day(spent_ms) {
        Some(day) => number("Runs out", day, when),
        None => number("Runs out", when, String::new()),
    }
}

/// A cell with a number, and below it what stands behind it.
fn number(head: &'static str, text: String, small: String) -> Tag {
    cell(head, tag!(span).text(text)).child(tag!(small).text(small))
}

/// A cell that says on a phone, where rows are broken, what it is.
fn cell(head: &'static str, content: Tag) -> Tag {
    tag!(td, "data-head": head).child(content)
}
