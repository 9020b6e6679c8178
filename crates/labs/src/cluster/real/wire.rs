//! What is sent and written for real, as text: one line each, and a log that shows its damage.

use super::super::protocol::{Input, Node, Protocol};
use super::entry::Entry;
use kernel::Fingerprint;

/// A value as a few words of letters, digits and hyphens with single spaces between.
pub trait Wire: Sized {
    /// The words.
    fn write(&self) -> String;
    /// Reads what [`Wire::write`] wrote. May be lenient: [`read`] is not.
    fn read_words(words: &[&str]) -> Option<Self>;
}

/// Reads a value. Every value has one form, and no other is read.
pub fn read<T: Wire>(text: &str) -> Option<T> {
    let words: Vec<&str> = text.split(' ').collect();
    T::read_words(&words).filter(|value| value.write() == text)
}

/// A protocol that runs for real, too.
pub trait Real: Protocol<Message: Wire, Record: Wire, Timer: Wire> {
    /// Whether an input may come to a node at all: it is of its role, and every number in it is
    /// within its bounds. A handler may rely on it.
    fn hears(&self, node: Node, input: &Input<Self>) -> bool;
    /// Whether a node's log may hold a record, as [`Real::hears`] says it of inputs.
    fn keeps(&self, node: Node, record: &Self::Record) -> bool;
}

/// What stands for a log up to one of its lines: each line's checksum is of the line and of the
/// checksum before it, so a line that is changed, missing or in another place is found at itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Chain {
    /// How many lines there are.
    pub lines: u64,
    /// The checksum of the last.
    pub sum: u64,
}

/// A whole log, as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log<'a> {
    /// Its lines without their checksums, oldest first.
    pub lines: Vec<&'a str>,
    /// What stands for all of them.
    pub chain: Chain,
    /// How many bytes they take: whatever comes after is a last line that was torn in a crash, and
    /// is to be cut off before anything is appended.
    pub bytes: usize,
}

/// A log that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLog {
    /// A line is not what was written, and it is not the last one.
    #[error(
        "line {line} is damaged: its checksum is not that of what it says and of the lines before"
    )]
    Damaged {
        /// Which, from 1.
        line: u64,
    },
    /// A line is whole and says what nobody can have written to it.
    #[error(
        "line {line} is whole, and no node of this cluster with these settings can have \
             written it there: is it the log of another run?"
    )]
    Foreign {
        /// Which, from 1.
        line: u64,
    },
}

/// Bytes of a line before its text: sixteen hexadecimal digits and a space.
const HEAD: usize = 17;

impl Chain {
    /// A line as it stands in the file, its end included; the chain goes on behind it.
    pub fn seal(&mut self, text: &str) -> String {
        self.lines += 1;
        self.sum = Fingerprint::of(&(self.sum, text));
        format!("{:016x} {text}\n", self.sum)
    }

    /// Reads a log from its first byte on.
    ///
    /// # Errors
    /// When a line before the last is damaged. A damaged last line was torn in a crash, and is left
    /// out.
    pub fn unseal(bytes: &[u8]) -> Result<Log<'_>, BadLog> {
        let mut log = Log { lines: Vec::new(), chain: Chain::default(), bytes: 0 };
        let mut torn = None;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            if let Some(line) = torn {
                return Err(BadLog::Damaged { line });
            }
            let mut chain = log.chain;
            let text = line.get(HEAD..line.len() - 1).and_then(|text| str::from_utf8(text).ok());
            match text.filter(|text| chain.seal(text).as_bytes() == line) {
                Some(text) => {
                    log.lines.push(text);
                    log.chain = chain;
                    log.bytes += line.len();
                }
                // A line that was whole has lost its end to the next one: that is no tear.
                None if begins_whole(line, log.chain) => {
                    return Err(BadLog::Damaged { line: log.chain.lines + 1 });
                }
                None => torn = Some(log.chain.lines + 1),
            }
        }
        Ok(log)
    }
}

/// Whether a line without the right end is another line with the right one, and at least the head
/// of the next behind it.
fn begins_whole(line: &[u8], chain: Chain) -> bool {
    (HEAD..line.len().saturating_sub(HEAD)).any(|end| {
        let is_it = |text: &str| {
            let sealed = { chain }.seal(text);
            sealed.as_bytes().strip_suffix(b"\n") == Some(&line[..end])
        };
        str::from_utf8(&line[HEAD..end]).is_ok_and(is_it)
    })
}

impl Log<'_> {
    /// Every line, as what it says.
    ///
    /// # Errors
    /// When `read` makes nothing of one.
    pub fn read<T>(&self, mut read: impl FnMut(&str) -> Option<T>) -> Result<Vec<T>, BadLog> {
        let lines = (1..).zip(&self.lines);
        lines.map(|(line, text)| read(text).ok_or(BadLog::Foreign { line })).collect()
    }

    /// The records of a node's own log.
    ///
    /// # Errors
    /// When a line is none that this node writes.
    pub fn records<P: Real>(&self, protocol: &P, node: Node) -> Result<Vec<P::Record>, BadLog> {
        self.read(|text| read(text).filter(|record| protocol.keeps(node, record)))
    }

    /// The entries of a node's journal.
    ///
    /// # Errors
    /// When a line is none that this node writes.
    pub fn entries<P: Real>(&self, protocol: &P, node: Node) -> Result<Vec<Entry<P>>, BadLog> {
        self.read(|text| Entry::read(protocol, text).filter(|entry| entry.node == node))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(texts: &[&str]) -> Vec<u8> {
        let mut chain = Chain::default();
        texts.iter().map(|text| chain.seal(text)).collect::<String>().into_bytes()
    }

    #[test]
    fn a_log_is_read_as_it_was_written() {
        let bytes = sealed(&["one", "", "three 3"]);
        let log = Chain::unseal(&bytes).unwrap();
        assert_eq!(log.lines, ["one", "", "three 3"]);
        assert_eq!((log.chain.lines, log.bytes), (3, bytes.len()));
        assert_eq!(Chain::unseal(b"").unwrap().chain, Chain::default());
    }

    #[test]
    fn a_torn_last_line_is_dropped_and_a_damaged_one_before_it_is_an_error() {
        let bytes = sealed(&["one", "two", "three"]);
        let whole = sealed(&["one", "two"]).len();
        for end in whole..bytes.len() {
            let log = Chain::unseal(&bytes[..end]).unwrap();
            assert_eq!((log.lines, log.bytes), (vec!["one", "two"], whole), "{end} bytes");
        }
        for at in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[at] ^= 0x81;
            let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
            match Chain::unseal(&bad) {
                Ok(log) => assert_eq!((line, log.lines), (3, vec!["one", "two"]), "byte {at}"),
                // Two lines without the end between them are one damaged line.
                Err(bad) => assert_eq!(bad, BadLog::Damaged { line }, "byte {at}"),
            }
        }
    }

    #[test]
    fn a_line_that_is_missing_or_in_another_place_is_found() {
        let bytes = sealed(&["one", "two", "three", "four"]);
        let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
        let log = |order: &[usize]| order.iter().flat_map(|at| lines[*at].to_vec()).collect();
        for (order, line) in [(&[0, 2, 3][..], 2), (&[1, 2, 3], 1), (&[0, 2, 1, 3], 2)] {
            let log: Vec<u8> = log(order);
            assert_eq!(Chain::unseal(&log), Err(BadLog::Damaged { line }), "{order:?}");
        }
    }
}
