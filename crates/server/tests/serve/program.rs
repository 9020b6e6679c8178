//! The program itself: its command line, its log, its signals and exit codes.

use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};

use super::client::{ask, get};
use super::fixture::Folder;

fn faultline(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faultline"));
    command.args(arguments).stdin(Stdio::null());
    command
}

/// The program, listening; it ends with this value at the latest.
struct Program {
    child: Child,
    log: BufReader<ChildStderr>,
    start_of_log: String,
    address: SocketAddr,
}

impl Program {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut start_of_log = String::new();
        while !start_of_log.contains("listening") {
            let length = log.read_line(&mut start_of_log).unwrap();
            assert_ne!(length, 0, "it ended before it listened: {start_of_log}");
        }
        let (_, rest) = start_of_log.rsplit_once("127.0.0.1:").unwrap();
        let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let address = SocketAddr::from(([127, 0, 0, 1], port.parse().unwrap()));
        Self { child, log, start_of_log, address }
    }

    /// Sends a signal; returns whether the program ended well, and its log.
    fn end_by(mut self, signal: &str) -> (bool, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &id]).status().unwrap().success());
        let mut log = std::mem::take(&mut self.start_of_log);
        self.log.read_to_string(&mut log).unwrap();
        (self.child.wait().unwrap().success(), log)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // After a signal it has ended already, and there is nothing left to kill.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(site: &Path, arguments: &[&str]) -> Command {
    let mut command = faultline(&["serve", "--listen", "127.0.0.1:0", "--site"]);
    command.arg(site).args(arguments);
    command
}

#[tokio::test]
async fn it_serves_until_a_signal_and_ends_well() {
    let folder = Folder::new();
    for signal in ["TERM", "INT"] {
        let program = Program::start(&mut serve(&folder.site(), &[]));
        assert_eq!(get(program.address, "/").await.status, 200);
        let (well, log) = program.end_by(signal);
        assert!(well, "{signal}: {log}");
        assert!(log.contains("stopped"), "{signal}: {log}");
    }
}

#[tokio::test]
async fn the_environment_sets_what_the_command_line_does_not() {
    let folder = Folder::new();
    let mut command = faultline(&["serve"]);
    command
        .env("FAULTLINE_LISTEN", "127.0.0.1:0")
        .env("FAULTLINE_SITE", folder.site())
        .env("FAULTLINE_BODY_BYTES_MAX", "10");
    let program = Program::start(&mut command);
    assert_eq!(ask(program.address, "GET", "/", &["Content-Length: 11"]).await.status, 413);
    program.end_by("TERM");
}

#[tokio::test]
async fn the_log_has_one_object_a_request_and_no_query() {
    let folder = Folder::new();
    let program = Program::start(&mut serve(&folder.site(), &["--log-format", "json"]));
    get(program.address, "/coi.js?token=abc").await;
    let (_, log) = program.end_by("TERM");
    let answered: Vec<&str> = log.lines().filter(|line| line.contains("answered")).collect();
    assert_eq!(answered.len(), 1, "{log}");
    for part in ["\"status\":200", "\"path\":\"/coi.js\"", "\"method\":\"GET\"", "latency_us"] {
        assert!(answered[0].contains(part), "{part} in {log}");
    }
    assert!(!log.contains("token"), "{log}");
}

#[test]
fn a_page_that_carries_no_policy_is_warned_of() {
    let folder = Folder::new();
    let warning = "no content security policy";
    let (_, log) = Program::start(&mut serve(&folder.site(), &[])).end_by("TERM");
    assert!(!log.contains(warning), "{log}");
    folder.write("index.html", "<h1>A development build</h1>");
    let (_, log) = Program::start(&mut serve(&folder.site(), &[])).end_by("TERM");
    assert!(log.contains(warning), "{log}");
}

fn failed(mut command: Command, code: i32) -> String {
    let Output { status, stderr, .. } = command.output().unwrap();
    let message = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(code), "{message}");
    message
}

#[test]
fn a_missing_site_is_said_with_what_would_be_right() {
    let folder = Folder::new();
    let absent = folder.site().join("absent");
    let message = failed(serve(&absent, &[]), 70);
    assert!(message.contains(absent.to_str().unwrap()), "{message}");
    assert!(message.contains("trunk build --release"), "{message}");
    assert!(message.contains("--site"), "{message}");
    assert_eq!(message.matches("No such file").count(), 1, "{message}");
}

#[test]
fn a_busy_port_is_said_with_what_would_be_right() {
    let folder = Folder::new();
    let busy = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = busy.local_addr().unwrap().to_string();
    let mut command = faultline(&["serve", "--listen", &address, "--site"]);
    command.arg(folder.site());
    let message = failed(command, 70);
    assert!(message.contains(&address), "{message}");
    assert!(message.contains("--listen"), "{message}");
}

#[test]
fn a_bad_flag_is_said_with_what_would_be_right() {
    for (arguments, right) in [
        (["--listen", "localhost"], "127.0.0.1:3000"),
        (["--header-timeout", "10"], "10s"),
        (["--connections-max", "0"], "1..="),
        (["--head-bytes-max", "100"], "8192..="),
        (["--log-format", "xml"], "json"),
    ] {
        let message = failed(faultline(&[&["serve"], &arguments[..]].concat()), 64);
        assert!(message.contains(right), "{message}");
    }
}
