//! A job done by one thread alone, and by threads that share memory.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Barrier, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use labs::threads::job::{Job, Part};

/// What one run of a job took, and what came of it.
#[derive(Debug)]
pub struct Run {
    /// From the first part handed out to the last one done, in milliseconds.
    pub wall_ms: f64,
    /// Until all who do the job had started, in milliseconds.
    pub start_ms: f64,
    /// The result of every part, in their order.
    pub results: Vec<u32>,
}

/// The parts of a job that nobody has taken yet, and the places for what comes of them.
pub struct Shared {
    job: Job,
    next: AtomicU32,
    done: Vec<OnceLock<Part>>,
}

impl Shared {
    /// All parts of a job.
    pub fn new(job: Job) -> Shared {
        let done = (0..job.parts()).map(|_| OnceLock::new()).collect();
        Shared { job, next: AtomicU32::new(0), done }
    }

    /// Takes the next part; `None` where all are taken.
    pub fn take(&self) -> Option<u32> {
        // Only the number itself is agreed on: what is shared beside it has locks of its own.
        let part = self.next.fetch_add(1, Ordering::Relaxed);
        (part < self.job.parts()).then_some(part)
    }

    /// Puts in its place what came of a part.
    pub fn put(&self, part: u32, done: Part) {
        // Nobody else has taken this part, so the place is empty.
        let _ = self.done[part as usize].set(done);
    }

    /// The results, once everybody is done.
    pub fn results(&self) -> Vec<u32> {
        self.done.iter().map(|place| place.get().map_or(0, |part| part.result)).collect()
    }
}

/// Does one part, and waits before it where that is the job.
pub fn run(job: Job, part: u32) -> Part {
    if let Some(ms) = job.wait_ms() {
        thread::sleep(Duration::from_millis(ms.into()));
    }
    job.run(part)
}

/// One part after the other.
pub fn alone(job: Job) -> Run {
    let began = Instant::now();
    let results = (0..job.parts()).map(|part| run(job, part).result).collect();
    Run { wall_ms: ms(began), start_ms: 0.0, results }
}

/// So many threads of this process: each takes a part, does it, puts the result where all see it,
/// and takes the next.
///
/// # Errors
/// When the system starts no further thread.
pub fn threads(job: Job, count: u32) -> anyhow::Result<Run> {
    let shared = Shared::new(job);
    let work = || {
        while let Some(part) = shared.take() {
            shared.put(part, run(job, part));
        }
        Ok(())
    };
    let (start_ms, wall_ms) = side_by_side((0..count).map(|_| work).collect())?;
    Ok(Run { wall_ms, start_ms, results: shared.results() })
}

/// Runs every task on a thread of its own, and lets them begin together. How long it took until all
/// threads had started, and then until all tasks were done, in milliseconds.
///
/// # Errors
/// When the system starts no further thread, or what a task says.
pub fn side_by_side<T>(tasks: Vec<T>) -> anyhow::Result<(f64, f64)>
where
    T: FnOnce() -> anyhow::Result<()> + Send,
{
    let line = Barrier::new(tasks.len() + 1);
    let launched = Instant::now();
    thread::scope(|scope| {
        let mut threads = Vec::with_capacity(tasks.len());
        for task in tasks {
            let line = &line;
            threads.push(scope.spawn(move || {
                line.wait();
                task()
            }));
        }
        line.wait();
        let (start_ms, began) = (ms(launched), Instant::now());
        for thread in threads {
            thread.join().map_err(|_| anyhow::anyhow!("a thread broke down"))??;
        }
        Ok((start_ms, ms(began)))
    })
}

/// Milliseconds since then.
pub fn ms(then: Instant) -> f64 {
    then.elapsed().as_secs_f64() * 1_000.0
}

#[cfg(test)]
mod tests {
    use labs::threads::job::{Kind, Size};

    use super::*;

    #[test]
    fn threads_come_to_what_one_comes_to() {
        for kind in Kind::ALL {
            let job = Job { kind, size: Size::Small };
            let alone = alone(job);
            assert_eq!(alone.results.len(), job.parts() as usize);
            assert_eq!(threads(job, 3).unwrap().results, alone.results, "{kind:?}");
        }
    }

    #[test]
    fn waits_wait_at_once() {
        let job = Job { kind: Kind::Waits, size: Size::Small };
        let alone = alone(job).wall_ms;
        assert!(alone >= f64::from(job.parts() * job.wait_ms().unwrap()));
        // Four at once take a quarter of the time. On a machine with other work a thread may wake
        // late, so half of it will do, and of a few tries the best counts.
        let shared = (0..5).map(|_| threads(job, 4).unwrap().wall_ms).fold(f64::MAX, f64::min);
        assert!(shared < alone / 2.0, "{shared} ms by four, {alone} ms by one");
    }

    #[test]
    fn a_task_that_fails_is_told_and_the_others_end() {
        let failing: fn() -> anyhow::Result<()> = || anyhow::bail!("no more paper");
        let told = side_by_side(vec![failing, || Ok(())]).unwrap_err();
        assert_eq!(told.to_string(), "no more paper");
    }
}
