//! What steps, events and actions are called, the numbers of a state, and the picture in words.

use super::action::{Action, Which};
use super::keys::KeyKind;
use super::model::{Event, Fact, IndexPages, State, Sum};
use super::table::{Table, Work};
use crate::words::whole;
use kernel::decimal::fixed;
use kernel::{Figure, Said, Tone};

/// A fact in plain words.
pub(super) fn say(fact: &Fact) -> Said {
    match fact {
        Fact::Inserted(kind, rows, work) => inserted(*kind, rows, work),
        Fact::Loaded(kind, rows, work, is_appended) => {
            let how = if *is_appended { "appended" } else { "sorted and put in one by one" };
            let (name, rows) = (kind.label(), whole(u64::from(*rows)));
            Said::plain(format!("{name}: {rows} rows {how}, {} read", pages(work.read)))
        }
        Fact::LookedUp(kind, which, [found, _], work) => {
            let which = match which {
                Which::Recent => "recent",
                Which::Any => "random",
            };
            let (name, read) = (kind.label(), pages(work.read));
            let tone = if work.read > *found / 4 { Tone::Wait } else { Tone::Ok };
            let text = format!("{name}: {found} {which} rows looked up, {read} read from the disk");
            Said { text, tone, mark: false }
        }
        Fact::Rebuilt(kind, before, after) => {
            let name = kind.label();
            Said::plain(format!(
                "{name}: written anew, {} become {}",
                pages(*before),
                pages(*after)
            ))
        }
        Fact::Resized(room) => {
            Said::mark(Tone::Wait, format!("each pool has room for {} now", pages(*room)))
        }
        Fact::Finished(kind, sum) => finished(*kind, sum),
    }
}

fn inserted(kind: KeyKind, rows: &[u32], work: &Work) -> Said {
    let name = kind.label();
    let which = match rows {
        [] => return Said::plain(format!("{name}: no row is left")),
        [row] => format!("row {}", whole(u64::from(*row))),
        rows => format!("{} rows", whole(rows.len() as u64)),
    };
    let part = |count: u32, what: &str| (count > 0).then(|| [&*pages(count), what].concat());
    let parts = [
        part(work.inner_splits, " split within"),
        part(work.edge_splits, " begun at the edge"),
        part(work.read, " read"),
        part(work.written, " written"),
    ];
    let said: Vec<String> = parts.into_iter().flatten().collect();
    let said = if said.is_empty() { "every page at hand".to_owned() } else { said.join(", ") };
    if work.grown > 0 {
        let text = format!("{name}: {which}, and the tree is a level higher; {said}");
        return Said::mark(Tone::Lock, text);
    }
    let tone = match work {
        Work { read: 1.., .. } => Tone::Wait,
        Work { inner_splits: 1.., .. } => Tone::Lost,
        Work { edge_splits: 1.., .. } => Tone::Ok,
        _ => Tone::Plain,
    };
    Said { text: format!("{name}: {which}, {said}"), tone, mark: false }
}

fn finished(kind: KeyKind, sum: &Sum) -> Said {
    let Sum { rows, pages: count, fill_ppm, bytes_written } = *sum;
    let text = format!(
        "{}: {} rows in {}, leaves {} % full, {} bytes written a row",
        kind.label(),
        whole(u64::from(rows)),
        pages(count),
        percent(fill_ppm),
        whole(bytes_written / u64::from(rows.max(1))),
    );
    Said::mark(Tone::Ok, text)
}

/// So many pages.
pub(super) fn pages(count: u32) -> String {
    match count {
        1 => "1 page".to_owned(),
        count => [&*whole(u64::from(count)), " pages"].concat(),
    }
}

/// Parts of a million in whole per cent.
pub(super) fn percent(ppm: u32) -> String {
    fixed(f64::from(ppm) / 10_000.0, 0)
}

pub(super) fn name_event(model: &IndexPages, event: &Event) -> String {
    match event {
        Event::Draw => "the random bits are drawn".to_owned(),
        Event::Arrive if model.setup.batch == 1 => "the next row".to_owned(),
        Event::Arrive => format!("the next {} rows", model.setup.batch),
        Event::Flush => "every changed page is written".to_owned(),
    }
}

pub(super) fn name_action(action: &Action) -> String {
    match action {
        Action::Insert(rows) => format!("insert {} rows at once", whole(u64::from(*rows))),
        Action::Load(rows) => format!("sort {} rows, then insert", whole(u64::from(*rows))),
        Action::LookUp(Which::Recent) => "look up 100 recent rows".to_owned(),
        Action::LookUp(Which::Any) => "look up 100 random rows".to_owned(),
        Action::Pool(room) => format!("make each pool {}", pages(*room)),
        Action::Rebuild => "write each tree anew".to_owned(),
    }
}

/// What a table has cost a row so far.
pub(super) fn a_row(table: &Table, sum: u64) -> Option<f64> {
    let rows = table.tree.rows();
    (rows > 0).then(|| sum as f64 / f64::from(rows))
}

/// The numbers beside the picture.
pub(super) fn figures(state: &State) -> Vec<Figure> {
    const KEYS: [[&str; 3]; 4] = [
        ["snowflake_pages", "snowflake_fill", "snowflake_reads"],
        ["uuid4_pages", "uuid4_fill", "uuid4_reads"],
        ["uuid7_pages", "uuid7_fill", "uuid7_reads"],
        ["auto_pages", "auto_fill", "auto_reads"],
    ];
    const LABELS: [[&str; 3]; 4] = [
        ["pages, Snowflake", "full, Snowflake", "pages read a row, Snowflake"],
        ["pages, UUIDv4", "full, UUIDv4", "pages read a row, UUIDv4"],
        ["pages, UUIDv7", "full, UUIDv7", "pages read a row, UUIDv7"],
        ["pages, auto-increment", "full, auto-increment", "pages read a row, auto-increment"],
    ];
    let tables = state.tables.iter().zip(KEYS).zip(LABELS);
    let of_table = |((table, keys), labels): ((&Table, [&'static str; 3]), [&'static str; 3])| {
        let values = [
            (Some(f64::from(table.pages())), ""),
            (Some(f64::from(table.tree.fill_ppm()) / 10_000.0), "%"),
            (a_row(table, table.sum.0.read.into()), ""),
        ];
        let figure = |((key, label), (value, unit))| Figure { key, label, value, unit };
        keys.into_iter().zip(labels).zip(values).map(figure).collect::<Vec<_>>()
    };
    tables.flat_map(of_table).collect()
}

/// The picture in a few sentences.
pub(super) fn summary(state: &State) -> String {
    let table = |(table, kind): (&Table, KeyKind)| {
        let full = percent(table.tree.fill_ppm());
        let read = table.sum.0.read;
        let name = kind.label();
        format!(
            "{name}: {}, leaves {full} % full, {} read.",
            pages(table.pages()),
            whole(read.into())
        )
    };
    let rows = format!("{} rows in each of four tables.", whole(u64::from(state.rows())));
    let tables = state.tables.iter().zip(KeyKind::ALL).map(table);
    std::iter::once(rows).chain(tables).collect::<Vec<_>>().join(" ")
}
