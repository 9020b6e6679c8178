//! Model against reality: what `faultline index-bench` measured of real stores, beside what the
//! model predicts of them, and the file in which both stand.
//!
//! The model is the lab's own tree and pool, filled with the very keys that the stores were filled
//! with, and split as the store splits. What a store does besides (a log, copies of pages, rows in
//! inner pages, bytes of its format) is not modelled; that is what the table shows.

use super::keys::{BUSY, KeyKind, Source};
use super::predict::{Plan, PredictError, predict};
use super::tree::{Policy, Split};

/// Bytes of a page in both stores: SQLite comes with it, and redb has no other.
pub const PAGE_BYTES: u32 = 4_096;

/// What writes the file that the page shows.
pub const COMMAND: &str = "cargo run --profile native -p server -- index-bench \
                           --csv crates/labs/src/index_pages/reality.csv";

/// A real store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Store {
    /// SQLite: a table WITHOUT ROWID, in WAL mode, synchronous FULL.
    Sqlite,
    /// redb: a table, every commit durable.
    Redb,
}

impl Store {
    /// Every store, in the order in which pages show them.
    pub const ALL: [Store; 2] = [Store::Sqlite, Store::Redb];

    /// What a page calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Store::Sqlite => "SQLite",
            Store::Redb => "redb",
        }
    }

    /// In files and on the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Store::Sqlite => "sqlite",
            Store::Redb => "redb",
        }
    }

    /// How it splits pages.
    const fn policy(self) -> Policy {
        Policy::full(match self {
            Store::Sqlite => Split::Packed,
            Store::Redb => Split::Edge,
        })
    }
}

/// What goes into every store alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// How many rows.
    pub rows: u32,
    /// Bytes of a row beside its key.
    pub row_bytes: u32,
    /// How many rows a transaction inserts, at least 1; the last one may have fewer.
    pub batch_rows: u32,
    /// What a store may keep of its file in memory, in MiB.
    pub cache_mib: u32,
    /// What the keys' random bits follow from.
    pub seed: u64,
}

impl Load {
    /// What a store may keep in memory, in bytes.
    pub fn cache_bytes(&self) -> u64 {
        u64::from(self.cache_mib) << 20
    }

    /// The key of a row; the numbers of rows begin at zero.
    pub fn key(&self, kind: KeyKind, row: u32) -> u128 {
        self.source().key(kind, row)
    }

    fn source(&self) -> Source {
        Source { seed: self.seed, ..BUSY }
    }

    /// What the model says of a store before it is filled.
    ///
    /// # Errors
    /// When rows are too large for the pages.
    pub fn predicted(&self, store: Store, kind: KeyKind) -> Result<Figures, PredictError> {
        let prediction = predict(&Plan {
            kind,
            source: self.source(),
            rows: self.rows,
            page_bytes: PAGE_BYTES,
            row_bytes: self.row_bytes,
            cache_bytes: self.cache_bytes(),
            policy: store.policy(),
            commit_rows: self.batch_rows,
        })?;
        Ok(Figures {
            file_bytes: prediction.file_bytes,
            leaf_pages: prediction.leaf_pages.into(),
            inner_pages: prediction.inner_pages.into(),
            fill_ppm: prediction.fill_ppm.into(),
            pages_read: Some(prediction.pages_read),
            pages_written: Some(prediction.pages_written),
        })
    }
}

/// What is measured and predicted alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Pages of the tree that have no pages below them.
    pub leaf_pages: u64,
    /// Pages of the tree above those.
    pub inner_pages: u64,
    /// How full the leaves are, in parts of a million: of a store the bytes in use, those of its
    /// format included; of the model the rows.
    pub fill_ppm: u64,
    /// Pages that were read because they were not in memory; `None` where the system does not count
    /// what a process reads.
    pub pages_read: Option<u64>,
    /// Pages that were written where the table lies.
    pub pages_written: Option<u64>,
}

/// One store under one kind of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where the rows went.
    pub store: Store,
    /// Under which keys.
    pub kind: KeyKind,
    /// From the first row until the last one was on disk, in milliseconds; at least 1.
    pub took_ms: u64,
    /// Rows a second, rounded down.
    pub rows_a_second: u64,
    /// Bytes that the store wrote to a log besides.
    pub log_bytes: Option<u64>,
    /// Bytes that the disk was made to write.
    pub disk_bytes: Option<u64>,
    /// What was measured.
    pub measured: Figures,
    /// What the model says.
    pub predicted: Figures,
}

