//! The storm: customers order, roles are killed at random moments and started again, until all
//! orders are answered and everybody has come to rest.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::bail;
use kernel::Draw;
use kernel::rng::{self, Draws};
use labs::cluster::Cluster;
use labs::shop::{Outcome, Served};
use labs::two_phase_commit::protocol::{News, PlaceOrder};
use labs::two_phase_commit::rules::TwoPhase;

use super::crew::{Crew, Ear, Word};
use super::node::{Event, Running, Setup, Status, inbox};
use super::role::{Said, write_setup};

/// What is asked for.
pub struct Storm<'a> {
    /// The protocol, and what links and disks do beside what they do by themselves.
    pub cluster: &'a Cluster<TwoPhase>,
    /// The knobs that make it.
    pub knobs: &'a [i64],
    /// How many orders are placed.
    pub orders: u16,
    /// How many roles are killed.
    pub kills: u32,
    /// The seed of dishes, victims, moments, losses and refusals.
    pub seed: u64,
    /// Where the files are.
    pub folder: &'a Path,
}

/// What came of it, as customers and the parent saw it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// Orders placed.
    pub placed: u32,
    /// Orders answered with yes.
    pub committed: u32,
    /// Orders answered with no.
    pub aborted: u32,
    /// Roles killed.
    pub kills: u32,
    /// Processes started again.
    pub restarts: u32,
    /// How long it took.
    pub took: Duration,
    /// Whether everybody came to rest in time.
    pub came_to_rest: bool,
}

/// What is heard while it goes on.
enum Heard {
    Role(Word),
    Customers(Vec<News>, Option<Status>),
    /// The customers' own node has failed.
    Failed(anyhow::Error),
    Interrupted,
}

/// A role is killed within this time of the order that it waits for.
const KILL_WITHIN_US: u64 = 25_000;
/// A role is down for at most this long.
const DOWN_US: u64 = 60_000;
/// Who has not moved for so long has come to rest: a message over the loopback takes much less.
const QUIET: Duration = Duration::from_millis(300);
/// How long a storm may take beside what its orders and kills take.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long an order, and a kill, may take on average.
const PATIENCE_EACH: Duration = Duration::from_millis(750);

/// Runs a storm until everybody is at rest, or time is up.
///
/// # Errors
/// When the machine does not give what it needs, or somebody interrupts it. No process is left then,
/// either.
pub fn run(storm: &Storm<'_>) -> anyhow::Result<Seen> {
    let began = Instant::now();
    let (tell, heard) = channel();
    let interrupted = tell.clone();
    super::super::interrupt::listen(move || {
        // A storm that is over does not listen.
        let _ = interrupted.send(Heard::Interrupted);
    })?;
    let mut draws = Draws::new(storm.seed);
    let mut below = move |bound: u64| rng::below(draws.bits(Draw::next(0)), bound);
    let errands = (0..storm.orders).map(|_| {
        let dish = below(u64::from(storm.cluster.protocol.shop.dishes));
        PlaceOrder { dish: dish as u8 }
    });
    let errands: VecDeque<PlaceOrder> = errands.collect();
    let customers = storm.cluster.protocol.shop.customers();
    let token = token();
    let wall = SystemTime::now();
    let setup = |node, errands| Setup {
        cluster: storm.cluster.clone(),
        node,
        seed: storm.seed,
        token,
        began: wall,
        folder: storm.folder.to_owned(),
        errands,
    };
    let (counter, port) = open_counter(setup(customers, errands), tell.clone())?;
    let setups = (0..customers).map(|node| write_setup(&setup(node, VecDeque::new()), storm.knobs));
    let setups = setups.collect::<anyhow::Result<Vec<_>>>()?;
    let ear: Ear = Arc::new(move |word| {
        // The last words of those that end with the storm are nobody's concern.
        let _ = tell.send(Heard::Role(word));
    });
    let crew = Crew::start(setups, (customers, port), ear)?;
    let seen = Seen::default();
    let status = None;
    let mut watch = Watch { storm, crew, counter: &counter, seen, status, next_kill: None };
    let limit = began + PATIENCE + PATIENCE_EACH * (u32::from(storm.orders) + storm.kills);
    watch.go_on(&heard, limit, &mut below)?;
    let Watch { mut seen, crew, .. } = watch;
    seen.restarts = crew.starts() - u32::from(customers);
    drop(crew);
    // Whether it still hears it or not, nothing comes to the customers any more.
    let _ = counter.send(Event::Stop);
    while let Ok(heard) = heard.recv_timeout(QUIET) {
        if let Heard::Failed(error) = heard {
            return Err(error);
        }
    }
    seen.took = began.elapsed();
    Ok(seen)
}

