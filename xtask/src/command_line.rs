//! What may be typed behind `cargo xtask`.

use std::ffi::OsString;

use anyhow::{Result, bail};
use lexopt::prelude::*;

use crate::setup::{Purpose, StdFrom};

/// The answer to `cargo xtask help`.
pub const HELP: &str = "\
cargo xtask setup [--tests]       get the tools that are missing (with --tests, browsers too)
cargo xtask help                  show this

--std-from rustup|debian          how to get Rust's library for wasm32 (all but help)
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
    /// Trunk's hook after a build.
    Seal,
}

/// Reads the arguments behind the program's name.
pub fn parse(args: impl Iterator<Item = OsString>) -> Result<Task> {
    let mut parser = lexopt::Parser::from_args(args);
    let mut words = Vec::new();
    let mut std_from = StdFrom::default();
    let mut tests = false;
    while let Some(arg) = parser.next()? {
        match arg {
            Long("std-from") => std_from = parser.value()?.string()?.parse()?,
            Long("tests") => tests = true,
            Long("help") | Short('h') => return Ok(Task::Help),
            Value(word) => words.push(word.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] | ["help"] => Ok(Task::Help),
        ["setup"] => Ok(Task::Setup {
            purpose: if tests { Purpose::Tests } else { Purpose::Site },
            std_from,
        }),
        ["seal"] => Ok(Task::Seal),
        [word, ..] => bail!("there is no command `{word}`; `cargo xtask help` lists all"),
    }
}
