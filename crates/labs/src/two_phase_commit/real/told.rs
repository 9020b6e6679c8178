//! What the page and its workers say to each other, and how it crosses over.

use crate::cluster::{Line, Node, Shelf};
use js_sys::Uint8Array;
use kernel::Tone;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};

/// Who a worker is, from its first breath.
#[derive(Debug, Serialize, Deserialize)]
pub struct Start {
    /// The parameters, in the order of the lab's knobs.
    pub knobs: Vec<i64>,
    /// Which server it is.
    pub node: Node,
    /// The seed of its draws.
    pub seed: u64,
    /// What the journal knows of its earlier lives.
    pub past: Past,
    /// The folder of its log.
    pub folder: String,
    /// How long a record lies in memory before it is forced to the file, in milliseconds.
    pub disk_ms: u32,
    /// When the run began, in milliseconds of the machine's clock.
    pub begun_ms: f64,
}

/// What the journal knows of a server's earlier lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// How often it has started.
    pub lives: u32,
    /// Its Lamport clock.
    pub lamport: u64,
}

/// A message, as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Who sent it.
    pub from: Node,
    /// To whom.
    pub to: Node,
    /// The sender's Lamport clock.
    pub lamport: u64,
    /// What it says.
    pub text: String,
    /// In two or three words.
    pub caption: String,
}

/// What a worker that runs a server hears.
#[derive(Debug, Serialize, Deserialize)]
pub enum Post {
    /// A message has arrived.
    Letter(Letter),
    /// The journal has all of its steps up to this Lamport clock.
    Noted(u64),
}

/// What a worker says.
#[derive(Debug, Serialize, Deserialize)]
pub enum Word {
    /// It has taken something in.
    Turn(Box<Turn>),
    /// It cannot go on, and why.
    Failed(String),
}

/// What came of an input.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Turn {
    /// What the judge reads of it: a line of the journal.
    pub journal: String,
    /// What the next life of the server must know of this one.
    pub past: Past,
    /// What the server sends.
    pub letters: Vec<Letter>,
    /// Whether it has just started.
    pub is_boot: bool,
    /// What was written to the file since the last turn, as it stands there; where the server has
    /// just started, all that the file holds.
    pub written: String,
    /// What there is to tell, in plain words.
    pub said: Vec<String>,
    /// Orders of which customers have heard: whether they were committed.
    pub answered: Vec<bool>,
    /// The server after it.
    pub portrait: Portrait,
}

/// What a server says of itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Portrait {
    /// What it knows.
    pub memory: Vec<Row>,
    /// What its log holds, as read from its file.
    pub log: Vec<Row>,
    /// Records that have not reached the file, and whether it waits for them.
    pub unwritten: Vec<(String, bool)>,
    /// What it has.
    pub shelves: Vec<Holding>,
    /// For whom it waits.
    pub waits: Vec<Node>,
    /// Orders that hold a lock here.
    pub locked: Vec<u16>,
    /// Orders about which it is in doubt.
    pub in_doubt: Vec<u16>,
    /// Only a message or a person can move it.
    pub is_at_rest: bool,
}

/// A line of what a server knows or has written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    key: String,
    text: String,
    tone: u8,
}

/// Something that a server has: see [`Shelf`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    name: String,
    left: Option<i8>,
    is_single: bool,
    holders: Vec<u16>,
}

const TONES: [Tone; 5] = [Tone::Plain, Tone::Ok, Tone::Wait, Tone::Lock, Tone::Lost];

impl From<Line> for Row {
    fn from(Line { key, text, tone }: Line) -> Row {
        let tone = TONES.iter().position(|other| *other == tone).unwrap_or(0) as u8;
        Row { key, text, tone }
    }
}

impl From<&Row> for Line {
    fn from(Row { key, text, tone }: &Row) -> Line {
        let tone = TONES.get(usize::from(*tone)).copied().unwrap_or(Tone::Plain);
        Line { key: key.clone(), text: text.clone(), tone }
    }
}

impl From<Shelf> for Holding {
    fn from(Shelf { name, left, is_single, holders }: Shelf) -> Holding {
        Holding { name, left, is_single, holders }
    }
}

impl From<&Holding> for Shelf {
    fn from(Holding { name, left, is_single, holders }: &Holding) -> Shelf {
        let (name, holders) = (name.clone(), holders.clone());
        Shelf { name, left: *left, is_single: *is_single, holders }
    }
}

/// As a value that can be posted.
///
/// # Panics
/// Never: all of these have a form in bytes.
pub fn write<T: Serialize>(what: &T) -> JsValue {
    let bytes = postcard::to_allocvec(what).expect("what is said has a form in bytes");
    Uint8Array::from(&*bytes).into()
}

/// Reads it; `None` where it is something else.
pub fn read<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    postcard::from_bytes(&value.dyn_ref::<Uint8Array>()?.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_comes_over_as_it_was() {
        for tone in TONES {
            let line = Line::plain(12, "in doubt").in_tone(tone);
            assert_eq!(Line::from(&Row::from(line.clone())), line);
        }
    }
}
