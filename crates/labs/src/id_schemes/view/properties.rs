//! What is so of each scheme, whatever happens.

use widgets::tag;
use widgets::tag::Tag;

use crate::id_schemes::scheme::{Properties, Scheme};

const HEADS: [&str; 6] =
    ["order", "who is asked", "stops with", "unique", "tells a stranger", "keys of a million rows"];

/// The table, for a table with so many secondary indexes.
pub fn table(indexes: u8) -> Tag {
    let head = |head: &'static str| tag!(th, scope: "col").key(head).text(head);
    let heads = tag!(tr).child(tag!(th, scope: "col").text("scheme")).children(HEADS.map(head));
    let rows = Scheme::ALL.into_iter().map(|scheme| row(scheme, indexes));
    let note = format!(
        "A secondary index of InnoDB holds the primary key in each of its entries: with {indexes} \
         of them a key is paid {} {}, and 16 bytes are twice 8 each time.",
        indexes + 1,
        if indexes == 0 { "time" } else { "times" }
    );
    tag!(section, class: "id-properties", "aria-label": "What is so of each scheme")
        .child(tag!(h2).text("Side by side"))
        .child(tag!(table).child(tag!(thead).child(heads)).child(tag!(tbody).children(rows)))
        .child(tag!(p).text(note))
}

fn row(scheme: Scheme, indexes: u8) -> Tag {
    let Properties { bytes, order, coordination, fails_with, unique, reveals } =
        scheme.properties();
    let words = [order, coordination, fails_with, unique, reveals];
    let cell = |(head, text): (&'static str, &'static str)| {
        tag!(td, "data-head": head).key(head).text(text)
    };
    // A million rows of a byte each are a megabyte.
    let megabytes = scheme.bytes_a_row(indexes);
    let size = format!("{megabytes} MB: {bytes} B each");
    tag!(tr)
        .key(scheme.name())
        .child(tag!(th, scope: "row").text(scheme.name()))
        .children(HEADS.into_iter().zip(words).map(cell))
        .child(tag!(td, "data-head": HEADS[5]).text(size))
}
