//! Two-phase commit for real in a browser: each server is a worker that runs the model's own role
//! functions, with its log in a file of the origin-private file system. A crash is the end of the
//! worker's thread; a restart reads the file.
//!
//! [`actor`] is a role with its timers and its file ([`opfs`]), [`work`] puts one into a worker;
//! they say [`told`]. On the page a [`run`] hires the workers and is their network ([`mail`]) and
//! their customers; [`tally`] counts, [`picture`] draws, and what happened is judged by the model
//! when all has come to rest.

mod actor;
mod controls;
mod mail;
mod opfs;
mod panel;
mod picture;
mod plan;
mod results;
mod run;
mod tally;
mod told;
mod verdict;
mod work;

use crate::real::{Ground, Real};
use panel::Panel;
use yew::{Html, html};

/// What the lab does for real.
pub const REAL: Real = Real { panel: draw, work: work::work };

fn draw(ground: &Ground) -> Html {
    html! { <Panel ground={ground.clone()} /> }
}
