//! `faultline id`.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use labs::snowflake::layout::{Layout, PROTOTYPE, TWITTER};
use serde_json::Value;

use super::{faultline, refused};

/// Discord's documentation decodes this very id.
const EXAMPLE: &str = "175928847299117063";

fn made(args: &[&str]) -> Vec<u64> {
    let done = faultline(&[&["id"], args].concat(), b"");
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""), "{args:?}");
    done.out.lines().map(|line| line.parse().expect("a line is an id")).collect()
}

/// One object a line.
fn decoded(args: &[&str]) -> Vec<Value> {
    let done = faultline(&[&["id", "decode", "--json"], args].concat(), b"");
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""), "{args:?}");
    done.out.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

fn unix_ms() -> u128 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis()
}

#[test]
fn ids_are_of_this_moment_and_this_worker_and_go_up() {
    let cases: [(&[&str], Layout); 3] = [
        (&[], PROTOTYPE),
        (&["--layout", "twitter"], TWITTER),
        (
            &["--own", "39,6,12", "--epoch", "1600000000000", "--tick", "10"],
            Layout::own((39, 6, 12), 1_600_000_000_000, 10).unwrap(),
        ),
    ];
    for (args, layout) in cases {
        let before = unix_ms();
        let ids = made(&[args, &["--worker", "3", "--count", "10000"]].concat());
        let after = unix_ms();
        assert_eq!(ids.len(), 10_000);
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{args:?}");
        for id in ids {
            let parts = layout.unpack(id);
            let made = layout.instant_ms(parts.ticks);
            assert_eq!((parts.worker, layout.stray(id)), (3, 0), "{args:?}");
            let tick = u128::from(layout.tick_ms);
            assert!(before < made + tick && made <= after, "{args:?}: {before} {made} {after}");
        }
    }
    assert!(made(&["--count", "0"]).is_empty());
}

#[test]
fn the_reference_is_decoded() {
    let done = faultline(&["id", "decode", "--layout", "discord", EXAMPLE], b"");
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
    for line in [
        "175928847299117063, a decimal number\n",
        "  layout      Discord\n",
        "  time        2016-04-30T11:18:25.796Z, ",
        "  unix ms     1462015105796\n",
        "  worker      1\n",
        "  process     0\n",
        "  increment   7\n",
    ] {
        assert!(done.out.contains(line), "{line}: {}", done.out);
    }
    assert!(!done.out.contains("another layout"), "{}", done.out);
}

#[test]
fn without_a_layout_the_others_stand_beside() {
    let done = faultline(&["id", "decode", EXAMPLE], b"");
    assert!(done.out.contains("Prototype, since no layout was named"), "{}", done.out);
    assert!(
        done.out
            .contains("  discord     2016-04-30T11:18:25.796Z, worker 1, process 0, increment 7\n")
    );
    let one = &decoded(&[EXAMPLE])[0];
    assert_eq!(one["layout"], "prototype");
    assert!(one["plausible"].as_array().unwrap().contains(&"discord".into()), "{one}");
}

#[test]
fn json_has_ids_as_strings_and_a_line_for_each() {
    let link =
        "https://discord.com/channels/41771983423143937/127121515262115840/175928847299117063";
    let ids = decoded(&[link, "0x1"]);
    let of = |key: &str| ids.iter().map(|id| id[key].clone()).collect::<Vec<_>>();
    assert_eq!(of("id"), ["41771983423143937", "127121515262115840", EXAMPLE, "1"]);
    assert_eq!(of("names")[..3], ["server", "channel", "message"]);
    assert_eq!(of("layout"), ["discord", "discord", "discord", "prototype"]);
    assert_eq!(ids[2]["unix_ms"], 1_462_015_105_796_u64);
    assert_eq!(ids[2]["time"], "2016-04-30T11:18:25.796Z");
    assert_eq!((&ids[2]["worker"], &ids[2]["sequence"]), (&32.into(), &7.into()));
    assert_eq!(ids[2]["fields"][2]["name"], "increment");
    assert_eq!(ids[3]["doubts"].as_array().unwrap().len(), 1);
    // What a number would round is a string.
    let wide = &decoded(&["--own", "1,0,62", "0x3fffffffffffffff"])[0];
    assert_eq!(wide["sequence"], "4611686018427387903");
}

