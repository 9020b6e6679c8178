//! `faultline serve`.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};
use server::{Config, Limits};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::signals;

/// Serve the built site until SIGINT (Ctrl-C) or SIGTERM.
///
/// The site is sent with cross-origin isolation and a strict content security policy; files whose
/// name holds a digest are kept by browsers for a year, the others are asked for again; where a
/// `.br` or `.gz` lies beside a file, it is sent instead to those who take it. `/healthz` answers
/// `ok`, and `/slow?ms=250` answers after that many milliseconds (5,000 at most). The protocol is HTTP/1.1; for TLS put a reverse proxy in front.
///
/// Each option may also be given by the environment variable beside it.
#[derive(Debug, Args)]
pub struct Serve {
    /// IP address and port to listen on, such as 127.0.0.1:3000, 0.0.0.0:80 or `[::1]:3000`; port 0
    /// takes a free one, which the log names.
    #[arg(
        long,
        env = "FAULTLINE_LISTEN",
        value_name = "ADDR",
        default_value = "127.0.0.1:3000",
        value_parser = address
    )]
    listen: SocketAddr,

    /// Folder of the built site, the one that holds index.html.
    #[arg(long, env = "FAULTLINE_SITE", value_name = "DIR", default_value = "./dist")]
    site: PathBuf,

    /// What to log, to standard error: off, error, warn, info or debug, and for single parts of
    /// the program as in `warn,server::accept=debug`. Queries of addresses are never logged.
    #[arg(long, env = "FAULTLINE_LOG", value_name = "LEVEL", default_value = "info")]
    log: Targets,

    /// How to log.
    #[arg(long, env = "FAULTLINE_LOG_FORMAT", value_name = "FORMAT", default_value = "text")]
    log_format: LogFormat,

    #[command(flatten)]
    limits: Limits,
}

/// The shape of a line of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// For people, in colour on a terminal.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

impl Serve {
    /// Serves until a signal asks for the end.
    #[tokio::main]
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        start_log(self.log, self.log_format);
        let stop = signals::stop().context("cannot listen for signals")?;
        let listener = server::bind(self.listen).await?;
        server::run(listener, Config { site: self.site, limits: self.limits }, stop).await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "write an IP address and a port, such as 127.0.0.1:3000 or [::1]:3000".into())
}

fn start_log(targets: Targets, format: LogFormat) {
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let registry = tracing_subscriber::registry().with(targets);
    match format {
        LogFormat::Text => {
            registry.with(lines.with_ansi(std::io::stderr().is_terminal())).init();
        }
        LogFormat::Json => registry.with(lines.json()).init(),
    }
}
