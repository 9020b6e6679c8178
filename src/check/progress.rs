//! How far a search is.

use kernel::Span;
use labs::search::{Count, words};
use widgets::tag;
use widgets::tag::Tag;

/// How far a search is, within a limit on its states, in a word what it does, and what it may come
/// to. The word is said aloud, the numbers are not: they change ten times a second.
pub fn progress(count: &Count, limit: u64, word: &'static str, prospect: String) -> Tag {
    let bar = tag!(progress, max: limit.max(1), value: count.distinct.min(limit),
        "aria-label": "States seen, of the limit");
    let said = tag!(div, class: "check-said")
        .child(tag!(p, class: "check-headline", role: "status").text(word))
        .child(bar)
        .child(tag!(p, class: "soft", hidden: prospect.is_empty()).text(prospect));
    tag!(div, class: "check-progress").child(said).child(numbers(count))
}

/// The numbers of a search.
pub fn numbers(count: &Count) -> Tag {
    let in_all = count.in_all.filter(|in_all| *in_all != count.distinct);
    let rows = [
        ("Distinct states", words::whole(count.distinct)),
        ("States in all", in_all.map(words::whole).unwrap_or_default()),
        ("Generated", words::whole(count.generated)),
        ("Depth", words::whole(u64::from(count.depth))),
        ("Waiting", words::whole(count.frontier)),
        ("States a second", words::pace(count)),
        ("Memory", words::memory(count.bytes)),
        ("Time", Span::millis(count.elapsed_ms.into()).to_string()),
    ];
    let rows = rows.into_iter().filter(|(_, number)| !number.is_empty()).map(|(name, number)| {
        tag!(div).key(name).child(tag!(dt).text(name)).child(tag!(dd).text(number))
    });
    tag!(dl, class: "figures").children(rows)
}
