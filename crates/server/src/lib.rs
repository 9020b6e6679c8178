//! The companion as a library: the site over HTTP.

use std::io;
use std::path::PathBuf;

use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

/// What to serve.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder of the built site.
    pub site: PathBuf,
}

/// Serves the site on `listener` until `shutdown` completes.
///
/// # Errors
///
/// When the listening socket fails.
pub async fn run(
    listener: TcpListener,
    config: Config,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let site = ServeDir::new(config.site).precompressed_br().precompressed_gzip();
    let app = Router::new().route("/healthz", get(async || "ok\n")).fallback_service(site);
    axum::serve(listener, app).with_graceful_shutdown(shutdown).await
}
