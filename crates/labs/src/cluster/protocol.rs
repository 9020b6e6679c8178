//! What servers do, apart from how they are run.
//!
//! A role is a pure function: what a server knows, what is on its disk, and one input go in; what
//! it knows then and a list of effects come out. It reads no clock, sends nothing and writes
//! nothing itself. So one text is stepped by hand, searched and measured (the driver is
//! [`super::Cluster`]), and runs for real between workers or processes (the drivers are sockets,
//! files and timers). The form is known as *sans-IO*.

use super::detector::Notice;
use super::driver::Cluster;
use super::portrait::{Line, Shelf, Waiting};
use super::state::Server;
use kernel::{Allowance, Delay, Law, Metric, Said};
use std::fmt::Debug;
use std::hash::Hash;

/// A server, by number: below [`Protocol::nodes`], which is at most [`NODES`].
pub type Node = u8;

/// The most nodes of a cluster.
pub const NODES: usize = 8;

/// A protocol: what each server of a cluster knows, keeps and does. The value is its parameters.
pub trait Protocol: Clone + Ord + Hash + Debug + 'static {
    /// What a server knows while it is up. A crash takes it away.
    type Memory: Clone + Eq + Hash + Debug;
    /// What its disk holds: the fold of all records that have reached it.
    type Disk: Clone + Eq + Hash + Debug;
    /// What is written to a log.
    type Record: Clone + Ord + Hash + Debug;
    /// What is sent from server to server.
    type Message: Clone + Ord + Hash + Debug;
    /// What a server waits for by itself.
    type Timer: Clone + Ord + Hash + Debug;
    /// What a person may ask of a server, beside crashing it.
    type Errand: Clone + Ord + Hash + Debug;
    /// What there is to tell, past tense.
    type News: Clone + Debug;

    /// Raised whenever the same recipe gives another trace.
    const VERSION: u32;
    /// What must hold, and what must be seen.
    const LAWS: &'static [Law<Cluster<Self>>];
    /// Numbers folded over facts.
    const METRICS: &'static [Metric<Cluster<Self>>];
    /// What a search may spend: [`super::budgets`].
    const BUDGETS: &'static [Allowance];

    /// How many nodes there are, clients included.
    fn nodes(&self) -> u8;
    /// A node's name: "Coordinator".
    fn name(&self, node: Node) -> &'static str;
    /// Whether a node is outside of what may fail: a client of the system. It has no disk that
    /// matters and is never crashed, paused or cut off. It speaks over a connection, which keeps
    /// order and breaks with the server; what it hears may be lost.
    fn is_client(&self, node: Node) -> bool;
    /// Whether the protocol ever sends from one to the other, either way: such a link can be cut.
    fn talk(&self, a: Node, b: Node) -> bool;

    /// The disk before anything was written to it.
    fn blank(&self, node: Node) -> Self::Disk;
    /// A record has reached the disk.
    fn absorb(&self, node: Node, disk: &mut Self::Disk, record: &Self::Record);

    /// A server starts, for the first time or after a crash: all that it knows, it has from its
    /// disk. A server with a blank disk has nothing to do, but for clients.
    fn boot(&self, node: Node, disk: &Self::Disk, out: &mut Outbox<Self>) -> Self::Memory;
    /// A server gets an input. `luck` answers the [`Toss`] of this input, and is zero without one.
    fn handle(&self, on: &mut On<'_, Self>, input: Input<Self>, luck: u32, out: &mut Outbox<Self>);

    /// How long it takes until servers hear of a crash, where the protocol assumes that they do:
    /// see [`Notice`]. `None` where nobody is told, and silence may be anything.
    fn detection(&self) -> Option<Delay> {
        None
    }
    /// A server hears of a crash, or of a return.
    fn hear(&self, on: &mut On<'_, Self>, notice: Notice, out: &mut Outbox<Self>) {
        let _ = (on, notice, out);
    }

    /// What chance has to say in this input.
    fn toss(&self, on: &On<'_, Self>, input: &Input<Self>) -> Option<Toss> {
        let _ = (on, input);
        None
    }
    /// How long a timer takes to ring, and the key of that draw (as of a [`Toss`]).
    fn wait(&self, timer: &Self::Timer) -> (Delay, u64);

    /// Lists the errands that may be on offer, in a fixed order.
    fn errands(&self, offer: &mut dyn FnMut(Node, Self::Errand));
    /// Whether a server that runs takes an errand now.
    fn admits(&self, on: &Server<Self>, node: Node, errand: &Self::Errand) -> bool;
    /// An errand in the text form of links: words of small letters, digits and hyphens.
    fn write_errand(&self, node: Node, errand: &Self::Errand) -> String;
    /// Reads what [`Protocol::write_errand`] wrote.
    fn read_errand(&self, text: &str) -> Option<(Node, Self::Errand)>;
    /// An errand as a button says it.
    fn name_errand(&self, node: Node, errand: &Self::Errand) -> String;

    /// A message in two or three words: it stands on the wire.
    fn name_message(&self, message: &Self::Message) -> String;
    /// A timer in a few words.
    fn name_timer(&self, timer: &Self::Timer) -> String;
    /// A record as a line of the log.
    fn name_record(&self, record: &Self::Record) -> String;
    /// Whether news are of a decision that is not taken back: a turning point of the run.
    fn is_decision(&self, news: &Self::News) -> bool;
    /// News in plain words.
    fn say(&self, node: Node, news: &Self::News) -> Said;

    /// What a server knows, line by line, in an order that stays.
    fn show_memory(&self, node: Node, memory: &Self::Memory) -> Vec<Line> {
        let _ = (node, memory);
        Vec::new()
    }
    /// What its log holds, oldest first, in the words of [`Protocol::name_record`] where it can be.
    fn show_log(&self, node: Node, disk: &Self::Disk) -> Vec<Line> {
        let _ = (node, disk);
        Vec::new()
    }
    /// What it has that orders take and lock, in an order that stays; a lock that is there again
    /// after a restart is held while the server is down, too.
    fn shelf(&self, node: Node, server: &Server<Self>) -> Vec<Shelf> {
        let _ = (node, server);
        Vec::new()
    }
    /// For whom it waits, and cannot go on without. Nobody waits while it is down.
    fn waits(&self, node: Node, memory: &Self::Memory, disk: &Self::Disk) -> Vec<Waiting> {
        let _ = (node, memory, disk);
        Vec::new()
    }
}

