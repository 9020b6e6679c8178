//! Nothing outside the site is ever sent.

use super::client::get;
use super::fixture::{SECRET, Server};

#[tokio::test]
async fn no_address_leads_out_of_the_site() {
    let server = Server::start().await;
    let absolute = server.folder.site().with_file_name("secret.txt");
    let absolute = absolute.to_str().unwrap().to_owned();
    for target in [
        "/../secret.txt",
        "/v/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/.%2e/secret.txt",
        "/%252e%252e/secret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "/v/..%5C..%5Csecret.txt",
        "/../secret.txt%00.html",
        "/index.html%00",
        "/coi.js%0d%0aSet-Cookie:%20a=b",
        "/%c0%ae%c0%ae/secret.txt",
        "//secret.txt",
        "/C:/secret.txt",
        "/.inputs",
        "/v//1/",
        "/index.html/",
        "/index.html/coi.js",
        "/v/1/../../.inputs",
        &absolute,
        &format!("/{absolute}"),
        &absolute.replace('/', "%2f"),
    ] {
        let answer = get(server.address, target).await;
        // The parser refuses what is no address at all, the site what is none of its own.
        assert!(matches!(answer.status, 400 | 404), "{target}: {}", answer.status);
        assert_eq!(answer.find("set-cookie"), None);
        let body = String::from_utf8_lossy(&answer.body);
        assert!(!body.contains(SECRET), "{target} sent {body}");
    }
}

#[tokio::test]
async fn an_absent_file_gets_a_page_that_leads_back() {
    let server = Server::start().await;
    let long_name = format!("/{}", "a".repeat(300));
    // Longer than the paths that a system takes.
    let long_path = "/a".repeat(3000);
    for target in ["/absent", "/v/2/", "/snippets/absent.js", &long_name, &long_path] {
        let answer = get(server.address, target).await;
        assert_eq!(answer.status, 404, "{target}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert!(String::from_utf8_lossy(&answer.body).contains("href=\"/\""));
    }
}

#[tokio::test]
async fn a_folder_without_its_slash_is_redirected_within_the_site() {
    let server = Server::start().await;
    let answer = get(server.address, "/v/1").await;
    assert_eq!(answer.status, 307);
    assert_eq!(answer.header("location"), "/v/1/");
    // A location that began with two slashes would name another host.
    assert_eq!(get(server.address, "//v/1").await.status, 404);
}

#[cfg(unix)]
#[tokio::test]
async fn a_symbolic_link_is_followed_within_the_site_and_never_out_of_it() {
    use std::os::unix::fs::symlink;

    let server = Server::start().await;
    let site = server.folder.site();
    symlink("coi.js", site.join("within.js")).unwrap();
    symlink("../secret.txt", site.join("relative.txt")).unwrap();
    symlink(site.with_file_name("secret.txt"), site.join("absolute.txt")).unwrap();
    symlink("..", site.join("up")).unwrap();
    // A compressed form is a way out as well.
    symlink("../secret.txt", site.join("coi.js.gz")).unwrap();
    assert_eq!(get(server.address, "/within.js").await.body, b"0123456789");
    for target in ["/relative.txt", "/absolute.txt", "/up/secret.txt", "/up/site/coi.js.gz"] {
        assert_eq!(get(server.address, target).await.status, 404, "{target}");
    }
    let compressed =
        super::client::ask(server.address, "GET", "/coi.js", &["Accept-Encoding: gzip"]).await;
    assert_eq!(compressed.body, b"0123456789");
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_no_regular_file_is_absent() {
    use std::os::unix::net::UnixListener;

    let server = Server::start().await;
    let _socket = UnixListener::bind(server.folder.site().join("socket")).unwrap();
    assert_eq!(get(server.address, "/socket").await.status, 404);
}

#[cfg(unix)]
#[tokio::test]
async fn a_site_behind_a_link_follows_the_link_to_the_next_release() {
    use std::os::unix::fs::symlink;

    let server = Server::start().await;
    let site = server.folder.site();
    let next = site.with_file_name("next");
    std::fs::create_dir(&next).unwrap();
    std::fs::write(next.join("index.html"), "<h1>The next release</h1>").unwrap();
    std::fs::rename(&site, site.with_file_name("former")).unwrap();
    symlink(&next, &site).unwrap();
    assert_eq!(get(server.address, "/").await.body, b"<h1>The next release</h1>");
}
