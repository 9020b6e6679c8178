//! Your data: a file of keys, of shards, or of both, that a person loads. It stays on the person's
//! machine; a link carries its digest alone.
//!
//! A plain file has one key on each line; a CSV file names a column `key`. To bring shards of one's
//! own, with weights and zones, a file has two parts:
//!
//! ```text
//! [shards]
//! name,weight,zone
//! eu-1,3,1
//! eu-2
//! [keys]
//! user:1
//! user:2
//! ```
//!
//! Without `[keys]`, the keys are the generated ones.

use std::rc::Rc;

use kernel::Fingerprint;

use crate::lab::Data;

use super::key_file::{self, Format};
use super::keys::Keys;
use super::members::Members;
use super::{shard_file, words};

/// The column that holds the keys of a CSV file.
const COLUMN: &str = "key";

/// The lines before the two parts of a file.
const SHARDS: &[u8] = b"[shards]";
const KEYS: &[u8] = b"[keys]";

/// What a file brought.
#[derive(Clone, Debug)]
pub(super) struct Loaded {
    /// The keys, if there were any.
    pub(super) keys: Option<Keys>,
    /// The shards, if there were any.
    pub(super) members: Option<Members>,
}

/// Reads a file. A name that ends in `.csv` says that the keys are in CSV.
///
/// # Errors
/// The sentence names the line, what was wrong there, and what would be right.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Data, String> {
    let is_csv = name.to_ascii_lowercase().ends_with(".csv");
    let parts = Parts::of(bytes);
    let members = parts.shards.map(shard_file::read).transpose();
    let members = members.map_err(|bad| format!("below [shards], {bad}"))?;
    let place = if members.is_some() { "below [keys], " } else { "" };
    let loaded = parts.keys.map(|bytes| read_keys(bytes, is_csv)).transpose();
    let (keys, said) = loaded.map_err(|bad| format!("{place}{bad}"))?.unzip();
    let shards = members.as_ref();
    let shards = shards.map(|members| words::things(members.count(), "shard", "shards"));
    let summary = [shards, said].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let digest = Fingerprint::of(&(keys.as_ref().map(Keys::fingerprint), &members));
    let payload = Rc::new(Loaded { keys, members });
    Ok(Data { name: name.to_owned(), summary, digest, payload })
}

/// The keys, and how many there are in words.
fn read_keys(bytes: &[u8], is_csv: bool) -> Result<(Keys, String), String> {
    let column = || Format::Csv { column: Some(COLUMN.to_owned()) };
    let format = if is_csv { column() } else { Format::Lines };
    let loaded = key_file::read(bytes, &format).map_err(|bad| bad.to_string())?;
    let empty = match loaded.empty_lines {
        0 => String::new(),
        n => format!(", {} skipped", words::things(n, "empty line", "empty lines")),
    };
    let said = format!("{}{empty}", words::things(loaded.count(), "key", "keys"));
    Ok((Keys::Loaded(loaded.into()), said))
}

/// The parts of a file.
struct Parts<'a> {
    shards: Option<&'a [u8]>,
    keys: Option<&'a [u8]>,
}

impl<'a> Parts<'a> {
    fn of(bytes: &'a [u8]) -> Parts<'a> {
        let (first, below) = bytes.split_at(line_end(bytes));
        if first.trim_ascii() != SHARDS {
            return Parts { shards: None, keys: Some(bytes) };
        }
        let mut at = 0;
        while at < below.len() {
            let end = at + line_end(&below[at..]);
            if below[at..end].trim_ascii() == KEYS {
                return Parts { shards: Some(&below[..at]), keys: Some(&below[end..]) };
            }
            at = end;
        }
        Parts { shards: Some(below), keys: None }
    }
}

/// Where the first line ends, its line feed included.
fn line_end(bytes: &[u8]) -> usize {
    bytes.iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |at| at + 1)
}

/// What was loaded.
///
/// # Errors
/// When these are the data of another lab.
pub(super) fn loaded(data: &Data) -> Result<&Loaded, String> {
    let loaded = data.payload.downcast_ref::<Loaded>();
    loaded.ok_or_else(|| format!("{} holds neither keys nor shards: load such a file", data.name))
}
