//! What `faultline` can do: one file per command.

mod serve;

use std::process::ExitCode;

use clap::Subcommand;

/// The commands, in the order of the help text.
#[derive(Debug, Subcommand)]
pub enum Command {
    Serve(serve::Serve),
}

impl Command {
    /// Runs the command; an error's chain of causes becomes the message on the terminal.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Serve(serve) => serve.run(),
        }
    }
}
