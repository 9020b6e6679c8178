//! The project's own commands: `cargo xtask help` lists them.

mod bench;
mod command_line;
mod companion;
mod copy;
mod lab_sizes;
mod new_lab;
mod notices;
mod pictures;
mod project;
mod run;
mod seal;
mod serve;
mod setup;
mod site;
mod size;
mod split;
mod test;
mod tidy;

use std::process::ExitCode;

use anyhow::Result;
use command_line::Task;
use setup::Purpose;

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
        Task::Build { std_from } => {
            let tools = setup::ensure(&project, Purpose::Site, std_from)?;
            site::build(&project, &tools)?;
        }
        Task::Serve { std_from } => {
            let tools = setup::ensure(&project, Purpose::Site, std_from)?;
            serve::serve(&project, &tools)?;
        }
        Task::Dev { std_from } => {
            let tools = setup::ensure(&project, Purpose::Site, std_from)?;
            serve::dev(&project, &tools)?;
        }
        Task::Size { labs, std_from } => {
            let tools = setup::ensure(&project, Purpose::Site, std_from)?;
            if labs {
                lab_sizes::print(&project, &tools)?;
            } else {
                site::build(&project, &tools)?;
                size::check(&project)?;
            }
        }
        Task::Pictures { std_from } => {
            let tools = setup::ensure(&project, Purpose::Tests, std_from)?;
            pictures::take(&project, &tools)?;
        }
        Task::Bench { std_from } => {
            let tools = setup::ensure(&project, Purpose::Site, std_from)?;
            bench::bench(&project, &tools)?;
        }
        Task::NewLab { slug } => new_lab::new_lab(&project, &slug)?,
        Task::Notices => notices::write(&project)?,
        Task::ListStages => test::list(),
        Task::Test { stages, std_from } => {
            if !test::test(&project, &stages, std_from)? {
                return Ok(ExitCode::FAILURE);
            }
        }
        Task::Seal => seal::from_trunk()?,
    }
    Ok(ExitCode::SUCCESS)
}
