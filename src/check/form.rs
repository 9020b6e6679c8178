//! What a search may spend, how far it may go, and where it starts.

use super::{Plan, STATES};
use crate::words::{capital, thousands};
use crate::worker::protocol::From;
use kernel::Budget;
use kernel::model::Allowance;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// No search spends more than this of one thing, or its states would be without number. One digit.
const LIMIT_MAX: u8 = 9;

/// What the form shows, and who hears it.
pub struct Form {
    /// What was chosen.
    pub plan: Plan,
    /// The model's own budgets.
    pub allowances: &'static [Allowance],
    /// The step at the playhead.
    pub step: u64,
    /// Whether a search is under way.
    pub is_busy: bool,
    /// Whether the run is made with the person's own data.
    pub is_own_data: bool,
    /// Hears that a search is wanted.
    pub on_ask: Callback<From>,
    /// Hears the limit of a budget.
    pub on_limit: Callback<(Budget, u8)>,
    /// Hears the bound on states, as an index.
    pub on_states: Callback<usize>,
    /// Hears that the search is no longer wanted.
    pub on_cancel: Callback<()>,
}

/// The form. A function and not a component, as all that has no life of its own: each component
/// adds kilobytes to the program.
pub fn form(props: &Form) -> Html {
    let of_messages = [(Budget::DROP, "messages lost"), (Budget::COPY, "messages doubled")];
    let own = props.allowances.iter().map(|allowance| (allowance.budget, allowance.label));
    let purse: Vec<_> = own.chain(of_messages).collect();
    let on_states = props.on_states.reform(|event: Event| {
        let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
        usize::try_from(index).unwrap_or(0)
    });
    html! {
        <div class="check-form">
            <fieldset disabled={props.is_busy}>
                <legend>{ "It may spend" }</legend>
                { for purse.into_iter().map(|(budget, label)| stepper(props, budget, label)) }
                <label class="stepper">
                    <span>{ "Most states" }</span>
                    <select onchange={on_states}>
                        { for STATES.iter().enumerate().map(|(nth, states)| html! {
                            <option key={*states} selected={nth == props.plan.states}>
                                { thousands(&states.to_string()) }
                            </option>
                        }) }
                    </select>
                </label>
            </fieldset>
            <div class="row">{ buttons(props) }</div>
            <p class="soft" hidden={!props.is_own_data}>
                { "Your data stay with the page: from the start, the search runs on generated keys; \
                   from here it would need yours." }
            </p>
        </div>
    }
}

fn stepper(props: &Form, budget: Budget, label: &'static str) -> Html {
    let limit = props.plan.limits[usize::from(budget.0)];
    // Heard at every key, because the page is drawn again while it plays; a limit is one digit, and
    // the one that was typed last counts.
    let oninput = props.on_limit.reform(move |event: InputEvent| {
        let typed = event.target_unchecked_into::<HtmlInputElement>().value();
        let digit = typed.chars().rev().find_map(|letter| letter.to_digit(10));
        (budget, digit.map_or(limit, |digit| digit as u8))
    });
    html! {
        <label key={budget.0} class="stepper">
            <span>{ capital(label) }</span>
            <input type="number" min="0" max={LIMIT_MAX.to_string()} step="1"
                value={limit.to_string()} {oninput} />
        </label>
    }
}

fn buttons(props: &Form) -> Html {
    let ask = |from: From| props.on_ask.reform(move |_: MouseEvent| from);
    if props.is_busy {
        let cancel = props.on_cancel.reform(|_: MouseEvent| ());
        return html! { <button key="cancel" onclick={cancel}>{ "Cancel" }</button> };
    }
    html! {
        <>
            <button key="start" class="go" onclick={ask(From::Start)}>
                { "Check from the start" }
            </button>
            <button key="here" disabled={props.is_own_data} onclick={ask(From::Playhead)}
                title="Searches from the moment on the stage">
                { format!("Check from here, step {}", props.step) }
            </button>
        </>
    }
}