/// The parent while the storm goes on.
struct Watch<'a> {
    storm: &'a Storm<'a>,
    crew: Crew,
    counter: &'a SyncSender<Event<TwoPhase>>,
    seen: Seen,
    status: Option<Status>,
    next_kill: Option<Instant>,
}

impl Watch<'_> {
    fn go_on(
        &mut self,
        heard: &Receiver<Heard>,
        limit: Instant,
        below: &mut impl FnMut(u64) -> u64,
    ) -> anyhow::Result<()> {
        let mut quiet = (None, Instant::now());
        loop {
            let now = Instant::now();
            if now >= limit {
                return Ok(());
            }
            let rest = self.at_rest();
            if rest != quiet.0 {
                quiet = (rest, now);
            }
            let is_quiet = rest.is_some() && now >= quiet.1 + QUIET;
            if is_quiet {
                self.seen.came_to_rest = true;
                return Ok(());
            }
            let restart = self.crew.restart()?;
            let kill = self.kill(below);
            let rested = rest.map(|_| quiet.1 + QUIET);
            let next = [restart, kill, rested, Some(limit)].into_iter().flatten().min();
            let wait = next.map_or(QUIET, |next| next.saturating_duration_since(Instant::now()));
            match heard.recv_timeout(wait) {
                Ok(heard) => self.hear(heard)?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => bail!("nobody is left to be heard"),
            }
        }
    }

    /// The sum of all clocks when all is done and nobody waits for anything.
    fn at_rest(&self) -> Option<u64> {
        let customers = self.status.filter(|status| status.is_at_rest)?;
        let is_done = self.seen.kills >= self.storm.kills
            && self.seen.committed + self.seen.aborted >= u32::from(self.storm.orders);
        let roles = self.crew.at_rest()?;
        is_done.then_some(roles + customers.lamport)
    }

    fn hear(&mut self, heard: Heard) -> anyhow::Result<()> {
        match heard {
            Heard::Role(word) => {
                if let Word { node, said: Some(Said::Port(port)), .. } = word {
                    self.counter.send(Event::Peer(node, port))?;
                }
                self.crew.hear(word)?;
            }
            Heard::Customers(news, status) => {
                self.status = status.or(self.status);
                for news in news {
                    match news {
                        News::Customers(Served::Placed(_)) => self.seen.placed += 1,
                        News::Customers(Served::Answered(_, Outcome::Commit)) => {
                            self.seen.committed += 1;
                        }
                        News::Customers(Served::Answered(_, Outcome::Abort)) => {
                            self.seen.aborted += 1;
                        }
                        _ => {}
                    }
                }
            }
            Heard::Failed(error) => return Err(error),
            Heard::Interrupted => bail!("interrupted: every process has been ended"),
        }
        Ok(())
    }

    /// Kills a role when it is time; when that is. Kills are spread over the orders, each a random
    /// while after an order was placed, so that they meet roles at work.
    fn kill(&mut self, below: &mut impl FnMut(u64) -> u64) -> Option<Instant> {
        let Storm { orders, kills, .. } = *self.storm;
        if self.seen.kills >= kills {
            return None;
        }
        let now = Instant::now();
        let due = match self.next_kill {
            Some(due) => due,
            None => {
                let nth = u64::from(self.seen.kills) + 1;
                let after = nth * u64::from(orders) / (u64::from(kills) + 1);
                if u64::from(self.seen.placed) < after.max(1) {
                    return None;
                }
                now + Duration::from_micros(below(KILL_WITHIN_US))
            }
        };
        self.next_kill = Some(due);
        let up = self.crew.up();
        if due > now || up.is_empty() {
            return Some(due.max(now + Duration::from_millis(1)));
        }
        let victim = up[below(up.len() as u64) as usize];
        self.crew.kill(victim, Duration::from_micros(below(DOWN_US)));
        self.seen.kills += 1;
        self.next_kill = None;
        Some(now)
    }
}

/// The customers, on a thread of their own: they are outside of what fails.
fn open_counter(
    setup: Setup<TwoPhase>,
    tell: Sender<Heard>,
) -> anyhow::Result<(SyncSender<Event<TwoPhase>>, u16)> {
    let (give, events) = inbox();
    let (running, port, first) = Running::start(setup, &give)?;
    thread::spawn(move || {
        let said = |news: &[News], status| {
            // A storm that is over does not listen.
            let _ = tell.send(Heard::Customers(news.to_vec(), status));
        };
        if let Err(error) = running.run(first, &events, said) {
            let _ = tell.send(Heard::Failed(error));
        }
    });
    Ok((give, port))
}

/// What strangers do not guess.
fn token() -> u64 {
    use std::hash::{BuildHasher, Hasher, RandomState};
    RandomState::new().build_hasher().finish()
}
