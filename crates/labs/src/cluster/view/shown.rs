//! What a picture of a cluster shows, as plain data: whatever protocol it follows, one drawing
//! serves.

use crate::cluster::{Line, Node, Power, Shelf};
use kernel::Span;

/// Everything that a picture shows of one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// By node.
    pub servers: Vec<Server>,
    /// Every two nodes that talk.
    pub links: Vec<Link>,
    /// On the wire, or waiting at its end.
    pub messages: Vec<Message>,
    /// What has just been lost.
    pub losses: Vec<Loss>,
    /// Timers that are set.
    pub timers: Vec<Timer>,
    /// Who waits for whom.
    pub waits: Vec<Wait>,
    /// Locks that are held, longest first.
    pub locks: Vec<Lock>,
    /// What lasts and is no lock, longest first.
    pub doubts: Vec<Doubt>,
    /// Messages sent so far.
    pub sent: u64,
    /// Records forced so far.
    pub forced: u64,
    /// The picture in words.
    pub summary: String,
}

/// One server.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// Its name.
    pub name: &'static str,
    /// It is outside of what may fail, and has no log.
    pub is_client: bool,
    /// Whether it runs.
    pub power: Power,
    /// How it is, in a few words.
    pub status: Status,
    /// What it knows; `None` while it is down.
    pub memory: Option<Vec<Line>>,
    /// What its log holds.
    pub log: Vec<Line>,
    /// What is written and not yet on disk.
    pub unwritten: Vec<Slip>,
    /// How much of the running write is done, from 0 to 1.
    pub written: Option<f64>,
    /// What it has.
    pub shelves: Vec<Shelf>,
    /// What a person may do with it.
    pub menu: Vec<Choice>,
}

/// How a server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Its role as a class: "ok", "wait", "lost", "doubt".
    pub class: &'static str,
    /// In words, with a sign before them.
    pub text: String,
}

/// A record on its way to the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// What it says.
    pub text: String,
    /// Whether the server waits for it.
    pub is_forced: bool,
}

/// What a link does with what is sent over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carries {
    /// It carries it.
    Yes,
    /// It loses it.
    Cut,
    /// It makes it wait.
    Clogged,
}

/// A link between two nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The node with the lower number.
    pub a: Node,
    /// The other.
    pub b: Node,
    /// From `a` to `b`.
    pub there: Carries,
    /// From `b` to `a`.
    pub back: Carries,
    /// "Coordinator – InventoryService".
    pub name: String,
    /// What a person may do with it; nothing with a client's.
    pub menu: Vec<Choice>,
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its booking number; of what waits, one that no booking has.
    pub number: u64,
    /// Who sent it.
    pub from: Node,
    /// To whom.
    pub to: Node,
    /// What it says.
    pub text: String,
    /// How much of its way it has behind it, from 0 to 1.
    pub part: f64,
    /// It has come as far as it can, and waits.
    pub is_held: bool,
    /// Where it may be delivered now: its index among the offers.
    pub offer: Option<u32>,
    /// It is one of a connection, and is neither dropped nor doubled alone.
    pub is_laned: bool,
    /// How long it still takes.
    pub left: Span,
    /// Sender, receiver and words.
    pub label: String,
}

/// A message that has got nowhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Loss {
    /// Tells it apart.
    pub key: u64,
    /// Who sent it.
    pub from: Node,
    /// To whom.
    pub to: Node,
    /// What it said.
    pub text: String,
    /// Where on its way it died, from 0 to 1.
    pub part: f64,
    /// How long ago, in parts of the time for which it is shown.
    pub age: f64,
}

/// A timer that is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Timer {
    /// Its booking number.
    pub number: u64,
    /// At which node.
    pub node: Node,
    /// What it is for.
    pub text: String,
    /// How much of it has run, from 0 to 1.
    pub part: f64,
    /// Its index among the offers.
    pub offer: Option<u32>,
}

/// A server waits for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Who waits.
    pub from: Node,
    /// For whom.
    pub on: Node,
    /// It must not go on by itself, since it is in doubt.
    pub is_in_doubt: bool,
    /// The other does not run, or a link there or back does not carry: no answer can come.
    pub is_vain: bool,
}

/// A lock that is held.
#[derive(Clone, Debug, PartialEq)]
pub struct Lock {
    /// What is locked.
    pub name: String,
    /// Where.
    pub server: &'static str,
    /// By which order.
    pub order: u16,
    /// For how long, where that is known.
    pub held: Option<Span>,
    /// For how long its server has not been able to decide by itself.
    pub in_doubt: Option<Span>,
}

/// Something that lasts at a server and holds no lock there.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// What it is: "in doubt", "half done".
    pub what: &'static str,
    /// Where.
    pub server: &'static str,
    /// Of which order.
    pub order: u16,
    /// For how long.
    pub lasts: Span,
}

/// What a person may do, in the lab's text form and as a button says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is handed to the run.
    pub text: String,
    /// What it is about, where there are several such: a direction of a link.
    pub group: Option<String>,
    /// What the button says.
    pub label: String,
}

impl Shown {
    /// Whether two nodes are services, which neither customers nor the coordinator are.
    pub fn are_peers(&self, a: Node, b: Node) -> bool {
        let is_service = |node: Node| node != 0 && !self.servers[usize::from(node)].is_client;
        is_service(a) && is_service(b)
    }
}

impl Server {
    /// Whether its card looks like another: all but what moves on it.
    pub fn is_drawn_like(&self, other: &Server) -> bool {
        self.status == other.status
            && self.power == other.power
            && self.memory == other.memory
            && self.log == other.log
            && self.shelves == other.shelves
            && self.unwritten.is_empty() == other.unwritten.is_empty()
            && self.name == other.name
    }
}

impl Link {
    /// Whether everything gets through both ways.
    pub fn is_open(&self) -> bool {
        (self.there, self.back) == (Carries::Yes, Carries::Yes)
    }

    /// What a direction does, as (from, to).
    pub fn carries(&self, from: Node) -> Carries {
        if from == self.a { self.there } else { self.back }
    }
}
