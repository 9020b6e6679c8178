//! `cargo xtask pictures`: the README's picture and that of link previews, taken of the real page.

use anyhow::{Context, Result, bail};

use crate::companion::{self, Profile, Running};
use crate::project::Project;
use crate::setup::Toolbox;
use crate::{run, site};

/// Drives Chromium; below the workspace root.
const SCRIPT: &str = "tests/e2e/pictures.mjs";

/// Builds the site, serves it, and lets the script write the pictures where they belong.
pub fn take(project: &Project, tools: &Toolbox) -> Result<()> {
    if !tools.has_node_packages() {
        bail!("the pictures are taken by Node 20 with the packages of package.json");
    }
    let (chromium, _) = tools.chromium().context("there is no Chromium to take pictures with")?;
    site::build(project, tools)?;
    let program = companion::build(project, Profile::Dev)?;
    let companion = Running::on_free_port(project, program)?;
    run::run(
        tools
            .command("node")
            .arg(SCRIPT)
            .env("FAULTLINE_URL", companion.url())
            .env("CHROMIUM", chromium),
    )
}
