//! The page's program, taken apart: a main part, and a chunk for each lab and each part of the page
//! that not every visit comes to.
//!
//! Splitting must come after the linker, whose relocations say what reaches what, and before
//! wasm-bindgen, which writes the program anew without them. Trunk has no hook in between, but it
//! runs the `wasm-bindgen` that it finds first: here `cargo xtask build` puts this program, which
//! splits, has the real wasm-bindgen write the main part and its glue, optimises the chunks and
//! tells the glue where they are. Asked for anything else it is the real one.

mod chunks;
mod glue;

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

/// Names the real wasm-bindgen.
const REAL: &str = "FAULTLINE_WASM_BINDGEN";

/// Names the folder that the chunks go to.
const CHUNKS: &str = "FAULTLINE_CHUNKS";

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
    let real = env::var_os(REAL).with_context(|| format!("{REAL} names no wasm-bindgen"))?;
    let args: Vec<OsString> = env::args_os().skip(1).collect();
    let Some(order) = Order::read(&args)? else {
        let status = Command::new(&real).args(&args).status().context("wasm-bindgen is gone")?;
        return Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    };
    let folder = PathBuf::from(
        env::var_os(CHUNKS).with_context(|| format!("{CHUNKS} names no folder for the chunks"))?,
    );
    let split = chunks::split(&order.program, &folder)?;
    let mut command = Command::new(&real);
    command.args(args.iter().filter(|arg| Path::new(arg) != order.program));
    // The chunks share the table of functions, which is left out otherwise.
    run(command.arg("--keep-lld-exports").arg(&split.main))?;
    let chunks = split.finish(&folder)?;
    glue::tell(&order.glue, &chunks)?;
    chunks::record(&chunks, &folder)?;
    Ok(ExitCode::SUCCESS)
}

/// What Trunk wants written.
struct Order {
    /// The linked program.
    program: PathBuf,
    /// The glue that wasm-bindgen writes beside the program.
    glue: PathBuf,
}

impl Order {
    /// Reads Trunk's arguments; nothing where they do not ask for a program to be written.
    fn read(args: &[OsString]) -> Result<Option<Self>> {
        let value =
            |key: &str| args.iter().filter_map(|arg| arg.to_str()?.strip_prefix(key)).next_back();
        let Some(folder) = value("--out-dir=") else { return Ok(None) };
        let name = value("--out-name=").context("wasm-bindgen is given no --out-name=")?;
        let is_program = |arg: &&OsString| Path::new(arg).extension() == Some(OsStr::new("wasm"));
        let program = args.iter().find(is_program).context("wasm-bindgen is given no program")?;
        let glue = Path::new(folder).join(name).with_extension("js");
        Ok(Some(Self { program: program.into(), glue }))
    }
}

/// Runs a command; an error says which one failed.
fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{command:?} could not be started"))?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(args: &[&str]) -> Option<Order> {
        Order::read(&args.iter().map(OsString::from).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn trunks_arguments_are_read() {
        let args =
            ["--target=web", "--out-dir=/t/b", "--out-name=app", "/t/app.wasm", "--no-typescript"];
        let order = read(&args).unwrap();
        assert_eq!(order.program, Path::new("/t/app.wasm"));
        assert_eq!(order.glue, Path::new("/t/b/app.js"));
    }

    #[test]
    fn anything_else_is_left_to_wasm_bindgen() {
        assert!(read(&["--version"]).is_none());
    }
}
