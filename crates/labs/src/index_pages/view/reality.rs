//! Model against reality: what real stores did with the four kinds of keys, and what the tree of the
//! page says they would do.

use crate::index_pages::keys::KeyKind;
use crate::index_pages::reality::{Figures, Reality, Row, Store};
use crate::words::whole;
use kernel::decimal::fixed;
use widgets::tag;
use widgets::tag::Tag;
use yew::{Html, Properties, component};

/// The table of what was measured. It is a component so that it is drawn once: it shows nothing of
/// the run above it.
#[derive(Clone, Copy, Debug, PartialEq, Properties)]
pub(super) struct SheetProps {
    /// Whether there is room for a table of seven columns.
    pub is_wide: bool,
}

#[component]
pub(super) fn Sheet(props: &SheetProps) -> Html {
    match Reality::committed() {
        Ok(reality) => sheet(&reality, props.is_wide).into(),
        Err(why) => tag!(p, class: "reality").text(why.to_string()).into(),
    }
}

/// What is compared: its name, the figure, and how it is written.
struct Quantity {
    name: &'static str,
    of: fn(&Figures, u64) -> Option<f64>,
    /// Places after the point.
    places: u32,
}

const QUANTITIES: [Quantity; 5] = [
    Quantity { name: "leaves", of: |of, _| Some(of.leaf_pages as f64), places: 0 },
    Quantity { name: "leaves full, %", of: |of, _| Some(of.fill_ppm as f64 / 1e4), places: 1 },
    Quantity { name: "file, MiB", of: |of, _| Some(of.file_bytes as f64 / MIB), places: 1 },
    Quantity {
        name: "pages read per 1,000 rows",
        of: |of, rows| per_thousand(of.pages_read, rows),
        places: 0,
    },
    Quantity {
        name: "pages written per 1,000 rows",
        of: |of, rows| per_thousand(of.pages_written, rows),
        places: 0,
    },
];

const MIB: f64 = 1_048_576.0;

fn per_thousand(pages: Option<u64>, rows: u64) -> Option<f64> {
    Some(pages? as f64 * 1e3 / rows.max(1) as f64)
}

/// One figure, measured and predicted.
struct Pair {
    measured: String,
    predicted: String,
    /// The measured over the predicted one; where both are written alike they are one.
    ratio: Option<f64>,
}

impl Quantity {
    fn pair(&self, row: &Row, rows: u64) -> Pair {
        let [measured, predicted] =
            [&row.measured, &row.predicted].map(|figures| (self.of)(figures, rows));
        let written = |figure: Option<f64>| {
            figure.map_or_else(|| "–".to_owned(), |figure| self.written(figure))
        };
        let texts = [written(measured), written(predicted)];
        let ratio = match (measured, predicted) {
            _ if texts[0] == texts[1] => measured.map(|_| 1.0),
            (Some(measured), Some(predicted)) if predicted > 0.0 => Some(measured / predicted),
            _ => None,
        };
        let [measured, predicted] = texts;
        Pair { measured, predicted, ratio }
    }

    fn written(&self, figure: f64) -> String {
        if self.places == 0 { whole(figure.round() as u64) } else { fixed(figure, self.places) }
    }
}

/// The width of a scale, and of it what stands for a factor of two.
const SCALE: (f64, f64) = (56.0, 13.0);
/// What is no further off than this is taken to agree.
const CLOSE: f64 = 0.1;

/// A mark on a line from a quarter to four times what the model says, with the model in the middle.
/// What agrees is a full disc, what does not a hollow lozenge; the factor stands beside it.
fn scale(pair: &Pair) -> Tag {
    let Some(ratio) = pair.ratio else { return tag!(span, class: "scale") };
    let (middle, two) = (SCALE.0 / 2.0, SCALE.1);
    let x = middle + two * ratio.log2().clamp(-2.0, 2.0);
    let mark = if (ratio - 1.0).abs() <= CLOSE {
        tag!(circle, class: "close", cx: x, cy: 6.0, r: 3.5)
    } else {
        let transform = ["translate(", &*fixed(x, 1), " 6) rotate(45)"].concat();
        tag!(rect, class: "off", x: -3.0, y: -3.0, width: 6.0, height: 6.0, transform: transform)
    };
    let line = tag!(svg, class: "picture", width: SCALE.0, height: 12.0, "aria-hidden": "true")
        .child(tag!(line, class: "line", x1: 0.0, x2: SCALE.0, y1: 6.0, y2: 6.0))
        .child(tag!(line, class: "middle", x1: middle, x2: middle, y1: 1.0, y2: 11.0))
        .child(mark);
    tag!(span, class: "scale").child(line).text(["×", &*fixed(ratio, 2)].concat())
}

fn sheet(reality: &Reality, is_wide: bool) -> Tag {
    let about = |name| reality.about(name).unwrap_or_default();
    let rows = about("rows").parse::<u64>().unwrap_or_default();
    let lede = [
        " put ",
        &*whole(rows),
        " rows of ",
        about("row bytes"),
        " bytes under each kind of key into two real stores on disk, which may keep ",
        about("cache"),
        " in memory. Beside each figure stands what the tree above predicts for the same keys. The \
         mark is on the line in the middle where both agree, to the right of it where reality has \
         more.",
    ];
    let stores = Store::ALL.into_iter().map(|store| {
        let of_store: Vec<&Row> = reality.rows.iter().filter(|row| row.store == store).collect();
        let body = if is_wide { table(&of_store, rows) } else { cards(&of_store, rows) };
        tag!(section, "aria-label": store.label())
            .key(store.key())
            .child(tag!(h3).text(store.label()).child(tag!(span).text(how(store))))
            .maybe(price(&of_store).map(|price| tag!(p).text(price)))
            .child(body)
            .child(tag!(p, class: "why").text(why(store)))
    });
    tag!(section, class: "reality", "aria-label": "Model against reality")
        .child(tag!(h2).text("Model against reality"))
        .child(tag!(p).child(tag!(code).text("faultline index-bench")).text(lede.concat()))
        .children(stores)
        .child(provenance(reality))
}

