//! Rows of a CSV file (RFC 4180) with the lines on which they start.

use csv::{ByteRecord, ReaderBuilder};

/// A file without the byte order mark that some programs put before the first cell.
pub(crate) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// The rows of a CSV file with the lines on which they start. The reader passes over empty lines
/// without a word, so lines are counted here.
pub(crate) struct Rows<'a> {
    bytes: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    record: ByteRecord,
    /// Where the last row started, and how many line feeds stand before it.
    start: usize,
    line_feeds: u64,
    empty_lines: u32,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        Self { bytes, reader, record: ByteRecord::new(), start: 0, line_feeds: 0, empty_lines: 0 }
    }

    /// The row read last.
    pub(crate) fn record(&self) -> &ByteRecord {
        &self.record
    }

    /// Lines without a row, so far.
    pub(crate) fn empty_lines(&self) -> u32 {
        self.empty_lines
    }

    /// Reads the next row and returns its line, from 1; `None` at the end.
    pub(crate) fn next(&mut self) -> Option<u64> {
        let end = self.reader.position().byte() as usize;
        let gap = self.bytes[end..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let next = end + gap;
        let in_gap = line_feeds(&self.bytes[end..next]);
        // After a carriage return the reader may leave the row's own line feed in the gap.
        let ended = end == 0 || self.bytes[end - 1] == b'\n';
        self.empty_lines += if ended { in_gap } else { in_gap.saturating_sub(1) } as u32;
        self.line_feeds += line_feeds(&self.bytes[self.start..next]);
        self.start = next;
        // Bytes in memory and rows of any length leave nothing to fail but the end.
        let read = self.reader.read_byte_record(&mut self.record);
        matches!(read, Ok(true)).then_some(self.line_feeds + 1)
    }
}

fn line_feeds(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}
