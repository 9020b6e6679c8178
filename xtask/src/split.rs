//! Taking the page's program apart, so that a visit loads the code of those labs alone that it
//! comes to: with the feature `split` the code says where, and the workspace's program `splitter`
//! does it in the midst of trunk's build. What trunk does not know of is carried into the site here.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::run;
use crate::setup::Toolbox;

/// The package and its program.
const SPLITTER: &str = "splitter";

/// The name under which trunk runs it.
const STAGE: &str = "wasm-bindgen";

/// Where the splitter learns which program it stands for.
const REAL: &str = "FAULTLINE_WASM_BINDGEN";

/// Where the splitter learns which folder the chunks go to.
const CHUNKS: &str = "FAULTLINE_CHUNKS";

/// Which chunks each lab, and each part of the page, needs, as the splitter writes it.
const RECORD: &str = ".chunks.json";

/// Lets a command of trunk split the program. Without wasm-opt, which would leave the chunks as
/// large as the linker makes them, trunk gets a wasm-opt of its own and builds the program whole.
pub fn arrange(project: &Project, tools: &Toolbox, trunk: &mut Command) -> Result<()> {
    let (Some(real), Some(_)) = (tools.find(STAGE), tools.find("wasm-opt")) else {
        println!("There is no wasm-opt here: the labs will not be split off.");
        return Ok(());
    };
    let folder = project.target.join("xtask").join(SPLITTER);
    install(project, &folder)?;
    let folders = [folder.clone()].into_iter().chain(env::split_paths(tools.path()));
    trunk
        .args(["--features", "split"])
        .env("PATH", env::join_paths(folders).context("a folder on the PATH cannot be joined")?)
        .env(REAL, real)
        .env(CHUNKS, folder.join("chunks"));
    Ok(())
}

/// Builds the splitter and puts it where trunk is to find it.
fn install(project: &Project, folder: &Path) -> Result<()> {
    run::run(project.cargo().args(["build", "--quiet", "--package", SPLITTER]))?;
    let program =
        |folder: PathBuf, name: &str| folder.join(name).with_extension(env::consts::EXE_EXTENSION);
    fs::create_dir_all(folder)?;
    fs::copy(program(project.target.join("debug"), SPLITTER), program(folder.to_path_buf(), STAGE))
        .with_context(|| format!("could not put the splitter into {}", folder.display()))?;
    Ok(())
}

/// Carries the chunks of a build into the site, where it has any, with the record of them.
pub fn carry(site: &Path) -> Result<()> {
    let Some(folder) = env::var_os(CHUNKS) else { return Ok(()) };
    for file in fs::read_dir(&folder).context("the program was not split")? {
        let file = file?;
        if file.file_type()?.is_file() {
            fs::copy(file.path(), site.join(file.file_name()))?;
        }
    }
    Ok(())
}

/// How the names of those begin that are no labs: parts of the page, and of the worker.
const PARTS: [&str; 2] = ["page_", "worker_"];

/// Whether what was split off under this name is a lab.
pub fn is_lab(name: &str) -> bool {
    !PARTS.iter().any(|part| name.starts_with(part))
}

/// The chunks that each lab of a built site needs, by the lab's folder, and each part of the page;
/// none where it is whole.
pub fn needs(site: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let record = site.join(RECORD);
    if !record.exists() {
        return Ok(BTreeMap::new());
    }
    let text = fs::read_to_string(&record)?;
    serde_json::from_str(&text).with_context(|| format!("{} has another form", record.display()))
}
