//! What a protocol has to show of a server: the words that its picture, and the list of what a step
//! changed, are made of.

use super::protocol::{Node, Protocol};
use super::state::{Power, State};
use kernel::{Row, Tone};

/// A line of what a server knows, or of what its log holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is about, in a word: an order's number. No other line of its list has it.
    pub key: String,
    /// What there is to it, in two or three words: "asks for votes".
    pub text: String,
    /// Its role.
    pub tone: Tone,
}

impl Line {
    /// A line of no special role.
    pub fn plain(key: impl ToString, text: impl Into<String>) -> Line {
        Line { key: key.to_string(), text: text.into(), tone: Tone::Plain }
    }

    /// The same line in another role.
    #[must_use]
    pub fn in_tone(self, tone: Tone) -> Line {
        Line { tone, ..self }
    }
}

/// Something that a server has, and that orders take and lock: a dish, a rider, an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// What it is called, in a word or two: "ramen", "rider 2".
    pub name: String,
    /// Units that are there; `None` where nobody counts them.
    pub left: Option<i8>,
    /// There is never more than one of it: it is there, or it is out.
    pub is_single: bool,
    /// The orders that have it locked, by number.
    pub holders: Vec<u16>,
}

/// A server waits for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// For whom.
    pub on: Node,
    /// For what, in two or three words: "vote on 12".
    pub why: String,
}

/// Every server as rows: what it knows, what its log holds, what it has, which links do not carry.
pub(super) fn outline<P: Protocol>(protocol: &P, state: &State<P>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (node, server) in (0..).zip(&state.servers) {
        let name = protocol.name(node);
        let power = match server.power {
            Power::Up => "up",
            Power::Paused => "paused",
            Power::Down => "crashed",
        };
        rows.push(Row::new(name, "power", power));
        let group = format!("{name}, memory");
        let memory = server.memory.as_ref().map(|memory| protocol.show_memory(node, memory));
        let lines = memory.into_iter().flatten();
        rows.extend(lines.map(|line| Row::new(group.as_str(), line.key, line.text)));
        let group = format!("{name}, log");
        let lines = protocol.show_log(node, &server.disk).into_iter();
        rows.extend(lines.map(|line| Row::new(group.as_str(), line.key, line.text)));
        for (nth, unwritten) in server.unwritten.iter().enumerate() {
            let key = format!("not on disk yet, {}", nth + 1);
            rows.push(Row::new(group.as_str(), key, protocol.name_record(&unwritten.record)));
        }
        let group = format!("{name}, shelf");
        for shelf in protocol.shelf(node, server) {
            rows.push(Row::new(group.as_str(), shelf.name.clone(), shelf.say()));
        }
    }
    links(protocol, state, &mut rows);
    rows
}

fn links<P: Protocol>(protocol: &P, state: &State<P>, rows: &mut Vec<Row>) {
    let nodes = protocol.nodes();
    for (from, to) in (0..nodes).flat_map(|from| (0..nodes).map(move |to| (from, to))) {
        if from != to && !state.links.is_open(from, to) {
            let how = if state.links.is_cut(from, to) { "cut" } else { "clogged" };
            let key = format!("{} → {}", protocol.name(from), protocol.name(to));
            rows.push(Row::new("Links", key, how));
        }
    }
}

impl Shelf {
    /// In words: "19 left, locked by 12".
    pub fn say(&self) -> String {
        let left = match (self.left, self.is_single) {
            (None, _) => None,
            (Some(0), true) => Some("out".to_owned()),
            (Some(1), true) => Some("there".to_owned()),
            (Some(left), _) => Some(format!("{left} left")),
        };
        let holders: Vec<String> = self.holders.iter().map(u16::to_string).collect();
        let locked = (!holders.is_empty()).then(|| format!("locked by {}", holders.join(" and ")));
        match (left, locked) {
            (Some(left), Some(locked)) => format!("{left}, {locked}"),
            (left, locked) => left.or(locked).unwrap_or_else(|| "free".to_owned()),
        }
    }
}
