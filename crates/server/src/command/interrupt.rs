//! A person's wish to end a command that works by itself, on a thread.

use std::thread;

use anyhow::Context;

use super::signals;

/// Calls `tell` when somebody interrupts, on a thread of its own.
pub fn listen(tell: impl FnOnce() + Send + 'static) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let stop = {
        let _within = runtime.enter();
        signals::stop().context("cannot listen for signals")?
    };
    thread::spawn(move || {
        runtime.block_on(stop);
        tell();
    });
    Ok(())
}
