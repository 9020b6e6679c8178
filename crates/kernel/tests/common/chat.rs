//! A chat room over connections that keep order until they are cut.
//!
//! Each client has one connection: a lane up and a lane down. The room appends what it receives
//! to its log and passes it on. A cut loses everything that is on the wire of that connection;
//! the client connects again, says where it stopped, and sends what it has not seen come back.
//!
//! What the client says is the whole difference. The room numbers its log, so "I have seen up to
//! the fourth" is exact. The planted bug says the highest message id: ids are given by senders,
//! a small id may stand late in the log, and then the room takes it for seen.

use kernel::{Allowance, Bag, Budget, Class, Cx, Delay, Draw, Holds, Lane, Law, Model};
use kernel::{Search, Span};

/// How a client that connects again says where it stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resume {
    /// By the place in the room's log.
    BySequence,
    /// By the highest message id. The planted bug.
    ById,
}

/// The parameters.
#[derive(Clone, Copy, Debug)]
pub struct Chat {
    /// Clients in the room.
    pub clients: u8,
    /// Messages that the clients send in all: message `id` comes from client `id % clients`.
    pub messages: u8,
    /// How a client resumes.
    pub resume: Resume,
}

/// The budget of cut connections.
pub const CUTS: Budget = Budget(Budget::FIRST);

/// A client, by number.
pub type Client = u8;
/// A message, by number.
pub type Id = u8;

/// One client and its connection.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Seat {
    /// Whether the client has a connection.
    pub connected: bool,
    /// Whether the room knows of it.
    pub greeted: bool,
    /// Its messages that were sent and not yet seen to come back.
    pub unconfirmed: Vec<Id>,
    /// What the client has seen, in its order.
    pub seen: Vec<Id>,
}

/// Everything but what is booked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// The room's log.
    pub log: Vec<Id>,
    /// By client.
    pub seats: Vec<Seat>,
    /// Messages that are still to be sent.
    pub unsent: Vec<Id>,
}

/// What the world does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// The room hears from a client that it is there and where it stopped.
    Hello(Client, u8),
    /// The room receives a message.
    Up(Client, Id),
    /// A client receives an entry of the log.
    Down(Client, Id),
    /// A client that was cut connects again.
    Reconnect(Client),
}

/// What a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// A message is sent.
    Send(Id),
    /// A client's connection is cut.
    Cut(Client),
}

/// What a step was.
#[derive(Clone, Debug)]
pub enum Fact {
    Sent(Id),
    Logged(Id),
    Seen(Client, Id),
    Cut(Client),
    Greeted(Client),
}

impl Chat {
    fn author(&self, id: Id) -> Client {
        id % self.clients
    }

    fn send(&self, event: Event, cx: &mut Cx<'_, Chat>) {
        let wire = Delay::Between(Span::millis(5), Span::millis(50));
        let wait = cx.delay(Draw::next(0), wire);
        cx.after(wait, event);
    }

    /// Where a client says that it stopped; zero for the start.
    fn bookmark(&self, seat: &Seat) -> u8 {
        match self.resume {
            Resume::BySequence => seat.seen.len() as u8,
            Resume::ById => seat.seen.iter().max().map_or(0, |id| id + 1),
        }
    }

    /// What the room sends a client that stopped at a bookmark.
    fn missed(&self, log: &[Id], bookmark: u8) -> Vec<Id> {
        match self.resume {
            Resume::BySequence => log.iter().skip(bookmark as usize).copied().collect(),
            Resume::ById => log.iter().filter(|id| **id >= bookmark).copied().collect(),
        }
    }

    fn reconnect(&self, state: &mut State, client: Client, cx: &mut Cx<'_, Chat>) {
        let seat = &mut state.seats[client as usize];
        seat.connected = true;
        self.send(Event::Hello(client, self.bookmark(seat)), cx);
        for id in &seat.unconfirmed {
            self.send(Event::Up(client, *id), cx);
        }
    }

    fn append(&self, state: &mut State, id: Id, cx: &mut Cx<'_, Chat>) {
        // A message that was sent again after a cut may have arrived before it.
        if state.log.contains(&id) {
            return;
        }
        state.log.push(id);
        cx.tell(Fact::Logged(id));
        for client in 0..self.clients {
            if state.seats[client as usize].greeted {
                self.send(Event::Down(client, id), cx);
            }
        }
    }

    fn cut(&self, state: &mut State, client: Client, cx: &mut Cx<'_, Chat>) {
        let seat = &mut state.seats[client as usize];
        seat.connected = false;
        seat.greeted = false;
        let lanes = [Some(up(client)), Some(down(client))];
        cx.cancel_where(|event| lanes.contains(&self.lane(event)));
        cx.tell(Fact::Cut(client));
        cx.after(Span::millis(200), Event::Reconnect(client));
    }
}

