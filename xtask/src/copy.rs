//! Copies of the workspace below the target folder, in which a lab can be added or left out
//! without touching the workspace itself.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::project::Project;
use crate::{site, tidy};

/// The workspace's text files in a folder of this name, and nothing else there. A file that is
/// the same already is left alone, so that cargo compiles only what has changed.
pub fn of_workspace(project: &Project, name: &str) -> Result<Project> {
    let copy = project.at(project.target.join("xtask").join(name));
    let mut stale: BTreeSet<PathBuf> = site::files(&copy.root)?.into_iter().collect();
    for source in tidy::sources(project)? {
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
