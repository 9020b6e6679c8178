//! Your data: a file of keys that a person loads. It stays on the person's machine; a link carries
//! its digest alone.

use std::rc::Rc;
use std::sync::Arc;

use crate::lab::Data;

use super::key_file::{self, Format};
use super::keys::Keys;
use super::words;

/// The column that holds the keys where a CSV file has a header.
const COLUMN: &str = "key";

/// Reads a file of keys. A name that ends in `.csv` is read as CSV, whose first line names the
/// columns: the keys stand under `key`. Any other file has one key on each line.
///
/// # Errors
/// The sentence names the line, what was wrong there, and what would be right.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Data, String> {
    let format = if name.to_ascii_lowercase().ends_with(".csv") {
        Format::Csv { column: Some(COLUMN.to_owned()) }
    } else {
        Format::Lines
    };
    let loaded = key_file::read(bytes, &format).map_err(|bad| bad.to_string())?;
    let empty = match loaded.empty_lines {
        0 => String::new(),
        n => format!(", {} skipped", words::things(n, "empty line", "empty lines")),
    };
    let summary = format!("{}{empty}", words::things(loaded.count(), "key", "keys"));
    let keys = Keys::Loaded(Arc::new(loaded));
    Ok(Data { name: name.to_owned(), summary, digest: keys.fingerprint(), payload: Rc::new(keys) })
}

/// The keys that were read.
///
/// # Errors
/// When these are the data of another lab.
pub(super) fn keys(data: &Data) -> Result<Keys, String> {
    let keys = data.payload.downcast_ref::<Keys>();
    keys.cloned().ok_or_else(|| format!("{} holds no keys: load a file of keys", data.name))
}
