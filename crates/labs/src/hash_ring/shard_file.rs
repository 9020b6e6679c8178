//! Reads a cluster that a person describes: one shard a line, `name`, `name,weight` or
//! `name,weight,zone`, in CSV (RFC 4180), with or without those words as a first line.

use thiserror::Error;

use super::members::{Cannot, Members, SHARDS_MAX, Shard};
use super::rows::{Rows, without_mark};

/// The largest file: 8 MiB.
pub const FILE_BYTES_MAX: u64 = 8 << 20;

/// The longest name of a shard, in bytes.
pub const NAME_BYTES_MAX: usize = 256;

/// Why a file of shards was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadShards {
    /// Too many bytes.
    #[error("the file has {bytes} bytes: {FILE_BYTES_MAX} at most")]
    TooLarge {
        /// How many it has.
        bytes: u64,
    },
    /// Too many shards.
    #[error("line {line} holds one shard more than the {SHARDS_MAX} allowed")]
    TooMany {
        /// The line of the first shard too many.
        line: u64,
    },
    /// Too many cells in a row.
    #[error("line {line} has {cells} cells: write name, weight and zone, and no more")]
    Cells {
        /// The line.
        line: u64,
        /// How many cells it has.
        cells: u64,
    },
    /// A name that is missing, too long, no text, or longer than a line.
    #[error("the name on line {line} must be one line of UTF-8, 1 to {NAME_BYTES_MAX} bytes")]
    Name {
        /// The line.
        line: u64,
    },
    /// A weight or a zone that is no number.
    #[error("the {what} on line {line} must be a whole number from 0 to {}", u32::MAX)]
    Number {
        /// The line.
        line: u64,
        /// Which of the two.
        what: &'static str,
    },
    /// The shards do not make a cluster.
    #[error(transparent)]
    Cannot(#[from] Cannot),
}

/// Reads the shards of a file; they are numbered from 0 in its order. A missing weight is 1, a
/// missing zone 0.
///
/// # Errors
/// A [`BadShards`] names the first line that is wrong, or says why the shards make no cluster.
pub fn read(bytes: &[u8]) -> Result<Members, BadShards> {
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(BadShards::TooLarge { bytes: bytes.len() as u64 });
    }
    let mut shards = Vec::new();
    let mut rows = Rows::new(without_mark(bytes));
    let mut first = true;
    while let Some(line) = rows.next() {
        let cells = rows.record();
        if std::mem::take(&mut first) && cells.get(0) == Some(b"name") {
            continue;
        }
        if cells.len() > 3 {
            return Err(BadShards::Cells { line, cells: cells.len() as u64 });
        }
        if shards.len() as u64 == u64::from(SHARDS_MAX) {
            return Err(BadShards::TooMany { line });
        }
        let id = shards.len() as u32;
        let shard = Shard::new(id, name(cells.get(0), line)?);
        let weight = number(cells.get(1), line, "weight")?.unwrap_or(shard.weight);
        let zone = number(cells.get(2), line, "zone")?.unwrap_or(shard.zone);
        shards.push(Shard { weight, zone, ..shard });
    }
    Ok(Members::new(shards)?)
}

fn name(cell: Option<&[u8]>, line: u64) -> Result<&str, BadShards> {
    let name = str::from_utf8(cell.unwrap_or_default()).map_or("", str::trim);
    let fits = (1..=NAME_BYTES_MAX).contains(&name.len()) && !name.contains(['\r', '\n']);
    if fits { Ok(name) } else { Err(BadShards::Name { line }) }
}

/// A cell's number; `None` where the cell is missing or empty.
fn number(cell: Option<&[u8]>, line: u64, what: &'static str) -> Result<Option<u32>, BadShards> {
    let cell = cell.unwrap_or_default().trim_ascii();
    if cell.is_empty() {
        return Ok(None);
    }
    let number = str::from_utf8(cell).ok().and_then(|cell| cell.parse().ok());
    number.map(Some).ok_or(BadShards::Number { line, what })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::proptest;

    #[test]
    fn weight_and_zone_may_be_left_out() {
        let file = b"name,weight,zone\r\na\r\n\r\n\"b, b\",3\r\nc,,2\r\n d , 4 ,1";
        let members = read(file).unwrap();
        let shards = members.shards().iter();
        let shards = shards.map(|shard| (&*shard.name, shard.weight, shard.zone));
        let expected = [("a", 1, 0), ("b, b", 3, 0), ("c", 1, 2), ("d", 4, 1)];
        assert_eq!(shards.collect::<Vec<_>>(), expected);
        assert_eq!(read(b"a\nb").unwrap().ids(), [0, 1]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let wrong = |file: &[u8]| read(file).unwrap_err().to_string();
        assert_eq!(
            wrong(b"a\n\nb,heavy"),
            "the weight on line 3 must be a whole number from 0 to 4294967295"
        );
        assert_eq!(
            wrong(b"a,1,2,3"),
            "line 1 has 4 cells: write name, weight and zone, and no more"
        );
        let name = "the name on line 2 must be one line of UTF-8, 1 to 256 bytes";
        for bad in [
            b"a\n,1".as_slice(),
            b"a\n\xff,1",
            b"a\n\"b\nc\",1",
            &[b"a\n", [b'x'; 257].as_slice()].concat(),
        ] {
            assert_eq!(wrong(bad), name);
        }
        assert_eq!(wrong(b"a,0"), "weight 0 of shard \"a\" is out of range: 1 to 100");
        assert_eq!(read(b""), Err(BadShards::Cannot(Cannot::Empty)));
        assert_eq!(read(b"a\na"), Err(BadShards::Cannot(Cannot::NameTaken { name: "a".into() })));
        let many = (0..=SHARDS_MAX).map(|n| format!("{n}\n")).collect::<String>();
        assert_eq!(read(many.as_bytes()), Err(BadShards::TooMany { line: 65_537 }));
        let large = vec![b'\n'; FILE_BYTES_MAX as usize + 1];
        assert_eq!(read(&large), Err(BadShards::TooLarge { bytes: 8_388_609 }));
    }

    proptest! {
        /// Whatever the bytes, the reader ends.
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = read(&bytes);
        }
    }
}
