//! `cargo xtask bench`: runs the benchmarks and lays ours beside its peers.
//!
//! A criterion group is one comparison. In it the function `faultline` is ours, one whose name
//! only begins so is ours under other conditions, and every other one is a peer, for the same work
//! under the same parameter. What criterion does not measure (memory, a worst case) a benchmark
//! prints itself, as a line of JSON: `{"group": "…", "function": "…", "value": "…", "bytes": 512}`,
//! or with `nanoseconds` for one iteration of the group's work. Peers that are no Rust print the
//! same; they stand in `crates/*/benches/peers/` as `.py` or `.mjs` files, with the packages that
//! they need in a `requirements.txt`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::project::Project;
use crate::setup::Toolbox;
use crate::{run, setup, site};

/// The crates with benchmarks.
const CRATES: [&str; 2] = ["kernel", "labs"];

/// How our own function is called in a comparison.
const OURS: &str = "faultline";

/// Criterion's description of one benchmark.
#[derive(Debug, Deserialize)]
struct Described {
    group_id: String,
    function_id: Option<String>,
    value_str: Option<String>,
    throughput: Option<Throughput>,
}

/// How much one iteration does.
#[derive(Debug, Deserialize)]
struct Throughput {
    #[serde(rename = "Elements")]
    elements: Option<u64>,
}

#[derive(Debug, Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Debug, Deserialize)]
struct Estimate {
    point_estimate: f64,
}

/// One function, measured.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Measured {
    group: String,
    function: String,
    #[serde(default)]
    value: String,
    #[serde(flatten)]
    cost: Cost,
    /// What one iteration does so many of.
    #[serde(skip)]
    elements: Option<u64>,
}

/// What is compared: less is better.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Cost {
    /// For one iteration.
    Nanoseconds(f64),
    /// Held, or held at most.
    Bytes(f64),
}

impl Cost {
    fn amount(self) -> f64 {
        let (Self::Nanoseconds(amount) | Self::Bytes(amount)) = self;
        amount
    }
}

/// Runs everything and prints the table.
pub fn bench(project: &Project, tools: &Toolbox) -> Result<()> {
    let results = project.target.join("criterion");
    if results.exists() {
        // What an older benchmark left would stand in the table as if it had been measured now.
        fs::remove_dir_all(&results)?;
    }
    // All crates at once: one by one, what they share would be compiled once for each.
    let mut cargo = tools.command("cargo");
    cargo.args(["bench", "--benches"]);
    cargo.args(CRATES.iter().flat_map(|package| ["--package", package]));
    cargo.args(["--", "--quiet"]);
    let told = run::tee(&mut cargo)?;
    if !told.success {
        bail!("`{}` failed", run::display(&cargo));
    }
    let mut measured = printed(&told.text)?;
    measured.extend(from_criterion(&results)?);
    for package in CRATES {
        let folder = project.root.join("crates").join(package).join("benches/peers");
        for script in site::files(&folder)? {
            measured.extend(from_peer(project, tools, &script)?);
        }
    }
    print!("{}", table(&measured));
    Ok(())
}

fn from_criterion(results: &Path) -> Result<Vec<Measured>> {
    let mut measured = Vec::new();
    for file in site::files(results)? {
        if !file.ends_with("new/benchmark.json") {
            continue;
        }
        let described: Described = read_json(&file)?;
        let estimates: Estimates = read_json(&file.with_file_name("estimates.json"))?;
        measured.push(Measured {
            group: described.group_id,
            function: described.function_id.unwrap_or_default(),
            value: described.value_str.unwrap_or_default(),
            cost: Cost::Nanoseconds(estimates.median.point_estimate),
            elements: described.throughput.and_then(|throughput| throughput.elements),
        });
    }
    Ok(measured)
}

/// The lines of JSON among what a benchmark or a peer prints.
fn printed(text: &str) -> Result<Vec<Measured>> {
    text.lines()
        .filter(|line| line.starts_with("{\"group\""))
        .map(|line| serde_json::from_str(line).with_context(|| format!("`{line}` is no result")))
        .collect()
}

fn read_json<T: for<'a> Deserialize<'a>>(file: &Path) -> Result<T> {
    let text =
        fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))?;
    serde_json::from_str(&text)
        .with_context(|| format!("{} is not what criterion writes", file.display()))
}

/// What a script of a peer prints; nothing, said by name, where what it needs cannot be had.
fn from_peer(project: &Project, tools: &Toolbox, script: &Path) -> Result<Vec<Measured>> {
    let interpreter = match script.extension().and_then(|extension| extension.to_str()) {
        Some("py") => setup::python(project, &script.with_file_name("requirements.txt")),
        Some("mjs") => tools.find("node").context("there is no Node"),
        _ => return Ok(Vec::new()),
    };
    match interpreter {
        // A script may compile for wasm32.
        Ok(interpreter) => printed(&run::read(tools.web_command(interpreter).arg(script))?),
        Err(reason) => {
            println!("SKIPPED {}: {reason:#}", script.display());
            Ok(Vec::new())
        }
    }
}

