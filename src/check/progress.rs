//! How far a search is.

use crate::words::thousands;
use crate::worker::protocol::Count;
use kernel::Span;
use kernel::decimal::fixed;
use widgets::tag;
use widgets::tag::Tag;

/// How far a search is, and in a word what it does. The word is said aloud, the numbers are not:
/// they change ten times a second.
pub fn progress(count: &Count, word: &'static str) -> Tag {
    tag!(div, class: "check-progress")
        .child(tag!(p, role: "status").text(word))
        .child(numbers(count))
}

/// The numbers of a search.
pub fn numbers(count: &Count) -> Tag {
    let per_second = match count.elapsed_ms {
        0 => "–".to_owned(),
        ms => whole(count.distinct * 1_000 / u64::from(ms)),
    };
    let rows = [
        ("Distinct states", whole(count.distinct)),
        ("Generated", whole(count.generated)),
        ("Depth", whole(u64::from(count.depth))),
        ("Waiting", whole(count.frontier)),
        ("States a second", per_second),
        ("Memory", memory(count.bytes)),
        ("Time", Span::millis(count.elapsed_ms.into()).to_string()),
    ];
    let rows = rows.into_iter().map(|(name, number)| {
        tag!(div).key(name).child(tag!(dt).text(name)).child(tag!(dd).text(number))
    });
    tag!(dl, class: "figures").children(rows)
}

/// A whole number with its thousands apart.
pub fn whole(number: u64) -> String {
    thousands(&number.to_string())
}

fn memory(bytes: u64) -> String {
    match bytes {
        0..1_048_576 => format!("{} KiB", bytes.div_ceil(1_024)),
        _ => format!("{} MiB", fixed(bytes as f64 / 1_048_576.0, 1)),
    }
}
