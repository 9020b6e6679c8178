//! The model: requests come, six schemes answer each of them, and hands reach into all six at once.

use super::id::Id;
use super::leases::Dispenser;
use super::scheme::{Scheme, Set};
use super::server::{Job, Server};
use super::state::{Open, Remembered, State, Writer};
use super::stride::Shard;
use super::{laws, metrics, score, telling};
use kernel::chart::{Place, Sign, Standing};
use kernel::{
    Allowance, Aside, Budget, Class, Cx, Delay, Draw, Figure, Lane, Law, Metric, Model, Said,
    Search, Span, Time, Until,
};

/// Requests that a search may make.
pub const REQUESTS: Budget = Budget(Budget::FIRST);
/// Crashes.
pub const CRASHES: Budget = Budget(Budget::FIRST + 1);
/// Writers that are cut off.
pub const CUTS: Budget = Budget(Budget::FIRST + 2);
/// Clocks that are set back.
pub const CLOCKS: Budget = Budget(Budget::FIRST + 3);
/// Shards that are added in a hurry.
pub const HURRIES: Budget = Budget(Budget::FIRST + 4);
/// Shards that are added with care.
pub const CARES: Budget = Budget(Budget::FIRST + 5);

/// There are no more shards than this.
pub const SHARDS_MAX: usize = 6;

/// A search puts what hands do on multiples of this.
const GRAIN: Span = Span::millis(200);
/// And looks no further than here.
const HORIZON: Time = Time::from_micros(1_000_000);

/// The stream of the shard on which a request's row lies.
const ROUTE: u8 = 5;

/// The parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdSchemes {
    /// How many application servers there are.
    pub writers: u8,
    /// The mean time between requests at one of them; zero where none comes by itself.
    pub request_every: Span,
    /// How long a message takes, one way.
    pub network: Span,
    /// How long a server is busy with one request.
    pub service: Span,
    /// How many numbers a leased range has.
    pub range: u32,
    /// Whether the next range is asked for when half of one is used up.
    pub prefetches: bool,
    /// How many shards there are at the start.
    pub shards: u8,
    /// Whether the central server forgets in a crash which numbers it has handed out.
    pub forgets: bool,
    /// How many random bits a UUID has, eight at most; `None` for as many as it should.
    pub random_bits: Option<u8>,
    /// How far the last writer's clock is behind the first one's, in milliseconds; the others lie
    /// evenly between.
    pub skew_ms: u32,
    /// By how much a clock is set back, in milliseconds.
    pub set_back_ms: u32,
    /// After how long a request without an id has failed.
    pub time_out: Span,
    /// After how long what is broken is repaired by itself; zero for never.
    pub repair: Span,
    /// How many secondary indexes the table has.
    pub indexes: u8,
}

/// Something that crashes as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// The central server.
    Centre,
    /// A shard with its database.
    Shard(u8),
    /// An application server.
    Writer(u8),
}

/// Who answers requests over the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Site {
    /// The central counter.
    Counter,
    /// The coordinator of ranges.
    Coordinator,
    /// A shard's database.
    Shard(u8),
}

/// Something that is not as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// It is down.
    Down(Node),
    /// This writer is cut off.
    Cut(u8),
    /// The clock of this writer was set back.
    Clock(u8),
}

/// What the world does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// A request comes to a writer.
    Request(u8),
    /// A job reaches a server.
    Arrive(Site, Job),
    /// A server is done with the job at its head.
    Serve(Site),
    /// Numbers reach the writer that asked: from the first, so many, and whether they were handed
    /// out before.
    Answer(Site, Job, u64, bool),
    /// The clock of a writer has caught up with its last Snowflake id.
    CatchUp(u8),
    /// The oldest request that lacks an id has waited long enough.
    TimeOut,
    /// What is broken is repaired.
    Repair(Trouble),
}

/// What a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Sends a request to a writer.
    Request(u8),
    /// Brings something about.
    Break(Trouble),
    /// Puts it right.
    Mend(Trouble),
    /// Adds a shard, with care or without.
    AddShard(bool),
}

