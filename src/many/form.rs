//! What is chosen before the runs: how many, how long, what goes wrong, what is turned.

use super::experiment::{Experiment, POINTS_MOST, RUNS, Turn, bounds, knob};
use super::units::{Scaled, words};
use crate::hear::{self, on_click};
use crate::lab_ref::LabRef;
use crate::words::{capital, thousands};
use kernel::sweep::{Dial, Length, Plan};
use kernel::{Nature, Range, Span, Time};
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// What the form shows, and who hears it.
pub struct Form<'a> {
    /// The lab.
    pub lab: LabRef,
    /// What was chosen.
    pub experiment: &'a Experiment,
    /// How many deeds of hands the run on the stage has.
    pub deeds: usize,
    /// Whether something may be turned and laws be judged: not where two runs are compared.
    pub is_single: bool,
    /// Whether runs are under way.
    pub is_busy: bool,
    /// Whether the run is made with the person's own data.
    pub is_own_data: bool,
    /// Hears another choice.
    pub on_choose: Callback<Experiment>,
    /// Hears that the runs are wanted.
    pub on_ask: Callback<()>,
    /// Hears that they are no longer wanted.
    pub on_cancel: Callback<()>,
}

/// The form: a plain function, for it has no life of its own.
pub fn form(form: &Form) -> Tag {
    let fields = tag!(div, class: "many-fields")
        .child(runs(form))
        .maybe(form.is_single.then(|| turn(form)))
        .child(measured(form))
        .child(accidents(form));
    let own_data = tag!(p, class: "soft", hidden: !form.is_own_data)
        .text("Your data stay with the page: many runs use the data that the lab makes itself.");
    tag!(div, class: "many-form")
        .child(fields)
        .child(tag!(div, class: "row").child(button(form)).children(switches(form)))
        .child(own_data)
}

/// A group of controls.
fn group(form: &Form, title: &'static str) -> Tag {
    tag!(fieldset, disabled: form.is_busy).child(tag!(legend).text(title))
}

/// Hears a choice, by what it changes in the experiment.
fn choose<E: 'static>(form: &Form, change: impl Fn(&mut Experiment, E) + 'static) -> Callback<E> {
    let experiment = form.experiment.clone();
    form.on_choose.reform(move |event| {
        let mut experiment = experiment.clone();
        change(&mut experiment, event);
        experiment
    })
}

/// How many runs: a slider over round numbers.
fn runs(form: &Form) -> Tag {
    let present = form.experiment.runs;
    let place = RUNS.iter().position(|runs| *runs >= present).unwrap_or(RUNS.len() - 1);
    let hear = choose(form, |experiment, event: InputEvent| {
        let place = hear::input(&event).value_as_number() as usize;
        experiment.runs = RUNS[place.min(RUNS.len() - 1)];
    });
    let share = length(100.0 * place as f64 / (RUNS.len() - 1) as f64);
    let number = thousands(&present.to_string());
    let slider = tag!(input, "type": "range", id: "many-runs", min: "0", max: RUNS.len() - 1,
        step: "1", style: format!("--share: {share}%"), "aria-valuetext": number.clone())
    .value(place.to_string().into())
    .typed(hear);
    let name = tag!(label, "for": "many-runs").text(match form.experiment.turn {
        Some(_) => "Seeds at each point",
        None => "Seeds",
    });
    let line = tag!(div, class: "knob")
        .child(name)
        .child(tag!(output, class: "exact", "for": "many-runs").text(number))
        .child(slider);
    group(form, "Runs").child(line)
}

/// What is turned, from where to where.
fn turn(form: &Form) -> Tag {
    let entry = form.lab.0;
    let dials: Vec<Dial> = (0..entry.knobs.len() as u32)
        .map(Dial::Knob)
        .chain([Dial::Loss, Dial::Doubling, Dial::Mishaps])
        .collect();
    let present = form.experiment.turn;
    let option = |dial: &Dial| {
        tag!(option, selected: present.is_some_and(|turn| turn.dial == *dial))
            .text(capital(dial.label(entry.knobs)))
    };
    let options = dials.iter().map(option).collect::<Vec<_>>();
    let nothing = tag!(option, selected: present.is_none()).text("Nothing: the knobs as they are");
    let hear = choose(form, move |experiment, event: Event| {
        let dial = hear::chosen(&event).checked_sub(1).and_then(|nth| dials.get(nth));
        experiment.turn = dial.map(|dial| Turn::whole(entry, *dial));
    });
    let select =
        tag!(select, "aria-label": "What is turned").changed(hear).child(nothing).children(options);
    let group = group(form, "Turn").child(select);
    let Some(turn) = present else { return group.child(tag!(span, hidden: true)) };
    if let Some(Range::Choice(_) | Range::Switch) = knob(entry, turn.dial).map(|knob| knob.range) {
        let values = turn.axis(entry).values;
        let names: Vec<String> =
            values.iter().map(|value| words(entry, turn.dial, *value)).collect();
        return group.child(tag!(p, class: "soft").text(["Each of ", &names.join(", ")].concat()));
    }
    let scaled = Scaled::of(entry, turn.dial);
    let (low, high) = bounds(entry, turn.dial);
    let to_turn = |set: fn(&mut Turn, i64)| {
        choose(form, move |experiment, number: f64| {
            if let Some(turn) = &mut experiment.turn {
                set(turn, scaled.whole(number).clamp(low, high));
            }
        })
    };
    let points = choose(form, |experiment, number: f64| {
        if let Some(turn) = &mut experiment.turn {
            turn.points = (number as u32).clamp(2, POINTS_MOST);
        }
    });
    let fields = tag!(div, class: "row")
        .child(field("From", scaled.unit, Some(scaled.shown(turn.from)), to_turn(set_from)))
        .child(field("To", scaled.unit, Some(scaled.shown(turn.to)), to_turn(set_to)))
        .child(field("In", "points", Some(turn.points.to_string()), points));
    group.child(fields)
}

