//! What a load asks of whoever inserts it, beside what the model needs to know of it.

use std::ops::Range;

use labs::index_pages::reality::{Load, PAGE_BYTES};

/// The rows of each transaction, in order.
pub fn batches(load: &Load) -> impl Iterator<Item = Range<u32>> + use<> {
    let Load { rows, batch_rows, .. } = *load;
    let first = (0..rows).step_by(batch_rows.max(1) as usize);
    first.map(move |first| first..rows.min(first.saturating_add(batch_rows)))
}

/// Writes what a row holds beside its key: the same in every store.
pub fn fill(body: &mut [u8], row: u32) {
    for (byte, value) in body.iter_mut().zip(row.to_le_bytes().iter().cycle()) {
        *byte = *value;
    }
}

/// What a store may keep in memory, in pages.
pub fn cache_pages(load: &Load) -> u32 {
    load.cache_mib * ((1 << 20) / PAGE_BYTES)
}

/// A bound on what a store's files come to, in bytes: half-filled pages, each row with a key of 16
/// bytes and 32 of the format's own, and all of that twice, since a file may grow by doubling and a
/// log or copies of pages stand beside the table.
pub fn disk_bytes(load: &Load) -> u64 {
    let row = u64::from(load.row_bytes) + 16 + 32;
    row.saturating_mul(4 * u64::from(load.rows)).saturating_add(64 << 20)
}

/// A bound on what the model's tree comes to in memory, in bytes: half-filled pages of keys in 16
/// bytes and numbers of rows, and all that a store keeps.
pub fn memory_bytes(load: &Load) -> u64 {
    48 * u64::from(load.rows) + load.cache_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transactions_hold_every_row_once() {
        for (rows, batch_rows) in [(1, 1), (10, 3), (9, 3), (5, 1_000)] {
            let load = Load { rows, row_bytes: 1, batch_rows, cache_mib: 1, seed: 0 };
            assert!(batches(&load).flatten().eq(0..rows), "{rows} by {batch_rows}");
            assert!(batches(&load).all(|rows| rows.len() <= batch_rows as usize));
        }
    }

    #[test]
    fn the_cache_has_as_many_pages_as_the_models() {
        let load = Load { rows: 1, row_bytes: 1, batch_rows: 1, cache_mib: 65_536, seed: 0 };
        assert_eq!(u64::from(cache_pages(&load)), load.cache_bytes() / u64::from(PAGE_BYTES));
    }
}
