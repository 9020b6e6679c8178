//! `faultline replay`.

use kernel::{Deed, Run, Time, Trace, link};

use super::{faultline, refused};

/// A run of the ring with a hand in it, its link, and the digest of its trace.
fn played() -> (String, String) {
    let entry = labs::find("hash-ring").unwrap();
    let recipe = entry.recipe(&entry.presets[0]);
    let mut run = Run::new(entry.machine(&recipe, None).unwrap(), recipe);
    run.advance(Time::from_micros(3_000_000), 1_000);
    run.take(Deed::Say("kill:4".into())).unwrap();
    run.advance(Time::from_micros(6_000_000), 1_000);
    let link = link::write(entry.knobs, &run);
    let steps = run.playhead().step;
    let digest = Trace::of(&mut run, steps, 0).unwrap().digest;
    (link, format!("{digest:016x}"))
}

#[test]
fn a_link_comes_out_as_it_was_made_however_it_is_given() {
    let (link, digest) = played();
    let page = format!("#/lab/hash-ring?{link}");
    let address = format!("https://example.org/v/1/{page}");
    let embedded = format!("#/lab/hash-ring?embed&many=runs:100&{link}");
    let query = format!("?{link}");
    let ways: [&[&str]; 4] = [&[&page], &[&address], &[&embedded], &[&query, "--lab", "hash_ring"]];
    for way in ways {
        let done = faultline(&[&["replay", "--json"], way].concat(), b"");
        assert_eq!(done.code, Some(0), "{way:?}: {}", done.err);
        let json = done.json();
        assert_eq!(json["digest"], digest.as_str());
        assert_eq!(json["notices"].as_array().map(Vec::len), Some(0));
        let laws = json["laws"].as_array().unwrap();
        let answered = laws.iter().find(|law| law["law"] == "every look-up is answered").unwrap();
        assert_eq!(answered["verdict"], "broken");
    }
    let text = faultline(&["replay", &page, "--facts", "3"], b"").out;
    for part in [digest.as_str(), "looked up", "BROKEN", "figures:", "playhead: step"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_bare_page_is_its_opening_preset() {
    let json = faultline(&["replay", "#/lab/hash-ring", "--json"], b"").json();
    let entry = labs::find("hash-ring").unwrap();
    assert_eq!(json["seed"], format!("{:x}", entry.presets[0].seed));
    assert_eq!(json["steps"], 0);
}

#[test]
fn what_does_not_come_out_is_said_with_exit_code_1() {
    let (link, _) = played();
    let (head, _) = link.rsplit_once("fp=").unwrap();
    let version = format!("&v={}", labs::find("hash-ring").unwrap().version);
    for (changed, why) in [
        (format!("{head}fp=0000"), "does not come out as the link says"),
        (link.replace(&version, "&v=0"), "was made by version 0 of the model"),
    ] {
        let done = faultline(&["replay", "--lab", "hash-ring", &changed], b"");
        assert_eq!(done.code, Some(1), "{}", done.err);
        assert!(done.out.contains("notice: ") && done.out.contains(why), "{}", done.out);
    }
}

#[test]
fn what_is_no_link_is_refused() {
    for (given, why) in [
        ("seed=1", "the link names no lab"),
        ("#/lab/no-such-lab?seed=1", "there is no lab “no-such-lab”: name one of hash-ring"),
        ("#/lab/hash-ring?shards=0", "shards cannot be “0”: it is a whole number from 1 to 2000"),
        ("#/lab/hash-ring?planets=9", "planets"),
        ("#/lab/hash-ring?data=5", "load the same file to see it"),
        (
            "#/lab/hash-ring?strategy=jump&weights=one-heavy",
            "jump gives every shard the same share",
        ),
    ] {
        refused(&["replay", given], b"", why);
    }
}

#[test]
fn data_come_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.txt");
    std::fs::write(&path, "a\nb\nc\n").unwrap();
    let entry = labs::find("hash-ring").unwrap();
    let data = entry.read_data.unwrap()("keys.txt", b"a\nb\nc\n").unwrap();
    let given = format!("#/lab/hash-ring?data={:x}", data.digest);
    let args = ["replay", &given, "--json", "--data", path.to_str().unwrap()];
    let figures = faultline(&args, b"").json()["figures"].clone();
    let keys = figures.as_array().unwrap().iter().find(|figure| figure["key"] == "keys").unwrap();
    assert_eq!(keys["value"], 3.0);
}
