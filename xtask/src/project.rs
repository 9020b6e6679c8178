//! Where things are: the workspace, its build output, and the cache of tools.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The folders that the commands work in.
#[derive(Debug, Clone)]
pub struct Project {
    /// The workspace root.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    /// The cache of tools, kept outside the target folder so that `cargo clean` spares it.
    pub cache: PathBuf,
}

impl Project {
    /// Finds the folders. `FAULTLINE_CACHE` overrides the place of the cache.
    pub fn locate() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("the xtask crate stands in a folder of the workspace")?
            .to_path_buf();
        let target = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |dir| root.join(dir));
        let cache = match env::var_os("FAULTLINE_CACHE") {
            Some(dir) => root.join(dir),
            None => platform_cache()?.join("faultline"),
        };
        Ok(Self { root, target, cache })
    }

    /// Cargo in this workspace, building into its target folder.
    pub fn cargo(&self) -> Command {
        let mut cargo = Command::new("cargo");
        cargo.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    /// The same tools and target folder for another workspace root.
    pub fn at(&self, root: PathBuf) -> Self {
        Self { root, ..self.clone() }
    }

    /// The built site.
    pub fn site(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The executables of the npm packages in `package.json`.
    pub fn node_bin(&self) -> PathBuf {
        self.root.join("node_modules").join(".bin")
    }
}

/// The folder in which this platform keeps caches.
fn platform_cache() -> Result<PathBuf> {
    let from = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if cfg!(windows) {
        return from("LOCALAPPDATA")
            .context("LOCALAPPDATA is not set; set FAULTLINE_CACHE to a folder for tools");
    }
    if let Some(dir) = from("XDG_CACHE_HOME") {
        return Ok(dir);
    }
    let home =
        from("HOME").context("HOME is not set; set FAULTLINE_CACHE to a folder for tools")?;
    Ok(if cfg!(target_os = "macos") {
        home.join("Library").join("Caches")
    } else {
        home.join(".cache")
    })
}
