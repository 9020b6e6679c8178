//! Messages, records and timers as words, for runs for real.

use super::journal::Record;
use super::protocol::{Message, Timer};
use super::rules::TwoPhase;
use crate::cluster::real::{Real, Wire};
use crate::cluster::{Input, Node};
use crate::shop::{Asks, COORDINATOR, Number, Order, Outcome, PlaceOrder, Row, Service, Wish};

fn number<T: std::str::FromStr>(word: &str) -> Option<T> {
    word.parse().ok()
}

fn yes(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn outcome(word: &str) -> Option<Outcome> {
    [Outcome::Commit, Outcome::Abort].into_iter().find(|outcome| outcome.word() == word)
}

fn order(of: &str, dish: &str) -> Option<Order> {
    Some(Order { number: number(of)?, dish: number(dish)? })
}

const fn word(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

impl Wire for Message {
    fn write(&self) -> String {
        match *self {
            Message::Asks(Asks { order: Order { number, dish }, again, floor }) => {
                let verb = if again { "asks-again" } else { "asks" };
                format!("{verb} {number} {dish} {floor}")
            }
            Message::Answer(number, outcome) => format!("answer {number} {}", outcome.word()),
            Message::Work(Order { number, dish }, floor) => format!("work {number} {dish} {floor}"),
            Message::Worked(number, yes) => format!("worked {number} {}", word(yes)),
            Message::Prepare(number) => format!("prepare {number}"),
            Message::Vote(number, yes) => format!("vote {number} {}", word(yes)),
            Message::Decide(number, outcome) => format!("decide {number} {}", outcome.word()),
            Message::Ack(number) => format!("ack {number}"),
            Message::Inquire(number) => format!("inquire {number}"),
        }
    }

    fn read_words(words: &[&str]) -> Option<Message> {
        Some(match *words {
            [verb @ ("asks" | "asks-again"), of, dish, floor] => Message::Asks(Asks {
                order: order(of, dish)?,
                again: verb == "asks-again",
                floor: number(floor)?,
            }),
            ["answer", of, how] => Message::Answer(number(of)?, outcome(how)?),
            ["work", of, dish, floor] => Message::Work(order(of, dish)?, number(floor)?),
            ["worked", of, word] => Message::Worked(number(of)?, yes(word)?),
            ["prepare", of] => Message::Prepare(number(of)?),
            ["vote", of, word] => Message::Vote(number(of)?, yes(word)?),
            ["decide", of, how] => Message::Decide(number(of)?, outcome(how)?),
            ["ack", of] => Message::Ack(number(of)?),
            ["inquire", of] => Message::Inquire(number(of)?),
            _ => return None,
        })
    }
}

impl Wire for Record {
    fn write(&self) -> String {
        match *self {
            Record::Collecting(number) => format!("collecting {number}"),
            Record::Decided { number, outcome, floor } => {
                format!("decided {number} {} {floor}", outcome.word())
            }
            Record::Ended(number) => format!("ended {number}"),
            Record::Prepared { order: Order { number, dish }, row, floor } => {
                format!("prepared {number} {dish} {row} {floor}")
            }
            Record::Settled { number, outcome, row } => {
                format!("settled {number} {} {row}", outcome.word())
            }
            Record::Back(number) => format!("back {number}"),
        }
    }

    fn read_words(words: &[&str]) -> Option<Record> {
        Some(match *words {
            ["collecting", of] => Record::Collecting(number(of)?),
            ["decided", of, how, floor] => Record::Decided {
                number: number(of)?,
                outcome: outcome(how)?,
                floor: number(floor)?,
            },
            ["ended", of] => Record::Ended(number(of)?),
            ["prepared", of, dish, row, floor] => Record::Prepared {
                order: order(of, dish)?,
                row: number(row)?,
                floor: number(floor)?,
            },
            ["settled", of, how, row] => {
                Record::Settled { number: number(of)?, outcome: outcome(how)?, row: number(row)? }
            }
            ["back", of] => Record::Back(number(of)?),
            _ => return None,
        })
    }
}

impl Wire for Timer {
    fn write(&self) -> String {
        match *self {
            Timer::Customers(Wish::Hunger(nth)) => format!("hunger {nth}"),
            Timer::Customers(Wish::Impatience(number)) => format!("impatience {number}"),
            Timer::Gather(number) => format!("gather {number}"),
            Timer::Repeat(number) => format!("repeat {number}"),
            Timer::Unasked(number) => format!("unasked {number}"),
            Timer::InDoubt(number) => format!("in-doubt {number}"),
            Timer::Back(number) => format!("back {number}"),
        }
    }

    fn read_words(words: &[&str]) -> Option<Timer> {
        let [kind, of] = *words else { return None };
        let of = number(of)?;
        Some(match kind {
            "hunger" => Timer::Customers(Wish::Hunger(of)),
            "impatience" => Timer::Customers(Wish::Impatience(of)),
            "gather" => Timer::Gather(of),
            "repeat" => Timer::Repeat(of),
            "unasked" => Timer::Unasked(of),
            "in-doubt" => Timer::InDoubt(of),
            "back" => Timer::Back(of),
            _ => return None,
        })
    }
}

/// What a node plays.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Coordinator,
    Service,
    Customers,
}

impl TwoPhase {
    fn role(&self, node: Node) -> Option<Role> {
        match node {
            COORDINATOR => Some(Role::Coordinator),
            node if node == self.shop.customers() => Some(Role::Customers),
            node if node < self.shop.nodes() => Some(Role::Service),
            _ => None,
        }
    }

    fn is_on_the_menu(&self, order: Order) -> bool {
        self.is_placed(order.number) && order.dish < self.shop.dishes
    }

    /// Orders are numbered from 1, and the floor is one above the last.
    fn is_placed(&self, number: Number) -> bool {
        (1..Number::MAX).contains(&number)
    }

    fn has_row(&self, node: Node, row: Row) -> bool {
        row < self.shop.rows(Service::of(node))
    }

    fn hears_message(&self, from: Role, to: Role, message: &Message) -> bool {
        use Role::{Coordinator, Customers, Service};
        match (from, to, message) {
            (Customers, Coordinator, Message::Asks(asks)) => self.is_on_the_menu(asks.order),
            (Coordinator, Service, Message::Work(order, _)) => self.is_on_the_menu(*order),
            (Coordinator, Customers, Message::Answer(number, _))
            | (Coordinator, Service, Message::Prepare(number) | Message::Decide(number, _))
            | (
                Service,
                Coordinator,
                Message::Worked(number, _)
                | Message::Vote(number, _)
                | Message::Ack(number)
                | Message::Inquire(number),
            ) => self.is_placed(*number),
            (Service, Service, Message::Inquire(number) | Message::Decide(number, _)) => {
                self.is_cooperative && self.is_placed(*number)
            }
            _ => false,
        }
    }

    fn hears_timer(&self, role: Role, timer: Timer) -> bool {
        let (whose, number) = match timer {
            Timer::Customers(Wish::Hunger(number) | Wish::Impatience(number)) => {
                (Role::Customers, number)
            }
            Timer::Gather(number) | Timer::Repeat(number) => (Role::Coordinator, number),
            Timer::Unasked(number) | Timer::InDoubt(number) | Timer::Back(number) => {
                (Role::Service, number)
            }
        };
        whose == role && self.is_placed(number)
    }
}

impl Real for TwoPhase {
    fn hears(&self, node: Node, input: &Input<TwoPhase>) -> bool {
        let Some(role) = self.role(node) else { return false };
        match input {
            Input::Message(from, message) => {
                let from = self.role(*from).filter(|_| *from != node);
                from.is_some_and(|from| self.hears_message(from, role, message))
            }
            Input::Timer(timer) => self.hears_timer(role, *timer),
            Input::Durable(record) => self.keeps(node, record),
            Input::Errand(PlaceOrder { dish }) => {
                role == Role::Customers && *dish < self.shop.dishes
            }
        }
    }

    fn keeps(&self, node: Node, record: &Record) -> bool {
        match (self.role(node), record) {
            (
                Some(Role::Coordinator),
                Record::Collecting(number) | Record::Ended(number) | Record::Decided { number, .. },
            )
            | (Some(Role::Service), Record::Back(number)) => self.is_placed(*number),
            (Some(Role::Service), Record::Prepared { order, row, .. }) => {
                self.is_on_the_menu(*order) && self.has_row(node, *row)
            }
            (Some(Role::Service), Record::Settled { number, outcome, row }) => {
                // What comes to nothing may never have had a row.
                let is_bare = *outcome == Outcome::Abort && *row == 0;
                self.is_placed(*number) && (is_bare || self.has_row(node, *row))
            }
            _ => false,
        }
    }
}
