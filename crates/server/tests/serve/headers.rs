//! What each answer says of itself.

use super::client::{ask, get};
use super::fixture::{HASHED, POLICY, Server};

#[tokio::test]
async fn every_answer_isolates_the_page_and_denies_what_it_does_not_need() {
    let server = Server::start().await;
    // A page may be framed from anywhere; nothing else is for other origins.
    for (method, target, status, readers) in [
        ("GET", "/", 200, "cross-origin"),
        ("GET", "/bare.html", 200, "cross-origin"),
        ("GET", HASHED, 200, "same-origin"),
        ("GET", "/healthz", 200, "same-origin"),
        ("GET", "/absent", 404, "same-origin"),
        ("POST", "/", 405, "same-origin"),
    ] {
        let answer = ask(server.address, method, target, &[]).await;
        assert_eq!(answer.status, status, "{method} {target}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-embedder-policy"), "require-corp");
        assert_eq!(answer.header("cross-origin-resource-policy"), readers, "{method} {target}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert!(answer.header("permissions-policy").contains("camera=()"));
    }
}

#[tokio::test]
async fn each_page_is_sent_with_the_policy_that_it_carries() {
    let server = Server::start().await;
    let policy = async |target| {
        get(server.address, target).await.header("content-security-policy").to_owned()
    };
    assert_eq!(policy("/").await, format!("{POLICY}; frame-ancestors *"));
    assert_eq!(policy("/index.html").await, format!("{POLICY}; frame-ancestors *"));
    assert_eq!(
        policy("/v/1/").await,
        "default-src 'none'; script-src 'sha256-old='; frame-ancestors *"
    );
}

#[tokio::test]
async fn a_new_build_of_the_page_is_sent_with_its_new_policy() {
    let server = Server::start().await;
    server.folder.write(
        "index.html",
        "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'sha256-new='\">",
    );
    let answer = get(server.address, "/").await;
    assert_eq!(
        answer.header("content-security-policy"),
        "script-src 'sha256-new='; frame-ancestors *"
    );
}

#[tokio::test]
async fn workers_and_bare_pages_get_the_strict_policy() {
    let server = Server::start().await;
    for target in [HASHED, "/coi.js", "/bare.html", "/absent"] {
        let answer = get(server.address, target).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
        assert!(policy.ends_with("frame-ancestors *"));
    }
}

#[tokio::test]
async fn media_types_are_those_that_browsers_ask_for() {
    let server = Server::start().await;
    for (target, media_type) in [
        ("/", "text/html; charset=utf-8"),
        (HASHED, "text/javascript; charset=utf-8"),
        ("/app-7f3a9c0b12d4e5f6_bg.wasm", "application/wasm"),
        ("/manifest.webmanifest", "application/manifest+json"),
    ] {
        assert_eq!(get(server.address, target).await.header("content-type"), media_type);
    }
}

#[tokio::test]
async fn hashed_files_are_kept_for_a_year_and_the_others_are_asked_for_again() {
    let server = Server::start().await;
    let forever = "public, max-age=31536000, immutable";
    for (target, cache_control) in [
        (HASHED, forever),
        ("/app-7f3a9c0b12d4e5f6_bg.wasm", forever),
        ("/", "no-cache"),
        ("/coi.js", "no-cache"),
        // A hashed name that is gone may come back with the next deployment.
        ("/app-0000000000000000.js", "no-cache"),
        ("/healthz", "no-store"),
    ] {
        assert_eq!(
            get(server.address, target).await.header("cache-control"),
            cache_control,
            "{target}"
        );
    }
}

#[tokio::test]
async fn a_compressed_form_is_sent_to_those_who_take_it() {
    let server = Server::start().await;
    for (accepted, encoding, body) in [
        ("gzip, deflate, br, zstd", Some("br"), "as brotli"),
        ("gzip", Some("gzip"), "as gzip"),
        ("br;q=0.1, gzip;q=0.9", Some("gzip"), "as gzip"),
        ("br;q=0, gzip;q=0", None, "let plain = 1;"),
        ("identity", None, "let plain = 1;"),
    ] {
        let header = format!("Accept-Encoding: {accepted}");
        let answer = ask(server.address, "GET", HASHED, &[&header]).await;
        assert_eq!(answer.find("content-encoding"), encoding, "{accepted}");
        assert_eq!(answer.body, body.as_bytes(), "{accepted}");
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
    }
    let answer = ask(server.address, "GET", "/coi.js", &["Accept-Encoding: br, gzip"]).await;
    assert_eq!(answer.find("content-encoding"), None);
    assert_eq!(answer.body, b"0123456789");
}
