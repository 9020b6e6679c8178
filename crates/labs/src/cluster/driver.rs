//! Runs what servers do in virtual time, under faults.

use super::action::{Action, Ways};
use super::fact::{Fact, Loss};
use super::knobs::Ground;
use super::port::Port;
use super::protocol::{Effect, Envelope, Input, NODES, Node, On, Outbox, Protocol, Toss};
use super::state::{Lasting, Power, Server, State, Unwritten};
use kernel::{Allowance, Budget, Draw, Span};
use std::cell::RefCell;

/// A cluster of servers that follow a protocol.
#[derive(Clone, Debug)]
pub struct Cluster<P: Protocol> {
    /// What the servers do.
    pub protocol: P,
    /// What links and disks are like.
    pub ground: Ground,
}

/// What a search spends on crashes.
pub const CRASHES: Budget = Budget(Budget::FIRST);
/// What a search spends on links that are cut, or servers that are cut off.
pub const CUTS: Budget = Budget(Budget::FIRST + 1);
/// What a search spends on errands.
pub const ERRANDS: Budget = Budget(Budget::FIRST + 2);

/// What a search spends on restarts, where a protocol has a budget of them; elsewhere they are free.
/// What can be reached without spending is then what is reached while who is down stays down.
pub const RESTARTS: Budget = Budget(Budget::FIRST + 3);

/// What a search of a cluster may spend. What an errand is, its protocol says.
pub const fn budgets(errands: &'static str) -> [Allowance; 3] {
    [
        Allowance { budget: CRASHES, label: "crashes", limit: 1 },
        Allowance { budget: CUTS, label: "cuts", limit: 0 },
        Allowance { budget: ERRANDS, label: errands, limit: 1 },
    ]
}

/// Streams of chance.
pub(super) mod stream {
    pub const WIRE: u8 = 0;
    pub const LOSS: u8 = 1;
    pub const COPY: u8 = 2;
    pub const TIMER: u8 = 3;
    pub const LUCK: u8 = 4;
    pub const REPAIR: u8 = 5;
    pub const COPY_WIRE: u8 = 6;
    pub const NOTICE: u8 = 7;
}

/// What the world does by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event<P: Protocol> {
    /// A message comes to its receiver.
    Arrive(Envelope<P>),
    /// A timer rings.
    Ring(Node, P::Timer),
    /// A disk has written what a server waits for.
    Disk(Node),
    /// A node begins.
    Boot(Node),
    /// Somebody restarts a crashed server.
    Repair(Node),
    /// Somebody heals a link, both ways.
    Mend(Node, Node),
    /// The first hears that the second has crashed.
    Notice(Node, Node),
}

impl<P: Protocol> Event<P> {
    /// The server that has to be running for it.
    pub(super) fn at(&self) -> Option<Node> {
        match self {
            Event::Arrive(envelope) => Some(envelope.to),
            Event::Ring(node, _)
            | Event::Disk(node)
            | Event::Boot(node)
            | Event::Notice(node, _) => Some(*node),
            Event::Repair(_) | Event::Mend(..) => None,
        }
    }
}

impl<P: Protocol> Cluster<P> {
    /// The first state, and the nodes that have something to do before anybody asks.
    pub fn begin(&self) -> (State<P>, Vec<(Span, Event<P>)>) {
        let mut booked = Vec::new();
        let mut server = |node: Node| {
            let disk = self.protocol.blank(node);
            let mut out = Outbox::default();
            let memory = self.protocol.boot(node, &disk, &mut out);
            if !out.effects.is_empty() {
                booked.push((Span::ZERO, Event::Boot(node)));
            }
            Server { power: Power::Up, memory: Some(memory), disk, unwritten: Vec::new() }
        };
        let nodes = self.protocol.nodes();
        assert!(usize::from(nodes) <= NODES, "a cluster has at most {NODES} nodes");
        let servers = (0..nodes).map(&mut server).collect();
        (State::new(servers), booked)
    }

    /// A booked event happens.
    pub fn happen(&self, state: &mut State<P>, event: Event<P>, port: &mut impl Port<P>) {
        if event.at().is_some_and(|node| state.server(node).power == Power::Paused) {
            self.hold(state, event, port);
            return;
        }
        match event {
            Event::Arrive(envelope) => self.arrive(state, envelope, port),
            Event::Ring(node, timer) => {
                port.tell(Fact::Rang(node, timer.clone()));
                self.give(state, node, Input::Timer(timer), port);
            }
            Event::Disk(node) => self.written(state, node, port),
            Event::Boot(node) => self.start_up(state, node, port),
            Event::Repair(node) => self.restart(state, node, port),
            Event::Mend(a, b) => self.heal(state, Ways::Both.of(a, b), port),
            Event::Notice(node, crashed) => self.notice(state, node, crashed, port),
        }
    }

