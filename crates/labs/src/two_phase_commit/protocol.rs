//! Who says what to whom, what is written down, and how the parts fit together.

use super::coordinator::{self, Desk};
use super::journal::{Disk, Record};
use super::participant::{self, Counter};
use super::rules::{Agreement, TwoPhase};
use super::{laws, metrics, showing, telling};
use crate::cluster::budgets;
use crate::cluster::{
    Cluster, Input, Line, Node, On, Outbox, Protocol, Server, Shelf, Toss, Waiting,
};
use crate::shop::{Asks, COORDINATOR, Customers, Number, Order, Outcome, Served, Wish};
use kernel::{Allowance, Delay, Law, Metric, Said};

pub use crate::shop::PlaceOrder;

/// What a server knows while it is up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Memory {
    /// The coordinator's open orders.
    Coordinator(Desk),
    /// A service's locks and votes.
    Service(Counter),
    /// Who waits for what.
    Customers(Customers),
}

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    /// Customers order, or ask again.
    Asks(Asks),
    /// Customers hear how their order ended.
    Answer(Number, Outcome),
    /// A service is to look for what an order wants and lock it; every order below the floor is
    /// over. Without a protocol it is to do it at once.
    Work(Order, Number),
    /// It has, or cannot.
    Worked(Number, bool),
    /// Phase one: can you commit?
    Prepare(Number),
    /// Yes or no.
    Vote(Number, bool),
    /// Phase two.
    Decide(Number, Outcome),
    /// It is on this service's disk.
    Ack(Number),
    /// A service in doubt asks how the order ended.
    Inquire(Number),
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
    /// Coordinator: not everybody has answered.
    Gather(Number),
    /// Coordinator: not everybody has acknowledged the decision.
    Repeat(Number),
    /// Service: it holds a lock and was never asked to prepare.
    Unasked(Number),
    /// Service: it has said yes and hears nothing.
    InDoubt(Number),
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
    /// Everybody said yes.
    AllYes,
    /// Somebody said no.
    Refused,
    /// Somebody said nothing in time.
    TimeOut,
    /// The coordinator came back and had no decision on its disk.
    Recovery,
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
    /// A service gave an order's lock back before it was asked to prepare.
    GaveUp(Number),
    /// A service votes.
    Votes(Number, bool),
    /// A service in doubt asks.
    Asks(Number),
    /// A service in doubt decides alone, which it may not.
    DecidesAlone(Number),
    /// A service has done what was decided.
    Settled(Number, Outcome),
    /// The coordinator decides.
    Decided(Number, Outcome, Why),
    /// The coordinator counts a vote that it has not heard.
    Presumes(Number),
    /// Everybody knows: the coordinator forgets the order.
    Forgot(Number),
    /// What an order took is back.
    Back(Number),
}

impl From<Served> for News {
    fn from(served: Served) -> News {
        News::Customers(served)
    }
}

impl Protocol for TwoPhase {
    type Memory = Memory;
    type Disk = Disk;
    type Record = Record;
    type Message = Message;
    type Timer = Timer;
    type Errand = PlaceOrder;
    type News = News;

