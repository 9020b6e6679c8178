//! Threads for real: the lab's jobs on the page's own thread, on workers that share memory, and on
//! workers that get and return copies, with the frozen frames counted in front of the learner.

mod bench;
mod canvas;
mod crew;
mod form;
mod frames;
mod live;
mod memory;
mod order;
mod panel;
mod report;
mod rows;
mod strips;
mod waits;
mod work;

use yew::html;

use crate::real::Real;

/// The panel, and what its workers do.
pub const REAL: Real =
    Real { panel: |ground| html!(<panel::Panel ground={ground.clone()} />), work: work::work };
