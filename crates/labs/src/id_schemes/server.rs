//! A server that does one thing after the other.

use std::collections::VecDeque;

/// What a writer asks a server for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Job {
    /// Who asks.
    pub writer: u8,
    /// For which request: an id for it. Of the coordinator a range is asked for, and this is zero.
    pub request: u32,
}

/// A server's queue; the job at its head is being served.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Server(VecDeque<Job>);

impl Server {
    /// Takes a job in; whether it is the only one, so that its service begins.
    pub fn arrive(&mut self, job: Job) -> bool {
        self.0.push_back(job);
        self.0.len() == 1
    }

    /// The job whose service is over.
    pub fn serve(&mut self) -> Option<Job> {
        self.0.pop_front()
    }

    /// Whether there is another to be served.
    pub fn is_busy(&self) -> bool {
        !self.0.is_empty()
    }

    /// How many are here, with the one in service.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Forgets those of them that wait and whose callers are gone. What is in service is finished.
    pub fn hang_up(&mut self, is_gone: impl Fn(&Job) -> bool) {
        let mut place = 0;
        self.0.retain(|job| {
            place += 1;
            place == 1 || !is_gone(job)
        });
    }

    /// Forgets all.
    pub fn crash(&mut self) {
        self.0.clear();
    }
}
