//! What a search may spend, how far it may go, and where it starts.

use super::{Plan, STATES};
use crate::hear::{self, on_click};
use crate::words::{capital, thousands};
use crate::worker::protocol::From;
use kernel::Budget;
use kernel::model::Allowance;
use widgets::tag;
use widgets::tag::Tag;
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
pub fn form(props: &Form) -> Tag {
    let of_messages = [(Budget::DROP, "messages lost"), (Budget::COPY, "messages doubled")];
    let own = props.allowances.iter().map(|allowance| (allowance.budget, allowance.label));
    let purse: Vec<_> = own.chain(of_messages).collect();
    let states = STATES.iter().enumerate().map(|(nth, states)| {
        tag!(option, selected: nth == props.plan.states)
            .key(*states)
            .text(thousands(&states.to_string()))
    });
    let most = tag!(select)
        .changed(props.on_states.reform(|event: Event| hear::chosen(&event)))
        .children(states);
    let fields = tag!(fieldset, disabled: props.is_busy)
        .child(tag!(legend).text("It may spend"))
        .children(purse.into_iter().map(|(budget, label)| stepper(props, budget, label)))
        .child(tag!(label, class: "stepper").child(tag!(span).text("Most states")).child(most));
    let own_data = tag!(p, class: "soft", hidden: !props.is_own_data).text(
        "Your data stay with the page: from the start, the search runs on generated keys; from \
         here it would need yours.",
    );
    tag!(div, class: "check-form")
        .child(fields)
        .child(tag!(div, class: "row").children(buttons(props)))
        .child(own_data)
}

fn stepper(props: &Form, budget: Budget, label: &'static str) -> Tag {
    let limit = props.plan.limits[usize::from(budget.0)];
    // Heard at every key, because the page is drawn again while it plays; a limit is one digit, and
    // the one that was typed last counts.
    let hear = props.on_limit.reform(move |event: InputEvent| {
        let typed = hear::input(&event).value();
        let digit = typed.chars().rev().find_map(|letter| letter.to_digit(10));
        (budget, digit.map_or(limit, |digit| digit as u8))
    });
    let entry = tag!(input, "type": "number", min: "0", max: u32::from(LIMIT_MAX), step: "1")
        .value(limit.to_string().into())
        .typed(hear);
    tag!(label, class: "stepper").key(budget.0).child(tag!(span).text(capital(label))).child(entry)
}

fn buttons(props: &Form) -> Vec<Tag> {
    if props.is_busy {
        let cancel = on_click(&props.on_cancel, ());
        return vec![tag!(button).key("cancel").clicked(cancel).text("Cancel")];
    }
    let start = tag!(button, class: "go")
        .key("start")
        .clicked(on_click(&props.on_ask, From::Start))
        .text("Check from the start");
    let here = tag!(button, disabled: props.is_own_data,
        title: "Searches from the moment on the stage")
    .key("here")
    .clicked(on_click(&props.on_ask, From::Playhead))
    .text(format!("Check from here, step {}", props.step));
    vec![start, here]
}
