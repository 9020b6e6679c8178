//! A standard library for wasm32: the one that is there, rustup's, or one built from Debian's
//! compiler and its sources.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::{Missing, apt};
use crate::project::Project;
use crate::run;

/// The target of everything that runs in a browser.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The name under which Debian's compiler is linked into rustup.
const LINKED: &str = "faultline-web";

/// Where Debian installs its compiler.
const DEBIAN_PREFIX: &str = "/usr";

/// rustc with sources, `rust-lld` and clippy, of a version that reads our edition.
const DEBIAN_PACKAGES: [&str; 6] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy", "lld-22"];

/// A machine that cannot reach rustup's server must not wait long to learn it.
const RUSTUP_LIMIT: Duration = Duration::from_secs(180);

/// Which way to get the standard library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StdFrom {
    /// What is there, else rustup, else Debian.
    #[default]
    Any,
    /// rustup only.
    Rustup,
    /// Debian's packages only, whatever the active toolchain has.
    Debian,
}

impl FromStr for StdFrom {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "rustup" => Ok(Self::Rustup),
            "debian" => Ok(Self::Debian),
            other => bail!("--std-from is `rustup` or `debian`, not `{other}`"),
        }
    }
}

/// A toolchain that compiles for wasm32: the active one (`None`) or a linked one, by its name.
pub type Toolchain = Option<&'static str>;

/// The toolchain that has the library already, if one does.
pub fn present(std_from: StdFrom) -> Option<Toolchain> {
    let candidates: &[Toolchain] = match std_from {
        StdFrom::Any => &[None, Some(LINKED)],
        StdFrom::Rustup => &[None],
        StdFrom::Debian => &[Some(LINKED)],
    };
    candidates.iter().copied().find(|toolchain| has_std(*toolchain))
}

/// The step that gets the library, unless it is there.
pub fn missing(project: &Project, std_from: StdFrom) -> Option<Missing<'_>> {
    if present(std_from).is_some() {
        return None;
    }
    let rustup = "`rustup target add`";
    let debian = format!(
        "Debian's packages {}: their library is built from source and put into {}, \
         and the compiler is linked into rustup as `{LINKED}`",
        DEBIAN_PACKAGES.join(", "),
        debian_library().display()
    );
    let way = match std_from {
        StdFrom::Rustup => rustup.to_owned(),
        StdFrom::Debian => debian,
        StdFrom::Any if apt::is_here() => format!("{rustup}; if that fails, {debian}"),
        StdFrom::Any => rustup.to_owned(),
    };
    Some(Missing {
        plan: format!("Rust's standard library for {TARGET}, by {way}."),
        install: Box::new(move || install(project, std_from)),
        optional: false,
    })
}

/// Sets the toolchain for a command that compiles for wasm32.
pub fn select(command: &mut Command, toolchain: Toolchain) {
    if let Some(name) = toolchain {
        command.env("RUSTUP_TOOLCHAIN", name);
        // `cargo run` points this at the library folder of the toolchain it runs in.
        command.env_remove("LD_LIBRARY_PATH");
    }
}

fn has_std(toolchain: Toolchain) -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    select(&mut rustc, toolchain);
    run::read(&mut rustc).is_ok_and(|folder| {
        rlibs(Path::new(&folder)).is_ok_and(|files| {
            files.iter().any(|file| crate_name(file).is_some_and(|name| name == "std"))
        })
    })
}

fn install(project: &Project, std_from: StdFrom) -> Result<()> {
    if std_from != StdFrom::Debian {
        match from_rustup() {
            Ok(()) => return Ok(()),
            Err(error) if std_from == StdFrom::Any && apt::is_here() => {
                println!("      not by rustup: {error:#}");
            }
            Err(error) => return Err(error),
        }
    }
    from_debian(project)
}

fn from_rustup() -> Result<()> {
    run::run_within(Command::new("rustup").args(["target", "add", TARGET]), RUSTUP_LIMIT)?;
    if !has_std(None) {
        bail!("rustup reports success, but the active toolchain has no library for {TARGET}");
    }
    Ok(())
}

