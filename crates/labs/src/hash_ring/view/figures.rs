//! The numbers beside the picture: what moved, how the keys are spread, and what others published.

use kernel::decimal::fixed;
use kernel::order;
use widgets::bars::{Bar, Histogram};
use widgets::meter::Meter;
use widgets::tag;
use widgets::tag::Tag;
use yew::{Html, Properties, component, use_state};

use super::deciding::deciding;
use super::scenery::{Same, Scenery};
use super::shown::Shown;
use crate::download;
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

/// The plots: how the key in focus finds its shards, what moved, and how the keys are spread.
#[component]
pub fn Figures(props: &FiguresProps) -> Html {
    tag!(div, class: "figures")
        .child(deciding(&props.scenery, props.width.into()))
        .child(moved(&props.scenery, props.width))
        .child(distribution(&props.scenery, props.width))
        .into()
}

/// What the latest change moved, beside modulo hashing on the same keys.
fn moved(scenery: &Scenery, width: u32) -> Tag {
    let figure = tag!(figure, class: "moved-keys");
    let Some(movement) = scenery.shown.movement() else {
        return figure.child(tag!(figcaption).text("No shard has come or gone yet."));
    };
    let kind = scenery.shown.model.places().kind();
    let meter = |label: &'static str, moved: u32, is_bad: bool| {
        let meter = Meter {
            label: label.into(),
            value: words::percent(moved, movement.keys).into(),
            part: words::share(moved, movement.keys),
            expected: Some(movement.expected_share()),
            is_bad,
            width,
        };
        meter.draw()
    };
    let what = format!(
        " {} of {} keys moved; {} had to (the mark).",
        words::count(movement.moved),
        words::count(movement.keys),
        words::percent(movement.expected.0, movement.expected.1),
    );
    let modulo = (kind != Kind::Modulo).then(|| meter("modulo", movement.modulo_moved, true));
    figure
        .child(tag!(figcaption).child(tag!(b).text(headline(movement))).text(what))
        .child(meter(kind.slug(), movement.moved, movement.stray.is_some()))
        .maybe(modulo)
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
fn distribution(scenery: &Scenery, width: u32) -> Tag {
    let members = scenery.shown.members();
    let after = &scenery.shown.placed.load;
    let before = scenery.shown.movement().map(|movement| &movement.load_before);
    let each = members.shards().len() <= BARS_MAX;
    let spread = after.spread;
    let summary = format!(
        "Keys a shard: from {} to {}, {} on average, standard deviation {}",
        words::count(spread.min),
        words::count(spread.max),
        one_decimal(spread.mean),
        one_decimal(spread.standard_deviation),
    );
    let (x_label, y_label) = if each { ("", "keys a shard") } else { ("keys a shard", "shards") };
    let plot = Histogram {
        bars: if each { bar_each(scenery) } else { bar_bins(after, before) },
        x_label: x_label.into(),
        y_label: y_label.into(),
        is_numeric: !each,
        mean: Some(spread.mean),
        summary: summary.into(),
        width,
        height: 150,
    };
    tag!(figure, class: "distribution").child(plot.draw())
}

