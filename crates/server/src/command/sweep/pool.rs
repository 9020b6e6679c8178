//! The chunks of a plan, measured on every core.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use kernel::sweep::{Chunk, Plan, Sample, Table, Work};
use labs::Entry;

use crate::command::recipe::DataFile;

/// Runs of a chunk: few enough that the threads end together, enough that asking for more is rare.
const RUNS: u32 = 64;

/// How often a terminal is told how far it is.
const PACE: Duration = Duration::from_millis(100);

/// What came of a chunk, or why its point makes no machine.
type Measured = (Chunk, Result<Vec<Sample>, String>);

/// How many threads the machine runs at once.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Measures every run of a plan. Who measures a chunk, and when, changes nothing: the table puts
/// each sample at its place.
pub fn measure(
    entry: &Entry,
    plan: &Plan,
    data: Option<&DataFile>,
    threads: usize,
    table: &mut Table,
) -> anyhow::Result<()> {
    let chunks: Vec<Chunk> = plan.chunks(RUNS).collect();
    let next = AtomicUsize::new(0);
    let take = || chunks.get(next.fetch_add(1, Ordering::Relaxed)).copied();
    thread::scope(|scope| {
        let (send, results) = mpsc::channel();
        let workers: Vec<_> = (0..threads.min(chunks.len()))
            .map(|_| {
                let send = send.clone();
                scope.spawn(|| work(entry, plan, data, take, send))
            })
            .collect();
        drop(send);
        let mut progress = Progress::new(plan.runs());
        loop {
            match results.recv_timeout(PACE) {
                Ok((chunk, Ok(samples))) => {
                    table.put(chunk, &samples);
                    progress.add(u64::from(chunk.runs));
                }
                Ok((chunk, Err(why))) => {
                    table.refuse(chunk.point, why);
                    progress.add(u64::from(chunk.runs));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            progress.tell();
        }
        progress.end();
        for worker in workers {
            worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        }
        Ok(())
    })
}

/// Measures chunk after chunk. A thread has a machine of its own: what a model shares among its
/// copies it shares within one thread.
fn work(
    entry: &Entry,
    plan: &Plan,
    data: Option<&DataFile>,
    take: impl Fn() -> Option<Chunk>,
    send: Sender<Measured>,
) -> anyhow::Result<()> {
    let data = data.map(DataFile::parse).transpose()?;
    let mut present = None;
    while let Some(chunk) = take() {
        let (_, machine) =
            present.take().filter(|(point, _)| *point == chunk.point).unwrap_or_else(|| {
                (chunk.point, entry.machine(&plan.recipe(chunk.point, 0), data.as_ref()))
            });
        let measured = machine.as_ref().map_err(ToString::to_string).map(|machine| {
            let mut work = Work::new(plan, chunk, &**machine);
            while !work.advance(u64::MAX) {}
            work.finish()
        });
        present = Some((chunk.point, machine));
        if send.send((chunk, measured)).is_err() {
            break;
        }
    }
    Ok(())
}

/// One line on a terminal that says how far it is; nothing elsewhere.
struct Progress {
    of: u64,
    done: u64,
    begun: Instant,
    told: Option<Instant>,
    is_on: bool,
}

impl Progress {
    fn new(of: u64) -> Progress {
        let is_on = std::io::stderr().is_terminal();
        Progress { of, done: 0, begun: Instant::now(), told: None, is_on }
    }

    fn add(&mut self, runs: u64) {
        self.done += runs;
    }

    fn tell(&mut self) {
        let is_due = self.told.is_none_or(|told| told.elapsed() >= PACE);
        if self.is_on && is_due {
            let rate = self.done as f64 / self.begun.elapsed().as_secs_f64().max(1e-3);
            let mut err = std::io::stderr();
            // A terminal that is gone is no reason to stop measuring.
            let _ = write!(err, "\r{} of {} runs, {rate:.0} a second\x1b[K", self.done, self.of);
            self.told = Some(Instant::now());
        }
    }

    fn end(&self) {
        if self.is_on {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
