//! What came of it so far: counts, and what lasts.

use super::told::{Portrait, Turn};
use crate::cluster::Node;

/// Latest happenings that are kept.
const SAID_MOST: usize = 8;
/// Counts of a run.
#[derive(Default)]
pub struct Tally {
    /// Orders of which customers heard that they were committed.
    pub committed: u64,
    /// Orders of which customers heard that they came to nothing.
    pub aborted: u64,
    /// Servers that were ended.
    pub crashes: u64,
    /// Times that a file was written and flushed.
    pub forced: u64,
    /// The longest time for which a service was in doubt, in milliseconds.
    pub longest_doubt_ms: f64,
    /// What lasts.
    pub lasting: Vec<Lasting>,
    /// The latest happenings, in plain words, oldest first, with when in milliseconds.
    pub said: Vec<(f64, String)>,
    /// By node: what its file holds.
    pub files: Vec<String>,
}

/// Something that lasts at a server.
#[derive(Clone, Copy)]
pub struct Lasting {
    /// Where.
    pub node: Node,
    /// Of which order.
    pub number: u16,
    /// The service is in doubt; else a lock is held.
    pub is_doubt: bool,
    /// Since when.
    pub since_ms: f64,
}

impl Tally {
    /// Counts of so many servers.
    pub fn of(servers: usize) -> Tally {
        Tally { files: vec![String::new(); servers], ..Tally::default() }
    }

    /// A server has taken something in.
    pub fn note(&mut self, node: Node, turn: &Turn, now_ms: f64) {
        let committed = turn.answered.iter().filter(|is_committed| **is_committed).count();
        self.committed += committed as u64;
        self.aborted += (turn.answered.len() - committed) as u64;
        for said in &turn.said {
            self.say(said.clone(), now_ms);
        }
        if let Some(file) = self.files.get_mut(usize::from(node)) {
            if turn.is_boot {
                file.clone_from(&turn.written);
            } else if !turn.written.is_empty() {
                self.forced += 1;
                file.push_str(&turn.written);
            }
        }
        self.last(node, &turn.portrait, now_ms);
    }

    /// Something to tell.
    pub fn say(&mut self, what: String, now_ms: f64) {
        self.said.push((now_ms, what));
        self.said.drain(..self.said.len().saturating_sub(SAID_MOST));
    }

    /// What lasts at a server goes on across a crash, if it is there again after it.
    fn last(&mut self, node: Node, portrait: &Portrait, now_ms: f64) {
        let Tally { lasting, longest_doubt_ms, .. } = self;
        let sets = [(&portrait.locked, false), (&portrait.in_doubt, true)];
        lasting.retain(|of| {
            let still = |(numbers, is_doubt): &(&Vec<u16>, bool)| {
                *is_doubt == of.is_doubt && numbers.contains(&of.number)
            };
            let is_over = of.node == node && !sets.iter().any(still);
            if is_over && of.is_doubt {
                *longest_doubt_ms = longest_doubt_ms.max(now_ms - of.since_ms);
            }
            !is_over
        });
        for (numbers, is_doubt) in sets {
            for number in numbers {
                let is_it =
                    |of: &Lasting| (of.node, of.number, of.is_doubt) == (node, *number, is_doubt);
                if !lasting.iter().any(is_it) {
                    lasting.push(Lasting { node, number: *number, is_doubt, since_ms: now_ms });
                }
            }
        }
    }

    /// For how long something has lasted, in milliseconds.
    pub fn lasts(&self, node: Node, number: u16, is_doubt: bool, now_ms: f64) -> Option<f64> {
        let is_it = |of: &&Lasting| (of.node, of.number, of.is_doubt) == (node, number, is_doubt);
        self.lasting.iter().find(is_it).map(|of| now_ms - of.since_ms)
    }

    /// The longest time in doubt, that which goes on included, in milliseconds.
    pub fn longest_doubt(&self, now_ms: f64) -> f64 {
        self.open_doubt(now_ms)
            .map_or(self.longest_doubt_ms, |open| open.max(self.longest_doubt_ms))
    }

    /// For how long somebody has been in doubt, where somebody is, in milliseconds.
    pub fn open_doubt(&self, now_ms: f64) -> Option<f64> {
        let open = self.lasting.iter().filter(|of| of.is_doubt).map(|of| now_ms - of.since_ms);
        open.reduce(f64::max)
    }

    /// How many services are in doubt about an order, counted by order and service.
    pub fn in_doubt(&self) -> usize {
        self.lasting.iter().filter(|of| of.is_doubt).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(in_doubt: &[u16], is_boot: bool, written: &str) -> Turn {
        let portrait = Portrait { in_doubt: in_doubt.to_vec(), ..Portrait::default() };
        Turn { portrait, is_boot, written: written.to_owned(), ..Turn::default() }
    }

    #[test]
    fn doubt_goes_on_across_a_crash_if_it_is_there_again() {
        let mut tally = Tally::of(2);
        tally.note(1, &turn(&[7], false, ""), 100.0);
        tally.note(1, &turn(&[7, 8], true, ""), 400.0);
        assert_eq!(tally.lasts(1, 7, true, 500.0), Some(400.0));
        assert_eq!(tally.lasts(1, 8, true, 500.0), Some(100.0));
        tally.note(1, &turn(&[8], false, ""), 600.0);
        assert_eq!((tally.in_doubt(), tally.longest_doubt_ms), (1, 500.0));
        assert_eq!(tally.longest_doubt(1_000.0), 600.0);
        tally.note(1, &turn(&[], false, ""), 1_000.0);
        assert_eq!((tally.in_doubt(), tally.longest_doubt(9_000.0)), (0, 600.0));
    }

    #[test]
    fn a_file_is_what_its_server_found_when_it_started_and_what_it_wrote_since() {
        let mut tally = Tally::of(1);
        tally.note(0, &turn(&[], true, ""), 0.0);
        tally.note(0, &turn(&[], false, "one\n"), 1.0);
        tally.note(0, &turn(&[], false, "two\n"), 2.0);
        assert_eq!((tally.files[0].as_str(), tally.forced), ("one\ntwo\n", 2));
        // A write that nobody heard of before the crash is there all the same.
        tally.note(0, &turn(&[], true, "one\ntwo\nthree\n"), 3.0);
        assert_eq!((tally.files[0].as_str(), tally.forced), ("one\ntwo\nthree\n", 2));
    }

    #[test]
    fn answers_are_counted_and_the_latest_happenings_kept() {
        let mut tally = Tally::of(1);
        let answered = vec![true, false, true];
        tally.note(3, &Turn { answered, ..turn(&[], false, "no file of its own") }, 0.0);
        assert_eq!((tally.committed, tally.aborted), (2, 1));
        (0..20).for_each(|nth| tally.say(nth.to_string(), 0.0));
        assert_eq!(tally.said.len(), SAID_MOST);
        assert_eq!(tally.said.last().map(|(_, said)| said.as_str()), Some("19"));
    }
}
