//! What each table has come to, row by row.

use crate::index_pages::keys::KeyKind;
use crate::index_pages::model::State;
use crate::index_pages::table::Table;
use crate::index_pages::telling::{a_row, percent};
use crate::words::whole;
use kernel::decimal::fixed;
use widgets::tag;
use widgets::tag::Tag;

/// One line of the table: what it is, and its value of a table.
type Line = (&'static str, fn(&Table) -> String);

const LINES: [Line; 8] = [
    ("pages", |table| whole(table.pages().into())),
    ("levels", |table| table.tree.height().to_string()),
    ("leaves full", |table| [&*percent(table.tree.fill_ppm()), " %"].concat()),
    ("pages split within", |table| whole(table.sum.0.inner_splits.into())),
    ("pages looked at a row", |table| tenths(table, table.sum.0.touched.into())),
    ("pages read a row", |table| tenths(table, table.sum.0.read.into())),
    ("bytes written a row", |table| {
        a_row(table, table.bytes_written()).map_or_else(dash, |bytes| whole(bytes as u64))
    }),
    ("pages in memory", |table| {
        let share = u64::from(table.pool.used()) * 1_000_000 / u64::from(table.pages().max(1));
        [&*percent(share as u32), " %"].concat()
    }),
];

fn dash() -> String {
    "–".to_owned()
}

fn tenths(table: &Table, sum: u64) -> String {
    a_row(table, sum).map_or_else(dash, |number| fixed(number, 2))
}

/// The table of the four.
pub(super) fn table(state: &State) -> Tag {
    let names = KeyKind::ALL.map(KeyKind::short);
    let head = names.into_iter().map(|name| tag!(th, scope: "col").text(name));
    let row = |(name, of): Line| {
        let cells = state.tables.iter().map(|table| tag!(td).text(of(table)));
        tag!(tr).key(name).child(tag!(th, scope: "row").text(name)).children(cells)
    };
    let sheet = tag!(table, class: "index-table")
        .child(tag!(thead).child(tag!(tr).child(tag!(td)).children(head)))
        .child(tag!(tbody).children(LINES.into_iter().map(row)));
    tag!(div, class: "sheet", tabindex: "0", role: "group", "aria-label": "What each has cost")
        .child(sheet)
}