/// How a store was used.
fn how(store: Store) -> &'static str {
    match store {
        Store::Sqlite => "a table WITHOUT ROWID, WAL, synchronous FULL",
        Store::Redb => "a table, every commit durable",
    }
}

/// Why a store differs from the model where it does.
fn why(store: Store) -> &'static str {
    match store {
        Store::Sqlite => {
            "Why not all agree: SQLite writes small numbers in fewer bytes, so more rows under 1, 2, \
             3 fit into a page. It keeps rows in inner pages too; there are several times as many of \
             those, they take up memory, and more has to be read. It writes to a log at a commit, \
             which is not counted here, and to the table when the log is long: less often than the \
             model, which writes at every commit."
        }
        Store::Redb => {
            "Why not all agree: redb never writes over a page; it copies the page that changes and \
             all those above it, so a row under a random key costs about two written pages, and \
             reading them back. Its file grows by doubling, and keeps the room of old copies. Where \
             they agree: keys that nearly ascend leave half of its leaves empty, since a key that \
             comes a little late finds its page full, and that page is split in the middle."
        }
    }
}

/// What random keys cost a store beside a counter, in a sentence.
fn price(rows: &[&Row]) -> Option<String> {
    let of = |kind| rows.iter().find(|row| row.kind == kind);
    let (random, counted) = (of(KeyKind::UuidV4)?, of(KeyKind::Auto)?);
    let slower = counted.rows_a_second as f64 / random.rows_a_second.max(1) as f64;
    let mut text =
        ["UUIDv4 keys went in ", &*fixed(slower, 1), " times as slowly as 1, 2, 3"].concat();
    if let (Some(much), Some(little)) = (random.disk_bytes, counted.disk_bytes) {
        let times = much as f64 / little.max(1) as f64;
        text += &[", and made the disk write ", &*fixed(times, 0), " times as much"].concat();
    }
    text.push('.');
    Some(text)
}

/// A row a kind of key, a column a quantity.
fn table(rows: &[&Row], count: u64) -> Tag {
    let names = ["key", "rows a second"].into_iter().chain(QUANTITIES.map(|of| of.name));
    let head = names.map(|name| tag!(th, scope: "col").text(name));
    let line = |row: &&Row| {
        let cells = QUANTITIES.iter().map(|quantity| {
            let pair = quantity.pair(row, count);
            let scale = scale(&pair);
            tag!(td)
                .child(tag!(b).text(pair.measured))
                .child(tag!(span, class: "model").text(["model ", &*pair.predicted].concat()))
                .child(scale)
        });
        tag!(tr)
            .key(row.kind.key())
            .child(tag!(th, scope: "row").text(row.kind.label()))
            .child(tag!(td).child(tag!(b).text(whole(row.rows_a_second))))
            .children(cells)
    };
    tag!(table)
        .child(tag!(thead).child(tag!(tr).children(head)))
        .child(tag!(tbody).children(rows.iter().map(line)))
}

/// A small table a kind of key, a row a quantity: for a narrow page.
fn cards(rows: &[&Row], count: u64) -> Tag {
    let card = |row: &&Row| {
        let head = ["measured", "model", "factor"];
        let head = head.into_iter().map(|name| tag!(th, scope: "col").text(name));
        let lines = QUANTITIES.iter().map(|quantity| {
            let pair = quantity.pair(row, count);
            let scale = scale(&pair);
            tag!(tr)
                .key(quantity.name)
                .child(tag!(th, scope: "row").text(quantity.name))
                .child(tag!(td).child(tag!(b).text(pair.measured)))
                .child(tag!(td).text(pair.predicted))
                .child(tag!(td).child(scale))
        });
        let pace = [&*whole(row.rows_a_second), " rows a second"].concat();
        tag!(div, class: "card")
            .key(row.kind.key())
            .child(tag!(h4).text(row.kind.label()).child(tag!(span).text(pace)))
            .child(
                tag!(table)
                    .child(tag!(thead).child(tag!(tr).child(tag!(td)).children(head)))
                    .child(tag!(tbody).children(lines)),
            )
    };
    tag!(div, class: "cards").children(rows.iter().map(card))
}

/// Where, when and how it was measured.
fn provenance(reality: &Reality) -> Tag {
    let told = [
        ("machine", "machine"),
        ("stores", "stores"),
        ("date", "measured"),
        ("transactions", "transactions"),
        ("written by", "again by"),
    ];
    let facts = told.into_iter().filter_map(|(name, label)| Some((label, reality.about(name)?)));
    let facts = facts.map(|(label, value)| {
        let value = value.to_owned();
        tag!(div).key(label).child(tag!(dt).text(label)).child(tag!(dd).text(value))
    });
    tag!(div).child(tag!(dl).children(facts)).child(tag!(p, class: "why").text(
        "What is counted is what a store asks of the operating system, whose own page cache \
             stands behind both and is not bounded. How long it takes is no part of the model.",
    ))
}
