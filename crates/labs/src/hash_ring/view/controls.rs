//! What a person may do here: look a key up, add and remove shards, and do something to one.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{
    Callback, Event, Html, NodeRef, Properties, SubmitEvent, TargetCast, component, html,
    use_node_ref, use_state,
};

use super::scenery::{Same, Scenery};
use crate::hash_ring::action::{Action, TYPED_KEY_BYTES_MAX};
use crate::hash_ring::members::{NodeId, WEIGHT_MAX};

/// What the controls need.
#[derive(Clone, PartialEq, Properties)]
pub struct ControlsProps {
    /// What is shown.
    pub scenery: Same<Scenery>,
    /// The shard that somebody picked.
    pub picked: Option<NodeId>,
    /// Picks a shard, or none.
    pub on_pick: Callback<Option<NodeId>>,
    /// Does an action, given in text form.
    pub act: Callback<String>,
}

/// All controls.
#[component]
pub fn Controls(props: &ControlsProps) -> Html {
    html! {
        <div class="controls">
            <LookUpForm act={props.act.clone()} />
            <CountForm act={props.act.clone()} />
            <ShardForm ..props.clone() />
        </div>
    }
}

/// What a form needs.
#[derive(Clone, PartialEq, Properties)]
struct FormProps {
    act: Callback<String>,
}

/// Looks a key up.
#[component]
fn LookUpForm(props: &FormProps) -> Html {
    let field = use_node_ref();
    let is_wrong = use_state(|| false);
    let onsubmit = {
        let (act, field, is_wrong) = (props.act.clone(), field.clone(), is_wrong.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let key = value(&field);
            let fits = !key.is_empty() && key.len() <= TYPED_KEY_BYTES_MAX;
            is_wrong.set(!fits);
            if fits {
                act.emit(Action::LookUp(key.as_str().into()).to_string());
            }
        }
    };
    html! {
        <form class="group" {onsubmit}>
            <label>
                <span>{ "Key" }</span>
                <input ref={field} type="text" placeholder="user:42" autocomplete="off" spellcheck="false"
                    aria-invalid={is_wrong.to_string()} />
            </label>
            <button type="submit">{ "Look up" }</button>
            <span class="refused" role="status">
                if *is_wrong {
                    { format!("type a key of 1 to {TYPED_KEY_BYTES_MAX} bytes") }
                }
            </span>
        </form>
    }
}

/// Adds or removes some shards.
#[component]
fn CountForm(props: &FormProps) -> Html {
    let field = use_node_ref();
    let change = |action: fn(u32) -> Action| {
        let (act, field) = (props.act.clone(), field.clone());
        move |_| {
            // What is no number asks for a change of no shard, and is refused with a reason.
            let count = value(&field).parse().unwrap_or(0);
            act.emit(action(count).to_string());
        }
    };
    html! {
        <div class="group">
            <label>
                <span>{ "Shards" }</span>
                <input ref={field.clone()} type="number" min="1" max="1000" value="1" />
            </label>
            <button type="button" onclick={change(Action::Add)}>{ "Add" }</button>
            <button type="button" onclick={change(Action::Remove)}>{ "Remove" }</button>
        </div>
    }
}

/// Does something to the shard that was picked.
#[component]
fn ShardForm(props: &ControlsProps) -> Html {
    let weight = use_node_ref();
    let cluster = &props.scenery.shown.state.cluster;
    let picked = props.picked.and_then(|id| cluster.members().get(id));
    let onchange = {
        let on_pick = props.on_pick.clone();
        move |event: Event| {
            let select = event.target_unchecked_into::<HtmlSelectElement>();
            on_pick.emit(select.value().parse().ok());
        }
    };
    html! {
        <div class="group">
            <label>
                <span>{ "One shard" }</span>
                <Picker scenery={props.scenery.clone()} picked={props.picked} {onchange} />
            </label>
            if let Some(shard) = picked {
                <button type="button" onclick={say(&props.act, Action::RemoveShard(shard.id))}>{ "Remove" }</button>
                if cluster.is_alive(shard.id) {
                    <button key="kill" type="button" onclick={say(&props.act, Action::Kill(shard.id))}>{ "Kill" }</button>
                } else {
                    <button key="revive" type="button" onclick={say(&props.act, Action::Revive(shard.id))}>{ "Revive" }</button>
                }
                <label>
                    <span>{ "Weight" }</span>
                    <input key={shard.id} ref={weight.clone()} type="number" min="1" max={WEIGHT_MAX.to_string()}
                        value={shard.weight.to_string()} />
                </label>
                <button type="button" onclick={weigh(&props.act, shard.id, weight)}>{ "Set weight" }</button>
            }
        </div>
    }
}

/// What a [`Picker`] needs.
#[derive(Clone, PartialEq, Properties)]
struct PickerProps {
    scenery: Same<Scenery>,
    picked: Option<NodeId>,
    onchange: Callback<Event>,
}

/// The list of shards to pick from.
#[component]
fn Picker(props: &PickerProps) -> Html {
    let shards = props.scenery.shown.members().shards();
    html! {
        <select onchange={props.onchange.clone()}>
            <option value="" selected={props.picked.is_none()}>{ "pick one" }</option>
            { for shards.iter().map(|shard| html! {
                <option key={shard.id} value={shard.id.to_string()} selected={props.picked == Some(shard.id)}>
                    { &shard.name }
                </option>
            }) }
        </select>
    }
}

fn say<E>(act: &Callback<String>, action: Action) -> Callback<E> {
    let (act, text) = (act.clone(), action.to_string());
    Callback::from(move |_| act.emit(text.clone()))
}

fn weigh<E>(act: &Callback<String>, id: NodeId, field: NodeRef) -> Callback<E> {
    let act = act.clone();
    Callback::from(move |_| {
        // What is no number asks for a weight of 0, which is refused with a reason.
        let weight = value(&field).parse().unwrap_or(0);
        act.emit(Action::Weight(id, weight).to_string());
    })
}

/// What stands in a field, without spaces around it.
fn value(field: &NodeRef) -> String {
    field
        .cast::<HtmlInputElement>()
        .map(|field| field.value().trim().to_owned())
        .unwrap_or_default()
}
