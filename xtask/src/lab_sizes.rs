//! What each lab adds to the program that a first visit loads.
//!
//! The page is built in a copy of the workspace: as it is, with a further lab, the one that
//! `new-lab` makes, and beside that one without each lab's entry in the list. Without its entry
//! nothing of a lab is reached, so the linker leaves out all that no other lab builds on; the
//! folder itself may stay, and with it the algorithm files that others use. The further lab stays
//! too: beside an empty list the linker would leave out the shell as well.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::project::Project;
use crate::setup::{Toolbox, WASM_TARGET};
use crate::{copy, new_lab, run, site};

/// The page's package and its program.
const PAGE: &str = "faultline-app";

/// The further lab.
const FURTHER: &str = "one-more-lab";

/// Bytes of the program, as it is and as a host would send it.
#[derive(Debug, Clone, Copy)]
struct Bytes {
    raw: usize,
    gzip: usize,
}

/// Builds what is compared and prints the differences.
pub fn print(project: &Project, tools: &Toolbox) -> Result<()> {
    let copy = copy::of_workspace(project, "lab-sizes")?;
    let list = copy.root.join(new_lab::LIST);
    let text =
        fs::read_to_string(&list).with_context(|| format!("could not read {}", list.display()))?;
    let whole = weigh(&copy, tools)?;
    new_lab::write(&copy, FURTHER)?;
    let one_more = weigh(&copy, tools)?;
    let mut lines = vec![("a further lab, as new-lab makes it", one_more, whole)];
    let extended = fs::read_to_string(&list)?;
    for entry in new_lab::entries(&text)? {
        fs::write(&list, new_lab::without(&extended, entry)?)?;
        lines.push((entry, one_more, weigh(&copy, tools)?));
    }

    println!("{:>10} {:>10}  of the program", "raw", "gzip");
    println!("{:>10} {:>10}  the page with all its labs", whole.raw, whole.gzip);
    for (name, with, without) in lines {
        println!(
            "{:>+10} {:>+10}  {name}",
            difference(with.raw, without.raw),
            difference(with.gzip, without.gzip)
        );
    }
    Ok(())
}

fn difference(with: usize, without: usize) -> i64 {
    with as i64 - without as i64
}

/// Builds the program as a release does: compiled, bound, optimised.
fn weigh(copy: &Project, tools: &Toolbox) -> Result<Bytes> {
    run::run(
        tools
            .web_command("cargo")
            .current_dir(&copy.root)
            .env("CARGO_TARGET_DIR", &copy.target)
            .args(["build", "--quiet", "--release", "--target", WASM_TARGET])
            .args(["--package", PAGE, "--bin", PAGE]),
    )?;
    let compiled = copy.target.join(WASM_TARGET).join("release").join(PAGE).with_extension("wasm");
    let bound = copy.target.join("xtask").join("lab-sizes-bound");
    run::run(
        tools
            .command("wasm-bindgen")
            .args(["--target", "web", "--no-typescript", "--out-name", PAGE, "--out-dir"])
            .args([&bound, &compiled]),
    )?;
    let wasm = fs::read(optimised(tools, &bound.join(format!("{PAGE}_bg.wasm")))?)?;
    Ok(Bytes { raw: wasm.len(), gzip: site::gzip(&wasm)?.len() })
}

fn optimised(tools: &Toolbox, bound: &Path) -> Result<PathBuf> {
    let optimised = bound.with_extension("opt.wasm");
    run::run(tools.command("wasm-opt").args(["-Os", "--output"]).args([&optimised, bound]))?;
    Ok(optimised)
}
