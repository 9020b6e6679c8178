//! What a service has, as it is shown.

use super::{Number, Row, Service, Shop, Table};
use crate::cluster::Shelf;

impl Table {
    /// Row by row; `holders` says which orders have a row locked.
    pub fn shelves(
        &self,
        shop: &Shop,
        service: Service,
        holders: impl Fn(Row) -> Vec<Number>,
    ) -> Vec<Shelf> {
        let shelf = |row: Row| Shelf {
            name: shop.row_name(service, row),
            left: shop.is_counted(service).then(|| self.left[usize::from(row)]),
            is_single: service == Service::Delivery,
            holders: holders(row),
        };
        (0..shop.rows(service)).map(shelf).collect()
    }
}
