//! Tests in real browsers: the page's own, and the built site driven from outside.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::count::Counts;
use super::{Context, Outcome, cases, count};
use crate::companion::{self, Profile, Running};
use crate::setup::WASM_TARGET;
use crate::site;

/// By this variable cargo learns how to run a test program for wasm32.
pub const RUNNER_VARIABLE: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER";

/// The runner that comes with wasm-bindgen.
pub const RUNNER: &str = "wasm-bindgen-test-runner";

/// The folder of the tests that Node runs, two files at a time: most of their time is waiting for
/// something to be played.
const END_TO_END: &str = "tests/e2e";

/// The folder of those that measure the page's time or its threads. They have the machine alone.
const ALONE: &str = "tests/e2e/alone";

/// How long one file of them may take: several times what the slowest took on two cores. A file
/// that hangs fails, and the next one is run.
const LONGEST_FILE: Duration = Duration::from_mins(8);

/// The page's tests in Chromium.
pub fn in_chromium(context: &Context<'_>) -> Result<Outcome> {
    let Some((_, driver)) = context.tools.chromium() else {
        return Ok(Outcome::Skipped("no chromium with chromedriver".to_owned()));
    };
    page_tests(page_command(context).env("CHROMEDRIVER", driver))
}

/// The page's tests in Firefox.
pub fn in_firefox(context: &Context<'_>) -> Result<Outcome> {
    let Some((_, driver)) = context.tools.firefox() else {
        return Ok(Outcome::Skipped("no firefox with geckodriver".to_owned()));
    };
    page_tests(page_command(context).env("GECKODRIVER", driver))
}

fn page_command(context: &Context<'_>) -> Command {
    let mut cargo = context.tools.web_command("cargo");
    cargo
        .args(["test", "--package", "faultline-app"])
        .args(["--target", WASM_TARGET, "--no-fail-fast"])
        .env(RUNNER_VARIABLE, RUNNER)
        // The runner takes the first driver that is named; each stage names its own.
        .env_remove("CHROMEDRIVER")
        .env_remove("GECKODRIVER")
        .env_remove("SAFARIDRIVER")
        // A shared machine starts a browser slowly; the runner gives up after 20 s otherwise.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    cargo
}

fn page_tests(cargo: &mut Command) -> Result<Outcome> {
    Ok(Outcome::Counted(cases(cargo, count::in_cargo_output)?))
}

/// The built site, served by the companion and as plain files, driven by Node.
pub fn end_to_end(context: &Context<'_>) -> Result<Outcome> {
    if !context.tools.has_node_packages() {
        return Ok(Outcome::Skipped("no Node 20 with the packages of package.json".to_owned()));
    }
    let Some((chromium, _)) = context.tools.chromium() else {
        return Ok(Outcome::Skipped("no chromium to drive".to_owned()));
    };
    site::build(context.project, context.tools)?;
    let program = companion::build(context.project, Profile::Dev)?;
    let companion = Running::on_free_port(context.project, program.clone())?;
    let (alone, together): (Vec<_>, Vec<_>) = test_files(context)?
        .into_iter()
        .partition(|file| file.starts_with(context.project.root.join(ALONE)));
    let mut counts = Counts::default();
    for (files, at_once) in [(together, 2), (alone, 1)] {
        let mut node = context.tools.command("node");
        node.args(["--test", "--test-reporter=spec"])
            .arg(format!("--test-concurrency={at_once}"))
            .arg(format!("--test-timeout={}", LONGEST_FILE.as_millis()))
            .args(files)
            .env("FAULTLINE_URL", companion.url())
            .env("FAULTLINE_SITE", context.project.site())
            .env("FAULTLINE_PROGRAM", &program)
            .env("CHROMIUM", &chromium);
        if let Some((firefox, driver)) = context.tools.firefox() {
            node.env("FIREFOX", firefox).env("GECKODRIVER", driver);
        }
        counts += cases(&mut node, count::in_node_output)?;
    }
    Ok(Outcome::Counted(counts))
}

/// Node 20 takes no patterns, so the files are named one by one.
fn test_files(context: &Context<'_>) -> Result<Vec<PathBuf>> {
    let folder = context.project.root.join(END_TO_END);
    let mut files = site::files(&folder)?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    Ok(files)
}