/// What was measured, and on what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reality {
    /// What the figures are of: names and values, in the order in which they are told.
    pub about: Vec<(String, String)>,
    /// Every store under every kind of key.
    pub rows: Vec<Row>,
}

/// Why a file is not one of these.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct ReadError {
    /// Which line, counted from 1.
    pub line: usize,
    /// What would be right there.
    pub what: &'static str,
}

/// The figures that came with this program.
const COMMITTED: &str = include_str!("reality.csv");

/// The columns: what was measured, and after it the model's.
const COLUMNS: &str = "store,key,took_ms,rows_a_second,log_bytes,disk_bytes,\
                       file_bytes,leaf_pages,inner_pages,fill_ppm,pages_read,pages_written,\
                       predicted_file_bytes,predicted_leaf_pages,predicted_inner_pages,\
                       predicted_fill_ppm,predicted_pages_read,predicted_pages_written";

impl Reality {
    /// The figures that came with this program.
    ///
    /// # Errors
    /// When the file that was built in is damaged.
    pub fn committed() -> Result<Reality, ReadError> {
        Reality::read(COMMITTED)
    }

    /// What the figures are of, by its name.
    pub fn about(&self, name: &str) -> Option<&str> {
        self.about.iter().find(|(of, _)| of == name).map(|(_, value)| value.as_str())
    }

    /// Reads a file: lines `# name: value`, the names of the columns, and a line a row.
    ///
    /// # Errors
    /// At the first line that is none of these.
    pub fn read(text: &str) -> Result<Reality, ReadError> {
        let mut reality = Reality::default();
        for (line, text) in (1..).zip(text.lines()) {
            let wrong = |what| ReadError { line, what };
            if let Some(about) = text.strip_prefix("# ") {
                let pair = about.split_once(": ").ok_or(wrong("“# name: value” is right"))?;
                reality.about.push((pair.0.to_owned(), pair.1.to_owned()));
            } else if text != COLUMNS {
                reality.rows.push(read_row(text).map_err(wrong)?);
            }
        }
        Ok(reality)
    }

    /// Writes the file that [`Reality::read`] reads.
    pub fn write(&self) -> String {
        let about = self.about.iter().map(|(name, value)| format!("# {name}: {value}"));
        let rows = self.rows.iter().map(|row| {
            let numbers = row.numbers().into_iter();
            let cells = numbers.map(|number| number.map_or_else(String::new, |n| n.to_string()));
            let names = [row.store.key(), row.kind.key()].map(str::to_owned);
            names.into_iter().chain(cells).collect::<Vec<_>>().join(",")
        });
        let lines = about.chain([COLUMNS.to_owned()]).chain(rows);
        lines.flat_map(|line| [line, "\n".to_owned()]).collect()
    }
}

/// How many numbers a row has.
const NUMBERS: usize = 16;
/// How many of them are those of the store alone; as many figures follow, measured and predicted.
const OWN: usize = 4;

impl Row {
    /// The numbers of a row, in the order of their columns.
    fn numbers(&self) -> [Option<u64>; NUMBERS] {
        let [m, p] = [self.measured, self.predicted].map(|of| {
            let Figures { file_bytes, leaf_pages, inner_pages, fill_ppm, .. } = of;
            let [file, leaf, inner, fill] =
                [file_bytes, leaf_pages, inner_pages, fill_ppm].map(Some);
            [file, leaf, inner, fill, of.pages_read, of.pages_written]
        });
        let own = [Some(self.took_ms), Some(self.rows_a_second), self.log_bytes, self.disk_bytes];
        let mut all = own.into_iter().chain(m).chain(p);
        std::array::from_fn(|_| all.next().flatten())
    }
}

impl Figures {
    fn of(numbers: &[Option<u64>]) -> Option<Figures> {
        let [file, leaf, inner, fill, pages_read, pages_written] = *numbers else {
            return None;
        };
        Some(Figures {
            file_bytes: file?,
            leaf_pages: leaf?,
            inner_pages: inner?,
            fill_ppm: fill?,
            pages_read,
            pages_written,
        })
    }
}

