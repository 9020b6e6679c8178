//! `faultline index-bench`: what keys of four kinds do to two real stores, beside what the lab's
//! B+ tree predicts.

mod load;
mod machine;
mod redb;
mod report;
mod sqlite;
mod store;
mod traffic;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use clap::Args;
use labs::index_pages::KeyKind;
use labs::index_pages::reality::{Figures, Load, Row, Store};
use labs::words::whole;

use super::output::{bad_input, print, print_json};
use super::{folder, interrupt};
use machine::Machine;

/// Fill SQLite and redb with rows under keys of several kinds, and lay what it took beside what the
/// lab index-pages predicts.
///
/// Every store and kind of key gets a file of its own on disk, one after the other, and each is
/// removed when it has been measured. Both stores keep as much of it in memory as --cache says; the
/// page cache of the operating system stands behind both and is not bounded, so a page that is read
/// may come from memory all the same. Every transaction is on disk when it is committed, in both.
#[derive(Debug, Args)]
pub struct IndexBench {
    /// How many rows are inserted, up to a hundred million.
    #[arg(long, value_name = "N", default_value = "1000000",
          value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    rows: u32,

    /// The kinds of keys.
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', value_parser = report::read_kind,
          default_values = KeyKind::ALL.map(KeyKind::key))]
    keys: Vec<KeyKind>,

    /// The stores.
    #[arg(long, value_name = "STORE,…", value_delimiter = ',', value_parser = report::read_store,
          default_values = Store::ALL.map(Store::key))]
    stores: Vec<Store>,

    /// How much of its file a store may keep in memory, in MiB.
    #[arg(long, value_name = "MIB", default_value = "8",
          value_parser = clap::value_parser!(u32).range(1..=65_536))]
    cache: u32,

    /// How long a row is beside its key, in bytes: up to 900, so that it fits into a page.
    #[arg(long, value_name = "BYTES", default_value = "100",
          value_parser = clap::value_parser!(u16).range(1..=900))]
    row_bytes: u16,

    /// How many rows a transaction inserts.
    #[arg(long, value_name = "N", default_value = "1000",
          value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    batch: u32,

    /// The seed of the keys' random bits.
    #[arg(long, default_value_t = 0)]
    seed: u64,

    /// A folder for the stores' files, which must be empty or not there; without it, one for
    /// temporary files.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,

    /// Write the figures into this file, as the page of the lab reads them.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,

    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// How long nothing is said while rows go in.
const SILENCE: Duration = Duration::from_secs(5);

impl IndexBench {
    /// Measures every store under every kind of key, and prints the figures.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        self.can_write()?;
        let load = Load {
            rows: self.rows,
            row_bytes: self.row_bytes.into(),
            batch_rows: self.batch,
            cache_mib: self.cache,
            seed: self.seed,
        };
        let stop = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&stop);
        interrupt::listen(move || flag.store(true, Ordering::Relaxed))?;
        if let Some(dir) = &self.dir {
            folder::take("--dir", dir)?;
        }
        // It is removed with this value, whatever happens.
        let passing = match &self.dir {
            Some(dir) => tempfile::tempdir_in(dir),
            None => tempfile::tempdir(),
        };
        let passing = passing.context("cannot make a folder for the stores' files")?;
        has_room(&load, passing.path())?;
        let machine = Machine::look(passing.path());
        let mut rows = Vec::new();
        for store in &self.stores {
            for kind in &self.keys {
                let name = format!("{} under {} keys", store.label(), kind.key());
                let (load, store, kind, stop) = (&load, *store, *kind, &*stop);
                let bench = Bench { load, store, kind, name, stop, is_told: !self.json };
                rows.push(bench.run(passing.path())?);
            }
        }
        let reality = report::reality(&load, &machine, rows)?;
        if let Some(file) = &self.csv {
            let written = std::fs::write(file, reality.write());
            written.with_context(|| format!("cannot write {}", file.display()))?;
        }
        if self.json {
            print_json(&report::json(&reality))?;
        } else {
            print(&report::text(&reality, &load))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Finds out before the work that there is nowhere to write its figures to.
    fn can_write(&self) -> anyhow::Result<()> {
        let Some(file) = &self.csv else { return Ok(()) };
        let above = file.parent().filter(|above| !above.as_os_str().is_empty());
        if file.is_dir() || above.is_some_and(|above| !above.is_dir()) {
            let file = file.display();
            return Err(bad_input(format!("--csv: {file} is no file in a folder that is there")));
        }
        Ok(())
    }
}

