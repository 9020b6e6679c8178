//! Building and starting the companion, the program `faultline`.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::run;

/// Where `cargo xtask serve` and `dev` put it; Trunk.toml's proxies point here.
pub const ADDRESS: &str = "127.0.0.1:3000";

/// How long a started companion may take until it listens.
const START_LIMIT: Duration = Duration::from_secs(20);

/// How the companion is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Fast to build, for tests and development.
    Dev,
    /// Fast to run, for people.
    Native,
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Native => "native",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Native => "native",
        }
    }
}

/// Builds the companion and returns its program.
pub fn build(project: &Project, profile: Profile) -> Result<PathBuf> {
    run::run(
        project
            .cargo()
            .args(["build", "--package", "server", "--bin", "faultline"])
            .args(["--profile", profile.name()]),
    )?;
    let program = project
        .target
        .join(profile.folder())
        .join("faultline")
        .with_extension(std::env::consts::EXE_EXTENSION);
    if !program.is_file() {
        bail!("cargo built no {}", program.display());
    }
    Ok(program)
}

/// The command that serves the built site.
pub fn serve_command(project: &Project, program: PathBuf, listen: &str) -> Command {
    let mut command = Command::new(program);
    command.args(["serve", "--listen", listen, "--site"]).arg(project.site());
    command
}

/// A running companion, which ends with this value.
pub struct Running {
    child: Child,
    address: SocketAddr,
}

impl Running {
    /// Starts the companion on a free port of this machine and waits until it listens.
    pub fn on_free_port(project: &Project, program: PathBuf) -> Result<Self> {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        Self::start(serve_command(project, program, &address.to_string()), address)
    }

    /// Starts it where Trunk.toml expects it.
    pub fn for_development(project: &Project, program: PathBuf) -> Result<Self> {
        let address = ADDRESS.parse()?;
        Self::start(serve_command(project, program, ADDRESS), address)
    }

    fn start(mut command: Command, address: SocketAddr) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("could not start `{}`", run::display(&command)))?;
        let end = Instant::now() + START_LIMIT;
        while TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_err() {
            if let Some(status) = child.try_wait()? {
                bail!("the companion ended at once with {status}");
            }
            if Instant::now() > end {
                child.kill()?;
                bail!("the companion did not listen on {address} in time");
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(Self { child, address })
    }

    /// Its address, with a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing is left to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
