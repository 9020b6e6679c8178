//! The seed: where chance starts. Visible, editable, and new at the press of a button.

use crate::browser;
use crate::hear::{self, on_click};
use crate::session::Msg;
use crate::words::truth;
use widgets::tag;
use yew::prelude::*;

/// Properties of [`Seed`].
#[derive(Properties, PartialEq)]
pub struct SeedProps {
    /// The seed of the run.
    pub seed: u64,
    /// Hears what is asked.
    pub on: Callback<Msg>,
}

/// The seed, and the two ways to start again.
#[component]
pub fn Seed(props: &SeedProps) -> Html {
    let is_wrong = use_state(|| false);
    let onchange = {
        let (on, is_wrong) = (props.on.clone(), is_wrong.clone());
        Callback::from(move |event: Event| {
            let text = hear::input(&event).value();
            let seed = u64::from_str_radix(text.trim(), 16);
            is_wrong.set(seed.is_err());
            if let Ok(seed) = seed {
                on.emit(Msg::Reseed(seed));
            }
        })
    };
    let fresh = {
        let is_wrong = is_wrong.clone();
        props.on.reform(move |_: MouseEvent| {
            is_wrong.set(false);
            Msg::Reseed(browser::fresh_seed())
        })
    };
    let entry = tag!(input, id: "seed", "type": "text", spellcheck: "false", autocomplete: "off",
        size: "9", "aria-invalid": truth(*is_wrong))
    .value(format!("{:x}", props.seed).into())
    .changed(onchange);
    let fresh = tag!(button, title: "Start again from another seed (n)").clicked(fresh);
    let reset =
        tag!(button, title: "Start the preset again (r)").clicked(on_click(&props.on, Msg::Reset));
    let wrong = tag!(small, class: "error", role: "alert", hidden: !*is_wrong)
        .text("A seed is at most sixteen hexadecimal digits: 0 to 9 and a to f.");
    tag!(section, class: "panel seed", "aria-label": "Seed")
        .child(tag!(label, "for": "seed").text("Seed"))
        .child(entry)
        .child(fresh.text("New seed"))
        .child(reset.text("Reset"))
        .child(wrong)
        .into()
}
