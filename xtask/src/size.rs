//! How much a first visit loads, and a lab's page besides, beside the budget that the project
//! gives itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::project::Project;
use crate::{site, split};

/// Below the workspace root.
const BUDGET: &str = "budget.toml";

/// Where a visit begins.
const ENTRY: &str = "index.html";

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Budget {
    /// What the page loads before it is known which labs a visit comes to.
    first_visit: Limits,
    /// What the code of one lab adds, with what it shares with others.
    lab: Limits,
    /// The same of a part of the page that is loaded when it is wanted.
    part: Limits,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Limits {
    /// Above this the stage fails.
    gzip: usize,
    /// What is aimed at.
    goal: usize,
}

/// The bytes of one file, or of many, as they are and as a host would send them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Weight {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Weight {
    fn of(raw: &[u8], compressible: bool) -> Result<Self> {
        let sent = |small: Vec<u8>| small.len().min(raw.len());
        Ok(Self {
            raw: raw.len(),
            gzip: if compressible { sent(site::gzip(raw)?) } else { raw.len() },
            brotli: if compressible { sent(site::brotli(raw)?) } else { raw.len() },
        })
    }

    fn add(&mut self, other: Self) {
        self.raw += other.raw;
        self.gzip += other.gzip;
        self.brotli += other.brotli;
    }
}

/// Prints what the built site weighs; an error says by how much it is too heavy.
pub fn check(project: &Project) -> Result<()> {
    let path = project.root.join(BUDGET);
    let text = fs::read_to_string(&path).context("could not read budget.toml")?;
    let budget: Budget = toml::from_str(&text).context("budget.toml lacks its figures")?;

    let site = project.site();
    let needs = split::needs(&site)?;
    let chunks: BTreeSet<&String> = needs.values().flatten().collect();
    let mut total = Weight::default();
    println!("{:>10} {:>10} {:>10}  a first visit loads", "raw", "gzip", "brotli");
    for name in first_visit(&site)?.iter().filter(|name| !chunks.contains(name)) {
        let weight = weigh(&site, name)?;
        total.add(weight);
        print_line(weight, name);
    }
    print_line(total, "in all");
    within("a first visit", total, &budget.first_visit)?;
    let (labs, parts): (Needs, Needs) =
        needs.into_iter().partition(|(name, _)| split::is_lab(name));
    later(&site, "lab", &labs, &budget.lab)?;
    later(&site, "part", &parts, &budget.part)
}

/// Which chunks each of several things needs.
type Needs = BTreeMap<String, Vec<String>>;

/// Prints what each lab adds, on its page or when its card comes into view; or each part of the page.
fn later(site: &Path, kind: &str, needs: &Needs, budget: &Limits) -> Result<()> {
    println!("{:>10} {:>10} {:>10}  and for each {kind} that it comes to", "raw", "gzip", "brotli");
    let mut heaviest = Weight::default();
    for (name, chunks) in needs {
        let mut total = Weight::default();
        for chunk in chunks {
            total.add(weigh(site, chunk)?);
        }
        print_line(total, &format!("{name} ({})", chunks.join(", ")));
        if total.gzip > heaviest.gzip {
            heaviest = total;
        }
    }
    within(&format!("the heaviest {kind}"), heaviest, budget)
}

fn weigh(site: &Path, name: &str) -> Result<Weight> {
    let file = site.join(name);
    Weight::of(&fs::read(&file)?, site::is_compressible(&file))
}

fn print_line(weight: Weight, name: &str) {
    println!("{:>10} {:>10} {:>10}  {name}", weight.raw, weight.gzip, weight.brotli);
}

fn within(what: &str, weight: Weight, budget: &Limits) -> Result<()> {
    let &Limits { gzip: limit, goal } = budget;
    if weight.gzip > limit {
        bail!(
            "{what} loads {} bytes of gzip, {} more than the {limit} of {BUDGET}",
            weight.gzip,
            weight.gzip - limit
        );
    }
    println!(
        "{:.0} % of the budget of {limit} bytes of gzip, {:.0} % of the goal of {goal}",
        100.0 * weight.gzip as f64 / limit as f64,
        100.0 * weight.gzip as f64 / goal as f64
    );
    Ok(())
}

/// The files that the page names, those that these name, and so on.
fn first_visit(site: &Path) -> Result<BTreeSet<String>> {
    let mut names = Vec::new();
    for file in site::files(site)? {
        names.push(file.strip_prefix(site)?.to_string_lossy().replace('\\', "/"));
    }
    if !names.iter().any(|name| name == ENTRY) {
        bail!("there is no site in {}; `cargo xtask build` makes one", site.display());
    }
    let mut loaded = BTreeSet::from([ENTRY.to_owned()]);
    let mut open = vec![ENTRY.to_owned()];
    while let Some(name) = open.pop() {
        // A file that is no text names nothing.
        let Ok(text) = fs::read_to_string(site.join(&name)) else {
            continue;
        };
        for named in named_in(&text, &names) {
            if loaded.insert(named.to_owned()) {
                open.push(named.to_owned());
            }
        }
    }
    Ok(loaded)
}

/// Those of the files that the text names, save in its descriptions for other sites.
fn named_in<'a>(text: &'a str, names: &'a [String]) -> impl Iterator<Item = &'a str> {
    let is_copy = |name: &str| name.ends_with(".br") || name.ends_with(".gz");
    names.iter().map(String::as_str).filter(move |name| !is_copy(name)).filter(move |name| {
        text.lines()
            .any(|line| line.contains(name) && !line.trim_start().starts_with("<meta property"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(gzip: usize) -> Limits {
        Limits { gzip, goal: gzip }
    }

    #[test]
    fn more_than_the_budget_is_an_error_that_says_by_how_much() {
        let weight = Weight { raw: 500, gzip: 120, brotli: 100 };
        assert!(within("it", weight, &budget(120)).is_ok());
        let error = within("it", weight, &budget(100)).unwrap_err().to_string();
        assert!(error.contains("20 more"), "{error}");
    }

    #[test]
    fn a_file_is_loaded_when_it_is_named_outside_a_preview_tag() {
        let names = ["app.js", "app.js.gz", "preview.png", "worker.js"].map(str::to_owned);
        let html = "<meta property=\"og:image\" content=\"preview.png\">\n<script src=\"app.js\">";
        assert_eq!(named_in(html, &names).collect::<Vec<_>>(), ["app.js"]);
    }

    #[test]
    fn a_file_that_compression_would_swell_is_sent_as_it_is() {
        let weight = Weight::of(b"x", true).unwrap();
        assert_eq!((weight.raw, weight.gzip, weight.brotli), (1, 1, 1));
    }
}
