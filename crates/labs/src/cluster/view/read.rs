//! Reads a cluster into plain data: the one part of the picture that is made anew for every
//! protocol.

use super::shown::{
    Carries, Choice, Doubt, Link, Lock, Loss, Message, Server, Shown, Slip, Status, Timer, Wait,
};
use super::words::{lasting, since};
use crate::cluster::fact::Loss as Why;
use crate::cluster::{
    Action, Cluster, Envelope, Event, Fact, Node, Power, Protocol, State, Stretch, Ways,
};
use kernel::{Booked, Frame, Model, Span, Time, Told};

/// A cluster at an instant, wherever it lives: alone in a world, or one of several.
pub struct Source<'a, P: Protocol> {
    /// The parameters.
    pub cluster: &'a Cluster<P>,
    /// The state.
    pub state: &'a State<P>,
    /// The instant.
    pub now: Time,
    /// What is booked, soonest first.
    pub booked: Vec<Booking<'a, P>>,
    /// The latest facts with their instants, oldest first.
    pub told: Vec<(Time, &'a Fact<P>)>,
    /// The picture in words.
    pub summary: String,
}

/// A booked event.
pub struct Booking<'a, P: Protocol> {
    /// What happens.
    pub event: &'a Event<P>,
    /// Its number.
    pub number: u64,
    /// When it was booked.
    pub born: Time,
    /// When it is due.
    pub due: Time,
    /// Its index among the offers, where it is on offer.
    pub offer: Option<u32>,
}

/// Of a lost message, so many times the longest way is how long its cross is shown.
const CROSS_WAYS: u64 = 3;

/// How far a message comes that is lost on its way or waits there: a word about the link stands in
/// its middle.
const BEFORE_THE_MIDDLE: f64 = 0.36;

impl<'a, P: Protocol> Source<'a, P> {
    /// The cluster that is alone in a world.
    pub fn alone(frame: &Frame<'a, Cluster<P>>, summary: String) -> Source<'a, P> {
        let offers: Vec<u64> = frame.agenda.offers().iter().map(|booked| booked.number()).collect();
        let booking = |booked: &'a Booked<Event<P>>| {
            let offer = offers.iter().position(|number| *number == booked.number());
            Booking {
                event: &booked.event,
                number: booked.number(),
                born: booked.born,
                due: booked.due,
                offer: offer.map(|at| at as u32),
            }
        };
        let told = |told: &'a Told<Fact<P>>| (told.at, &told.fact);
        Source {
            cluster: frame.model,
            state: frame.state,
            now: frame.now,
            booked: frame.agenda.in_order().map(booking).collect(),
            told: frame.recent.iter().map(told).collect(),
            summary,
        }
    }

    /// Everything that a picture shows of it.
    pub fn shown(&self) -> Shown {
        let nodes = self.cluster.protocol.nodes();
        let waits = self.waits();
        let (messages, losses) = (self.messages(), self.losses());
        let servers: Vec<Server> = (0..nodes).map(|node| self.server(node, &waits)).collect();
        let (locks, doubts) = self.lasting(&servers);
        Shown {
            servers,
            links: self.links(&messages, &losses),
            messages,
            losses,
            timers: self.timers(),
            waits,
            locks,
            doubts,
            sent: self.state.tally.0.sent,
            forced: self.state.tally.0.forced,
            summary: self.summary.clone(),
        }
    }

    fn server(&self, node: Node, waits: &[Wait]) -> Server {
        let protocol = &self.cluster.protocol;
        let server = self.state.server(node);
        let slip = |unwritten: &crate::cluster::Unwritten<P>| Slip {
            text: protocol.name_record(&unwritten.record),
            is_forced: unwritten.is_forced,
        };
        let disk = self.booked.iter().find(|booking| *booking.event == Event::Disk(node));
        Server {
            name: protocol.name(node),
            is_client: protocol.is_client(node),
            power: server.power,
            status: self.status(node, waits),
            memory: server.memory.as_ref().map(|memory| protocol.show_memory(node, memory)),
            log: protocol.show_log(node, &server.disk),
            unwritten: server.unwritten.iter().map(slip).collect(),
            written: disk.map(|booking| part(booking.born, booking.due, self.now)),
            shelves: protocol.shelf(node, server),
            menu: self.server_menu(node),
        }
    }

