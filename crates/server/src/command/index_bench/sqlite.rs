//! SQLite, with the key as the table's own: a table `WITHOUT ROWID` is one B-tree, ordered by its
//! primary key.
//!
//! Sources: sqlite.org, *Clustered Indexes and the WITHOUT ROWID Optimization*, *Write-Ahead
//! Logging*, *The DBSTAT Virtual Table*.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use labs::index_pages::KeyKind;
use labs::index_pages::reality::{Load, PAGE_BYTES};
use rusqlite::hooks::Wal;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, ToSql};

use super::load::{batches, cache_pages, fill as fill_body};
use super::store::{Look, Moved, Tell, used_ppm};
use super::traffic::Traffic;

/// The log is copied into the table when it has so many pages: SQLite's own rule and number.
const LOG_PAGES: i32 = 1_000;

/// Fills a table that is made for it.
pub fn fill(
    file: &Path,
    load: &Load,
    kind: KeyKind,
    tell: Tell<'_>,
) -> anyhow::Result<Option<Moved>> {
    let before = Traffic::until_now();
    let mut store = open(file, load)?;
    let in_checkpoints = count_checkpoints(&mut store)?;
    let key_type = if kind.bytes() == 8 { "INTEGER" } else { "BLOB" };
    store.execute_batch(&format!(
        "CREATE TABLE rows (key {key_type} PRIMARY KEY NOT NULL, body BLOB NOT NULL) WITHOUT ROWID"
    ))?;
    let mut body = vec![0; load.row_bytes as usize];
    for done in batches(load) {
        let transaction = store.transaction()?;
        {
            let mut insert = transaction.prepare("INSERT INTO rows VALUES (?1, ?2)")?;
            for row in done.clone() {
                fill_body(&mut body, row);
                insert.execute([&of_key(kind, load.key(kind, row))? as &dyn ToSql, &body])?;
            }
        }
        transaction.commit()?;
        tell(done.end)?;
    }
    let last = Traffic::until_now();
    store.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    let mut in_checkpoints = *in_checkpoints.lock().unwrap_or_else(PoisonError::into_inner);
    in_checkpoints += Traffic::since(last).unwrap_or_default();
    store.close().map_err(|(_, why)| why)?;
    let all = Traffic::since(before);
    Ok(all.map(|all| moved(all, in_checkpoints)))
}

/// A checkpoint reads the log and writes the table; all the rest of what is written is the log, and
/// all the rest of what is read are pages that were not in the cache.
fn moved(all: Traffic, in_checkpoints: Traffic) -> Moved {
    let rest = all - in_checkpoints;
    Moved {
        pages_read: rest.read / u64::from(PAGE_BYTES),
        pages_written: in_checkpoints.written / u64::from(PAGE_BYTES),
        log_bytes: rest.written,
        disk_bytes: all.to_disk,
    }
}

fn open(file: &Path, load: &Load) -> anyhow::Result<Connection> {
    let store = Connection::open(file)?;
    store.pragma_update(None, "page_size", PAGE_BYTES)?;
    // A positive number counts pages, so that as many are kept as the model keeps.
    store.pragma_update(None, "cache_size", cache_pages(load))?;
    store.pragma_update(None, "mmap_size", 0)?;
    store.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    store.pragma_update(None, "synchronous", "FULL")?;
    Ok(store)
}

/// Does what SQLite does by itself when the log is long enough, and counts what that moves.
fn count_checkpoints(store: &mut Connection) -> anyhow::Result<Arc<Mutex<Traffic>>> {
    let counted = Arc::new(Mutex::new(Traffic::default()));
    let count = Arc::clone(&counted);
    store.wal_hook(Some(move |log: &mut Wal, pages| {
        if pages >= LOG_PAGES {
            let before = Traffic::until_now();
            log.checkpoint()?;
            let mut count = count.lock().unwrap_or_else(PoisonError::into_inner);
            *count += Traffic::since(before).unwrap_or_default();
        }
        Ok(())
    }))?;
    Ok(counted)
}

/// Eight bytes as a number, sixteen as they stand: both are ordered as the numbers are.
fn of_key(kind: KeyKind, key: u128) -> anyhow::Result<Value> {
    Ok(match kind.bytes() {
        8 => Value::Integer(i64::try_from(key).context("a key of eight bytes has a sign bit")?),
        _ => Value::Blob(key.to_be_bytes().to_vec()),
    })
}

/// What the file holds, read from the file anew.
pub fn look(file: &Path) -> anyhow::Result<Look> {
    let store = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let pages = |of: &str| {
        let sql = "SELECT count(*), coalesce(sum(unused), 0) FROM dbstat
                   WHERE name = 'rows' AND pagetype = ?1";
        let counts = store.query_row(sql, [of], |row| Ok((row.get(0)?, row.get(1)?)));
        let (pages, free): (i64, i64) = counts?;
        anyhow::Ok((u64::try_from(pages)?, u64::try_from(free)?))
    };
    let (leaf_pages, free) = pages("leaf")?;
    let (inner_pages, _) = pages("internal")?;
    let fill_ppm = used_ppm(free, leaf_pages * u64::from(PAGE_BYTES));
    let mut keys = store.prepare("SELECT key FROM rows")?;
    let mut keys = keys.query([])?;
    let (mut rows, mut is_sorted, mut last) = (0, true, None);
    while let Some(row) = keys.next()? {
        let key: Value = row.get(0)?;
        let key = match key {
            Value::Integer(key) => u128::try_from(key)?,
            Value::Blob(key) => u128::from_be_bytes(key.as_slice().try_into()?),
            _ => anyhow::bail!("a key is a number or sixteen bytes"),
        };
        is_sorted &= last < Some(key);
        last = Some(key);
        rows += 1;
    }
    Ok(Look { rows, is_sorted, leaf_pages, inner_pages, fill_ppm })
}
