//! Why the companion cannot start.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use thiserror::Error;

/// Why the companion cannot start, and what would be right; what the system said is the source.
#[derive(Debug, Error)]
pub enum ServeError {
    /// Another program listens there, or the address is none of this machine's.
    #[error("cannot listen on {address} (give another address with --listen)")]
    Bind {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// There is no built site to serve.
    #[error(
        "cannot read index.html in {} (build the site with `trunk build --release`, \
         or name its folder with --site)",
        folder.display()
    )]
    NoSite {
        /// The folder that was asked for.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}
