//! The numbers beside the picture: what moved, how the keys are spread, and what others published.

use std::rc::Rc;

use widgets::bars::{Bar, Histogram};
use widgets::meter::Meter;
use yew::{Html, Properties, component, html, use_state};

use super::download;
use super::scenery::{Same, Scenery};
use super::shown::Shown;
use crate::hash_ring::comparison::{self, Spreading};
use crate::hash_ring::export::{Reader, to_csv};
use crate::hash_ring::movement::{Cause, Movement};
use crate::hash_ring::placed::Load;
use crate::hash_ring::spread::Spread;
use crate::hash_ring::strategy::Kind;
use crate::hash_ring::words;

/// At most so many shards have a bar each; more are counted by their number of keys.
const BARS_MAX: usize = 32;

/// Into how many bars the numbers of keys are sorted.
const BINS: u32 = 24;

/// What the figures are drawn from.
#[derive(Clone, PartialEq, Properties)]
pub struct FiguresProps {
    /// What is drawn.
    pub scenery: Same<Scenery>,
    /// The width of a plot in pixels.
    pub width: u32,
}

/// What the latest change moved, beside modulo hashing on the same keys.
#[component]
pub fn Moved(props: &FiguresProps) -> Html {
    let scenery = &*props.scenery;
    let Some(movement) = scenery.shown.movement() else {
        return html! {
            <figure class="moved-keys"><figcaption>{ "No shard has come or gone yet." }</figcaption></figure>
        };
    };
    let kind = scenery.shown.model.places().kind();
    let meter = |label: &'static str, moved: u32, is_bad: bool| {
        html! {
            <Meter {label} value={words::percent(moved, movement.keys)} part={words::share(moved, movement.keys)}
                expected={movement.expected_share()} {is_bad} width={props.width} />
        }
    };
    html! {
        <figure class="moved-keys">
            <figcaption>
                <b>{ headline(movement) }</b>
                { format!(
                    " {} of {} keys moved; {} had to (the mark).",
                    words::count(movement.moved),
                    words::count(movement.keys),
                    words::percent(movement.expected.0, movement.expected.1),
                ) }
            </figcaption>
            { meter(kind.slug(), movement.moved, movement.stray.is_some()) }
            if kind != Kind::Modulo {
                { meter("modulo", movement.modulo_moved, true) }
            }
        </figure>
    }
}

/// Who came or went: "s9 joined."
fn headline(movement: &Movement) -> String {
    let verb = match movement.cause() {
        Cause::Joined => "joined",
        Cause::Left => "left",
        Cause::Reweighted => "got another weight",
    };
    let names = match movement.names() {
        names if names.len() > 3 => words::things(movement.shards(), "shard", "shards"),
        names => words::list(&names),
    };
    format!("{names} {verb}.")
}

/// How many keys each shard has, or how many shards have how many keys, before and after.
#[component]
pub fn Distribution(props: &FiguresProps) -> Html {
    let scenery = &*props.scenery;
    let members = scenery.shown.members();
    let after = &scenery.shown.placed.load;
    let before = scenery.shown.movement().map(|movement| &movement.load_before);
    let each = members.shards().len() <= BARS_MAX;
    let bars = if each { bar_each(scenery) } else { bar_bins(after, before) };
    let spread = after.spread;
    let summary = format!(
        "Keys a shard: from {} to {}, {:.1} on average, standard deviation {:.1}",
        words::count(spread.min),
        words::count(spread.max),
        spread.mean,
        spread.standard_deviation,
    );
    let (x_label, y_label) = if each { ("", "keys a shard") } else { ("keys a shard", "shards") };
    html! {
        <figure class="distribution">
            <Histogram bars={Rc::<[Bar]>::from(bars)} {x_label} {y_label} is_numeric={!each} mean={spread.mean}
                {summary} width={props.width} height=150 />
        </figure>
    }
}

/// A bar for each shard that is or was there.
fn bar_each(scenery: &Scenery) -> Vec<Bar> {
    let now = scenery.shown.members();
    let movement = scenery.shown.movement();
    let then = movement.map(|movement| movement.before.members());
    let mut ids = now.ids();
    ids.extend(then.iter().flat_map(|then| then.ids()));
    ids.sort_unstable();
    ids.dedup();
    let bar = |(at, id): (usize, u32)| {
        let after = now.index(id).map(|index| scenery.shown.placed.load.counts[index]);
        let index = then.and_then(|then| then.index(id));
        let before =
            movement.zip(index).map(|(movement, index)| movement.load_before.counts[index]);
        Bar {
            from: at as f64,
            to: at as f64 + 0.85,
            before: before.map(f64::from),
            after: after.map(f64::from),
            name: scenery.name(id).into(),
        }
    };
    ids.into_iter().enumerate().map(bar).collect()
}

/// How many shards have a number of keys: the same bins before and after.
fn bar_bins(after: &Load, before: Option<&Load>) -> Vec<Bar> {
    let loads = || [Some(after), before].into_iter().flatten();
    let min = loads().map(|load| load.spread.min).min().unwrap_or(0);
    let max = loads().map(|load| load.spread.max).max().unwrap_or(0);
    let width = (max - min) / BINS + 1;
    let count = |load: &Load| {
        let mut shards = vec![0_u32; ((max - min) / width + 1) as usize];
        for &keys in &*load.counts {
            shards[((keys - min) / width) as usize] += 1;
        }
        shards
    };
    let (after, before) = (count(after), before.map(count));
    let bar = |(at, shards): (usize, &u32)| Bar {
        from: f64::from(min + at as u32 * width),
        to: f64::from(min + (at as u32 + 1) * width),
        before: before.as_ref().map(|before| f64::from(before[at])),
        after: Some(f64::from(*shards)),
        name: "".into(),
    };
    after.iter().enumerate().map(bar).collect()
}

