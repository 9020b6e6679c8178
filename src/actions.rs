//! *Break it*, and what else a hand may do to the system.

use crate::lab_ref::LabRef;
use crate::session::Msg;
use crate::words::capital;
use kernel::machine::ActionOffer;
use std::rc::Rc;
use yew::prelude::*;

/// Actions that have a button of their own.
const BUTTONS: usize = 4;
/// Actions that are listed under *More actions*; beyond that the picture serves better.
const LISTED: usize = 60;

/// Properties of [`Actions`].
#[derive(Properties, PartialEq)]
pub struct ActionsProps {
    /// The lab.
    pub lab: LabRef,
    /// The action of *Break it*, in the lab's text form.
    pub sabotage: Option<String>,
    /// The menu.
    pub actions: Rc<[ActionOffer]>,
    /// Hears what is asked.
    pub on: Callback<Msg>,
}

/// The buttons that reach into a system.
#[component]
pub fn Actions(props: &ActionsProps) -> Html {
    let others =
        props.actions.iter().filter(|action| Some(&action.text) != props.sabotage.as_ref());
    let others: Vec<&ActionOffer> = others.collect();
    let (first, rest) = others.split_at(others.len().min(BUTTONS));
    let listed = &rest[..rest.len().min(LISTED)];
    let button = |action: &&ActionOffer| {
        let text = action.text.clone();
        let onclick = props.on.reform(move |_: MouseEvent| Msg::Act(text.clone()));
        html! { <button key={action.text.clone()} {onclick}>{ capital(&action.label) }</button> }
    };
    let is_broken = props.sabotage.is_none();
    let title = if is_broken { "Nothing is left to break here" } else { props.lab.card.sabotage };
    html! {
        <section class="panel actions" aria-label="Actions">
            <div class="row">
                <button class="go" {title} disabled={is_broken}
                    onclick={props.on.reform(|_: MouseEvent| Msg::Break)}>{ "Break it" }</button>
                { for first.iter().map(button) }
            </div>
            <details class="more" hidden={rest.is_empty()}>
                <summary>{ "More actions" }</summary>
                <div class="row">{ for listed.iter().map(button) }</div>
                <p class="empty" hidden={rest.len() == listed.len()}>
                    { format!("{} more are in the picture.", rest.len() - listed.len()) }
                </p>
            </details>
        </section>
    }
}
