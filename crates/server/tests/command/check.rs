//! `faultline check`.

use super::{faultline, refused};

const SMALL: [&str; 8] =
    ["check", "hash-ring", "--knob", "shards=3", "--knob", "keys=100", "--knob", "virtual-nodes=4"];

/// The counts are those that the lab's own test pins.
#[test]
fn a_proof_is_exit_code_0() {
    let args = [&SMALL[..], &["--knob", "replicas=2", "--json"]].concat();
    let done = faultline(&args, b"");
    assert_eq!(done.code, Some(0), "{}", done.err);
    let json = done.json();
    assert_eq!(json["is_complete"], true);
    assert_eq!(
        (&json["distinct"], &json["generated"], &json["depth"]),
        (&12_820.into(), &45_191.into(), &7.into())
    );
    assert_eq!(json["breaches"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_breach_is_exit_code_1_and_a_link_that_shows_it() {
    let done = faultline(&[&SMALL[..], &["--json"]].concat(), b"");
    assert_eq!(done.code, Some(1), "{}", done.err);
    let breach = &done.json()["breaches"][0];
    assert_eq!(breach["law"], "every look-up is answered");
    assert_eq!(breach["steps"].as_array().map(Vec::len), Some(2));
    let replay = faultline(&["replay", breach["link"].as_str().unwrap()], b"");
    assert_eq!(replay.code, Some(0), "{}", replay.err);
    let broken = format!(
        "BROKEN    every look-up is answered (step 2 at 0.050 s): {}\n",
        breach["why"].as_str().unwrap()
    );
    assert!(replay.out.contains(&broken), "{}", replay.out);
    let text = faultline(&SMALL, b"").out;
    assert!(text.contains("the shortest way to break “every look-up is answered”"), "{text}");
}

#[test]
fn budgets_and_bounds_are_kept() {
    let none = [&SMALL[..], &["--budget", "crashes=0", "--budget", "changes=0"]].concat();
    let done = faultline(&none, b"");
    assert_eq!(done.code, Some(0), "{}", done.out);
    assert!(done.out.contains("every state was seen, in any order of events"), "{}", done.out);
    let cut = [&SMALL[..], &["--knob", "replicas=2", "--depth", "2"]].concat();
    let done = faultline(&cut, b"");
    assert_eq!(done.code, Some(1), "{}", done.out);
    assert!(done.out.starts_with("cut at depth 2"), "{}", done.out);
}

#[test]
fn what_cannot_be_searched_is_refused() {
    let cases: &[(&[&str], &str)] = &[
        (&["no-lab"], "there is no lab “no-lab”"),
        (&["hash-ring", "--knob", "planets=9"], "no knob “planets”: name one of strategy, shards"),
        (&["hash-ring", "--knob", "shards"], "“shards” is not KEY=VALUE"),
        (&["hash-ring", "--knob", "shards=0"], "a whole number from 1 to 2000"),
        (&["hash-ring", "--preset", "none"], "no preset “none”: name one of eight-on-a-ring"),
        (
            &["hash-ring", "--budget", "wars=1"],
            "no budget “wars”: name one of drops, copies, changes",
        ),
        (&["hash-ring", "--budget", "drops=256"], "drops cannot be “256”: it is 0 to 255"),
    ];
    for (args, why) in cases {
        refused(&[&["check"], *args].concat(), b"", why);
    }
}