    /// A person does something.
    pub fn act(&self, state: &mut State<P>, action: Action<P>, port: &mut impl Port<P>) {
        match action {
            Action::Crash(node) => self.crash(state, node, port),
            Action::Restart(node) => {
                port.cancel_where(&|event| *event == Event::Repair(node));
                self.restart(state, node, port);
            }
            Action::Pause(node) => {
                state.server_mut(node).power = Power::Paused;
                port.tell(Fact::Paused(node));
            }
            Action::Resume(node) => {
                state.server_mut(node).power = Power::Up;
                port.tell(Fact::Resumed(node));
                self.let_go(state, port);
            }
            Action::Cut(a, b, ways) => self.cut(state, ways.of(a, b), port),
            Action::Clog(a, b, ways) => {
                for (from, to) in ways.of(a, b) {
                    state.links.clog(from, to);
                    port.tell(Fact::Clogged(from, to));
                }
            }
            Action::Heal(a, b, ways) => self.heal(state, ways.of(a, b), port),
            Action::Isolate(node) => {
                for peer in self.peers(node) {
                    self.cut(state, Ways::Both.of(node, peer), port);
                }
            }
            Action::Rejoin(node) => {
                for peer in self.peers(node) {
                    self.heal(state, Ways::Both.of(node, peer), port);
                }
            }
            Action::Errand(node, errand) => self.give(state, node, Input::Errand(errand), port),
        }
    }

    /// The servers that a server talks to, clients left out.
    pub(super) fn peers(&self, node: Node) -> impl Iterator<Item = Node> {
        (0..self.protocol.nodes()).filter(move |peer| self.can_part(node, *peer))
    }

    /// Whether there is a link that can be cut.
    pub(super) fn can_part(&self, a: Node, b: Node) -> bool {
        a != b
            && !self.protocol.is_client(a)
            && !self.protocol.is_client(b)
            && (self.protocol.talk(a, b) || self.protocol.talk(b, a))
    }

    fn arrive(&self, state: &mut State<P>, envelope: Envelope<P>, port: &mut impl Port<P>) {
        let Envelope { from, to, .. } = envelope;
        if state.links.is_clogged(from, to) {
            self.hold(state, Event::Arrive(envelope), port);
        } else if state.server(to).power == Power::Down {
            port.tell(Fact::Lost(envelope, Loss::Down));
        } else {
            port.tell(Fact::Arrived(envelope.clone()));
            self.give(state, to, Input::Message(from, envelope.message), port);
        }
    }

    /// An event waits until its server goes on, or its link carries again.
    fn hold(&self, state: &mut State<P>, event: Event<P>, port: &mut impl Port<P>) {
        if let Event::Arrive(envelope) = &event {
            port.tell(Fact::Held(envelope.clone()));
        }
        state.held.push(event);
    }

    /// Whatever waits for nothing any more is booked again.
    fn let_go(&self, state: &mut State<P>, port: &mut impl Port<P>) {
        for event in std::mem::take(&mut state.held) {
            if state.keeps_waiting(&event) {
                state.held.push(event);
            } else {
                port.after(Span::ZERO.into(), event);
            }
        }
    }

    /// A server gets an input and answers with effects.
    fn give(&self, state: &mut State<P>, node: Node, input: Input<P>, port: &mut impl Port<P>) {
        let Server { memory, disk, .. } = state.server_mut(node);
        let memory = memory.as_mut().expect("a server that is up has a memory");
        let mut on = On { node, memory, disk };
        let luck = self.protocol.toss(&on, &input).map_or(0, |toss| ask(toss, node, port));
        let mut out = Outbox::default();
        self.protocol.handle(&mut on, input, luck, &mut out);
        self.carry_out(state, node, out, port);
    }

    pub(super) fn carry_out(
        &self,
        state: &mut State<P>,
        node: Node,
        out: Outbox<P>,
        port: &mut impl Port<P>,
    ) {
        for news in out.news {
            port.tell(Fact::News(node, news));
        }
        for effect in out.effects {
            match effect {
                Effect::Send(to, message) => {
                    self.send(state, Envelope { from: node, to, message }, port);
                }
                Effect::Write(record) => self.write(state, node, record, false, port),
                Effect::Force(record) => self.write(state, node, record, true, port),
                Effect::Set(timer) => {
                    let (law, key) = self.protocol.wait(&timer);
                    let draw = Draw::nth(stream::TIMER, key, u64::from(node));
                    let wait = port.delay(draw, law);
                    port.after_once(wait, Event::Ring(node, timer));
                }
                Effect::Cancel(timer) => {
                    port.cancel_where(&|event| is_ring(event, node, &timer));
                }
                Effect::Begin(stretch, number) => {
                    if let Some(since) = port.instant() {
                        state.begin(Lasting { node, stretch, number, since });
                    }
                }
                Effect::End(stretch, number) => {
                    if let Some(now) = port.instant()
                        && let Some(since) = state.end(node, stretch, number)
                    {
                        port.tell(Fact::Lasted(node, stretch, number, now.since(since)));
                    }
                }
            }
        }
    }

