//! A link carries its model's version, and promises that this version replays it. So one version
//! may have one golden trace only: a trace that changes needs a raised version.
//!
//! A lab's `trace.txt` begins with the line `version N`, N being the model's version. Every trace
//! that the main branch ever had is compared, and those of the same version must be the same.

use std::process::Command;

use anyhow::Result;

use super::{Breach, Source, Verdict};
use crate::project::Project;
use crate::run;

const FILE: &str = "/trace.txt";

/// Branches that may be the main one, the remote's first.
const MAIN: [&str; 2] = ["origin/main", "main"];

/// Compares the traces with those of the main branch's history.
pub fn check(project: &Project, sources: &[Source]) -> Result<Verdict> {
    let traces: Vec<&Source> =
        sources.iter().filter(|source| source.path.ends_with(FILE)).collect();
    let history = match History::of(project) {
        Ok(history) => history,
        Err(reason) => return Ok(Verdict::Skipped(reason)),
    };
    let mut breaches = without_trace(sources);
    for trace in traces {
        let former = history.versions_of(&trace.path)?;
        breaches.extend(complaint(&trace.text, &former).map(|what| Breach {
            path: trace.path.clone(),
            line: 1,
            what,
        }));
    }
    Ok(Verdict::Applied(breaches))
}

/// Labs that have no trace to compare.
fn without_trace(sources: &[Source]) -> Vec<Breach> {
    let has = |path: &str| sources.iter().any(|source| source.path == path);
    super::registry::folders(sources)
        .map(|folder| format!("{folder}{FILE}"))
        .filter(|path| !has(path))
        .map(|path| Breach {
            path,
            line: 1,
            what: "the lab has no golden trace; `UPDATE_TRACES=1 cargo test --package labs \
                   --test golden` writes it"
                .to_owned(),
        })
        .collect()
}

/// What is wrong with a trace, given all that the main branch had under its name.
fn complaint(trace: &str, former: &[String]) -> Option<String> {
    let Some(version) = version(trace) else {
        return Some("the first line is not `version N`, N being the model's version".to_owned());
    };
    former.iter().any(|old| self::version(old) == Some(version) && body(old) != body(trace)).then(
        || {
            format!(
                "version {version} had another trace before, and links rely on it; \
                 raise the model's version"
            )
        },
    )
}

fn version(trace: &str) -> Option<u32> {
    trace.lines().next()?.strip_prefix("version ")?.parse().ok()
}

/// The lines behind the first, without regard to how the file ends its lines.
fn body(trace: &str) -> Vec<&str> {
    trace.lines().skip(1).collect()
}

/// The commits of the main branch up to where the working copy stands.
struct History<'a> {
    project: &'a Project,
    tip: String,
}

impl<'a> History<'a> {
    /// Finds the history, or says why there is none to compare with.
    fn of(project: &'a Project) -> Result<Self, String> {
        let git = |args: &[&str]| run::read(git_command(project).args(args));
        match git(&["rev-parse", "--is-shallow-repository"]).as_deref() {
            Ok("false") => {}
            Ok(_) => return Err("the clone has no full history to compare with".to_owned()),
            Err(_) => return Err("this is no git repository with a history".to_owned()),
        }
        let tip = MAIN
            .iter()
            .find_map(|main| git(&["merge-base", "HEAD", main]).ok())
            .ok_or("there is no main branch to compare with")?;
        Ok(Self { project, tip })
    }

    /// Every content that a file had in a commit that changed it.
    fn versions_of(&self, path: &str) -> Result<Vec<String>> {
        let commits = run::read(git_command(self.project).args([
            "log",
            "--format=%H",
            "--diff-filter=AM",
            self.tip.as_str(),
            "--",
            path,
        ]))?;
        commits
            .lines()
            .map(|commit| {
                run::read(git_command(self.project).args(["show", &format!("{commit}:{path}")]))
            })
            .collect()
    }
}

fn git_command(project: &Project) -> Command {
    let mut git = Command::new("git");
    git.current_dir(&project.root);
    git
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(trace: &str, former: &[&str]) -> bool {
        let former: Vec<String> = former.iter().map(|&old| old.to_owned()).collect();
        complaint(trace, &former).is_none()
    }

    #[test]
    fn a_changed_trace_needs_a_raised_version() {
        assert!(judged("version 1\nabc\n", &[]));
        assert!(judged("version 1\nabc\n", &["version 1\nabc"]));
        assert!(!judged("version 1\nabd\n", &["version 1\nabc"]));
        assert!(judged("version 2\nabd\n", &["version 1\nabc"]));
    }

    #[test]
    fn a_version_that_was_given_up_cannot_come_back_with_another_trace() {
        assert!(!judged("version 1\nabd\n", &["version 2\nxyz", "version 1\nabc"]));
    }

    #[test]
    fn a_lab_without_a_trace_is_named() {
        let model = super::super::source("crates/labs/src/cdn/card.rs", "");
        let trace = super::super::source("crates/labs/src/cdn/trace.txt", "version 1\n");
        assert_eq!(without_trace(std::slice::from_ref(&model)).len(), 1);
        assert_eq!(without_trace(&[model, trace]), []);
    }

    #[test]
    fn a_trace_without_its_version_is_an_error() {
        assert!(!judged("abc\n", &[]));
        assert!(!judged("version one\nabc\n", &[]));
    }
}