    fn status(&self, node: Node, waits: &[Wait]) -> Status {
        let status = |class, text| Status { class, text };
        match self.state.server(node).power {
            Power::Down => {
                let is_crash = |told: &&(Time, &Fact<P>)| matches!(told.1, Fact::Crashed(at, _) if *at == node);
                let crash = self.told.iter().rev().find(is_crash);
                let ago = crash.map(|(at, _)| format!(" {} ago", since(self.now.since(*at))));
                status("lost", format!("✕ crashed{}", ago.unwrap_or_default()))
            }
            Power::Paused => status("wait", "❚❚ stands still".to_owned()),
            Power::Up => {
                let name = |wait: &Wait| self.cluster.protocol.name(wait.on);
                let mut on: Vec<&str> =
                    waits.iter().filter(|wait| wait.from == node).map(name).collect();
                on.dedup();
                let on = match on.len() {
                    0 => None,
                    1 => Some(format!("waits for {}", on[0])),
                    n => Some(format!("waits for {n} servers")),
                };
                let of_node = self.state.lasting.0.iter().filter(|lasting| lasting.node == node);
                let doubt = of_node.filter(|lasting| lasting.stretch != Stretch::Locked);
                let doubt = doubt.min_by_key(|lasting| lasting.since);
                let doubt = doubt.map(|doubt| {
                    format!("{} {}", lasting(doubt.stretch), since(self.now.since(doubt.since)))
                });
                match (doubt, on) {
                    (Some(doubt), _) => status("doubt", format!("◷ {doubt}")),
                    (None, Some(on)) => status("wait", format!("◷ {on}")),
                    (None, None) if self.cluster.protocol.is_client(node) => {
                        status("ok", String::new())
                    }
                    (None, None) => status("ok", "up".to_owned()),
                }
            }
        }
    }

    fn waits(&self) -> Vec<Wait> {
        let mut waits: Vec<Wait> = Vec::new();
        for (from, server) in (0..).zip(&self.state.servers) {
            let Some(memory) = &server.memory else { continue };
            for waiting in self.cluster.protocol.waits(from, memory, &server.disk) {
                let on = waiting.on;
                if waits.iter().any(|wait| (wait.from, wait.on) == (from, on)) {
                    continue;
                }
                let links = self.state.links;
                let is_vain = self.state.server(on).power != Power::Up
                    || !links.is_open(from, on)
                    || !links.is_open(on, from);
                let lasting = &self.state.lasting.0;
                let is_in_doubt = lasting
                    .iter()
                    .any(|lasting| lasting.node == from && lasting.stretch == Stretch::InDoubt);
                waits.push(Wait { from, on, is_in_doubt, is_vain });
            }
        }
        waits
    }

    /// The links of all that talk. Customers have one to a service only while something is on it:
    /// as a rule they talk to the coordinator, and nobody can cut them off.
    fn links(&self, messages: &[Message], losses: &[Loss]) -> Vec<Link> {
        let protocol = &self.cluster.protocol;
        let is_between =
            |(a, b): (Node, Node), from: Node, to: Node| (from.min(to), from.max(to)) == (a, b);
        let is_shown = |pair: &(Node, Node)| {
            pair.0 == 0
                || !protocol.is_client(pair.0) && !protocol.is_client(pair.1)
                || messages.iter().any(|message| is_between(*pair, message.from, message.to))
                || losses.iter().any(|loss| is_between(*pair, loss.from, loss.to))
        };
        let nodes = protocol.nodes();
        let pairs = (0..nodes).flat_map(|a| (a + 1..nodes).map(move |b| (a, b)));
        let talking = pairs.filter(|(a, b)| protocol.talk(*a, *b) || protocol.talk(*b, *a));
        let link = |(a, b)| Link {
            a,
            b,
            there: self.carries(a, b),
            back: self.carries(b, a),
            name: format!("{} – {}", protocol.name(a), protocol.name(b)),
            menu: self.link_menu(a, b),
        };
        talking.filter(is_shown).map(link).collect()
    }

