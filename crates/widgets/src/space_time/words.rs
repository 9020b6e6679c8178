//! A diagram in words, for those who do not see it.

use kernel::chart::{Arrow, Chart, End};

/// A message in a sentence: what, from whom to whom, when, and what became of it.
///
/// # Panics
/// Where there is no message at this place among the arrows.
#[must_use]
pub fn described(chart: &Chart, at: usize) -> String {
    let Arrow { from, to, caption, sent, due, end, is_double, .. } = &chart.arrows[at];
    let name = |node: u8| chart.nodes.get(usize::from(node)).map_or("a node", String::as_str);
    let double = if *is_double { " (a double)" } else { "" };
    let end = match end {
        End::Arrived(at) => ["arrived ", &at.at.to_string()].concat(),
        End::Unheard(at) => ["reached nobody ", &at.at.to_string()].concat(),
        End::Lost(at) => ["lost ", &at.at.to_string()].concat(),
        End::OnItsWay => ["on its way, due ", &due.to_string()].concat(),
    };
    let sent = sent.at.to_string();
    let (from, to) = (name(*from), name(*to));
    [caption, double, " from ", from, " to ", to, ", sent ", &sent, ", ", &end].concat()
}

/// The whole diagram in a sentence.
#[must_use]
pub fn summary(chart: &Chart) -> String {
    let is_lost = |arrow: &&Arrow| matches!(arrow.end, End::Lost(_) | End::Unheard(_));
    let lost = chart.arrows.iter().filter(is_lost).count();
    let lost = match lost {
        0 => "none lost".to_owned(),
        n => n.to_string() + " lost",
    };
    let messages = match chart.arrows.len() {
        1 => "one message".to_owned(),
        n => n.to_string() + " messages",
    };
    let (from, until) = (chart.from.at.to_string(), chart.until.at.to_string());
    let nodes = chart.nodes.join(", ");
    [
        "Space-time diagram of ",
        &nodes,
        ": ",
        &messages,
        " from ",
        &from,
        " to ",
        &until,
        ", ",
        &lost,
    ]
    .concat()
}
