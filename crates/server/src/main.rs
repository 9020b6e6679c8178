//! `faultline`, the companion of the playground.
//!
//! Exit codes: 0 when done, 1 when something failed, 2 when the command line was not understood.

mod command;

use std::process::ExitCode;

use clap::Parser;

use command::Command;

/// Faultline's companion: serves the playground and runs its labs from the command line.
#[derive(Debug, Parser)]
#[command(name = "faultline", version, arg_required_else_help = true)]
struct Faultline {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    match Faultline::parse().command.run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("faultline: {error:#}");
            ExitCode::FAILURE
        }
    }
}
