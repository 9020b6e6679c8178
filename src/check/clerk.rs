//! The tab's worker: one at a time, kept for the next order, and replaced where it was ended.

use super::{CheckMsg, CheckTab};
use crate::worker::Helper;
use crate::worker::protocol::Errand;
use gloo::timers::callback::Timeout;
use labs::search::Order;
use yew::html::Scope;

/// A worker that has not started after this long will not, in milliseconds.
const START_MS: u32 = 15_000;

/// The tab's worker. Its thread ends with this value.
#[derive(Default)]
pub struct Clerk {
    helper: Option<Helper>,
    /// The order that waits for its worker.
    waiting: Option<Order>,
    /// Present until a worker has started.
    late: Option<Timeout>,
}

impl Clerk {
    /// Hands an order to the worker, or keeps it until there is one.
    ///
    /// # Errors
    /// What the browser says, where it allows no worker or hands nothing over.
    pub fn send(&mut self, tab: &Scope<CheckTab>, order: Order) -> Result<(), String> {
        self.waiting = Some(order);
        self.hire(tab)?;
        if self.late.is_some() { Ok(()) } else { self.hand_over() }
    }

    /// Notes that the worker has started, and hands over what waits for it.
    ///
    /// # Errors
    /// What the browser says, where it hands nothing over.
    pub fn ready(&mut self) -> Result<(), String> {
        self.late = None;
        self.hand_over()
    }

    /// Starts a worker where there is none.
    ///
    /// # Errors
    /// What the browser says, where it allows none.
    pub fn hire(&mut self, tab: &Scope<CheckTab>) -> Result<(), String> {
        if self.helper.is_none() {
            let helper = Helper::start(tab.callback(CheckMsg::Heard));
            let helper = helper.map_err(|why| format!("this browser starts no worker ({why})"))?;
            let tab = tab.clone();
            self.helper = Some(helper);
            self.late = Some(Timeout::new(START_MS, move || tab.send_message(CheckMsg::Late)));
        }
        Ok(())
    }

    fn hand_over(&mut self) -> Result<(), String> {
        match self.helper.as_ref().zip(self.waiting.take()) {
            Some((helper, order)) => helper.send(&Errand::Search(order)),
            None => Ok(()),
        }
    }
}
