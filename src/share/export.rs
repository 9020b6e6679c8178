//! A run as JSON, and the way back: what such a file says of its link.

use super::address;
use crate::route::Route;
use crate::session::Session;
use js_sys::{Array, JSON, Object, Reflect};
use kernel::{Cue, Deed, Figure, Kind, Line, Pick, Recipe, Trace, Verdict, link};
use labs::Entry;
use wasm_bindgen::JsValue;

/// Facts that are exported; the file says how many steps they are of.
const FACTS: usize = 1_000;
/// Steps that the digest covers; the file says how many it does.
const STEPS: u64 = 20_000;

/// The run of a session as JSON: recipe, place, link, figures, laws, facts, and the digest of its
/// trace, which another machine must arrive at too.
///
/// # Errors
/// When the run does not come out a second time.
pub fn run_as_json(session: &Session) -> Result<String, String> {
    let (entry, run) = (session.entry(), session.run());
    let mut again = session.run_again().map_err(|why| why.to_string())?;
    let trace = Trace::of(&mut again, run.playhead().step.min(STEPS), FACTS)
        .map_err(|why| why.to_string())?;
    let text = link::write(entry.knobs, run);
    let route = Route::run(entry.card.slug, text.clone());
    let laws = run.laws().into_iter().zip(run.verdicts());
    let document = object(&[
        ("lab", entry.card.slug.into()),
        ("title", entry.card.title.into()),
        ("version", entry.version.into()),
        ("link", text.into()),
        ("address", address(&route).into()),
        ("recipe", recipe(entry, run.recipe())),
        ("step", number(run.playhead().step)),
        ("at_us", number(run.playhead().at.as_micros())),
        ("fingerprint", hex(run.machine().fingerprint())),
        ("figures", list(run.machine().figures().iter().map(figure))),
        ("laws", list(laws.map(|(info, verdict)| law(info.name, info.kind, &verdict)))),
        ("trace", traced(&trace)),
    ]);
    let json = JSON::stringify_with_replacer_and_space(&document, &JsValue::NULL, &2.into());
    json.map(String::from).map_err(|_| "the browser cannot write it as JSON".to_owned())
}

/// Lab and link of a file that [`run_as_json`] wrote.
///
/// # Errors
/// When it is no such file; the sentence says what would be.
pub fn link_of(json: &str) -> Result<(String, String), String> {
    let wrong = || "this is no run that was exported here: it is a JSON file with “lab” and “link”";
    let document = JSON::parse(json).map_err(|_| wrong())?;
    let field = |key: &str| Reflect::get(&document, &key.into()).ok().and_then(|it| it.as_string());
    field("lab").zip(field("link")).ok_or_else(|| wrong().to_owned())
}

fn recipe(entry: &Entry, recipe: &Recipe) -> JsValue {
    let knobs = entry.knobs.iter().zip(&recipe.knobs);
    let knobs: Vec<_> =
        knobs.map(|(knob, value)| (knob.key, JsValue::from(knob.write(*value)))).collect();
    object(&[
        ("knobs", object(&knobs)),
        ("seed", hex(recipe.seed)),
        ("data", recipe.data.map_or(JsValue::NULL, hex)),
        ("cues", list(recipe.cues.iter().map(cue))),
    ])
}

fn cue(cue: &Cue) -> JsValue {
    let (kind, what) = match &cue.deed {
        Deed::Act(index) => ("act", JsValue::from(*index)),
        Deed::Say(text) => ("say", JsValue::from(&**text)),
        Deed::Fire(index) => ("fire", JsValue::from(*index)),
        Deed::Drop(index) => ("drop", JsValue::from(*index)),
        Deed::Copy(index) => ("copy", JsValue::from(*index)),
        Deed::Delay(index, by) => {
            ("delay", list([JsValue::from(*index), number(by.as_micros())].into_iter()))
        }
    };
    let pick = |pick: &Pick| match pick {
        Pick::Choice(answer) => object(&[("choice", (*answer).into())]),
        Pick::Delay(span) => object(&[("delay_us", number(span.as_micros()))]),
        Pick::Spared => object(&[("is_spared", true.into())]),
    };
    object(&[
        ("step", number(cue.step)),
        ("at_us", number(cue.at.as_micros())),
        (kind, what),
        ("picks", list(cue.picks.iter().map(pick))),
    ])
}

fn figure(figure: &Figure) -> JsValue {
    object(&[
        ("key", figure.key.into()),
        ("value", figure.value.map_or(JsValue::NULL, JsValue::from)),
        ("unit", figure.unit.into()),
    ])
}

fn law(name: &str, kind: Kind, verdict: &Verdict) -> JsValue {
    let kind = match kind {
        Kind::Always => "always",
        Kind::Sometimes => "sometimes",
        Kind::AtRest => "at rest",
        Kind::Recoverable => "recoverable",
    };
    let (word, step, why) = match verdict {
        Verdict::Holds => ("holds", None, None),
        Verdict::Seen(step) => ("seen", Some(*step), None),
        Verdict::NotYet => ("not yet", None, None),
        Verdict::Waiting(why) => ("waiting", None, Some(why)),
        Verdict::Broken(breach) => ("broken", Some(breach.step), Some(&breach.why)),
    };
    object(&[
        ("name", name.into()),
        ("kind", kind.into()),
        ("verdict", word.into()),
        ("step", step.map_or(JsValue::NULL, number)),
        ("why", why.map_or(JsValue::NULL, JsValue::from)),
    ])
}

fn traced(trace: &Trace) -> JsValue {
    let fact = |line: &Line| {
        object(&[
            ("step", number(line.step)),
            ("at_us", number(line.at.as_micros())),
            ("text", (&line.text).into()),
        ])
    };
    object(&[
        ("steps", number(trace.steps)),
        ("end_us", number(trace.end.as_micros())),
        ("digest", hex(trace.digest)),
        ("facts", list(trace.lines.iter().map(fact))),
    ])
}

/// A number that JSON has exactly: steps and microseconds stay below 2⁵³ for centuries.
fn number(number: u64) -> JsValue {
    JsValue::from(number as f64)
}

/// All 64 bits, which a number of JSON does not have.
fn hex(bits: u64) -> JsValue {
    JsValue::from(format!("{bits:016x}"))
}

fn list(items: impl Iterator<Item = JsValue>) -> JsValue {
    items.collect::<Array>().into()
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in fields {
        // A plain object takes every field.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object.into()
}
