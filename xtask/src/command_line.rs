//! What may be typed behind `cargo xtask`.

use std::ffi::OsString;

use anyhow::{Result, bail};
use lexopt::prelude::*;

use crate::setup::{Purpose, StdFrom};

/// The answer to `cargo xtask help`.
pub const HELP: &str = "\
cargo xtask serve             build the site and serve it on http://127.0.0.1:3000/
cargo xtask test [STAGE…]     run every check, or the named ones; --list names them
cargo xtask dev               rebuild and reload on every change, on http://127.0.0.1:8080/
cargo xtask build             build the release site into dist
cargo xtask size [--labs]     print what a first visit loads (with --labs, what each lab adds)
cargo xtask bench             run the benchmarks and print how they stand beside their peers
cargo xtask new-lab SLUG      make a lab's folder and put it in the list
cargo xtask notices           write the third-party notices anew
cargo xtask pictures          take the pictures of the README and of link previews anew
cargo xtask setup [--tests]   only get the tools that are missing (with --tests, browsers too)
cargo xtask help              show this

--std-from rustup|debian      how to get Rust's library for wasm32, where it is missing
";

/// One command, with what it was given.
#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    /// Shows what there is.
    Help,
    /// Gets the tools.
    Setup {
        /// What for.
        purpose: Purpose,
        /// Where the standard library comes from.
        std_from: StdFrom,
    },
    /// Builds the release site.
    Build {
        /// Where the standard library comes from.
        std_from: StdFrom,
    },
    /// Builds the release site and serves it.
    Serve {
        /// Where the standard library comes from.
        std_from: StdFrom,
    },
    /// Serves a development build.
    Dev {
        /// Where the standard library comes from.
        std_from: StdFrom,
    },
    /// Prints what a first visit loads.
    Size {
        /// Whether to print what each lab adds instead.
        labs: bool,
        /// Where the standard library comes from.
        std_from: StdFrom,
    },
    /// Takes the pictures of the page.
    Pictures {
        /// Where the standard library comes from.
        std_from: StdFrom,
    },
    /// Runs the benchmarks.
    Bench {
        /// Where the standard library comes from.
        std_from: StdFrom,
    },
    /// Makes a lab.
    NewLab {
        /// Its name in kebab-case.
        slug: String,
    },
    /// Writes the third-party notices.
    Notices,
    /// Names the stages of the tests.
    ListStages,
    /// Runs tests.
    Test {
        /// The stages to run; none means all.
        stages: Vec<String>,
        /// Where the standard library comes from.
        std_from: StdFrom,
    },
    /// Trunk's hook after a build.
    Seal,
}

/// Reads the arguments behind the program's name.
pub fn parse(args: impl Iterator<Item = OsString>) -> Result<Task> {
    let mut parser = lexopt::Parser::from_args(args);
    let mut words = Vec::new();
    let mut std_from = StdFrom::default();
    let mut flags = Vec::new();
    while let Some(arg) = parser.next()? {
        match arg {
            Long("std-from") => std_from = parser.value()?.string()?.parse()?,
            Long(flag @ ("tests" | "list" | "labs")) => flags.push(flag.to_owned()),
            Long("help") | Short('h') => return Ok(Task::Help),
            Value(word) => words.push(word.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match (&words[..], &flags[..]) {
        ([] | ["help"], []) => Ok(Task::Help),
        (["setup"], []) => Ok(Task::Setup { purpose: Purpose::Site, std_from }),
        (["setup"], ["tests"]) => Ok(Task::Setup { purpose: Purpose::Tests, std_from }),
        (["build"], []) => Ok(Task::Build { std_from }),
        (["serve"], []) => Ok(Task::Serve { std_from }),
        (["dev"], []) => Ok(Task::Dev { std_from }),
        (["size"], []) => Ok(Task::Size { labs: false, std_from }),
        (["size"], ["labs"]) => Ok(Task::Size { labs: true, std_from }),
        (["pictures"], []) => Ok(Task::Pictures { std_from }),
        (["bench"], []) => Ok(Task::Bench { std_from }),
        (["new-lab", slug], []) => Ok(Task::NewLab { slug: (*slug).to_owned() }),
        (["notices"], []) => Ok(Task::Notices),
        (["test"], ["list"]) => Ok(Task::ListStages),
        (["test", stages @ ..], []) => Ok(Task::Test {
            stages: stages.iter().map(|stage| (*stage).to_owned()).collect(),
            std_from,
        }),
        (["seal"], []) => Ok(Task::Seal),
        (words, flags) => {
            let flags = flags.iter().map(|flag| format!(" --{flag}"));
            bail!(
                "`{}{}` is no command; `cargo xtask help` lists all",
                words.join(" "),
                flags.collect::<String>()
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn stages_are_kept_in_the_order_typed() {
        let expected = Task::Test {
            stages: vec!["fmt".to_owned(), "unit".to_owned()],
            std_from: StdFrom::Debian,
        };
        assert_eq!(parsed("test fmt --std-from debian unit").unwrap(), expected);
    }

    #[test]
    fn what_is_no_command_is_an_error() {
        for line in [
            "serv",
            "serve twice",
            "serve --list",
            "test --quick",
            "build --labs",
            "setup --std-from x",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
