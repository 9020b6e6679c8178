//! Tests that run on this machine.

use std::fs;

use anyhow::Result;

use super::{Context, Outcome, cases, count};
use crate::{new_lab, tidy};

/// The tests of every crate but the page, whose tests need a browser. The labs are tested with
/// their faces, whose measures need none.
pub fn unit(context: &Context<'_>) -> Result<Outcome> {
    let counts = cases(
        context
            .tools
            .command("cargo")
            .args(["test", "--workspace", "--exclude", "faultline-app"])
            .args(["--features", "labs/view", "--no-fail-fast"]),
        count::in_cargo_output,
    )?;
    Ok(Outcome::Counted(counts))
}

/// The lab that `new-lab` makes, in a copy of the workspace: it holds to what all labs promise.
pub fn template(context: &Context<'_>) -> Result<Outcome> {
    let copy = context.project.at(context.project.target.join("xtask").join("new-lab"));
    if copy.root.exists() {
        fs::remove_dir_all(&copy.root)?;
    }
    for source in tidy::sources(context.project)? {
        let path = copy.root.join(&source.path);
        fs::create_dir_all(path.parent().unwrap_or(&copy.root))?;
        fs::write(path, source.text)?;
    }
    new_lab::new_lab(&copy, "made-by-template")?;
    let counts = cases(
        copy.cargo().args(["test", "--package", "labs", "--features", "view"]).args([
            "--lib",
            "--test",
            "registry",
            "--",
            "--skip",
            "hash_ring",
        ]),
        count::in_cargo_output,
    )?;
    Ok(Outcome::Counted(counts))
}
