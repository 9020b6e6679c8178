//! Tools from the Rust registry, each in a folder of the cache that carries its version.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::{Missing, browsers};
use crate::project::Project;
use crate::run;

/// A program that `cargo install` can build.
struct Tool {
    package: &'static str,
    program: &'static str,
    version: String,
    /// Whether the package's own lock file can be used.
    locked: bool,
    /// Whether it has much to compute: then it is worth the longer build with optimisation.
    busy: bool,
}

/// The last version whose compiler is no newer than ours.
const TRUNK: &str = "0.21.14";
const GECKODRIVER: &str = "0.37.1";

impl Tool {
    fn trunk() -> Self {
        Self {
            package: "trunk",
            program: "trunk",
            version: TRUNK.to_owned(),
            locked: true,
            busy: false,
        }
    }

    /// The glue and its generator must agree to the digit, so the lock file gives the version.
    fn wasm_bindgen(project: &Project) -> Result<Self> {
        Ok(Self {
            package: "wasm-bindgen-cli",
            program: "wasm-bindgen",
            version: locked_version(project, "wasm-bindgen")?,
            // The lock file of 0.2.130 names a version that the registry does not offer.
            locked: false,
            busy: true,
        })
    }

    fn geckodriver() -> Self {
        Self {
            package: "geckodriver",
            program: "geckodriver",
            version: GECKODRIVER.to_owned(),
            locked: true,
            busy: false,
        }
    }

    fn root(&self, project: &Project) -> PathBuf {
        project.cache.join(format!("{}-{}", self.program, self.version))
    }

    fn bin(&self, project: &Project) -> PathBuf {
        self.root(project).join("bin")
    }

    fn is_here(&self, project: &Project) -> bool {
        self.bin(project)
            .join(self.program)
            .with_extension(std::env::consts::EXE_EXTENSION)
            .is_file()
    }

    fn missing(self, project: &Project, optional: bool) -> Option<Missing<'_>> {
        if self.is_here(project) {
            return None;
        }
        let how = if binstall_is_here() {
            "cargo binstall, seconds"
        } else {
            "cargo install, some minutes"
        };
        Some(Missing {
            plan: format!(
                "{} {} by {how}, into {}.",
                self.package,
                self.version,
                self.root(project).display()
            ),
            install: Box::new(move || self.install(project)),
            optional,
        })
    }

    fn install(&self, project: &Project) -> Result<()> {
        let package = format!("{}@{}", self.package, self.version);
        let root = self.root(project);
        let mut cargo = Command::new("cargo");
        if binstall_is_here() {
            cargo.args(["binstall", "--no-confirm", "--root"]);
        } else {
            cargo.arg("install");
            if !self.busy {
                // Built in half the time, and as fast in this use.
                cargo.arg("--debug").env("CARGO_PROFILE_DEV_DEBUG", "0");
            }
            if self.locked {
                cargo.arg("--locked");
            }
            cargo.arg("--root");
        }
        // Outside the workspace, whose settings are not meant for other people's programs.
        fs::create_dir_all(&project.cache)?;
        run::run(cargo.arg(root).arg(package).current_dir(&project.cache))
    }
}

/// What a build of the site needs.
pub fn missing_for_site(project: &Project) -> Result<Vec<Missing<'_>>> {
    let tools = [Tool::trunk(), Tool::wasm_bindgen(project)?];
    Ok(tools.into_iter().filter_map(|tool| tool.missing(project, false)).collect())
}

/// The driver of Firefox, where there is a Firefox to drive.
pub fn missing_for_tests(project: &Project) -> Option<Missing<'_>> {
    if !browsers::firefox_will_be_here() || which::which("geckodriver").is_ok() {
        return None;
    }
    Tool::geckodriver().missing(project, true)
}

/// The folders with the programs that are here.
pub fn folders(project: &Project) -> Result<Vec<PathBuf>> {
    let tools = [Tool::trunk(), Tool::wasm_bindgen(project)?, Tool::geckodriver()];
    Ok(tools.iter().filter(|tool| tool.is_here(project)).map(|tool| tool.bin(project)).collect())
}

fn binstall_is_here() -> bool {
    which::which("cargo-binstall").is_ok()
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<LockedPackage>,
}

#[derive(Deserialize)]
struct LockedPackage {
    name: String,
    version: String,
}

fn locked_version(project: &Project, name: &str) -> Result<String> {
    let path = project.root.join("Cargo.lock");
    let text =
        fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
    version_in_lock(&text, name)
}

fn version_in_lock(text: &str, name: &str) -> Result<String> {
    let lock: Lock = toml::from_str(text).context("Cargo.lock is not what cargo writes")?;
    lock.package
        .into_iter()
        .find(|package| package.name == name)
        .map(|package| package.version)
        .with_context(|| format!("Cargo.lock names no package `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_the_glue_is_the_locked_one() {
        let lock = "version = 4\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen").unwrap(), "0.2.130");
        assert!(version_in_lock(lock, "yew").is_err());
    }
}
