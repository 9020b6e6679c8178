//! The project's own commands: `cargo xtask help` lists them.

mod command_line;
mod project;
mod run;
mod seal;
mod setup;

use std::process::ExitCode;

use anyhow::Result;
use command_line::Task;

fn main() -> ExitCode {
    match work() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn work() -> Result<ExitCode> {
    let project = project::Project::locate()?;
    match command_line::parse(std::env::args_os().skip(1))? {
        Task::Help => print!("{}", command_line::HELP),
        Task::Setup { purpose, std_from } => {
            setup::ensure(&project, purpose, std_from)?;
            println!("Everything is set up.");
        }
        Task::Seal => seal::from_trunk()?,
    }
    Ok(ExitCode::SUCCESS)
}
