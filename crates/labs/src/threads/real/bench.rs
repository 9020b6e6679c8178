//! One measurement under way: which parts are handed out, and what came back.

use super::frames::Frames;
use super::memory::Memory;
use super::rows::{Row, Step, Way};
use crate::threads::job::{Job, Kind};

/// One measurement under way.
pub struct Round {
    /// The job.
    pub job: Job,
    /// Who does it.
    pub step: Step,
    /// The memory that all share, where they do.
    pub memory: Option<Memory>,
    began_ms: f64,
    next: u32,
    results: Vec<Option<u32>>,
    shares: Vec<u32>,
    /// Threads that take parts by themselves and are not through yet.
    taking: u32,
}

impl Round {
    /// Begins one, at this many milliseconds.
    pub fn new(job: Job, step: Step, now_ms: f64) -> Round {
        let (way, count) = step;
        Round {
            job,
            step,
            memory: (way == Way::Shared).then(|| Memory::new(job)),
            began_ms: now_ms,
            next: 0,
            results: vec![None; job.parts() as usize],
            shares: vec![0; count as usize],
            taking: count,
        }
    }

    /// The next part to hand out; `None` where all are.
    pub fn take(&mut self) -> Option<u32> {
        let part = self.next;
        self.next += 1;
        (part < self.job.parts()).then_some(part)
    }

    /// A thread has done a part.
    pub fn note(&mut self, thread: u32, part: u32, result: u32) {
        if let Some(place) = self.results.get_mut(part as usize) {
            *place = Some(result);
        }
        if let Some(share) = self.shares.get_mut(thread as usize) {
            *share += 1;
        }
    }

    /// A thread that takes parts by itself found none left.
    pub fn is_through(&mut self) {
        self.taking -= 1;
    }

    /// The parts that were signed for in the shared memory since the last look.
    pub fn harvest(&mut self) -> Vec<u32> {
        let Some(memory) = self.memory.take() else { return Vec::new() };
        let open = (0..self.job.parts()).filter(|part| self.results[*part as usize].is_none());
        let signed = |part: u32| Some((part, memory.owner(part)?));
        let fresh: Vec<_> = open.filter_map(signed).collect();
        for (part, thread) in &fresh {
            self.note(*thread, *part, memory.result(*part));
        }
        self.memory = Some(memory);
        fresh.into_iter().map(|(part, _)| part).collect()
    }

    /// How many parts are done.
    pub fn done(&self) -> u32 {
        self.results.iter().flatten().count() as u32
    }

    /// Whether all parts are done, and every thread has said so.
    pub fn is_over(&self) -> bool {
        let is_taken = self.memory.is_none() || self.taking == 0;
        is_taken && self.results.iter().all(Option::is_some)
    }

    /// What the parts that are done come to.
    pub fn total(&self) -> u32 {
        let results: Vec<u32> = self.results.iter().flatten().copied().collect();
        self.job.total(&results)
    }

    /// What was measured, when it ended at this many milliseconds.
    pub fn row(self, end_ms: f64, frames: Frames) -> Row {
        let (way, count) = self.step;
        let is_counted = way != Way::Page && self.job.kind != Kind::Waits;
        Row {
            way,
            count,
            wall_ms: end_ms - self.began_ms,
            freeze_ms: frames.longest_ms,
            missed: frames.missed,
            freezes: frames.freezes,
            result: self.total(),
            shares: if is_counted { self.shares } else { Vec::new() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::threads::job::Size;

    #[test]
    fn parts_are_handed_out_once_and_counted_by_thread() {
        let job = Job { kind: Kind::Primes, size: Size::Small };
        let mut round = Round::new(job, (Way::Copies, 2), 1_000.0);
        let mut taken = Vec::new();
        while let Some(part) = round.take() {
            assert!(!round.is_over());
            round.note(part % 2, part, 10);
            taken.push(part);
        }
        assert_eq!(taken, (0..100).collect::<Vec<_>>());
        assert_eq!(round.take(), None);
        assert!(round.is_over());
        assert_eq!((round.done(), round.total()), (100, 1_000));
        let row = round.row(1_250.0, Frames::default());
        assert_eq!((row.wall_ms, row.result, row.shares), (250.0, 1_000, vec![50, 50]));
    }

    #[test]
    fn what_nobody_handed_out_harms_nothing() {
        let job = Job { kind: Kind::Waits, size: Size::Small };
        let mut round = Round::new(job, (Way::Page, 1), 0.0);
        round.note(7, 700, 1);
        assert_eq!(round.done(), 0);
        assert!(!round.is_over());
    }
}
