//! Who says what to whom, and how the parts fit together.

use super::coordinator::{self, Desk};
use super::journal::{Disk, Record};
use super::participant::{self, Counter, Here};
use super::rules::Sagas;
use super::{laws, metrics, showing, telling};
use crate::cluster::{
    Cluster, Input, Line, Node, On, Outbox, Protocol, Server, Shelf, Toss, Waiting, budgets,
};
use crate::shop::{
    Asks, COORDINATOR, Customers, Lack, Number, Order, Outcome, PlaceOrder, Row, Served, Wish,
};
use kernel::{Allowance, Delay, Law, Metric, Said};

/// What a server knows while it is up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Memory {
    /// How far each saga is.
    Coordinator(Desk),
    /// What a service is writing and has to pass on.
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
    /// A service is to do its step; every order below the floor is over.
    Do(Order, Number),
    /// The step is done.
    Done(Number),
    /// The step is refused.
    Refused(Number),
    /// A service is to compensate its step.
    Undo(Order),
    /// The step is compensated, or was never done and will not be.
    Undone(Number),
    /// Choreographed: the last step is done.
    AllDone(Number),
    /// Choreographed: the coordinator has that on its disk.
    Heard(Number),
}

impl Message {
    /// Which order it is about.
    pub fn number(&self) -> Number {
        match self {
            Message::Asks(Asks { order, .. }) | Message::Do(order, _) | Message::Undo(order) => {
                order.number
            }
            Message::Answer(number, _)
            | Message::Done(number)
            | Message::Refused(number)
            | Message::Undone(number)
            | Message::AllDone(number)
            | Message::Heard(number) => *number,
        }
    }
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
    /// What was said was not answered.
    Retry(Number),
    /// Coordinator: a step was not answered for too long.
    GiveUp(Number),
    /// Service: what an order took comes back.
    Back(Number),
}

impl From<Wish> for Timer {
    fn from(wish: Wish) -> Timer {
        Timer::Customers(wish)
    }
}

/// What there is to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Of customers.
    Customers(Served),
    /// A service has done its step: a unit of this row is gone, for everybody to see.
    Took(Number, Row),
    /// A service has refused its step, and for want of what; `None` for reasons of its own.
    Refused(Number, Option<Lack>),
    /// The coordinator turns a saga back: this service refused.
    TurnedBack(Number, Node),
    /// The coordinator turns a saga back: this service did not answer for too long.
    GaveUp(Number, Node),
    /// A service has compensated its step: what was shown gone is there again.
    PutBack {
        /// Which order had it.
        number: Number,
        /// What it had.
        row: Row,
        /// How many orders were refused meanwhile for want of it.
        misled: u8,
    },
    /// A compensation had nothing to put back. Its step is not done should it come late.
    Barred(Number),
    /// What was asked for was done before, and nothing was done again.
    Repeated(Number),
    /// A saga has ended.
    Ended(Number, Outcome),
    /// What an order took is back.
    Back(Number),
}

impl From<Served> for News {
    fn from(served: Served) -> News {
        News::Customers(served)
    }
}

impl Protocol for Sagas {
    type Memory = Memory;
    type Disk = Disk;
    type Record = Record;
    type Message = Message;
    type Timer = Timer;
    type Errand = PlaceOrder;
    type News = News;

