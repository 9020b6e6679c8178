//! The worker: where a search runs, so that the page stays at its full frame rate.
//!
//! Page and worker are one program. The page hands the module that it has compiled to a worker,
//! which runs the same `main` and finds that it is no page. Both sides speak [`protocol`]; a
//! search that is no longer wanted ends with its worker.

mod handle;
pub mod protocol;
mod search;
mod serve;

pub use handle::{Heard, Helper};
pub use serve::{is_worker, serve};
