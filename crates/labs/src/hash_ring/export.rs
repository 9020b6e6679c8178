//! Writes where every key is: one row a key in CSV (RFC 4180).

use std::borrow::Cow;

use super::assignment::Assignment;
use super::keys::Keys;
use super::members::Members;
use crate::sheet;

/// What the file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A program: keys and names byte for byte.
    Program,
    /// A spreadsheet: a cell that it would run as a formula (it starts with `=`, `+`, `-`, `@`, a
    /// tab or a carriage return) gets an apostrophe before it, as OWASP's "CSV Injection" advises.
    Spreadsheet,
}

/// The rows `key,node`, one a key in the keys' order, each ended by a line feed. A shard that is
/// not among the members is written as its id.
#[must_use]
pub fn to_csv(keys: &Keys, assignment: &Assignment, members: &Members, reader: Reader) -> String {
    let mut csv = String::new();
    let mut owners = assignment.owners().iter();
    keys.for_each(|key| {
        let Some(&owner) = owners.next() else { return };
        let name = members.get(owner).map(|shard| Cow::Borrowed(&*shard.name));
        let name = name.unwrap_or_else(|| owner.to_string().into());
        cell(&mut csv, key, reader);
        csv.push(',');
        cell(&mut csv, &name, reader);
        csv.push('\n');
    });
    csv
}

/// Writes a cell, marked where a spreadsheet would run it.
pub fn cell(csv: &mut String, text: &str, reader: Reader) {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if is_formula && reader == Reader::Spreadsheet { "'" } else { "" };
    sheet::cell(csv, mark, text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash_ring::key_file::{Format, read};
    use crate::hash_ring::members::Shard;
    use crate::hash_ring::modulo::Modulo;

    fn exported(file: &str, reader: Reader) -> String {
        let keys = Keys::Loaded(read(file.as_bytes(), &Format::Lines).unwrap().into());
        let members = Members::new(vec![Shard::new(0, "@shard, \"0\"")]).unwrap();
        let modulo = Modulo::new(members.clone()).unwrap();
        let assignment = Assignment::of(&modulo, &keys.digests(&modulo));
        to_csv(&keys, &assignment, &members, reader)
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let rows = exported("a\nb,\"c\"\n=1+1\n-2", Reader::Program);
        let shard = "\"@shard, \"\"0\"\"\"";
        let expected = ["a", "\"b,\"\"c\"\"\"", "=1+1", "-2"].map(|key| format!("{key},{shard}\n"));
        assert_eq!(rows, expected.concat());
        let read_back = read(rows.as_bytes(), &Format::Csv { column: None }).unwrap();
        assert_eq!(read_back.iter().collect::<Vec<_>>(), ["a", "b,\"c\"", "=1+1", "-2"]);
    }

    #[test]
    fn a_spreadsheet_gets_no_formula() {
        let rows = exported("a\n=1+1\n-2\n+3\n@x\n\ty", Reader::Spreadsheet);
        for row in rows.lines().skip(1) {
            assert!(row.trim_start_matches('"').starts_with('\''), "{row}");
            assert!(row.contains("'@shard"), "{row}");
        }
        assert!(rows.starts_with("a,"));
    }
}
