//! The slow answer.

use std::time::{Duration, Instant};

use super::client::{ask, get};
use super::fixture::Server;

#[tokio::test]
async fn it_comes_after_the_wait_and_is_not_kept() {
    let server = Server::start().await;
    let began = Instant::now();
    let answer = get(server.address, "/slow?ms=150&n=1").await;
    assert!(began.elapsed() >= Duration::from_millis(150), "{:?}", began.elapsed());
    assert_eq!((answer.status, answer.body.as_slice()), (200, b"waited 150 ms\n".as_slice()));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
}

#[tokio::test]
async fn many_wait_at_once_without_waiting_for_each_other() {
    let server = Server::start().await;
    let address = server.address;
    let began = Instant::now();
    let waits: Vec<_> =
        (0..20).map(|_| tokio::spawn(async move { get(address, "/slow?ms=300").await })).collect();
    for wait in waits {
        assert_eq!(wait.await.unwrap().status, 200);
    }
    // One after the other they would take six seconds.
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_wait_out_of_bounds_is_refused_with_what_would_be_right() {
    let server = Server::start().await;
    for target in ["/slow", "/slow?ms=", "/slow?ms=5001", "/slow?ms=-1", "/slow?ms=soon"] {
        let answer = get(server.address, target).await;
        assert_eq!(answer.status, 400, "{target}");
        let body = String::from_utf8(answer.body).unwrap();
        assert!(body.contains("/slow?ms=250") && body.contains("0 to 5000"), "{body}");
    }
    let other = ask(server.address, "POST", "/slow?ms=1", &[]).await;
    assert_eq!((other.status, other.header("allow")), (405, "GET,HEAD"));
}

#[tokio::test]
async fn beyond_the_places_there_are_it_says_when_to_come_again() {
    let server = Server::with_limits(&["--slow-waits-max", "1"]).await;
    let address = server.address;
    let first = tokio::spawn(async move { get(address, "/slow?ms=2000").await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let second = get(address, "/slow?ms=1").await;
    assert_eq!((second.status, second.header("retry-after")), (503, "1"));
    assert_eq!(second.header("cache-control"), "no-store");
    assert_eq!(first.await.unwrap().status, 200);
    // The place is free again.
    assert_eq!(get(address, "/slow?ms=1").await.status, 200);
}

#[tokio::test]
async fn it_keeps_the_time_out_of_requests() {
    let server = Server::with_limits(&["--request-timeout", "100ms"]).await;
    assert_eq!(get(server.address, "/slow?ms=5000").await.status, 503);
}

#[tokio::test]
async fn whoever_waits_at_the_end_still_gets_the_answer() {
    let server = Server::start().await;
    let address = server.address;
    let waiting = tokio::spawn(async move { get(address, "/slow?ms=600").await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let (_folder, task) = server.stop();
    assert_eq!(waiting.await.unwrap().body, b"waited 600 ms\n");
    task.await.unwrap();
}
