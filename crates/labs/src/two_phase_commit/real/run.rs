//! One run: its servers, each a worker; its customers; the network between them, and the journal.

use super::actor::Actor;
use super::mail::Mail;
use super::opfs::Folder;
use super::plan::Plan;
use super::tally::Tally;
use super::told::{self, Past, Portrait, Post, Start, Turn, Word};
use super::work;
use crate::cluster::{Action, Cluster, Node, Power, Protocol};
use crate::real::{Heard, Hire, Hired};
use crate::shop::COORDINATOR;
use crate::two_phase_commit::protocol::PlaceOrder;
use crate::two_phase_commit::rules::TwoPhase;
use gloo::timers::callback::{Interval, Timeout};
use js_sys::Array;
use kernel::{Deed, Model};
use web_sys::{MessageChannel, MessagePort};
use yew::Callback;

/// A run whose journal has so many entries ends by itself.
const ENTRIES_MOST: usize = 50_000;
/// For so long a run may take to come to rest, in milliseconds.
const REST_MS: f64 = 30_000.0;

/// What happens to a run.
pub enum Event {
    /// A worker says something: of which server, in which of its lives.
    Heard(Node, u32, Heard),
    /// The customers have done something.
    Customers(Word),
    /// A message arrives.
    Arrives(u32),
    /// Somebody is hungry.
    Order,
    /// Somebody crashes.
    Crash,
    /// Somebody mends a server, if it is still in this life.
    Mend(Node, u32),
}

/// A server.
pub struct Server {
    /// Whether it runs; a server that starts does not yet.
    pub power: Power,
    /// It was started and has not read its log yet.
    pub is_starting: bool,
    /// Since when it is as it is, in milliseconds.
    pub since_ms: f64,
    /// What it said of itself last.
    pub portrait: Portrait,
    past: Past,
    /// Which of its lives it is; grows with every start, and with every end.
    life: u32,
    worker: Option<Hired>,
    /// By which letters reach it, once it was told who it is.
    letters: Option<MessagePort>,
    mend: Option<Timeout>,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Phase {
    /// Customers order, and everything may fail.
    Going,
    /// Nothing fails any more, and what is open comes to its end; since when, in milliseconds.
    Settling(f64),
    /// Nobody has anything left to do.
    AtRest,
    /// It has not come to rest in time.
    Restless,
}

/// A run. Its workers end with it, and its files go.
pub struct Run {
    /// The settings.
    pub plan: Plan,
    /// The model, whose role functions the servers run.
    pub cluster: Cluster<TwoPhase>,
    /// The coordinator and the services.
    pub servers: Vec<Server>,
    /// The network.
    pub mail: Mail,
    /// Counts.
    pub tally: Tally,
    /// What customers know and wait for.
    pub hungry: Portrait,
    /// The coordinator is crashed as soon as every service is in doubt.
    pub has_trap: bool,
    /// How far it is.
    pub phase: Phase,
    /// All entries, in the order in which they came.
    pub journal: Vec<String>,
    customers: Actor,
    folder: Folder,
    knobs: Vec<i64>,
    seed: u64,
    /// The machine's clock when it began.
    begun_ms: f64,
    hire: Hire,
    on: Callback<Event>,
    orders: Option<Interval>,
    storm: Option<Interval>,
}

impl Run {
    /// Starts all servers.
    ///
    /// # Errors
    /// What the browser says, where it allows no worker.
    pub fn start(
        plan: Plan,
        folder: Folder,
        hire: Hire,
        on: Callback<Event>,
        now_ms: f64,
    ) -> Result<Run, String> {
        let knobs = plan.knobs();
        let cluster = TwoPhase::of(&knobs);
        let shop = cluster.protocol.shop;
        let (seed, begun_ms) = ((js_sys::Math::random() * 9e15) as u64, js_sys::Date::now());
        let first = Start {
            knobs: knobs.clone(),
            node: shop.customers(),
            seed,
            past: Past::default(),
            folder: String::new(),
            disk_ms: 0,
            begun_ms,
        };
        let tell = on.reform(Event::Customers);
        let customers = Actor::start(&first, None, move |word| tell.emit(word))?;
        let down = |_| Server {
            power: Power::Down,
            is_starting: false,
            since_ms: now_ms,
            portrait: Portrait::default(),
            past: Past::default(),
            life: 0,
            worker: None,
            letters: None,
            mend: None,
        };
        let servers: Vec<Server> = (0..=shop.services).map(down).collect();
        let mut run = Run {
            plan,
            mail: Mail::new(plan.wire_ms, on.reform(Event::Arrives)),
            tally: Tally::of(servers.len()),
            servers,
            hungry: Portrait::default(),
            has_trap: false,
            phase: Phase::Going,
            journal: Vec::new(),
            customers,
            folder,
            knobs,
            seed,
            begun_ms,
            cluster,
            hire,
            on,
            orders: None,
            storm: None,
        };
        for node in 0..=shop.services {
            run.restart(node, now_ms)?;
        }
        run.go_on();
        Ok(run)
    }