fn from_debian(project: &Project) -> Result<()> {
    if !apt::is_here() {
        bail!("the Debian way needs apt-get, which this machine does not have");
    }
    if which::which("rustup").is_err() {
        bail!("the Debian way links a toolchain into rustup; please install rustup first");
    }
    apt::install(&apt::absent(&DEBIAN_PACKAGES))?;
    run::run(Command::new("rustup").args(["toolchain", "link", LINKED, DEBIAN_PREFIX]))?;
    let built = build_std(project)?;
    put_into_sysroot(&built)?;
    if !has_std(Some(LINKED)) {
        bail!("the library was built, but `rustc +{LINKED}` does not find it");
    }
    Ok(())
}

/// Builds the library in an empty crate and returns the folder of the rlibs.
fn build_std(project: &Project) -> Result<PathBuf> {
    let folder = project.cache.join("wasm-std");
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src").join("lib.rs"), "")?;
    fs::write(
        folder.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nedition = \"2024\"\n\n[workspace]\n",
    )?;
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(&folder)
        .args(["build", "--release", "-Zbuild-std=std,panic_abort,test"])
        .args(["--target", TARGET])
        .env("CARGO_TARGET_DIR", folder.join("target"))
        // Building the library is an unstable option of a stable compiler, used just here.
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode, link-time optimisation cannot look into the library.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes");
    select(&mut cargo, Some(LINKED));
    run::run(&mut cargo)?;
    Ok(folder.join("target").join(TARGET).join("release").join("deps"))
}

fn put_into_sysroot(built: &Path) -> Result<()> {
    let library = debian_library();
    let files: Vec<PathBuf> = rlibs(built)?
        .into_iter()
        .filter(|file| crate_name(file).is_some_and(|name| name != "empty"))
        .collect();
    let copied = replace_folder(&library, &files);
    copied.with_context(|| {
        format!(
            "could not write the library; please run\n    sudo mkdir -p {0} && sudo cp {1}/*.rlib {0}\n\
             and start again",
            library.display(),
            built.display()
        )
    })
}

/// Makes a folder hold these files and no others. A library of an older compiler beside the new
/// one would make every crate ambiguous, so the old folder goes, but only once the new one stands.
fn replace_folder(folder: &Path, files: &[PathBuf]) -> std::io::Result<()> {
    let fresh = folder.with_extension("new");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    fs::create_dir_all(&fresh)?;
    for file in files {
        fs::copy(file, fresh.join(file.file_name().unwrap_or_default()))?;
    }
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::rename(&fresh, folder)
}

fn debian_library() -> PathBuf {
    [DEBIAN_PREFIX, "lib", "rustlib", TARGET, "lib"].iter().collect()
}

fn rlibs(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension() == Some(OsStr::new("rlib")) {
            files.push(path);
        }
    }
    Ok(files)
}

/// The crate of a file like `libstd-723a93f9dad40af0.rlib`.
fn crate_name(rlib: &Path) -> Option<&str> {
    let stem = rlib.file_stem()?.to_str()?.strip_prefix("lib")?;
    Some(stem.rsplit_once('-').map_or(stem, |(name, _)| name))
}

/// Whether the toolchain can run clippy: not every one that compiles brings it.
pub fn has_clippy(toolchain: Toolchain) -> bool {
    let mut cargo = Command::new("cargo");
    cargo.args(["clippy", "--version"]);
    select(&mut cargo, toolchain);
    run::succeeds(&mut cargo)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crate_of_a_library_file_is_read_from_its_name() {
        let name = |file: &str| crate_name(Path::new(file)).map(str::to_owned);
        assert_eq!(name("libstd-723a93f9dad40af0.rlib").as_deref(), Some("std"));
        assert_eq!(name("libstd_detect-abbd0c35.rlib").as_deref(), Some("std_detect"));
        assert_eq!(name("std.rlib"), None);
    }

    #[test]
    fn an_unknown_source_of_the_library_is_named_in_the_error() {
        let error = "brew".parse::<StdFrom>().unwrap_err().to_string();
        assert!(error.contains("`brew`") && error.contains("`debian`"));
    }
}