    fn carries(&self, from: Node, to: Node) -> Carries {
        let links = self.state.links;
        match (links.is_cut(from, to), links.is_clogged(from, to)) {
            (true, _) => Carries::Cut,
            (false, true) => Carries::Clogged,
            (false, false) => Carries::Yes,
        }
    }

    fn messages(&self) -> Vec<Message> {
        let on_the_way = self.booked.iter().filter_map(|booking| match booking.event {
            Event::Arrive(envelope) => Some(Message {
                number: booking.number,
                part: part(booking.born, booking.due, self.now),
                offer: booking.offer,
                left: booking.due.since(self.now),
                ..self.message(envelope)
            }),
            _ => None,
        });
        let waiting = self.state.held.iter().enumerate().filter_map(|(nth, event)| match event {
            Event::Arrive(envelope) => {
                let is_clogged = self.state.links.is_clogged(envelope.from, envelope.to);
                Some(Message {
                    number: u64::MAX - nth as u64,
                    part: if is_clogged { BEFORE_THE_MIDDLE } else { 1.0 },
                    is_held: true,
                    ..self.message(envelope)
                })
            }
            _ => None,
        });
        on_the_way.chain(waiting).collect()
    }

    fn message(&self, envelope: &Envelope<P>) -> Message {
        let protocol = &self.cluster.protocol;
        let Envelope { from, to, message } = envelope;
        let text = protocol.name_message(message);
        let label = format!("{text}, from {} to {}", protocol.name(*from), protocol.name(*to));
        let event = Event::Arrive(envelope.clone());
        Message {
            number: 0,
            from: *from,
            to: *to,
            text,
            part: 0.0,
            is_held: false,
            offer: None,
            is_laned: self.cluster.lane(&event).is_some(),
            left: Span::ZERO,
            label,
        }
    }

    fn losses(&self) -> Vec<Loss> {
        let shown_for = (self.cluster.ground.wire.1 * CROSS_WAYS).max(Span::millis(1));
        let latest = self.told.iter().rev().zip(0_u64..);
        let fresh = latest.take_while(|((at, _), _)| self.now.since(*at) < shown_for);
        let loss = |((at, fact), nth): (&(Time, &Fact<P>), u64)| {
            let Fact::Lost(envelope, why) = fact else { return None };
            let age = self.now.since(*at).as_micros() as f64 / shown_for.as_micros() as f64;
            Some(Loss {
                key: at.as_micros() << 8 | (nth & 0xff),
                from: envelope.from,
                to: envelope.to,
                text: self.cluster.protocol.name_message(&envelope.message),
                part: if *why == Why::Down { 1.0 } else { BEFORE_THE_MIDDLE },
                age,
            })
        };
        fresh.filter_map(loss).collect()
    }

