//! The set-up: finds out what is missing, says what it will do, and does it.
//!
//! Nothing outside the workspace and the cache of tools is touched, save in the Debian way of
//! getting a standard library (`wasm_std`), which says so first.

mod apt;
mod browsers;
mod cargo_tools;
mod components;
mod node;
mod python;
mod toolbox;
mod wasm_std;

use std::time::Instant;

use anyhow::Result;

pub use components::cargo_brings;
pub use python::with_packages as python;
pub use toolbox::Toolbox;
pub use wasm_std::{StdFrom, TARGET as WASM_TARGET};

use crate::project::Project;

/// What the tools are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To build the site and serve it.
    Site,
    /// To run every test as well: browsers and their drivers, Node and its packages.
    Tests,
}

/// One thing that is missing, and how it is going to be had.
struct Missing<'a> {
    /// What is missing and where it comes from, in one sentence for the person who waits.
    plan: String,
    /// Gets it.
    install: Box<dyn Fn() -> Result<()> + 'a>,
    /// Whether the work can go on without it; stages that need it are then skipped by name.
    optional: bool,
}

/// Makes sure that the tools are there and returns them. Prints nothing where nothing is missing.
pub fn ensure(project: &Project, purpose: Purpose, std_from: StdFrom) -> Result<Toolbox> {
    let missing = find_missing(project, purpose, std_from)?;
    if !missing.is_empty() {
        install(&missing)?;
    }
    Toolbox::gather(project, std_from)
}

fn find_missing(
    project: &Project,
    purpose: Purpose,
    std_from: StdFrom,
) -> Result<Vec<Missing<'_>>> {
    let mut missing = Vec::new();
    missing.extend(wasm_std::missing(project, std_from));
    missing.extend(cargo_tools::missing_for_site(project)?);
    missing.extend(node::missing(project, purpose)?);
    if purpose == Purpose::Tests {
        missing.extend(components::missing());
        missing.extend(browsers::missing());
        missing.extend(cargo_tools::missing_for_tests(project));
    }
    Ok(missing)
}

fn install(missing: &[Missing<'_>]) -> Result<()> {
    println!("Set-up: {} missing.", count(missing.len(), "thing is", "things are"));
    for (index, step) in missing.iter().enumerate() {
        println!("  {}. {}", index + 1, step.plan);
    }
    for (index, step) in missing.iter().enumerate() {
        println!("[{}/{}] {}", index + 1, missing.len(), step.plan);
        let start = Instant::now();
        match (step.install)() {
            Ok(()) => println!("      done in {:.1} s", start.elapsed().as_secs_f64()),
            Err(error) if step.optional => println!("      not to be had: {error:#}"),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