    /// Puts a record behind those that are on their way to the disk, unless it is among them.
    fn write(
        &self,
        state: &mut State<P>,
        node: Node,
        record: P::Record,
        is_forced: bool,
        port: &mut impl Port<P>,
    ) {
        let unwritten = &mut state.server_mut(node).unwritten;
        match unwritten.iter_mut().find(|unwritten| unwritten.record == record) {
            Some(unwritten) => unwritten.is_forced |= is_forced,
            None => {
                unwritten.push(Unwritten { record: record.clone(), is_forced });
                if is_forced {
                    state.tally.0.forced += 1;
                    port.tell(Fact::Forcing(node, record));
                } else {
                    port.tell(Fact::Wrote(node, record));
                }
            }
        }
        if is_forced {
            port.after_once(self.ground.disk.into(), Event::Disk(node));
        }
    }

    /// Puts a message on the wire, unless an equal one is on its way: repeating has no end
    /// otherwise.
    fn send(&self, state: &mut State<P>, envelope: Envelope<P>, port: &mut impl Port<P>) {
        let Envelope { from, to, .. } = envelope;
        debug_assert!(from != to, "a server does not send to itself");
        let link = u64::from(lane(from, to));
        let nth = u64::from(state.carried.0.next(from, to));
        let is_alone = !self.is_connection(from);
        let befalls = |budget, stream, rate: u32, port: &mut _| {
            is_alone
                && rate > 0
                && Port::fault(port, budget, Draw::nth(stream, link, nth), rate, 1_000)
        };
        let why = if state.links.is_cut(from, to) {
            Some(Loss::Cut)
        } else if befalls(Budget::DROP, stream::LOSS, self.ground.loss, port) {
            Some(Loss::Chance)
        } else {
            None
        };
        if let Some(why) = why {
            state.tally.0.sent += 1;
            port.tell(Fact::Sent(envelope.clone()));
            port.tell(Fact::Lost(envelope, why));
            return;
        }
        let wait = port.delay(Draw::nth(stream::WIRE, link, nth), self.ground.transit());
        let event = Event::Arrive(envelope.clone());
        if !port.after_once(wait, event.clone()) {
            return;
        }
        state.tally.0.sent += 1;
        port.tell(Fact::Sent(envelope));
        if befalls(Budget::COPY, stream::COPY, self.ground.copy, port) {
            let draw = Draw::nth(stream::COPY_WIRE, link, nth);
            let wait = port.delay(draw, self.ground.transit());
            port.after(wait, event);
        }
    }

    /// Whether what a node sends keeps its order, and is lost or doubled only with the connection.
    pub(super) fn is_connection(&self, from: Node) -> bool {
        self.ground.is_ordered || self.protocol.is_client(from)
    }

    /// The disk has written everything up to the first record that is waited for.
    fn written(&self, state: &mut State<P>, node: Node, port: &mut impl Port<P>) {
        let Server { disk, unwritten, .. } = state.server_mut(node);
        let forced = unwritten.iter().position(|unwritten| unwritten.is_forced);
        let forced = forced.expect("a disk writes what is waited for");
        let mut last = None;
        for Unwritten { record, .. } in unwritten.drain(..=forced) {
            self.protocol.absorb(node, disk, &record);
            last = Some(record);
        }
        if unwritten.iter().any(|unwritten| unwritten.is_forced) {
            port.after_once(self.ground.disk.into(), Event::Disk(node));
        }
        let record = last.expect("at least the forced record was written");
        port.tell(Fact::Forced(node, record.clone()));
        self.give(state, node, Input::Durable(record), port);
    }