    const VERSION: u32 = 2;
    const LAWS: &'static [Law<Cluster<Sagas>>] = laws::LAWS;
    const METRICS: &'static [Metric<Cluster<Sagas>>] = metrics::METRICS;
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
        let (low, high) = (a.min(b), a.max(b));
        let is_chain = high == low + 1 || high == self.shop.services;
        let is_led = self.is_orchestrated() || high == self.shop.customers() || is_chain;
        (low == COORDINATOR && is_led) || (!self.is_orchestrated() && high == low + 1)
    }

    fn blank(&self, node: Node) -> Disk {
        Disk::blank(self, node)
    }

    fn absorb(&self, node: Node, disk: &mut Disk, record: &Record) {
        disk.absorb(self, node, record);
    }

    fn boot(&self, node: Node, disk: &Disk, out: &mut Outbox<Sagas>) -> Memory {
        match disk {
            Disk::Coordinator(ledger) => Memory::Coordinator(coordinator::boot(self, ledger, out)),
            Disk::Service(store) => {
                let here = Here { rules: self, node, store };
                Memory::Service(participant::boot(&here, out))
            }
            Disk::Customers => Memory::Customers(Customers::begin(&self.shop, out)),
        }
    }

    fn handle(
        &self,
        on: &mut On<'_, Sagas>,
        input: Input<Sagas>,
        luck: u32,
        out: &mut Outbox<Sagas>,
    ) {
        match (&mut *on.memory, on.disk) {
            (Memory::Coordinator(desk), _) => coordinator::handle(self, desk, input, out),
            (Memory::Service(counter), Disk::Service(store)) => {
                let here = Here { rules: self, node: on.node, store };
                participant::handle(&here, counter, input, luck != 0, out);
            }
            (Memory::Customers(customers), _) => serve(self, customers, input, luck, out),
            _ => unreachable!("a server's memory and disk are of one role"),
        }
    }

    fn toss(&self, on: &On<'_, Sagas>, input: &Input<Sagas>) -> Option<Toss> {
        match (input, &*on.memory, on.disk) {
            (Input::Timer(Timer::Customers(wish)), _, _) => wish.toss(&self.shop),
            (
                Input::Message(_, Message::Do(order, _)),
                Memory::Service(counter),
                Disk::Service(store),
            ) => {
                let here = Here { rules: self, node: on.node, store };
                let num = u32::from(self.shop.refusal);
                let key = u64::from(order.number);
                let is_tossed = participant::is_tossed(&here, counter, *order);
                is_tossed.then_some(Toss::Chance { key, num, den: 1_000 })
            }
            _ => None,
        }
    }

    fn wait(&self, timer: &Timer) -> (Delay, u64) {
        match *timer {
            Timer::Customers(wish) => wish.wait(&self.shop),
            Timer::Retry(number) => (Delay::Exactly(self.retry()), u64::from(number)),
            Timer::GiveUp(number) => (Delay::Exactly(self.give_up()), u64::from(number)),
            Timer::Back(number) => (self.shop.ride(), u64::from(number)),
        }
    }

    fn errands(&self, offer: &mut dyn FnMut(Node, PlaceOrder)) {
        PlaceOrder::menu(&self.shop).for_each(|errand| offer(self.shop.customers(), errand));
    }

    fn admits(&self, on: &Server<Sagas>, node: Node, errand: &PlaceOrder) -> bool {
        match &on.memory {
            Some(Memory::Customers(customers)) if self.is_client(node) => {
                errand.fits(&self.shop, customers)
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
        telling::name_record(self, record)
    }

    fn is_decision(&self, news: &News) -> bool {
        matches!(news, News::TurnedBack(..) | News::GaveUp(..) | News::Ended(..))
    }

    fn say(&self, node: Node, news: &News) -> Said {
        telling::say(self, node, news)
    }

    fn show_memory(&self, _: Node, memory: &Memory) -> Vec<Line> {
        showing::memory(self, memory)
    }

    fn show_log(&self, _: Node, disk: &Disk) -> Vec<Line> {
        showing::log(self, disk)
    }

    fn shelf(&self, node: Node, server: &Server<Sagas>) -> Vec<Shelf> {
        match &server.disk {
            Disk::Service(store) => showing::shelf(self, node, store),
            _ => Vec::new(),
        }
    }

    fn waits(&self, node: Node, memory: &Memory, disk: &Disk) -> Vec<Waiting> {
        showing::waits(self, node, memory, disk)
    }
}

/// What customers do with an input.
fn serve(
    rules: &Sagas,
    customers: &mut Customers,
    input: Input<Sagas>,
    luck: u32,
    out: &mut Outbox<Sagas>,
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