    const VERSION: u32 = 2;
    const LAWS: &'static [Law<Cluster<TwoPhase>>] = laws::LAWS;
    const METRICS: &'static [Metric<Cluster<TwoPhase>>] = metrics::METRICS;
    const BUDGETS: &'static [Allowance] = &budgets("orders");

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
        let is_customers = self.shop.customers() == a.max(b);
        a.min(b) == COORDINATOR || self.is_cooperative && !is_customers
    }

    fn blank(&self, node: Node) -> Disk {
        Disk::blank(self, node)
    }

    fn absorb(&self, _: Node, disk: &mut Disk, record: &Record) {
        disk.absorb(self, record);
    }

    fn boot(&self, node: Node, disk: &Disk, out: &mut Outbox<TwoPhase>) -> Memory {
        match disk {
            Disk::Coordinator(ledger) => Memory::Coordinator(coordinator::boot(self, ledger, out)),
            Disk::Service(store) => Memory::Service(participant::boot(self, node, store, out)),
            Disk::Customers => Memory::Customers(Customers::begin(&self.shop, out)),
        }
    }

    fn handle(
        &self,
        on: &mut On<'_, TwoPhase>,
        input: Input<TwoPhase>,
        luck: u32,
        out: &mut Outbox<TwoPhase>,
    ) {
        match (&mut *on.memory, on.disk) {
            (Memory::Coordinator(desk), Disk::Coordinator(ledger)) => {
                coordinator::handle(self, desk, ledger, input, out);
            }
            (Memory::Service(counter), Disk::Service(store)) => {
                let here = participant::Here { rules: self, node: on.node, store };
                participant::handle(&here, counter, input, luck != 0, out);
            }
            (Memory::Customers(customers), _) => serve(self, customers, input, luck, out),
            _ => unreachable!("a server's memory and disk are of one role"),
        }
    }

    fn toss(&self, on: &On<'_, TwoPhase>, input: &Input<TwoPhase>) -> Option<Toss> {
        match (input, &*on.memory) {
            (Input::Timer(Timer::Customers(wish)), _) => wish.toss(&self.shop),
            (Input::Message(_, message), Memory::Service(counter)) => {
                let number = match (message, self.agreement) {
                    (Message::Work(order, _), Agreement::None) => order.number,
                    (Message::Prepare(number), _) if counter.is_working(*number) => *number,
                    _ => return None,
                };
                let num = u32::from(self.shop.refusal);
                (num > 0).then_some(Toss::Chance { key: u64::from(number), num, den: 1_000 })
            }
            _ => None,
        }
    }

    fn wait(&self, timer: &Timer) -> (Delay, u64) {
        let exactly = |span, number: Number| (Delay::Exactly(span), u64::from(number));
        match *timer {
            Timer::Customers(wish) => wish.wait(&self.shop),
            Timer::Gather(number) => exactly(self.time_out(), number),
            Timer::Repeat(number) | Timer::InDoubt(number) => exactly(self.ask_every(), number),
            Timer::Unasked(number) => exactly(self.time_out() + self.time_out(), number),
            Timer::Back(number) => (self.shop.ride(), u64::from(number)),
        }
    }

    fn errands(&self, offer: &mut dyn FnMut(Node, PlaceOrder)) {
        PlaceOrder::menu(&self.shop).for_each(|errand| offer(self.shop.customers(), errand));
    }

    fn admits(&self, on: &Server<TwoPhase>, node: Node, errand: &PlaceOrder) -> bool {
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
        matches!(news, News::Decided(..) | News::DecidesAlone(_) | News::Settled(..))
    }

    fn say(&self, node: Node, news: &News) -> Said {
        telling::say(self, node, news)
    }

    fn show_memory(&self, _: Node, memory: &Memory) -> Vec<Line> {
        showing::memory(memory)
    }

    fn show_log(&self, _: Node, disk: &Disk) -> Vec<Line> {
        match disk {
            Disk::Coordinator(ledger) => showing::ledger(ledger),
            Disk::Service(store) => showing::store(store),
            Disk::Customers => Vec::new(),
        }
    }

    fn shelf(&self, node: Node, server: &Server<TwoPhase>) -> Vec<Shelf> {
        match &server.disk {
            Disk::Service(store) => showing::shelf(self, node, server, store),
            _ => Vec::new(),
        }
    }

    fn waits(&self, node: Node, memory: &Memory, _: &Disk) -> Vec<Waiting> {
        showing::waits(self, node, memory)
    }
}

/// What customers do with an input.
fn serve(
    rules: &TwoPhase,
    customers: &mut Customers,
    input: Input<TwoPhase>,
    luck: u32,
    out: &mut Outbox<TwoPhase>,
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
