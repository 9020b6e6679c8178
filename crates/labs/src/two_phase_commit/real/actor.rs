//! A role at work: a host of the model's own functions, with a file and the browser's timers. The
//! services and the coordinator are one each in a worker; the customers are one on the page.

use super::opfs::File;
use super::told::{Holding, Letter, Past, Portrait, Row, Start, Turn, Word};
use crate::cluster::real::{self, Chain, Host, Step, Task, What, Wire};
use crate::cluster::{Input, Protocol};
use crate::shop::{Outcome, Served};
use crate::two_phase_commit::protocol::{Memory, News, PlaceOrder, Timer};
use crate::two_phase_commit::rules::TwoPhase;
use gloo::timers::callback::Timeout;
use kernel::{Span, Time};
use std::cell::RefCell;
use std::rc::Rc;

/// A role at work. Every clone is the same one; its timers end with the last.
#[derive(Clone)]
pub struct Actor(Rc<Inner>);

struct Inner {
    state: RefCell<State>,
    disk_ms: u32,
    begun_ms: f64,
    tell: Box<dyn Fn(Word)>,
}

struct State {
    host: Host<TwoPhase>,
    file: Option<File>,
    timers: Vec<(Timer, Timeout)>,
    /// Lines for the file, until the step of this Lamport clock is in the journal.
    pending: Option<(u64, String)>,
    /// The write that is about to happen.
    write: Option<Timeout>,
    /// What was written since the last turn.
    written: String,
}

impl Actor {
    /// A role starts: from its file, where it has one.
    ///
    /// # Errors
    /// When the file cannot be read, or holds what this role has never written.
    pub fn start(
        start: &Start,
        mut file: Option<File>,
        tell: impl Fn(Word) + 'static,
    ) -> Result<Actor, String> {
        let protocol = TwoPhase::of(&start.knobs).protocol;
        let bytes = file.as_ref().map_or(Ok(Vec::new()), |file| file.read(0.0))?;
        let log = Chain::unseal(&bytes).map_err(|bad| bad.to_string())?;
        if let Some(file) = file.as_mut().filter(|_| log.bytes < bytes.len()) {
            // The crash came while the last record was being written: it counts as not written.
            file.cut(log.bytes as f64)?;
        }
        let records = log.records(&protocol, start.node).map_err(|bad| bad.to_string())?;
        let past = real::Past { incarnation: start.past.lives, lamport: start.past.lamport };
        let log_bytes = log.bytes;
        let log = (&records[..], log.chain);
        let at = instant(start.begun_ms);
        let written = String::from_utf8_lossy(&bytes[..log_bytes]).into_owned();
        let (host, step) = Host::boot(protocol, start.node, start.seed, past, log, at);
        let state = State { host, file, timers: Vec::new(), pending: None, write: None, written };
        let actor = Actor(Rc::new(Inner {
            state: RefCell::new(state),
            disk_ms: start.disk_ms,
            begun_ms: start.begun_ms,
            tell: Box::new(tell),
        }));
        actor.carry_out(step);
        Ok(actor)
    }

    /// A message has arrived.
    pub fn deliver(&self, letter: &Letter) {
        match real::read(&letter.text) {
            Some(message) => self.give(Input::Message(letter.from, message), letter.lamport),
            None => self.fail(["a message cannot be read: ", &letter.text].concat()),
        }
    }

    /// Customers order a dish, where they may.
    pub fn order(&self, dish: u8) {
        let errand = PlaceOrder { dish };
        let may_order = {
            let host = &self.0.state.borrow().host;
            host.protocol().admits(host.server(), host.node(), &errand)
        };
        if may_order {
            self.give(Input::Errand(errand), 0);
        }
    }

    fn give(&self, input: Input<TwoPhase>, lamport: u64) {
        let step = self.0.state.borrow_mut().host.give(self.now(), input, lamport);
        match step {
            Ok(step) => self.carry_out(step),
            Err(why) => self.fail(why.to_string()),
        }
    }

