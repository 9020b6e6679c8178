//! Rules of the house that no compiler knows: each looks at the workspace's own text files and
//! names what breaks it, with file and line.

mod machines;
mod markdown;
mod models;
mod registry;
mod traces;
mod unfinished;
mod walls;

use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::Result;
use ignore::WalkBuilder;

use crate::project::Project;

/// One text file of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its path below the workspace root, with `/` between the parts.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// Where a rule is broken, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The file, below the workspace root.
    pub path: String,
    /// The line, counted from one.
    pub line: usize,
    /// What is wrong and what would be right.
    pub what: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// What a rule found.
pub enum Verdict {
    /// The rule was applied; it holds where there are no breaches.
    Applied(Vec<Breach>),
    /// The rule could not be applied, for this reason.
    Skipped(String),
}

/// A rule, told in one sentence.
pub struct Rule {
    /// What has to hold.
    pub name: &'static str,
    /// Looks for breaches.
    pub check: fn(&Project, &[Source]) -> Result<Verdict>,
}

/// All rules.
pub const RULES: &[Rule] = &[
    Rule {
        name: "every lab's folder is in the list of labs",
        check: |_, sources| Ok(Verdict::Applied(registry::check(sources))),
    },
    Rule {
        name: "a model reads no clock, chance, environment, unordered collection or inexact number",
        check: |_, sources| Ok(Verdict::Applied(models::check(sources))),
    },
    Rule {
        name: "the shell names no lab",
        check: |_, sources| Ok(Verdict::Applied(walls::shell_names_no_lab(sources))),
    },
    Rule {
        name: "a lab names no other lab's view",
        check: |_, sources| Ok(Verdict::Applied(walls::labs_name_no_other_view(sources))),
    },
    Rule { name: "a changed golden trace has a raised model version", check: traces::check },
    Rule {
        name: "a Markdown file has one title",
        check: |_, sources| Ok(Verdict::Applied(markdown::one_title(sources))),
    },
    Rule {
        name: "relative links in Markdown lead somewhere",
        check: |project, sources| {
            let exists = |path: &Path| project.root.join(path).exists();
            Ok(Verdict::Applied(markdown::links(sources, exists)))
        },
    },
    Rule {
        name: "no file names a folder of one machine or the host of a package registry",
        check: |_, sources| Ok(Verdict::Applied(machines::check(sources))),
    },
    Rule {
        name: "nothing is marked as unfinished",
        check: |_, sources| Ok(Verdict::Applied(unfinished::check(sources))),
    },
];

/// The text files of the workspace that are not ignored by git; binary files are left out.
pub fn sources(project: &Project) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    let walk = WalkBuilder::new(&project.root)
        .hidden(false)
        .parents(false)
        .git_global(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    for entry in walk {
        let entry = entry?;
        if !entry.file_type().is_some_and(|kind| kind.is_file()) {
            continue;
        }
        if let Ok(text) = String::from_utf8(fs::read(entry.path())?) {
            let path = entry.path().strip_prefix(&project.root)?;
            sources.push(Source { path: path.to_string_lossy().replace('\\', "/"), text });
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

/// Each line with its number, counted from one.
fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

/// The code before a file's own tests, without comments.
fn judged(text: &str) -> impl Iterator<Item = (usize, &str)> {
    numbered(text)
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .map(|(number, line)| (number, line.split("//").next().unwrap_or_default()))
}

#[cfg(test)]
fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}
