//! The seed: where chance starts. Visible, editable, and new at the press of a button.

use crate::browser;
use crate::session::Msg;
use web_sys::HtmlInputElement;
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
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
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
    html! {
        <section class="panel seed" aria-label="Seed">
            <label for="seed">{ "Seed" }</label>
            <input id="seed" type="text" spellcheck="false" autocomplete="off" size="9"
                value={format!("{:x}", props.seed)} aria-invalid={is_wrong.to_string()} {onchange} />
            <button onclick={fresh} title="Start again from another seed (n)">{ "New seed" }</button>
            <button onclick={props.on.reform(|_: MouseEvent| Msg::Reset)}
                title="Start the preset again (r)">{ "Reset" }</button>
            <small class="error" role="alert" hidden={!*is_wrong}>
                { "A seed is at most sixteen hexadecimal digits: 0 to 9 and a to f." }
            </small>
        </section>
    }
}
