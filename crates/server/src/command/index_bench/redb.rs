//! redb, an embedded store in Rust: one copy-on-write B+ tree a table, without a log.
//!
//! Source: redb's design document, `docs/design.md` of cberner/redb.

use std::path::Path;

use anyhow::Context;
use labs::index_pages::KeyKind;
use labs::index_pages::reality::{Load, PAGE_BYTES};
use redb::{
    Database, Key, ReadableDatabase, ReadableTable, ReadableTableMetadata, TableDefinition,
};

use super::load::{batches, fill as fill_body};
use super::store::{Look, Moved, Tell, used_ppm};
use super::traffic::Traffic;

/// The version of the library, which does not tell it itself.
pub const VERSION: &str = "4.4.0";

/// A key of a width, as redb knows it: numbers of a fixed width, which are ordered as numbers.
trait OfWidth: Key + 'static + for<'a> redb::Value<SelfType<'a> = Self> + Copy + Ord {
    fn of(key: u128) -> anyhow::Result<Self>;
}

impl OfWidth for u64 {
    fn of(key: u128) -> anyhow::Result<u64> {
        key.try_into().context("a key of eight bytes fits into them")
    }
}

impl OfWidth for u128 {
    fn of(key: u128) -> anyhow::Result<u128> {
        Ok(key)
    }
}

fn table<K: OfWidth>() -> TableDefinition<'static, K, &'static [u8]> {
    TableDefinition::new("rows")
}

/// Fills a table that is made for it.
pub fn fill(
    file: &Path,
    load: &Load,
    kind: KeyKind,
    tell: Tell<'_>,
) -> anyhow::Result<Option<Moved>> {
    match kind.bytes() {
        8 => fill_as::<u64>(file, load, kind, tell),
        _ => fill_as::<u128>(file, load, kind, tell),
    }
}

fn fill_as<K: OfWidth>(
    file: &Path,
    load: &Load,
    kind: KeyKind,
    tell: Tell<'_>,
) -> anyhow::Result<Option<Moved>> {
    let before = Traffic::until_now();
    let store = Database::builder().set_cache_size(load.cache_bytes().try_into()?).create(file)?;
    let mut body = vec![0; load.row_bytes as usize];
    for done in batches(load) {
        let transaction = store.begin_write()?;
        {
            let mut table = transaction.open_table(table::<K>())?;
            for row in done.clone() {
                fill_body(&mut body, row);
                table.insert(K::of(load.key(kind, row))?, body.as_slice())?;
            }
        }
        transaction.commit()?;
        tell(done.end)?;
    }
    drop(store);
    Ok(Traffic::since(before).map(|all| Moved {
        pages_read: all.read / u64::from(PAGE_BYTES),
        pages_written: all.written / u64::from(PAGE_BYTES),
        log_bytes: 0,
        disk_bytes: all.to_disk,
    }))
}

/// What the file holds, read from the file anew.
pub fn look(file: &Path, kind: KeyKind) -> anyhow::Result<Look> {
    match kind.bytes() {
        8 => look_as::<u64>(file),
        _ => look_as::<u128>(file),
    }
}

fn look_as<K: OfWidth>(file: &Path) -> anyhow::Result<Look> {
    let store = Database::open(file)?;
    let table = store.begin_read()?.open_table(table::<K>())?;
    let (mut rows, mut is_sorted, mut last) = (0, true, None);
    for row in table.iter()? {
        let key = row?.0.value();
        is_sorted &= last < Some(key);
        last = Some(key);
        rows += 1;
    }
    let stats = table.stats()?;
    let (leaf_pages, inner_pages) = (stats.leaf_pages(), stats.branch_pages());
    // What is free is counted over all pages together; inner ones are few.
    let bytes = (leaf_pages + inner_pages) * u64::from(PAGE_BYTES);
    let fill_ppm = used_ppm(stats.fragmented_bytes(), bytes);
    Ok(Look { rows, is_sorted, leaf_pages, inner_pages, fill_ppm })
}

#[cfg(test)]
mod tests {
    use super::VERSION;

    #[test]
    fn the_version_is_the_one_that_is_built_in() {
        let lock = include_str!("../../../../../Cargo.lock");
        let stands = format!("name = \"redb\"\nversion = \"{VERSION}\"\n");
        assert!(lock.replace("\r\n", "\n").contains(&stands), "redb is no {VERSION} any more");
    }
}
