//! A failure detector that is never wrong: what a synchronous network gives for nothing, and what
//! no asynchronous one has.
//!
//! Where a protocol assumes one ([`Protocol::detection`]), every server that runs hears of every
//! crash, and of no crash that was not. Chandra and Toueg call it *perfect* ("Unreliable failure
//! detectors for reliable distributed systems", JACM 1996); Skeen assumes it of his network. It is
//! an input of its own, not a length of time, so that a search takes nothing on trust: a notice may
//! come at any time after its crash, and three things alone are promised.
//!
//! 1. Whoever has heard of a crash gets nothing more that was sent before it. What was still on its
//!    way is lost with its sender; so a crash in the midst of sending to many is among what is
//!    searched, although a role's effects happen all at once.
//! 2. A server that comes back is heard of as crashed first, then as back, and only then gets a word
//!    in.
//! 3. A server that starts hears who is down.

use super::driver::{Cluster, Event, lose, stream};
use super::fact::{Fact, Loss};
use super::port::Port;
use super::protocol::{Envelope, Node, On, Outbox, Protocol};
use super::state::{Power, Server, State};
use kernel::Draw;
use std::cell::Cell;

/// What a failure detector says of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Notice {
    /// It has crashed, and nothing more comes of what it sent before.
    Down(Node),
    /// It is back, and knows what its disk does.
    Up(Node),
}

impl<P: Protocol> Cluster<P> {
    /// Whoever runs will hear that a server has crashed.
    pub(super) fn spread(&self, state: &State<P>, crashed: Node, port: &mut impl Port<P>) {
        let Some(law) = self.protocol.detection() else { return };
        for node in self.others(crashed).filter(|node| state.server(*node).power != Power::Down) {
            let key = u64::from(crashed) << 8 | u64::from(node);
            let wait = port.delay(Draw::nth(stream::NOTICE, key, 0), law);
            port.after_once(wait, Event::Notice(node, crashed));
        }
    }

    /// A server hears that another has crashed; it may be back since.
    pub(super) fn notice(
        &self,
        state: &mut State<P>,
        node: Node,
        crashed: Node,
        port: &mut impl Port<P>,
    ) {
        drop_words(state, crashed, node, port);
        port.tell(Fact::Noticed(node, crashed));
        self.hear(state, node, Notice::Down(crashed), port);
        if state.server(crashed).power != Power::Down {
            self.hear(state, node, Notice::Up(crashed), port);
        }
    }

    /// A server is back and has said nothing yet: whoever has not heard that it had crashed hears
    /// that first.
    pub(super) fn welcome(&self, state: &mut State<P>, back: Node, port: &mut impl Port<P>) {
        if self.protocol.detection().is_none() {
            return;
        }
        for node in self.others(back) {
            let notice = Event::Notice(node, back);
            let is_due = take(&notice, port);
            match state.server(node).power {
                Power::Down => drop_words(state, back, node, port),
                // It hears of both when it goes on.
                Power::Paused if state.held.contains(&notice) => {}
                Power::Paused => state.held.push(notice),
                Power::Up if is_due => self.notice(state, node, back, port),
                Power::Up => self.hear(state, node, Notice::Up(back), port),
            }
        }
    }

    /// A server that has started hears who is down.
    pub(super) fn brief(&self, state: &mut State<P>, node: Node, port: &mut impl Port<P>) {
        if self.protocol.detection().is_none() {
            return;
        }
        for other in self.others(node) {
            if state.server(other).power == Power::Down {
                drop_words(state, other, node, port);
                self.hear(state, node, Notice::Down(other), port);
            }
        }
    }

    fn hear(&self, state: &mut State<P>, node: Node, notice: Notice, port: &mut impl Port<P>) {
        let Server { memory, disk, .. } = state.server_mut(node);
        let memory = memory.as_mut().expect("a server that hears has a memory");
        let mut out = Outbox::default();
        self.protocol.hear(&mut On { node, memory, disk }, notice, &mut out);
        self.carry_out(state, node, out, port);
    }

    /// The servers but for one, clients left out.
    fn others(&self, node: Node) -> impl Iterator<Item = Node> {
        let servers = (0..self.protocol.nodes()).filter(|other| !self.protocol.is_client(*other));
        servers.filter(move |other| *other != node)
    }
}

/// Whatever is on its way from one to the other comes to nothing.
fn drop_words<P: Protocol>(
    state: &mut State<P>,
    sender: Node,
    receiver: Node,
    port: &mut impl Port<P>,
) {
    lose(state, port, Loss::Sender, &|event| match event {
        Event::Arrive(Envelope { from, to, .. }) => (*from, *to) == (sender, receiver),
        _ => false,
    });
}

/// Takes a booking back; says whether there was one.
fn take<P: Protocol>(wanted: &Event<P>, port: &mut impl Port<P>) -> bool {
    let is_there = Cell::new(false);
    port.cancel_where(&|event| {
        let is_it = event == wanted;
        is_there.set(is_there.get() || is_it);
        is_it
    });
    is_there.get()
}
