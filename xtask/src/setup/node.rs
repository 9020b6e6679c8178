//! Node's packages: wasm-opt for the release, and the libraries of the end-to-end tests.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::{Missing, Purpose};
use crate::project::Project;
use crate::run;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    dev_dependencies: std::collections::BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Installed {
    version: String,
}

/// The step that installs the packages, unless they are here in the versions of `package.json`.
pub fn missing(project: &Project, purpose: Purpose) -> Result<Option<Missing<'_>>> {
    if packages_are_here(project)? || (purpose == Purpose::Site && wasm_opt_is_on_path()) {
        return Ok(None);
    }
    let step = if npm().is_some() {
        Missing {
            plan: "wasm-opt and the test libraries by `npm ci`, into node_modules.".to_owned(),
            install: Box::new(|| npm_ci(project)),
            optional: false,
        }
    } else {
        Missing {
            plan: "wasm-opt: there is no npm here, so trunk downloads it when it builds; \
                   the end-to-end tests are skipped until Node 20 or later is installed."
                .to_owned(),
            install: Box::new(|| Ok(())),
            optional: true,
        }
    };
    Ok(Some(step))
}

/// Whether the packages of `package.json` are installed in its versions.
pub fn packages_are_here(project: &Project) -> Result<bool> {
    let text = fs::read_to_string(project.root.join("package.json"))
        .context("could not read package.json")?;
    let manifest: Manifest =
        serde_json::from_str(&text).context("package.json lacks its devDependencies")?;
    Ok(manifest.dev_dependencies.iter().all(|(name, version)| {
        let path = project.root.join("node_modules").join(name).join("package.json");
        fs::read_to_string(path)
            .ok()
            .and_then(|text| serde_json::from_str::<Installed>(&text).ok())
            .is_some_and(|installed| installed.version == *version)
    }))
}

fn wasm_opt_is_on_path() -> bool {
    run::read(Command::new("wasm-opt").arg("--version"))
        .is_ok_and(|text| text.contains("version 132"))
}

fn npm() -> Option<std::path::PathBuf> {
    which::which("npm").ok()
}

fn npm_ci(project: &Project) -> Result<()> {
    let npm = npm().context("npm is not on the PATH")?;
    run::run(Command::new(npm).arg("ci").current_dir(&project.root))
}
