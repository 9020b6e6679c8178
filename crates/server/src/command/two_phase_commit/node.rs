//! One node, driven by the machine: real sockets, a real disk, a real clock.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, anyhow};
use kernel::rng::{self, Draws};
use kernel::{Draw, Time};
use labs::cluster::real::{Host, Real, Step, Task};
use labs::cluster::{Cluster, Input, Node, Protocol};

use super::files::{Disk, Files, Journal};
use super::links::{self, Links, Token};

/// What a node has to know before it starts.
pub struct Setup<P: Protocol> {
    /// The protocol, and what links and disks do beside what they do by themselves.
    pub cluster: Cluster<P>,
    /// Which node it is.
    pub node: Node,
    /// The seed of what chance says.
    pub seed: u64,
    /// What tells the run's nodes from strangers.
    pub token: Token,
    /// When the run began.
    pub began: SystemTime,
    /// Where its files are.
    pub folder: PathBuf,
    /// What it is asked for, one after the other, as soon as everybody is there and it can do it.
    pub errands: VecDeque<P::Errand>,
}

/// What comes to a node from outside.
pub enum Event<P: Protocol> {
    /// A message: who sent it, its Lamport clock, what it says.
    Heard(Node, u64, P::Message),
    /// The disk has written what it was given, or says why not.
    Written(std::io::Result<()>),
    /// A node listens at this port.
    Peer(Node, u16),
    /// That is all.
    Stop,
}

/// What a node tells of itself whenever it has nothing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// Its Lamport clock: it changes with every step.
    pub lamport: u64,
    /// Nothing but a message can move it.
    pub is_at_rest: bool,
}

/// Events that may wait for a node; whoever brings more waits.
const INBOX: usize = 1_024;
/// How long a node sleeps at most when no timer is set.
const NAP: Duration = Duration::from_secs(3_600);

/// A way to bring events to a node, and the node's end of it.
pub fn inbox<P: Protocol>() -> (SyncSender<Event<P>>, Receiver<Event<P>>) {
    sync_channel(INBOX)
}

/// A node that runs.
pub struct Running<P: Real> {
    host: Host<P>,
    journal: Journal,
    disk: Disk,
    links: Links,
    timers: Vec<(Instant, P::Timer)>,
    errands: VecDeque<P::Errand>,
    began: SystemTime,
    /// Messages lost, per thousand; zero at clients, which have connections.
    loss: u64,
    draws: Draws,
    status: Status,
}