    /// Something happens.
    ///
    /// # Errors
    /// When a worker breaks down, or cannot be hired: the run cannot go on.
    pub fn hear(&mut self, event: Event, now_ms: f64) -> Result<(), String> {
        match event {
            Event::Heard(node, life, heard) => {
                if self.server(node).is_some_and(|server| server.life == life) {
                    self.hear_worker(node, heard, now_ms)?;
                }
            }
            Event::Customers(Word::Turn(turn)) => {
                self.hungry = turn.portrait.clone();
                self.take_in(self.cluster.protocol.shop.customers(), turn, now_ms);
            }
            Event::Customers(Word::Failed(why)) => return Err(why),
            Event::Arrives(number) => self.arrive(number, now_ms),
            Event::Order => {
                let dishes = f64::from(self.cluster.protocol.shop.dishes);
                self.customers.order((js_sys::Math::random() * dishes) as u8);
            }
            Event::Crash => self.crash_somebody(now_ms),
            Event::Mend(node, life) => {
                if self.server(node).is_some_and(|server| server.life == life) {
                    self.restart(node, now_ms)?;
                }
            }
        }
        Ok(())
    }

    /// A person does something, in the model's text form. What cannot be done for real is left.
    ///
    /// # Errors
    /// What the browser says, where it allows no worker.
    pub fn act(&mut self, text: &str, now_ms: f64) -> Result<(), String> {
        let (state, _) = self.cluster.begin();
        match self.cluster.read_action(&state, text) {
            Some(Action::Crash(node)) => self.crash(node, now_ms),
            Some(Action::Restart(node)) => self.restart(node, now_ms)?,
            Some(Action::Cut(a, b, _)) => self.mail.cut(a, b, now_ms),
            Some(Action::Heal(a, b, _)) => self.mail.heal(a, b),
            Some(Action::Errand(_, PlaceOrder { dish })) => self.customers.order(dish),
            _ => {}
        }
        Ok(())
    }

    /// A person does something with a message on its way.
    pub fn meddle(&mut self, deed: &Deed, now_ms: f64) {
        match *deed {
            Deed::Fire(number) => self.arrive(number, now_ms),
            Deed::Drop(number) => self.mail.drop(number, now_ms),
            Deed::Copy(number) => self.mail.copy(number, now_ms),
            Deed::Delay(number, by) => {
                self.mail.delay(number, by.as_micros() as f64 / 1_000.0, now_ms);
            }
            Deed::Act(_) | Deed::Say(_) => {}
        }
    }

    /// Whether anything in its picture moves.
    pub fn moves(&self) -> bool {
        !self.mail.flights.is_empty() || !self.mail.losses.is_empty()
    }

    /// Other settings, of those that may be turned while it goes on.
    pub fn turn(&mut self, plan: Plan) {
        self.plan = plan;
        if self.phase == Phase::Going {
            self.go_on();
        }
    }