/// One block a comparison, the best first, with how many times ours each costs.
fn table(measured: &[Measured]) -> String {
    let mut groups: BTreeMap<(&str, &str), Vec<&Measured>> = BTreeMap::new();
    for one in measured {
        groups.entry((&one.group, &one.value)).or_default().push(one);
    }
    groups.into_iter().map(|((group, value), functions)| block(group, value, functions)).collect()
}

fn block(group: &str, value: &str, mut functions: Vec<&Measured>) -> String {
    functions.sort_by(|a, b| a.cost.amount().total_cmp(&b.cost.amount()));
    let ours = functions.iter().find(|one| one.function == OURS).map(|one| one.cost.amount());
    // A script does the work of its group, and need not say how much that is.
    let elements = functions.iter().find_map(|one| one.elements);
    let mut out = format!("\n{group} {value}\n");
    for one in &functions {
        let ratio = match ours {
            Some(ours) if one.function != OURS => format!("{:.2}×", one.cost.amount() / ours),
            _ => String::new(),
        };
        let (cost, rate) = (human(one.cost), rate(one.cost, elements));
        out.push_str(&format!("  {:<32} {cost:>12} {rate:>12} {ratio:>9}\n", one.function));
    }
    let peer = functions.iter().find(|one| !one.function.starts_with(OURS));
    if let (Some(ours), Some(peer)) = (ours, peer) {
        let ratio = peer.cost.amount() / ours;
        out.push_str(&match peer.cost {
            Cost::Nanoseconds(_) => {
                format!("  ours is {ratio:.2} times as fast as the best peer\n")
            }
            Cost::Bytes(_) => format!("  ours takes {:.2} of the best peer's\n", 1.0 / ratio),
        });
    }
    out
}

/// How many elements are done in a second.
fn rate(cost: Cost, elements: Option<u64>) -> String {
    let (Cost::Nanoseconds(nanoseconds), Some(elements)) = (cost, elements) else {
        return String::new();
    };
    format!("{:.2} M/s", elements as f64 * 1e3 / nanoseconds)
}

/// A cost in a unit that leaves one to three digits before the point.
fn human(cost: Cost) -> String {
    let (number, unit) = match cost {
        Cost::Nanoseconds(n) if n < 1e3 => (n, "ns"),
        Cost::Nanoseconds(n) if n < 1e6 => (n / 1e3, "µs"),
        Cost::Nanoseconds(n) if n < 1e9 => (n / 1e6, "ms"),
        Cost::Nanoseconds(n) => (n / 1e9, "s"),
        Cost::Bytes(n) if n < 1e3 => (n, "B"),
        Cost::Bytes(n) if n < 1e6 => (n / 1e3, "kB"),
        Cost::Bytes(n) => (n / 1e6, "MB"),
    };
    format!("{number:.2} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(function: &str, nanoseconds: f64) -> Measured {
        Measured {
            group: "locate".to_owned(),
            function: function.to_owned(),
            value: "1000".to_owned(),
            cost: Cost::Nanoseconds(nanoseconds),
            elements: Some(1_000),
        }
    }

    #[test]
    fn the_ratio_is_to_the_best_peer() {
        let table = table(&[
            measured("slow", 900.0),
            measured("faultline", 100.0),
            measured("good", 450.0),
        ]);
        assert!(table.contains("4.50 times as fast as the best peer"), "{table}");
        assert!(table.contains("9.00×"), "{table}");
        assert!(table.contains("10000.00 M/s"), "{table}");
    }

    #[test]
    fn memory_is_compared_as_a_share() {
        let bytes = |function, bytes| Measured {
            cost: Cost::Bytes(bytes),
            elements: None,
            ..measured(function, 0.0)
        };
        let table = table(&[bytes("faultline", 2e6), bytes("good", 8e6)]);
        assert!(table.contains("ours takes 0.25 of the best peer's"), "{table}");
    }

    #[test]
    fn what_has_no_peer_is_compared_with_none() {
        let table = table(&[measured("faultline", 100.0), measured("faultline in wasm", 150.0)]);
        assert!(!table.contains("best peer"), "{table}");
        assert!(table.contains("1.50×"), "{table}");
    }

    #[test]
    fn what_a_peer_prints_is_read_and_other_lines_are_left() {
        let text = "Benchmarking locate\n\
                    {\"group\": \"locate\", \"function\": \"good\", \"nanoseconds\": 450}\n";
        let expected = Measured { value: String::new(), elements: None, ..measured("good", 450.0) };
        assert_eq!(printed(text).unwrap(), [expected]);
        assert!(printed("{\"group\": \"locate\"}").is_err());
    }

    #[test]
    fn costs_are_told_in_a_unit_that_fits() {
        assert_eq!(human(Cost::Nanoseconds(13.6)), "13.60 ns");
        assert_eq!(human(Cost::Nanoseconds(2_500_000.0)), "2.50 ms");
        assert_eq!(human(Cost::Bytes(2_560.0)), "2.56 kB");
    }
}
