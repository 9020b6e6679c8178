//! `faultline two-phase-commit --real`.

use std::fs;
use std::path::{Path, PathBuf};

use labs::two_phase_commit::rules::KNOBS;
use serde_json::Value;
use tempfile::TempDir;

use super::{faultline, refused};

const REAL: [&str; 2] = ["two-phase-commit", "--real"];

fn law<'a>(json: &'a Value, name: &str) -> &'a Value {
    let laws = json["laws"].as_array().expect("there are laws");
    &laws.iter().find(|law| law["law"] == name).expect("the law is judged")["verdict"]
}

#[test]
fn orders_come_out_whole_whoever_is_killed() {
    let folder = TempDir::new().unwrap();
    let keep = folder.path().join("kept");
    let args = ["--orders", "20", "--kills", "6", "--seed", "3", "--json", "--keep"];
    let args = [&REAL[..], &args, &[keep.to_str().unwrap()]].concat();
    let done = faultline(&args, b"");
    assert_eq!(done.code, Some(0), "{}{}", done.out, done.err);
    let json = done.json();
    let number = |key: &str| json[key].as_u64().unwrap_or_else(|| panic!("{key}: {json}"));
    assert_eq!((number("orders"), number("kills"), number("restarts")), (20, 6, 6));
    assert_eq!(number("committed") + number("aborted"), 20);
    assert!(number("committed") > 0 && number("records_forced") >= number("committed") * 3);
    assert!(number("entries") > 100 && number("messages_heard") <= number("messages_sent"));
    assert_eq!((&json["at_rest"], &json["holds"]), (&true.into(), &true.into()));
    assert_eq!((&json["refused"], &json["first_wrong"]), (&Value::Null, &Value::Null));
    assert_eq!(law(&json, "all agree"), "holds");
    assert_eq!(law(&json, "nothing is in doubt and no lock is held"), "holds");
    assert_eq!(law(&json, "an order can be committed everywhere"), "seen");
    for node in ["Coordinator", "InventoryService", "DeliveryService", "Customers"] {
        for kind in ["log", "journal"] {
            assert!(keep.join(format!("{node}.{kind}")).is_file(), "{node}.{kind}");
        }
    }
    assert_eq!(holders(folder.path()), Vec::<PathBuf>::new());
    // What is kept is not written over.
    refused(&args, b"", "holds files already: name an empty folder");
}

#[test]
fn every_way_of_presuming_and_five_services_hold_under_losses() {
    for presume in ["nothing", "commit"] {
        let args = ["--orders", "6", "--kills", "3", "--services", "5", "--loss", "50"];
        let done = faultline(&[&REAL[..], &args, &["--presume", presume]].concat(), b"");
        assert_eq!((done.code, done.err.as_str()), (Some(0), ""), "{}", done.out);
        assert!(done.out.starts_with("6 orders: "), "{}", done.out);
        assert!(done.out.contains("  holds     all agree\n"), "{}", done.out);
        assert!(!done.out.contains("open"), "{}", done.out);
    }
}

/// The processes that have a file in a folder open.
fn holders(folder: &Path) -> Vec<PathBuf> {
    let holds = |process: &PathBuf| {
        let files = fs::read_dir(process.join("fd")).into_iter().flatten().flatten();
        files.flat_map(|file| fs::read_link(file.path())).any(|file| file.starts_with(folder))
    };
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes.map(|process| process.path()).filter(holds).collect()
}

/// Whether anything is left is asked of `/proc`.
#[cfg(target_os = "linux")]
mod leftovers {
    use std::fs;
    use std::path::Path;
    use std::process::{Child, Command, Stdio};
    use std::thread;
    use std::time::{Duration, Instant};

    use tempfile::TempDir;

    use super::{REAL, holders};

    const SOON: Duration = Duration::from_secs(30);

    /// A process that runs on while the test looks at it. It ends with this value.
    struct Started(Child);

