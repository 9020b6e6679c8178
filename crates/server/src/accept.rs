//! Connections: taken one by one, bounded in number, time and size, drained at the end.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::error::ServeError;
use crate::limits::Limits;

/// How long to wait when the system cannot hand out a connection, for want of descriptors or
/// memory: connections that end meanwhile give some back.
const ACCEPT_PAUSE: Duration = Duration::from_millis(500);

/// Opens a listening socket.
///
/// # Errors
///
/// When the address is taken, or is none of this machine's.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|source| ServeError::Bind { address, source })
}

/// Serves `app` to every connection until `shutdown` completes, then drains.
///
/// Returns at most the drain time-out after `shutdown`.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    limits: Limits,
    shutdown: impl Future<Output = ()>,
) {
    let mut shutdown = pin!(shutdown);
    let slots = Arc::new(Semaphore::new(limits.connections_max));
    let stop = CancellationToken::new();
    let connections = TaskTracker::new();
    let limits = Arc::new(limits);
    loop {
        // The slot comes first: without one, further clients wait in the system's queue.
        let next = async {
            let slot = Arc::clone(&slots).acquire_owned().await;
            (slot, accept(&listener).await)
        };
        let (slot, stream) = tokio::select! {
            () = &mut shutdown => break,
            next = next => next,
        };
        let (app, limits, stop) = (app.clone(), Arc::clone(&limits), stop.clone());
        connections.spawn(async move {
            converse(stream, app, &limits, &stop).await;
            drop(slot);
        });
    }
    drop(listener);
    stop.cancel();
    connections.close();
    tracing::info!(connections = connections.len(), "stopping");
    connections.wait().await;
    tracing::info!("stopped");
}

/// The next connection, however often the system fails to hand one out.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            // The client was gone before it was served.
            Err(error) if is_of_the_client(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "could not accept a connection");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind;
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset
    )
}

/// Serves one connection until its client leaves, a bound is met, or `stop` is called; in the
/// last two cases the answer under way gets the drain time-out to finish.
async fn converse(stream: TcpStream, app: Router, limits: &Limits, stop: &CancellationToken) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "the connection keeps Nagle's delay");
    }
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.write_timeout));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        .max_buf_size(limits.head_bytes_max)
        .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(app));
    let mut connection = pin!(connection);
    let outcome = tokio::select! {
        outcome = connection.as_mut() => Ok(outcome),
        () = stop.cancelled() => Err(()),
        () = sleep(limits.connection_lifetime) => Err(()),
    };
    let outcome = match outcome {
        Ok(outcome) => Ok(outcome),
        Err(()) => {
            connection.as_mut().graceful_shutdown();
            timeout(limits.drain_timeout, connection).await
        }
    };
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "a connection failed"),
        Err(_) => tracing::info!("a connection was cut off in the middle of an answer"),
    }
}
