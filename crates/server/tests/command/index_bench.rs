//! `faultline index-bench`.

use std::fs;
use std::path::Path;

use labs::index_pages::KeyKind;
use labs::index_pages::reality::{Reality, Row, Store};
use tempfile::TempDir;

use super::{faultline, refused};

/// Small enough for a test, and large enough for a cache of 1 MiB not to hold it. The command itself
/// counts the rows of every file and looks whether they are in order.
const ROWS: &str = "20000";

fn bench(args: &[&str]) -> super::Done {
    faultline(&[&["index-bench", "--rows", ROWS, "--cache", "1"], args].concat(), b"")
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).unwrap().next().is_none()
}

#[test]
fn every_store_is_filled_under_every_key_and_leaves_no_file() {
    let folder = TempDir::new().unwrap();
    let (dir, file) = (folder.path().join("stores"), folder.path().join("out.csv"));
    let args = ["--dir", dir.to_str().unwrap(), "--csv", file.to_str().unwrap(), "--json"];
    let done = bench(&args);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let json = done.json();
    assert!(is_empty(&dir));
    let reality = Reality::read(&fs::read_to_string(&file).unwrap()).unwrap();
    let rows = json["rows"].as_array().unwrap();
    assert_eq!((rows.len(), reality.rows.len()), (8, 8));
    assert_eq!((reality.about("rows"), reality.about("row bytes")), (Some(ROWS), Some("100")));
    for (told, row) in rows.iter().zip(&reality.rows) {
        assert_eq!(told["measured"]["leaf_pages"], row.measured.leaf_pages);
        assert!(row.measured.file_bytes >= row.measured.leaf_pages * 4_096, "{row:?}");
    }
    for store in Store::ALL {
        let of = |kind: KeyKind| {
            let mut rows = reality.rows.iter();
            rows.find(|row| (row.store, row.kind) == (store, kind)).unwrap()
        };
        let (random, ascending) = (of(KeyKind::UuidV4), of(KeyKind::Auto));
        assert!(random.measured.leaf_pages > ascending.measured.leaf_pages, "{store:?}");
        if cfg!(target_os = "linux") {
            let read = |row: &Row| row.measured.pages_read.unwrap();
            assert!(read(random) > 10 * read(ascending), "{store:?}");
            assert!(random.disk_bytes > ascending.disk_bytes, "{store:?}");
        }
    }
}

/// Where the model knows what a store does, they agree: with random keys, redb has as many leaves as
/// the tree that is split in the middle, and SQLite as the one whose neighbours share.
#[test]
fn the_model_agrees_where_it_should() {
    let done = bench(&["--keys", "uuid-v4", "--json"]);
    let json = done.json();
    let rows = json["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    for row in rows {
        let leaves = |of: &str| row[of]["leaf_pages"].as_f64().unwrap();
        let ratio = leaves("measured") / leaves("predicted");
        assert!((0.9..1.1).contains(&ratio), "{row}");
    }
}

#[test]
fn stores_and_keys_are_chosen() {
    let done = bench(&["--stores", "redb", "--keys", "snowflake,uuid-v7", "--row-bytes", "8"]);
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
    let rows: Vec<&str> = done.out.lines().filter(|line| line.starts_with("  redb")).collect();
    assert_eq!(rows.len(), 2, "{}", done.out);
    assert!(rows[0].contains("snowflake") && rows[1].contains("uuid-v7"), "{}", done.out);
    assert!(done.out.contains("20,000 rows of 8 bytes beside the key"), "{}", done.out);
}

#[test]
#[cfg(unix)]
fn an_interrupted_run_leaves_no_file() {
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};
    let folder = TempDir::new().unwrap();
    let child = Command::new(env!("CARGO_BIN_EXE_faultline"))
        .args(["index-bench", "--rows", "10000000", "--batch", "100", "--dir"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while is_empty(folder.path()) {
        assert!(began.elapsed() < Duration::from_secs(20), "it does not begin");
        std::thread::sleep(Duration::from_millis(10));
    }
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let done = child.wait_with_output().unwrap();
    let err = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(70), "{err}");
    assert!(err.contains("interrupted: every file has been removed"), "{err}");
    assert!(is_empty(folder.path()));
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("mine"), "do not touch").unwrap();
    let full = folder.path().to_str().unwrap();
    let cases: &[(&[&str], &str)] = &[
        (&["--rows", "0"], "1..=100000000"),
        (&["--rows", "100000001"], "1..=100000000"),
        (&["--keys", "uuid-v5"], "name one of snowflake, uuid-v4"),
        (&["--stores", "sqlite,paper"], "name one of sqlite, redb"),
        (&["--cache", "0"], "1..=65536"),
        (&["--row-bytes", "901"], "1..=900"),
        (&["--batch", "0"], "1..=1000000"),
        (&["--dir", full], "holds files already: name an empty folder"),
        (&["--csv", full], "is no file in a folder that is there"),
        (&["--csv", "no/such/folder/out.csv"], "is no file in a folder that is there"),
    ];
    for (args, why) in cases {
        refused(&[&["index-bench"], *args].concat(), b"", why);
    }
    assert_eq!(fs::read_to_string(folder.path().join("mine")).unwrap(), "do not touch");
}
