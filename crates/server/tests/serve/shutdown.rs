//! The end: no new work, and the work under way gets a bounded time.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use super::client::{PATIENCE, first_bytes, parse, until_closed};
use super::fixture::{LARGE, LARGE_BYTES, Server};

/// A connection in the middle of a large answer, and what has come of it.
async fn in_the_middle(server: &Server) -> (TcpStream, Vec<u8>) {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = format!("GET {LARGE} HTTP/1.1\r\nHost: test\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let bytes = first_bytes(&mut stream).await;
    (stream, bytes)
}

#[tokio::test]
async fn an_answer_under_way_is_finished_and_no_connection_taken() {
    let server = Server::with_limits(&["--drain-timeout", "1h"]).await;
    let address = server.address;
    let (mut stream, mut bytes) = in_the_middle(&server).await;
    let (_folder, task) = server.stop();
    sleep(Duration::from_millis(100)).await;
    assert!(!task.is_finished(), "the server did not wait for the answer");
    bytes.extend(until_closed(&mut stream).await.unwrap());
    assert_eq!(parse(&bytes).body.len(), LARGE_BYTES);
    timeout(PATIENCE, task).await.expect("the server did not stop").unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn idle_connections_are_closed_at_once() {
    let server = Server::with_limits(&["--drain-timeout", "1h"]).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n").await.unwrap();
    first_bytes(&mut stream).await;
    let (_folder, task) = server.stop();
    assert_eq!(until_closed(&mut stream).await.unwrap(), b"");
    timeout(PATIENCE, task).await.expect("the server did not stop").unwrap();
}

#[tokio::test]
async fn a_client_that_does_not_read_holds_the_end_up_for_a_bounded_time() {
    let server = Server::with_limits(&["--drain-timeout", "200ms"]).await;
    let (stream, _) = in_the_middle(&server).await;
    let (_folder, task) = server.stop();
    // Far below the write time-out, which would have cut this client off as well.
    timeout(Duration::from_secs(5), task).await.expect("the server did not stop").unwrap();
    drop(stream);
}
