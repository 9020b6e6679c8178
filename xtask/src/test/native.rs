//! Tests that run on this machine.

use anyhow::Result;

use super::{Context, Outcome, cases, count};
use crate::{copy, new_lab, run};

/// The tests of every crate; of the page only those that need no browser. The labs are tested
/// with their faces, whose measures need none.
pub fn unit(context: &Context<'_>) -> Result<Outcome> {
    let tests = |args: &[&str]| {
        let mut cargo = context.tools.command("cargo");
        cargo.args(["test", "--no-fail-fast"]).args(args);
        cargo
    };
    let crates = ["--workspace", "--exclude", "faultline-app", "--features", "labs/view"];
    let mut counts = cases(&mut tests(&crates), count::in_cargo_output)?;
    counts += cases(&mut tests(&["--package", "faultline-app", "--lib"]), count::in_cargo_output)?;
    Ok(Outcome::Counted(counts))
}

/// The proofs of what threads share, whose test targets are left out of the others.
pub fn interleavings(context: &Context<'_>) -> Result<Outcome> {
    let mut cargo = context.tools.command("cargo");
    cargo.args(["test", "--package", "labs", "--features", "view"]);
    cargo.args(["--test", "loom", "--test", "loom_ring", "--test", "loom_id"]);
    Ok(Outcome::Counted(cases(&mut cargo, count::in_cargo_output)?))
}

/// The lab that `new-lab` makes, in a copy of the workspace: it holds to what all labs promise.
pub fn template(context: &Context<'_>) -> Result<Outcome> {
    let copy = copy::of_workspace(context.project, "new-lab")?;
    new_lab::write(&copy, "made-by-template")?;
    let tests = |name: &str| {
        let mut cargo = copy.cargo();
        cargo.args(["test", "--package", "labs", "--features", "view"]).args(["--test", name]);
        cargo
    };
    // Its first golden trace; everything is compiled with the views, as it is below.
    run::run(tests("golden").env("UPDATE_TRACES", "1"))?;
    let counts = cases(
        tests("registry").args(["--lib", "--", "--skip", "hash_ring"]),
        count::in_cargo_output,
    )?;
    Ok(Outcome::Counted(counts))
}
