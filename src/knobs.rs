//! The knobs of a lab: at most five beside the stage, the rest under *More*.

mod dial;
mod scale;

use crate::lab_ref::LabRef;
use crate::session::Msg;
use dial::Dial;
use std::rc::Rc;
use yew::prelude::*;

/// More major knobs than this go under *More* all the same.
const MAJOR_MOST: usize = 5;

/// Properties of [`Knobs`].
#[derive(Properties, PartialEq)]
pub struct KnobsProps {
    /// The lab.
    pub lab: LabRef,
    /// The value of every knob, in the lab's order.
    pub values: Rc<[i64]>,
    /// Hears what is asked.
    pub on: Callback<Msg>,
}

/// All knobs of a lab.
#[component]
pub fn Knobs(props: &KnobsProps) -> Html {
    let knobs = props.lab.0.knobs;
    let majors = knobs.iter().enumerate().filter(|(_, knob)| knob.major);
    let majors: Vec<usize> = majors.map(|(nth, _)| nth).take(MAJOR_MOST).collect();
    let minors: Vec<usize> = (0..knobs.len()).filter(|nth| !majors.contains(nth)).collect();
    let dial = |nth: &usize| {
        let nth = *nth;
        let on_turn = props.on.reform(move |value| Msg::Turn(nth, value));
        html! { <Dial key={knobs[nth].key} knob={knobs[nth]} value={props.values[nth]} {on_turn} /> }
    };
    html! {
        <section class="panel" aria-labelledby="knobs-title">
            <h2 id="knobs-title">{ "Knobs" }</h2>
            <div class="knobs">{ for majors.iter().map(dial) }</div>
            <details class="more" hidden={minors.is_empty()}>
                <summary>{ "More" }</summary>
                <div class="knobs">{ for minors.iter().map(dial) }</div>
            </details>
        </section>
    }
}
