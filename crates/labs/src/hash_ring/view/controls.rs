//! What a person may do here: look a key up, add and remove shards, and do something to one.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use widgets::tag;
use widgets::tag::Tag;
use yew::{
    Callback, Event, Html, NodeRef, Properties, SubmitEvent, TargetCast, UseStateHandle, component,
    use_node_ref, use_state,
};

use super::scenery::{Same, Scenery};
use crate::hash_ring::action::{Action, TYPED_KEY_BYTES_MAX};
use crate::hash_ring::members::{NodeId, Shard, WEIGHT_MAX};

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
    let (key, count, weight) = (use_node_ref(), use_node_ref(), use_node_ref());
    let is_wrong = use_state(|| false);
    tag!(div, class: "controls")
        .child(look_up_form(&props.act, key, is_wrong))
        .child(count_form(&props.act, count))
        .child(shard_form(props, weight))
        .into()
}

/// Looks a key up.
fn look_up_form(act: &Callback<String>, field: NodeRef, is_wrong: UseStateHandle<bool>) -> Tag {
    let key = tag!(input, type: "text", placeholder: "user:42", autocomplete: "off",
        spellcheck: "false", "aria-invalid": if *is_wrong { "true" } else { "false" });
    let refused = is_wrong.then(|| format!("type a key of 1 to {TYPED_KEY_BYTES_MAX} bytes"));
    let label = tag!(label).child(tag!(span).text("Key")).child(key.node_ref(field.clone()));
    let act = act.clone();
    tag!(form, class: "group")
        .on_submit(move |event: SubmitEvent| {
            event.prevent_default();
            let key = value(&field);
            let fits = !key.is_empty() && key.len() <= TYPED_KEY_BYTES_MAX;
            is_wrong.set(!fits);
            if fits {
                act.emit(Action::LookUp(key.as_str().into()).to_string());
            }
        })
        .child(label)
        .child(tag!(button, type: "submit").text("Look up"))
        .child(tag!(span, class: "refused", role: "status").text(refused))
}

/// Adds or removes some shards.
fn count_form(act: &Callback<String>, field: NodeRef) -> Tag {
    let change = |name: &'static str, action: fn(u32) -> Action| {
        let (act, field) = (act.clone(), field.clone());
        let change = move |_| {
            // What is no number asks for a change of no shard, and is refused with a reason.
            let count = value(&field).parse().unwrap_or(0);
            act.emit(action(count).to_string());
        };
        tag!(button, type: "button").on_click(change).text(name)
    };
    let count = tag!(input, type: "number", min: "1", max: "1000").value("1".into());
    let count = count.node_ref(field.clone());
    tag!(div, class: "group")
        .child(tag!(label).child(tag!(span).text("Shards")).child(count))
        .child(change("Add", Action::Add))
        .child(change("Remove", Action::Remove))
}

/// Does something to the shard that was picked.
fn shard_form(props: &ControlsProps, weight: NodeRef) -> Tag {
    let cluster = &props.scenery.shown.state.cluster;
    let label = tag!(label).child(tag!(span).text("One shard")).child(picker(props));
    let form = tag!(div, class: "group").child(label);
    let Some(shard) = props.picked.and_then(|id| cluster.members().get(id)) else { return form };
    let say = |name: &'static str, action: Action| {
        let (act, text) = (props.act.clone(), action.to_string());
        let say = move |_| act.emit(text.clone());
        tag!(button, type: "button").key(name).on_click(say).text(name)
    };
    let change = if cluster.is_alive(shard.id) {
        say("Kill", Action::Kill(shard.id))
    } else {
        say("Revive", Action::Revive(shard.id))
    };
    let field = tag!(input, type: "number", min: "1", max: WEIGHT_MAX)
        .key(shard.id)
        .node_ref(weight.clone())
        .value(shard.weight.to_string().into());
    let (act, id) = (props.act.clone(), shard.id);
    let weigh = move |_| {
        // What is no number asks for a weight of 0, which is refused with a reason.
        let weight = value(&weight).parse().unwrap_or(0);
        act.emit(Action::Weight(id, weight).to_string());
    };
    form.child(say("Remove", Action::RemoveShard(shard.id)))
        .child(change)
        .child(tag!(label).child(tag!(span).text("Weight")).child(field))
        .child(tag!(button, type: "button").on_click(weigh).text("Set weight"))
}

/// The list of shards to pick from.
fn picker(props: &ControlsProps) -> Tag {
    let on_pick = props.on_pick.clone();
    let option = |shard: &Shard| {
        tag!(option, value: shard.id, selected: props.picked == Some(shard.id))
            .key(shard.id)
            .text(shard.name.to_string())
    };
    let none = tag!(option, value: "", selected: props.picked.is_none()).text("pick one");
    tag!(select)
        .on_change(move |event: Event| {
            let select = event.target_unchecked_into::<HtmlSelectElement>();
            on_pick.emit(select.value().parse().ok());
        })
        .child(none)
        .children(props.scenery.shown.members().shards().iter().map(option))
}

/// What stands in a field, without spaces around it.
fn value(field: &NodeRef) -> String {
    field
        .cast::<HtmlInputElement>()
        .map(|field| field.value().trim().to_owned())
        .unwrap_or_default()
}
