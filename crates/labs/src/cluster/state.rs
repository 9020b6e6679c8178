//! All that there is at one step, but for what is booked.

use super::driver::Event;
use super::links::Links;
use super::protocol::{NODES, Node, Protocol, Stretch};
use kernel::{Aside, Time};

/// All that there is at one step, but for what is booked.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct State<P: Protocol> {
    /// By node.
    pub servers: Vec<Server<P>>,
    /// Which links carry what is sent.
    pub links: Links,
    /// What has arrived and must wait, in the order in which it came.
    pub held: Vec<Event<P>>,
    /// What lasts, oldest first.
    pub lasting: Aside<Vec<Lasting>>,
    /// What was done so far.
    pub tally: Aside<Tally>,
    /// How many messages each link has carried, by direction: the keys of their draws.
    pub(super) carried: Aside<Carried>,
}

/// What was done so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Messages sent, those that were lost with them.
    pub sent: u64,
    /// Records that a server forced, or is forcing.
    pub forced: u64,
}

/// Something that lasts.
#[derive(Clone, Copy, Debug)]
pub struct Lasting {
    /// At which server.
    pub node: Node,
    /// What.
    pub stretch: Stretch,
    /// Of which order.
    pub number: u16,
    /// Since when.
    pub since: Time,
}

/// Counts by sender and receiver; they wrap.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Carried([[u16; NODES]; NODES]);

impl Carried {
    /// Counts one message more; its number.
    pub(super) fn next(&mut self, from: Node, to: Node) -> u16 {
        let count = &mut self.0[usize::from(from)][usize::from(to)];
        *count = count.wrapping_add(1);
        *count
    }
}

/// One server.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Server<P: Protocol> {
    /// Whether it runs.
    pub power: Power,
    /// What it knows; `None` while it is down.
    pub memory: Option<P::Memory>,
    /// What its disk holds.
    pub disk: P::Disk,
    /// What is written and not yet on disk, oldest first. A crash loses it.
    pub unwritten: Vec<Unwritten<P>>,
}

/// Whether a server runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Power {
    /// It runs.
    Up,
    /// It stands still, and knows all that it knew: a long pause of the collector, a suspended
    /// machine.
    Paused,
    /// It has crashed.
    Down,
}

/// A record on its way to the disk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unwritten<P: Protocol> {
    /// The record.
    pub record: P::Record,
    /// Whether the server waits for it.
    pub is_forced: bool,
}

impl<P: Protocol> Clone for State<P> {
    fn clone(&self) -> State<P> {
        let State { servers, links, held, lasting, tally, carried } = self;
        let (servers, held, lasting) = (servers.clone(), held.clone(), lasting.clone());
        State { servers, links: *links, held, lasting, tally: *tally, carried: *carried }
    }

    /// Keeps the allocations: a search does this for every successor.
    fn clone_from(&mut self, source: &State<P>) {
        self.servers.clone_from(&source.servers);
        self.links = source.links;
        self.held.clone_from(&source.held);
        self.lasting.0.clone_from(&source.lasting.0);
        self.tally = source.tally;
        self.carried = source.carried;
    }
}

impl<P: Protocol> Clone for Server<P> {
    fn clone(&self) -> Server<P> {
        let Server { power, memory, disk, unwritten } = self;
        let (memory, disk, unwritten) = (memory.clone(), disk.clone(), unwritten.clone());
        Server { power: *power, memory, disk, unwritten }
    }

    fn clone_from(&mut self, source: &Server<P>) {
        self.power = source.power;
        self.memory.clone_from(&source.memory);
        self.disk.clone_from(&source.disk);
        self.unwritten.clone_from(&source.unwritten);
    }
}

impl<P: Protocol> State<P> {
    pub(super) fn new(servers: Vec<Server<P>>) -> State<P> {
        State {
            servers,
            links: Links::default(),
            held: Vec::new(),
            lasting: Aside::default(),
            tally: Aside::default(),
            carried: Aside::default(),
        }
    }

    /// A server, by its number.
    pub fn server(&self, node: Node) -> &Server<P> {
        &self.servers[usize::from(node)]
    }

    /// What a server knows; `None` while it is down.
    pub fn memory(&self, node: Node) -> Option<&P::Memory> {
        self.server(node).memory.as_ref()
    }

    /// What a server's disk holds.
    pub fn disk(&self, node: Node) -> &P::Disk {
        &self.server(node).disk
    }

    /// Everybody is up and every link is open.
    pub fn is_calm(&self) -> bool {
        self.links.all_open() && self.servers.iter().all(|server| server.power == Power::Up)
    }

    pub(super) fn server_mut(&mut self, node: Node) -> &mut Server<P> {
        &mut self.servers[usize::from(node)]
    }

    /// Something has begun to last, unless it had before.
    pub(super) fn begin(&mut self, new: Lasting) {
        if self.place(new.node, new.stretch, new.number).is_none() {
            self.lasting.0.push(new);
        }
    }

    /// Something lasts no longer; since when it did.
    pub(super) fn end(&mut self, node: Node, stretch: Stretch, number: u16) -> Option<Time> {
        let at = self.place(node, stretch, number)?;
        Some(self.lasting.0.remove(at).since)
    }

    fn place(&self, node: Node, stretch: Stretch, number: u16) -> Option<usize> {
        let is_it = |lasting: &Lasting| {
            (lasting.node, lasting.stretch, lasting.number) == (node, stretch, number)
        };
        self.lasting.0.iter().position(is_it)
    }

    /// Whether an event has to go on waiting for its server, or for its link.
    pub(super) fn keeps_waiting(&self, event: &Event<P>) -> bool {
        let is_clogged = match event {
            Event::Arrive(envelope) => self.links.is_clogged(envelope.from, envelope.to),
            _ => false,
        };
        is_clogged || event.at().is_some_and(|node| self.server(node).power == Power::Paused)
    }
}
