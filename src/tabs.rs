//! A row of tabs over one panel.

use crate::hear::on_click;
use crate::words::truth;
use web_sys::HtmlElement;
use widgets::tag;
use yew::prelude::*;

/// What stands below the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What is on the way, figures, data.
    Play,
    /// The search.
    Check,
    /// The text.
    Lesson,
}

impl Tab {
    /// Its name among the tabs.
    pub fn key(self) -> &'static str {
        match self {
            Tab::Play => "play",
            Tab::Check => "check",
            Tab::Lesson => "lesson",
        }
    }

    fn id(self) -> &'static str {
        match self {
            Tab::Play => "tab-play",
            Tab::Check => "tab-check",
            Tab::Lesson => "tab-lesson",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Tab::Play => "Play",
            Tab::Check => "Check",
            Tab::Lesson => "Lesson",
        }
    }
}

/// Properties of [`Tabs`].
#[derive(Properties, PartialEq)]
pub struct TabsProps {
    /// The tabs, in order.
    pub tabs: Vec<Tab>,
    /// The one whose panel is shown.
    pub chosen: Tab,
    /// Hears which one is wanted.
    pub on_choose: Callback<Tab>,
    /// The panel.
    pub children: Html,
}

/// Tabs as the ARIA practices describe them: one is in the tab order, arrows go along the row.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let row = use_node_ref();
    let here = props.tabs.iter().position(|tab| *tab == props.chosen).unwrap_or(0);
    let onkeydown = {
        let (tabs, on_choose, row) = (props.tabs.clone(), props.on_choose.clone(), row.clone());
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
            let button = row.cast::<HtmlElement>().and_then(|row| row.children().item(to as u32));
            if let Some(button) = button.map(wasm_bindgen::JsCast::unchecked_into::<HtmlElement>) {
                let _ = button.focus();
            }
        })
    };
    let tab = |tab: &Tab| {
        let is_chosen = *tab == props.chosen;
        tag!(button, role: "tab", id: tab.id(), "aria-selected": truth(is_chosen),
            "aria-controls": "tab-panel", tabindex: if is_chosen { "0" } else { "-1" })
        .key(tab.key())
        .clicked(on_click(&props.on_choose, *tab))
        .text(tab.label())
    };
    let panel = tag!(div, id: "tab-panel", class: "tab-panel", role: "tabpanel",
        "aria-labelledby": props.chosen.id())
    .child(props.children.clone());
    let tabs = tag!(div, class: "tabs", role: "tablist", "aria-label": "Views")
        .node_ref(row)
        .pressed(onkeydown)
        .children(props.tabs.iter().map(tab));
    tag!(div, class: "below").child(tabs).child(panel).into()
}
