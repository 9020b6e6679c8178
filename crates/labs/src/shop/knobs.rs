//! How much there is of everything, and how much is ordered, as knobs.

use super::{DISHES, Number, Row, Service};
use crate::cluster::{Node, knobs::GROUND};
use kernel::{Delay, Knob, Range, Span};

/// How much there is of everything, and how much is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shop {
    /// Services that take part, from 2 to 5.
    pub services: u8,
    /// Dishes on the menu, from 1 to 4.
    pub dishes: u8,
    /// Units of each dish.
    pub stock: u8,
    /// Riders.
    pub riders: u8,
    /// Orders that customers have open at once, at most.
    pub at_once: u8,
    /// The mean time between two orders, in milliseconds; zero where a hand places them.
    pub pace_ms: u16,
    /// How long a customer waits for an answer before asking again, in milliseconds.
    pub patience_ms: u16,
    /// After how long a rider is back and a dish is cooked anew, in milliseconds; zero for never.
    pub back_ms: u16,
    /// Of a thousand orders, how many a service refuses for reasons of its own.
    pub refusal: u16,
}

/// The knobs of [`Shop`], in the order of [`Shop::read`].
pub const SHOP: [Knob; 9] = [
    Knob {
        key: "services",
        label: "services",
        unit: "",
        help: "How many services take part in an order: inventory and delivery, then payment, \
               loyalty and receipt.",
        range: Range::Linear(2, 5),
        default: 2,
        major: false,
    },
    Knob {
        key: "dishes",
        label: "dishes",
        unit: "",
        help: "How many dishes are on the menu.",
        range: Range::Linear(1, DISHES.len() as i64),
        default: 2,
        major: false,
    },
    Knob {
        key: "stock",
        label: "of each dish",
        unit: "",
        help: "How many the inventory has of each dish.",
        range: Range::Linear(0, 100),
        default: 20,
        major: false,
    },
    Knob {
        key: "riders",
        label: "riders",
        unit: "",
        help: "How many riders the delivery has.",
        range: Range::Linear(0, 8),
        default: 3,
        major: true,
    },
    Knob {
        key: "at-once",
        label: "orders at once",
        unit: "",
        help: "How many orders may be open at the same time.",
        range: Range::Linear(1, 4),
        default: 2,
        major: false,
    },
    Knob {
        key: "order-every",
        label: "an order every",
        unit: "ms",
        help: "The mean time between two orders; zero where you place them yourself.",
        range: Range::Linear(0, 5_000),
        default: 600,
        major: true,
    },
    Knob {
        key: "patience",
        label: "customer’s patience",
        unit: "ms",
        help: "How long a customer waits for an answer before asking again; zero for ever.",
        range: Range::Linear(0, 10_000),
        default: 1_500,
        major: false,
    },
    Knob {
        key: "back-after",
        label: "back after",
        unit: "ms",
        help: "After how long a rider is back and a dish is cooked anew; zero for never.",
        range: Range::Linear(0, 10_000),
        default: 1_200,
        major: false,
    },
    Knob {
        key: "refusals",
        label: "orders refused",
        unit: "‰",
        help: "Of a thousand orders, how many a service refuses for reasons of its own: a dish is \
               burnt, a card is declined.",
        range: Range::Linear(0, 1_000),
        default: 30,
        major: false,
    },
];

/// A lab's own knobs, then those of the shop, then those of the ground.
pub const fn after<const OWN: usize, const ALL: usize>(own: [Knob; OWN]) -> [Knob; ALL] {
    assert!(ALL == OWN + SHOP.len() + GROUND.len(), "all knobs are as many as there are");
    let mut knobs = [SHOP[0]; ALL];
    let mut at = 0;
    while at < ALL {
        knobs[at] = if at < OWN {
            own[at]
        } else if at < OWN + SHOP.len() {
            SHOP[at - OWN]
        } else {
            GROUND[at - OWN - SHOP.len()]
        };
        at += 1;
    }
    knobs
}

/// Turned knobs, and more of them: where both turn one, the later counts.
pub const fn with<const A: usize, const B: usize, const C: usize>(
    one: [(&'static str, i64); A],
    other: [(&'static str, i64); B],
) -> [(&'static str, i64); C] {
    let mut all = [("", 0); C];
    let mut at = 0;
    while at < C {
        all[at] = if at < A { one[at] } else { other[at - A] };
        at += 1;
    }
    all
}

impl Shop {
    /// From the values of [`SHOP`], in its order.
    ///
    /// # Panics
    /// When there are not as many.
    pub fn read(values: &[i64]) -> Shop {
        let small = |at: usize| u8::try_from(values[at]).unwrap_or(u8::MAX);
        let large = |at: usize| u16::try_from(values[at]).unwrap_or(u16::MAX);
        assert_eq!(values.len(), SHOP.len(), "as many values as knobs");
        Shop {
            services: small(0),
            dishes: small(1),
            stock: small(2),
            riders: small(3),
            at_once: small(4),
            pace_ms: large(5),
            patience_ms: large(6),
            back_ms: large(7),
            refusal: large(8),
        }
    }

    /// The node at which customers order: after the coordinator and the services.
    pub fn customers(&self) -> Node {
        self.services + 1
    }

    /// How many nodes there are in all.
    pub fn nodes(&self) -> u8 {
        self.services + 2
    }

    /// The nodes of the services.
    pub fn services(&self) -> std::ops::RangeInclusive<Node> {
        1..=self.services
    }

    /// A node's name.
    pub fn name(&self, node: Node) -> &'static str {
        match node {
            super::COORDINATOR => "Coordinator",
            node if node == self.customers() => "Customers",
            node => Service::of(node).name(),
        }
    }

    /// Rows of a service's table.
    pub fn rows(&self, service: Service) -> u8 {
        match service {
            Service::Inventory => self.dishes,
            Service::Delivery => self.riders,
            _ => self.at_once,
        }
    }

    /// Units in each row of a service's table.
    pub fn units(&self, service: Service) -> i8 {
        match service {
            Service::Inventory => i8::try_from(self.stock).unwrap_or(i8::MAX),
            Service::Delivery => 1,
            _ => i8::MAX,
        }
    }

    /// Whether a service's units run out: money, points and paper do not.
    pub fn is_counted(&self, service: Service) -> bool {
        matches!(service, Service::Inventory | Service::Delivery)
    }

    /// The row of the customer who placed an order.
    pub fn account(&self, number: Number) -> Row {
        (number % Number::from(self.at_once.max(1))) as Row
    }

    /// The mean time between two orders.
    pub fn pace(&self) -> Delay {
        let mean = Span::millis(u64::from(self.pace_ms));
        Delay::Exponential { mean, most: Span::millis(10 * u64::from(self.pace_ms)) }
    }

    /// How long a customer waits before asking again.
    pub fn patience(&self) -> Delay {
        Delay::Exactly(Span::millis(u64::from(self.patience_ms)))
    }

    /// How long a unit stays out.
    pub fn ride(&self) -> Delay {
        let half = u64::from(self.back_ms) / 2;
        Delay::Between(Span::millis(half), Span::millis(u64::from(self.back_ms) + half))
    }

    /// What the word for a row is: "ramen", "rider 2", "account 1".
    pub fn row_name(&self, service: Service, row: Row) -> String {
        match service {
            Service::Inventory => DISHES[usize::from(row)].to_owned(),
            service => format!("{} {}", service.unit(), row + 1),
        }
    }
}
