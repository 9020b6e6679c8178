//! Databases that each count by themselves, a stride apart: MySQL's `auto_increment_increment` and
//! `auto_increment_offset`.
//!
//! The next number of a database is the least above its last that is its offset and a multiple of
//! the stride more. The stride is the number of databases: add one, and every database has to be told.

use super::server::Server;

/// Numbers that a shard gave one after the other: `from`, `from + stride`, …, `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stretch {
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
    /// How far apart.
    pub stride: u64,
}

impl Stretch {
    const fn has(&self, number: u64) -> bool {
        self.from <= number && number <= self.to && (number - self.from).is_multiple_of(self.stride)
    }
}

/// A shard with its database.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shard {
    /// Whether it is up.
    pub is_up: bool,
    /// Who waits to insert.
    pub server: Server,
    /// Its own number, from one.
    pub offset: u64,
    /// No number up to this one is given here any more.
    pub last: u64,
    /// What it has given: a stretch for each stride that it has had, so that what was given is known
    /// exactly however much it was.
    pub given: Vec<Stretch>,
}

impl Shard {
    /// A shard that has given nothing.
    pub fn new(offset: u64) -> Shard {
        Shard { is_up: true, server: Server::default(), offset, last: 0, given: Vec::new() }
    }

    /// Its next number under a stride.
    pub fn next(&self, stride: u64) -> u64 {
        match self.last.checked_sub(self.offset) {
            None => self.offset,
            Some(beyond) => self.offset + (beyond / stride + 1) * stride,
        }
    }

    /// Gives its next number.
    fn give(&mut self, stride: u64) -> u64 {
        let number = self.next(stride);
        self.last = number;
        match self.given.last_mut() {
            Some(run) if run.stride == stride && run.to + stride == number => run.to = number,
            _ => self.given.push(Stretch { from: number, to: number, stride }),
        }
        number
    }

    fn gave(&self, number: u64) -> bool {
        self.given.iter().any(|run| run.has(number))
    }
}

/// The number that a row on this shard gets, and whether another shard gave it before: no database
/// sees the other, so none refuses it.
pub fn insert(shards: &mut [Shard], at: usize) -> (u64, bool) {
    let stride = shards.len() as u64;
    let number = shards[at].give(stride);
    let others = shards.iter().enumerate().filter(|(other, _)| *other != at);
    let is_again = others.into_iter().any(|(_, shard)| shard.gave(number));
    (number, is_again)
}

/// Adds a shard, and tells all of them the new stride. With care, all go on above the highest number
/// that any has given; without, each goes on where it was and the new one begins at its offset.
pub fn add(shards: &mut Vec<Shard>, with_care: bool) {
    shards.push(Shard::new(shards.len() as u64 + 1));
    if with_care {
        let highest = shards.iter().map(|shard| shard.last).max().unwrap_or(0);
        shards.iter_mut().for_each(|shard| shard.last = highest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(shards: &mut [Shard], at: &[usize]) -> Vec<(u64, bool)> {
        at.iter().map(|at| insert(shards, *at)).collect()
    }

    /// MySQL's manual, section on replication options: offset 5 and increment 10 give 5, 15, 25, 35.
    #[test]
    fn numbers_are_those_of_the_manual() {
        let shard = |last| Shard { last, ..Shard::new(5) };
        assert_eq!([0, 5, 14, 15, 34].map(|last| shard(last).next(10)), [5, 15, 15, 25, 35]);
    }

    #[test]
    fn shards_that_know_each_other_do_not_meet() {
        let mut shards: Vec<Shard> = (1..=3).map(Shard::new).collect();
        let given = numbers(&mut shards, &[0, 1, 2, 0, 2, 2]);
        assert_eq!(given, [1, 2, 3, 4, 6, 9].map(|number| (number, false)));
    }

    #[test]
    fn a_shard_that_is_added_in_a_hurry_gives_what_was_given() {
        let mut shards: Vec<Shard> = (1..=2).map(Shard::new).collect();
        numbers(&mut shards, &[0, 0, 1]);
        add(&mut shards, false);
        assert_eq!(numbers(&mut shards, &[2]), [(3, true)]);
    }

    #[test]
    fn a_shard_that_is_added_with_care_gives_none_of_them() {
        let mut shards: Vec<Shard> = (1..=2).map(Shard::new).collect();
        numbers(&mut shards, &[0, 0, 0, 1]);
        add(&mut shards, true);
        let given = numbers(&mut shards, &[0, 1, 2, 0, 1, 2]);
        assert!(given.iter().all(|(number, is_again)| *number > 5 && !is_again), "{given:?}");
    }
}