/// An id that a request got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// By which scheme.
    pub scheme: Scheme,
    /// The request.
    pub request: u32,
    /// The writer that it came to.
    pub writer: u8,
    /// The id.
    pub id: Id,
    /// How long after the request.
    pub waited: Span,
    /// It is smaller than the one that this scheme gave before.
    pub is_smaller: bool,
    /// It was given before.
    pub is_again: bool,
}

/// What there is to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A request came to a writer.
    Asked(u32, u8),
    /// A request got an id.
    Given(Given),
    /// A request waits in this scheme for a clock that is behind by so many milliseconds.
    Behind(u32, u8, u64),
    /// A request got no id of this scheme in time, or its writer crashed.
    Failed {
        /// The scheme.
        scheme: Scheme,
        /// The request.
        request: u32,
        /// The writer that it came to.
        writer: u8,
    },
    /// A range was handed out: to whom, its first number, how many, and whether it was before.
    Leased(u8, u64, u32, bool),
    /// So many numbers of a scheme will never be of any row.
    Wasted(Scheme, u64),
    /// Something broke.
    Broke(Trouble),
    /// It was put right.
    Mended(Trouble),
    /// A shard was added, with care or without: its number, from zero.
    ShardAdded(u8, bool),
}

impl IdSchemes {
    /// How far a writer's clock is behind unless somebody set it, in milliseconds.
    pub fn skew_ms(&self, writer: u8) -> u32 {
        self.skew_ms * u32::from(writer) / u32::from(self.writers - 1).max(1)
    }

    /// Tells what happened, and keeps the score.
    pub(super) fn tell(&self, state: &mut State, fact: Fact, cx: &mut Cx<'_, IdSchemes>) {
        score::note(&mut state.score.0, &fact);
        cx.tell(fact);
    }

    /// A request comes: every scheme answers it, or begins to.
    pub(super) fn request(&self, state: &mut State, writer: u8, cx: &mut Cx<'_, IdSchemes>) {
        state.asked += 1;
        let request = state.asked;
        let shard = cx.choose(Draw::nth(ROUTE, request.into(), 0), state.shards.len() as u32) as u8;
        let open = Open { request, writer, shard, since: cx.now(), lacks: Set::ALL };
        state.open.push_back(open);
        self.tell(state, Fact::Asked(request, writer), cx);
        self.ask_site(state, Site::Counter, writer, request, cx);
        self.use_range(state, writer, cx);
        self.ask_site(state, Site::Shard(shard), writer, request, cx);
        self.give_random(state, request, cx);
        self.give_dated(state, writer, request, cx);
        self.give_snowflakes(state, writer, cx);
        if !state.open.is_empty() {
            cx.after_once(self.time_out, Event::TimeOut);
        }
    }

    /// A request gets its id.
    pub(super) fn give(
        &self,
        state: &mut State,
        open: Open,
        (scheme, id, is_again): (Scheme, u128, bool),
        cx: &mut Cx<'_, IdSchemes>,
    ) {
        let Open { request, writer, since, .. } = open;
        state.close(request, scheme);
        let last = state.score(scheme);
        let is_smaller = last.given > 0 && id < last.last;
        let waited = cx.now().since(since);
        let given = Given { scheme, request, writer, id: Id(id), waited, is_smaller, is_again };
        self.tell(state, Fact::Given(given), cx);
        if state.open.is_empty() {
            cx.cancel(&Event::TimeOut);
        }
    }

    /// Requests that have waited long enough have failed.
    fn time_out(&self, state: &mut State, cx: &mut Cx<'_, IdSchemes>) {
        let now = cx.now();
        while let Some(open) = state.open.front().copied() {
            let due = open.since + self.time_out;
            if due > now {
                cx.after(due.since(now), Event::TimeOut);
                break;
            }
            state.open.pop_front();
            self.fail(state, open, cx);
        }
    }

