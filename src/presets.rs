//! The named recipes of a lab.

use crate::hear::on_click;
use crate::lab_ref::LabRef;
use crate::session::Msg;
use crate::words::truth;
use widgets::tag;
use yew::prelude::*;

/// One button a preset, and what to look at in the one that is chosen: the one that the recipe is.
pub fn presets(lab: LabRef, chosen: Option<usize>, on: &Callback<Msg>) -> Html {
    let presets = lab.0.presets;
    let note = match chosen {
        Some(nth) => presets[nth].note,
        None => "Your own run: the address above is the link to it.",
    };
    let button = |nth: usize| {
        tag!(button, "aria-pressed": truth(chosen == Some(nth)))
            .key(presets[nth].key)
            .clicked(on_click(on, Msg::Preset(nth)))
            .text(presets[nth].label)
    };
    tag!(section, class: "presets", "aria-label": "Presets")
        .child(tag!(div, class: "row").children((0..presets.len()).map(button)))
        .child(tag!(p).text(note))
        .into()
}