impl<P> Running<P>
where
    P: Real<Message: Send, Errand: Clone>,
{
    /// Starts a node from its files: the node, the port at which it listens, and what it does at
    /// first, which [`Running::run`] carries out.
    pub fn start(
        setup: Setup<P>,
        events: &SyncSender<Event<P>>,
    ) -> anyhow::Result<(Running<P>, u16, Step<P>)> {
        let Setup { cluster, node, seed, token, began, folder, errands } = setup;
        let Cluster { protocol, ground } = cluster;
        let hear = events.clone();
        let port = links::listen::<P>(token, move |(from, lamport, message)| {
            hear.send(Event::Heard(from, lamport, message)).is_ok()
        })?;
        let files = Files::open(&folder, &protocol, node)?;
        let least = Duration::from_micros(ground.disk.as_micros());
        let written = events.clone();
        let disk = Disk::start(files.log, least, move |done| {
            // A node that has stopped waits for nothing.
            let _ = written.send(Event::Written(done));
        });
        let nodes = protocol.nodes();
        let loss = if protocol.is_client(node) { 0 } else { u64::from(ground.loss) };
        let (records, chain) = files.records;
        let start = u64::from(files.past.incarnation) << 8 | u64::from(node);
        let at = now(began);
        let (host, step) = Host::boot(protocol, node, seed, files.past, (&records, chain), at);
        let running = Running {
            host,
            journal: files.journal,
            disk,
            links: Links::new(node, nodes, token),
            timers: Vec::new(),
            errands,
            began,
            loss,
            draws: Draws::new(seed ^ start << 32),
            status: Status { lamport: 0, is_at_rest: false },
        };
        Ok((running, port, step))
    }

    /// Runs until it is stopped. `tell` hears the news of every step, and how the node stands
    /// whenever it has nothing to do.
    pub fn run(
        mut self,
        first: Step<P>,
        events: &Receiver<Event<P>>,
        mut tell: impl FnMut(&[P::News], Option<Status>),
    ) -> anyhow::Result<()> {
        self.carry_out(first, &mut tell)?;
        let mut told = None;
        loop {
            if self.ring(&mut tell)? || self.run_errand(&mut tell)? {
                continue;
            }
            let event = match events.try_recv() {
                Ok(event) => event,
                Err(_) => {
                    self.status.is_at_rest = self.host.is_at_rest() && self.errands.is_empty();
                    if told.replace(self.status) != Some(self.status) {
                        tell(&[], Some(self.status));
                    }
                    match events.recv_timeout(self.until_timer()) {
                        Ok(event) => event,
                        Err(RecvTimeoutError::Timeout) => continue,
                        Err(RecvTimeoutError::Disconnected) => return Ok(()),
                    }
                }
            };
            match event {
                Event::Heard(from, lamport, message) => {
                    // Nobody who knows the token says what this role does not know; if somebody
                    // does, the message is lost.
                    let input = Input::Message(from, message);
                    if let Ok(step) = self.host.give(self.now(), input, lamport) {
                        self.carry_out(step, &mut tell)?;
                    }
                }
                Event::Written(done) => {
                    done.context("cannot write the log")?;
                    let at = self.now();
                    for step in self.host.written(at) {
                        self.carry_out(step, &mut tell)?;
                    }
                }
                Event::Peer(node, port) => self.links.find(node, port),
                Event::Stop => return Ok(()),
            }
        }
    }

    /// Rings the first timer that is due, if one is.
    fn ring(&mut self, tell: &mut impl FnMut(&[P::News], Option<Status>)) -> anyhow::Result<bool> {
        let instant = Instant::now();
        let due = self.timers.iter().enumerate().filter(|(_, (due, _))| *due <= instant);
        let Some((at, _)) = due.min_by_key(|(_, (due, _))| *due) else { return Ok(false) };
        let (_, timer) = self.timers.remove(at);
        let step = self.host.give(self.now(), Input::Timer(timer), 0);
        let step = step.map_err(|unheard| anyhow!("{unheard}"))?;
        self.carry_out(step, tell)?;
        Ok(true)
    }

    /// Does the next errand, if it can be done now.
    fn run_errand(
        &mut self,
        tell: &mut impl FnMut(&[P::News], Option<Status>),
    ) -> anyhow::Result<bool> {
        if !self.links.are_found(self.host.node()) {
            return Ok(false);
        }
        let Some(errand) = self.errands.front() else { return Ok(false) };
        let Ok(step) = self.host.give(self.now(), Input::Errand(errand.clone()), 0) else {
            return Ok(false);
        };
        self.errands.pop_front();
        self.carry_out(step, tell)?;
        Ok(true)
    }

    /// Writes the step down, then does it.
    fn carry_out(
        &mut self,
        step: Step<P>,
        tell: &mut impl FnMut(&[P::News], Option<Status>),
    ) -> anyhow::Result<()> {
        let Step { entry, tasks, news } = step;
        self.journal.write(self.host.protocol(), &entry)?;
        self.status.lamport = entry.lamport;
        for task in tasks {
            match task {
                Task::Send(to, message) => {
                    let drawn = rng::below(self.draws.bits(Draw::next(0)), 1_000);
                    if drawn >= self.loss {
                        self.links.send(to, entry.lamport, &message);
                    }
                }
                Task::Set(timer, wait) => {
                    let wait = Duration::from_micros(wait.as_micros());
                    self.timers.push((Instant::now() + wait, timer));
                }
                Task::Cancel(timer) => self.timers.retain(|(_, set)| *set != timer),
            }
        }
        if let Some(lines) = self.host.to_disk() {
            self.disk.write(lines)?;
        }
        if !news.is_empty() {
            tell(&news, None);
        }
        Ok(())
    }

    fn until_timer(&self) -> Duration {
        let next = self.timers.iter().map(|(due, _)| *due).min();
        next.map_or(NAP, |due| due.saturating_duration_since(Instant::now()))
    }

    fn now(&self) -> Time {
        now(self.began)
    }
}

fn now(began: SystemTime) -> Time {
    let since = began.elapsed().unwrap_or_default();
    Time::from_micros(u64::try_from(since.as_micros()).unwrap_or(u64::MAX))
}
