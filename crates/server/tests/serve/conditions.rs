//! Methods, ranges and conditional requests (RFC 9110).

use super::client::{Answer, ask, get};
use super::fixture::{HASHED, Server};

#[tokio::test]
async fn the_health_check_answers() {
    let server = Server::start().await;
    let answer = get(server.address, "/healthz").await;
    assert_eq!((answer.status, answer.body.as_slice()), (200, b"ok\n".as_slice()));
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let server = Server::start().await;
    for target in ["/", HASHED, "/healthz", "/absent"] {
        let get = ask(server.address, "GET", target, &[]).await;
        let head = ask(server.address, "HEAD", target, &[]).await;
        assert_eq!(head.status, get.status, "{target}");
        assert!(head.body.is_empty(), "{target}");
        for name in ["content-length", "content-type", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{target}");
        }
    }
}

#[tokio::test]
async fn other_methods_are_refused_with_those_allowed() {
    let server = Server::start().await;
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
        for target in ["/", "/coi.js", "/absent", "/healthz"] {
            let answer = ask(server.address, method, target, &[]).await;
            assert_eq!(answer.status, 405, "{method} {target}");
            assert_eq!(answer.header("allow"), "GET,HEAD", "{method} {target}");
        }
    }
}

async fn range(server: &Server, headers: &[&str]) -> Answer {
    ask(server.address, "GET", "/coi.js", headers).await
}

#[tokio::test]
async fn a_range_is_cut_out_of_the_file() {
    let server = Server::start().await;
    for (asked, sent, body) in [
        ("bytes=2-4", "bytes 2-4/10", "234"),
        ("bytes=8-", "bytes 8-9/10", "89"),
        ("bytes=-3", "bytes 7-9/10", "789"),
        ("bytes=5-99", "bytes 5-9/10", "56789"),
    ] {
        let answer = range(&server, &[&format!("Range: {asked}")]).await;
        assert_eq!(answer.status, 206, "{asked}");
        assert_eq!(answer.header("content-range"), sent);
        assert_eq!(answer.body, body.as_bytes());
    }
}

#[tokio::test]
async fn a_range_beyond_the_file_is_refused_with_its_size() {
    let server = Server::start().await;
    let answer = range(&server, &["Range: bytes=10-"]).await;
    assert_eq!(answer.status, 416);
    assert_eq!(answer.header("content-range"), "bytes */10");
}

#[tokio::test]
async fn several_ranges_or_a_condition_on_one_get_the_whole_file() {
    let server = Server::start().await;
    let several = range(&server, &["Range: bytes=0-1,4-5"]).await;
    assert_eq!((several.status, several.body.len()), (200, 10));
    let stale = range(&server, &["Range: bytes=0-1", "If-Range: \"another\""]).await;
    assert_eq!((stale.status, stale.body.len()), (200, 10));
}

#[tokio::test]
async fn a_browser_that_has_the_file_is_told_so() {
    let server = Server::start().await;
    let first = get(server.address, "/").await;
    let tag = format!("If-None-Match: {}", first.header("etag"));
    let date = format!("If-Modified-Since: {}", first.header("last-modified"));
    for condition in [&tag, &date] {
        let again = ask(server.address, "GET", "/", &[condition]).await;
        assert_eq!(again.status, 304, "{condition}");
        assert!(again.body.is_empty());
        for name in ["etag", "cache-control", "content-security-policy"] {
            assert_eq!(again.header(name), first.header(name));
        }
        assert_eq!(again.header("vary"), "accept-encoding");
    }
    server.folder.write("index.html", "<h1>The next release</h1>");
    let changed = ask(server.address, "GET", "/", &[&tag]).await;
    assert_eq!(
        (changed.status, changed.body.as_slice()),
        (200, b"<h1>The next release</h1>".as_slice())
    );
}

#[tokio::test]
async fn forms_of_one_file_have_different_tags() {
    let server = Server::start().await;
    let plain = get(server.address, HASHED).await;
    let brotli = ask(server.address, "GET", HASHED, &["Accept-Encoding: br"]).await;
    assert_ne!(plain.header("etag"), brotli.header("etag"));
}

#[tokio::test]
async fn a_failed_precondition_is_said() {
    let server = Server::start().await;
    let answer = ask(server.address, "GET", "/", &["If-Match: \"another\""]).await;
    assert_eq!(answer.status, 412);
}