/// What is shown as numbers alone.
#[derive(Clone, PartialEq, Properties)]
pub struct NumbersProps {
    /// What is drawn.
    pub scenery: Same<Scenery>,
}

/// How evenly the keys are spread, now and before the latest change.
#[component]
pub fn Numbers(props: &NumbersProps) -> Html {
    let scenery = &*props.scenery;
    let now = scenery.shown.placed.load.spread;
    let before = scenery.shown.movement().map(|movement| movement.load_before.spread);
    type Read = fn(&Spread) -> String;
    let numbers: [(&str, Read); 6] = [
        ("fewest keys", |spread| words::count(spread.min)),
        ("mean", |spread| one_decimal(spread.mean)),
        ("most keys", |spread| words::count(spread.max)),
        ("peak to mean", |spread| format!("{:.2}", spread.peak_to_mean)),
        ("standard deviation", |spread| one_decimal(spread.standard_deviation)),
        ("of the mean", |spread| format!("{:.1} %", spread.relative_deviation * 100.0)),
    ];
    html! {
        <dl class="spread">
            { for numbers.iter().map(|(name, read)| html! {
                <div key={*name}>
                    <dt>{ *name }</dt>
                    <dd>{ read(&now) }</dd>
                    <dd class="before">{ before.as_ref().map(|before| format!("was {}", read(before))) }</dd>
                </div>
            }) }
        </dl>
    }
}

/// A number that is not negative with one digit behind the point: `1,250.0`.
fn one_decimal(number: f64) -> String {
    let tenths = (number * 10.0).round() as u64;
    format!("{}.{}", words::count(tenths / 10), tenths % 10)
}

/// What others published beside what was expected and what was found here, and all of it as a file.
#[component]
pub fn Published(props: &NumbersProps) -> Html {
    let is_open = use_state(|| false);
    let scenery = &*props.scenery;
    let rows = comparison::moved(&scenery.shown.state);
    let has_published = rows.iter().any(|row| row.published.is_some());
    let is_ring = scenery.shown.model.places().kind() == Kind::Ring;
    let toggle = {
        let is_open = is_open.clone();
        move |_| is_open.set(!*is_open)
    };
    let save = {
        let scenery = props.scenery.clone();
        move |_| save_places(&scenery.shown)
    };
    html! {
        <div class="published">
            if has_published {
                { moved_table(&rows) }
            }
            <div class="group">
                if is_ring {
                    <button type="button" aria-expanded={is_open.to_string()} onclick={toggle}>
                        { "Compare 1, 10, 100 and 1,000 virtual nodes" }
                    </button>
                }
                <button type="button" onclick={save}>{ "Download key → shard (CSV)" }</button>
            </div>
            if is_ring && *is_open {
                { spread_table(scenery) }
            }
        </div>
    }
}

/// Hands over where every key lies.
fn save_places(shown: &Shown) {
    let keys = shown.model.places().keys();
    let csv = to_csv(keys, &shown.placed.assignment, shown.members(), Reader::Spreadsheet);
    download::save("keys-and-shards.csv", "text/csv", &csv);
}

fn moved_table(rows: &[comparison::MovedRow]) -> Html {
    let percent = |percent: f64| format!("{percent:.2} %");
    html! {
        <table class="numbers">
            <caption>{ "Keys moved" }</caption>
            <thead><tr>
                <th scope="col">{ "change" }</th><th scope="col">{ "published" }</th>
                <th scope="col">{ "expected" }</th><th scope="col">{ "here" }</th><th scope="col">{ "modulo" }</th>
            </tr></thead>
            <tbody>
                { for rows.iter().enumerate().map(|(at, row)| html! {
                    <tr key={at}>
                        <th scope="row">{ row.what.clone() }</th>
                        <td>{ row.published.map_or("–".to_owned(), percent) }</td>
                        <td>{ percent(row.expected) }</td><td>{ percent(row.ours) }</td><td>{ percent(row.modulo) }</td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

fn spread_table(scenery: &Scenery) -> Html {
    let model = &scenery.shown.model;
    let rows = match comparison::virtual_nodes(model) {
        Ok(rows) => rows,
        Err(cannot) => return html!(<p class="refused">{ cannot.to_string() }</p>),
    };
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let spreading = |spreading: &Spreading| {
        format!("{}, {:.2} to {:.2}", percent(spreading.deviation), spreading.low, spreading.high)
    };
    html! {
        <table class="numbers">
            <caption>
                { format!(
                    "{} on {}: standard deviation, and what 99 % of the shards lie within, as parts of the mean",
                    words::things(model.places().keys().count(), "key", "keys"),
                    words::things(model.first.members().count(), "shard", "shards"),
                ) }
            </caption>
            <thead><tr>
                <th scope="col">{ "virtual nodes" }</th><th scope="col">{ "published" }</th>
                <th scope="col">{ "expected" }</th><th scope="col">{ "here" }</th>
            </tr></thead>
            <tbody>
                { for rows.iter().map(|row| html! {
                    <tr key={row.virtual_nodes}>
                        <th scope="row">{ words::count(row.virtual_nodes) }</th>
                        <td>{ row.published.as_ref().map_or("–".to_owned(), spreading) }</td>
                        <td>{ percent(row.expected_deviation) }</td>
                        <td>{ spreading(&row.ours) }</td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}