    /// Customers order, and servers crash, as they are set to.
    pub fn go_on(&mut self) {
        self.phase = Phase::Going;
        self.mail.loss = self.plan.loss;
        let every = |ms: u32, event: fn() -> Event| {
            let on = self.on.clone();
            (ms > 0).then(|| Interval::new(ms, move || on.emit(event())))
        };
        self.orders = every(self.plan.order_ms, || Event::Order);
        self.storm = every(self.plan.storm_ms, || Event::Crash);
    }

    /// From now on nobody orders, nothing fails, and whoever is down is restarted.
    ///
    /// # Errors
    /// What the browser says, where it allows no worker.
    pub fn settle(&mut self, now_ms: f64) -> Result<(), String> {
        self.phase = Phase::Settling(now_ms);
        (self.orders, self.storm, self.has_trap) = (None, None, false);
        self.mail.loss = 0;
        self.mail.cuts.clear();
        for node in (0..).take(self.servers.len()) {
            self.restart(node, now_ms)?;
        }
        Ok(())
    }

    /// Looks whether it has come to rest: then all is over, and nothing comes by itself.
    pub fn look(&mut self, now_ms: f64) -> bool {
        let Phase::Settling(since_ms) = self.phase else { return false };
        let at_rest = |server: &Server| {
            server.power == Power::Up && !server.is_starting && server.portrait.is_at_rest
        };
        if self.mail.flights.is_empty()
            && self.hungry.is_at_rest
            && self.servers.iter().all(at_rest)
        {
            self.phase = Phase::AtRest;
        } else if now_ms - since_ms > REST_MS {
            self.phase = Phase::Restless;
        }
        !matches!(self.phase, Phase::Settling(_))
    }

    /// Whether its journal is as long as one may become.
    pub fn is_long(&self) -> bool {
        self.journal.len() >= ENTRIES_MOST
    }

    /// Ends a server without a word: its thread is terminated wherever it is.
    pub fn crash(&mut self, node: Node, now_ms: f64) {
        let name = self.cluster.protocol.name(node);
        let Some(server) = self.servers.get_mut(usize::from(node)) else { return };
        if server.power == Power::Down && !server.is_starting {
            return;
        }
        (server.worker, server.letters, server.mend) = (None, None, None);
        server.life += 1;
        (server.power, server.is_starting, server.since_ms) = (Power::Down, false, now_ms);
        self.tally.crashes += 1;
        self.tally.say([name, " crashed: its worker was terminated"].concat(), now_ms);
    }

    /// Starts a server that is down: a new worker reads its log.
    ///
    /// # Errors
    /// What the browser says, where it allows no worker.
    pub fn restart(&mut self, node: Node, now_ms: f64) -> Result<(), String> {
        let (hire, on) = (self.hire, self.on.clone());
        let Some(server) = self.servers.get_mut(usize::from(node)) else { return Ok(()) };
        if server.power != Power::Down || server.is_starting {
            return Ok(());
        }
        server.life += 1;
        let life = server.life;
        let hired = hire.worker(on.reform(move |heard| Event::Heard(node, life, heard)))?;
        (server.worker, server.mend) = (Some(hired), None);
        (server.is_starting, server.since_ms) = (true, now_ms);
        Ok(())
    }

    /// Tells a worker that takes orders which server it is.
    fn tell(&mut self, node: Node) -> Result<(), String> {
        let server = &mut self.servers[usize::from(node)];
        let Some(worker) = &server.worker else { return Ok(()) };
        let channel = MessageChannel::new().map_err(|_| "the browser has no channels")?;
        let start = Start {
            knobs: self.knobs.clone(),
            node,
            seed: self.seed,
            past: server.past,
            folder: self.folder.name().to_owned(),
            disk_ms: self.plan.disk_ms(),
            begun_ms: self.begun_ms,
        };
        let theirs = channel.port2();
        worker.hand(&work::order(&start, &theirs), &Array::of1(&theirs))?;
        server.letters = Some(channel.port1());
        Ok(())
    }

    fn server(&self, node: Node) -> Option<&Server> {
        self.servers.get(usize::from(node))
    }

