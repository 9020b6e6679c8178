//! `cargo xtask test`: every check that the project has, cheapest first, each runnable alone.

mod browser;
mod count;
mod native;
mod pure_wasm;
mod static_checks;

use std::time::Instant;

use anyhow::{Result, bail};
use count::Counts;

use crate::project::Project;
use crate::setup::{Purpose, StdFrom, Toolbox};
use crate::{run, setup};

/// What a stage may use.
struct Context<'a> {
    project: &'a Project,
    tools: &'a Toolbox,
}

/// How a stage ended.
enum Outcome {
    /// It ran its cases.
    Counted(Counts),
    /// It could not run, for this reason.
    Skipped(String),
}

/// A named part of the tests.
struct Stage {
    name: &'static str,
    about: &'static str,
    run: fn(&Context<'_>) -> Result<Outcome>,
}

/// All stages, cheapest first.
const STAGES: &[Stage] = &[
    Stage { name: "tidy", about: "the rules of the house hold", run: static_checks::tidy },
    Stage { name: "fmt", about: "the code is formatted", run: static_checks::format },
    Stage {
        name: "notices",
        about: "licences are allowed ones, and the third-party notices are current",
        run: static_checks::notices,
    },
    Stage {
        name: "clippy",
        about: "clippy over the whole workspace for this machine, warnings are errors",
        run: static_checks::clippy_native,
    },
    Stage {
        name: "clippy-wasm32",
        about: "clippy over the page for wasm32, warnings are errors",
        run: static_checks::clippy_wasm32,
    },
    Stage {
        name: "doc",
        about: "the documentation builds without a warning",
        run: static_checks::documentation,
    },
    Stage {
        name: "unit",
        about: "unit, property and golden tests on this machine",
        run: native::unit,
    },
    Stage {
        name: "loom",
        about: "what native threads share, through every interleaving of a few of them",
        run: native::interleavings,
    },
    Stage {
        name: "template",
        about: "the lab that new-lab makes holds to what all labs promise",
        run: native::template,
    },
    Stage {
        name: "pure-wasm",
        about: "kernel and labs build alone for wasm32, and their golden traces hold there",
        run: pure_wasm::pure_wasm,
    },
    Stage {
        name: "browser",
        about: "the page's own tests in headless Chromium",
        run: browser::in_chromium,
    },
    Stage {
        name: "browser-firefox",
        about: "the page's own tests in headless Firefox",
        run: browser::in_firefox,
    },
    Stage {
        name: "size",
        about: "what a first visit loads stays within the budget",
        run: static_checks::size,
    },
    Stage {
        name: "e2e",
        about: "the built site, driven from outside in Chromium and Firefox",
        run: browser::end_to_end,
    },
];

/// Prints the stages and what they check.
pub fn list() {
    for stage in STAGES {
        println!("{:<16} {}", stage.name, stage.about);
    }
}

/// Runs the named stages, or all; the answer is whether nothing failed.
pub fn test(project: &Project, names: &[String], std_from: StdFrom) -> Result<bool> {
    let stages = chosen(names)?;
    let tools = setup::ensure(project, Purpose::Tests, std_from)?;
    let context = Context { project, tools: &tools };
    let start = Instant::now();
    let mut total = Counts::default();
    let mut summary = Vec::new();
    for stage in stages {
        println!("\n== {}: {}", stage.name, stage.about);
        let start = Instant::now();
        let (counts, verdict) = judge((stage.run)(&context));
        let seconds = start.elapsed().as_secs_f64();
        println!("== {}: {verdict} ({seconds:.1} s)", stage.name);
        summary.push(format!("{:<16} {seconds:>7.1} s  {verdict}", stage.name));
        total += counts;
    }
    println!("\n{}", summary.join("\n"));
    println!("in all {:.1} s", start.elapsed().as_secs_f64());
    println!("{total}");
    Ok(total.failed == 0)
}

fn chosen(names: &[String]) -> Result<Vec<&'static Stage>> {
    if names.is_empty() {
        return Ok(STAGES.iter().collect());
    }
    for name in names {
        if !STAGES.iter().any(|stage| stage.name == name) {
            bail!("there is no stage `{name}`; `cargo xtask test --list` names all");
        }
    }
    // In the order of the list, whatever the order of the names: cheapest first.
    Ok(STAGES.iter().filter(|stage| names.iter().any(|name| name == stage.name)).collect())
}

/// What a stage's end counts, and how it is told.
fn judge(end: Result<Outcome>) -> (Counts, String) {
    match end {
        Ok(Outcome::Counted(counts)) => (counts, counts.to_string()),
        Ok(Outcome::Skipped(reason)) => (Counts::SKIPPED, format!("SKIPPED: {reason}")),
        Err(error) => (Counts::FAILED, format!("FAILED: {error:#}")),
    }
}

/// Runs a command that either succeeds or not: one case.
fn one_case(command: &mut std::process::Command) -> Result<Outcome> {
    run::run(command)?;
    Ok(Outcome::Counted(Counts::PASSED))
}

/// Runs a command that prints its cases, and reads them with `count`.
fn cases(command: &mut std::process::Command, count: fn(&str) -> Counts) -> Result<Counts> {
    let told = run::tee(command)?;
    let mut counts = count(&told.text);
    if !told.success && counts.failed == 0 {
        // It did not come to a count: a compilation that failed, a runner that crashed.
        counts.failed = 1;
    }
    if counts.passed + counts.failed == 0 {
        bail!("no test ran, which proves nothing");
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_run_in_the_order_of_the_list() {
        let names = ["unit".to_owned(), "fmt".to_owned()];
        let chosen: Vec<&str> = chosen(&names).unwrap().iter().map(|stage| stage.name).collect();
        assert_eq!(chosen, ["fmt", "unit"]);
    }

    #[test]
    fn an_unknown_stage_is_an_error_that_names_it() {
        let error = chosen(&["lint".to_owned()]).err().unwrap().to_string();
        assert!(error.contains("`lint`"));
    }

    #[test]
    fn an_error_counts_as_a_failure_and_a_skip_is_no_pass() {
        assert_eq!(judge(Err(anyhow::anyhow!("broken"))).0, Counts::FAILED);
        let skipped = judge(Ok(Outcome::Skipped("no browser".to_owned())));
        assert_eq!(skipped.0, Counts::SKIPPED);
        assert!(skipped.1.contains("no browser"));
    }
}
