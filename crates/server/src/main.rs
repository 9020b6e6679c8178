//! `faultline`, the companion of the playground.
//!
//! Exit codes: 0 when done, 1 when something failed, 2 when the command line or what it names
//! cannot be used.

mod command;

use std::process::ExitCode;

use clap::Parser;

use command::{BadInput, Command};

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
            if error.is::<BadInput>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}