fn read_row(text: &str) -> Result<Row, &'static str> {
    let cells: Vec<&str> = text.split(',').collect();
    let [store, kind, cells @ ..] = &*cells else {
        return Err("a store, a kind of key and 16 numbers are right");
    };
    let number = |cell: &&str| match *cell {
        "" => Some(None),
        cell => cell.parse().ok().map(Some),
    };
    let numbers: Option<Vec<Option<u64>>> = cells.iter().map(number).collect();
    let numbers = numbers.ok_or("numbers are whole, or left out")?;
    if numbers.len() != NUMBERS {
        return Err("a store, a kind of key and 16 numbers are right");
    }
    let (own, figures) = numbers.split_at(OWN);
    let (measured, predicted) = figures.split_at(figures.len() / 2);
    let missing = "time and pages cannot be left out";
    Ok(Row {
        store: Store::ALL.into_iter().find(|of| of.key() == *store).ok_or("no such store")?,
        kind: KeyKind::ALL.into_iter().find(|of| of.key() == *kind).ok_or("no such key")?,
        took_ms: own[0].ok_or(missing)?,
        rows_a_second: own[1].ok_or(missing)?,
        log_bytes: own[2],
        disk_bytes: own[3],
        measured: Figures::of(measured).ok_or(missing)?,
        predicted: Figures::of(predicted).ok_or(missing)?,
    })
}

/// What the model says today of a small table in every store under every kind of key: leaves, pages
/// read and pages written. It stands in the file, so that predictions of another model are found out
/// without predicting a million rows again.
///
/// # Errors
/// When rows are too large for the pages, which they are not.
pub fn sample() -> Result<String, PredictError> {
    const SMALL: Load =
        Load { rows: 10_000, row_bytes: 100, batch_rows: 1_000, cache_mib: 1, seed: 0 };
    let mut words = Vec::new();
    for store in Store::ALL {
        for kind in KeyKind::ALL {
            let of = SMALL.predicted(store, kind)?;
            let [read, written] = [of.pages_read, of.pages_written].map(Option::unwrap_or_default);
            words.push(format!("{}/{read}/{written}", of.leaf_pages));
        }
    }
    Ok(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read_as_it_is_written_and_has_every_row() {
        let reality = Reality::committed().unwrap();
        assert_eq!(reality.write(), COMMITTED);
        let rows: Vec<_> = reality.rows.iter().map(|row| (row.store, row.kind)).collect();
        let all = Store::ALL.iter().flat_map(|store| KeyKind::ALL.map(|kind| (*store, kind)));
        assert_eq!(rows, all.collect::<Vec<_>>());
        assert_eq!(reality.about("written by"), Some(COMMAND));
        for name in ["date", "machine", "stores", "rows", "row bytes", "cache", "transactions"] {
            assert!(reality.about(name).is_some_and(|value| !value.is_empty()), "{name}");
        }
    }

    #[test]
    fn the_models_columns_are_those_of_todays_model() {
        let reality = Reality::committed().unwrap();
        let said = reality.about("small model");
        assert_eq!(said, Some(&*sample().unwrap()), "write the file anew: {COMMAND}");
    }

    #[test]
    fn a_line_that_is_none_of_the_files_is_refused_by_its_number() {
        let refused = |text: &str| Reality::read(text).unwrap_err().to_string();
        let row = COMMITTED.lines().last().unwrap();
        assert!(Reality::read(row).is_ok());
        assert_eq!(refused("# date\n"), "line 1: “# name: value” is right");
        let short = row.rsplit_once(',').unwrap().0;
        let columns = "a store, a kind of key and 16 numbers are right";
        assert_eq!(refused(&format!("{row}\n{short}")), format!("line 2: {columns}"));
        assert_eq!(refused(&row.replacen("redb", "dbm", 1)), "line 1: no such store");
        assert!(refused(&format!("{short},many")).contains("numbers are whole"));
        let first = row.split(',').take(2).collect::<Vec<_>>().join(",");
        let empty = ",".repeat(NUMBERS);
        assert!(refused(&format!("{first}{empty}")).contains("cannot be left out"));
    }
}
