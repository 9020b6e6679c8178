//! Reads keys that a person loads: one a line, or one column of a CSV file (RFC 4180).
//!
//! Everything is bounded: bytes, keys, and the bytes of a key. What is refused is refused with the
//! line and with what would be right.

use thiserror::Error;

use super::keys::{KEYS_MAX, LoadedKeys};
use super::rows::{Rows, without_mark};

/// The largest file: 64 MiB.
pub const FILE_BYTES_MAX: u64 = 64 << 20;

/// The longest key, in bytes.
pub const KEY_BYTES_MAX: usize = 4_096;

/// What a file of keys looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Every line is a key, up to its end.
    Lines,
    /// Rows of cells; the key is the cell in one column.
    Csv {
        /// The column's name in the first line; without one there is no such line, and the key is
        /// the first cell.
        column: Option<String>,
    },
}

/// Why a file of keys was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadFile {
    /// Too many bytes.
    #[error("the file has {bytes} bytes: {FILE_BYTES_MAX} at most; load a part of it")]
    TooLarge {
        /// How many it has.
        bytes: u64,
    },
    /// Too many keys.
    #[error("line {line} holds one key more than the {KEYS_MAX} allowed: load a part of the file")]
    TooManyKeys {
        /// The line of the first key too many.
        line: u64,
    },
    /// Bytes that are no text.
    #[error("line {line} is not UTF-8: save the file in that encoding")]
    NotUtf8 {
        /// The line.
        line: u64,
    },
    /// A key beyond [`KEY_BYTES_MAX`].
    #[error("the key on line {line} has {bytes} bytes: {KEY_BYTES_MAX} at most")]
    KeyTooLong {
        /// The line.
        line: u64,
        /// The key's length in bytes.
        bytes: u64,
    },
    /// The named column is not in the first line.
    #[error("line {line} has no column \"{column}\": name one of {found}")]
    NoColumn {
        /// The line of the header.
        line: u64,
        /// The column asked for.
        column: String,
        /// The columns there are.
        found: String,
    },
    /// A row without the key's cell.
    #[error("line {line} has {cells} cells, and the key is in cell {wanted}: complete the row")]
    MissingCell {
        /// The line.
        line: u64,
        /// How many cells it has.
        cells: u64,
        /// The number of the key's cell, from 1.
        wanted: u64,
    },
    /// A key that goes over the end of its line: most often a quotation mark without its partner,
    /// or lines that end in a carriage return alone.
    #[error(
        "the key on line {line} holds a line break: close its quotation mark, or end lines in line feeds"
    )]
    LineBreak {
        /// The line on which the key starts.
        line: u64,
    },
    /// Not one key.
    #[error("there is no key in the file: put one on each line")]
    NoKeys,
}

/// Reads the keys of a file. Lines without a key are skipped and counted.
///
/// # Errors
/// A [`BadFile`] names the first line that is wrong.
pub fn read(bytes: &[u8], format: &Format) -> Result<LoadedKeys, BadFile> {
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(BadFile::TooLarge { bytes: bytes.len() as u64 });
    }
    let bytes = without_mark(bytes);
    let keys = match format {
        Format::Lines => read_lines(bytes)?,
        Format::Csv { column } => read_csv(bytes, column.as_deref())?,
    };
    if keys.count() == 0 { Err(BadFile::NoKeys) } else { Ok(keys) }
}

fn read_lines(bytes: &[u8]) -> Result<LoadedKeys, BadFile> {
    let mut keys = LoadedKeys::default();
    let body = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    for (line, key) in (1..).zip(body.split(|&byte| byte == b'\n')) {
        push(&mut keys, key.strip_suffix(b"\r").unwrap_or(key), line)?;
    }
    Ok(keys)
}

fn read_csv(bytes: &[u8], column: Option<&str>) -> Result<LoadedKeys, BadFile> {
    let mut keys = LoadedKeys::default();
    let mut rows = Rows::new(bytes);
    let mut cell = 0;
    if let Some(column) = column {
        let Some(line) = rows.next() else { return Err(BadFile::NoKeys) };
        let cells = rows.record().iter().map(String::from_utf8_lossy);
        let cells = cells.map(|name| name.trim().to_owned()).collect::<Vec<_>>();
        let found = || cells.iter().take(20).map(|name| shorten(name)).collect::<Vec<_>>();
        cell = cells.iter().position(|name| name == column).ok_or_else(|| BadFile::NoColumn {
            line,
            column: column.to_owned(),
            found: found().join(", "),
        })?;
    }
    while let Some(line) = rows.next() {
        let Some(key) = rows.record().get(cell) else {
            let (cells, wanted) = (rows.record().len() as u64, cell as u64 + 1);
            return Err(BadFile::MissingCell { line, cells, wanted });
        };
        push(&mut keys, key, line)?;
    }
    keys.empty_lines += rows.empty_lines();
    Ok(keys)
}

