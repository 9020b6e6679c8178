//! What the set-up has gathered: commands that find the right tools and the right compiler.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::wasm_std::{self, StdFrom, Toolchain};
use super::{browsers, cargo_tools, node};
use crate::project::Project;

/// The tools of this machine.
#[derive(Debug, Clone)]
pub struct Toolbox {
    path: OsString,
    toolchain: Toolchain,
    root: PathBuf,
    node_packages: bool,
}

impl Toolbox {
    /// Gathers what is here; the standard library for wasm32 must be.
    pub fn gather(project: &Project, std_from: StdFrom) -> Result<Self> {
        let toolchain = wasm_std::present(std_from)
            .context("no toolchain here compiles for wasm32; `cargo xtask setup` gets one")?;
        let mut folders = cargo_tools::folders(project)?;
        folders.push(project.node_bin());
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        Ok(Self {
            path: env::join_paths(folders).context("a folder on the PATH cannot be joined")?,
            toolchain,
            root: project.root.clone(),
            node_packages: node::packages_are_here(project)?,
        })
    }

    /// A command in the workspace root that finds the tools of the cache before all others.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let program = program.as_ref();
        let mut command = Command::new(self.find(program).unwrap_or_else(|| program.into()));
        command.current_dir(&self.root).env("PATH", &self.path);
        command
    }

    /// A command that compiles for wasm32.
    pub fn web_command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = self.command(program);
        wasm_std::select(&mut command, self.toolchain);
        command
    }

    /// The folders in which programs are looked for: those of the cache before all others.
    pub fn path(&self) -> &OsStr {
        &self.path
    }

    /// Where a program is, in the cache or on the PATH.
    pub fn find(&self, program: impl AsRef<OsStr>) -> Option<PathBuf> {
        which::which_in(program, Some(&self.path), &self.root).ok()
    }

    /// Whether clippy is there for the compiler of the page.
    pub fn has_web_clippy(&self) -> bool {
        wasm_std::has_clippy(self.toolchain)
    }

    /// Whether the packages of `package.json` are installed, and Node to run them.
    pub fn has_node_packages(&self) -> bool {
        self.node_packages && self.find("node").is_some()
    }

    /// Chromium and its driver.
    pub fn chromium(&self) -> Option<(PathBuf, PathBuf)> {
        Some((browsers::chromium()?, browsers::chromedriver()?))
    }

    /// Firefox and its driver.
    pub fn firefox(&self) -> Option<(PathBuf, PathBuf)> {
        Some((browsers::firefox()?, self.find("geckodriver")?))
    }
}
