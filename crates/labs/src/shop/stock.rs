//! What a service has, on its disk.

use super::{Number, Order, Service, Shop};
use std::ops::Range;

/// A row of a service's table: a dish, a rider, a customer's account.
pub type Row = u8;

/// How many units a service has in each row, and which are out.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Table {
    /// Units that are there, by row. Below zero something was taken that was not there.
    pub left: Vec<i8>,
    /// Units that orders have taken and not brought back, in the order of the numbers: one an
    /// order, however often it was applied.
    pub out: Vec<(Number, Row)>,
}

impl Clone for Table {
    fn clone(&self) -> Table {
        Table { left: self.left.clone(), out: self.out.clone() }
    }

    fn clone_from(&mut self, source: &Table) {
        self.left.clone_from(&source.left);
        self.out.clone_from(&source.out);
    }
}

impl Table {
    /// The table of a service before the first order.
    pub fn stocked(shop: &Shop, service: Service) -> Table {
        let rows = shop.rows(service);
        let left = vec![shop.units(service); usize::from(rows)];
        Table { left, out: Vec::new() }
    }

    /// The rows of which an order wants one: of riders any will do, of the rest there is one.
    pub fn wanted(shop: &Shop, service: Service, order: Order) -> Range<Row> {
        match service {
            Service::Inventory => order.dish..order.dish + 1,
            Service::Delivery => 0..shop.rows(service),
            _ => {
                let row = shop.account(order.number);
                row..row + 1
            }
        }
    }

    /// The row that an order wants and can have. `gone` says how many units of a row are taken and
    /// not yet written, `is_locked` which rows another order has locked.
    ///
    /// # Errors
    /// Why there is none.
    pub fn choose(
        &self,
        shop: &Shop,
        service: Service,
        order: Order,
        gone: impl Fn(Row) -> i64,
        is_locked: impl Fn(Row) -> bool,
    ) -> Result<Row, Lack> {
        let there = |row: &Row| i64::from(self.left[usize::from(*row)]) > gone(*row);
        let mut lack = Lack::None;
        for row in Table::wanted(shop, service, order).filter(there) {
            if !is_locked(row) {
                return Ok(row);
            }
            lack = Lack::Locked;
        }
        Err(lack)
    }

    /// An order takes a unit.
    pub fn take(&mut self, number: Number, row: Row) {
        let left = &mut self.left[usize::from(row)];
        *left = left.saturating_sub(1);
        let at = self.out.partition_point(|(other, _)| *other < number);
        if self.out.get(at).is_none_or(|(other, _)| *other != number) {
            self.out.insert(at, (number, row));
        }
    }

    /// What an order has taken comes back: the rider from the ride, the dish cooked anew, the money
    /// refunded. Changes nothing where it took nothing.
    pub fn give_back(&mut self, number: Number) {
        if let Some(at) = self.out.iter().position(|(other, _)| *other == number) {
            let (_, row) = self.out.remove(at);
            self.left[usize::from(row)] += 1;
        }
    }

    /// Whether nothing was taken twice, or came from nowhere.
    pub fn is_conserved(&self, shop: &Shop, service: Service) -> bool {
        (0..shop.rows(service)).all(|row| {
            let out = self.out.iter().filter(|(_, other)| *other == row).count();
            i64::from(self.left[usize::from(row)]) + out as i64 == i64::from(shop.units(service))
        })
    }
}

/// Why an order gets nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// Another order has locked it.
    Locked,
    /// There is none.
    None,
}
