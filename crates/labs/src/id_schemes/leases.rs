//! Ranges of numbers: a coordinator hands them out, the writers use them up.
//!
//! Under other names the same: *Hi/Lo* (Hibernate's), *segments* (Leaf), *sequence caches* (Oracle's
//! and PostgreSQL's `CACHE`).

use super::server::Server;

/// Numbers that a writer may give without asking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Range {
    /// The next.
    pub next: u64,
    /// The first that is not of it.
    pub end: u64,
    /// It was handed out before.
    pub is_again: bool,
}

impl Range {
    /// How many are left.
    pub const fn left(&self) -> u64 {
        self.end - self.next
    }

    /// Takes one out.
    fn take(&mut self) -> Option<u64> {
        (self.left() > 0).then(|| {
            self.next += 1;
            self.next - 1
        })
    }
}

/// What a writer has of ranges.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stock {
    /// The one in use.
    pub range: Range,
    /// The one that was fetched ahead.
    pub spare: Range,
    /// One has been asked for and is not here.
    pub is_asking: bool,
}

impl Stock {
    /// A number, and whether its range was handed out before.
    pub fn take(&mut self) -> Option<(u64, bool)> {
        if self.range.left() == 0 {
            self.range = std::mem::take(&mut self.spare);
        }
        let is_again = self.range.is_again;
        self.range.take().map(|number| (number, is_again))
    }

    /// Puts a range in.
    pub fn put(&mut self, range: Range) {
        let place = if self.range.left() == 0 { &mut self.range } else { &mut self.spare };
        *place = range;
    }

    /// How many numbers are left.
    pub const fn left(&self) -> u64 {
        self.range.left() + self.spare.left()
    }
}

/// Who hands the ranges out; and, with ranges of one, the central counter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Dispenser {
    /// Who waits for one.
    pub server: Server,
    /// The first number of the next range.
    pub next: u64,
    /// The first number that was never handed out.
    pub fresh: u64,
}

impl Dispenser {
    /// Nothing has been handed out: numbers begin at one.
    pub fn new() -> Dispenser {
        Dispenser { server: Server::default(), next: 1, fresh: 1 }
    }

    /// Hands out so many numbers.
    pub fn hand_out(&mut self, count: u32) -> Range {
        let range = Range {
            next: self.next,
            end: self.next + u64::from(count),
            is_again: self.next < self.fresh,
        };
        self.next = range.end;
        self.fresh = self.fresh.max(range.end);
        range
    }

    /// Loses its queue, and with `forgets` where it was.
    pub fn crash(&mut self, forgets: bool) {
        self.server.crash();
        if forgets {
            self.next = 1;
        }
    }
}
