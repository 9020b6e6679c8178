//! A food-delivery shop: what the labs of atomic commit share.
//!
//! An order takes a dish from the InventoryService and a rider from the DeliveryService, both or
//! neither; by knob also the customer's money, points and a receipt. How the services agree is each
//! lab's protocol; what they have ([`Table`]), who orders ([`Customers`]) and how much there is of
//! everything ([`Shop`]) is here, so that protocols can be laid beside each other.

pub mod customers;
pub mod knobs;
mod menu;
pub mod metrics;
mod shelf;
mod stock;
mod trade;

pub use customers::{Asks, Customers, Served, Wish};
pub use knobs::Shop;
pub use menu::PlaceOrder;
pub use stock::{Lack, Row, Table};
pub use trade::{Trade, served};

use crate::cluster::Node;

/// An order's number. Orders are numbered as they are placed, from 1.
pub type Number = u16;

/// What somebody orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Order {
    /// Its number.
    pub number: Number,
    /// Which dish.
    pub dish: u8,
}

/// How an order ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Everything happens.
    Commit,
    /// Nothing happens.
    Abort,
}

/// The node that runs the orders.
pub const COORDINATOR: Node = 0;

/// A service that takes part in orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// Has dishes.
    Inventory,
    /// Has riders.
    Delivery,
    /// Has the customers' money.
    Payment,
    /// Has their points.
    Loyalty,
    /// Writes receipts.
    Receipt,
}

impl Service {
    /// All of them, in the order of their nodes, which begin at 1.
    pub const ALL: [Service; 5] = [
        Service::Inventory,
        Service::Delivery,
        Service::Payment,
        Service::Loyalty,
        Service::Receipt,
    ];

    /// The service of a node.
    ///
    /// # Panics
    /// When the node is no service.
    pub fn of(node: Node) -> Service {
        Service::ALL[usize::from(node) - 1]
    }

    /// Its node.
    pub const fn node(self) -> Node {
        self as Node + 1
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Service::Inventory => "InventoryService",
            Service::Delivery => "DeliveryService",
            Service::Payment => "PaymentService",
            Service::Loyalty => "LoyaltyService",
            Service::Receipt => "ReceiptService",
        }
    }

    /// What one of its units is: "dish".
    pub const fn unit(self) -> &'static str {
        match self {
            Service::Inventory => "dish",
            Service::Delivery => "rider",
            Service::Payment => "account",
            Service::Loyalty => "card",
            Service::Receipt => "receipt book",
        }
    }
}

/// The dishes on the menu.
pub const DISHES: [&str; 4] = ["ramen", "tacos", "pizza", "curry"];

impl Outcome {
    /// What is decided: "commit".
    pub const fn word(self) -> &'static str {
        match self {
            Outcome::Commit => "commit",
            Outcome::Abort => "abort",
        }
    }

    /// What was done: "committed".
    pub const fn done(self) -> &'static str {
        match self {
            Outcome::Commit => "committed",
            Outcome::Abort => "aborted",
        }
    }
}
