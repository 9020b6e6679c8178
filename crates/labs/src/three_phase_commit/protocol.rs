//! Who says what to whom, and how the parts fit together.

use super::coordinator::{self, Desk};
use super::journal::{Disk, Record};
use super::participant::{self, Counter, Here};
use super::rules::{Detector, ThreePhase};
use super::{laws, metrics, showing, telling};
use crate::cluster::{CRASHES, CUTS, Cluster, ERRANDS, Input, Line, Node, Notice, On, Outbox};
use crate::cluster::{Protocol, RESTARTS, Server, Shelf, Toss, Waiting};
use crate::shop::{Asks, COORDINATOR, Customers, Number, Order, Outcome};
use crate::shop::{PlaceOrder, Served, Wish};
use kernel::{Allowance, Delay, Law, Metric, Said};

/// How a server stands in an order: Skeen's q, w, p, c and a.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// q: nobody has been asked to vote. May abort by itself.
    Working,
    /// w: has said yes, or asks for votes. Others may be anywhere but committed.
    Uncertain,
    /// p: knows that everybody has said yes. Nobody has aborted.
    PreCommitted,
    /// c: will commit. Nobody is uncertain who has not crashed.
    Committed,
    /// a: will abort.
    Aborted,
}

impl Stage {
    /// The stage that an outcome is.
    pub fn of(outcome: Outcome) -> Stage {
        match outcome {
            Outcome::Commit => Stage::Committed,
            Outcome::Abort => Stage::Aborted,
        }
    }

    /// The outcome that a stage is.
    pub fn outcome(self) -> Option<Outcome> {
        match self {
            Stage::Working | Stage::Uncertain | Stage::PreCommitted => None,
            Stage::Committed => Some(Outcome::Commit),
            Stage::Aborted => Some(Outcome::Abort),
        }
    }
}

/// What a server knows while it is up.
#[derive(Debug, PartialEq, Eq, Hash)]
pub enum Memory {
    /// The coordinator's open orders.
    Coordinator(Desk),
    /// A service's locks and votes.
    Service(Counter),
    /// Who waits for what.
    Customers(Customers),
}

impl Clone for Memory {
    fn clone(&self) -> Memory {
        match self {
            Memory::Coordinator(desk) => Memory::Coordinator(desk.clone()),
            Memory::Service(counter) => Memory::Service(counter.clone()),
            Memory::Customers(customers) => Memory::Customers(customers.clone()),
        }
    }

    /// Keeps the allocations: a search does this for every successor.
    fn clone_from(&mut self, source: &Memory) {
        match (self, source) {
            (Memory::Coordinator(desk), Memory::Coordinator(source)) => desk.clone_from(source),
            (Memory::Service(counter), Memory::Service(source)) => counter.clone_from(source),
            (memory, source) => *memory = source.clone(),
        }
    }
}

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    /// Customers order, or ask again.
    Asks(Asks),
    /// Customers hear how their order ended.
    Answer(Number, Outcome),
    /// A service is to look for what an order wants and lock it; every order below the floor is
    /// over everywhere.
    Work(Order, Number),
    /// It has, or cannot.
    Worked(Number, bool),
    /// Phase one: can you commit?
    CanCommit(Number),
    /// Yes or no.
    Vote(Number, bool),
    /// Phase two: everybody has said yes.
    PreCommit(Number),
    /// That is on this server's disk.
    Ack(Number),
    /// Phase three, or an abort.
    Decide(Number, Outcome),
    /// The commit is on this service's disk.
    Done(Number),
    /// A backup coordinator asks how a service stands.
    StateAsked(Number),
    /// How it stands.
    State(Number, Doubt),
    /// How did the order end?
    Inquire(Number, Doubt),
}

/// How a server stands in an order that it has said yes to and knows no end of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Doubt {
    /// Whether it is pre-committed; else it is uncertain.
    pub is_ahead: bool,
    /// Whether it has crashed since it said yes: then it waits for what others decide.
    pub has_crashed: bool,
}

impl From<Asks> for Message {
    fn from(asks: Asks) -> Message {
        Message::Asks(asks)
    }
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// The next order, or an answer.
    Customers(Wish),
    /// Somebody has been silent for so long that it is taken for crashed.
    Silence(Number),
    /// What was not answered is asked or told again.
    Again(Number),
    /// Service: what an order took comes back.
    Back(Number),
}

impl From<Wish> for Timer {
    fn from(wish: Wish) -> Timer {
        Timer::Customers(wish)
    }
}

/// Why an order ends as it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Everybody said yes, and whoever is left knows that.
    AllYes,
    /// Somebody said no.
    Refused,
    /// Somebody crashed before all had voted.
    Crash,
    /// Somebody was silent before all had voted.
    Silence,
    /// The others had decided so.
    Told,
    /// Everybody had crashed, and all that they knew is together again.
    TotalFailure,
    /// Whoever is left is uncertain, so nobody has committed.
    AllUncertain,
    /// It decides for itself, which it may not.
    Alone,
}