    /// Says what came of an input. What is to be written waits until that is noted.
    fn carry_out(&self, step: Step<TwoPhase>) {
        let Step { entry, tasks, news } = step;
        let lamport = entry.lamport;
        let turn = {
            let state = &mut *self.0.state.borrow_mut();
            let mut letters = Vec::new();
            for task in tasks {
                match task {
                    Task::Send(to, message) => letters.push(Letter {
                        from: entry.node,
                        to,
                        lamport: entry.lamport,
                        text: message.write(),
                        caption: state.host.protocol().name_message(&message),
                    }),
                    Task::Set(timer, wait) => {
                        let timeout = self.later(wait, move |actor| actor.ring(timer));
                        state.timers.push((timer, timeout));
                    }
                    Task::Cancel(timer) => state.timers.retain(|(set, _)| *set != timer),
                }
            }
            let protocol = state.host.protocol();
            Turn {
                journal: entry.write(protocol),
                past: Past { lives: entry.incarnation, lamport: entry.lamport },
                letters,
                is_boot: matches!(entry.what, What::Boot(_)),
                written: std::mem::take(&mut state.written),
                said: news.iter().map(|news| protocol.say(entry.node, news).text).collect(),
                answered: news.iter().filter_map(answer).collect(),
                portrait: portrait(&state.host),
            }
        };
        (self.0.tell)(Word::Turn(Box::new(turn)));
        let state = &mut *self.0.state.borrow_mut();
        if let Some(lines) = state.host.to_disk() {
            state.pending = Some((lamport, lines));
        }
    }

    fn ring(&self, timer: Timer) {
        self.0.state.borrow_mut().timers.retain(|(set, _)| *set != timer);
        self.give(Input::Timer(timer), 0);
    }

    /// The journal has all up to a Lamport clock. Only now may a file hold what came of it, or a
    /// crash could leave a log that no journal accounts for. It is written in a moment and not at
    /// once: a crash may come before it.
    pub fn noted(&self, lamport: u64) {
        let state = &mut *self.0.state.borrow_mut();
        if let Some((_, lines)) = state.pending.take_if(|(of, _)| *of <= lamport) {
            let wait = Span::millis(self.0.disk_ms.into());
            state.write = Some(self.later(wait, move |actor| actor.write(&lines)));
        }
    }

    fn write(&self, lines: &str) {
        let steps = {
            let state = &mut *self.0.state.borrow_mut();
            let written = match &mut state.file {
                Some(file) => file.append(lines.as_bytes()).and_then(|place| file.read(place)),
                None => Err("it has no file".to_owned()),
            };
            match written {
                Ok(read) => state.written.push_str(&String::from_utf8_lossy(&read)),
                Err(why) => {
                    (self.0.tell)(Word::Failed(["its log cannot be written: ", &why].concat()));
                    return;
                }
            }
            state.host.written(self.now())
        };
        for step in steps {
            self.carry_out(step);
        }
    }

    fn fail(&self, why: String) {
        (self.0.tell)(Word::Failed(why));
    }

    /// Does something after a while, unless the actor is gone by then.
    fn later(&self, wait: Span, what: impl FnOnce(&Actor) + 'static) -> Timeout {
        let actor = Rc::downgrade(&self.0);
        let ms = u32::try_from(wait.as_micros() / 1_000).unwrap_or(u32::MAX);
        Timeout::new(ms, move || {
            if let Some(actor) = actor.upgrade() {
                what(&Actor(actor));
            }
        })
    }

    fn now(&self) -> Time {
        instant(self.0.begun_ms)
    }
}

/// The machine's clock, counted from where the run began.
fn instant(begun_ms: f64) -> Time {
    Time::from_micros(((js_sys::Date::now() - begun_ms).max(0.0) * 1_000.0) as u64)
}

/// Whether customers hear with these news that an order was committed, or that it was not.
fn answer(news: &News) -> Option<bool> {
    match news {
        News::Customers(Served::Answered(_, outcome)) => Some(*outcome == Outcome::Commit),
        _ => None,
    }
}

fn portrait(host: &Host<TwoPhase>) -> Portrait {
    let (protocol, node, server) = (host.protocol(), host.node(), host.server());
    let Some(memory) = &server.memory else { return Portrait::default() };
    let rows = |lines: Vec<crate::cluster::Line>| lines.into_iter().map(Row::from).collect();
    let shelves = protocol.shelf(node, server);
    let mut locked: Vec<u16> = Vec::new();
    for shelf in &shelves {
        locked.extend(&shelf.holders);
    }
    let in_doubt = match memory {
        Memory::Service(counter) => {
            let jobs = counter.jobs.iter().filter(|job| job.is_in_doubt());
            jobs.map(|job| job.order.number).collect()
        }
        _ => Vec::new(),
    };
    let slip = |unwritten: &crate::cluster::Unwritten<TwoPhase>| {
        (protocol.name_record(&unwritten.record), unwritten.is_forced)
    };
    Portrait {
        memory: rows(protocol.show_memory(node, memory)),
        log: rows(protocol.show_log(node, &server.disk)),
        unwritten: server.unwritten.iter().map(slip).collect(),
        shelves: shelves.into_iter().map(Holding::from).collect(),
        waits: protocol.waits(node, memory, &server.disk).iter().map(|wait| wait.on).collect(),
        locked,
        in_doubt,
        is_at_rest: host.is_at_rest(),
    }
}
