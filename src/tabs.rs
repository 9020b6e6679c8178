//! A row of tabs over one panel.

use crate::hear::on_click;
use crate::words::truth;
use web_sys::HtmlElement;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// What stands below the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What is on the way, figures, data.
    Play,
    /// The search.
    Check,
    /// The same run under many seeds.
    Many,
    /// Real threads.
    Real,
    /// The text.
    Lesson,
}

impl Tab {
    /// Its name among the tabs.
    pub fn key(self) -> &'static str {
        match self {
            Tab::Play => "play",
            Tab::Check => "check",
            Tab::Many => "many",
            Tab::Real => "real",
            Tab::Lesson => "lesson",
        }
    }

    fn id(self) -> &'static str {
        match self {
            Tab::Play => "tab-play",
            Tab::Check => "tab-check",
            Tab::Many => "tab-many",
            Tab::Real => "tab-real",
            Tab::Lesson => "tab-lesson",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Tab::Play => "Play",
            Tab::Check => "Check",
            Tab::Many => "Many runs",
            Tab::Real => "For real",
            Tab::Lesson => "Lesson",
        }
    }
}

/// Tabs as the ARIA practices describe them: one is in the tab order, arrows go along the row.
/// `on_choose` hears which one is wanted; `panel` belongs to the one that is chosen.
pub fn tabs(
    tabs: Vec<Tab>,
    chosen: Tab,
    on_choose: &Callback<Tab>,
    panel: impl IntoIterator<Item = Tag>,
) -> Tag {
    let tab = |tab: &Tab| {
        let is_chosen = *tab == chosen;
        tag!(button, role: "tab", id: tab.id(), "aria-selected": truth(is_chosen),
            "aria-controls": "tab-panel", tabindex: if is_chosen { "0" } else { "-1" })
        .key(tab.key())
        .clicked(on_click(on_choose, *tab))
        .text(tab.label())
    };
    let panel = tag!(div, id: "tab-panel", class: "tab-panel", role: "tabpanel",
        "aria-labelledby": chosen.id())
    .children(panel);
    let row = tag!(div, class: "tabs", role: "tablist", "aria-label": "Views")
        .children(tabs.iter().map(tab))
        .pressed(along(tabs, chosen, on_choose.clone()));
    tag!(div, class: "below").child(row).child(panel)
}

/// Goes along the row by its keys, and takes the focus with it.
fn along(tabs: Vec<Tab>, chosen: Tab, on_choose: Callback<Tab>) -> Callback<KeyboardEvent> {
    let here = tabs.iter().position(|tab| *tab == chosen).unwrap_or(0);
    Callback::from(move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowRight" => (here + 1) % tabs.len(),
            "ArrowLeft" => (here + tabs.len() - 1) % tabs.len(),
            "Home" => 0,
            "End" => tabs.len() - 1,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        on_choose.emit(tabs[to]);
        // The key was pressed on a tab, and the tabs are the children of the row.
        let row = event.target_unchecked_into::<HtmlElement>().parent_element();
        let button = row.and_then(|row| row.children().item(to as u32));
        if let Some(button) = button.map(wasm_bindgen::JsCast::unchecked_into::<HtmlElement>) {
            let _ = button.focus();
        }
    })
}