    fn timers(&self) -> Vec<Timer> {
        let timer = |booking: &Booking<'_, P>| match booking.event {
            Event::Ring(node, timer) => Some(Timer {
                number: booking.number,
                node: *node,
                text: self.cluster.protocol.name_timer(timer),
                part: part(booking.born, booking.due, self.now),
                offer: booking.offer,
            }),
            _ => None,
        };
        self.booked.iter().filter_map(timer).collect()
    }

    /// Locks by what is locked, and what else lasts.
    fn lasting(&self, servers: &[Server]) -> (Vec<Lock>, Vec<Doubt>) {
        let protocol = &self.cluster.protocol;
        let lasts = |node, stretch, number| {
            let is_it = |lasting: &&crate::cluster::Lasting| {
                (lasting.node, lasting.stretch, lasting.number) == (node, stretch, number)
            };
            let lasting = self.state.lasting.0.iter().find(is_it);
            lasting.map(|lasting| self.now.since(lasting.since))
        };
        let mut locks = Vec::new();
        for (node, server) in (0..).zip(servers) {
            for shelf in &server.shelves {
                locks.extend(shelf.holders.iter().map(|order| Lock {
                    name: shelf.name.clone(),
                    server: server.name,
                    order: *order,
                    held: lasts(node, Stretch::Locked, *order),
                    in_doubt: lasts(node, Stretch::InDoubt, *order),
                }));
            }
        }
        let longest =
            |lock: &Lock| (u64::MAX - lock.held.map_or(0, Span::as_micros), u64::from(lock.order));
        let locks = kernel::order::sorted(locks, longest);
        let is_locked = |lasting: &crate::cluster::Lasting| {
            locks.iter().any(|lock| {
                lock.server == protocol.name(lasting.node) && lock.order == lasting.number
            })
        };
        let others = self.state.lasting.0.iter().filter(|lasting| !is_locked(lasting));
        let doubt = |of: &crate::cluster::Lasting| Doubt {
            what: lasting(of.stretch),
            server: protocol.name(of.node),
            order: of.number,
            lasts: self.now.since(of.since),
        };
        let doubts = others.map(doubt).collect();
        (locks, doubts)
    }

    fn server_menu(&self, node: Node) -> Vec<Choice> {
        let mut actions = Vec::new();
        self.cluster.protocol.errands(&mut |at, errand| {
            if at == node {
                actions.push((Action::Errand(at, errand), None));
            }
        });
        for (action, label) in [
            (Action::Crash(node), "Crash"),
            (Action::Restart(node), "Restart"),
            (Action::Pause(node), "Pause"),
            (Action::Resume(node), "Go on"),
            (Action::Isolate(node), "Cut all its links"),
            (Action::Rejoin(node), "Heal all its links"),
        ] {
            actions.push((action, Some(label)));
        }
        self.menu(None, actions)
    }

    fn link_menu(&self, a: Node, b: Node) -> Vec<Choice> {
        let (from, to) = (self.cluster.protocol.name(a), self.cluster.protocol.name(b));
        let groups = [
            (a, b, Ways::Both, "both ways".to_owned()),
            (a, b, Ways::One, format!("{from} → {to}")),
            (b, a, Ways::One, format!("{to} → {from}")),
        ];
        let group = |(x, y, ways, name): (Node, Node, Ways, String)| {
            let actions = vec![
                (Action::Heal(x, y, ways), Some("Heal")),
                (Action::Cut(x, y, ways), Some("Cut")),
                (Action::Clog(x, y, ways), Some("Clog")),
            ];
            self.menu(Some(name), actions)
        };
        groups.into_iter().flat_map(group).collect()
    }

    /// Those of the actions that can be done now.
    fn menu(
        &self,
        group: Option<String>,
        actions: Vec<(Action<P>, Option<&'static str>)>,
    ) -> Vec<Choice> {
        let fit =
            actions.into_iter().filter(|(action, _)| self.cluster.accepts(self.state, action));
        let choice = |(action, label): (Action<P>, Option<&'static str>)| Choice {
            text: self.cluster.write_action(&action),
            group: group.clone(),
            label: label.map_or_else(|| self.cluster.name_action(&action), str::to_owned),
        };
        fit.map(choice).collect()
    }
}

/// How much of the time between two instants has gone by, from 0 to 1.
fn part(born: Time, due: Time, now: Time) -> f64 {
    let whole = due.since(born).as_micros();
    if whole == 0 {
        return 1.0;
    }
    (now.since(born).as_micros() as f64 / whole as f64).min(1.0)
}
