//! The tools of a lab's page by which a run is handed on.

use crate::hear::{self, on_click};
use web_sys::{File, HtmlInputElement};
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// The link on the clipboard.
    Link,
    /// The run beside another like it.
    Compare,
    /// The code of a frame on the clipboard.
    Embed,
    /// The run as a JSON file.
    Json,
    /// The picture as an SVG file.
    Svg,
    /// The space-time diagram as an SVG file.
    Diagram,
    /// The picture as a PNG file.
    Png,
    /// A JSON file that was exported before is to be opened.
    Open(File),
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is on the clipboard.
    Copied(&'static str),
    /// It was handed to the person as a file.
    Saved(&'static str),
    /// There is no clipboard: here is the text.
    ByHand(String),
    /// It did not come about, and what would.
    Failed(String),
}

/// The tools, and what became of the latest wish. Copying a link is one press; all else stands in a
/// small sheet.
pub fn tools(latest: Option<&Told>, on_want: &Callback<Wanted>) -> Tag {
    let hear = on_want.clone();
    let onchange = Callback::from(move |event: Event| {
        let input = hear::input(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            hear.emit(Wanted::Open(file));
        }
        // The same file may be chosen again.
        input.set_value("");
    });
    let compare = "Two runs side by side, under one transport";
    let in_sheet = [
        ("narrow", "Compare", Wanted::Compare),
        ("narrow", "Copy link", Wanted::Link),
        ("", "Copy the code of a frame", Wanted::Embed),
        ("", "Save the run as JSON", Wanted::Json),
        ("", "Save the picture as SVG", Wanted::Svg),
        ("", "Save the picture as PNG", Wanted::Png),
    ];
    let open = tag!(label, class: "button")
        .child(
            tag!(input, "type": "file", class: "unseen", accept: ".json,application/json")
                .changed(onchange),
        )
        .text("Open a saved run");
    let sheet = tag!(div, class: "share-sheet", id: "share-sheet", popover: "auto")
        .child(tag!(h2).text("Hand this run on"))
        .children(in_sheet.map(|(class, word, wish)| {
            tag!(button, class: class).clicked(on_click(on_want, wish)).text(word)
        }))
        .child(open);
    tag!(div, class: "share")
        .child(
            tag!(button, class: "wide", title: compare)
                .clicked(on_click(on_want, Wanted::Compare))
                .text("Compare"),
        )
        .child(
            tag!(button, class: "wide").clicked(on_click(on_want, Wanted::Link)).text("Copy link"),
        )
        .child(tag!(button, popovertarget: "share-sheet", "aria-haspopup": "true").text("Export"))
        .child(sheet)
        .child(tag!(div, class: "share-told", role: "status").child(told(latest)))
}

fn told(told: Option<&Told>) -> Html {
    let (class, text) = match told {
        None => return tag!(span, hidden: true).into(),
        Some(Told::ByHand(text)) => return html! { <ByHand text={text.clone()} /> },
        Some(Told::Copied(what)) => (None, [what, " copied"].concat()),
        Some(Told::Saved(what)) => (None, [what, " saved"].concat()),
        Some(Told::Failed(why)) => (Some("error"), why.clone()),
    };
    tag!(p, class: class).text(text).into()
}

#[derive(Properties, PartialEq)]
struct ByHandProps {
    text: String,
}

/// A text to copy by hand, selected.
#[component]
fn ByHand(props: &ByHandProps) -> Html {
    let field = use_node_ref();
    {
        let field = field.clone();
        use_effect_with(props.text.clone(), move |_| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                let _ = field.focus();
                field.select();
            }
        });
    }
    let field = tag!(input, "type": "text", readonly: true)
        .node_ref(field)
        .value(props.text.clone().into());
    tag!(label, class: "by-hand")
        .text("This page may not use the clipboard; copy it from here: ")
        .child(field)
        .into()
}
