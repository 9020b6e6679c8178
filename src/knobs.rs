//! The knobs of a lab: at most five beside the stage, the rest under *More*.

mod dial;
mod scale;

use crate::lab_ref::LabRef;
use crate::session::Msg;
use dial::dial;
use widgets::tag;
use yew::prelude::*;

/// More major knobs than this go under *More* all the same.
const MAJOR_MOST: usize = 5;

/// All knobs of a lab, with the value of each.
pub fn knobs(lab: LabRef, values: &[i64], on: &Callback<Msg>) -> Html {
    let knobs = lab.0.knobs;
    let majors = knobs.iter().enumerate().filter(|(_, knob)| knob.major);
    let majors: Vec<usize> = majors.map(|(nth, _)| nth).take(MAJOR_MOST).collect();
    let minors: Vec<usize> = (0..knobs.len()).filter(|nth| !majors.contains(nth)).collect();
    let list = |which: &[usize]| {
        let dials = which.iter().map(|nth| dial(*nth, &knobs[*nth], values[*nth], on));
        tag!(div, class: "knobs").children(dials)
    };
    let more = tag!(details, class: "more", hidden: minors.is_empty())
        .child(tag!(summary).text("More"))
        .child(list(&minors));
    tag!(section, class: "panel", "aria-labelledby": "knobs-title")
        .child(tag!(h2, id: "knobs-title").text("Knobs"))
        .child(list(&majors))
        .child(more)
        .into()
}
