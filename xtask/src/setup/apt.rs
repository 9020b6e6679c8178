//! Debian's packages: what is installed, and installing more where root allows it.

use std::process::Command;

use anyhow::{Result, bail};

use crate::run;

/// Whether this machine has Debian's package manager.
pub fn is_here() -> bool {
    cfg!(target_os = "linux") && which::which("apt-get").is_ok()
}

/// Those of the packages that are not installed.
pub fn absent<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    packages
        .iter()
        .copied()
        .filter(|package| {
            let state = run::read(Command::new("dpkg-query").args(["-W", "-f=${Status}", package]));
            !state.is_ok_and(|state| state == "install ok installed")
        })
        .collect()
}

/// Installs the packages; where root is missing, the error is the command to type.
pub fn install(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    if !is_root() {
        bail!(
            "installing system packages needs root; please run\n    \
             sudo apt-get install --no-install-recommends {}\nand start again",
            packages.join(" ")
        );
    }
    // A package list that is out of date still has most packages: the installation decides.
    if let Err(error) = run::run(Command::new("apt-get").args(["update", "-qq"])) {
        println!("      the package lists could not be refreshed: {error:#}");
    }
    run::run(
        Command::new("apt-get")
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

/// Whether the commands run as root.
pub fn is_root() -> bool {
    run::read(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}