fn set_from(turn: &mut Turn, value: i64) {
    turn.from = value;
}

fn set_to(turn: &mut Turn, value: i64) {
    turn.to = value;
}

/// How much of each run is measured.
fn measured(form: &Form) -> Tag {
    let Length { warm_up, stop } = form.experiment.length;
    let ms = |us: u64| Scaled::MILLIS.shown(i64::try_from(us).unwrap_or(i64::MAX));
    let warm = choose(form, |experiment, number: f64| {
        experiment.length.warm_up = Span::micros(Scaled::MILLIS.whole(number).max(0) as u64);
    });
    let end = choose(form, |experiment, number: f64| {
        experiment.length.stop.at = match Scaled::MILLIS.whole(number) {
            us @ 1.. => Time::from_micros(us as u64),
            _ => Time::END,
        };
    });
    let steps = choose(form, |experiment, number: f64| {
        experiment.length.stop.steps = (number as u64).clamp(1, Plan::STEPS);
    });
    let at = (stop.at != Time::END).then(|| ms(stop.at.as_micros()));
    group(form, "Measure")
        .child(field("After", "ms", Some(ms(warm_up.as_micros())), warm))
        .child(field("Until", "ms", at, end))
        .child(field("At most", "steps", Some(stop.steps.to_string()), steps))
}

/// Nature's rates.
fn accidents(form: &Form) -> Tag {
    let Nature { loss_ppm, copy_ppm, mishap_every } = form.experiment.nature;
    let ppm = |number: f64| Scaled::PERCENT.whole(number).clamp(0, 1_000_000) as u32;
    let loss = choose(form, move |experiment, number| experiment.nature.loss_ppm = ppm(number));
    let copy = choose(form, move |experiment, number| experiment.nature.copy_ppm = ppm(number));
    let mishap = choose(form, |experiment, number| {
        let us = Scaled::SECONDS.whole(number).max(0) as u64;
        experiment.nature.mishap_every = Span::micros(us);
    });
    let every = mishap_every.as_micros();
    let every = (every > 0).then(|| Scaled::SECONDS.shown(every as i64));
    let percent = |ppm: u32| Some(Scaled::PERCENT.shown(ppm.into()));
    group(form, "Goes wrong by itself")
        .child(field("Messages lost", "%", percent(loss_ppm), loss))
        .child(field("Messages doubled", "%", percent(copy_ppm), copy))
        .child(field("A mishap about every", "s", every, mishap))
}

/// A number with its name and unit. What cannot be read as a number counts as nothing.
fn field(name: &'static str, unit: &'static str, value: Option<String>, on: Callback<f64>) -> Tag {
    let hear = on.reform(|event: Event| {
        let number = hear::input(&event).value_as_number();
        if number.is_finite() { number } else { 0.0 }
    });
    let entry = tag!(input, "type": "number", step: "any", placeholder: "–")
        .value(value.unwrap_or_default().into())
        .changed(hear);
    tag!(label, class: "field")
        .child(tag!(span).text(name))
        .child(entry)
        .child(tag!(span, class: "unit").text(unit))
}

fn button(form: &Form) -> Tag {
    if form.is_busy {
        let cancel = on_click(&form.on_cancel, ());
        return tag!(button).key("cancel").clicked(cancel).text("Cancel");
    }
    let experiment = form.experiment;
    let points = experiment.turn.map_or(1, |turn| turn.axis(form.lab.0).values.len() as u64);
    let runs = thousands(&(u64::from(experiment.runs) * points).to_string());
    tag!(button, class: "go")
        .key("run")
        .clicked(on_click(&form.on_ask, ()))
        .text(["Run ", &runs, " times"].concat())
}

fn switches(form: &Form) -> [Tag; 2] {
    let judges = choose(form, |experiment, event: Event| {
        experiment.judges = hear::input(&event).checked();
    });
    let hands = choose(form, |experiment, event: Event| {
        experiment.has_hands = hear::input(&event).checked();
    });
    let deeds = match form.deeds {
        1 => "Repeat the one deed of the run on the stage".to_owned(),
        deeds => format!("Repeat the {deeds} deeds of the run on the stage"),
    };
    let Experiment { judges: is_judged, has_hands, .. } = *form.experiment;
    [
        tag!(span, hidden: !form.is_single).child(switch(
            "Judge the laws".to_owned(),
            form.is_busy,
            is_judged,
            judges,
        )),
        tag!(span, hidden: form.deeds == 0).child(switch(deeds, form.is_busy, has_hands, hands)),
    ]
}

fn switch(name: String, is_busy: bool, is_on: bool, on: Callback<Event>) -> Tag {
    let entry = tag!(input, "type": "checkbox", role: "switch", disabled: is_busy);
    tag!(label, class: "field").child(entry.checked(is_on).changed(on)).child(tag!(span).text(name))
}
