//! `faultline hash`.

use std::io::Read;
use std::process::{Command, Stdio};

use super::{faultline, refused};

/// The report's experiment by hand is the page's preset: the same keys, shards and seed.
#[test]
fn the_report_has_the_figures_of_the_page() {
    let args = ["hash", "--shards", "1000", "--remove", "50", "--add", "50", "--seed", "7"];
    let done = faultline(&args, b"");
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
    let moved = done.out.lines().filter(|line| line.starts_with("moved ")).collect::<Vec<_>>();
    let entry = labs::find("hash-ring").unwrap();
    let preset = entry.presets.iter().find(|preset| preset.key == "the-report").unwrap();
    let recipe = entry.recipe(preset);
    let mut page = kernel::Run::new(entry.machine(&recipe, None).unwrap(), recipe.clone());
    for (cue, line) in recipe.cues.iter().zip(&moved) {
        page.advance(kernel::Time::END, cue.step - page.playhead().step);
        let figures = page.machine().figures();
        let figure = figures.iter().find(|figure| figure.key == "moved").unwrap();
        let expected = format!("moved {} of 10000 keys (", figure.value.unwrap());
        assert!(line.starts_with(&expected), "{line}: {expected}");
    }
    assert_eq!(moved.len(), 2);
    assert!(moved[0].contains("50 of 1,000 shards left, expected 5.00 %, published 4.95 %"));
}

#[test]
fn csv_has_a_line_a_key_and_the_figures_stand_aside() {
    let args = ["hash", "--nodes", "a,b,c=2", "--keys", "-", "--csv", "--add", "1"];
    let done = faultline(&args, b"one\n\ntwo\n\"three\"\n");
    assert_eq!(done.code, Some(0), "{}", done.err);
    let rows = done.out.lines().map(|row| row.rsplit_once(',').unwrap()).collect::<Vec<_>>();
    assert_eq!(
        rows.iter().map(|row| row.0).collect::<Vec<_>>(),
        ["one", "two", "\"\"\"three\"\"\""]
    );
    assert!(rows.iter().all(|row| ["a", "b", "c", "s4"].contains(&row.1)), "{rows:?}");
    assert!(done.err.contains("placed 3 keys on 3 shards by a ring"), "{}", done.err);
    assert!(done.err.contains("skipped 1 empty line"), "{}", done.err);
}

#[test]
fn a_column_of_a_csv_file_holds_the_keys() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.csv");
    std::fs::write(&path, "id,key,name\n1,a,x\n2,b,y\n").unwrap();
    let path = path.to_str().unwrap();
    let keys = |args: &[&str]| {
        let done =
            faultline(&[&["hash", "--csv", "--shards", "1", "--keys", path], args].concat(), b"");
        assert_eq!(done.code, Some(0), "{}", done.err);
        done.out
    };
    assert_eq!(keys(&[]), "a,s1\nb,s1\n");
    assert_eq!(keys(&["--column", "name"]), "x,s1\ny,s1\n");
    let no_column = ["hash", "--keys", path, "--column", "age"];
    refused(&no_column, b"", "line 1 has no column \"age\": name one of \"id\", \"key\", \"name\"");
}

#[test]
fn a_csv_file_describes_the_nodes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nodes.csv");
    let run = |text: &str| {
        std::fs::write(&path, text).unwrap();
        let cluster = ["--cluster", path.to_str().unwrap()];
        faultline(&[&["hash", "--csv", "--keys", "-"], &cluster[..]].concat(), b"k\n")
    };
    assert_eq!(run("name,weight\neu-1,3\n").out, "k,eu-1\n");
    let bad = run("eu-1,heavy\n");
    assert_eq!(bad.code, Some(64));
    assert!(bad.err.contains("the weight on line 1 must be a whole number"), "{}", bad.err);
}

#[test]
fn json_names_the_key_that_moved_without_need() {
    let args = ["hash", "--strategy", "modulo", "--shards", "3", "--add", "1", "--json"];
    let json = faultline(&args, b"").json();
    let movement = &json["movements"][0];
    assert_eq!(movement["what"], "1 shard joined 3");
    assert_eq!(movement["expected_percent"], 25.0);
    assert_eq!(movement["moved_percent"], movement["modulo_percent"]);
    assert!(movement["moved_without_need"]["key"].as_str().unwrap().starts_with("key-0-"));
    let ring = faultline(&["hash", "--shards", "3", "--add", "1", "--json"], b"").json();
    assert!(ring["movements"][0]["moved_without_need"].is_null());
    assert_eq!(ring["shards"], 4);
}

#[test]
fn what_cannot_be_done_is_said() {
    let cases: &[(&[&str], &str)] = &[
        (&["--strategy", "best"], "there is no strategy \"best\": take one of ring, modulo"),
        (&["--shards", "0"], "a cluster needs at least one shard"),
        (&["--shards", "4", "--remove", "4"], "4 shards cannot leave: there are 4"),
        (&["--nodes", "a,a"], "a shard named \"a\" is in the cluster already"),
        (&["--nodes", "a,,b"], "a node has no name"),
        (&["--nodes", "a=x"], "a weight is a whole number"),
        (&["--nodes", "a=2", "--strategy", "jump"], "jump gives every shard the same share"),
        (&["--vnodes", "0"], "0 virtual nodes are out of range: 1 to 10000"),
        (&["--strategy", "maglev", "--table", "100"], "take 101, the next prime"),
        (&["--generate", "0"], "generate 1 to 1000000"),
        (&["--keys", "no/such/file"], "no/such/file: "),
        (&["--keys", "-", "--generate", "5"], "cannot be used with"),
    ];
    for (args, why) in cases {
        refused(&[&["hash"], *args].concat(), b"", why);
    }
    refused(&["hash", "--keys", "-"], b"a\n\xff\n", "-: line 2 is not UTF-8");
    refused(&["hash", "--keys", "-"], b"\n \n", "there is no key in the file");
}

/// A reader that stops early, as `head` does, is no error.
#[test]
fn a_broken_pipe_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_faultline"))
        .args(["hash", "--csv", "--generate", "200000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(first.starts_with(b"key-0-0,s"));
    let err = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(0), "{err}");
    assert!(!err.contains("faultline:") && !err.contains("panicked"), "{err}");
}
