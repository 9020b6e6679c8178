//! `faultline serve`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

/// Serve the built site until SIGINT (Ctrl-C) or SIGTERM.
#[derive(Debug, Args)]
pub struct Serve {
    /// The address and port to listen on.
    #[arg(long, env = "FAULTLINE_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,

    /// The folder of the built site.
    #[arg(long, env = "FAULTLINE_SITE", value_name = "DIR", default_value = "./dist")]
    site: PathBuf,
}

impl Serve {
    /// Serves until a signal asks for the end.
    #[tokio::main]
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let listener = tokio::net::TcpListener::bind(self.listen).await?;
        let config = server::Config { site: self.site };
        server::run(listener, config, async {
            // Without a handler for the signal the default one ends the process anyway.
            let _ = tokio::signal::ctrl_c().await;
        })
        .await?;
        Ok(ExitCode::SUCCESS)
    }
}