fn up(client: Client) -> Lane {
    Lane(2 * u32::from(client))
}

fn down(client: Client) -> Lane {
    Lane(2 * u32::from(client) + 1)
}

impl Model for Chat {
    type State = State;
    type Event = Event;
    type Action = Action;
    type Fact = Fact;

    const LAWS: &'static [Law<Chat>] = &[
        Law::at_rest("everybody has seen everything", seen_everything),
        Law::always("nobody sees a message twice", no_doubles),
        Law::recoverable("everybody can come to see the log", seen_the_log),
        Law::sometimes("two orders differ from the order of ids", out_of_id_order),
    ];
    const BUDGETS: &'static [Allowance] =
        &[Allowance { budget: CUTS, label: "cut connections", limit: 1 }];

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (State, Vec<(Span, Event)>) {
        let seat = Seat { connected: true, greeted: true, ..Seat::default() };
        let state = State {
            log: Vec::new(),
            seats: vec![seat; self.clients as usize],
            unsent: (0..self.messages).collect(),
        };
        (state, Vec::new())
    }

    fn on_event(&self, state: &mut State, event: Event, cx: &mut Cx<'_, Chat>) {
        match event {
            Event::Hello(client, bookmark) => {
                state.seats[client as usize].greeted = true;
                cx.tell(Fact::Greeted(client));
                for id in self.missed(&state.log, bookmark) {
                    self.send(Event::Down(client, id), cx);
                }
            }
            Event::Up(_, id) => self.append(state, id, cx),
            Event::Down(client, id) => {
                let seat = &mut state.seats[client as usize];
                seat.seen.push(id);
                seat.unconfirmed.retain(|other| *other != id);
                cx.tell(Fact::Seen(client, id));
            }
            Event::Reconnect(client) => self.reconnect(state, client, cx),
        }
    }

    fn on_action(&self, state: &mut State, action: Action, cx: &mut Cx<'_, Chat>) {
        match action {
            Action::Send(id) => {
                let client = self.author(id);
                state.unsent.retain(|other| *other != id);
                let seat = &mut state.seats[client as usize];
                seat.unconfirmed.push(id);
                cx.tell(Fact::Sent(id));
                if seat.connected {
                    self.send(Event::Up(client, id), cx);
                }
            }
            Action::Cut(client) => self.cut(state, client, cx),
        }
    }

    fn actions(&self, state: &State, out: &mut Vec<Action>) {
        out.extend(state.unsent.iter().map(|id| Action::Send(*id)));
        for (client, seat) in state.seats.iter().enumerate() {
            if seat.connected {
                out.push(Action::Cut(client as Client));
            }
        }
    }

    fn price(&self, action: &Action) -> Option<Budget> {
        matches!(action, Action::Cut(_)).then_some(CUTS)
    }

    fn class(&self, event: &Event) -> Class {
        match event {
            Event::Reconnect(_) => Class::Timer,
            _ => Class::Message,
        }
    }

    fn lane(&self, event: &Event) -> Option<Lane> {
        match event {
            Event::Hello(client, _) | Event::Up(client, _) => Some(up(*client)),
            Event::Down(client, _) => Some(down(*client)),
            Event::Reconnect(_) => None,
        }
    }

    fn calm(&self, state: &State) -> bool {
        state.seats.iter().all(|seat| seat.connected)
    }
}

fn seen_everything(chat: &Chat, state: &State, bag: &Bag<'_, Event>) -> Holds {
    for client in 0..chat.clients {
        let unconfirmed = &state.seats[client as usize].unconfirmed;
        if !unconfirmed.is_empty() {
            return Err(format!("client {client} never saw its {unconfirmed:?} come back").into());
        }
    }
    seen_the_log(chat, state, bag)
}

fn seen_the_log(_: &Chat, state: &State, _: &Bag<'_, Event>) -> Holds {
    for (client, seat) in state.seats.iter().enumerate() {
        if seat.seen != state.log {
            let (seen, log) = (&seat.seen, &state.log);
            return Err(format!("client {client} saw {seen:?}; the log is {log:?}").into());
        }
    }
    Ok(())
}

fn no_doubles(_: &Chat, state: &State, _: &Bag<'_, Event>) -> Holds {
    for (client, seat) in state.seats.iter().enumerate() {
        let mut once = seat.seen.clone();
        once.sort_unstable();
        once.dedup();
        if once.len() < seat.seen.len() {
            return Err(format!("client {client} saw {:?}", seat.seen).into());
        }
    }
    Ok(())
}

fn out_of_id_order(_: &Chat, state: &State, _: &Bag<'_, Event>) -> Holds {
    if state.log.is_sorted() { Err("the log is in the order of ids".into()) } else { Ok(()) }
}