    fn crash(&self, state: &mut State<P>, node: Node, port: &mut impl Port<P>) {
        let server = state.server_mut(node);
        let records_lost = u8::try_from(server.unwritten.len()).unwrap_or(u8::MAX);
        server.power = Power::Down;
        server.memory = None;
        server.unwritten.clear();
        port.tell(Fact::Crashed(node, records_lost));
        let links = state.links;
        // What waits in a clogged link is outside of the server; what a client says comes over a
        // connection, which breaks with it.
        lose(state, port, Loss::Down, &|event| match event {
            Event::Arrive(Envelope { from, to, .. }) if *to == node => {
                self.protocol.is_client(*from)
            }
            event => event.at() == Some(node),
        });
        let is_inside = |event: &Event<P>| match event {
            Event::Arrive(Envelope { from, to, .. }) => {
                *to == node && !links.is_clogged(*from, *to)
            }
            _ => false,
        };
        for event in state.held.extract_if(.., |event| is_inside(event)) {
            tell_lost(event, Loss::Down, port);
        }
        self.spread(state, node, port);
        if self.ground.repair > Span::ZERO {
            let draw = Draw::nth(stream::REPAIR, u64::from(node), 0);
            let wait = port.delay(draw, self.ground.mending());
            port.after_once(wait, Event::Repair(node));
        }
    }

    fn restart(&self, state: &mut State<P>, node: Node, port: &mut impl Port<P>) {
        if state.server(node).power == Power::Down {
            state.server_mut(node).power = Power::Up;
            port.tell(Fact::Restarted(node));
            self.welcome(state, node, port);
            self.start_up(state, node, port);
            self.brief(state, node, port);
        }
    }

    /// A server takes from its disk what it knows.
    fn start_up(&self, state: &mut State<P>, node: Node, port: &mut impl Port<P>) {
        let mut out = Outbox::default();
        let server = state.server_mut(node);
        server.memory = Some(self.protocol.boot(node, &server.disk, &mut out));
        // What lasted before a crash and is not taken up again was over with it.
        state.lasting.0.retain(|lasting| {
            lasting.node != node
                || out.effects.contains(&Effect::Begin(lasting.stretch, lasting.number))
        });
        self.carry_out(state, node, out, port);
    }

    fn cut(
        &self,
        state: &mut State<P>,
        ways: impl Iterator<Item = (Node, Node)>,
        port: &mut impl Port<P>,
    ) {
        let mut parted = None;
        for (from, to) in ways {
            if state.links.is_cut(from, to) {
                continue;
            }
            state.links.cut(from, to);
            parted = Some((from.min(to), from.max(to)));
            port.tell(Fact::Cut(from, to));
            lose(state, port, Loss::Cut, &|event| match event {
                Event::Arrive(envelope) => (envelope.from, envelope.to) == (from, to),
                _ => false,
            });
        }
        if let Some((a, b)) = parted.filter(|_| self.ground.repair > Span::ZERO) {
            let key = 1 << 16 | u64::from(a) << 8 | u64::from(b);
            let wait = port.delay(Draw::nth(stream::REPAIR, key, 0), self.ground.mending());
            port.after_once(wait, Event::Mend(a, b));
        }
    }

    fn heal(
        &self,
        state: &mut State<P>,
        ways: impl Iterator<Item = (Node, Node)>,
        port: &mut impl Port<P>,
    ) {
        for (from, to) in ways {
            if !state.links.is_open(from, to) {
                state.links.heal(from, to);
                port.tell(Fact::Healed(from, to));
            }
        }
        self.let_go(state, port);
    }
}

fn ask<P: Protocol>(toss: Toss, node: Node, port: &mut impl Port<P>) -> u32 {
    let draw = |key| Draw::nth(stream::LUCK, key, u64::from(node));
    match toss {
        Toss::Choose { key, bound } => port.choose(draw(key), bound),
        Toss::Chance { key, num, den } => u32::from(port.chance(draw(key), num, den)),
    }
}

fn is_ring<P: Protocol>(event: &Event<P>, at: Node, which: &P::Timer) -> bool {
    matches!(event, Event::Ring(node, timer) if *node == at && timer == which)
}

/// Whatever `which` picks of what is booked and of what waits comes to nothing.
pub(super) fn lose<P: Protocol>(
    state: &mut State<P>,
    port: &mut impl Port<P>,
    why: Loss,
    which: &dyn Fn(&Event<P>) -> bool,
) {
    let lost = RefCell::new(Vec::new());
    port.cancel_where(&|event| {
        let is_lost = which(event);
        if is_lost {
            lost.borrow_mut().push(event.clone());
        }
        is_lost
    });
    let mut lost = lost.into_inner();
    // A search finds bookings in no order that means anything, and what is told must not depend on
    // it.
    lost.sort();
    lost.extend(state.held.extract_if(.., |event| which(event)));
    for event in lost {
        tell_lost(event, why, port);
    }
}

fn tell_lost<P: Protocol>(event: Event<P>, why: Loss, port: &mut impl Port<P>) {
    if let Event::Arrive(envelope) = event {
        port.tell(Fact::Lost(envelope, why));
    }
}

/// One direction of a link, as a number.
pub(super) fn lane(from: Node, to: Node) -> u32 {
    u32::from(from) << 8 | u32::from(to)
}
