//! The release site: built by trunk when something it is made of has changed, and compressed
//! beside each file, so that a server has nothing to compress.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use ignore::WalkBuilder;
use sha2::{Digest, Sha256};

use crate::project::Project;
use crate::setup::Toolbox;
use crate::{run, seal, split};

/// Everything that the site is made of.
const INPUTS: [&str; 16] = [
    "Cargo.toml",
    "Cargo.lock",
    "build.rs",
    "Trunk.toml",
    "index.html",
    "package-lock.json",
    "THIRD-PARTY.txt",
    "src",
    "style",
    "static",
    "crates/kernel",
    "crates/labs",
    "crates/widgets",
    "splitter",
    "xtask/src/seal.rs",
    "xtask/src/split.rs",
];

/// In the site itself, so that another build into the same folder takes it away.
const RECORD: &str = ".inputs";

/// Files that get smaller by compression; pictures and fonts are compressed already.
const COMPRESSIBLE: [&str; 9] =
    ["css", "html", "js", "json", "mjs", "svg", "txt", "wasm", "webmanifest"];

/// Builds the release site unless it stands already, built from the same inputs.
pub fn build(project: &Project, tools: &Toolbox) -> Result<()> {
    let site = project.site();
    let digest = inputs_digest(project, tools)?;
    let record = site.join(RECORD);
    if fs::read_to_string(&record).is_ok_and(|text| text == digest) {
        println!("The site is up to date.");
        return Ok(());
    }
    println!("Building the release site.");
    let start = Instant::now();
    let mut trunk = tools.web_command("trunk");
    trunk.args(["build", "--release"]);
    // Trunk would read the usual value of this as a malformed flag.
    trunk.env_remove("NO_COLOR");
    if tools.find("wasm-opt").is_some() {
        trunk.arg("--offline");
    }
    split::arrange(project, tools, &mut trunk)?;
    run::run(&mut trunk)?;
    compress_all(&site)?;
    fs::write(&record, digest)?;
    println!("Built the site in {:.1} s.", start.elapsed().as_secs_f64());
    Ok(())
}

/// A digest over the names and contents of all inputs, the compiler's version and the address that
/// the page is sealed with.
fn inputs_digest(project: &Project, tools: &Toolbox) -> Result<String> {
    let mut hasher = Sha256::new();
    hasher.update(run::read(tools.web_command("rustc").arg("-V"))?);
    hasher.update(env::var_os(seal::SITE_URL).unwrap_or_default().as_encoded_bytes());
    for input in INPUTS {
        for file in files(&project.root.join(input))? {
            let name = file.strip_prefix(&project.root)?.to_string_lossy();
            let contents = fs::read(&file)?;
            hasher.update((name.len() as u64).to_le_bytes());
            hasher.update(name.as_bytes());
            hasher.update((contents.len() as u64).to_le_bytes());
            hasher.update(contents);
        }
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The files below a folder (or the file itself), in a fixed order.
pub fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in WalkBuilder::new(path).standard_filters(false).build() {
        let entry = entry?;
        if entry.file_type().is_some_and(|kind| kind.is_file()) {
            files.push(entry.into_path());
        }
    }
    files.sort();
    Ok(files)
}

/// Writes `.br` and `.gz` beside each file that gets smaller by it.
fn compress_all(site: &Path) -> Result<()> {
    let files: Vec<PathBuf> =
        files(site)?.into_iter().filter(|file| is_compressible(file)).collect();
    thread::scope(|scope| {
        let jobs: Vec<_> = files.iter().map(|file| scope.spawn(move || compress(file))).collect();
        for job in jobs {
            job.join().ok().context("a compressor panicked")??;
        }
        Ok(())
    })
}

/// Whether the companion would send this file compressed.
pub fn is_compressible(file: &Path) -> bool {
    file.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| COMPRESSIBLE.contains(&extension))
}

fn compress(file: &Path) -> Result<()> {
    let raw = fs::read(file)?;
    for (suffix, small) in [("br", brotli(&raw)?), ("gz", gzip(&raw)?)] {
        if small.len() < raw.len() {
            let mut name = file.as_os_str().to_owned();
            name.push(".");
            name.push(suffix);
            fs::write(name, small)?;
        }
    }
    Ok(())
}

/// Brotli at its strongest, as a host would keep it.
pub fn brotli(raw: &[u8]) -> Result<Vec<u8>> {
    let mut small = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &raw[..], &mut small, &params)?;
    Ok(small)
}

/// Gzip at its strongest.
pub fn gzip(raw: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(raw)?;
    Ok(encoder.finish()?)
}
