//! The crates that know no browser, alone for wasm32: they build, they depend on nothing of a
//! browser, and their golden traces are the same there.

use std::process::Command;

use anyhow::{Result, bail};

use super::count::Counts;
use super::{Context, Outcome, cases, count};
use crate::run;
use crate::setup::WASM_TARGET;

/// The crates that must stand alone.
const PURE: [&str; 2] = ["kernel", "labs"];

/// Packages by which a browser would come in.
const OF_A_BROWSER: [&str; 4] = ["wasm-bindgen", "web-sys", "js-sys", "yew"];

/// The test target of each crate whose cases also run in wasm.
const GOLDEN: &str = "golden";

/// Builds them, looks at their dependencies, and runs their golden traces in Node.
pub fn pure_wasm(context: &Context<'_>) -> Result<Outcome> {
    let mut counts = Counts::default();
    run::run(&mut pure(context, "build"))?;
    counts += Counts::PASSED;
    for package in PURE {
        let tree = run::read(
            context
                .tools
                .web_command("cargo")
                .args(["tree", "--package", package, "--target", WASM_TARGET])
                .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"]),
        )?;
        if let Some(found) = browser_dependency(&tree) {
            bail!("{package} without its views depends on {found}, which is of a browser");
        }
        counts += Counts::PASSED;
    }
    if context.tools.find("node").is_none() {
        println!("golden traces in wasm: SKIPPED, there is no Node to run them");
        counts += Counts::SKIPPED;
        return Ok(Outcome::Counted(counts));
    }
    counts += cases(
        pure(context, "test")
            .args(["--test", GOLDEN])
            .env(super::browser::RUNNER_VARIABLE, super::browser::RUNNER),
        count::in_cargo_output,
    )?;
    Ok(Outcome::Counted(counts))
}

fn pure(context: &Context<'_>, subcommand: &str) -> Command {
    let mut cargo = context.tools.web_command("cargo");
    cargo.args([subcommand, "--target", WASM_TARGET]);
    for package in PURE {
        cargo.args(["--package", package]);
    }
    cargo
}

/// The first package of a browser in what `cargo tree` prints.
fn browser_dependency(tree: &str) -> Option<&str> {
    tree.lines()
        .filter_map(|line| line.split_whitespace().next())
        .find(|name| OF_A_BROWSER.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_among_the_dependencies_is_found() {
        assert_eq!(browser_dependency("labs v0.1.0\nyew v0.23.0\n"), Some("yew"));
        assert_eq!(browser_dependency("labs v0.1.0\nkernel v0.1.0\n"), None);
    }
}
