//! A bounded blocking queue: who finds it full waits for room, who finds it empty waits for an item.
//!
//! Producers and consumers go at paces of their own. A buffer between them evens out what is
//! uneven for a while; a bound on the buffer makes the fast side wait for the slow one in the long
//! run, which is called backpressure. To wait means to sleep on a condition of a monitor (Hoare
//! 1974), in the form that every system has today: who is notified must take the lock again and
//! look again, because others may have come between (Lampson and Redell 1980).
//!
//! **Who plays**: producers that make items and put them; consumers that get items and work on
//! them, in a row of stages if you like; a buffer a stage with one lock and one or two conditions;
//! and you, who choose whose step comes next, put and get by hand, close, interrupt, and kill.
//!
//! **What can go wrong**: with one condition for both sides a notice may wake the wrong side, and
//! then everybody sleeps (`2 × capacity < producers + consumers`, as TLC found); with `if` in the
//! place of `while` a thread goes on though there is nothing for it; a thread that dies with the
//! lock leaves it locked; a queue without a bound ends with the memory.
//!
//! **What is folded**: what a thread does under the lock is seen by nobody else. Each line of its
//! code is a step where one wants to watch it, and with the knob `grain` at `sections` two steps
//! are: taking the lock and looking, and all that follows until it is given up. The verdicts are
//! the same. Before a lock that lets others barge in and is held, a thread has no step: whatever it
//! tried, it would come to stand where it stands.

pub mod action;
mod card;
mod closed_forms;
pub mod formulas;
mod grids;
pub mod laws;
mod lesson;
mod life;
mod locks;
mod metrics;
pub mod model;
pub mod parameters;
mod presets;
mod program;
#[cfg(not(target_arch = "wasm32"))]
pub mod queue;
#[cfg(feature = "view")]
mod real;
pub mod record;
pub mod ring;
pub mod state;
#[cfg(not(target_arch = "wasm32"))]
mod sync;
mod telling;
#[cfg(test)]
mod tests;
#[cfg(feature = "view")]
mod view;

pub use parameters::BlockingQueue;
