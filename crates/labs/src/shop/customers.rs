//! Those who order: a node outside of what may fail.
//!
//! An order is placed once and asked about again until there is an answer. The first message is the
//! only one that may start an order: of one that is asked about and not known, the coordinator
//! presumes that it came to nothing. So whatever is repeated changes nothing.

use super::{COORDINATOR, DISHES, Number, Order, Outcome, Shop};
use crate::cluster::{Outbox, Protocol, Toss};
use kernel::{Delay, Said, Tone};

/// What customers know.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Customers {
    /// How many orders were placed.
    pub placed: Number,
    /// Orders without an answer, in the order of their numbers.
    pub open: Vec<Order>,
}

/// What customers say to the coordinator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Asks {
    /// What is ordered.
    pub order: Order,
    /// Whether it was asked for before: then it is not started, if it is not known.
    pub again: bool,
    /// Every order below this number has its answer, so it may be forgotten.
    pub floor: Number,
}

/// What customers wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wish {
    /// Somebody gets hungry.
    Hunger(Number),
    /// There is no answer yet.
    Impatience(Number),
}

/// What there is to tell of customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Served {
    /// An order was placed.
    Placed(Order),
    /// Nobody orders now: as many orders are open as may be.
    TurnedAway,
    /// An order has its answer.
    Answered(Order, Outcome),
}

impl Customers {
    /// Somebody will get hungry, where a clock and not a hand says so.
    pub fn begin<P: Protocol<Timer: From<Wish>>>(shop: &Shop, out: &mut Outbox<P>) -> Customers {
        if shop.pace_ms > 0 {
            out.set(Wish::Hunger(1));
        }
        Customers::default()
    }

    /// Whether one order more may be placed.
    pub fn may_order(&self, shop: &Shop) -> bool {
        self.open.len() < usize::from(shop.at_once) && self.placed < Number::MAX
    }

    /// Somebody orders a dish.
    pub fn order<P>(&mut self, shop: &Shop, dish: u8, out: &mut Outbox<P>)
    where
        P: Protocol<Message: From<Asks>, Timer: From<Wish>, News: From<Served>>,
    {
        if !self.may_order(shop) {
            out.tell(Served::TurnedAway);
            return;
        }
        self.placed += 1;
        let order = Order { number: self.placed, dish };
        self.open.push(order);
        out.tell(Served::Placed(order));
        self.ask(shop, order, false, out);
    }

    /// Something that customers waited for has come. `luck` is the dish.
    pub fn ring<P>(&mut self, shop: &Shop, wish: Wish, luck: u32, out: &mut Outbox<P>)
    where
        P: Protocol<Message: From<Asks>, Timer: From<Wish>, News: From<Served>>,
    {
        match wish {
            Wish::Hunger(nth) => {
                self.order(shop, luck as u8, out);
                out.set(Wish::Hunger(nth.wrapping_add(1)));
            }
            Wish::Impatience(number) => {
                let order = self.open.iter().find(|order| order.number == number).copied();
                if let Some(order) = order {
                    self.ask(shop, order, true, out);
                }
            }
        }
    }

    /// The coordinator has answered.
    pub fn answered<P>(&mut self, number: Number, outcome: Outcome, out: &mut Outbox<P>)
    where
        P: Protocol<Timer: From<Wish>, News: From<Served>>,
    {
        if let Some(at) = self.open.iter().position(|order| order.number == number) {
            let order = self.open.remove(at);
            out.cancel(Wish::Impatience(number));
            out.tell(Served::Answered(order, outcome));
        }
    }

    fn ask<P>(&self, shop: &Shop, order: Order, again: bool, out: &mut Outbox<P>)
    where
        P: Protocol<Message: From<Asks>, Timer: From<Wish>>,
    {
        let floor = self.open.first().map_or(self.placed + 1, |order| order.number);
        out.send(COORDINATOR, Asks { order, again, floor });
        if shop.patience_ms > 0 {
            out.set(Wish::Impatience(order.number));
        }
    }
}

impl Wish {
    /// What chance says: which dish somebody is hungry for.
    pub fn toss(self, shop: &Shop) -> Option<Toss> {
        match self {
            Wish::Hunger(nth) => {
                Some(Toss::Choose { key: u64::from(nth), bound: u32::from(shop.dishes) })
            }
            Wish::Impatience(_) => None,
        }
    }

    /// How long it takes, and the key of that draw.
    pub fn wait(self, shop: &Shop) -> (Delay, u64) {
        match self {
            Wish::Hunger(nth) => (shop.pace(), u64::from(nth)),
            Wish::Impatience(number) => (shop.patience(), u64::from(number)),
        }
    }

    /// In a few words.
    pub fn name(self) -> String {
        match self {
            Wish::Hunger(_) => "the next order".to_owned(),
            Wish::Impatience(number) => format!("no answer to order {number} yet"),
        }
    }
}

impl Served {
    /// In plain words.
    pub fn say(self) -> Said {
        match self {
            Served::Placed(order) => {
                let dish = DISHES[usize::from(order.dish)];
                Said::mark(Tone::Plain, format!("Order {}: {dish}", order.number))
            }
            Served::TurnedAway => Said {
                tone: Tone::Wait,
                ..Said::plain("Somebody orders nothing: too many are open")
            },
            Served::Answered(order, Outcome::Commit) => Said {
                tone: Tone::Ok,
                ..Said::plain(format!("Order {} is confirmed", order.number))
            },
            Served::Answered(order, Outcome::Abort) => Said {
                tone: Tone::Wait,
                ..Said::plain(format!("Order {} is refused", order.number))
            },
        }
    }
}
