//! Copies of the workspace below the target folder, in which a lab can be added or left out
//! without touching the workspace itself.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::{site, tidy};

/// Where the workspace says which version its crates have.
const MANIFEST: &str = "Cargo.toml";

/// How the line of the version begins there.
const VERSION: &str = "\nversion = \"";

/// The workspace's text files in a folder of this name, and nothing else there. A file that is
/// the same already is left alone, so that cargo compiles only what has changed.
pub fn of_workspace(project: &Project, name: &str) -> Result<Project> {
    let copy = project.at(project.target.join("xtask").join(name));
    let mut stale: BTreeSet<PathBuf> = site::files(&copy.root)?.into_iter().collect();
    for mut source in tidy::sources(project)? {
        if source.path == MANIFEST {
            source.text = renamed(&source.text, name)?;
        }
        let path = copy.root.join(&source.path);
        stale.remove(&path);
        if fs::read(&path).is_ok_and(|bytes| bytes == source.text.as_bytes()) {
            continue;
        }
        fs::create_dir_all(path.parent().unwrap_or(&copy.root))?;
        fs::write(path, source.text)?;
    }
    for mut path in stale {
        fs::remove_file(&path)?;
        // Its folder goes with the last file: one that is not empty cannot be removed so.
        while path.pop() && fs::remove_dir(&path).is_ok() {}
    }
    Ok(copy)
}

/// The manifest with a version of the copy's own. Cargo tells packages apart by name, version and
/// place within their workspace, so in the one target folder it would otherwise take what was
/// compiled from the copy for the workspace's own, and test or ship what nobody wrote.
fn renamed(manifest: &str, name: &str) -> Result<String> {
    let (before, after) = manifest
        .split_once(VERSION)
        .with_context(|| format!("{MANIFEST} has no version for the workspace's crates"))?;
    let (version, after) =
        after.split_once('"').with_context(|| format!("the version in {MANIFEST} has no end"))?;
    Ok(format!("{before}{VERSION}{version}-{name}\"{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_a_version_of_its_own() {
        let manifest = "[workspace.package]\nversion = \"0.1.0\"\nedition = \"2024\"\n";
        assert_eq!(
            renamed(manifest, "new-lab").unwrap(),
            "[workspace.package]\nversion = \"0.1.0-new-lab\"\nedition = \"2024\"\n"
        );
        assert!(renamed("[workspace]\n", "new-lab").is_err());
    }
}
