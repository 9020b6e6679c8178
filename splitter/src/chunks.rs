//! The chunks: split off, bundled where they are shared, optimised, named by their contents.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use anyhow::{Context, Result, anyhow, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384};
use wasm_encoder::{CustomSection, Module};
use wasm_split_cli_support::{Options, transform};

use crate::run;

/// What code that several roots share, and the main part does not, is called.
const SHARED: &str = "shared";

/// Where the parts are before they are finished, below the folder of the chunks.
const PARTS: &str = "parts";

/// What a section of the bundle is called.
const PART: &str = "part";

/// Which chunks each root needs; hidden, since no page asks for it.
const RECORD: &str = ".chunks.json";

/// How the splitter calls the chunk of a root: of what the code wants split off, a lab or a part
/// of the page.
const OF_ROOT: &str = "split_";

/// A program that was split: its parts are not yet what a browser gets.
pub struct Split {
    /// The main part, for wasm-bindgen.
    pub main: PathBuf,
    /// The chunk of each root, by the name that the code gave it.
    roots: BTreeMap<String, PathBuf>,
    /// What is shared by some of them: one part for each set of roots.
    shared: Vec<(Roots, PathBuf)>,
}

/// A set of roots, by the names that the code gave them.
type Roots = BTreeSet<String>;

/// Parts that come in one file, because the same roots need them, or nearly.
struct Group {
    /// Who loads it.
    roots: Roots,
    /// The parts, ready for a browser.
    parts: Vec<Vec<u8>>,
}

/// So many files with shared code one root loads at most: each is a request.
const SHARED_MAX: usize = 6;

/// What a browser gets, and must get unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// The file, beside the glue.
    pub file: String,
    /// Its digest, as a page names it (Subresource Integrity, section 3.1).
    pub integrity: String,
}

/// The chunks that each root needs, by the name that the code gave it.
pub type Needs = BTreeMap<String, Vec<Chunk>>;

/// Splits a linked program; the parts go into a folder below this one.
pub fn split(program: &Path, folder: &Path) -> Result<Split> {
    let wasm =
        fs::read(program).with_context(|| format!("could not read {}", program.display()))?;
    // What an earlier build left would be taken for chunks of this one.
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let parts = folder.join(PARTS);
    let main = parts.join("main.wasm");
    let mut options = Options::new(&wasm);
    options.output_dir = &parts;
    options.main_out_path = &main;
    options.link_name = crate::glue::LINK;
    let split =
        transform(options).map_err(|why| anyhow!("could not split the program: {why:#}"))?;
    let mut roots = BTreeMap::new();
    let mut shared = Vec::new();
    for part in split.split_modules {
        let name = part.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        match name.strip_prefix(OF_ROOT) {
            Some(root) => _ = roots.insert(root.to_owned(), part),
            None => {
                let roots = needed_by(&split.prefetch_map, name);
                ensure!(!roots.is_empty(), "no root needs the shared part {name}");
                shared.push((roots, part));
            }
        }
    }
    shared.sort();
    Ok(Split { main, roots, shared })
}

impl Split {
    /// Makes of the parts what a browser gets, in this folder.
    pub fn finish(self, folder: &Path) -> Result<Needs> {
        let (sharers, shared): (Vec<Roots>, Vec<PathBuf>) = self.shared.into_iter().unzip();
        let (names, own): (Vec<String>, Vec<PathBuf>) = self.roots.into_iter().unzip();
        let mut parts = all_optimised(&shared.iter().chain(&own).collect::<Vec<_>>())?;
        let own = parts.split_off(shared.len());
        let parts = sharers.into_iter().zip(parts);
        let parts = parts.map(|(roots, part)| Group { roots, parts: vec![part] }).collect();
        let groups = grouped(parts, SHARED_MAX)
            .into_iter()
            .map(|group| Ok((Chunk::write(&bundled(&group.parts), SHARED, folder)?, group.roots)));
        let groups: Vec<(Chunk, Roots)> = groups.collect::<Result<_>>()?;
        let needs = names.iter().zip(own).map(|(root, part)| {
            let shared = groups.iter().filter(|(_, roots)| roots.contains(root));
            let shared = shared.map(|(chunk, _)| chunk.clone());
            let own = Chunk::write(&part, root, folder)?;
            Ok((root.clone(), shared.chain([own]).collect()))
        });
        needs.collect()
    }
}

/// The roots that need a part.
fn needed_by(needs: &HashMap<String, Vec<String>>, part: &str) -> Roots {
    let of = needs.iter().filter(|(_, parts)| parts.iter().any(|other| other == part));
    of.map(|(root, _)| root.strip_prefix(OF_ROOT).unwrap_or(root).to_owned()).collect()
}