/// Refuses what the disk has no room for, or, since the model's tree lies in it, the memory.
fn has_room(load: &Load, folder: &Path) -> anyhow::Result<()> {
    let needs = [
        ("disk", load::disk_bytes(load), machine::disk_left(folder)),
        ("memory", load::memory_bytes(load), machine::memory_left()),
    ];
    for (what, needed, left) in needs {
        if let Some(left) = left.filter(|left| *left < needed) {
            return Err(bad_input(format!(
                "{} rows of {} bytes may need {} MiB of {what} and {} MiB are left: give fewer \
                 --rows",
                whole(load.rows.into()),
                load.row_bytes,
                whole(needed >> 20),
                whole(left >> 20),
            )));
        }
    }
    Ok(())
}

/// One store under one kind of key.
struct Bench<'a> {
    load: &'a Load,
    store: Store,
    kind: KeyKind,
    name: String,
    stop: &'a AtomicBool,
    is_told: bool,
}

impl Bench<'_> {
    /// Fills a file, looks at it, removes it, and asks the model.
    fn run(&self, folder: &Path) -> anyhow::Result<Row> {
        let Bench { load, store, kind, name, .. } = self;
        let own = tempfile::tempdir_in(folder).context("cannot make a folder for a store")?;
        let file = own.path().join("rows");
        let began = Instant::now();
        let moved = store::fill(*store, &file, load, *kind, &mut self.teller(began));
        let took_ms = u64::try_from(began.elapsed().as_millis())?.max(1);
        let moved = moved.with_context(|| format!("cannot fill {name}"))?;
        let file_bytes = file.metadata()?.len();
        let look = store::look(*store, &file, *kind);
        let look = look.with_context(|| format!("cannot read {name}"))?;
        own.close().with_context(|| format!("cannot remove {name}"))?;
        let predicted = load.predicted(*store, *kind)?;
        self.goes_on()?;
        if look.rows != load.rows || !look.is_sorted {
            let order = if look.is_sorted { "in order" } else { "out of order" };
            bail!("{name} holds {} rows {order} instead of {} in order", look.rows, load.rows);
        }
        Ok(Row {
            store: *store,
            kind: *kind,
            took_ms,
            rows_a_second: u64::from(load.rows) * 1_000 / took_ms,
            log_bytes: moved.map(|moved| moved.log_bytes),
            disk_bytes: moved.map(|moved| moved.disk_bytes),
            measured: Figures {
                file_bytes,
                leaf_pages: look.leaf_pages,
                inner_pages: look.inner_pages,
                fill_ppm: look.fill_ppm,
                pages_read: moved.map(|moved| moved.pages_read),
                pages_written: moved.map(|moved| moved.pages_written),
            },
            predicted,
        })
    }

    fn goes_on(&self) -> anyhow::Result<()> {
        ensure!(!self.stop.load(Ordering::Relaxed), "interrupted: every file has been removed");
        Ok(())
    }

    /// Hears how far the store is: says so now and then, and ends the run when it is interrupted.
    fn teller(&self, began: Instant) -> impl FnMut(u32) -> anyhow::Result<()> {
        let mut said = began;
        move |done| {
            self.goes_on()?;
            if self.is_told && said.elapsed() >= SILENCE {
                let (done, rows) = (whole(done.into()), whole(self.load.rows.into()));
                eprintln!("faultline: {}: {done} of {rows} rows", self.name);
                said = Instant::now();
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_there_is_no_room_for_is_refused() {
        let folder = std::env::temp_dir();
        let small = Load { rows: 1, row_bytes: 1, batch_rows: 1, cache_mib: 1, seed: 0 };
        let large = Load { rows: u32::MAX, row_bytes: u32::MAX, ..small };
        let why = has_room(&large, &folder).unwrap_err();
        assert!(
            why.is::<super::super::BadInput>() && why.to_string().contains("give fewer --rows")
        );
    }
}
