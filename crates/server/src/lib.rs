//! The companion as a library: the built site over HTTP/1.1, with the limits and time-outs that
//! a server on an open network needs.
//!
//! [`bind`] takes an address, [`run`] serves on it until it is told to stop.

mod accept;
mod app;
mod error;
mod limits;
mod site;
mod slow;

pub use accept::bind;
pub use error::ServeError;
pub use limits::Limits;

use std::path::PathBuf;

use tokio::net::TcpListener;

use site::Site;

/// What to serve, and within which bounds.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder of the built site: the one that holds `index.html`.
    pub site: PathBuf,
    /// The bounds on every connection and request.
    pub limits: Limits,
}

/// Serves the site on `listener` until `shutdown` completes and the connections have drained.
///
/// # Errors
///
/// When the folder of the site is missing or holds no `index.html`. What goes wrong later, with
/// one connection or one file, is logged and answered, and ends nothing else.
pub async fn run(
    listener: TcpListener,
    config: Config,
    shutdown: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let site = Site::open(&config.site)?;
    let app = app::app(site, &config.limits);
    if let Ok(address) = listener.local_addr() {
        tracing::info!(%address, site = %config.site.display(), "listening");
    }
    accept::serve(listener, app, config.limits, shutdown).await;
    Ok(())
}
