//! The commands beside `serve`, run as a person runs them.

mod check;
mod hash;
mod id;
mod index_bench;
mod labs;
mod replay;
mod sweep;
mod threads;
mod two_phase_commit;

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

/// What a run of the program left behind.
struct Done {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Done {
    /// The JSON value that was printed.
    fn json(&self) -> Value {
        assert_eq!(self.err, "");
        serde_json::from_str(&self.out).expect("one JSON value was printed")
    }
}

/// Runs `faultline` with these arguments and this input.
fn faultline(args: &[&str], input: &[u8]) -> Done {
    let mut child = Command::new(env!("CARGO_BIN_EXE_faultline"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    // A program that refuses its arguments does not wait for its input.
    let _ = stdin.write_all(input);
    drop(stdin);
    let done = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("the program prints text");
    Done { code: done.status.code(), out: text(done.stdout), err: text(done.stderr) }
}

/// Asserts that the arguments are refused with exit code 64 and a sentence that holds `why`.
fn refused(args: &[&str], input: &[u8], why: &str) {
    let done = faultline(args, input);
    assert_eq!(done.code, Some(64), "{args:?}: {}", done.err);
    assert!(done.err.contains(why), "{args:?}: {}", done.err);
    assert_eq!(done.out, "", "{args:?}");
}

/// A command line that cannot be read is bad input as well, and no verdict; help is none.
#[test]
fn what_clap_refuses_is_bad_input() {
    refused(&["check", "hash-ring", "--no-such-flag"], b"", "--no-such-flag");
    refused(&["no-such-command"], b"", "no-such-command");
    for asked in ["--help", "--version"] {
        assert_eq!(faultline(&[asked], b"").code, Some(0));
    }
}