/// Takes a key over, or says what is wrong with it.
fn push(keys: &mut LoadedKeys, key: &[u8], line: u64) -> Result<(), BadFile> {
    if key.trim_ascii().is_empty() {
        keys.empty_lines += 1;
        return Ok(());
    }
    if key.contains(&b'\n') || key.contains(&b'\r') {
        return Err(BadFile::LineBreak { line });
    }
    if key.len() > KEY_BYTES_MAX {
        return Err(BadFile::KeyTooLong { line, bytes: key.len() as u64 });
    }
    let key = str::from_utf8(key).map_err(|_| BadFile::NotUtf8 { line })?;
    if keys.count() == KEYS_MAX {
        return Err(BadFile::TooManyKeys { line });
    }
    keys.push(key);
    Ok(())
}

/// A column's name, as far as a message needs it.
fn shorten(name: &str) -> String {
    format!("\"{}\"", name.chars().take(40).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    fn csv(column: &str) -> Format {
        Format::Csv { column: Some(column.to_owned()) }
    }

    fn keys(bytes: &[u8], format: &Format) -> Result<(Vec<String>, u32), String> {
        let loaded = read(bytes, format).map_err(|bad| bad.to_string())?;
        Ok((loaded.iter().map(str::to_owned).collect(), loaded.empty_lines))
    }

    #[test]
    fn lines_are_keys() {
        let (found, empty) = keys(b"\xef\xbb\xbfa\r\n\n b \n  \nc", &Format::Lines).unwrap();
        assert_eq!((found.as_slice(), empty), (["a", " b ", "c"].map(str::to_owned).as_slice(), 2));
    }

    #[test]
    fn a_column_holds_the_keys() {
        let file = b"id,name\r\n\r\n1,\"a, \"\"b\"\"\"\r\n2,\r\n\r\n\r\n\"3\r\n4\",c\r\n";
        let (found, empty) = keys(file, &csv("name")).unwrap();
        assert_eq!((found.as_slice(), empty), (["a, \"b\"", "c"].map(str::to_owned).as_slice(), 4));
        let (found, _) = keys(b"x,1\ny,2", &Format::Csv { column: None }).unwrap();
        assert_eq!(found, ["x", "y"]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let wrong = |bytes: &[u8], format: &Format| keys(bytes, format).unwrap_err();
        let lines = Format::Lines;
        assert_eq!(
            wrong(b"a\n\n\xff\n", &lines),
            "line 3 is not UTF-8: save the file in that encoding"
        );
        assert_eq!(wrong(b" \n\n", &lines), "there is no key in the file: put one on each line");
        let long = [b"a\n".as_slice(), &[b'x'; KEY_BYTES_MAX + 1]].concat();
        assert_eq!(wrong(&long, &lines), "the key on line 2 has 4097 bytes: 4096 at most");
        assert!(keys(&long[..long.len() - 1], &lines).is_ok());
        let many = "k\n".repeat(KEYS_MAX as usize);
        assert_eq!(read(many.as_bytes(), &lines).map(|keys| keys.count()), Ok(KEYS_MAX));
        assert_eq!(
            read((many + "k").as_bytes(), &lines),
            Err(BadFile::TooManyKeys { line: 1_000_001 })
        );
        assert_eq!(
            read(&vec![b'\n'; FILE_BYTES_MAX as usize + 1], &lines),
            Err(BadFile::TooLarge { bytes: 67_108_865 })
        );
        assert_eq!(
            wrong(b"\nid,user name\n1,2\n", &csv("name")),
            "line 2 has no column \"name\": name one of \"id\", \"user name\""
        );
        assert_eq!(
            wrong(b"id,name\r\n1,a\r\n\r\n2\r\n", &csv("name")),
            "line 4 has 1 cells, and the key is in cell 2: complete the row"
        );
        assert_eq!(
            wrong(b"id,name\n1,\"a\n2,b\n", &csv("name")),
            "the key on line 2 holds a line break: close its quotation mark, or end lines in line feeds"
        );
        assert_eq!(wrong(b"", &csv("name")), "there is no key in the file: put one on each line");
    }

    proptest! {
        /// Whatever the bytes, the reader ends with keys or with an error, and every line is
        /// accounted for.
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>, column in any::<Option<String>>()) {
            let _ = read(&bytes, &Format::Csv { column });
            if let Ok(keys) = read(&bytes, &Format::Lines) {
                let feeds = bytes.iter().filter(|&&byte| byte == b'\n').count() as u64;
                let lines = feeds + u64::from(!bytes.ends_with(b"\n"));
                prop_assert_eq!(u64::from(keys.count() + keys.empty_lines), lines);
            }
        }

        /// The same keys come back from lines and from quoted cells, with the same lines counted,
        /// whatever ends a line.
        #[test]
        fn both_formats_agree(keys in "([a-z,\" ]{0,4}\n){0,12}", returns: bool) {
            let lines = keys.lines().map(|key| if key.trim().is_empty() { "" } else { key });
            let quoted = |key: &str| format!("\"{}\"", key.replace('"', "\"\""));
            let end = if returns { "\r\n" } else { "\n" };
            let file = |cell: &dyn Fn(&str) -> String| {
                lines.clone().map(|key| if key.is_empty() { end.to_owned() } else { cell(key) + end })
                    .collect::<String>()
            };
            let plain = read(file(&str::to_owned).as_bytes(), &Format::Lines);
            let csv = read(file(&quoted).as_bytes(), &Format::Csv { column: None });
            prop_assert_eq!(&plain, &csv);
            prop_assert!(plain.is_ok() || lines.clone().all(str::is_empty));
        }
    }
}