/// Puts groups together until no root loads more than `most`, of whoever loads the most those first that
/// cost the roots least: what costs is what is loaded and not needed.
fn grouped(mut groups: Vec<Group>, most: usize) -> Vec<Group> {
    while let Some(busiest) = busiest(&groups, most) {
        let its = (0..groups.len()).filter(|at| groups[*at].roots.contains(&busiest));
        let its: Vec<usize> = its.collect();
        let pairs = its.iter().flat_map(|b| its.iter().map(move |a| (*a, *b)));
        let least = pairs.filter(|(a, b)| a < b).min_by_key(|(a, b)| groups[*a].waste(&groups[*b]));
        let (a, b) = least.expect("whoever loads too many loads more than one");
        let Group { roots, parts } = groups.remove(b);
        groups[a].roots.extend(roots);
        groups[a].parts.extend(parts);
    }
    groups
}

/// The root that loads the most groups, where it loads too many.
fn busiest(groups: &[Group], most: usize) -> Option<String> {
    let mut counts = BTreeMap::<&String, usize>::new();
    for root in groups.iter().flat_map(|group| &group.roots) {
        *counts.entry(root).or_default() += 1;
    }
    let (root, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count > most).then(|| root.clone())
}

impl Group {
    /// So many bytes more the roots load, taken together, if these two are one.
    fn waste(&self, other: &Group) -> usize {
        let beyond = |one: &Group, two: &Group| {
            one.parts.iter().map(Vec::len).sum::<usize>() * two.roots.difference(&one.roots).count()
        };
        beyond(self, other) + beyond(other, self)
    }
}

/// Writes beside the chunks which of them each root needs.
pub fn record(needs: &Needs, folder: &Path) -> Result<()> {
    let files: BTreeMap<_, Vec<_>> = needs
        .iter()
        .map(|(root, chunks)| (root, chunks.iter().map(|chunk| &chunk.file).collect()))
        .collect();
    fs::write(folder.join(RECORD), serde_json::to_string(&files)?)?;
    Ok(())
}

/// One file of several parts. Each part is a section of a module that holds nothing else, which the
/// loader finds by its name.
fn bundled(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut bundle = Module::new();
    for part in parts {
        bundle.section(&CustomSection { name: PART.into(), data: part.into() });
    }
    bundle.finish()
}

/// The parts as wasm-opt leaves them, in their order. Most hold a function or two that a few roots
/// share, beside the types of the whole program, which go; what takes time is to start wasm-opt, so
/// every core does.
fn all_optimised(parts: &[&PathBuf]) -> Result<Vec<Vec<u8>>> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((at, part)) = parts.iter().enumerate().nth(next.fetch_add(1, Relaxed)) {
            done.push((at, optimised(part)?));
        }
        anyhow::Ok(done)
    };
    let mut done = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let done = workers.into_iter().map(|worker| worker.join().expect("no worker panics"));
        done.collect::<Result<Vec<_>>>()
    })?
    .concat();
    done.sort_unstable_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, wasm)| wasm).collect())
}

/// A part as wasm-opt leaves it, told as Trunk tells it for the main one.
fn optimised(part: &Path) -> Result<Vec<u8>> {
    let optimised = part.with_extension("opt.wasm");
    run(Command::new("wasm-opt").args(["-q", "-Os", "--output"]).args([&optimised, part]))?;
    Ok(fs::read(&optimised)?)
}

impl Chunk {
    /// Writes a chunk, named by its contents.
    fn write(wasm: &[u8], name: &str, folder: &Path) -> Result<Self> {
        let digest = Sha256::digest(wasm);
        let hex: String = digest[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        let file = format!("{}-{hex}.wasm", name.replace('_', "-"));
        fs::write(folder.join(&file), wasm)?;
        Ok(Self { file, integrity: format!("sha384-{}", STANDARD.encode(Sha384::digest(wasm))) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(roots: &[&str], bytes: usize) -> Group {
        let roots = roots.iter().map(|root| (*root).to_owned()).collect();
        Group { roots, parts: vec![vec![0; bytes]] }
    }

    #[test]
    fn what_nearly_the_same_roots_need_comes_together() {
        let groups = grouped(
            vec![
                group(&["ring", "queue", "saga", "commit"], 10),
                group(&["saga", "commit"], 100),
                group(&["ring", "saga"], 1),
                group(&["ring", "queue"], 20),
                group(&["commit", "saga"], 30),
            ],
            2,
        );
        let mut sizes: Vec<(usize, usize)> = groups
            .iter()
            .map(|group| (group.roots.len(), group.parts.iter().map(Vec::len).sum()))
            .collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [(2, 20), (2, 130), (4, 11)]);
    }

    #[test]
    fn a_chunk_is_named_by_its_contents() {
        let folder = std::env::temp_dir();
        let chunk = Chunk::write(b"abc", "hash_ring", &folder).unwrap();
        // The digests of “abc” in FIPS 180-2, appendices B.1 and D.1.
        assert_eq!(chunk.file, "hash-ring-ba7816bf8f01cfea.wasm");
        assert!(chunk.integrity.starts_with("sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFj"));
        fs::remove_file(folder.join(chunk.file)).unwrap();
    }
}
