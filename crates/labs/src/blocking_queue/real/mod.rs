//! The blocking queue for real in a browser: workers that block on memory they share.
//!
//! [`ring`] is the queue, over [`words`] that a `SharedArrayBuffer` holds ([`shared`]); [`work`] is
//! what a worker does with it, and [`tally`] checks each item. On the page a [`run`] hires the
//! workers and [`supervisor`] reaches into the words without blocking; the [`panel`] shows it all.

mod controls;
mod figures;
mod order;
mod panel;
mod race;
mod results;
mod ring;
#[cfg(test)]
mod ring_tests;
mod run;
mod shared;
mod speed;
mod stage;
mod supervisor;
mod tally;
mod words;
mod work;

use crate::real::{Ground, Real};
use panel::Panel;
use yew::{Html, html};

/// What the lab does for real.
pub const REAL: Real = Real { panel: draw, work: work::work };

fn draw(ground: &Ground) -> Html {
    html! { <Panel ground={ground.clone()} /> }
}