/// What there is to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Of customers.
    Customers(Served),
    /// A service has locked a row for an order.
    Locked(Number, u8),
    /// A service cannot have what an order wants; whether only another order is in the way.
    Lacking(Number, bool),
    /// A service waits for another order's lock.
    Queued(Number),
    /// A service gave an order's lock back before it was asked to vote.
    GaveUp(Number),
    /// A service votes.
    Votes(Number, bool),
    /// A server takes another's silence for a crash.
    Suspects(Number, Node),
    /// A service takes the coordinator's place.
    Leads(Number),
    /// A backup moves whoever is uncertain to where the others are.
    Moves(Number),
    /// A server that has crashed asks how the order ended.
    Asks(Number),
    /// An order is decided.
    Decided(Number, Outcome, Why),
    /// A service has done what was decided.
    Settled(Number, Outcome),
    /// Everybody has done it: the coordinator forgets the order.
    Forgot(Number),
    /// What an order took is back.
    Back(Number),
}

impl From<Served> for News {
    fn from(served: Served) -> News {
        News::Customers(served)
    }
}

/// What a search may spend. Restarts cost, so that what can be reached for nothing is reached while
/// who is down stays down.
const BUDGETS: &[Allowance] = &[
    Allowance { budget: CRASHES, label: "crashes", limit: 1 },
    Allowance { budget: RESTARTS, label: "restarts", limit: 1 },
    Allowance { budget: CUTS, label: "cuts", limit: 0 },
    Allowance { budget: ERRANDS, label: "orders", limit: 1 },
];

impl Protocol for ThreePhase {
    type Memory = Memory;
    type Disk = Disk;
    type Record = Record;
    type Message = Message;
    type Timer = Timer;
    type Errand = PlaceOrder;
    type News = News;

    const VERSION: u32 = 1;
    const LAWS: &'static [Law<Cluster<ThreePhase>>] = laws::LAWS;
    const METRICS: &'static [Metric<Cluster<ThreePhase>>] = metrics::METRICS;
    const BUDGETS: &'static [Allowance] = BUDGETS;

    fn nodes(&self) -> u8 {
        self.shop.nodes()
    }

