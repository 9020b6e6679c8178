//! The workers that measure, as many as the machine has cores for.

use super::queue::Queue;
use crate::browser;
use crate::worker::protocol::{Errand, Measured, Piece, Reply};
use crate::worker::{Heard, Helper};
use yew::Callback;

/// No more workers than this: beyond it a page is a bad neighbour.
const WORKERS_MOST: usize = 8;
/// Pieces that a worker has at a time: while it hands in one, the next is there.
const PIECES: u32 = 2;

/// A job for all workers: the same experiment on one run, or on each of two.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// The lab.
    pub slug: &'static str,
    /// Each run, as its link.
    pub links: Vec<String>,
    /// What is measured, as text.
    pub experiment: String,
}

/// What a worker's word means for a job.
pub enum News {
    /// Nothing that is to be seen.
    Nothing,
    /// These runs are measured.
    Measured(Measured),
    /// The job will not come to its end, and why.
    Failed(String),
}

/// The workers. They stay for the next job, and end with this value.
pub struct Pool {
    helpers: Vec<Helper>,
    /// Whether each has said that it is ready.
    are_ready: Vec<bool>,
    job: Option<(Job, Queue)>,
}

impl Pool {
    /// Starts the workers; `on` hears what each says.
    ///
    /// # Errors
    /// What the browser says, where it allows no worker.
    pub fn start(on: &Callback<(usize, Heard)>) -> Result<Pool, String> {
        let count = (browser::cores() as usize).min(WORKERS_MOST);
        let helper = |nth: usize| Helper::start(on.reform(move |heard| (nth, heard)));
        let helpers: Vec<Helper> = (0..count).map(helper).collect::<Result<_, _>>()?;
        Ok(Pool { are_ready: vec![false; helpers.len()], helpers, job: None })
    }

    /// How many workers there are.
    pub fn workers(&self) -> usize {
        self.helpers.len()
    }

    /// Whether at least one worker has started.
    pub fn is_ready(&self) -> bool {
        self.are_ready.contains(&true)
    }

    /// Begins a job whose plans have so many points, and runs at each.
    ///
    /// # Errors
    /// What the browser says, where nothing can be handed over.
    pub fn begin(&mut self, job: Job, points: u32, runs: u32) -> Result<(), String> {
        let queue = Queue::new(job.links.len() as u32, points, runs);
        self.job = Some((job, queue));
        for nth in 0..self.helpers.len() {
            if self.are_ready[nth] {
                self.fill(nth)?;
            }
        }
        Ok(())
    }

    /// Takes in what a worker says, and gives it more to do.
    pub fn hear(&mut self, nth: usize, heard: Heard) -> News {
        match heard {
            Heard::Broke(why) | Heard::Said(Reply::Failed(why)) => News::Failed(why),
            Heard::Said(Reply::Ready) => {
                self.are_ready[nth] = true;
                self.fill(nth).map_or_else(News::Failed, |()| News::Nothing)
            }
            Heard::Said(Reply::Measured(measured)) => {
                if let Some((_, queue)) = &mut self.job {
                    queue.took(measured.runs, measured.elapsed_us);
                }
                self.give(nth).map_or_else(News::Failed, |()| News::Measured(measured))
            }
            Heard::Said(Reply::Progress(_) | Reply::Done(_)) => News::Nothing,
        }
    }

    fn fill(&mut self, nth: usize) -> Result<(), String> {
        (0..PIECES).try_for_each(|_| self.give(nth))
    }

    /// Gives a worker its next piece, where there is one.
    fn give(&mut self, nth: usize) -> Result<(), String> {
        let Some((job, queue)) = &mut self.job else { return Ok(()) };
        let Some((side, chunk)) = queue.next() else { return Ok(()) };
        let piece = Piece {
            slug: job.slug.to_owned(),
            link: job.links[side as usize].clone(),
            experiment: job.experiment.clone(),
            side,
            point: chunk.point,
            first: chunk.first,
            runs: chunk.runs,
        };
        self.helpers[nth].send(&Errand::Measure(piece))
    }
}
