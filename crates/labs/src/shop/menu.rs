//! What a person may ask for: that customers order a dish.

use super::{Customers, DISHES, Shop};

/// That customers order a dish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceOrder {
    /// Which dish.
    pub dish: u8,
}

impl PlaceOrder {
    /// One for each dish on the menu.
    pub fn menu(shop: &Shop) -> impl Iterator<Item = PlaceOrder> {
        (0..shop.dishes).map(|dish| PlaceOrder { dish })
    }

    /// Whether customers may order this now.
    pub fn fits(self, shop: &Shop, customers: &Customers) -> bool {
        self.dish < shop.dishes && customers.may_order(shop)
    }

    /// In the text form of links: "order ramen".
    pub fn write(self) -> String {
        format!("order {}", DISHES[usize::from(self.dish)])
    }

    /// Reads what [`PlaceOrder::write`] wrote.
    pub fn read(text: &str) -> Option<PlaceOrder> {
        let dish = text.strip_prefix("order ")?;
        let dish = DISHES.iter().position(|name| *name == dish)?;
        Some(PlaceOrder { dish: u8::try_from(dish).ok()? })
    }

    /// As a button says it.
    pub fn name(self) -> String {
        format!("Order {}", DISHES[usize::from(self.dish)])
    }
}
