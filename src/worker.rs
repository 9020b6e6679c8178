//! Workers: where a search runs, so that the page stays at its full frame rate, and where labs run
//! for real.
//!
//! Page and worker are one program. The page hands the module that it has compiled to a worker,
//! which runs the same `main` and finds that it is no page. A worker without a name
//! searches, and both sides speak [`protocol`]; one with the name of a lab works for that lab, and
//! what it hears and says is the lab's matter. What is no longer wanted ends with its worker.

mod handle;
mod hired;
mod measure;
pub mod protocol;
mod serve;
mod thread;

pub use handle::{Heard, Helper};
pub use hired::hire;
pub use serve::{is_worker, serve};