    fn hear_worker(&mut self, node: Node, heard: Heard, now_ms: f64) -> Result<(), String> {
        let name = self.cluster.protocol.name(node);
        let word = match heard {
            Heard::Ready => return self.tell(node),
            Heard::Broke(why) => return Err([name, " broke down: ", &why].concat()),
            Heard::Said(word) => told::read(&word),
        };
        match word {
            Some(Word::Turn(turn)) => {
                let is_trapped = self.has_trap && self.are_all_in_doubt(node, &turn.portrait);
                let server = &mut self.servers[usize::from(node)];
                if server.is_starting {
                    (server.power, server.is_starting) = (Power::Up, false);
                    server.since_ms = now_ms;
                    if turn.past.lives > 1 {
                        self.tally.say([name, " restarted and read its log"].concat(), now_ms);
                    }
                }
                server.past = turn.past;
                if turn.portrait.unwritten.iter().any(|(_, is_forced)| *is_forced) {
                    pass_on(server.letters.as_ref(), &Post::Noted(turn.past.lamport));
                }
                server.portrait = turn.portrait.clone();
                self.take_in(node, turn, now_ms);
                if is_trapped {
                    self.has_trap = false;
                    self.crash(COORDINATOR, now_ms);
                }
                Ok(())
            }
            Some(Word::Failed(why)) => Err([name, " cannot go on: ", &why].concat()),
            None => Err([name, " says what cannot be read"].concat()),
        }
    }

    /// Notes what a server did, and sends what it sends.
    fn take_in(&mut self, node: Node, turn: Box<Turn>, now_ms: f64) {
        self.tally.note(node, &turn, now_ms);
        let Turn { journal, letters, .. } = *turn;
        self.journal.push(journal);
        for letter in letters {
            let is_laned = self.cluster.protocol.is_client(letter.from);
            self.mail.send(letter, is_laned, now_ms);
        }
    }

    /// A message is handed to who is to have it, if it is still on its way.
    pub fn arrive(&mut self, number: u32, now_ms: f64) {
        let Some(letter) = self.mail.take(number) else { return };
        let Some(server) = self.server(letter.to) else {
            return self.customers.deliver(&letter);
        };
        match &server.letters {
            Some(port) if server.power == Power::Up => pass_on(Some(port), &Post::Letter(letter)),
            _ => self.mail.lose(letter, 1.0, now_ms),
        }
    }

    /// Whether with this a service is in doubt about an order, and all others are already: the
    /// coordinator cannot have heard the last of their votes.
    fn are_all_in_doubt(&self, node: Node, now: &Portrait) -> bool {
        let before = &self.servers[usize::from(node)].portrait.in_doubt;
        let is_new = |number: &&u16| !before.contains(number);
        let services = (0..).zip(&self.servers).skip(1).filter(|(other, _)| *other != node);
        let all = |number: &u16| {
            services.clone().all(|(_, server)| server.portrait.in_doubt.contains(number))
        };
        node != COORDINATOR && now.in_doubt.iter().filter(is_new).any(all)
    }

    /// Crashes one of those that are up, and has it mended after a while.
    fn crash_somebody(&mut self, now_ms: f64) {
        let up: Vec<Node> = (0..)
            .zip(&self.servers)
            .filter(|(_, server)| server.power == Power::Up)
            .map(|(node, _)| node)
            .collect();
        let Some(node) = up.get((js_sys::Math::random() * up.len() as f64) as usize).copied()
        else {
            return;
        };
        self.crash(node, now_ms);
        let on = self.on.clone();
        let server = &mut self.servers[usize::from(node)];
        let life = server.life;
        let wait = f64::from(self.plan.storm_ms) * (0.3 + js_sys::Math::random());
        server.mend = Some(Timeout::new(wait as u32, move || on.emit(Event::Mend(node, life))));
    }
}

/// What cannot be posted is lost, as any message may be.
fn pass_on(port: Option<&MessagePort>, post: &Post) {
    if let Some(port) = port {
        let _ = port.post_message(&told::write(post));
    }
}
