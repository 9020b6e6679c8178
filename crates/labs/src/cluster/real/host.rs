//! One node that is up, for real.

use super::super::driver::stream;
use super::super::protocol::{Effect, Input, Node, On, Outbox, Protocol, Toss};
use super::super::state::{Power, Server, Unwritten};
use super::entry::{self, Entry, What};
use super::wire::{Chain, Real, Wire};
use kernel::rng::{self, Draws};
use kernel::{Draw, Span, Time};

/// One node that is up: a role, its memory, and what its disk holds.
pub struct Host<P: Real> {
    protocol: P,
    node: Node,
    seed: u64,
    incarnation: u32,
    lamport: u64,
    server: Server<P>,
    timers: Vec<P::Timer>,
    /// The log as it is in the file, what is being written to it included.
    chain: Chain,
    /// How many of the unwritten records are in the disk's hands.
    in_flight: usize,
}

/// What a journal knows of a node's earlier starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Past {
    /// How often it has started.
    pub incarnation: u32,
    /// Its Lamport clock.
    pub lamport: u64,
}

/// What a node did: the entry is written first, then the rest is carried out in order.
#[derive(Debug)]
pub struct Step<P: Real> {
    /// For the journal.
    pub entry: Entry<P>,
    /// What is to be done outwards. What has to go to the disk, [`Host::to_disk`] gives.
    pub tasks: Vec<Task<P>>,
    /// What there is to tell.
    pub news: Vec<P::News>,
}

/// What whoever drives a host has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task<P: Protocol> {
    /// Send a message to a node, with the entry's Lamport clock. It may get lost.
    Send(Node, P::Message),
    /// Set a timer, to ring after so long.
    Set(P::Timer, Span),
    /// Take a timer back.
    Cancel(P::Timer),
}

/// An input that this node's role does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{node} gets a {kind} that its role does not know, is not waiting for, or that has a number \
     out of bounds"
)]
pub struct Unheard {
    node: &'static str,
    kind: &'static str,
}

impl Past {
    /// What a journal says, oldest entry first.
    pub fn of<P: Real>(journal: &[Entry<P>]) -> Past {
        let past =
            |entry: &Entry<P>| Past { incarnation: entry.incarnation, lamport: entry.lamport };
        journal.last().map(past).unwrap_or_default()
    }
}

impl<P: Real> Host<P> {
    /// A node starts, from the records of its log.
    pub fn boot(
        protocol: P,
        node: Node,
        seed: u64,
        past: Past,
        log: (&[P::Record], Chain),
        at: Time,
    ) -> (Host<P>, Step<P>) {
        let (records, chain) = log;
        let mut disk = protocol.blank(node);
        for record in records {
            protocol.absorb(node, &mut disk, record);
        }
        let mut out = Outbox::default();
        let memory = Some(protocol.boot(node, &disk, &mut out));
        let server = Server { power: Power::Up, memory, disk, unwritten: Vec::new() };
        let mut host = Host {
            protocol,
            node,
            seed,
            // A journal of another hand may say anything.
            incarnation: past.incarnation.saturating_add(1),
            lamport: past.lamport,
            server,
            timers: Vec::new(),
            chain,
            in_flight: 0,
        };
        let step = host.step(at, What::Boot(chain), 0, out);
        (host, step)
    }

    /// Something comes to the node. With a message comes the sender's Lamport clock; elsewhere it
    /// is zero. What the disk has written, [`Host::written`] hears.
    ///
    /// # Errors
    /// When this node's role does not know such an input: nothing has happened then.
    pub fn give(&mut self, at: Time, input: Input<P>, lamport: u64) -> Result<Step<P>, Unheard> {
        let (kind, is_due) = match &input {
            // A clock that could not go on would stop the node.
            Input::Message(..) => ("message", lamport <= LAMPORT_MAX),
            Input::Timer(timer) => ("timer", self.timers.contains(timer)),
            Input::Errand(errand) => {
                ("errand", self.protocol.admits(&self.server, self.node, errand))
            }
            Input::Durable(_) => ("record", false),
        };
        if !is_due || !self.protocol.hears(self.node, &input) {
            return Err(Unheard { node: self.protocol.name(self.node), kind });
        }
        if let Input::Timer(timer) = &input {
            self.timers.retain(|set| set != timer);
        }
        self.lamport = self.lamport.max(lamport);
        Ok(self.answer(at, input))
    }

    /// What the disk has to write now, as lines to append to the log and then to force there: only
    /// when there is something that the node waits for, and nothing in the disk's hands.
    /// [`Host::written`] takes it back.
    pub fn to_disk(&mut self) -> Option<String> {
        if self.in_flight > 0 {
            return None;
        }
        let unwritten = &self.server.unwritten;
        self.in_flight = unwritten.iter().position(|unwritten| unwritten.is_forced)? + 1;
        let lines = unwritten[..self.in_flight].iter();
        Some(lines.map(|unwritten| self.chain.seal(&unwritten.record.write())).collect())
    }

