//! One knob: a slider with an exact number, a choice, or a switch.

use super::scale::Scale;
use crate::words::{capital, thousands};
use kernel::{Knob, Range};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Properties of [`Dial`].
#[derive(Properties, PartialEq)]
pub struct DialProps {
    /// The parameter.
    pub knob: Knob,
    /// Its value.
    pub value: i64,
    /// Hears a new value, within the knob's range.
    pub on_turn: Callback<i64>,
}

/// The control of one parameter.
#[component]
pub fn Dial(props: &DialProps) -> Html {
    match props.knob.range {
        Range::Linear(..) | Range::Log(..) => number(props),
        Range::Choice(names) => choice(props, names),
        Range::Switch => switch(props),
    }
}

fn number(props: &DialProps) -> Html {
    html! { <Number knob={props.knob} value={props.value} on_turn={props.on_turn.clone()} /> }
}

/// A slider for the hand, and a field for an exact number.
#[component]
fn Number(props: &DialProps) -> Html {
    let DialProps { knob, value, .. } = props;
    let error = use_state(|| None::<String>);
    let id = format!("knob-{}", knob.key);
    let scale = Scale::of(knob.range);
    let (low, high) = knob.range.bounds();
    let oninput = {
        let (on_turn, error, value) = (props.on_turn.clone(), error.clone(), *value);
        Callback::from(move |event: InputEvent| {
            let place = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
            error.set(None);
            on_turn.emit(scale.value(place, value));
        })
    };
    let onchange = {
        let (on_turn, error, knob) = (props.on_turn.clone(), error.clone(), *knob);
        Callback::from(move |event: Event| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            match knob.read(&typed.replace([',', ' '], "")) {
                Ok(value) => {
                    error.set(None);
                    on_turn.emit(value);
                }
                Err(why) => error.set(Some(why.to_string())),
            }
        })
    };
    let number = thousands(&value.to_string());
    let shown = format!("{number} {}", knob.unit);
    html! {
        <div class="knob" title={knob.help}>
            <label for={id.clone()}>{ capital(knob.label) }</label>
            <span class="exact">
                <input type="text" inputmode="numeric" value={number.clone()} {onchange}
                    size={number.len().max(2).to_string()}
                    aria-label={format!("{}, exactly, from {low} to {high}", knob.label)}
                    aria-invalid={error.is_some().to_string()} />
                <span class="unit" hidden={knob.unit.is_empty()}>{ knob.unit }</span>
            </span>
            <input type="range" {id} min={scale.start().to_string()} max={scale.end().to_string()}
                step="1" value={scale.place(*value).to_string()} {oninput}
                style={format!("--share: {:.2}%", scale.share(*value) * 100.0)}
                aria-valuetext={shown.trim_end().to_owned()} />
            <small class="error" role="alert" hidden={error.is_none()}>
                { error.as_deref().unwrap_or_default() }
            </small>
        </div>
    }
}

fn choice(props: &DialProps, names: &'static [&'static str]) -> Html {
    let DialProps { knob, value, .. } = props;
    let id = format!("knob-{}", knob.key);
    let onchange = props.on_turn.reform(|event: Event| {
        i64::from(event.target_unchecked_into::<HtmlSelectElement>().selected_index().max(0))
    });
    html! {
        <div class="knob one-line" title={knob.help}>
            <label for={id.clone()}>{ capital(knob.label) }</label>
            <select {id} {onchange}>
                { for names.iter().enumerate().map(|(nth, name)| html! {
                    <option key={*name} selected={nth as i64 == *value}>{ *name }</option>
                }) }
            </select>
        </div>
    }
}

fn switch(props: &DialProps) -> Html {
    let DialProps { knob, value, .. } = props;
    let id = format!("knob-{}", knob.key);
    let onchange = props.on_turn.reform(|event: Event| {
        i64::from(event.target_unchecked_into::<HtmlInputElement>().checked())
    });
    html! {
        <div class="knob one-line" title={knob.help}>
            <label for={id.clone()}>{ capital(knob.label) }</label>
            <input type="checkbox" role="switch" {id} checked={*value != 0} {onchange} />
        </div>
    }
}
