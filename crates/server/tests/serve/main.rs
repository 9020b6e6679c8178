//! The companion's server, asked over real sockets.

mod addresses;
mod client;
mod conditions;
mod fixture;
mod headers;
mod limits;
#[cfg(unix)]
mod program;
mod shutdown;
mod slow;
