//! Every bound, met.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use super::client::{PATIENCE, ask, first_bytes, parse, until_closed};
use super::fixture::{LARGE, LARGE_BYTES, Server};

const KEEP_ALIVE: &[u8] = b"GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n";

#[tokio::test]
async fn a_silent_connection_is_closed() {
    let server = Server::with_limits(&["--header-timeout", "100ms"]).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    assert_eq!(until_closed(&mut stream).await.unwrap(), b"");
}

/// Slowloris: each byte comes soon after the last, and the head never ends.
#[tokio::test]
async fn a_head_that_trickles_in_is_cut_off() {
    let server = Server::with_limits(&["--header-timeout", "200ms"]).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: test\r\nX: ").await.unwrap();
    let trickle = async {
        while stream.write_all(b"x").await.is_ok() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, trickle).await.expect("the server read on and on");
}

#[tokio::test]
async fn an_idle_connection_is_closed_after_its_answer() {
    let server = Server::with_limits(&["--header-timeout", "1s"]).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    for _ in 0..2 {
        stream.write_all(KEEP_ALIVE).await.unwrap();
        assert_eq!(parse(&first_bytes(&mut stream).await).status, 200);
    }
    assert_eq!(until_closed(&mut stream).await.unwrap(), b"");
}

#[tokio::test]
async fn a_client_that_takes_nothing_of_its_answer_is_cut_off() {
    let server = Server::with_limits(&["--write-timeout", "200ms"]).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = format!("GET {LARGE} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    sleep(Duration::from_secs(2)).await;
    let mut taken = Vec::new();
    // The cut may show as a reset; what matters is that the rest never comes.
    let end = timeout(PATIENCE, stream.read_to_end(&mut taken)).await.expect("it was not cut off");
    assert!(end.is_err() || taken.len() < LARGE_BYTES, "{} bytes came", taken.len());
}

#[tokio::test]
async fn an_old_connection_takes_no_further_request() {
    let server = Server::with_limits(&["--connection-lifetime", "200ms"]).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let chat = async {
        let mut bytes = [0; 4096];
        while stream.write_all(KEEP_ALIVE).await.is_ok()
            && stream.read(&mut bytes).await.is_ok_and(|length| length > 0)
        {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, chat).await.expect("the connection lived on");
}

#[tokio::test]
async fn further_connections_wait_for_a_free_place() {
    let server = Server::with_limits(&["--connections-max", "1"]).await;
    let mut first = TcpStream::connect(server.address).await.unwrap();
    first.write_all(KEEP_ALIVE).await.unwrap();
    first_bytes(&mut first).await;
    let mut second = TcpStream::connect(server.address).await.unwrap();
    second.write_all(KEEP_ALIVE).await.unwrap();
    let mut bytes = [0; 4096];
    let early = timeout(Duration::from_millis(300), second.read(&mut bytes)).await;
    assert!(early.is_err(), "the second was served beside the first");
    drop(first);
    assert_eq!(parse(&first_bytes(&mut second).await).status, 200);
}

#[tokio::test]
async fn a_head_above_its_limit_is_refused() {
    let server = Server::with_limits(&["--head-bytes-max", "8192"]).await;
    let fits = format!("X-Fill: {}", "x".repeat(7 * 1024));
    assert_eq!(ask(server.address, "GET", "/", &[&fits]).await.status, 200);
    let too_large = format!("X-Fill: {}", "x".repeat(8 * 1024));
    assert_eq!(ask(server.address, "GET", "/", &[&too_large]).await.status, 431);
}

#[tokio::test]
async fn a_head_with_too_many_lines_is_refused() {
    let server = Server::start().await;
    let lines: Vec<String> = (0..200).map(|number| format!("X-{number}: x")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert_eq!(ask(server.address, "GET", "/", &lines).await.status, 431);
}

#[tokio::test]
async fn a_body_above_its_limit_is_refused_before_it_is_read() {
    let server = Server::with_limits(&["--body-bytes-max", "10"]).await;
    assert_eq!(ask(server.address, "GET", "/", &["Content-Length: 11"]).await.status, 413);
}

#[tokio::test]
async fn garbage_is_answered_with_400_and_the_server_goes_on() {
    let server = Server::start().await;
    for garbage in
        [&b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..], b"GET\r\n\r\n", b"\0\0\0\0\r\n\r\n"]
    {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(garbage).await.unwrap();
        assert_eq!(parse(&until_closed(&mut stream).await.unwrap()).status, 400);
    }
    assert_eq!(ask(server.address, "GET", "/", &[]).await.status, 200);
}