    /// A request, which is open no more, has failed where it lacked an id.
    pub(super) fn fail(&self, state: &mut State, open: Open, cx: &mut Cx<'_, IdSchemes>) {
        let Open { request, writer, .. } = open;
        let is_gone = |job: &Job| job.request == request;
        state.counter.server.hang_up(is_gone);
        state.shards[usize::from(open.shard)].server.hang_up(is_gone);
        for scheme in open.lacks.iter() {
            self.tell(state, Fact::Failed { scheme, request, writer }, cx);
        }
    }

    /// Books the next request of a writer, where they come by themselves.
    pub(super) fn expect(&self, writer: u8, cx: &mut Cx<'_, IdSchemes>) {
        if self.request_every > Span::ZERO {
            let most = self.request_every * 8;
            let law = Delay::Exponential { mean: self.request_every, most };
            let wait = cx.delay(Draw::next(writer), law);
            cx.after(wait, Event::Request(writer));
        }
    }
}

impl Model for IdSchemes {
    type State = State;
    type Event = Event;
    type Action = Action;
    type Fact = Fact;

    const LAWS: &'static [Law<IdSchemes>] = laws::LAWS;
    const BUDGETS: &'static [Allowance] = &[
        Allowance { budget: REQUESTS, label: "requests", limit: 2 },
        Allowance { budget: CRASHES, label: "crashes", limit: 1 },
        Allowance { budget: CUTS, label: "writers cut off", limit: 0 },
        Allowance { budget: CLOCKS, label: "clocks set back", limit: 0 },
        Allowance { budget: HURRIES, label: "hurried shards", limit: 0 },
        Allowance { budget: CARES, label: "careful shards", limit: 0 },
    ];
    const MESSAGES: bool = false;
    const METRICS: &'static [Metric<IdSchemes>] = metrics::METRICS;

    /// Clocks are read, so a search has instants.
    fn search(&self) -> Search {
        Search::Timed { grain: GRAIN, until: Until::Horizon(HORIZON) }
    }

    fn start(&self) -> (State, Vec<(Span, Event)>) {
        let writer = |writer| Writer {
            is_up: true,
            is_cut: false,
            behind_ms: self.skew_ms(writer),
            last: None,
            stock: Default::default(),
        };
        let state = State {
            writers: (0..self.writers).map(writer).collect(),
            is_centre_up: true,
            counter: Dispenser::new(),
            coordinator: Dispenser::new(),
            shards: (1..=u64::from(self.shards)).map(Shard::new).collect(),
            open: Default::default(),
            asked: 0,
            random: [0; 4],
            dated: Remembered::default(),
            snowflakes: Remembered::default(),
            score: Aside::default(),
        };
        // The first requests come soon, one writer after the other.
        let first = |writer: u8| {
            let share = u64::from(writer + 1) * 200_000;
            (Span::micros(share).min(self.request_every), Event::Request(writer))
        };
        let booked = (self.request_every > Span::ZERO).then(|| (0..self.writers).map(first));
        (state, booked.into_iter().flatten().collect())
    }

    fn on_event(&self, state: &mut State, event: Event, cx: &mut Cx<'_, IdSchemes>) {
        match event {
            Event::Request(writer) => {
                self.expect(writer, cx);
                self.request(state, writer, cx);
            }
            Event::Arrive(site, job) => self.arrive(state, site, job, cx),
            Event::Serve(site) => self.serve(state, site, cx),
            Event::Answer(site, job, first, is_again) => {
                self.answer(state, (site, job), (first, is_again), cx);
            }
            Event::CatchUp(writer) => self.give_snowflakes(state, writer, cx),
            Event::TimeOut => self.time_out(state, cx),
            Event::Repair(trouble) => self.mend(state, trouble, cx),
        }
    }

    fn on_action(&self, state: &mut State, action: Action, cx: &mut Cx<'_, IdSchemes>) {
        self.act(state, action, cx);
    }

    fn actions(&self, state: &State, out: &mut Vec<Action>) {
        self.menu(state, out);
    }

    fn price(&self, action: &Action) -> Option<Budget> {
        match action {
            Action::Request(_) => Some(REQUESTS),
            Action::Break(Trouble::Down(_)) => Some(CRASHES),
            Action::Break(Trouble::Cut(_)) => Some(CUTS),
            Action::Break(Trouble::Clock(_)) => Some(CLOCKS),
            Action::AddShard(false) => Some(HURRIES),
            Action::AddShard(true) => Some(CARES),
            Action::Mend(_) => None,
        }
    }

    fn is_mishap(&self, action: &Action) -> bool {
        matches!(action, Action::Break(_))
    }

    fn class(&self, event: &Event) -> Class {
        match event {
            Event::Arrive(..) | Event::Answer(..) => Class::Message,
            Event::Serve(_) => Class::Internal,
            Event::Request(_) | Event::CatchUp(_) | Event::TimeOut | Event::Repair(_) => {
                Class::Timer
            }
        }
    }

    /// A writer has a connection to each server, which keeps its order.
    fn lane(&self, event: &Event) -> Option<Lane> {
        let (site, writer, way) = match event {
            Event::Arrive(site, job) => (site, job.writer, 0),
            Event::Answer(site, job, ..) => (site, job.writer, 1),
            _ => return None,
        };
        let site = match site {
            Site::Counter => 0,
            Site::Coordinator => 1,
            Site::Shard(shard) => 2 + u32::from(*shard),
        };
        Some(Lane(site << 4 | u32::from(writer) << 1 | way))
    }

    fn calm(&self, state: &State) -> bool {
        state.is_centre_up
            && state.shards.iter().all(|shard| shard.is_up)
            && state.writers.iter().all(|writer| writer.is_up && !writer.is_cut)
    }

    fn say(&self, fact: &Fact) -> Said {
        telling::say(fact)
    }

    fn name_event(&self, event: &Event) -> String {
        telling::event(event)
    }

    fn name_action(&self, action: &Action) -> String {
        telling::action(action)
    }

    fn write_action(&self, action: &Action) -> String {
        telling::write(action)
    }

    fn figures(&self, state: &State) -> Vec<Figure> {
        metrics::figures(state)
    }

    fn nodes(&self, state: &State) -> Vec<String> {
        telling::nodes(state)
    }

    fn standing(&self, state: &State, node: u8) -> Standing {
        let is_up = match self.node(node) {
            Node::Writer(writer) => state.writers[usize::from(writer)].is_up,
            Node::Centre => state.is_centre_up,
            Node::Shard(shard) => state.shards[usize::from(shard)].is_up,
        };
        if is_up { Standing::Up } else { Standing::Down }
    }

    fn place(&self, event: &Event) -> Option<Place> {
        match event {
            Event::Request(writer) | Event::CatchUp(writer) => Some(Place::At(*writer)),
            Event::Arrive(site, job) => {
                Some(Place::Wire { from: job.writer, to: self.number(*site) })
            }
            Event::Answer(site, job, ..) => {
                Some(Place::Wire { from: self.number(*site), to: job.writer })
            }
            Event::Serve(site) => Some(Place::At(self.number(*site))),
            Event::TimeOut | Event::Repair(_) => None,
        }
    }

    fn caption(&self, event: &Event) -> String {
        telling::caption(event)
    }

    fn sign(&self, fact: &Fact) -> Option<Sign> {
        telling::sign(fact)
    }
}

impl IdSchemes {
    /// The node of a number: writers, the central server, shards.
    fn node(&self, number: u8) -> Node {
        match number.checked_sub(self.writers) {
            None => Node::Writer(number),
            Some(0) => Node::Centre,
            Some(beyond) => Node::Shard(beyond - 1),
        }
    }

    /// The number of the node on which a server runs.
    fn number(&self, site: Site) -> u8 {
        match site {
            Site::Counter | Site::Coordinator => self.writers,
            Site::Shard(shard) => self.writers + 1 + shard,
        }
    }

    /// The server at a site.
    pub(super) fn server<'s>(&self, state: &'s mut State, site: Site) -> &'s mut Server {
        match site {
            Site::Counter => &mut state.counter.server,
            Site::Coordinator => &mut state.coordinator.server,
            Site::Shard(shard) => &mut state.shards[usize::from(shard)].server,
        }
    }
}