    impl Drop for Started {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    /// A long run whose files are in `folder`, once all of its processes have theirs open.
    fn start(folder: &Path) -> Started {
        let child = Command::new(env!("CARGO_BIN_EXE_faultline"))
            .args(REAL)
            .args(["--orders", "5000", "--kills", "10"])
            .env("TMPDIR", folder)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let started = Started(child);
        let limit = Instant::now() + SOON;
        while holders(folder).len() < 4 {
            assert!(Instant::now() < limit, "not all processes have started");
            thread::sleep(Duration::from_millis(20));
        }
        started
    }

    fn wait_until_left(folder: &Path) {
        let limit = Instant::now() + SOON;
        while !holders(folder).is_empty() {
            assert!(Instant::now() < limit, "still there: {:?}", holders(folder));
            thread::sleep(Duration::from_millis(20));
        }
    }

    #[test]
    fn an_interrupted_run_leaves_no_process_and_no_file() {
        let folder = TempDir::new().unwrap();
        let mut started = start(folder.path());
        let pid = started.0.id().to_string();
        let sent = Command::new("kill").args(["-INT", &pid]).status().expect("there is a kill");
        assert!(sent.success());
        let ended = started.0.wait().unwrap();
        assert_eq!(ended.code(), Some(70));
        let mut err = String::new();
        let stderr = started.0.stderr.as_mut().expect("standard error is a pipe");
        std::io::Read::read_to_string(stderr, &mut err).unwrap();
        assert!(err.contains("interrupted"), "{err}");
        wait_until_left(folder.path());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    /// Whatever kills the parent, its processes end with it.
    #[test]
    fn no_process_outlives_its_parent() {
        let folder = TempDir::new().unwrap();
        let mut started = start(folder.path());
        started.0.kill().unwrap();
        started.0.wait().unwrap();
        wait_until_left(folder.path());
    }
}

/// What a role is told first, of the coordinator with its files in a folder.
fn setup(folder: &Path) -> String {
    let knobs: Vec<String> = KNOBS.iter().map(|knob| knob.default.to_string()).collect();
    format!("0 1 2 3 {} {}\n", knobs.join(","), folder.display())
}

#[test]
fn a_role_ends_with_its_input_and_reads_no_damaged_log() {
    let folder = TempDir::new().unwrap();
    let role = ["two-phase-commit", "--role"];
    let done = faultline(&role, setup(folder.path()).as_bytes());
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
    assert!(done.out.starts_with("port "), "{}", done.out);
    for nonsense in
        ["", "\n", "play the coordinator\n", &setup(folder.path()).replacen('0', "3", 1)]
    {
        let done = faultline(&role, nonsense.as_bytes());
        assert_eq!(done.code, Some(70), "{nonsense:?}");
        assert!(done.err.contains("node, seed, token"), "{}", done.err);
    }
    let log = folder.path().join("Coordinator.log");
    for (bytes, why) in
        [(&b"not a line of a log\nand another\n"[..], Some("line 1 is damaged")), (b"torn", None)]
    {
        fs::write(&log, bytes).unwrap();
        let done = faultline(&role, setup(folder.path()).as_bytes());
        assert_eq!(done.code, Some(if why.is_some() { 70 } else { 0 }), "{}", done.err);
        assert!(done.err.contains(why.unwrap_or_default()), "{}", done.err);
    }
    assert_eq!(fs::read(&log).unwrap(), b"", "a torn line is cut off");
}

#[test]
fn what_cannot_be_run_is_refused() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let cases: &[(&[&str], &str)] = &[
        (&["--orders", "0"], "1..=5000"),
        (&["--kills=-1"], "0..=5000"),
        (&["--services", "1"], "--services"),
        (&["--services", "six"], "--services"),
        (&["--presume", "all"], "--presume"),
        (&["--mistake", "sleepy"], "--mistake"),
        (&["--loss", "501"], "--loss"),
        (&["--disk=-1"], "--disk"),
        (&["--keep", file.path().to_str().unwrap()], "--keep: cannot use"),
        (&["--role"], "--role"),
    ];
    for (args, why) in cases {
        refused(&[&REAL, *args].concat(), b"", why);
    }
    refused(&["two-phase-commit"], b"", "--real");
}