/// A bar for each shard that is or was there.
fn bar_each(scenery: &Scenery) -> Vec<Bar> {
    let now = scenery.shown.members();
    let movement = scenery.shown.movement();
    let then = movement.map(|movement| movement.before.members());
    let mut ids = now.ids();
    ids.extend(then.iter().flat_map(|then| then.ids()));
    ids = order::sorted(ids, |id| (u64::from(*id), 0));
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

/// What [`Tables`] show.
#[derive(Clone, PartialEq, Properties)]
pub struct TablesProps {
    /// What is drawn.
    pub scenery: Same<Scenery>,
}

/// How evenly the keys are spread, now and before the latest change.
fn numbers(scenery: &Scenery) -> Tag {
    let now = scenery.shown.placed.load.spread;
    let before = scenery.shown.movement().map(|movement| movement.load_before.spread);
    type Read = fn(&Spread) -> String;
    let numbers: [(&str, Read); 6] = [
        ("fewest keys", |spread| words::count(spread.min)),
        ("mean", |spread| one_decimal(spread.mean)),
        ("most keys", |spread| words::count(spread.max)),
        ("peak to mean", |spread| fixed(spread.peak_to_mean, 2)),
        ("standard deviation", |spread| one_decimal(spread.standard_deviation)),
        ("of the mean", |spread| percent(spread.relative_deviation, 1)),
    ];
    tag!(dl, class: "spread").children(numbers.into_iter().map(|(name, read)| {
        let was = before.as_ref().map(|before| format!("was {}", read(before)));
        tag!(div)
            .key(name)
            .child(tag!(dt).text(name))
            .child(tag!(dd).text(read(&now)))
            .child(tag!(dd, class: "before").text(was))
    }))
}

/// A share as a percentage with so many places.
fn percent(share: f64, places: u32) -> String {
    fixed(share * 100.0, places) + " %"
}

/// A number that is not negative with one digit behind the point: `1,250.0`.
fn one_decimal(number: f64) -> String {
    let tenths = (number * 10.0).round() as u64;
    format!("{}.{}", words::count(tenths / 10), tenths % 10)
}

/// All that is shown as numbers: the spread, what others published beside what was expected and
/// what was found here, and the places of the keys as a file.
#[component]
pub fn Tables(props: &TablesProps) -> Html {
    let is_open = use_state(|| false);
    let scenery = &*props.scenery;
    let rows = comparison::moved(&scenery.shown.state);
    let has_published = rows.iter().any(|row| row.published.is_some());
    let is_ring = scenery.shown.model.places().kind() == Kind::Ring;
    let are_compared = is_ring && *is_open;
    let compare = is_ring.then(|| {
        tag!(button, type: "button", "aria-expanded": if *is_open { "true" } else { "false" })
            .on_click(move |_| is_open.set(!*is_open))
            .text("Compare 1, 10, 100 and 1,000 virtual nodes")
    });
    let shown = props.scenery.clone();
    let save = tag!(button, type: "button")
        .on_click(move |_| save_places(&shown.shown))
        .text("Download key → shard (CSV)");
    let published = tag!(div, class: "published")
        .maybe(has_published.then(|| moved_table(&rows)))
        .child(tag!(div, class: "group").maybe(compare).child(save))
        .maybe(are_compared.then(|| spread_table(scenery)));
    [numbers(scenery), published].into_iter().collect()
}

/// Hands over where every key lies.
fn save_places(shown: &Shown) {
    let keys = shown.model.places().keys();
    let csv = to_csv(keys, &shown.placed.assignment, shown.members(), Reader::Spreadsheet);
    download::save("keys-and-shards.csv", "text/csv", &csv);
}

/// A table of numbers: a heading for each column, and for each row its heading and its cells.
fn table(caption: &str, columns: &[&'static str], rows: Vec<(String, Vec<String>)>) -> Tag {
    let column = |name: &&'static str| tag!(th, scope: "col").text(*name);
    let row = |(at, (name, cells)): (usize, (String, Vec<String>))| {
        let cells = cells.into_iter().map(|cell| tag!(td).text(cell));
        tag!(tr).key(at).child(tag!(th, scope: "row").text(name)).children(cells)
    };
    let heads = tag!(tr).children(columns.iter().map(column));
    tag!(table, class: "numbers")
        .child(tag!(caption).text(caption.to_owned()))
        .child(tag!(thead).child(heads))
        .child(tag!(tbody).children(rows.into_iter().enumerate().map(row)))
}

fn moved_table(rows: &[comparison::MovedRow]) -> Tag {
    let percent = |percent: f64| fixed(percent, 2) + " %";
    let row = |row: &comparison::MovedRow| {
        let published = row.published.map_or("–".to_owned(), percent);
        let cells = vec![published, percent(row.expected), percent(row.ours), percent(row.modulo)];
        (row.what.to_string(), cells)
    };
    let columns = ["change", "published", "expected", "here", "modulo"];
    table("Keys moved", &columns, rows.iter().map(row).collect())
}

fn spread_table(scenery: &Scenery) -> Tag {
    let model = &scenery.shown.model;
    let rows = match comparison::virtual_nodes(model) {
        Ok(rows) => rows,
        Err(cannot) => return tag!(p, class: "refused").text(cannot.to_string()),
    };
    let spreading = |spreading: &Spreading| {
        let (low, high) = (fixed(spreading.low, 2), fixed(spreading.high, 2));
        format!("{}, {low} to {high}", percent(spreading.deviation, 1))
    };
    let row = |row: &comparison::SpreadRow| {
        let published = row.published.as_ref().map_or("–".to_owned(), spreading);
        let cells = vec![published, percent(row.expected_deviation, 1), spreading(&row.ours)];
        (words::count(row.virtual_nodes), cells)
    };
    let caption = format!(
        "{} on {}: standard deviation, and what 99 % of the shards lie within, as parts of the mean",
        words::things(model.places().keys().count(), "key", "keys"),
        words::things(model.first.members().count(), "shard", "shards"),
    );
    let columns = ["virtual nodes", "published", "expected", "here"];
    table(&caption, &columns, rows.iter().map(row).collect())
}
