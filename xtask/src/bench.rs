//! `cargo xtask bench`: runs the benchmarks and lays ours beside its peers.
//!
//! A criterion group is one comparison. In it, the function whose name begins with `faultline` is
//! ours and every other one is a peer, for the same work under the same parameter. Peers that are
//! no Rust stand in `crates/*/benches/peers/` as `.py` or `.mjs` files; each prints lines of JSON,
//! `{"group": "…", "function": "…", "value": "…", "nanoseconds": 1.5}`, for one iteration of the
//! group's work.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::project::Project;
use crate::setup::Toolbox;
use crate::{run, site};

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
}

#[derive(Debug, Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Debug, Deserialize)]
struct Estimate {
    point_estimate: f64,
}

/// One measured function, in nanoseconds an iteration.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Measured {
    group: String,
    function: String,
    #[serde(default)]
    value: String,
    nanoseconds: f64,
}

/// Runs everything and prints the table.
pub fn bench(project: &Project, tools: &Toolbox) -> Result<()> {
    let results = project.target.join("criterion");
    if results.exists() {
        // What an older benchmark left would stand in the table as if it had been measured now.
        fs::remove_dir_all(&results)?;
    }
    for package in CRATES {
        run::run(tools.command("cargo").args(["bench", "--package", package, "--benches"]))?;
    }
    let mut measured = from_criterion(&results)?;
    for package in CRATES {
        let folder = project.root.join("crates").join(package).join("benches/peers");
        for script in site::files(&folder)? {
            measured.extend(from_peer(tools, &script)?);
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
            nanoseconds: estimates.median.point_estimate,
        });
    }
    Ok(measured)
}

fn read_json<T: for<'a> Deserialize<'a>>(file: &Path) -> Result<T> {
    let text =
        fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))?;
    serde_json::from_str(&text)
        .with_context(|| format!("{} is not what criterion writes", file.display()))
}

fn from_peer(tools: &Toolbox, script: &Path) -> Result<Vec<Measured>> {
    let interpreter = match script.extension().and_then(|extension| extension.to_str()) {
        Some("py") => "python3",
        Some("mjs") => "node",
        _ => return Ok(Vec::new()),
    };
    let name = script.display();
    if tools.find(interpreter).is_none() {
        println!("SKIPPED {name}: there is no {interpreter}");
        return Ok(Vec::new());
    }
    match run::read(tools.command(interpreter).arg(script)) {
        Ok(lines) => lines
            .lines()
            .map(|line| {
                serde_json::from_str(line).with_context(|| format!("{name} printed `{line}`"))
            })
            .collect(),
        Err(error) => {
            println!("SKIPPED {name}: {error:#}");
            Ok(Vec::new())
        }
    }
}

/// One block a comparison, the fastest first, with how many times longer each takes than ours.
fn table(measured: &[Measured]) -> String {
    let mut groups: BTreeMap<(&str, &str), Vec<&Measured>> = BTreeMap::new();
    for one in measured {
        groups.entry((&one.group, &one.value)).or_default().push(one);
    }
    let mut out = String::new();
    for ((group, value), mut functions) in groups {
        functions.sort_by(|a, b| a.nanoseconds.total_cmp(&b.nanoseconds));
        let is_ours = |one: &&&Measured| one.function.starts_with(OURS);
        let ours = functions.iter().find(is_ours).map(|one| one.nanoseconds);
        out.push_str(&format!("\n{group} {value}\n"));
        for one in &functions {
            let ratio = match ours {
                Some(ours) if !is_ours(&one) => format!("{:.2}×", one.nanoseconds / ours),
                _ => String::new(),
            };
            let time = human(one.nanoseconds);
            out.push_str(&format!("  {:<40} {time:>12} {ratio:>9}\n", one.function));
        }
        let peer = functions.iter().find(|one| !is_ours(one));
        if let (Some(ours), Some(peer)) = (ours, peer) {
            let ratio = peer.nanoseconds / ours;
            out.push_str(&format!("  ours is {ratio:.2} times as fast as the best peer\n"));
        }
    }
    out
}

/// A time in a unit that leaves one to three digits before the point.
fn human(nanoseconds: f64) -> String {
    let (number, unit) = match nanoseconds {
        n if n < 1e3 => (n, "ns"),
        n if n < 1e6 => (n / 1e3, "µs"),
        n if n < 1e9 => (n / 1e6, "ms"),
        n => (n / 1e9, "s"),
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
            nanoseconds,
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
    }

    #[test]
    fn a_group_without_peers_claims_nothing() {
        assert!(!table(&[measured("faultline", 100.0)]).contains("best peer"));
    }

    #[test]
    fn what_a_peer_prints_is_read() {
        let line =
            r#"{"group": "locate", "function": "good", "value": "1000", "nanoseconds": 450}"#;
        let read: Measured = serde_json::from_str(line).unwrap();
        assert_eq!(read, measured("good", 450.0));
    }

    #[test]
    fn times_are_told_in_a_unit_that_fits() {
        assert_eq!(human(13.6), "13.60 ns");
        assert_eq!(human(2_500_000.0), "2.50 ms");
    }
}
