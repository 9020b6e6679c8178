//! How likely it is that random ids come twice: a table and a curve for a rate and a time.

use kernel::Tone;
use web_sys::HtmlInputElement;
use widgets::plot::{Axis, Layer, Plot, Shape};
use widgets::tag;
use widgets::tag::Tag;
use yew::{Html, InputEvent, Properties, TargetCast, UseStateHandle, component, use_state};

use super::birthday::{ids_until, probability, probability_by_ms, seconds_until_by_ms};
use super::words::{large, lasting, odds};
use crate::id_schemes::id::LAYOUT;
use crate::snowflake::uuid::{V4_RANDOM_BITS, V7_RANDOM_BITS};

/// The odds that are asked about: one in a billion.
const RARE: f64 = 1e-9;
/// A year, in seconds.
const YEAR_S: f64 = 365.25 * 86_400.0;
/// Years to choose from.
const YEARS: [u16; 7] = [1, 2, 5, 10, 20, 50, 100];
/// Ids a second to choose from: powers of ten up to this.
const POWER_MAX: u32 = 9;
/// As wide as the curve is at least and at most: the page’s width is not known at first.
const WIDTHS: (u32, u32) = (240, 640);

/// What the curve is laid out for.
#[derive(Clone, PartialEq, Properties)]
pub struct OddsProps {
    /// The width in pixels.
    pub width: u32,
}

/// The table and the curve, with what they are for.
#[component]
pub fn Odds(props: &OddsProps) -> Html {
    let (power, place) = (use_state(|| 6_u32), use_state(|| 3_u32));
    let rate = 10_f64.powi(*power as i32);
    let years = YEARS[(*place as usize).min(YEARS.len() - 1)];
    let said = if years == 1 { "1 year".to_owned() } else { format!("{years} years") };
    let asked = tag!(div, class: "asked")
        .child(slider("ids a second", large(rate), &power, POWER_MAX))
        .child(slider("for", said, &place, YEARS.len() as u32 - 1));
    let total = rate * f64::from(years) * YEAR_S;
    let width = props.width.clamp(WIDTHS.0, WIDTHS.1);
    tag!(section, class: "id-odds", "aria-label": "How likely random ids come twice")
        .child(tag!(h2).text("How likely is one id twice?"))
        .child(asked)
        .child(tag!(p, role: "status").text([&large(total), " ids in all."].concat()))
        .child(table(rate, years))
        .child(curve(rate, total, width))
        .into()
}

fn slider(label: &'static str, said: String, at: &UseStateHandle<u32>, last: u32) -> Tag {
    let turn = at.clone();
    let hear = move |event: InputEvent| {
        let input = event.target_unchecked_into::<HtmlInputElement>();
        turn.set(input.value().parse().unwrap_or(0));
    };
    let value = (**at).to_string();
    let input = tag!(input, type: "range", min: "0", max: last, step: "1",
        "aria-valuetext": said.clone());
    tag!(label)
        .child(tag!(span).text(label).child(tag!(b).text(said)))
        .child(input.value(value.into()).typed(hear.into()))
}

/// A row: whose ids, the odds of one collision, and when they reach one in a billion.
fn table(rate: f64, years: u16) -> Tag {
    let seconds = f64::from(years) * YEAR_S;
    let ids = rate * seconds;
    let after = |bits: u32| {
        let until = ids_until(RARE, bits);
        format!("{} ids: {}", large(until), lasting(until / rate))
    };
    let dated_s = seconds_until_by_ms(RARE, rate, V7_RANDOM_BITS);
    let workers = (rate / LAYOUT.per_second() as f64).ceil().max(1.0);
    let (needed, most) = (large(workers), large(LAYOUT.workers() as f64));
    let snowflake = if workers > LAYOUT.workers() as f64 {
        format!("{needed} workers would be needed, there are {most}")
    } else {
        format!("none by construction, with {needed} of {most} workers")
    };
    let rows = [
        ("UUIDv4: 122 random bits", odds(probability(ids, V4_RANDOM_BITS)), after(V4_RANDOM_BITS)),
        (
            "UUIDv7: 74 random bits a millisecond",
            odds(probability_by_ms(rate, seconds, V7_RANDOM_BITS)),
            format!("{} ids: {}", large(dated_s * rate), lasting(dated_s)),
        ),
        ("64 random bits, to compare", odds(probability(ids, 64)), after(64)),
        ("Snowflake", snowflake, "–".to_owned()),
    ];
    let heads = ["ids", "odds of at least one collision", "one in a billion is reached after"];
    let row = |(name, odds, after): (&'static str, String, String)| {
        tag!(tr)
            .key(name)
            .child(tag!(th, scope: "row").text(name))
            .child(tag!(td, "data-head": heads[1]).text(odds))
            .child(tag!(td, "data-head": heads[2]).text(after))
    };
    let head = |head: &'static str| tag!(th, scope: "col").key(head).text(head);
    tag!(table)
        .child(tag!(thead).child(tag!(tr).children(heads.map(head))))
        .child(tag!(tbody).children(rows.map(row)))
}

/// The least power of ten that the curve shows.
const LEAST: f64 = -18.0;
/// And how many ids: as a power of ten.
const MOST: f64 = 20.0;

/// Odds over ids, both as powers of ten.
fn curve(rate: f64, total: f64, width: u32) -> Tag {
    let line = |of: &dyn Fn(f64) -> f64| {
        let points = (0..=80).map(|quarter| {
            let power = MOST * f64::from(quarter) / 80.0;
            (power, of(10_f64.powf(power)).log10())
        });
        Shape::Line(points.filter(|(_, odds)| *odds >= LEAST).collect())
    };
    let by_ms = |ids: f64| probability_by_ms(rate, ids / rate, V7_RANDOM_BITS);
    let plot = Plot {
        x: Axis { reach: Some((0.0, MOST)), ..Axis::even("ids given, as a power of ten") },
        y: Axis {
            reach: Some((LEAST, 0.0)),
            ..Axis::even("odds of a collision, as a power of ten")
        },
        layers: vec![
            Layer::plain("one in a billion", Shape::Level(RARE.log10())),
            Layer::toned("64 bits", Tone::Lost, line(&|ids| probability(ids, 64))),
            Layer::toned("UUIDv7 at this rate", Tone::Wait, line(&by_ms)),
            Layer::toned("UUIDv4", Tone::Lock, line(&|ids| probability(ids, V4_RANDOM_BITS))),
            Layer::plain("these ids", Shape::Mark(total.log10(), None)),
        ],
        summary:
            "The odds that two random ids are the same, over how many there are: for 64, 74 a \
                  millisecond, and 122 random bits"
                .into(),
        width,
        height: 240,
    };
    tag!(figure).child(plot.draw())
}
