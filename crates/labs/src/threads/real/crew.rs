//! The workers that the panel has hired.

use yew::Callback;

use super::order::Order;
use crate::real::{Heard, Hire, Hired};

/// Workers by number. They end with this value.
#[derive(Default)]
pub struct Crew {
    workers: Vec<Hired>,
    ready: usize,
}

impl Crew {
    /// Starts so many; `on` hears what each says, by its number.
    ///
    /// # Errors
    /// What the browser says, where it allows no worker.
    pub fn hire(hire: Hire, count: u32, on: &Callback<(u32, Heard)>) -> Result<Crew, String> {
        let start = |thread: u32| hire.worker(on.reform(move |heard| (thread, heard)));
        let workers = (0..count).map(start).collect::<Result<_, _>>()?;
        Ok(Crew { workers, ready: 0 })
    }

    /// How many there are.
    pub fn count(&self) -> u32 {
        self.workers.len() as u32
    }

    /// One more takes orders.
    pub fn is_ready(&mut self) {
        self.ready += 1;
    }

    /// Whether all take orders.
    pub fn are_all_ready(&self) -> bool {
        self.ready == self.workers.len()
    }

    /// Orders something of one worker.
    ///
    /// # Errors
    /// When there is no such worker, or the browser cannot hand the order over.
    pub fn order(&self, thread: u32, order: &Order) -> Result<(), String> {
        let worker = self.workers.get(thread as usize).ok_or("a worker is missing")?;
        worker.order(&order.write())
    }
}
