//! One knob: a slider with an exact number, a choice, or a switch.

use super::scale::Scale;
use crate::hear;
use crate::session::Msg;
use crate::words::{capital, thousands, truth};
use kernel::{Knob, Range};
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// The control of one parameter, the `nth` of the lab.
pub fn dial(nth: usize, knob: &Knob, value: i64, on: &Callback<Msg>) -> Html {
    let label = tag!(label, "for": id(knob)).text(capital(knob.label));
    let line = tag!(div, class: "knob one-line", title: knob.help).key(knob.key).child(label);
    match knob.range {
        Range::Linear(..) | Range::Log(..) => {
            html! { <Number key={knob.key} {nth} knob={*knob} {value} {on} /> }
        }
        Range::Choice(names) => line.child(choice(nth, knob, names, value, on)).into(),
        Range::Switch => line.child(switch(nth, knob, value, on)).into(),
    }
}

fn id(knob: &Knob) -> String {
    ["knob-", knob.key].concat()
}

#[derive(Properties, PartialEq)]
struct NumberProps {
    nth: usize,
    knob: Knob,
    value: i64,
    on: Callback<Msg>,
}

/// A slider for the hand, and a field for an exact number.
#[component]
fn Number(props: &NumberProps) -> Html {
    let NumberProps { nth, knob, value, on } = props;
    let (nth, value) = (*nth, *value);
    let error = use_state(|| None::<String>);
    let scale = Scale::of(knob.range);
    let turned = {
        let (on, error) = (on.clone(), error.clone());
        Callback::from(move |event: InputEvent| {
            let place = hear::input(&event).value_as_number();
            error.set(None);
            on.emit(Msg::Turn(nth, scale.value(place, value)));
        })
    };
    let written = {
        let (on, error, knob) = (on.clone(), error.clone(), *knob);
        Callback::from(move |event: Event| {
            match knob.read(&hear::input(&event).value().replace([',', ' '], "")) {
                Ok(value) => {
                    error.set(None);
                    on.emit(Msg::Turn(nth, value));
                }
                Err(why) => error.set(Some(why.to_string())),
            }
        })
    };
    let number = thousands(&value.to_string());
    let shown = [&number, " ", knob.unit].concat().trim_end().to_owned();
    let (low, high) = knob.range.bounds();
    let exactly = tag!(input, "type": "text", inputmode: "numeric", size: number.len().max(2),
        "aria-label": format!("{}, exactly, from {low} to {high}", knob.label),
        "aria-invalid": truth(error.is_some()))
    .value(number.into())
    .changed(written);
    let exact = tag!(span, class: "exact")
        .child(exactly)
        .child(tag!(span, class: "unit", hidden: knob.unit.is_empty()).text(knob.unit));
    let share = length(scale.share(value) * 100.0);
    let slider = tag!(input, "type": "range", id: id(knob), min: scale.start(), max: scale.end(),
        step: "1", style: format!("--share: {share}%"), "aria-valuetext": shown)
    .value(scale.place(value).to_string().into())
    .typed(turned);
    tag!(div, class: "knob", title: knob.help)
        .child(tag!(label, "for": id(knob)).text(capital(knob.label)))
        .child(exact)
        .child(slider)
        .child(
            tag!(small, class: "error", role: "alert", hidden: error.is_none())
                .text((*error).clone()),
        )
        .into()
}

fn choice(nth: usize, knob: &Knob, names: &[&'static str], value: i64, on: &Callback<Msg>) -> Tag {
    let hear = on.reform(move |event: Event| Msg::Turn(nth, hear::chosen(&event) as i64));
    let options = names
        .iter()
        .enumerate()
        .map(|(place, name)| tag!(option, selected: place as i64 == value).key(*name).text(*name));
    tag!(select, id: id(knob)).changed(hear).children(options)
}

fn switch(nth: usize, knob: &Knob, value: i64, on: &Callback<Msg>) -> Tag {
    let hear =
        on.reform(move |event: Event| Msg::Turn(nth, i64::from(hear::input(&event).checked())));
    tag!(input, "type": "checkbox", role: "switch", id: id(knob)).checked(value != 0).changed(hear)
}
