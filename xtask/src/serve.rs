//! `cargo xtask serve` for those who play and `cargo xtask dev` for those who build.

use std::process::Command;

use anyhow::{Result, bail};

use crate::companion::{self, Profile, Running};
use crate::project::Project;
use crate::run;
use crate::setup::Toolbox;
use crate::site;

/// Builds what has changed, then becomes the companion.
pub fn serve(project: &Project, tools: &Toolbox) -> Result<()> {
    site::build(project, tools)?;
    let program = companion::build(project, Profile::Native)?;
    println!("Faultline is at http://{}/ (stop with Ctrl-C).", companion::ADDRESS);
    become_it(companion::serve_command(project, program, companion::ADDRESS))
}

/// Trunk's server, which rebuilds and reloads on every change, beside a companion.
pub fn dev(project: &Project, tools: &Toolbox) -> Result<()> {
    let program = companion::build(project, Profile::Dev)?;
    let _companion = Running::for_development(project, program)?;
    let mut trunk = tools.web_command("trunk");
    trunk.arg("serve").env_remove("NO_COLOR");
    run::run(&mut trunk)
}

/// Replaces this process, so that signals reach the companion itself.
#[cfg(unix)]
fn become_it(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;

    let error = command.exec();
    bail!("could not start `{}`: {error}", run::display(&command))
}

/// Runs the companion and waits for its end, where a process cannot be replaced.
#[cfg(not(unix))]
fn become_it(mut command: Command) -> Result<()> {
    let status = command.status()?;
    if !status.success() {
        bail!("`{}` ended with {status}", run::display(&command));
    }
    Ok(())
}
