//! The named recipes of a lab.

use crate::lab_ref::LabRef;
use crate::session::Msg;
use yew::prelude::*;

/// Properties of [`Presets`].
#[derive(Properties, PartialEq)]
pub struct PresetsProps {
    /// The lab.
    pub lab: LabRef,
    /// The preset that the recipe is.
    pub chosen: Option<usize>,
    /// Hears what is asked.
    pub on: Callback<Msg>,
}

/// One button a preset, and what to look at in the one that is chosen.
#[component]
pub fn Presets(props: &PresetsProps) -> Html {
    let presets = props.lab.0.presets;
    let note = match props.chosen {
        Some(nth) => presets[nth].note,
        None => "Your own run: the address above is the link to it.",
    };
    let button = |nth: usize| {
        let onclick = props.on.reform(move |_: MouseEvent| Msg::Preset(nth));
        let is_chosen = props.chosen == Some(nth);
        html! {
            <button key={presets[nth].key} {onclick} aria-pressed={is_chosen.to_string()}>
                { presets[nth].label }
            </button>
        }
    };
    html! {
        <section class="presets" aria-label="Presets">
            <div class="row">{ for (0..presets.len()).map(button) }</div>
            <p>{ note }</p>
        </section>
    }
}
