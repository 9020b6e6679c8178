//! What a store reads and writes, counted at the system calls of this process.
//!
//! Source: the kernel's documentation, *The /proc Filesystem*, section 3.3: `rchar` and `wchar` are
//! what was asked of the system, whether or not the disk was touched; `read_bytes` and
//! `write_bytes` are what storage was made to move.

use std::ops::{AddAssign, Sub};

/// What a store has moved between itself and its files, and the system between those and the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Bytes that the store has read from its files.
    pub read: u64,
    /// Bytes that the store has written to its files.
    pub written: u64,
    /// Bytes that came from the disk; the rest was in the page cache of the system.
    pub from_disk: u64,
    /// Bytes that went, or have to go, to the disk.
    pub to_disk: u64,
}

impl Traffic {
    /// All that this process has moved until now; nothing where the system does not count it.
    pub fn until_now() -> Option<Traffic> {
        read(&std::fs::read_to_string("/proc/self/io").ok()?)
    }

    /// All that this process has moved since then.
    pub fn since(then: Option<Traffic>) -> Option<Traffic> {
        Some(Traffic::until_now()? - then?)
    }
}

fn read(counters: &str) -> Option<Traffic> {
    let counter = |name: &str| {
        let value = counters.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        value?.parse::<u64>().ok()
    };
    Some(Traffic {
        read: counter("rchar")?,
        written: counter("wchar")?,
        from_disk: counter("read_bytes")?,
        to_disk: counter("write_bytes")?,
    })
}

impl Sub for Traffic {
    type Output = Traffic;

    fn sub(self, before: Traffic) -> Traffic {
        Traffic {
            read: self.read.saturating_sub(before.read),
            written: self.written.saturating_sub(before.written),
            from_disk: self.from_disk.saturating_sub(before.from_disk),
            to_disk: self.to_disk.saturating_sub(before.to_disk),
        }
    }
}

impl AddAssign for Traffic {
    fn add_assign(&mut self, more: Traffic) {
        self.read += more.read;
        self.written += more.written;
        self.from_disk += more.from_disk;
        self.to_disk += more.to_disk;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_read_by_name() {
        let text = "rchar: 10\nwchar: 20\nsyscr: 1\nsyscw: 2\nread_bytes: 30\nwrite_bytes: 40\n\
                    cancelled_write_bytes: 0\n";
        let expected = Traffic { read: 10, written: 20, from_disk: 30, to_disk: 40 };
        assert_eq!(read(text), Some(expected));
        assert_eq!(read("rchar: 10\n"), None);
        assert_eq!(read(&text.replace("20", "many")), None);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn what_is_written_is_counted() {
        use std::io::Write;
        let mut file = tempfile::tempfile().unwrap();
        let before = Traffic::until_now();
        file.write_all(&[0; 10_000]).unwrap();
        // Other tests of this process may write meanwhile.
        assert!(Traffic::since(before).unwrap().written >= 10_000);
    }
}