    /// The disk has written what [`Host::to_disk`] gave it: one step for every record in it that was
    /// waited for.
    pub fn written(&mut self, at: Time) -> Vec<Step<P>> {
        let mut steps = Vec::new();
        while self.in_flight > 0 {
            let before = self.server.unwritten.len();
            let Some(record) = land(&self.protocol, self.node, &mut self.server) else { break };
            self.in_flight -= (before - self.server.unwritten.len()).min(self.in_flight);
            steps.push(self.answer(at, Input::Durable(record)));
        }
        steps
    }

    /// Whether it waits for neither a timer nor its disk: only a message or a person can move it.
    pub fn is_at_rest(&self) -> bool {
        let is_waited_for = |unwritten: &Unwritten<P>| unwritten.is_forced;
        self.timers.is_empty() && !self.server.unwritten.iter().any(is_waited_for)
    }

    /// Memory, disk and what is on its way there.
    pub fn server(&self) -> &Server<P> {
        &self.server
    }

    /// The parameters.
    pub fn protocol(&self) -> &P {
        &self.protocol
    }

    /// Which node it is.
    pub fn node(&self) -> Node {
        self.node
    }

    fn answer(&mut self, at: Time, input: Input<P>) -> Step<P> {
        let toss = toss(&self.protocol, self.node, &mut self.server, &input);
        let luck = toss.map_or(0, |toss| self.draw(toss));
        let out = answer(&self.protocol, self.node, &mut self.server, input.clone(), luck);
        self.step(at, What::Input(input), luck, out)
    }

    /// What chance says: the same as in a run of the model under this seed.
    fn draw(&self, toss: Toss) -> u32 {
        let bits = |key| self.bits(stream::LUCK, key);
        match toss {
            Toss::Choose { key, bound } => rng::below(bits(key), u64::from(bound)) as u32,
            Toss::Chance { key, num, den } => {
                u32::from(rng::below(bits(key), u64::from(den)) < u64::from(num))
            }
        }
    }

    fn bits(&self, stream: u8, key: u64) -> u64 {
        Draws::new(self.seed).bits(Draw::nth(stream, key, u64::from(self.node)))
    }

    fn step(&mut self, at: Time, what: What<P>, luck: u32, out: Outbox<P>) -> Step<P> {
        self.lamport = self.lamport.saturating_add(1);
        let did = entry::did(&self.protocol, self.node, &out);
        let Host { node, incarnation, lamport, .. } = *self;
        let entry = Entry { lamport, node, incarnation, at, what, luck, did };
        let mut tasks = Vec::new();
        for effect in out.effects {
            match effect {
                Effect::Send(to, message) => tasks.push(Task::Send(to, message)),
                Effect::Write(record) => enter(&mut self.server, record, false),
                Effect::Force(record) => enter(&mut self.server, record, true),
                Effect::Set(timer) if !self.timers.contains(&timer) => {
                    let (law, key) = self.protocol.wait(&timer);
                    let wait = law.sample(self.bits(stream::TIMER, key));
                    self.timers.push(timer.clone());
                    tasks.push(Task::Set(timer, wait));
                }
                Effect::Cancel(timer) if self.timers.contains(&timer) => {
                    self.timers.retain(|set| *set != timer);
                    tasks.push(Task::Cancel(timer));
                }
                // What lasts is read off the journal.
                Effect::Set(_) | Effect::Cancel(_) | Effect::Begin(..) | Effect::End(..) => {}
            }
        }
        Step { entry, tasks, news: out.news }
    }
}

/// No clock of a run comes near this.
const LAMPORT_MAX: u64 = 1 << 48;

/// Puts a record behind those that are on their way to the disk, unless it is among them.
fn enter<P: Protocol>(server: &mut Server<P>, record: P::Record, is_forced: bool) {
    match server.unwritten.iter_mut().find(|unwritten| unwritten.record == record) {
        Some(unwritten) => unwritten.is_forced |= is_forced,
        None => server.unwritten.push(Unwritten { record, is_forced }),
    }
}

/// The disk has everything up to the first record that is waited for: that record.
pub(super) fn land<P: Protocol>(
    protocol: &P,
    node: Node,
    server: &mut Server<P>,
) -> Option<P::Record> {
    let Server { disk, unwritten, .. } = server;
    let forced = unwritten.iter().position(|unwritten| unwritten.is_forced)?;
    let mut last = None;
    for Unwritten { record, .. } in unwritten.drain(..=forced) {
        protocol.absorb(node, disk, &record);
        last = Some(record);
    }
    last
}

/// The question to chance in an input.
pub(super) fn toss<P: Protocol>(
    protocol: &P,
    node: Node,
    server: &mut Server<P>,
    input: &Input<P>,
) -> Option<Toss> {
    let Server { memory, disk, .. } = server;
    protocol.toss(&On { node, memory: memory.as_mut()?, disk }, input)
}

/// What a node that is up does with an input; nothing where it is down.
pub(super) fn answer<P: Protocol>(
    protocol: &P,
    node: Node,
    server: &mut Server<P>,
    input: Input<P>,
    luck: u32,
) -> Outbox<P> {
    let mut out = Outbox::default();
    let Server { memory, disk, .. } = server;
    if let Some(memory) = memory {
        protocol.handle(&mut On { node, memory, disk }, input, luck, &mut out);
    }
    out
}
