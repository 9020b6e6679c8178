//! What a search may spend, how far it may go, and where it starts.

use super::plan::{DEPTHS, Plan, STATES, Turn};
use crate::hear::{self, on_click};
use crate::words::{capital, thousands};
use kernel::model::Allowance;
use kernel::{Budget, Interchangeable};
use labs::search::From;
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
    /// Whether there are messages that can be lost or doubled.
    pub has_messages: bool,
    /// The parts that are interchangeable under these knobs, where some are.
    pub interchangeable: Option<Interchangeable>,
    /// The step at the playhead.
    pub step: u64,
    /// Whether the search is under way.
    pub is_searching: bool,
    /// Whether the worker is at work.
    pub is_busy: bool,
    /// Whether the run is made with the person's own data.
    pub is_own_data: bool,
    /// Hears that a search is wanted.
    pub on_ask: Callback<From>,
    /// Hears what of the plan is another.
    pub on_turn: Callback<Turn>,
    /// Hears that the search is no longer wanted.
    pub on_cancel: Callback<()>,
}

/// The form. A function and not a component, as all that has no life of its own: each component
/// adds kilobytes to the program.
pub fn form(props: &Form) -> Tag {
    let of_messages = [(Budget::DROP, "messages lost"), (Budget::COPY, "messages doubled")];
    let of_messages = of_messages.into_iter().filter(|_| props.has_messages);
    let own = props.allowances.iter().map(|allowance| (allowance.budget, allowance.label));
    let purse: Vec<_> = own.chain(of_messages).collect();
    let fields = tag!(fieldset, disabled: props.is_busy, hidden: purse.is_empty())
        .child(tag!(legend).text("It may spend"))
        .children(purse.into_iter().map(|(budget, label)| stepper(props, budget, label)));
    let own_data = tag!(p, class: "soft", hidden: !props.is_own_data).text(
        "Your data stay with the page: from the start, the search runs on generated keys; from \
         here it would need yours.",
    );
    tag!(div, class: "check-form")
        .child(fields)
        .child(bounds(props))
        .child(alike(props))
        .child(tag!(div, class: "row").children(buttons(props)))
        .child(own_data)
}

/// How far it may go.
fn bounds(props: &Form) -> Tag {
    let plan = props.plan;
    let states = STATES.map(|states| thousands(&states.to_string()));
    let depths = DEPTHS.map(|depth| match depth {
        u32::MAX => "any".to_owned(),
        depth => depth.to_string(),
    });
    tag!(fieldset, disabled: props.is_busy)
        .child(tag!(legend).text("It ends"))
        .child(choice("Most states", &states, plan.states, props.on_turn.reform(Turn::States)))
        .child(choice("Most levels", &depths, plan.depth, props.on_turn.reform(Turn::Depth)))
        .child(ticked(props, plan.go_on, Turn::GoOn, "Go on after the first violation".to_owned()))
}

/// What it takes for one.
fn alike(props: &Form) -> Tag {
    let parts = props.interchangeable.map(|alike| {
        let label =
            ["Take the ", &alike.count.to_string(), " ", alike.parts, " for alike"].concat();
        ticked(props, props.plan.symmetry, Turn::Symmetry, label)
    });
    tag!(fieldset, disabled: props.is_busy, hidden: parts.is_none())
        .child(tag!(legend).text("Up to renaming"))
        .children(parts)
}

fn ticked(props: &Form, is_ticked: bool, turn: Turn, label: String) -> Tag {
    let tick = tag!(input, "type": "checkbox")
        .checked(is_ticked)
        .changed(props.on_turn.reform(move |_| turn));
    tag!(label, class: "stepper").child(tick).text(label)
}

fn choice(label: &'static str, names: &[String], chosen: usize, on: Callback<usize>) -> Tag {
    let option = |(nth, name): (usize, &String)| {
        tag!(option, selected: nth == chosen).key(nth).text(name.clone())
    };
    let list = tag!(select)
        .changed(on.reform(|event: Event| hear::chosen(&event)))
        .children(names.iter().enumerate().map(option));
    tag!(label, class: "stepper").child(tag!(span).text(label)).child(list)
}

fn stepper(props: &Form, budget: Budget, label: &'static str) -> Tag {
    let limit = props.plan.limits[usize::from(budget.0)];
    // Heard at every key, because the page is drawn again while it plays; a limit is one digit, and
    // the one that was typed last counts.
    let hear = props.on_turn.reform(move |event: InputEvent| {
        let typed = hear::input(&event).value();
        let digit = typed.chars().rev().find_map(|letter| letter.to_digit(10));
        Turn::Limit(budget, digit.map_or(limit, |digit| digit as u8))
    });
    let entry = tag!(input, "type": "number", min: "0", max: u32::from(LIMIT_MAX), step: "1")
        .value(limit.to_string().into())
        .typed(hear);
    tag!(label, class: "stepper").key(budget.0).child(tag!(span).text(capital(label))).child(entry)
}

fn buttons(props: &Form) -> Vec<Tag> {
    if props.is_searching {
        let cancel = on_click(&props.on_cancel, ());
        return vec![tag!(button).key("cancel").clicked(cancel).text("Cancel")];
    }
    let start = tag!(button, class: "go", disabled: props.is_busy)
        .key("start")
        .clicked(on_click(&props.on_ask, From::Start))
        .text("Check from the start");
    let here = tag!(button, disabled: props.is_busy || props.is_own_data,
        title: "Searches from the moment on the stage")
    .key("here")
    .clicked(on_click(&props.on_ask, From::Playhead))
    .text(format!("Check from here, step {}", props.step));
    vec![start, here]
}