#[test]
fn what_was_made_is_decoded() {
    let id = made(&["--layout", "sonyflake", "--worker", "65535"])[0].to_string();
    let one = &decoded(&["--layout", "sonyflake", &id])[0];
    assert_eq!((&one["id"], &one["worker"]), (&id.into(), &65_535.into()));
    assert_eq!(one["doubts"].as_array().unwrap().len(), 0, "{one}");
}

#[test]
fn a_uuid_is_told_from_an_id() {
    let version_7 = &decoded(&["017f22e2-79b0-7cc3-98c4-dc0c0c07398f"])[0];
    assert_eq!(version_7["version"], 7);
    assert_eq!(version_7["unix_ms"], 0x017f_22e2_79b0_u64);
    assert_eq!(version_7["time"], "2022-02-22T19:22:22.000Z");
    let done = faultline(&["id", "decode", "919108f7-52d1-4320-9bac-f847db4148a8"], b"");
    assert_eq!(done.code, Some(0));
    assert!(done.out.contains("version     4\n"), "{}", done.out);
    assert!(done.out.contains("none: all but version and variant is random"), "{}", done.out);
}

/// The rest is done, and the exit code tells.
#[test]
fn bad_ids_are_reported_one_by_one() {
    let done = faultline(&["id", "decode", "x", EXAMPLE, "-1", "--layout", "twitter"], b"");
    assert_eq!(done.code, Some(64));
    assert_eq!(done.err.lines().count(), 2, "{}", done.err);
    assert!(
        done.err.contains(
            "faultline: “x”: this is no id: base64url of 64 bits has 11 characters and not 1"
        ),
        "{}",
        done.err
    );
    assert!(done.err.contains("“-1”: an id is never negative"), "{}", done.err);
    assert!(done.out.contains("2012-03-03T13:01:20.453Z"), "{}", done.out);
}

#[test]
fn what_no_layout_says_is_said() {
    let done = faultline(&["id", "decode", "18446744073709551615", "--layout", "prototype"], b"");
    assert_eq!(done.code, Some(0));
    assert!(done.out.contains("6 bits are set where Prototype has none"), "{}", done.out);
    assert!(done.out.contains("from now: this is no id of that layout"), "{}", done.out);
    let args = ["--own", "63,0,0", "--tick", "18446744073709551615", "9223372036854775807"];
    let far = &decoded(&args)[0];
    assert_eq!((&far["time"], far["unix_ms"].is_string()), (&Value::Null, true), "{far}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let cases: &[(&[&str], &str)] = &[
        (&["--worker", "32"], "32 does not fit into 5 bits of worker: the most is 31"),
        (&["--layout", "mine"], "name one of prototype, twitter, discord"),
        (&["--own", "41,10"], "give three numbers of bits"),
        (&["--own", "41,12,12"], "an id has 63 beside its sign"),
        (&["--own", "41,10,12", "--tick", "0"], "a tick lasts at least one millisecond"),
        (&["--own", "41,10,12", "--layout", "twitter"], "cannot be used with"),
        (&["--epoch", "5"], "--own"),
        (&["decode"], "<ID>"),
        (&["decode", "--layout", "mine", "1"], "name one of"),
    ];
    for (args, why) in cases {
        refused(&[&["id"], *args].concat(), b"", why);
    }
}

/// A reader that stops early, as `head` does, is no error.
#[test]
fn ids_are_made_for_as_long_as_somebody_reads() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_faultline"))
        .args(["id", "--count", "18446744073709551615"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().take(5_000);
    let ids: Vec<u64> = lines.map(|line| line.unwrap().parse().unwrap()).collect();
    assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
    let done = child.wait_with_output().unwrap();
    assert_eq!((done.status.code(), done.stderr), (Some(0), Vec::new()));
}
