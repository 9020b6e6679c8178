//! `faultline`, the companion of the playground.
//!
//! Exit codes: 0 when done; what 1 and 2 say is each command's own matter; 64 when the command line
//! or what it names cannot be used and 70 when something else failed, as in sysexits.h, so that
//! neither is taken for a verdict.

mod command;

use std::process::ExitCode;

use clap::Parser;

use command::{BadInput, Command};

/// `EX_USAGE`.
const BAD_INPUT: u8 = 64;
/// `EX_SOFTWARE`.
const FAILED: u8 = 70;

/// Faultline's companion: serves the playground and runs its labs from the command line.
#[derive(Debug, Parser)]
#[command(name = "faultline", version, arg_required_else_help = true)]
struct Faultline {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let asked = match Faultline::try_parse() {
        Ok(asked) => asked,
        Err(error) => {
            // Help and version are no errors, and go to standard output.
            let is_refused = error.use_stderr();
            // Whoever reads it may be gone.
            let _ = error.print();
            return if is_refused { ExitCode::from(BAD_INPUT) } else { ExitCode::SUCCESS };
        }
    };
    match asked.command.run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("faultline: {error:#}");
            ExitCode::from(if error.is::<BadInput>() { BAD_INPUT } else { FAILED })
        }
    }
}
