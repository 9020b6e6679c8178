//! The tools of a lab's page by which a run is handed on.

use web_sys::{File, HtmlInputElement};
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
pub fn tools(latest: Option<&Told>, on_want: &Callback<Wanted>) -> Html {
    let want = |wanted: Wanted| on_want.reform(move |_: MouseEvent| wanted.clone());
    let hear = on_want.clone();
    let onchange = Callback::from(move |event: Event| {
        let input = event.target_unchecked_into::<HtmlInputElement>();
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            hear.emit(Wanted::Open(file));
        }
        // The same file may be chosen again.
        input.set_value("");
    });
    html! {
        <div class="share">
            <button class="wide" onclick={want(Wanted::Compare)} title="Two runs side by side, under one transport">
                { "Compare" }
            </button>
            <button class="wide" onclick={want(Wanted::Link)}>{ "Copy link" }</button>
            <button popovertarget="share-sheet" aria-haspopup="true">{ "Export" }</button>
            <div class="share-sheet" id="share-sheet" popover="auto">
                <h2>{ "Hand this run on" }</h2>
                <button class="narrow" onclick={want(Wanted::Compare)}>{ "Compare" }</button>
                <button class="narrow" onclick={want(Wanted::Link)}>{ "Copy link" }</button>
                <button onclick={want(Wanted::Embed)}>{ "Copy the code of a frame" }</button>
                <button onclick={want(Wanted::Json)}>{ "Save the run as JSON" }</button>
                <button onclick={want(Wanted::Svg)}>{ "Save the picture as SVG" }</button>
                <button onclick={want(Wanted::Png)}>{ "Save the picture as PNG" }</button>
                <label class="button">
                    <input type="file" class="unseen" accept=".json,application/json" {onchange} />
                    { "Open a saved run" }
                </label>
            </div>
            <div class="share-told" role="status">{ told(latest) }</div>
        </div>
    }
}

fn told(told: Option<&Told>) -> Html {
    match told {
        None => html! { <span hidden=true /> },
        Some(Told::Copied(what)) => html! { <p>{ format!("{what} copied") }</p> },
        Some(Told::Saved(what)) => html! { <p>{ format!("{what} saved") }</p> },
        Some(Told::Failed(why)) => html! { <p class="error">{ why }</p> },
        Some(Told::ByHand(text)) => html! { <ByHand text={text.clone()} /> },
    }
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
    html! {
        <label class="by-hand">
            { "This page may not use the clipboard; copy it from here: " }
            <input ref={field} type="text" readonly=true value={props.text.clone()} />
        </label>
    }
}
