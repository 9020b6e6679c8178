//! Licences of what is built from other people's packages: which ones are allowed, and the
//! notices that go with the page and the companion.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::{
    CargoOpt, DependencyKind, Metadata, MetadataCommand, Package, PackageId, TargetKind,
};

use crate::project::Project;

/// The file with the notices, below the workspace root.
pub const FILE: &str = "THIRD-PARTY.txt";

/// Licences that ask for no more than their text being passed on.
const ALLOWED: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// What is given to people, and the target by which its packages are looked up. The companion's
/// is fixed, so that the notices are the same on every machine that writes them.
const SHIPPED: [(&str, &str); 2] =
    [("faultline-app", "wasm32-unknown-unknown"), ("server", "x86_64-unknown-linux-gnu")];

/// Writes the notices.
pub fn write(project: &Project) -> Result<()> {
    let path = project.root.join(FILE);
    fs::write(&path, text(&shipped_packages(project)?)?)?;
    println!("Wrote {}.", path.display());
    Ok(())
}

/// Whether the file is what would be written now.
pub fn are_current(project: &Project) -> Result<bool> {
    let path = project.root.join(FILE);
    let stands = fs::read_to_string(&path).unwrap_or_default();
    Ok(stands == text(&shipped_packages(project)?)?)
}

/// The packages of the workspace's whole tree, those of tests and builds included, whose licence
/// is not allowed; each with its licence.
pub fn refused(project: &Project) -> Result<Vec<String>> {
    let metadata = metadata(project, None)?;
    let members: BTreeSet<&PackageId> = metadata.workspace_members.iter().collect();
    let mut refused = Vec::new();
    for package in &metadata.packages {
        let licence = package.license.as_deref().unwrap_or("no licence named");
        if !members.contains(&package.id) && !is_allowed(licence) {
            refused.push(format!("{} {}: {licence}", package.name, package.version));
        }
    }
    Ok(refused)
}

/// Whether the expression can be met by allowed licences alone. Some old packages separate
/// alternatives by a slash, which is read as `OR`.
fn is_allowed(licence: &str) -> bool {
    spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX).is_ok_and(|expression| {
        expression.evaluate(|requirement| ALLOWED.contains(&requirement.to_string().as_str()))
    })
}

fn metadata(project: &Project, platform: Option<&str>) -> Result<Metadata> {
    let mut command = MetadataCommand::new();
    // The page is given to people with its labs split off, which is a feature.
    command.current_dir(&project.root).features(CargoOpt::AllFeatures);
    if let Some(platform) = platform {
        command.other_options(vec!["--filter-platform".to_owned(), platform.to_owned()]);
    }
    command.exec().context("could not read cargo's metadata")
}

/// The packages that are linked into what people get, by name and version.
fn shipped_packages(project: &Project) -> Result<Vec<Package>> {
    let mut packages = BTreeMap::new();
    for (root, platform) in SHIPPED {
        let metadata = metadata(project, Some(platform))?;
        for id in linked_into(&metadata, root)? {
            let package = metadata[&id].clone();
            if package.source.is_some() {
                packages.insert((package.name.to_string(), package.version.clone()), package);
            }
        }
    }
    Ok(packages.into_values().collect())
}

/// Everything reachable without crossing into what only builds or tests: macros and build scripts
/// run on the builder's machine and are not passed on.
fn linked_into(metadata: &Metadata, root: &str) -> Result<BTreeSet<PackageId>> {
    let resolve = metadata.resolve.as_ref().context("cargo resolved nothing")?;
    let start = metadata
        .packages
        .iter()
        .find(|package| package.name == root && package.source.is_none())
        .with_context(|| format!("the workspace has no package `{root}`"))?;
    let nodes: BTreeMap<_, _> = resolve.nodes.iter().map(|node| (&node.id, node)).collect();
    let mut seen = BTreeSet::new();
    let mut open = vec![start.id.clone()];
    while let Some(id) = open.pop() {
        if is_macro(&metadata[&id]) || !seen.insert(id.clone()) {
            continue;
        }
        let node = nodes.get(&id).with_context(|| format!("cargo resolved no `{id}`"))?;
        let linked = node.deps.iter().filter(|dependency| {
            dependency.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal)
        });
        open.extend(linked.map(|dependency| dependency.pkg.clone()));
    }
    Ok(seen)
}

fn is_macro(package: &Package) -> bool {
    package.targets.iter().any(|target| target.kind.contains(&TargetKind::ProcMacro))
}

/// The notices: a list of packages, then each licence text with the packages that carry it.
fn text(packages: &[Package]) -> Result<String> {
    let mut out = String::from(
        "Third-party notices\n\n\
         The page and the companion of Faultline contain the packages below, each under its own\n\
         licence. This file is written by `cargo xtask notices`; the companion's packages are\n\
         those of its build for Linux.\n\n",
    );
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages {
        let name = format!("{} {}", package.name, package.version);
        let licence = package.license.as_deref().unwrap_or("no licence named");
        let repository = package.repository.as_deref().unwrap_or("no repository named");
        writeln!(out, "{name}: {licence}, {repository}")?;
        for file in licence_files(package)? {
            let text = plain(&fs::read(&file)?);
            texts.entry(text).or_default().push(name.clone());
        }
    }
    for (text, names) in texts {
        writeln!(out, "\n{}\n{}\n\n{text}", "-".repeat(80), names.join(", "))?;
    }
    Ok(out)
}

/// The files of a package that carry its licence or a notice.
fn licence_files(package: &Package) -> Result<Vec<PathBuf>> {
    let folder = package.manifest_path.parent().context("a manifest stands in a folder")?;
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() && is_licence_file(&path) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn is_licence_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_uppercase();
    ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

/// The text with plain line ends and no white space at their ends, so that equal licences are
/// found equal.
fn plain(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_allowed_when_one_way_to_meet_it_is() {
        for licence in [
            "MIT",
            "MIT OR Apache-2.0",
            "MIT/Apache-2.0",
            "GPL-3.0-only OR MIT",
            "Apache-2.0 WITH LLVM-exception OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
        ] {
            assert!(is_allowed(licence), "{licence}");
        }
    }

    #[test]
    fn what_asks_for_more_or_is_unknown_is_refused() {
        for licence in ["GPL-3.0-only", "MIT AND AGPL-3.0-only", "no licence named", ""] {
            assert!(!is_allowed(licence), "{licence}");
        }
    }

    #[test]
    fn the_same_licence_with_other_line_ends_is_the_same() {
        assert_eq!(plain(b"\r\nMIT  \r\nLicense\r\n"), plain(b"MIT\nLicense\n\n"));
    }

    #[test]
    fn files_with_a_licence_are_told_from_others() {
        assert!(is_licence_file(Path::new("a/LICENSE-MIT")));
        assert!(is_licence_file(Path::new("a/license.md")));
        assert!(!is_licence_file(Path::new("a/README.md")));
    }
}