/// The server that an input comes to.
#[derive(Debug)]
pub struct On<'a, P: Protocol> {
    /// Which it is.
    pub node: Node,
    /// What it knows.
    pub memory: &'a mut P::Memory,
    /// What is on its disk.
    pub disk: &'a P::Disk,
}

/// A message with its way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Envelope<P: Protocol> {
    /// Who sent it.
    pub from: Node,
    /// To whom.
    pub to: Node,
    /// What it says.
    pub message: P::Message,
}

/// What comes to a server.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input<P: Protocol> {
    /// A message, and who sent it.
    Message(Node, P::Message),
    /// A timer has rung. It is no longer set.
    Timer(P::Timer),
    /// A record that was forced is on disk, and everything that was written before it.
    Durable(P::Record),
    /// A person asks for something.
    Errand(P::Errand),
}

/// A question to chance. Equal keys get equal answers in every system under one seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toss {
    /// A number below `bound`.
    Choose {
        /// What it is about: an order's number.
        key: u64,
        /// How many answers there are.
        bound: u32,
    },
    /// One with probability `num / den`, else zero.
    Chance {
        /// What it is about.
        key: u64,
        /// Favourable cases.
        num: u32,
        /// All cases.
        den: u32,
    },
}

/// What a server does in answer to an input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect<P: Protocol> {
    /// Sends a message to a node.
    Send(Node, P::Message),
    /// Writes a record that may be lost in a crash until a later one is forced.
    Write(P::Record),
    /// Writes a record and waits for the disk; [`Input::Durable`] says when it is there.
    Force(P::Record),
    /// Sets a timer, unless it is set.
    Set(P::Timer),
    /// Takes a timer back, where it is set.
    Cancel(P::Timer),
    /// Something that takes time has begun, unless it has: the kind, and an order's number.
    Begin(Stretch, u16),
    /// It has ended.
    End(Stretch, u16),
}

/// What lasts, and is measured: by runs alone, since a search knows no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stretch {
    /// A lock is held. It is still held while its server is down, if it is there again after that.
    Locked,
    /// A server has said yes, and may not decide alone.
    InDoubt,
    /// One part of an order is done and another is not.
    HalfDone,
}

/// Where a role puts its effects and its news, in order.
#[derive(Debug)]
pub struct Outbox<P: Protocol> {
    /// What is to be done.
    pub effects: Vec<Effect<P>>,
    /// What there is to tell.
    pub news: Vec<P::News>,
}

impl<P: Protocol> Default for Outbox<P> {
    fn default() -> Outbox<P> {
        Outbox { effects: Vec::new(), news: Vec::new() }
    }
}

impl<P: Protocol> Outbox<P> {
    /// Sends a message.
    pub fn send(&mut self, to: Node, message: impl Into<P::Message>) {
        self.effects.push(Effect::Send(to, message.into()));
    }

    /// Writes a record without waiting for the disk.
    pub fn write(&mut self, record: P::Record) {
        self.effects.push(Effect::Write(record));
    }

    /// Writes a record and waits for the disk.
    pub fn force(&mut self, record: P::Record) {
        self.effects.push(Effect::Force(record));
    }

    /// Sets a timer, unless it is set.
    pub fn set(&mut self, timer: impl Into<P::Timer>) {
        self.effects.push(Effect::Set(timer.into()));
    }

    /// Takes a timer back.
    pub fn cancel(&mut self, timer: impl Into<P::Timer>) {
        self.effects.push(Effect::Cancel(timer.into()));
    }

    /// Something that takes time has begun, unless it has.
    pub fn begin(&mut self, stretch: Stretch, number: u16) {
        self.effects.push(Effect::Begin(stretch, number));
    }

    /// It has ended.
    pub fn end(&mut self, stretch: Stretch, number: u16) {
        self.effects.push(Effect::End(stretch, number));
    }

    /// Tells what happened.
    pub fn tell(&mut self, news: impl Into<P::News>) {
        self.news.push(news.into());
    }
}
