//! Tests that run on this machine.

use anyhow::Result;

use super::{Context, Outcome, cases, count};

/// The tests of every crate but the page, whose tests need a browser.
pub fn unit(context: &Context<'_>) -> Result<Outcome> {
    let counts = cases(
        context
            .tools
            .command("cargo")
            .args(["test", "--workspace", "--exclude", "faultline-app"])
            .args(["--no-fail-fast"]),
        count::in_cargo_output,
    )?;
    Ok(Outcome::Counted(counts))
}