    fn name(&self, node: Node) -> &'static str {
        self.shop.name(node)
    }

    fn is_client(&self, node: Node) -> bool {
        node == self.shop.customers()
    }

    fn talk(&self, a: Node, b: Node) -> bool {
        a == COORDINATOR || b == COORDINATOR || !(self.is_client(a) || self.is_client(b))
    }

    fn blank(&self, node: Node) -> Disk {
        Disk::blank(self, node)
    }

    fn absorb(&self, _: Node, disk: &mut Disk, record: &Record) {
        disk.absorb(*record);
    }

    fn boot(&self, node: Node, disk: &Disk, out: &mut Outbox<ThreePhase>) -> Memory {
        match disk {
            Disk::Coordinator(ledger) => Memory::Coordinator(coordinator::boot(self, ledger, out)),
            Disk::Service(store) => {
                Memory::Service(participant::boot(&Here { rules: self, node, store }, out))
            }
            Disk::Customers => Memory::Customers(Customers::begin(&self.shop, out)),
        }
    }

    fn handle(
        &self,
        on: &mut On<'_, ThreePhase>,
        input: Input<ThreePhase>,
        luck: u32,
        out: &mut Outbox<ThreePhase>,
    ) {
        match (&mut *on.memory, on.disk) {
            (Memory::Coordinator(desk), Disk::Coordinator(ledger)) => {
                coordinator::handle(self, desk, ledger, input, out);
            }
            (Memory::Service(counter), Disk::Service(store)) => {
                let here = Here { rules: self, node: on.node, store };
                participant::handle(&here, counter, input, luck != 0, out);
            }
            (Memory::Customers(customers), _) => serve(self, customers, input, luck, out),
            _ => unreachable!("a server's memory and disk are of one role"),
        }
    }

    fn detection(&self) -> Option<Delay> {
        (self.detector == Detector::Perfect).then_some(Delay::Exactly(self.time_out()))
    }

    fn hear(&self, on: &mut On<'_, ThreePhase>, notice: Notice, out: &mut Outbox<ThreePhase>) {
        match (&mut *on.memory, on.disk) {
            (Memory::Coordinator(desk), _) => coordinator::hear(self, desk, notice, out),
            (Memory::Service(counter), Disk::Service(store)) => {
                let here = Here { rules: self, node: on.node, store };
                participant::hear(&here, counter, notice, out);
            }
            _ => unreachable!("a detector speaks to servers"),
        }
    }

    fn toss(&self, on: &On<'_, ThreePhase>, input: &Input<ThreePhase>) -> Option<Toss> {
        match (input, &*on.memory) {
            (Input::Timer(Timer::Customers(wish)), _) => wish.toss(&self.shop),
            (Input::Message(_, Message::CanCommit(number)), Memory::Service(counter))
                if self.shop.refusal > 0 && counter.is_working(*number) =>
            {
                let num = u32::from(self.shop.refusal);
                Some(Toss::Chance { key: u64::from(*number), num, den: 1_000 })
            }
            _ => None,
        }
    }

    fn wait(&self, timer: &Timer) -> (Delay, u64) {
        let exactly = |span, number: Number| (Delay::Exactly(span), u64::from(number));
        match *timer {
            Timer::Customers(wish) => wish.wait(&self.shop),
            Timer::Silence(number) => exactly(self.time_out(), number),
            Timer::Again(number) => exactly(self.ask_every(), number),
            Timer::Back(number) => (self.shop.ride(), u64::from(number)),
        }
    }

    fn errands(&self, offer: &mut dyn FnMut(Node, PlaceOrder)) {
        PlaceOrder::menu(&self.shop).for_each(|errand| offer(self.shop.customers(), errand));
    }

    fn admits(&self, on: &Server<ThreePhase>, node: Node, errand: &PlaceOrder) -> bool {
        match &on.memory {
            Some(Memory::Customers(customers)) => {
                node == self.shop.customers() && errand.fits(&self.shop, customers)
            }
            _ => false,
        }
    }

    fn write_errand(&self, _: Node, errand: &PlaceOrder) -> String {
        errand.write()
    }

    fn read_errand(&self, text: &str) -> Option<(Node, PlaceOrder)> {
        Some((self.shop.customers(), PlaceOrder::read(text)?))
    }

    fn name_errand(&self, _: Node, errand: &PlaceOrder) -> String {
        errand.name()
    }

    fn name_message(&self, message: &Message) -> String {
        telling::name_message(message)
    }

    fn name_timer(&self, timer: &Timer) -> String {
        telling::name_timer(timer)
    }

    fn name_record(&self, record: &Record) -> String {
        telling::name_record(record)
    }

    fn is_decision(&self, news: &News) -> bool {
        matches!(news, News::Decided(..) | News::Settled(..) | News::GaveUp(_))
    }

    fn say(&self, node: Node, news: &News) -> Said {
        telling::say(self, node, news)
    }

    fn show_memory(&self, _: Node, memory: &Memory) -> Vec<Line> {
        showing::memory(memory)
    }

    fn show_log(&self, _: Node, disk: &Disk) -> Vec<Line> {
        showing::log(disk)
    }

    fn shelf(&self, node: Node, server: &Server<ThreePhase>) -> Vec<Shelf> {
        showing::shelf(self, node, server)
    }

    fn waits(&self, node: Node, memory: &Memory, _: &Disk) -> Vec<Waiting> {
        showing::waits(self, node, memory)
    }
}

/// What customers do with an input.
fn serve(
    rules: &ThreePhase,
    customers: &mut Customers,
    input: Input<ThreePhase>,
    luck: u32,
    out: &mut Outbox<ThreePhase>,
) {
    match input {
        Input::Errand(PlaceOrder { dish }) => customers.order(&rules.shop, dish, out),
        Input::Timer(Timer::Customers(wish)) => customers.ring(&rules.shop, wish, luck, out),
        Input::Message(_, Message::Answer(number, outcome)) => {
            customers.answered(number, outcome, out);
        }
        _ => unreachable!("customers hear answers, and get hungry and impatient"),
    }
}

impl ThreePhase {
    /// The nodes that take part in an order: the coordinator and the services.
    pub(super) fn members(&self) -> std::ops::RangeInclusive<Node> {
        COORDINATOR..=self.shop.services
    }

    /// Waits for answers, from now.
    pub(super) fn wait_anew(&self, number: Number, out: &mut Outbox<ThreePhase>) {
        if self.suspects() {
            out.cancel(Timer::Silence(number));
            out.set(Timer::Silence(number));
        }
        self.ask_later(number, out);
    }

    /// Waits for answers from whoever it takes, however long that is.
    pub(super) fn ask_later(&self, number: Number, out: &mut Outbox<ThreePhase>) {
        if self.ask_every_ms > 0 {
            out.set(Timer::Again(number));
        }
    }

    /// Waits for nothing more.
    pub(super) fn wait_no_more(&self, number: Number, out: &mut Outbox<ThreePhase>) {
        if self.suspects() {
            out.cancel(Timer::Silence(number));
        }
        if self.ask_every_ms > 0 {
            out.cancel(Timer::Again(number));
        }
    }
}
