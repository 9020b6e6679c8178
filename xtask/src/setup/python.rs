//! Python for the benchmarks' peers: an environment of its own in the cache of tools, so that the
//! machine's Python stays as it is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::project::Project;
use crate::run;

/// A machine that cannot reach a package index must not wait long to learn it.
const LIMIT: Duration = Duration::from_secs(120);

/// Written last, so that an installation that was cut short is begun anew.
const READY: &str = "ready";

/// A Python that has the packages of a requirements file; they are installed where they are not.
pub fn with_packages(project: &Project, requirements: &Path) -> Result<PathBuf> {
    let wanted = fs::read(requirements)
        .with_context(|| format!("could not read {}", requirements.display()))?;
    let digest: String =
        Sha256::digest(&wanted).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let folder = project.cache.join(format!("python-{digest}"));
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let python = programs.join("python").with_extension(std::env::consts::EXE_EXTENSION);
    if !folder.join(READY).is_file() {
        let system = which::which("python3")
            .or_else(|_| which::which("python"))
            .context("there is no Python 3")?;
        println!("The packages of {} go into {}.", requirements.display(), folder.display());
        run::run_within(Command::new(system).args(["-m", "venv"]).arg(&folder), LIMIT)?;
        run::run_within(
            Command::new(&python)
                .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
                .arg("--requirement")
                .arg(requirements),
            LIMIT,
        )?;
        fs::write(folder.join(READY), "")?;
    }
    Ok(python)
}
